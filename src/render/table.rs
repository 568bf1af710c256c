//! Data tables, as opposed to tables that only lay out the page.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::block::{Align, Cell, Line, Row};
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
    drop_empty_rows(&mut rows);
    // A cell that is meant to span all columns often has a larger `colspan` than there are columns.
    let simple = rows.iter().filter(|row| !row.has_spanning).map(|row| row.row.cells.len()).max();
    let widest =
        |row: &TableRow| row.row.cells.iter().rposition(|cell| !cell.lines.is_empty()).map_or(0, |last| last + 1);
    let columns = simple.unwrap_or(0).max(rows.iter().map(widest).max()?);
    if rows.len() < 2 || !(2..=Columns::MAX).contains(&columns) {
        return None;
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|row| row.row).collect();
    for row in &mut rows {
        row.cells.resize_with(columns, Cell::default);
        for (column, cell) in row.cells.iter_mut().enumerate() {
            cell.columns = cell.columns.min(columns - column);
        }
    }
    Some(Grid { segments, rows })
}

struct TableRow {
    row: Row,
    /// Whether one of its cells spans several columns.
    has_spanning: bool,
}

/// Drops rows without text; cells do not reach into them any more.
fn drop_empty_rows(rows: &mut Vec<TableRow>) {
    let is_empty = |row: &TableRow| row.row.cells.iter().all(|cell| cell.lines.is_empty());
    // The number of rows with text before each one.
    let mut before = vec![0];
    for row in rows.iter() {
        before.push(before[before.len() - 1] + usize::from(!is_empty(row)));
    }
    for (index, row) in rows.iter_mut().enumerate() {
        for cell in &mut row.row.cells {
            let end = (index + cell.rows).min(before.len() - 1);
            cell.rows = (before[end] - before[index]).max(1);
        }
    }
    rows.retain(|row| !is_empty(row));
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
        row.row.cells.resize_with(place.start, Cell::default);
        let lines = lines.remove(&node).unwrap_or_default();
        row.row.is_head &= tag == Tag::Th || lines.is_empty();
        row.has_spanning |= place.len() > 1;
        let below = tree.attribute(node, "rowspan").and_then(|rows| rows.trim().parse().ok()).unwrap_or(1);
        let (is_head, align) = (tag == Tag::Th, align(tree, node));
        row.row.cells.push(Cell { lines, is_head, align, columns: place.len(), rows: below });
        row.row.cells.resize_with(place.end, Cell::default);
        (cells, columns) = (cells + 1, columns + place.len());
        if columns > MAX_COLUMNS_PER_CELL * cells + Columns::MAX {
            return None;
        }
    }
    Some(rows)
}

/// How the text of a cell is aligned, as its attributes say.
fn align(tree: &Tree, cell: NodeId) -> Option<Align> {
    let named = |name: &str| match name {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        _ => None,
    };
    if let Some(align) = tree.attribute(cell, "align").and_then(|align| named(&align.trim().to_ascii_lowercase())) {
        return Some(align);
    }
    let of_style = tree.attribute(cell, "style").and_then(|style| {
        let value = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        value.filter(|(name, _)| name.trim() == "text-align").find_map(|(_, value)| named(value.trim()))
    });
    // WordPress, Bootstrap, Tailwind.
    let of_class = |class: &str| {
        let name = class.strip_prefix("has-text-align-").or_else(|| class.strip_prefix("text-"));
        named(name.or_else(|| class.strip_prefix("align-"))?)
    };
    of_style.or_else(|| tree.classes(cell).find_map(of_class))
}

struct CellText {
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
) -> Option<(Vec<CellText>, Range<usize>)> {
    let outside = structure.position_of_element(table);
    let segments = element_at(document, table)?.segments();
    let mut start = None;
    let mut cells: Vec<CellText> = Vec::new();
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
            cells.push(CellText { element, lines: Vec::new(), last_kept: None });
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
