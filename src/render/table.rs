//! Data tables, as opposed to tables that only lay out the page.

use std::ops::Range;

use super::block::{Line, Row};
use super::structure::{Structure, element_at};
use crate::document::Document;
use crate::markup::Tag;
use crate::span::Span;

/// A table has at most this many columns (hand-set), so that a cell with a huge `colspan` costs nothing.
const MAX_COLUMNS: usize = 200;
/// With more columns per cell on average, the `colspan`s are taken for mistakes (hand-set).
const MAX_COLUMNS_PER_CELL: usize = 20;

/// A table with one text per cell.
pub(super) struct Grid {
    /// All segments of the table from the first cell on.
    pub(super) segments: Range<usize>,
    pub(super) rows: Vec<Row>,
    /// Whether all rows have the same number of cells. If not, it is unknown which column a cell belongs to,
    /// because cells without text are not in the document.
    pub(super) is_regular: bool,
}

/// Reads a data table. `None` if it has a single row or column, or a cell with more than one text:
/// several paragraphs, a list, another table.
///
/// Stops at the first segment of another table, so that all tables of a page together take linear time.
pub(super) fn grid(document: &Document, structure: &Structure, spans: &[Span], table: usize) -> Option<Grid> {
    let (cells, segments) = cells(document, structure, spans, table)?;
    if cells.iter().map(|cell| cell.columns).sum::<usize>() > MAX_COLUMNS_PER_CELL * cells.len() + MAX_COLUMNS {
        return None;
    }
    let mut rows: Vec<(Row, bool)> = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        if index == 0 || cells[index - 1].row != cell.row {
            rows.push((Row { cells: Vec::new(), is_head: true }, false));
        }
        let Some((row, has_spanning)) = rows.last_mut() else { continue };
        row.is_head &= cell.is_head;
        *has_spanning |= cell.columns > 1;
        row.cells.push(cell.lines.clone());
        row.cells.extend(std::iter::repeat_n(Vec::new(), cell.columns - 1));
    }
    rows.retain(|(row, _)| row.cells.iter().any(|lines| !lines.is_empty()));
    // A cell that is meant to span all columns often has a larger `colspan` than there are columns.
    let simple = rows.iter().filter(|(_, has_spanning)| !has_spanning).map(|(row, _)| row.cells.len()).max();
    let columns = simple.or_else(|| rows.iter().map(|(row, _)| row.cells.len()).max())?;
    if rows.len() < 2 || !(2..=MAX_COLUMNS).contains(&columns) {
        return None;
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|(row, _)| row).collect();
    for row in &mut rows {
        while row.cells.len() > columns && row.cells.last().is_some_and(Vec::is_empty) {
            row.cells.pop();
        }
    }
    let (head, others) = rows.split_first_mut()?;
    let is_even = others.iter().all(|row| row.cells.len() == columns);
    if is_even && head.cells.len() + 1 == columns {
        // The corner above the row headers has no text.
        head.cells.insert(0, Vec::new());
    }
    let is_regular = is_even && head.cells.len() == columns;
    Some(Grid { segments, rows, is_regular })
}

struct Cell {
    row: usize,
    element: usize,
    columns: usize,
    is_head: bool,
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
        let (Some(row), Some(element)) = (position.row, position.cell) else {
            // A caption comes before the rows.
            if start.is_some() && spans[index].keep {
                return None;
            }
            continue;
        };
        start = start.or(Some(index));
        if cells.last().is_none_or(|cell| cell.element != element) {
            let cell = element_at(document, element)?;
            let columns = cell.attribute("colspan").and_then(|columns| columns.trim().parse().ok()).unwrap_or(1);
            cells.push(Cell {
                row,
                element,
                columns: usize::clamp(columns, 1, MAX_COLUMNS),
                is_head: cell.tag() == Tag::Th,
                lines: Vec::new(),
                last_kept: None,
            });
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
