//! The facts of a flattened page that the features of its segments are computed from.

use std::ops::Range;

use super::prefix_sums::PrefixSums;
use super::runs::{Distances, Runs};
use super::table::Facts;
use crate::analysis::{Analysis, MIN_PARAGRAPH_PROSE, Run, body_runs};
use crate::document::{Document, Marks, Segment, TextStats};
use crate::kind::Kind;
use crate::language::Language;
use crate::lexicon::Cue;
use crate::model::classes::{KINDS, KindProbabilities};
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

/// The quantities of each segment that are summed over ranges. All but words, running text and the counts of
/// characters are numbers of segments.
#[derive(Clone, Copy)]
pub(super) enum Sum {
    Words,
    /// Words of running text: words weighted by prose.
    Running,
    Paragraphs,
    SentenceEnds,
    Commas,
    Numbers,
    Capitals,
    Short,
    Boilerplate,
    Comments,
    /// Words of segments marked as comments.
    CommentWords,
    CommentCues,
    Dates,
    Repeated,
    Foreign,
    Code,
    Amounts,
}
const SUMS: usize = Sum::Amounts as usize + 1;

/// The features of flattened text.
pub(crate) struct Text;

impl Facts for Text {
    type Page<'a> = Page<'a>;
}

/// The facts of a page that its features are computed from.
pub(crate) struct Page<'a> {
    pub(super) document: &'a Document,
    pub(super) marks: &'a Marks,
    pub(super) segments: &'a [Segment],
    pub(super) sums: PrefixSums<SUMS>,
    /// For each segment the most confident mark as a comment, whether or not it is the best mark.
    pub(super) comment: Vec<f32>,
    /// For each segment the kind and confidence of its best mark.
    pub(super) best_mark: Vec<(Option<Kind>, f32)>,
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
    /// The runs of running text, and how many of them end before each segment.
    pub(super) runs: Vec<Run>,
    pub(super) runs_before: Vec<u32>,
    pub(super) heaviest: usize,
    pub(super) weight: f32,
    pub(super) first_comment: Option<usize>,
    /// For each segment the logarithm of the probability of each kind by the lexical model.
    pub(super) lexical: Vec<KindProbabilities>,
    pub(super) lexical_sums: PrefixSums<{ KINDS.len() }>,
}

impl<'a> Page<'a> {
    /// `lexical` has the probability of each kind for each segment, by words alone; it may be empty.
    pub(crate) fn of(analysis: &'a Analysis<'a>, marks: &'a Marks, lexical: &[KindProbabilities]) -> Self {
        let document = analysis.document();
        let segments = document.segments();
        let count = segments.len();
        let mut comment = vec![0.0_f32; count];
        for mark in marks.all_evidence().filter(|mark| mark.kind() == Kind::Comment) {
            comment[mark.segment()] = comment[mark.segment()].max(mark.confidence());
        }
        let runs = body_runs(document, marks);
        let mut runs_before = Vec::with_capacity(count);
        for (run, before) in runs.iter().zip(0..) {
            runs_before.resize(run.range.end, before);
        }
        runs_before.resize(count, runs.len() as u32);
        let same =
            |of: fn(&Segment) -> u32| Runs::of(count, move |index| of(&segments[index - 1]) == of(&segments[index]));
        Self {
            sums: PrefixSums::of::<f32>(count, |index| quantities(document, marks, &comment, index)),
            best_mark: (0..count).map(|index| best_mark(marks, index)).collect(),
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
            lexical: lexical.iter().map(|kinds| kinds.map(|kind| kind.max(MIN_LEXICAL_PROBABILITY).ln())).collect(),
            lexical_sums: PrefixSums::of::<f32>(lexical.len(), |index| lexical[index]),
            first_comment: comment.iter().position(|&confidence| confidence >= MIN_COMMENT_CONFIDENCE),
            document,
            marks,
            segments,
            comment,
            runs,
            runs_before,
        }
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

    /// The confidence of the best mark of a segment, if that is boilerplate.
    pub(super) fn boilerplate(&self, index: usize) -> f32 {
        let (kind, confidence) = self.best_mark[index];
        if kind.is_some_and(|kind| !kind.is_article()) { confidence } else { 0.0 }
    }

    pub(super) fn within(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.sums.within(sum as usize, range)
    }

    pub(super) fn all(&self, sum: Sum) -> f32 {
        self.sums.all(sum as usize)
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
        self.lexical.get(index).map_or(0.0, |kinds| kinds[kind])
    }

    /// The mean probability of a kind by the lexical model over a range; 0 without one.
    pub(super) fn mean_lexical(&self, kind: usize, range: Range<usize>) -> f32 {
        if self.lexical.is_empty() {
            return 0.0;
        }
        let segments = range.len() as f32;
        self.lexical_sums.within(kind, range) / segments.max(1.0)
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
        (self.runs_before[index] as usize).checked_sub(1).and_then(|before| self.runs.get(before))
    }

    /// The first run of running text that does not end before a segment.
    pub(super) fn run_after(&self, index: usize) -> Option<&Run> {
        self.runs.get(self.runs_before[index] as usize)
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

fn quantities(document: &Document, marks: &Marks, comment: &[f32], index: usize) -> [f32; SUMS] {
    let segment = &document.segments()[index];
    let stats = segment.stats();
    let words = stats.words() as f32;
    let is_comment = comment[index] >= MIN_COMMENT_CONFIDENCE;
    let is_foreign = segment.language() != document.language() && segment.language() != Language::Undetermined;
    let flag = |flag: bool| f32::from(u8::from(flag));
    let mut quantities = [0.0; SUMS];
    let mut set = |sum: Sum, value: f32| quantities[sum as usize] = value;
    set(Sum::Words, words);
    set(Sum::Running, segment.prose() * words);
    set(Sum::Paragraphs, flag(segment.prose() >= MIN_PARAGRAPH_PROSE));
    set(Sum::SentenceEnds, stats.sentence_ends() as f32);
    set(Sum::Commas, stats.commas() as f32);
    set(Sum::Numbers, stats.numbers() as f32);
    set(Sum::Capitals, stats.capitalized() as f32);
    set(Sum::Short, flag(is_short(segment)));
    set(Sum::Boilerplate, flag(marks.is_boilerplate(index)));
    set(Sum::Comments, flag(is_comment));
    set(Sum::CommentWords, if is_comment { words } else { 0.0 });
    set(Sum::CommentCues, flag(has_comment_cue(segment)));
    set(Sum::Dates, flag(stats.has_date() || stats.has_time()));
    set(Sum::Repeated, flag(segment.repeats() > 1));
    set(Sum::Foreign, flag(is_foreign));
    set(Sum::Code, flag(stats.is_code_like()));
    set(Sum::Amounts, flag(stats.has_amount()));
    quantities
}

fn best_mark(marks: &Marks, index: usize) -> (Option<Kind>, f32) {
    marks.evidence(index).map_or((None, 0.0), |mark| (Some(mark.kind()), mark.confidence()))
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
