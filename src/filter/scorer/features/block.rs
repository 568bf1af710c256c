//! Rows that are written side by side, for one who asks for a feature of all of them at a time.

use std::fmt::Display;

use super::{Row, finite};

/// So many rows are in one.
pub(in super::super) const ROWS: usize = 32;

/// The features of some segments that follow each other, column by column.
pub(in super::super) struct Block {
    columns: Vec<[f32; ROWS]>,
    rows: usize,
    /// Where the next number of the last row comes.
    column: usize,
}

impl Block {
    pub(in super::super) fn of_columns(count: usize) -> Self {
        Self { columns: vec![[0.0; ROWS]; count], rows: 0, column: 0 }
    }

    pub(in super::super) fn column(&self, feature: usize) -> &[f32; ROWS] {
        &self.columns[feature]
    }

    /// How many rows are filled; what stands in the others is left from blocks before.
    pub(in super::super) fn rows(&self) -> usize {
        self.rows
    }

    pub(in super::super) fn is_full(&self) -> bool {
        self.rows == ROWS
    }

    pub(in super::super) fn clear(&mut self) {
        self.rows = 0;
    }

    /// The numbers that are pushed from here on are those of the next segment.
    pub(in super::super) fn begin_row(&mut self) {
        self.rows += 1;
        self.column = 0;
    }
}

impl Row for Block {
    fn push(&mut self, _: &str, value: f32) {
        self.columns[self.column][(self.rows - 1) % ROWS] = finite(value);
        self.column += 1;
    }

    fn push_of(&mut self, name: &str, _: impl Display, value: f32) {
        self.push(name, value);
    }
}
