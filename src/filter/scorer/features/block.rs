//! Rows that are written side by side, for one who asks for a feature of all of them at a time.

use std::fmt::Display;
use std::slice::IterMut;

use super::Row;

/// So many rows are in one.
pub(in super::super) const ROWS: usize = 32;

/// The features of some segments that follow each other, column by column.
pub(in super::super) struct Block {
    columns: Vec<[f32; ROWS]>,
    rows: usize,
}

impl Block {
    pub(super) fn of_columns(count: usize) -> Self {
        Self { columns: vec![[0.0; ROWS]; count], rows: 0 }
    }

    /// A feature of all rows, not yet [`finite`](super::finite).
    pub(in super::super) fn column(&self, feature: usize) -> &[f32; ROWS] {
        &self.columns[feature]
    }

    /// How many rows are filled; what stands in the others is left from blocks before.
    pub(in super::super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows == ROWS
    }

    pub(super) fn clear(&mut self) {
        self.rows = 0;
    }

    /// The next row, to be written to.
    pub(super) fn next_row(&mut self) -> BlockRow<'_> {
        let row = self.rows;
        self.rows += 1;
        BlockRow { columns: self.columns.iter_mut(), row }
    }
}

/// A row of a block, of which the columns are left that are yet to be written.
pub(super) struct BlockRow<'a> {
    columns: IterMut<'a, [f32; ROWS]>,
    row: usize,
}

impl Row for BlockRow<'_> {
    fn push(&mut self, _: &str, value: f32) {
        if let Some(column) = self.columns.next() {
            column[self.row % ROWS] = value;
        }
    }

    fn push_of(&mut self, name: &str, _: impl Display, value: f32) {
        self.push(name, value);
    }
}
