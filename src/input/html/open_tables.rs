//! The tables that are open while a page is flattened, their rows, and the columns before the next cell.

use super::code::is_code_table;
use super::data_table::is_data_table;
use super::flat::Gap;
use crate::markup::{Columns, NodeId, Tree};

/// A cell is written over at most this many columns (hand-set): a larger `colspan` means all of them.
pub(super) const MAX_SPANNED_COLUMNS: usize = 30;

#[derive(Default)]
pub(super) struct OpenTables {
    /// The open tables, the innermost last.
    tables: Vec<OpenTable>,
    /// The open rows of tables, the innermost last.
    rows: Vec<OpenRow>,
    /// The number of columns without text before the next cell of the open row of data.
    tabs: usize,
    /// All tables of data so far.
    data_tables: Vec<NodeId>,
}

#[derive(Default)]
struct OpenTable {
    is_data: bool,
    /// Whether its rows are the lines of a program.
    is_code: bool,
    columns: Columns,
}

/// An open row of a table. In a table of data, its cells are on one line, separated by a tab for each column; in other
/// tables only until the row is broken.
#[derive(Default)]
struct OpenRow {
    is_data: bool,
    has_cell: bool,
    /// The first column of its last cell.
    column: usize,
    /// Whether a cell contains a line break or a block.
    is_broken: bool,
    /// Whether a cell is open.
    is_in_cell: bool,
}

impl OpenTables {
    /// Starts a table; returns whether its rows are the lines of a program. In preformatted text no table is of data.
    pub(super) fn start_table(&mut self, tree: &Tree, node: NodeId, is_preformatted: bool) -> bool {
        let is_code = is_code_table(tree, node);
        let is_data = !is_code && !is_preformatted && is_data_table(tree, node);
        self.tables.push(OpenTable { is_data, is_code, columns: Columns::default() });
        if is_data {
            self.data_tables.push(node);
        }
        is_code
    }

    pub(super) fn end_table(&mut self) {
        self.tables.pop();
    }

    pub(super) fn start_row(&mut self) {
        let is_data = self.tables.last().is_some_and(|table| table.is_data);
        self.rows.push(OpenRow { is_data, ..OpenRow::default() });
        self.tabs = 0;
    }

    pub(super) fn end_row(&mut self) {
        self.rows.pop();
        self.tabs = 0;
    }

    /// Starts a cell; returns what separates it from the text before it.
    pub(super) fn start_cell(&mut self, tree: &Tree, node: NodeId) -> Gap {
        let Some(row) = self.rows.last_mut() else { return Gap::Line };
        let is_first = !std::mem::replace(&mut row.has_cell, true);
        row.is_in_cell = true;
        let table = self.tables.last_mut().filter(|_| row.is_data);
        let Some(table) = table else {
            return if is_first || row.is_broken { Gap::Line } else { Gap::Cell };
        };
        if is_first {
            table.columns.start_row();
        }
        // A cell over several columns is written into the first of them.
        let first = table.columns.place(tree, node, MAX_SPANNED_COLUMNS).start;
        self.tabs += first - row.column;
        row.column = first;
        Gap::Cell
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.is_in_cell = false;
        }
    }

    /// A block or a line break is in the open row.
    pub(super) fn break_row(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.is_broken = true;
        }
    }

    /// Whether the innermost table is of the lines of a program.
    pub(super) fn is_code(&self) -> bool {
        self.tables.last().is_some_and(|table| table.is_code)
    }

    pub(super) fn is_in_data_row(&self) -> bool {
        self.rows.last().is_some_and(|row| row.is_data)
    }

    pub(super) fn is_in_data_cell(&self) -> bool {
        self.rows.last().is_some_and(|row| row.is_data && row.is_in_cell)
    }

    /// The number of tabs before the text that is written next. They are written once.
    pub(super) fn take_tabs(&mut self) -> usize {
        std::mem::take(&mut self.tabs)
    }

    /// The tables of data, ascending.
    pub(super) fn into_data_tables(mut self) -> Vec<NodeId> {
        self.data_tables.sort_unstable();
        self.data_tables
    }
}
