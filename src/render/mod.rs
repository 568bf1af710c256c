//! Writes the body as text, Markdown or HTML, and the whole page as a report.

mod block;
mod blocks;
mod callout;
mod code_language;
mod context;
mod direction;
mod escape;
mod explain;
mod footnotes;
mod html;
mod images;
mod inline;
mod markdown;
mod markdown_inline;
mod marker;
mod report;
mod structure;
mod table;
mod text;

pub(crate) use explain::explain;
pub(crate) use html::html;
pub(crate) use markdown::markdown;
pub(crate) use report::{Report, report};
pub(crate) use text::text;
