//! What every line of a rendered body is written with.

use super::footnotes::Footnotes;
use crate::document::Document;

/// The page of a body and the footnotes in it.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) footnotes: &'a Footnotes,
}
