//! The headings of a page of HTML.

use crate::document::{Document, ElementData, Segment};

/// A segment is a heading if it is nested at most this many elements deep inside `<h1>` to `<h6>`. Hand-set.
const MAX_HEADING_WRAPPERS: u32 = 2;
/// A kept segment gets the kind of a heading up to this depth. Hand-set.
const MAX_HEADING_KIND_WRAPPERS: u32 = 3;

/// The last heading above a segment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HeadingAbove {
    /// The index of its segment.
    pub(crate) segment: Option<u32>,
    /// 1 to 6 for `<h1>` to `<h6>`, 0 if there is no heading above.
    pub(crate) level: u8,
}

/// The segments that are headings, and the last heading above each segment.
#[derive(Debug)]
pub(crate) struct Headings {
    /// For each segment the nearest heading element around it: its level, and how many elements farther out it is
    /// than the segment's own element.
    nearest: Vec<Option<(u8, u32)>>,
    above: Vec<HeadingAbove>,
}

impl Headings {
    pub(super) fn of(document: &Document) -> Self {
        let nearest_of_element = nearest_of_elements(document.element_data());
        let segments = document.segments();
        let nearest_of =
            |segment: &Segment| document.element_index(segment).and_then(|element| nearest_of_element[element]);
        let nearest = segments.iter().map(nearest_of).collect();
        let mut headings = Self { nearest, above: Vec::with_capacity(segments.len()) };
        let mut last = HeadingAbove::default();
        for (index, segment) in segments.iter().enumerate() {
            headings.above.push(last);
            let level = headings.level(index);
            if level > 0 && !segment.is_hidden() {
                last = HeadingAbove { segment: Some(index as u32), level };
            }
        }
        headings
    }

    /// 1 to 6 if a segment is the text of `<h1>` to `<h6>`, else 0.
    pub(crate) fn level(&self, segment: usize) -> u8 {
        self.within(segment, MAX_HEADING_WRAPPERS).unwrap_or(0)
    }

    /// The level of the heading that a segment is in, also if it is nested deeper in it.
    pub(crate) fn level_of_kind(&self, segment: usize) -> Option<u8> {
        self.within(segment, MAX_HEADING_KIND_WRAPPERS)
    }

    /// The last visible heading above a segment, not the segment itself.
    pub(crate) fn above(&self, segment: usize) -> HeadingAbove {
        self.above[segment]
    }

    fn within(&self, segment: usize, max_wrappers: u32) -> Option<u8> {
        self.nearest[segment].filter(|&(_, distance)| distance <= max_wrappers).map(|(level, _)| level)
    }
}

/// For each element the level of the nearest heading element around it, itself included, and the distance to it.
fn nearest_of_elements(elements: &[ElementData]) -> Vec<Option<(u8, u32)>> {
    let mut nearest: Vec<Option<(u8, u32)>> = Vec::with_capacity(elements.len());
    for element in elements {
        let own = element.tag.heading_level().map(|level| (level, 0));
        let outside = || nearest[element.parent? as usize].map(|(level, distance)| (level, distance + 1));
        nearest.push(own.or_else(outside));
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_through_wrappers_and_known_to_the_segments_below() {
        let document = Document::from_html(
            "<h1>Mill</h1><p>One<h3><a><span>Stones</span></a></h3><p>Two<h2 hidden>None</h2><p>Three",
        );
        let headings = Headings::of(&document);
        let levels: Vec<u8> = (0..6).map(|segment| headings.level(segment)).collect();
        assert_eq!(levels, [1, 0, 3, 0, 2, 0]);
        let above: Vec<_> = (0..6).map(|segment| headings.above(segment).segment).collect();
        assert_eq!(above, [None, Some(0), Some(0), Some(2), Some(2), Some(2)]);
        assert_eq!(headings.above(5).level, 3);
    }

    #[test]
    fn a_deeply_nested_text_is_a_heading_only_by_kind() {
        let document = Document::from_html("<h2><div><div><div>Deep</div></div></div></h2>");
        let headings = Headings::of(&document);
        assert_eq!((headings.level(0), headings.level_of_kind(0)), (0, Some(2)));
    }
}
