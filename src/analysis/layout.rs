//! The position of the running text on a page.

use crate::document::{Document, Marks};

/// A segment with at least this much [`prose`](crate::document::Segment::prose) is a paragraph of running text.
/// Hand-set.
pub(crate) const MIN_PARAGRAPH_PROSE: f32 = 0.55;

/// A paragraph of running text has another one within this many segments. A lone sentence (a motto, the summary of a
/// teaser) is running text only if the page has nothing else. Hand-set.
const MAX_PARAGRAPH_DISTANCE: usize = 3;

/// The running text: paragraphs near other paragraphs that no filter has marked as boilerplate.
pub(crate) struct Layout {
    /// Characters of running text before each segment, and after the last one.
    chars_before: Vec<u32>,
    /// The first paragraph; the number of segments if there is none.
    first: usize,
    /// The last paragraph; 0 if there is none.
    last: usize,
}

impl Layout {
    pub(super) fn of(document: &Document, marks: &Marks) -> Self {
        let segments = document.segments();
        let is_paragraph: Vec<bool> = segments
            .iter()
            .enumerate()
            .map(|(index, segment)| segment.prose() >= MIN_PARAGRAPH_PROSE && !marks.is_boilerplate(index))
            .collect();
        let has_neighbour = |index: usize| {
            let near =
                index.saturating_sub(MAX_PARAGRAPH_DISTANCE)..(index + MAX_PARAGRAPH_DISTANCE + 1).min(segments.len());
            is_paragraph[near].iter().filter(|&&paragraph| paragraph).count() > 1
        };
        let any_neighbours = (0..segments.len()).any(|index| is_paragraph[index] && has_neighbour(index));

        let mut chars_before = Vec::with_capacity(segments.len() + 1);
        let (mut first, mut last, mut sum) = (segments.len(), 0, 0u32);
        chars_before.push(0);
        for (index, segment) in segments.iter().enumerate() {
            if is_paragraph[index] && (has_neighbour(index) || !any_neighbours) {
                first = first.min(index);
                last = index;
                sum = sum.saturating_add(segment.stats().chars() as u32);
            }
            chars_before.push(sum);
        }
        Self { chars_before, first, last }
    }

    /// Characters of running text before a segment.
    pub(crate) fn chars_before(&self, segment: usize) -> u32 {
        self.chars_before.get(segment).copied().unwrap_or(0)
    }

    /// Characters of running text in a segment and after it.
    pub(crate) fn chars_from(&self, segment: usize) -> u32 {
        self.chars_before.last().copied().unwrap_or(0) - self.chars_before(segment)
    }

    /// The first paragraph; the number of segments if there is none.
    pub(crate) fn first_paragraph(&self) -> usize {
        self.first
    }

    /// Whether a segment is before the first paragraph.
    pub(crate) fn is_front(&self, segment: usize) -> bool {
        segment < self.first
    }

    /// Whether a segment is after the last paragraph.
    pub(crate) fn is_back(&self, segment: usize) -> bool {
        segment > self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    const PAGE: &str = "Home\n\
        The mill at the river is grinding flour once more, after it had stood still for forty years, the village said.\n\
        The owners of the mill had to wait for eleven years until they found a mason who could still cut the stones.\n\
        Contact\n\nImprint\n\nTerms\n\nJobs\n\n\
        It is a pity that nobody asked those who live below the river what they think of the new mill and its noise.";

    #[test]
    fn a_lone_paragraph_far_from_the_others_is_no_running_text() {
        let document = Document::from_text(PAGE);
        let layout = Layout::of(&document, &Marks::new(document.segments().len()));
        assert_eq!((layout.first_paragraph(), layout.last), (1, 2));
        assert!(layout.is_front(0) && !layout.is_front(1) && layout.is_back(3) && !layout.is_back(2));
        let chars = |index: usize| document.segments()[index].stats().chars() as u32;
        assert_eq!((layout.chars_before(2), layout.chars_from(2)), (chars(1), chars(2)));
    }

    #[test]
    fn boilerplate_is_no_running_text() {
        let document = Document::from_text(PAGE);
        let mut marks = Marks::new(document.segments().len());
        marks.mark(1, Kind::Support, 0.9);
        marks.mark(2, Kind::Support, 0.9);
        let layout = Layout::of(&document, &marks);
        assert_eq!(layout.first_paragraph(), document.segments().len() - 1, "the only paragraph that is left");
    }
}
