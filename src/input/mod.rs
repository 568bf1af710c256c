//! From what comes in to text and segments.

pub(crate) mod text;
