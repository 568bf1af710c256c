//! What filters say of segments, and whose word counts.

use crate::focus::Focus;
use crate::kind::Kind;

/// What one filter said of one segment.
///
/// # Example
///
/// ```
/// use dechaff::document::Mark;
/// use dechaff::{Kind, clean_text};
///
/// let page = clean_text("© 2024 All rights reserved.")?;
/// let marks: Vec<&Mark> = page.marks(0).collect();
/// assert!(marks.iter().any(|mark| mark.kind() == Kind::Legal && mark.filter() == "legal"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub(crate) segment: u32,
    pub(crate) kind: Kind,
    pub(crate) confidence: f32,
    pub(crate) filter: &'static str,
}

impl Mark {
    /// The place of the segment in [`Document::segments`](crate::document::Document::segments).
    pub fn segment(&self) -> usize {
        self.segment as usize
    }

    /// What the filter takes the segment for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How sure the filter is, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// The filter's name.
    pub fn filter(&self) -> &'static str {
        self.filter
    }
}

/// All that the filters said so far.
///
/// The most confident mark of a segment wins; of equally confident ones the earliest, so that an
/// earlier filter of the pipeline goes before a later one.
///
/// # Example
///
/// A filter that trusts nobody who is not sure:
///
/// ```
/// use dechaff::Kind;
/// use dechaff::document::{Document, Marks};
/// use dechaff::filter::Filter;
///
/// struct KeepDoubtful;
///
/// impl Filter for KeepDoubtful {
///     fn name(&self) -> &'static str {
///         "keep-doubtful"
///     }
///
///     fn mark(&self, document: &Document, marks: &mut Marks) {
///         for segment in 0..document.segments().len() {
///             if marks.best(segment).is_none_or(|mark| mark.confidence() < 0.5) {
///                 marks.mark(segment, Kind::Paragraph, 0.5);
///             }
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Marks {
    marks: Vec<Mark>,
    /// For every segment the place of its winner in `marks`, plus one; 0 for none.
    best: Vec<u32>,
    filter: &'static str,
    focus: Focus,
}

impl Marks {
    pub(crate) fn new(segments: usize, focus: Focus) -> Self {
        Self { marks: Vec::new(), best: vec![0; segments], filter: "", focus }
    }

    /// What the cleaner was asked to favour.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// Says who speaks from here on.
    pub(crate) fn speaker(&mut self, filter: &'static str) {
        self.filter = filter;
    }

    /// Says what a segment is, in the name of the filter that runs.
    ///
    /// `confidence` is clamped to 0..=1, a NaN counts as 0. A segment that the document does not
    /// have is passed over.
    pub fn mark(&mut self, segment: usize, kind: Kind, confidence: f32) {
        let best = self.best(segment).map(Mark::confidence);
        let confidence = if confidence.is_nan() { 0.0 } else { confidence.clamp(0.0, 1.0) };
        self.push(segment, kind, confidence, best.is_none_or(|best| best < confidence));
    }

    /// Says what a segment is, against all that was said before, however confident: for filters that have
    /// weighed it. Later filters may still be more confident.
    pub fn overrule(&mut self, segment: usize, kind: Kind, confidence: f32) {
        let confidence = if confidence.is_nan() { 0.0 } else { confidence.clamp(0.0, 1.0) };
        self.push(segment, kind, confidence, true);
    }

    fn push(&mut self, segment: usize, kind: Kind, confidence: f32, wins: bool) {
        let Some(best) = self.best.get_mut(segment) else { return };
        self.marks.push(Mark { segment: segment as u32, kind, confidence, filter: self.filter });
        if wins {
            *best = self.marks.len() as u32;
        }
    }

    /// The mark that wins so far for a segment.
    pub fn best(&self, segment: usize) -> Option<&Mark> {
        let index = self.best.get(segment)?.checked_sub(1)?;
        self.marks.get(index as usize)
    }

    /// The kind that wins so far for a segment.
    pub fn kind(&self, segment: usize) -> Option<Kind> {
        self.best(segment).map(Mark::kind)
    }

    /// All marks by segment, those of one segment in the order they were made.
    pub(crate) fn into_sorted(mut self) -> Vec<Mark> {
        self.marks.sort_by_key(|mark| mark.segment);
        self.marks
    }

    /// All marks in the order they were made.
    pub fn all(&self) -> &[Mark] {
        &self.marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_confident_wins_and_the_earlier_of_equals() {
        let mut marks = Marks::new(1, Focus::Balanced);
        marks.speaker("first");
        marks.mark(0, Kind::Share, 0.5);
        marks.speaker("second");
        marks.mark(0, Kind::Legal, 0.5);
        assert_eq!(marks.best(0).map(Mark::filter), Some("first"));
        marks.mark(0, Kind::Legal, 0.6);
        assert_eq!(marks.best(0).map(Mark::filter), Some("second"));
        assert_eq!(marks.all().len(), 3);
    }

    #[test]
    fn who_overrules_wins_until_somebody_is_surer() {
        let mut marks = Marks::new(1, Focus::Balanced);
        marks.mark(0, Kind::Share, 0.9);
        marks.overrule(0, Kind::Paragraph, 0.6);
        assert_eq!(marks.kind(0), Some(Kind::Paragraph));
        marks.mark(0, Kind::Legal, 0.6);
        assert_eq!(marks.kind(0), Some(Kind::Paragraph));
        marks.mark(0, Kind::Legal, 0.7);
        assert_eq!(marks.kind(0), Some(Kind::Legal));
    }

    #[test]
    fn odd_marks_do_no_harm() {
        let mut marks = Marks::new(1, Focus::Balanced);
        marks.mark(1, Kind::Share, 0.5);
        marks.mark(0, Kind::Share, f32::NAN);
        marks.mark(0, Kind::Legal, 7.0);
        assert_eq!(marks.all().len(), 2);
        assert_eq!(marks.best(0).map(Mark::confidence), Some(1.0));
    }
}
