//! Data tables, as opposed to tables that only lay out the page.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::block::{Line, Row};
use super::structure::{Structure, element_at};
use crate::document::Document;
use crate::markup::{Columns, NodeId, Tag, Tree};
use crate::span::Span;

/// With more columns per cell on average, the `colspan`s are taken for mistakes (hand-set).
const MAX_COLUMNS_PER_CELL: usize = 20;

/// A table with one text per cell.
pub(super) struct Grid {
    /// All segments of the table from the first cell on.
    pub(super) segments: Range<usize>,
    /// Rows of the same number of cells.
    pub(super) rows: Vec<Row>,
}

/// Reads a data table. `None` if it has a single row or column, or a cell with more than one text:
/// several paragraphs, a list, another table.
///
/// Stops at the first segment of another table, so that all tables of a page together take linear time.
pub(super) fn grid(document: &Document, structure: &Structure, spans: &[Span], table: usize) -> Option<Grid> {
    let (cells, segments) = cells(document, structure, spans, table)?;
    let mut lines: FxHashMap<NodeId, Vec<Line>> = FxHashMap::default();
    for cell in cells {
        lines.insert(document.element_data()[cell.element].node, cell.lines);
    }
    let mut rows = rows(document.tree()?, document.element_data()[table].node, &mut lines)?;
    rows.retain(|row| row.row.cells.iter().any(|lines| !lines.is_empty()));
    // A cell that is meant to span all columns often has a larger `colspan` than there are columns.
    let simple = rows.iter().filter(|row| !row.has_spanning).map(|row| row.row.cells.len()).max();
    let widest = |row: &TableRow| row.row.cells.iter().rposition(|lines| !lines.is_empty()).map_or(0, |last| last + 1);
    let columns = simple.unwrap_or(0).max(rows.iter().map(widest).max()?);
    if rows.len() < 2 || !(2..=Columns::MAX).contains(&columns) {
        return None;
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|row| row.row).collect();
    rows.iter_mut().for_each(|row| row.cells.resize_with(columns, Vec::new));
    Some(Grid { segments, rows })
}

struct TableRow {
    row: Row,
    /// Whether one of its cells spans several columns.
    has_spanning: bool,
}

/// The rows of a table with a cell for each column. `None` if it has far more columns than cells.
fn rows(tree: &Tree, table: NodeId, lines: &mut FxHashMap<NodeId, Vec<Line>>) -> Option<Vec<TableRow>> {
    let mut rows: Vec<TableRow> = Vec::new();
    let mut places = Columns::default();
    let (mut cells, mut columns) = (0, 0);
    for node in tree.descendants(table) {
        let tag = tree.tag(node);
        if tag == Tag::Tr {
            places.start_row();
            rows.push(TableRow { row: Row { cells: Vec::new(), is_head: true }, has_spanning: false });
        }
        let (Tag::Td | Tag::Th, Some(row)) = (tag, rows.last_mut()) else { continue };
        let place = places.place(tree, node, Columns::MAX);
        if place.is_empty() {
            return None;
        }
        row.row.cells.resize_with(place.start, Vec::new);
        let text = lines.remove(&node).unwrap_or_default();
        row.row.is_head &= tag == Tag::Th || text.is_empty();
        row.has_spanning |= place.len() > 1;
        row.row.cells.push(text);
        row.row.cells.resize_with(place.end, Vec::new);
        (cells, columns) = (cells + 1, columns + place.len());
        if columns > MAX_COLUMNS_PER_CELL * cells + Columns::MAX {
            return None;
        }
    }
    Some(rows)
}

struct Cell {
    element: usize,
    lines: Vec<Line>,
    /// The last kept segment, and its block element.
    last_kept: Option<(usize, Option<usize>)>,
}

/// The cells of a table in order, and its segments from the first cell on.
fn cells(
    document: &Document,
    structure: &Structure,
    spans: &[Span],
    table: usize,
) -> Option<(Vec<Cell>, Range<usize>)> {
    let outside = structure.position_of_element(table);
    let segments = element_at(document, table)?.segments();
    let mut start = None;
    let mut cells: Vec<Cell> = Vec::new();
    for index in segments.clone() {
        let segment = &document.segments()[index];
        let position = structure.position_of(segment);
        if position.table != Some(table) {
            return None;
        }
        let (Some(_), Some(element)) = (position.row, position.cell) else {
            // A caption comes before the rows.
            if start.is_some() && spans[index].keep {
                return None;
            }
            continue;
        };
        start = start.or(Some(index));
        if cells.last().is_none_or(|cell| cell.element != element) {
            cells.push(Cell { element, lines: Vec::new(), last_kept: None });
        }
        let cell = cells.last_mut()?;
        if !spans[index].keep {
            continue;
        }
        let continues = match cell.last_kept {
            Some((last, block)) => last + 1 == index && block == position.block && segment.blank_lines_before() == 0,
            None => true,
        };
        if !continues || position.preformatted.is_some() || !position.has_same_container(&outside) {
            return None;
        }
        cell.lines.push(Line { range: spans[index].range(), is_wrapped: false });
        cell.last_kept = Some((index, position.block));
    }
    Some((cells, start?..segments.end))
}
