//! The facts of a flattened page that the features of its segments are computed from.

use std::ops::Range;

use super::lexical_means::LexicalMeans;
use super::positions::Ranks;
use super::prefix_sums::PrefixSums;
use super::runs::{Distances, Runs};
use super::table::Facts;
use crate::analysis::{Analysis, MIN_PARAGRAPH_PROSE, Run, body_runs};
use crate::document::{Document, Marks, Segment, TextStats};
use crate::kind::Kind;
use crate::language::Language;
use crate::lexicon::Cue;
use crate::model::classes::KindProbabilities;
use crate::text::fold_into;

/// A mark as a comment counts from this confidence on.
const MIN_COMMENT_CONFIDENCE: f32 = 0.7;
/// Longer distances (segments) are all the same.
pub(super) const FAR: f32 = 200.0;
/// A line with at most this many words that ends no sentence is short.
const MAX_SHORT_WORDS: usize = 6;
/// A line with a comment cue has at most this many words.
const MAX_COMMENT_CUE_WORDS: usize = 14;
/// Lower probabilities of the lexical model are all the same.
const MIN_LEXICAL_PROBABILITY: f32 = 1e-5;
/// The smallest total weight of the runs of a page, to divide by.
const MIN_WEIGHT: f32 = 0.1;

/// The quantities of each segment that are summed over ranges: numbers, and then flags, whose sums are numbers of
/// segments.
#[derive(Clone, Copy)]
pub(super) enum Sum {
    Words,
    /// Words of running text: words weighted by prose.
    Running,
    SentenceEnds,
    Commas,
    Numbers,
    Capitals,
    /// Words of segments marked as comments.
    CommentWords,
    Paragraphs,
    Short,
    Boilerplate,
    Comments,
    CommentCues,
    Dates,
    Repeated,
    Foreign,
    Code,
    Amounts,
}
const NUMBERED: [Sum; NUMBERS] =
    [Sum::Words, Sum::Running, Sum::SentenceEnds, Sum::Commas, Sum::Numbers, Sum::Capitals, Sum::CommentWords];
const NUMBERS: usize = Sum::CommentWords as usize + 1;
/// In the order in which they are declared.
const FLAGS: [Sum; 10] = [
    Sum::Paragraphs,
    Sum::Short,
    Sum::Boilerplate,
    Sum::Comments,
    Sum::CommentCues,
    Sum::Dates,
    Sum::Repeated,
    Sum::Foreign,
    Sum::Code,
    Sum::Amounts,
];
/// All quantities.
const SUMS: usize = NUMBERS + FLAGS.len();
const _: () = {
    let mut number = 0;
    while number < FLAGS.len() {
        assert!(FLAGS[number] as usize == NUMBERS + number);
        number += 1;
    }
};

/// The features of flattened text.
pub(crate) struct Text;

impl Facts for Text {
    type Page<'a> = Page<'a>;

    fn advance(page: &mut Page<'_>, rows: Range<usize>) {
        page.move_window(&rows);
        page.lexical.advance(rows);
    }
}

/// The facts of a page that its features are computed from.
pub(crate) struct Page<'a> {
    pub(super) document: &'a Document,
    pub(super) marks: &'a Marks,
    pub(super) segments: &'a [Segment],
    sums: Sums,
    /// The sums over all segments.
    all: [f32; SUMS],
    window: Window,
    /// For each segment the most confident mark as a comment, whether or not it is the best mark; empty without any.
    comment: Vec<f32>,
    /// Runs without a blank line, of short lines, of similar length, without a letter (cells of tables), and of
    /// consecutive numbers (line numbers, pagers).
    pub(super) blocks: Runs,
    pub(super) short_lines: Runs,
    pub(super) similar_lengths: Runs,
    pub(super) numbers: Runs,
    pub(super) consecutive: Runs,
    pub(super) to_paragraph: Distances,
    pub(super) to_boilerplate: Distances,
    pub(super) to_comment_cue: Distances,
    /// The runs of running text, and the segments after their ends.
    pub(super) runs: Vec<Run>,
    ends_of_runs: Ranks,
    pub(super) heaviest: usize,
    pub(super) weight: f32,
    pub(super) first_comment: Option<usize>,
    lexical: LexicalMeans<'a>,
}

impl<'a> Page<'a> {
    /// `lexical` has the probability of each kind for each segment, by words alone; it may be empty.
    pub(crate) fn of(
        analysis: &'a Analysis<'a>,
        marks: &'a Marks,
        lexical: impl Iterator<Item = KindProbabilities> + 'a,
    ) -> Self {
        let document = analysis.document();
        let segments = document.segments();
        let count = segments.len();
        let mut comment: Vec<f32> = Vec::new();
        for mark in marks.all_evidence().filter(|mark| mark.kind() == Kind::Comment) {
            comment.resize(count, 0.0);
            comment[mark.segment()] = comment[mark.segment()].max(mark.confidence());
        }
        let runs = body_runs(document, marks);
        let mut ends = runs.iter().map(|run| run.range.end).peekable();
        let ends_of_runs = Ranks::of(count, |index| ends.next_if_eq(&index).is_some());
        let same =
            |of: fn(&Segment) -> u32| Runs::of(count, move |index| of(&segments[index - 1]) == of(&segments[index]));
        let mut page = Self {
            sums: sums(document, marks, &comment),
            all: [0.0; SUMS],
            window: Window::default(),
            blocks: Runs::of(count, |index| segments[index].blank_lines_before() == 0),
            short_lines: same(|segment| is_short(segment).into()),
            similar_lengths: same(|segment| (segment.stats().words() as u32 + 1).ilog2()),
            numbers: same(|segment| is_number(segment).into()),
            consecutive: Runs::of(count, |index| is_next_number(document, index)),
            to_paragraph: Distances::of(count, |index| segments[index].prose() >= MIN_PARAGRAPH_PROSE),
            to_boilerplate: Distances::of(count, |index| marks.is_boilerplate(index)),
            to_comment_cue: Distances::of(count, |index| has_comment_cue(&segments[index])),
            heaviest: (0..runs.len()).max_by(|&a, &b| runs[a].weight.total_cmp(&runs[b].weight)).unwrap_or(0),
            weight: runs.iter().map(|run| run.weight).sum::<f32>().max(MIN_WEIGHT),
            lexical: LexicalMeans::of(count, lexical),
            first_comment: comment.iter().position(|&confidence| confidence >= MIN_COMMENT_CONFIDENCE),
            document,
            marks,
            segments,
            comment,
            runs,
            ends_of_runs,
        };
        page.all = page.computed_sums(count);
        page
    }

    pub(super) fn stats(&self, index: usize) -> &TextStats {
        self.segments[index].stats()
    }

    pub(super) fn words(&self, index: usize) -> f32 {
        self.stats(index).words() as f32
    }

    /// A count as a share of a segment's words.
    pub(super) fn per_word(&self, index: usize, count: usize) -> f32 {
        count as f32 / self.words(index).max(1.0)
    }

    /// The kind and confidence of the best mark of a segment.
    pub(super) fn best_mark(&self, index: usize) -> (Option<Kind>, f32) {
        self.marks.evidence(index).map_or((None, 0.0), |mark| (Some(mark.kind()), mark.confidence()))
    }

    /// The confidence of the best mark of a segment, if that is boilerplate.
    pub(super) fn boilerplate(&self, index: usize) -> f32 {
        let (kind, confidence) = self.best_mark(index);
        if kind.is_some_and(|kind| !kind.is_article()) { confidence } else { 0.0 }
    }

    pub(super) fn within(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.sum_before(sum, range.end) - self.sum_before(sum, range.start)
    }

    pub(super) fn all(&self, sum: Sum) -> f32 {
        self.all[sum as usize]
    }

    /// A sum over the segments before one.
    #[inline]
    pub(super) fn sum_before(&self, sum: Sum, index: usize) -> f32 {
        match self.window.sums.get(index.wrapping_sub(self.window.start)) {
            Some(sums) => sums[sum as usize],
            None => self.computed_sum(sum, index),
        }
    }

    /// Moves the window over some rows.
    fn move_window(&mut self, rows: &Range<usize>) {
        let start = rows.start.saturating_sub(WINDOW_REACH);
        let end = (rows.end + WINDOW_REACH).min(self.segments.len());
        let mut window = std::mem::take(&mut self.window);
        match start.checked_sub(window.start) {
            Some(passed) if passed < window.sums.len() => drop(window.sums.drain(..passed)),
            _ => window.sums.clear(),
        }
        window.start = start;
        if window.sums.is_empty() {
            window.sums.push(self.computed_sums(start));
        }
        let mut sums = window.sums[window.sums.len() - 1];
        for index in start + window.sums.len() - 1..end {
            let (segment, is_comment) = (&self.segments[index], self.is_comment(index));
            self.sums.add(index, &mut sums, |quantity| number(NUMBERED[quantity], segment, is_comment));
            window.sums.push(sums);
        }
        self.window = window;
    }

    /// All sums over the segments before one.
    fn computed_sums(&self, index: usize) -> [f32; SUMS] {
        let mut sums = [0.0; SUMS];
        NUMBERED.into_iter().chain(FLAGS).for_each(|sum| sums[sum as usize] = self.computed_sum(sum, index));
        sums
    }

    /// A sum over the segments before one that need not be in the window.
    #[inline(never)]
    fn computed_sum(&self, sum: Sum, index: usize) -> f32 {
        self.sums.before(sum as usize, index, |index| number(sum, &self.segments[index], self.is_comment(index)))
    }

    /// The confidence of the most confident mark of a segment as a comment.
    pub(super) fn comment(&self, index: usize) -> f32 {
        self.comment.get(index).copied().unwrap_or(0.0)
    }

    fn is_comment(&self, index: usize) -> bool {
        self.comment(index) >= MIN_COMMENT_CONFIDENCE
    }

    /// A sum over a range per word of the range.
    pub(super) fn within_per_word(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.within(sum, range.clone()) / self.within(Sum::Words, range).max(1.0)
    }

    /// A sum over a range per segment of the range.
    pub(super) fn within_per_segment(&self, sum: Sum, range: Range<usize>) -> f32 {
        let segments = range.len() as f32;
        self.within(sum, range) / segments.max(1.0)
    }

    /// The logarithm of the probability of a kind by the lexical model, by the kind's number; 0 without one.
    pub(super) fn lexical(&self, index: usize, kind: usize) -> f32 {
        self.lexical.probability(index, kind).map_or(0.0, |probability| probability.max(MIN_LEXICAL_PROBABILITY).ln())
    }

    /// The mean probability of a kind by the lexical model over the segments within a reach, both by number; 0 without one.
    pub(super) fn lexical_near(&self, index: usize, reach: usize, kind: usize) -> f32 {
        self.lexical.near(index, reach, kind)
    }

    pub(super) fn whole(&self) -> Range<usize> {
        0..self.segments.len()
    }

    /// A segment that is a number of segments before (negative) or after another.
    pub(super) fn neighbour(&self, index: usize, offset: isize) -> Option<usize> {
        index.checked_add_signed(offset).filter(|&index| index < self.segments.len())
    }

    pub(super) fn before(&self, index: usize, reach: usize) -> Range<usize> {
        index.saturating_sub(reach)..index
    }

    pub(super) fn after(&self, index: usize, reach: usize) -> Range<usize> {
        let count = self.segments.len();
        index.min(count)..(index + reach).min(count)
    }

    pub(super) fn near(&self, index: usize, reach: usize) -> Range<usize> {
        index.saturating_sub(reach)..(index + reach + 1).min(self.segments.len())
    }

    /// The run of running text that a segment is in.
    pub(super) fn run(&self, index: usize) -> Option<&Run> {
        self.run_after(index).filter(|run| run.range.start <= index)
    }

    /// The last run of running text that ends before a segment.
    pub(super) fn run_before(&self, index: usize) -> Option<&Run> {
        self.runs_before(index).checked_sub(1).and_then(|before| self.runs.get(before))
    }

    /// The first run of running text that does not end before a segment.
    pub(super) fn run_after(&self, index: usize) -> Option<&Run> {
        self.runs.get(self.runs_before(index))
    }

    /// How many runs of running text end before a segment.
    pub(super) fn runs_before(&self, index: usize) -> usize {
        self.ends_of_runs.before(index + 1) as usize
    }

    pub(super) fn distance_to_run_before(&self, index: usize) -> f32 {
        self.run_before(index).map_or(FAR, |run| (index + 1 - run.range.end) as f32)
    }

    pub(super) fn distance_to_run_after(&self, index: usize) -> f32 {
        self.run_after(index).map_or(FAR, |run| run.range.start.saturating_sub(index) as f32)
    }

    /// The run that a segment is in, or the nearest one.
    pub(super) fn nearest_run(&self, index: usize) -> Option<&Run> {
        self.run(index).or_else(|| {
            let is_before = self.distance_to_run_before(index) < self.distance_to_run_after(index);
            if is_before { self.run_before(index) } else { self.run_after(index) }
        })
    }

    pub(super) fn range_of_nearest_run(&self, index: usize) -> Range<usize> {
        self.nearest_run(index).map_or(0..0, |run| run.range.clone())
    }

    /// The segments between two runs, if a segment is one of them.
    pub(super) fn gap(&self, index: usize) -> Range<usize> {
        match (self.run_before(index), self.run_after(index)) {
            (Some(before), Some(after)) if self.run(index).is_none() => before.range.end..after.range.start,
            _ => 0..0,
        }
    }

    pub(super) fn share_of_weight(&self, run: Option<&Run>) -> f32 {
        run.map_or(0.0, |run| run.weight / self.weight)
    }

    /// The segments before the first comment: an article has its comments below its text, a thread begins with what
    /// looks like comments.
    pub(super) fn before_comments(&self) -> Range<usize> {
        0..self.first_comment.unwrap_or(self.segments.len())
    }
}

/// Segments on each side of the rows in work. Features of a segment's surroundings look at most 25 segments away, and at the
/// place after the last one; sums further away are found too, in more time.
const WINDOW_REACH: usize = 26;

/// The sums before each segment that is near the rows in work: each is asked for by many features.
#[derive(Default)]
struct Window {
    /// The first segment.
    start: usize,
    sums: Vec<[f32; SUMS]>,
}

/// Two segments share the sums of numbers, which takes half the memory and hardly more time.
type Sums = PrefixSums<NUMBERS, { FLAGS.len() }, 2>;

/// What a segment adds to the sum of a number.
fn number(sum: Sum, segment: &Segment, is_comment: bool) -> f32 {
    let stats = segment.stats();
    match sum {
        Sum::Words => stats.words() as f32,
        Sum::Running => segment.prose() * stats.words() as f32,
        Sum::SentenceEnds => stats.sentence_ends() as f32,
        Sum::Commas => stats.commas() as f32,
        Sum::Numbers => stats.numbers() as f32,
        Sum::Capitals => stats.capitalized() as f32,
        Sum::CommentWords if is_comment => stats.words() as f32,
        _ => 0.0,
    }
}

fn sums(document: &Document, marks: &Marks, comment: &[f32]) -> Sums {
    let segments = document.segments();
    let is_comment = |index: usize| comment.get(index).is_some_and(|&confidence| confidence >= MIN_COMMENT_CONFIDENCE);
    let numbers = |index: usize| NUMBERED.map(|sum| number(sum, &segments[index], is_comment(index)));
    let is_foreign =
        |segment: &Segment| segment.language() != document.language() && segment.language() != Language::Undetermined;
    let is_set = |flag: Sum, index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        match flag {
            Sum::Paragraphs => segment.prose() >= MIN_PARAGRAPH_PROSE,
            Sum::Short => is_short(segment),
            Sum::Boilerplate => marks.is_boilerplate(index),
            Sum::Comments => is_comment(index),
            Sum::CommentCues => has_comment_cue(segment),
            Sum::Dates => stats.has_date() || stats.has_time(),
            Sum::Repeated => segment.repeats() > 1,
            Sum::Foreign => is_foreign(segment),
            Sum::Code => stats.is_code_like(),
            Sum::Amounts => stats.has_amount(),
            _ => false,
        }
    };
    PrefixSums::of::<f32, _>(segments.len(), numbers, FLAGS, is_set)
}

pub(super) fn is_number(segment: &Segment) -> bool {
    segment.stats().letters() == 0
}

pub(super) fn is_short(segment: &Segment) -> bool {
    segment.stats().words() <= MAX_SHORT_WORDS && !segment.stats().ends_sentence()
}

/// Whether a segment is the number after the one that the segment before it is.
fn is_next_number(document: &Document, index: usize) -> bool {
    let number = |segment: &Segment| {
        if segment.stats().words() != 1 || !is_number(segment) {
            return None;
        }
        let mut digits = String::new();
        fold_into(document.text(segment), &mut digits);
        digits.parse::<u32>().ok()
    };
    let segments = document.segments();
    number(&segments[index]).is_some_and(|own| own > 0 && number(&segments[index - 1]) == Some(own - 1))
}

/// Whether a short line has words that are typical around comments.
fn has_comment_cue(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.words() <= MAX_COMMENT_CUE_WORDS
        && [Cue::CommentSection, Cue::CommentItem, Cue::CommentForm].into_iter().any(|cue| stats.has_cue(cue))
}

/// The distance in segments of a segment from a range: negative before it, 0 inside.
pub(super) fn distance_from(index: usize, range: &Range<usize>) -> f32 {
    if index < range.start { -((range.start - index) as f32) } else { (index + 1).saturating_sub(range.end) as f32 }
}
