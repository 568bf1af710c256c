//! From spans to what people read.

mod text;

pub(crate) use text::text;
