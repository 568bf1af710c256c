//! Where on the page the running text stands, as far as can be said before the last filter.

use crate::document::{Document, Marks};

/// From this much prose on a segment counts as a paragraph.
pub(super) const PARAGRAPH: f32 = 0.55;
/// A mark of boilerplate this confident takes a segment out of the running text.
const CONFIDENT: f32 = 0.5;

/// Paragraphs have others within so many segments; a sentence that stands alone (a motto, the
/// summary of a teaser) is no running text, unless there is nothing else.
const COMPANY: usize = 3;

/// Where on the page the running text stands.
pub(super) struct Layout {
    /// Characters of running text before each segment, and after the last one.
    prose_before: Vec<u32>,
    first: usize,
    last: usize,
}

impl Layout {
    /// Looks for running text among the segments that no filter has marked as boilerplate.
    pub(super) fn of(document: &Document, marks: &Marks) -> Self {
        let segments = document.segments();
        let is_paragraph: Vec<bool> = segments
            .iter()
            .enumerate()
            .map(|(index, segment)| segment.prose() >= PARAGRAPH && !is_boilerplate(marks, index))
            .collect();
        let has_company = |index: usize| {
            let near = index.saturating_sub(COMPANY)..(index + COMPANY + 1).min(segments.len());
            is_paragraph[near].iter().filter(|&&paragraph| paragraph).count() > 1
        };
        let any_company = (0..segments.len()).any(|index| is_paragraph[index] && has_company(index));

        let mut prose_before = Vec::with_capacity(segments.len() + 1);
        let (mut first, mut last, mut sum) = (segments.len(), 0, 0u32);
        prose_before.push(0);
        for (index, segment) in segments.iter().enumerate() {
            if is_paragraph[index] && (has_company(index) || !any_company) {
                first = first.min(index);
                last = index;
                sum = sum.saturating_add(segment.stats().chars() as u32);
            }
            prose_before.push(sum);
        }
        Self { prose_before, first, last }
    }

    /// Characters of running text before a segment.
    pub(super) fn prose_before(&self, segment: usize) -> u32 {
        self.prose_before.get(segment).copied().unwrap_or(0)
    }

    /// Characters of running text from a segment on.
    pub(super) fn prose_from(&self, segment: usize) -> u32 {
        self.prose_before.last().copied().unwrap_or(0) - self.prose_before(segment)
    }

    /// The first paragraph; the number of segments where there is none.
    pub(super) fn first_paragraph(&self) -> usize {
        self.first
    }

    /// Whether a segment stands before the first paragraph.
    pub(super) fn is_front(&self, segment: usize) -> bool {
        segment < self.first
    }

    /// Whether a segment stands behind the last paragraph.
    pub(super) fn is_back(&self, segment: usize) -> bool {
        segment > self.last
    }
}

/// Whether a filter has said with some confidence that a segment is boilerplate.
pub(super) fn is_boilerplate(marks: &Marks, segment: usize) -> bool {
    marks.best(segment).is_some_and(|mark| !mark.kind().is_article() && mark.confidence() >= CONFIDENT)
}
