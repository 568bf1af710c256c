//! The columns that the cells of a table are in.

use std::ops::Range;

use super::tree::{NodeId, Tree};

/// Places the cells of a table one after the other (HTML Standard, 4.9.12, "Processing model").
#[derive(Default)]
pub(crate) struct Columns {
    /// The column after the last cell of the row.
    next: usize,
    /// For each column the number of rows to come that a cell above reaches into.
    spanned: Vec<usize>,
}

impl Columns {
    /// A table has at most this many columns (hand-set), so that a cell with a huge `colspan` costs nothing.
    pub(crate) const MAX: usize = 200;

    pub(crate) fn start_row(&mut self) {
        self.next = 0;
    }

    /// The columns of the next cell of the row, of which it has at most `max_width`; empty beyond the last column.
    pub(crate) fn place(&mut self, tree: &Tree, cell: NodeId, max_width: usize) -> Range<usize> {
        while let Some(rows) = self.spanned.get_mut(self.next).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.next += 1;
        }
        let span = |name| tree.attribute(cell, name).and_then(|span| span.trim().parse().ok()).unwrap_or(1);
        let columns = self.next..(self.next + usize::clamp(span("colspan"), 1, max_width)).min(Self::MAX);
        let rows_below = span("rowspan").saturating_sub(1);
        if rows_below > 0 && !columns.is_empty() {
            self.spanned.resize(self.spanned.len().max(columns.end), 0);
            self.spanned[columns.clone()].fill(rows_below);
        }
        self.next = columns.end;
        columns
    }
}
