//! The headings of a page of HTML.

use crate::document::{Document, ElementData, Segment};

/// A segment is a heading if it is nested at most this many elements deep inside `<h1>` to `<h6>`. Hand-set.
const MAX_HEADING_WRAPPERS: u8 = 2;
/// A kept segment gets the kind of a heading up to this depth. Hand-set.
const MAX_HEADING_KIND_WRAPPERS: u8 = 3;

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
    /// For each segment the nearest heading element around it.
    nearest: Vec<Nearest>,
    /// For each segment the last visible heading above it; [`NONE`] without one.
    above: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// A heading element around a segment.
#[derive(Clone, Copy, Debug, Default)]
struct Nearest {
    /// Its level; 0 for none.
    level: u8,
    /// How many elements farther out it is than the segment's own element; no more than 255.
    distance: u8,
}

impl Nearest {
    fn farther(self) -> Self {
        Self { distance: self.distance.saturating_add(1), ..self }
    }
}

impl Headings {
    pub(super) fn of(document: &Document) -> Self {
        let nearest_of_element = nearest_of_elements(document.element_data());
        let segments = document.segments();
        let nearest_of = |segment: &Segment| {
            document.element_index(segment).map(|element| nearest_of_element[element]).unwrap_or_default()
        };
        let nearest = segments.iter().map(nearest_of).collect();
        let mut headings = Self { nearest, above: Vec::with_capacity(segments.len()) };
        let mut last = NONE;
        for (index, segment) in segments.iter().enumerate() {
            headings.above.push(last);
            if headings.level(index) > 0 && !segment.is_hidden() {
                last = index as u32;
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
        match self.above[segment] {
            NONE => HeadingAbove::default(),
            heading => HeadingAbove { segment: Some(heading), level: self.level(heading as usize) },
        }
    }

    fn within(&self, segment: usize, max_wrappers: u8) -> Option<u8> {
        let Nearest { level, distance } = self.nearest[segment];
        (level > 0 && distance <= max_wrappers).then_some(level)
    }
}

/// For each element the nearest heading element around it, itself included.
fn nearest_of_elements(elements: &[ElementData]) -> Vec<Nearest> {
    let mut nearest: Vec<Nearest> = Vec::with_capacity(elements.len());
    for element in elements {
        let own = element.tag.heading_level().map(|level| Nearest { level, distance: 0 });
        let outside = || element.parent.map(|parent| nearest[parent as usize]).map(Nearest::farther);
        nearest.push(own.or_else(outside).unwrap_or_default());
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
