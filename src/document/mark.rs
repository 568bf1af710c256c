//! Marks: the kinds that filters and the decision give to segments, and which mark wins.

use crate::filter_name::FilterName;
use crate::kind::Kind;
use crate::text::hash::GOLDEN_RATIO;

/// How a filter, or the decision, knows the kind of a segment.
///
/// How often each is right is in the model card (`src/model/MODEL.md`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// The markup names the kind: a container of a known system, schema.org, a role, hidden text.
    Markup,
    /// The segment consists of a cue of the kind or begins with one: "Share on Facebook", "Read also: …".
    Cue,
    /// Its words are similar to the cues of the kind.
    Similarity,
    /// The text has a form that hardly any running text has: the days of a month in rows.
    Pattern,
    /// It is in a run of segments most of which look like the kind.
    Run,
    /// It is what the decision has concluded from all that is known of the page.
    Decision,
    /// Something else, or not said.
    #[default]
    Other,
}

impl Basis {
    /// In the order in which they are declared.
    const ALL: [Self; 7] =
        [Self::Markup, Self::Cue, Self::Similarity, Self::Pattern, Self::Run, Self::Decision, Self::Other];

    /// The name in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Cue => "cue",
            Self::Similarity => "similarity",
            Self::Pattern => "pattern",
            Self::Run => "run",
            Self::Decision => "decision",
            Self::Other => "other",
        }
    }
}

/// The kind that one filter, or the decision, gave to one segment.
///
/// # Example
///
/// ```
/// use dechaff::{Kind, clean_text};
/// use dechaff::document::Mark;
///
/// let page = clean_text("© 2024 All rights reserved.")?;
/// let marks: Vec<&Mark> = page.marks(0).collect();
/// assert!(marks.iter().any(|mark| mark.kind() == Kind::Legal && mark.filter() == "legal" && mark.is_winner()));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub(crate) segment: u32,
    pub(crate) confidence: f32,
    pub(crate) filter: FilterName,
    pub(crate) kind: Kind,
    status: Status,
}

/// What else is known of a mark, in one byte: the bits of its basis and two more.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Status(u8);

impl Status {
    const BASIS: u8 = 0b111;
    const IS_EVIDENCE: u8 = 1 << 3;
    const IS_WINNER: u8 = 1 << 4;
}
const _: () = assert!(Basis::ALL.len() <= Status::BASIS as usize + 1);

impl Mark {
    /// `is_evidence` says whether it is of one of the crate's own filters.
    pub(crate) fn new(
        segment: usize,
        kind: Kind,
        confidence: f32,
        filter: FilterName,
        basis: Basis,
        is_evidence: bool,
    ) -> Self {
        let evidence = if is_evidence { Status::IS_EVIDENCE } else { 0 };
        Self { segment: segment as u32, confidence, filter, kind, status: Status(basis as u8 | evidence) }
    }

    /// The index of the segment in [`Document::segments`](crate::document::Document::segments).
    pub fn segment(&self) -> usize {
        self.segment as usize
    }

    /// The kind that the filter takes the segment for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How sure the filter is, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// The name of the filter, or of the [`Decision`](crate::Decision): "model" or "rules", "copy" for text that is in
    /// the body already, and "following-article" for an article that follows the page's own.
    pub fn filter(&self) -> &'static str {
        self.filter.name()
    }

    /// How the filter knows.
    pub fn basis(&self) -> Basis {
        Basis::ALL[usize::from(self.status.0 & Status::BASIS)]
    }

    /// Whether this mark decided the kind of the span. All other marks of the segment lost.
    pub fn is_winner(&self) -> bool {
        self.status.0 & Status::IS_WINNER != 0
    }

    fn set_winner(&mut self) {
        self.status.0 |= Status::IS_WINNER;
    }

    /// Whether it is of one of the crate's own filters.
    pub(crate) fn is_evidence(&self) -> bool {
        self.status.0 & Status::IS_EVIDENCE != 0
    }

    /// Whether the decision made the mark, and no filter.
    pub(crate) fn is_decision(&self) -> bool {
        self.basis() == Basis::Decision
    }

    /// The marks of a segment among marks that are sorted by segment.
    pub(crate) fn of_segment(sorted: &[Self], segment: usize) -> &[Self] {
        let start = sorted.partition_point(|mark| mark.segment() < segment);
        let length = sorted[start..].partition_point(|mark| mark.segment() == segment);
        &sorted[start..start + length]
    }
}

/// All marks that the filters of a pipeline have made so far.
///
/// The marks of the crate's own filters are *evidence*: its filters, features and decision look at them. The
/// marks of other filters compete with the decision for the segments they are on, and change nothing else.
///
/// The most confident mark of a segment wins; of several equally confident marks, the earliest.
///
/// # Example
///
/// A filter that keeps every segment that no other filter is sure of:
///
/// ```
/// use dechaff::Kind;
/// use dechaff::document::Marks;
/// use dechaff::filter::{Analysis, Filter};
///
/// struct KeepDoubtful;
///
/// impl Filter for KeepDoubtful {
///     fn name(&self) -> &'static str {
///         "keep-doubtful"
///     }
///
///     fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
///         for segment in 0..analysis.document().segments().len() {
///             if marks.best(segment).is_none_or(|mark| mark.confidence() < 0.5) {
///                 marks.mark(segment, Kind::Paragraph, 0.98);
///             }
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Marks {
    marks: Vec<Mark>,
    /// For each segment the index of its most confident mark of the crate's own filters in `marks`, plus one;
    /// 0 for none.
    evidence: Vec<u32>,
    /// The same for the marks of other filters; empty as long as there are none.
    others: Vec<u32>,
    /// Number of segments.
    segments: usize,
    /// The filter that is running, and whether its marks are evidence.
    filter: FilterName,
    is_evidence: bool,
    /// Hash of the set of segments that are boilerplate.
    boilerplate: u64,
}

/// A mark of boilerplate of at least this confidence takes a segment out of the running text. Hand-set.
const MIN_BOILERPLATE_CONFIDENCE: f32 = 0.5;

impl Marks {
    pub(crate) fn new(segments: usize) -> Self {
        Self {
            marks: Vec::new(),
            evidence: vec![0; segments],
            others: Vec::new(),
            segments,
            filter: FilterName::NONE,
            is_evidence: true,
            boilerplate: 0,
        }
    }

    /// Sets whose marks follow, and whether they are evidence.
    pub(crate) fn begin_filter(&mut self, filter: FilterName, is_evidence: bool) {
        (self.filter, self.is_evidence) = (filter, is_evidence);
        if !is_evidence {
            self.others.resize(self.segments, 0);
        }
    }

    /// Marks a segment in the name of the filter that is running.
    ///
    /// `confidence` is clamped to 0..=1, a NaN counts as 0. A segment that the document does not have is ignored.
    pub fn mark(&mut self, segment: usize, kind: Kind, confidence: f32) {
        self.mark_by(segment, kind, confidence, Basis::Other);
    }

    /// As [`mark`](Self::mark), and says how the filter knows.
    pub fn mark_by(&mut self, segment: usize, kind: Kind, confidence: f32, basis: Basis) {
        if segment >= self.segments {
            return;
        }
        let confidence = if confidence.is_nan() { 0.0 } else { confidence.clamp(0.0, 1.0) };
        let winners = if self.is_evidence { &self.evidence } else { &self.others };
        let best = self.winner(winners, segment).map(Mark::confidence);
        let was_boilerplate = self.is_evidence && self.is_boilerplate(segment);
        self.marks.push(Mark::new(segment, kind, confidence, self.filter, basis, self.is_evidence));
        if best.is_none_or(|best| best < confidence) {
            let winners = if self.is_evidence { &mut self.evidence } else { &mut self.others };
            winners[segment] = self.marks.len() as u32;
            if self.is_evidence && self.is_boilerplate(segment) != was_boilerplate {
                self.boilerplate ^= (segment as u64 + 1).wrapping_mul(GOLDEN_RATIO);
            }
        }
    }

    /// Frees unused capacity.
    pub(crate) fn shrink(&mut self) {
        self.marks.shrink_to_fit();
    }

    /// The most confident mark of a segment so far.
    pub fn best(&self, segment: usize) -> Option<&Mark> {
        let (evidence, other) = (self.winner(&self.evidence, segment), self.winner(&self.others, segment));
        match (evidence, other) {
            (Some(evidence), Some(other)) => {
                let is_earlier = self.others[segment] < self.evidence[segment];
                let other_wins =
                    other.confidence > evidence.confidence || other.confidence == evidence.confidence && is_earlier;
                Some(if other_wins { other } else { evidence })
            }
            (evidence, other) => evidence.or(other),
        }
    }

    /// All marks in the order they were made.
    pub fn all(&self) -> &[Mark] {
        &self.marks
    }

    /// The most confident mark of the crate's own filters on a segment.
    pub(crate) fn evidence(&self, segment: usize) -> Option<&Mark> {
        self.winner(&self.evidence, segment)
    }

    /// All marks of the crate's own filters.
    pub(crate) fn all_evidence(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|mark| mark.is_evidence())
    }

    /// The kind of the most confident mark of the crate's own filters.
    pub(crate) fn evidence_kind(&self, segment: usize) -> Option<Kind> {
        self.evidence(segment).map(Mark::kind)
    }

    /// Whether the crate's own filters are confident that a segment is boilerplate.
    pub(crate) fn is_boilerplate(&self, segment: usize) -> bool {
        let evidence = self.evidence(segment);
        evidence.is_some_and(|mark| !mark.kind.is_article() && mark.confidence >= MIN_BOILERPLATE_CONFIDENCE)
    }

    /// A hash of the set of segments that [`is_boilerplate`](Self::is_boilerplate) holds for.
    pub(crate) fn boilerplate_hash(&self) -> u64 {
        self.boilerplate
    }

    /// The most confident mark of a filter that is not the crate's own.
    pub(crate) fn other(&self, segment: usize) -> Option<&Mark> {
        self.winner(&self.others, segment)
    }

    /// Sets the winners: `decided` gives the deciding mark of each segment, or `None` where the most confident
    /// evidence decides. Where a filter has said the kind that was decided, its mark is the winner. A more confident
    /// mark of another filter wins over both. All marks are returned, sorted by segment and then in the order they
    /// were made.
    pub(crate) fn settle(mut self, decided: impl Fn(usize) -> Option<Mark>) -> Vec<Mark> {
        let agreeing = self.agreeing(&decided);
        self.marks.reserve_exact((0..self.segments).filter(|&segment| decided(segment).is_some()).count());
        for (segment, agreeing) in agreeing.into_iter().enumerate() {
            let decided = decided(segment);
            let confidence = decided.as_ref().or(self.evidence(segment)).map(Mark::confidence);
            let other_wins =
                self.other(segment).is_some_and(|other| confidence.is_none_or(|own| own < other.confidence));
            let winner = match decided {
                _ if other_wins => {
                    self.marks.extend(decided);
                    self.others[segment]
                }
                Some(mark) => {
                    self.marks.push(mark);
                    if agreeing > 0 { agreeing } else { self.marks.len() as u32 }
                }
                None => self.evidence[segment],
            };
            if let Some(winner) = winner.checked_sub(1) {
                self.marks[winner as usize].set_winner();
            }
        }
        let Self { mut marks, segments, .. } = self;
        sort_by_segment(&mut marks, segments);
        marks
    }

    /// For each segment the index of the most confident evidence of the kind that was decided, plus one; 0 for none.
    fn agreeing(&self, decided: impl Fn(usize) -> Option<Mark>) -> Vec<u32> {
        let mut agreeing = vec![0; self.segments];
        for (number, mark) in (1..).zip(&self.marks) {
            let is_agreeing =
                mark.is_evidence() && decided(mark.segment()).is_some_and(|decided| decided.kind == mark.kind);
            let best = self.winner(&agreeing, mark.segment()).map_or(-1.0, Mark::confidence);
            if is_agreeing && mark.confidence > best {
                agreeing[mark.segment()] = number;
            }
        }
        agreeing
    }

    fn winner(&self, winners: &[u32], segment: usize) -> Option<&Mark> {
        let index = winners.get(segment)?.checked_sub(1)?;
        self.marks.get(index as usize)
    }
}

/// Sorts marks by segment, those of one segment in the order they are in. The sort of the standard library is stable too,
/// but needs as much memory again; this one needs four bytes for each mark and each segment.
fn sort_by_segment(marks: &mut [Mark], segments: usize) {
    let mut next = vec![0_u32; segments + 1];
    for mark in &*marks {
        next[mark.segment() + 1] += 1;
    }
    for segment in 1..=segments {
        next[segment] += next[segment - 1];
    }
    let place = |mark: &Mark| {
        let place = next[mark.segment()];
        next[mark.segment()] += 1;
        place
    };
    let mut places: Vec<u32> = marks.iter().map(place).collect();
    for index in 0..marks.len() {
        while places[index] as usize != index {
            let place = places[index] as usize;
            marks.swap(index, place);
            places.swap(index, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_confident_mark_wins_and_the_earlier_of_equals() {
        let mut marks = Marks::new(1);
        marks.begin_filter(FilterName::of("first"), true);
        marks.mark(0, Kind::Share, 0.5);
        marks.begin_filter(FilterName::of("second"), true);
        marks.mark(0, Kind::Legal, 0.5);
        assert_eq!(marks.best(0).map(Mark::filter), Some("first"));
        marks.mark(0, Kind::Legal, 0.6);
        assert_eq!(marks.best(0).map(Mark::filter), Some("second"));
        assert_eq!(marks.all().len(), 3);
    }

    #[test]
    fn marks_of_other_filters_are_no_evidence() {
        let mut marks = Marks::new(2);
        marks.begin_filter(FilterName::of("own"), true);
        marks.mark(0, Kind::Share, 0.6);
        let before = marks.boilerplate_hash();
        marks.begin_filter(FilterName::of("other"), false);
        marks.mark(0, Kind::Legal, 0.9);
        marks.mark(1, Kind::Legal, 0.9);
        assert_eq!((marks.evidence_kind(0), marks.evidence_kind(1)), (Some(Kind::Share), None));
        assert_eq!(marks.best(0).map(Mark::kind), Some(Kind::Legal));
        assert!(marks.is_boilerplate(0) && !marks.is_boilerplate(1) && marks.boilerplate_hash() == before);
        assert_eq!(marks.all_evidence().count(), 1);
    }

    #[test]
    fn the_hash_tells_sets_of_boilerplate_apart() {
        let hash = |segments: &[usize]| {
            let mut marks = Marks::new(4);
            segments.iter().for_each(|&segment| marks.mark(segment, Kind::Share, 0.7));
            marks.boilerplate_hash()
        };
        assert_eq!(hash(&[1, 3]), hash(&[3, 1, 1]));
        assert!(hash(&[1]) != hash(&[3]) && hash(&[0]) != hash(&[]) && hash(&[0, 1]) != hash(&[2]));
        let mut marks = Marks::new(1);
        marks.mark(0, Kind::Share, 0.4);
        assert_eq!(marks.boilerplate_hash(), 0, "not confident enough");
        marks.mark(0, Kind::Share, 0.6);
        marks.mark(0, Kind::Byline, 0.9);
        assert_eq!(marks.boilerplate_hash(), 0, "no boilerplate any more");
    }

    #[test]
    fn settling_finds_the_winners() {
        let mut marks = Marks::new(3);
        marks.begin_filter(FilterName::of("share"), true);
        (0..3).for_each(|segment| marks.mark(segment, Kind::Share, 0.6));
        marks.begin_filter(FilterName::of("other"), false);
        marks.mark(2, Kind::Spam, 0.8);
        let decided = |segment| Mark::new(segment, Kind::Paragraph, 0.7, FilterName::MODEL, Basis::Decision, false);
        marks.begin_filter(FilterName::of("later"), true);
        marks.mark(0, Kind::Paragraph, 0.3);
        let marks = marks.settle(|segment| (segment != 1).then(|| decided(segment)));
        let winners: Vec<_> = marks.iter().filter(|mark| mark.is_winner()).map(Mark::filter).collect();
        assert_eq!(winners, ["later", "share", "other"], "a filter that agrees with the decision speaks");
        assert_eq!(
            marks.iter().map(Mark::filter).collect::<Vec<_>>(),
            ["share", "later", "model", "share", "share", "other", "model"]
        );
    }

    #[test]
    fn invalid_marks_are_mended_or_ignored() {
        let mut marks = Marks::new(1);
        marks.mark(1, Kind::Share, 0.5);
        marks.mark(0, Kind::Share, f32::NAN);
        marks.mark(0, Kind::Legal, 7.0);
        assert_eq!(marks.all().len(), 2);
        assert_eq!(marks.best(0).map(Mark::confidence), Some(1.0));
    }
}
