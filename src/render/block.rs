//! The blocks of the body when it is written as Markdown or HTML.

use std::ops::Range;

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
        ordered: bool,
        start: u32,
        items: Vec<Block<'a>>,
    },
    /// The marker is the bullet or number in the text; HTML has none.
    Item {
        marker: Option<Range<usize>>,
        blocks: Vec<Block<'a>>,
    },
    Quote(Vec<Block<'a>>),
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

/// A row of a table. A cell is empty if another one spans it, or if nothing in it is kept.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<Vec<Line>>,
    /// Whether all cells are column headers.
    pub(super) is_head: bool,
}
