//! From HTML to its element tree, its text and the segments of the text. Types of html5ever are used here and in
//! `markup` only.

mod attribute_limit;
mod buffer;
mod code;
mod css;
mod data_table;
mod declarations;
mod display;
mod fast_tokenizer;
mod flat;
mod flatten;
mod guard;
mod inline;
mod line_spacing;
mod metadata;
mod open_tables;
mod panels;
mod parse;
mod permalink;
mod sink;
mod style_sheet;
mod unclosed;
mod visibility_names;

use crate::limits::Limits;
use crate::markup::{RoleFinder, Tree};
use crate::metadata::Metadata;
use crate::note::Note;

pub(crate) use display::Hidden;
pub(crate) use flat::{Flat, FlatInline, FlatSegment, Gap};
pub(super) use parse::declared_encoding;

/// A parsed and flattened page.
pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    pub(crate) flat: Flat,
    pub(crate) metadata: Metadata,
    pub(crate) roles: RoleFinder,
}

/// The flattened text has about one byte for this many bytes of HTML; sets the initial capacity.
const HTML_BYTES_PER_FLAT_TEXT_BYTE: usize = 8;

/// Parses a page.
pub(crate) fn parse(html: &str, limits: Limits, notes: &mut Vec<Note>) -> Tree {
    let mut tree = parse::parse(html, limits, notes);
    tree.shrink();
    tree
}

/// Flattens a parsed page of `html_bytes` bytes.
pub(crate) fn flatten(tree: &Tree, html_bytes: usize) -> Flat {
    flatten::flatten(tree, html_bytes / HTML_BYTES_PER_FLAT_TEXT_BYTE)
}

/// Parses a page and flattens it.
pub(crate) fn read(html: &str, limits: Limits, notes: &mut Vec<Note>) -> Parsed {
    let tree = parse(html, limits, notes);
    let flat = flatten(&tree, html.len());
    let mut roles = RoleFinder::new(&tree);
    let metadata = metadata::metadata(&tree, &mut roles, limits, notes);
    Parsed { tree, flat, metadata, roles }
}
