//! What is to be seen of a segment of plain text.

use super::Row;
use crate::document::{Document, Marks};
use crate::kind::Kind;

/// What all segments of one text have in common.
pub(super) struct Page<'a> {
    document: &'a Document,
    marks: &'a Marks,
}

impl<'a> Page<'a> {
    pub(super) fn of(document: &'a Document, marks: &'a Marks) -> Self {
        Self { document, marks }
    }

    pub(super) fn write(&self, index: usize, row: &mut impl Row) {
        let segment = &self.document.segments()[index];
        let evidence = segment.evidence();
        row.push("words", evidence.words() as f32);
        row.push("prose", segment.prose());
        row.push("blank lines before", segment.blank_lines_before() as f32);
        let best = self.marks.best(index);
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_article() && **kind != Kind::Hidden) {
            let of = best.filter(|mark| mark.kind() == *kind).map_or(0.0, |mark| mark.confidence());
            row.push_of("mark", kind.name(), of);
        }
    }
}
