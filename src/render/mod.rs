//! From spans to what people read.

mod blocks;
mod direction;
mod escape;
mod html;
mod markdown;
mod marker;
mod report;
mod structure;
mod table;
mod text;

pub(crate) use html::html;
pub(crate) use markdown::markdown;
pub(crate) use report::report;
pub(crate) use text::text;
