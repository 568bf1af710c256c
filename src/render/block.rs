//! The blocks of the body when it is written as Markdown or HTML.

use std::ops::Range;

use super::callout::Callout;
use super::structure::{Item, List};
use crate::language::Language;
use crate::markup::NodeId;

/// A block of the body. A container has a language if all blocks in it have the same.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) content: Content<'a>,
    pub(super) language: Language,
    pub(super) is_right_to_left: bool,
}

/// The content of a block, by its type.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// The title has level 1.
    Heading {
        level: u8,
        lines: Vec<Line>,
    },
    Paragraph(Vec<Line>),
    Caption(Vec<Line>),
    /// A block of source code.
    Code {
        language: Option<&'a str>,
        lines: Vec<Line>,
    },
    /// The first row is the header; all rows have the same number of cells.
    Table(Vec<Row>),
    /// The blocks are items.
    List {
        list: List,
        items: Vec<Block<'a>>,
    },
    /// The marker is the bullet or number in the text; HTML has none.
    Item {
        item: Item,
        marker: Option<Range<usize>>,
        blocks: Vec<Block<'a>>,
    },
    Quote(Vec<Block<'a>>),
    Callout(Callout, Vec<Block<'a>>),
    /// The blocks are terms and definitions.
    Definitions(Vec<Block<'a>>),
    Term(Vec<Block<'a>>),
    Definition(Vec<Block<'a>>),
    /// Text that a reader can open and close.
    Details(Vec<Block<'a>>),
    /// The line that opens it, or the title of a callout.
    Title(Vec<Block<'a>>),
    /// A footnote with its number.
    Note(u32, Vec<Block<'a>>),
    /// An image between texts, and its caption.
    Image {
        node: NodeId,
        caption: Option<Line>,
    },
}

/// A line of a block, as a byte range of the source.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) range: Range<usize>,
    /// Whether the break before it is only a hard wrap.
    pub(super) is_wrapped: bool,
}

/// A row of a table, with a cell for each column.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Whether all cells are column headers.
    pub(super) is_head: bool,
}

/// A place in a table.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// Empty if another cell spans the place, or if nothing in it is kept.
    pub(super) lines: Vec<Line>,
    pub(super) is_head: bool,
    pub(super) align: Option<Align>,
    /// The numbers of columns and rows that it spans; 0 if another cell spans the place.
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// The side of a column that its text is aligned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}
