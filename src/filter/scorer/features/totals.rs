//! Sums over the segments before each: what is in any range of them is a difference.

use std::ops::Range;

use super::super::super::layout::{PARAGRAPH, is_boilerplate};
use super::text::{COMMENT, has_comment_cue, is_short};
use crate::document::{Document, Marks};
use crate::language::Language;

/// What is added up.
#[derive(Clone, Copy)]
pub(super) enum Total {
    Words,
    /// Words, each as much as its segment reads like running text.
    Running,
    Paragraphs,
    SentenceEnds,
    Commas,
    Numbers,
    Capitals,
    Short,
    Boilerplate,
    Comment,
    WordsOfComments,
    CommentCues,
    Dates,
    Repeated,
    Foreign,
    Code,
    Amounts,
}

const TOTALS: usize = Total::Amounts as usize + 1;

pub(super) struct Totals(Vec<[f32; TOTALS]>);

impl Totals {
    /// `prose` and `comment` are those of each segment: how much it reads like running text, and how sure
    /// somebody is that it is of a comment.
    pub(super) fn of(document: &Document, marks: &Marks, prose: &[f32], comment: &[f32]) -> Self {
        let (segments, main) = (document.segments(), document.language());
        let mut sums = Vec::with_capacity(segments.len() + 1);
        let mut sum = [0.0; TOTALS];
        sums.push(sum);
        for (index, segment) in segments.iter().enumerate() {
            let stats = segment.stats();
            let words = stats.words() as f32;
            let mut add = |total: Total, value: f32| sum[total as usize] += value;
            let flag = |flag: bool| f32::from(u8::from(flag));
            add(Total::Words, words);
            add(Total::Running, prose[index] * words);
            add(Total::Paragraphs, flag(prose[index] >= PARAGRAPH));
            add(Total::SentenceEnds, stats.sentence_ends() as f32);
            add(Total::Commas, stats.commas() as f32);
            add(Total::Numbers, stats.numbers() as f32);
            add(Total::Capitals, stats.capitalized() as f32);
            add(Total::Short, flag(is_short(segment)));
            add(Total::Boilerplate, flag(is_boilerplate(marks, index)));
            let is_comment = comment[index] >= COMMENT;
            add(Total::Comment, flag(is_comment));
            add(Total::WordsOfComments, if is_comment { words } else { 0.0 });
            add(Total::CommentCues, flag(has_comment_cue(segment)));
            add(Total::Dates, flag(stats.has_date() || stats.has_time()));
            add(Total::Repeated, flag(segment.repeats() > 1));
            add(Total::Foreign, flag(segment.language() != main && segment.language() != Language::Undetermined));
            add(Total::Code, flag(stats.is_code_like()));
            add(Total::Amounts, flag(stats.has_amount()));
            sums.push(sum);
        }
        Self(sums)
    }

    pub(super) fn within(&self, range: Range<usize>) -> Within<'_> {
        Within { start: &self.0[range.start], end: &self.0[range.end], segments: range.len() as f32 }
    }
}

/// The sums over a range of segments.
pub(super) struct Within<'a> {
    start: &'a [f32; TOTALS],
    end: &'a [f32; TOTALS],
    segments: f32,
}

impl Within<'_> {
    pub(super) fn get(&self, total: Total) -> f32 {
        self.end[total as usize] - self.start[total as usize]
    }

    pub(super) fn words(&self) -> f32 {
        self.get(Total::Words)
    }

    pub(super) fn running(&self) -> f32 {
        self.get(Total::Running)
    }

    /// How much the words of the range are running text, from 0 to 1.
    pub(super) fn prose(&self) -> f32 {
        self.a_word(Total::Running)
    }

    pub(super) fn a_word(&self, total: Total) -> f32 {
        self.get(total) / self.words().max(1.0)
    }

    /// A total shared out over the segments.
    pub(super) fn share(&self, total: Total) -> f32 {
        self.get(total) / self.segments.max(1.0)
    }
}
