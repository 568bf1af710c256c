//! Tables of text, told from those that only lay a page out.

use std::ops::Range;

use super::blocks::Line;
use super::structure::{Structure, element_at};
use crate::document::Document;
use crate::markup::Tag;
use crate::span::Span;

/// A table has no more columns than this, so that cells which claim to span many more cost nothing.
const MAX_COLUMNS: usize = 200;
/// … nor so many times more columns than cells.
const COLUMNS_A_CELL: usize = 20;

/// A table whose cells are a text each.
pub(super) struct Grid {
    /// All segments of the table from the first cell on.
    pub(super) segments: Range<usize>,
    pub(super) rows: Vec<Row>,
    /// Whether all rows have as many cells, so that it is known which column each belongs to: cells
    /// without text are not seen.
    pub(super) is_regular: bool,
}

/// A row of a table. Cells are empty where one spans several columns, or nothing of it is kept.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<Vec<Line>>,
    /// Whether all of it are heads of columns.
    pub(super) is_head: bool,
}

/// Reads a table of HTML; nothing where it has a single row or column, or where a cell holds more than
/// one text: paragraphs, lists, other tables.
///
/// Looks at no segment of another table, so that all tables of a page take linear time.
pub(super) fn grid(document: &Document, structure: &Structure, spans: &[Span], table: usize) -> Option<Grid> {
    let (cells, segments) = cells(document, structure, spans, table)?;
    if cells.iter().map(|cell| cell.columns).sum::<usize>() > COLUMNS_A_CELL * cells.len() + MAX_COLUMNS {
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
    // A cell that is to span all columns often claims to span more than there are.
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
        // The corner above the heads of rows has no text.
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
    /// Where the last kept segment stands.
    last_kept: Option<(usize, Option<usize>)>,
}

/// The cells of a table in order, and its segments from the first cell on.
fn cells(
    document: &Document,
    structure: &Structure,
    spans: &[Span],
    table: usize,
) -> Option<(Vec<Cell>, Range<usize>)> {
    let around = structure.place_of_element(table);
    let segments = element_at(document, table)?.segments();
    let mut start = None;
    let mut cells: Vec<Cell> = Vec::new();
    for index in segments.clone() {
        let segment = &document.segments()[index];
        let place = structure.place_of(segment);
        if place.table != Some(table) {
            return None;
        }
        let (Some(row), Some(element)) = (place.row, place.cell) else {
            // A caption stands before the rows.
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
        let goes_on = match cell.last_kept {
            Some((last, block)) => last + 1 == index && block == place.block && segment.blank_lines_before() == 0,
            None => true,
        };
        if !goes_on || place.preformatted.is_some() || !place.is_beside(&around) {
            return None;
        }
        cell.lines.push(Line { range: spans[index].range(), is_wrapped: false });
        cell.last_kept = Some((index, place.block));
    }
    Some((cells, start?..segments.end))
}
