//! Helpers for the tests of filters.

use super::Filter;
use crate::analysis::Analysis;
use crate::document::{Document, Marks};
use crate::kind::Kind;

/// The kind that a filter, run alone, marks each segment of a document with.
pub(super) fn kinds(filter: &impl Filter, document: &Document) -> Vec<Option<Kind>> {
    let mut marks = Marks::new(document.segments().len());
    filter.mark(&Analysis::of(document), &mut marks);
    (0..document.segments().len()).map(|index| marks.evidence_kind(index)).collect()
}

/// The segments of a text that a filter, run alone, marks with a kind.
pub(super) fn marked(filter: &impl Filter, kind: Kind, text: &str) -> Vec<String> {
    let document = Document::from_text(text);
    let kinds = kinds(filter, &document);
    let segments = document.segments().iter().zip(kinds).filter(|(_, found)| *found == Some(kind));
    segments.map(|(segment, _)| document.text(segment).to_owned()).collect()
}
