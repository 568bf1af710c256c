//! The markup within lines: links, emphasis, code, images and the like.

use std::ops::Range;

use crate::inline_kind::InlineKind;
use crate::input::html::FlatInline;
use crate::markup::{NodeId, Tag, Tree};

/// No element.
const NONE: u32 = u32::MAX;

/// An element within lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InlineElement {
    pub(crate) node: NodeId,
    start: u32,
    end: u32,
    /// The index of the one around it, always lower than its own; [`NONE`] without one.
    outer: u32,
    is_formula: bool,
}

impl InlineElement {
    /// The bytes of the source that it holds; none for an image.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What it says of its text; `None` for an image.
    pub(crate) fn kind(&self, tree: &Tree) -> Option<InlineKind> {
        if self.is_formula { Some(InlineKind::Formula) } else { tree.tag(self.node).inline() }
    }

    /// Whether it is an image that is not the picture of a formula.
    pub(crate) fn is_image(&self, tree: &Tree) -> bool {
        tree.tag(self.node) == Tag::Img && !self.is_formula
    }
}

/// The elements within the lines of a page, in the order of their starts, outer before inner.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inlines(Vec<InlineElement>);

impl Inlines {
    pub(super) fn of(flat: Vec<FlatInline>) -> Self {
        let mut inlines: Vec<InlineElement> = Vec::with_capacity(flat.len());
        let mut open: Vec<u32> = Vec::new();
        for (index, FlatInline { node, range, is_formula }) in (0..).zip(flat) {
            let (start, end) = (range.start as u32, range.end as u32);
            while open.last().is_some_and(|&outer| inlines[outer as usize].end <= start) {
                open.pop();
            }
            inlines.push(InlineElement { node, start, end, outer: open.last().copied().unwrap_or(NONE), is_formula });
            if start < end {
                open.push(index);
            }
        }
        Self(inlines)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &InlineElement> {
        self.0.iter()
    }

    /// The elements that begin before a range and reach into it, outermost first, and those that begin in it.
    pub(crate) fn within(&self, range: Range<usize>) -> (Vec<&InlineElement>, &[InlineElement]) {
        let first = self.0.partition_point(|inline| (inline.start as usize) < range.start);
        let after = self.0.partition_point(|inline| (inline.start as usize) < range.end);
        let outer = |inline: &InlineElement| self.0.get(inline.outer as usize);
        let before = first.checked_sub(1).map(|last| &self.0[last]);
        let mut around: Vec<&InlineElement> = std::iter::successors(before, |inline| outer(inline)).collect();
        around.retain(|inline| inline.end as usize > range.start);
        around.reverse();
        (around, &self.0[first..after])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_a_range_and_what_begins_in_it_is_found() {
        let flat = |node: NodeId, range: Range<usize>| FlatInline { node, range, is_formula: false };
        let inlines = Inlines::of(vec![flat(1, 0..20), flat(2, 2..4), flat(3, 6..12), flat(4, 8..8), flat(5, 14..16)]);
        let nodes = |range: Range<usize>| {
            let (around, inside) = inlines.within(range);
            let nodes = |inline: &InlineElement| inline.node;
            (around.into_iter().map(nodes).collect::<Vec<_>>(), inside.iter().map(nodes).collect::<Vec<_>>())
        };
        assert_eq!(nodes(0..30), (vec![], vec![1, 2, 3, 4, 5]));
        assert_eq!(nodes(7..13), (vec![1, 3], vec![4]));
        assert_eq!(nodes(12..14), (vec![1], vec![]));
        assert_eq!(nodes(20..30), (vec![], vec![]));
    }
}
