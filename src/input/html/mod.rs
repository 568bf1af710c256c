//! From HTML to its tree, its text and the segments of the text. The parser's types stop here.

mod attributes;
mod flatten;
mod guard;
mod metadata;
mod parse;
mod plain;
mod sink;

use crate::limits::Limits;
use crate::markup::{RoleFinder, Tree};
use crate::metadata::Metadata;
use crate::note::Note;

pub(crate) use flatten::{Flat, FlatSegment, Gap, Hidden};
pub(super) use parse::declared_encoding;

/// A page, parsed and flattened.
pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    pub(crate) flat: Flat,
    pub(crate) metadata: Metadata,
    pub(crate) roles: RoleFinder,
}

/// Parses a page and flattens it.
pub(crate) fn read(html: &str, limits: Limits, notes: &mut Vec<Note>) -> Parsed {
    let mut tree = parse::parse(html, limits, notes);
    tree.shrink();
    let flat = flatten::flatten(&tree, html.len() / 8);
    let mut roles = RoleFinder::new(&tree);
    let metadata = metadata::metadata(&tree, &mut roles);
    Parsed { tree, flat, metadata, roles }
}
