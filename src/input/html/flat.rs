//! The text of a page of HTML and its segments, before they have statistics.

use std::ops::Range;

use super::display::Hidden;
use crate::markup::NodeId;

/// The text of a page and its segments.
pub(crate) struct Flat {
    pub(crate) source: String,
    pub(crate) segments: Vec<FlatSegment>,
    /// The tables of data, ascending.
    pub(crate) data_tables: Vec<NodeId>,
    /// Links, emphasis, code, images and the like, sorted by start, outer before inner.
    pub(crate) inlines: Vec<FlatInline>,
}

/// An element within lines, and the range of its text in bytes; that of an image is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlatInline {
    pub(crate) node: NodeId,
    pub(crate) range: Range<usize>,
    pub(crate) is_formula: bool,
}

/// The text between two breaks.
#[derive(Clone, Debug)]
pub(crate) struct FlatSegment {
    /// Its range in the text, in bytes.
    pub(crate) range: Range<usize>,
    /// The separator between it and the segment before it.
    pub(crate) gap: Gap,
    /// The deepest element that holds all of it.
    pub(crate) node: NodeId,
    /// The number of its characters in links, without white space.
    pub(crate) link_chars: u32,
    /// The number of its links.
    pub(crate) links: u16,
    /// Why a reader would not see it; `None` if it is shown.
    pub(crate) hidden: Option<Hidden>,
    /// Whether its white space is kept.
    pub(crate) is_preformatted: bool,
}

/// The separator of two segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    #[default]
    None,
    /// They are cells of one row.
    Cell,
    /// A new line.
    Line,
    /// An empty line.
    Blank,
}

impl Gap {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Cell => "\t",
            Self::Line => "\n",
            Self::Blank => "\n\n",
        }
    }
}
