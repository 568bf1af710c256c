//! What is to be seen of a segment of plain text.

use std::ops::Range;

use super::super::super::content::{body_runs, kind_of_line};
use super::super::super::layout::{PARAGRAPH, is_boilerplate};
use super::super::super::segmentation::Run;
use super::Row;
use super::stretches::{Distances, Stretches};
use super::totals::{Total, Totals, Within};
use crate::document::{Document, Marks, Segment, TextStats};
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::text::fold_into;

/// So many segments on each side are looked at one by one,
const NEIGHBOURS: usize = 3;
/// and so many of them together, on each side and on both.
const SIDES: [usize; 2] = [4, 12];
const REACHES: [usize; 3] = [3, 8, 25];
/// What is surer to be of a comment is of a section of such.
pub(super) const COMMENT: f32 = 0.7;
/// Longer ways than this are all the same (segments).
const FAR: f32 = 200.0;
/// A line of no more words that ends no sentence is short.
pub(super) const SHORT: usize = 6;

/// What all segments of one text have in common.
pub(super) struct Page<'a> {
    document: &'a Document,
    marks: &'a Marks,
    prose: Vec<f32>,
    totals: Totals,
    /// The most confident mark of a comment on each segment, whatever else was said of it.
    comment: Vec<f32>,
    blocks: Stretches,
    short_lines: Stretches,
    alike: Stretches,
    /// Segments without a letter: the cells of tables.
    numbers: Stretches,
    /// Numbers that count on: of the lines of a program, or of the pages of a pager.
    counted: Stretches,
    paragraphs: Distances,
    boilerplate: Distances,
    comment_cues: Distances,
    /// How sure somebody is that each segment is boilerplate.
    against: Vec<f32>,
    runs: Vec<Run>,
    /// How many zones end before each segment.
    runs_before: Vec<u32>,
    heaviest: usize,
    weight: f32,
    /// What is the same for all segments, and its names.
    of_page: Vec<(&'static str, f32)>,
}

impl<'a> Page<'a> {
    pub(super) fn of(document: &'a Document, marks: &'a Marks) -> Self {
        let segments = document.segments();
        let count = segments.len();
        let prose: Vec<f32> = segments.iter().map(Segment::prose).collect();
        let mut comment = vec![0.0_f32; count];
        for mark in marks.all().iter().filter(|mark| mark.kind() == Kind::Comment) {
            comment[mark.segment()] = comment[mark.segment()].max(mark.confidence());
        }
        let runs = body_runs(document, marks);
        let mut runs_before = Vec::with_capacity(count);
        for (run, before) in runs.iter().zip(0..) {
            runs_before.resize(run.range.end, before);
        }
        runs_before.resize(count, runs.len() as u32);
        let heaviest = (0..runs.len()).max_by(|&a, &b| runs[a].weight.total_cmp(&runs[b].weight)).unwrap_or(0);
        let is_paragraph = |index: usize| prose[index] >= PARAGRAPH;
        let mut page = Self {
            totals: Totals::of(document, marks, &prose, &comment),
            blocks: Stretches::of(count, |index| segments[index].blank_lines_before() == 0),
            short_lines: Stretches::of(count, |index| is_short(&segments[index - 1]) == is_short(&segments[index])),
            counted: Stretches::of(count, |index| counts_on(document, index)),
            numbers: Stretches::of(count, |index| is_number(&segments[index - 1]) == is_number(&segments[index])),
            alike: Stretches::of(count, |index| size_of(&segments[index - 1]) == size_of(&segments[index])),
            paragraphs: Distances::of(count, is_paragraph),
            boilerplate: Distances::of(count, |index| is_boilerplate(marks, index)),
            against: (0..count).map(|index| against(marks, index)).collect(),
            comment_cues: Distances::of(count, |index| has_comment_cue(&segments[index])),
            weight: runs.iter().map(|run| run.weight).sum::<f32>().max(0.1),
            document,
            marks,
            prose,
            comment,
            runs,
            runs_before,
            heaviest,
            of_page: Vec::new(),
        };
        page.of_page = page.numbers_of_page();
        page
    }

    /// The row is taken as it is, not where it lies, so that it stays in registers.
    pub(super) fn write(&self, index: usize, mut row: impl Row) {
        let row = &mut row;
        let segment = &self.document.segments()[index];
        self.write_text(index, segment, row);
        write_cues(segment, row);
        self.write_line(index, segment, row);
        self.write_stretch(index, segment, row);
        self.write_position(index, row);
        self.write_runs(index, row);
        self.write_neighbours(index, row);
        self.write_surroundings(index, row);
        self.write_marks(index, row);
        for &(name, value) in &self.of_page {
            row.push(name, value);
        }
    }

    fn write_text(&self, index: usize, segment: &Segment, row: &mut impl Row) {
        let stats = segment.stats();
        let words = stats.words() as f32;
        let share = |count: usize| count as f32 / words.max(1.0);
        row.push("words", words);
        row.push("characters a word", stats.chars() as f32 / words.max(1.0));
        row.push("letters a character", stats.letters() as f32 / (stats.chars() as f32).max(1.0));
        row.push("prose", self.prose[index]);
        row.push("commas", stats.commas() as f32);
        row.push("commas a word", share(stats.commas()));
        row.push("sentence ends", stats.sentence_ends() as f32);
        row.push("words a sentence", words / stats.sentence_ends().max(1) as f32);
        row.flag("ends sentence", stats.ends_sentence());
        row.flag("ends colon", stats.ends_colon());
        row.flag("ends question", stats.ends_question());
        row.flag("ends ellipsis", stats.ends_ellipsis());
        row.flag("ends quote", stats.ends_quote());
        row.flag("starts lower", stats.starts_lower());
        row.flag("starts quote", stats.starts_quote());
        row.flag("starts bullet", stats.starts_bullet() || stats.starts_number());
        row.push("function words a word", share(stats.function_words()));
        row.push("capitals a word", share(stats.capitalized()));
        row.push("numbers", stats.numbers() as f32);
        row.push("numbers a word", share(stats.numbers()));
        row.push("exclamations", stats.exclamations() as f32);
        row.push("quotes", stats.quotes() as f32);
        row.push("urls", stats.urls() as f32);
        row.flag("time", stats.has_time());
        row.flag("amount", stats.has_amount());
        row.flag("copyright", stats.has_copyright());
        row.flag("headline", segment.is_headline_like());
        row.flag("label", segment.is_label());
        row.push("repeats", segment.repeats().min(20) as f32);
        row.flag("foreign", segment.language() != self.document.language());
        row.push("language confidence", segment.language_confidence());
        let kind = match kind_of_line(segment) {
            Some(Kind::Caption) => 1.0,
            Some(Kind::Byline) => 2.0,
            Some(Kind::Dateline) => 3.0,
            _ => 0.0,
        };
        row.push("credit", kind);
    }

    fn write_line(&self, index: usize, segment: &Segment, row: &mut impl Row) {
        row.push("blank lines before", segment.blank_lines_before() as f32);
        row.push("place in line", segment.part as f32);
        row.push("parts of line", segment.parts_of_line() as f32);
        row.push("segments of short lines", self.short_lines.around(index).len() as f32);
        row.push("segments alike", self.alike.around(index).len() as f32);
        row.push("segments counted", self.counted.around(index).len() as f32);
        let block = self.blocks.around(index);
        row.push("segments of block", block.len() as f32);
        let block = self.totals.within(block);
        row.push("words of block", block.words());
        row.push("prose of block", block.prose());
        row.push("boilerplate of block", block.share(Total::Boilerplate));
        row.flag("short", is_short(segment));
    }

    /// The short lines that a segment stands among: of a table or a list within an article, of a menu outside.
    fn write_stretch(&self, index: usize, segment: &Segment, row: &mut impl Row) {
        let count = self.document.segments().len();
        let numbers = if is_number(segment) { self.numbers.around(index).len() } else { 0 };
        row.push("segments of numbers", numbers as f32);
        row.flag("code", segment.stats().is_code_like());
        let stretch = self.short_lines.around(index);
        let (first, end) = (stretch.start, stretch.end);
        let within = self.totals.within(stretch);
        row.push("numbers of stretch", within.a_word(Total::Numbers));
        row.push("boilerplate of stretch", within.share(Total::Boilerplate));
        row.push("repeats of stretch", within.share(Total::Repeated));
        row.push("code of stretch", within.share(Total::Code));
        for reach in SIDES {
            let (before, behind) = (first.saturating_sub(reach)..first, end..(end + reach).min(count));
            row.push_of("running text before stretch of", reach, self.totals.within(before).running());
            row.push_of("running text behind stretch of", reach, self.totals.within(behind).running());
        }
    }

    fn write_position(&self, index: usize, row: &mut impl Row) {
        let count = self.document.segments().len();
        let (before, page) = (self.totals.within(0..index), self.whole());
        row.push("position", index as f32 / count as f32);
        row.push("segments before", index as f32);
        row.push("segments behind", (count - index) as f32);
        row.push("words before", before.words() / page.words().max(1.0));
        row.push("running text before", before.running() / page.running().max(1.0));
        row.push("words of running text before", before.running());
        row.push("words of running text behind", page.running() - before.running());
        row.push("comments before", before.get(Total::Comment));
    }

    /// What the rules make of the text: where the stretches of running text are.
    fn write_runs(&self, index: usize, row: &mut impl Row) {
        let place = self.runs_before[index] as usize;
        let behind = self.runs.get(place);
        let own = behind.filter(|run| run.range.start <= index);
        row.flag("in run", own.is_some());
        row.flag("kept by rules", own.is_some() && !is_boilerplate(self.marks, index));
        row.push("segments into run", own.map_or(-1.0, |run| (index - run.range.start) as f32));
        row.push("segments left of run", own.map_or(-1.0, |run| (run.range.end - 1 - index) as f32));
        // Of what stands in no zone, the nearest one counts.
        let before = place.checked_sub(1).and_then(|before| self.runs.get(before));
        let to_before = before.map_or(FAR, |run| (index + 1 - run.range.end) as f32);
        let to_behind = behind.map_or(FAR, |run| run.range.start.saturating_sub(index) as f32);
        row.push("from run before", to_before.min(FAR));
        row.push("to run behind", to_behind.min(FAR));
        let share = |run: Option<&Run>| run.map_or(0.0, |run| run.weight / self.weight);
        row.push("share of run before", share(before));
        row.push("share of run behind", share(behind));
        let near = own.or(if to_before < to_behind { before } else { behind });
        row.push("share of run", share(near));
        row.push("weight of run", near.map_or(0.0, |run| run.weight));
        row.push("weight a segment of run", near.map_or(0.0, |run| run.weight / run.range.len() as f32));
        row.push("segments of run", near.map_or(0.0, |run| run.range.len() as f32));
        let of_zone = self.totals.within(near.map_or(0..0, |run| run.range.clone()));
        row.push("prose of run", of_zone.prose());
        row.push("comment of run", of_zone.share(Total::Comment));
        let heaviest = self.runs.get(self.heaviest);
        let from_heaviest = heaviest.map_or(0.0, |run| outside(index, &run.range));
        row.push("from heaviest run", from_heaviest.clamp(-FAR, FAR));
        row.flag("in heaviest run", own.is_some() && place == self.heaviest);
        let gap = match (before, behind) {
            (Some(before), Some(behind)) if own.is_none() => before.range.end..behind.range.start,
            _ => 0..0,
        };
        row.push("segments of gap", gap.len() as f32);
        row.push("boilerplate of gap", self.totals.within(gap).share(Total::Boilerplate));
    }

    fn write_neighbours(&self, index: usize, row: &mut impl Row) {
        let segments = self.document.segments();
        for distance in 1..=NEIGHBOURS {
            for (side, at) in [("before", index.checked_sub(distance)), ("behind", index.checked_add(distance))] {
                let at = at.filter(|&at| at < segments.len());
                let stats = at.map(|at| segments[at].stats());
                let of = format_args!("{distance} {side}");
                row.push_of("prose", of, at.map_or(-1.0, |at| self.prose[at]));
                row.push_of("words", of, stats.map_or(-1.0, |stats| stats.words() as f32));
                row.push_of("boilerplate", of, at.map_or(0.0, |at| self.against[at]));
                if distance == 1 {
                    let flag = |flag: bool| f32::from(u8::from(flag));
                    row.push_of("ends sentence", of, flag(stats.is_some_and(TextStats::ends_sentence)));
                    let is_dated = |stats: &TextStats| stats.has_date() || stats.has_time();
                    row.push_of("date", of, flag(stats.is_some_and(is_dated)));
                    row.push_of("headline", of, flag(at.is_some_and(|at| segments[at].is_headline_like())));
                }
            }
        }
    }

    fn write_surroundings(&self, index: usize, row: &mut impl Row) {
        let count = self.document.segments().len();
        for reach in SIDES {
            let before = self.totals.within(index.saturating_sub(reach)..index);
            let behind = self.totals.within((index + 1).min(count)..(index + 1 + reach).min(count));
            for (side, totals) in [("before", before), ("behind", behind)] {
                let of = format_args!("of {reach} {side}");
                row.push_of("running text", of, totals.running());
                row.push_of("boilerplate", of, totals.share(Total::Boilerplate));
            }
        }
        for reach in REACHES {
            let near = self.totals.within(index.saturating_sub(reach)..(index + reach + 1).min(count));
            row.push_of("prose near", reach, near.prose());
            row.push_of("words near", reach, near.share(Total::Words));
            row.push_of("sentence ends near", reach, near.a_word(Total::SentenceEnds));
            row.push_of("commas near", reach, near.a_word(Total::Commas));
            row.push_of("numbers near", reach, near.a_word(Total::Numbers));
            row.push_of("capitals near", reach, near.a_word(Total::Capitals));
            row.push_of("dates near", reach, near.share(Total::Dates));
            row.push_of("comment cues near", reach, near.share(Total::CommentCues));
            row.push_of("comments near", reach, near.share(Total::Comment));
            row.push_of("repeats near", reach, near.share(Total::Repeated));
            row.push_of("foreign near", reach, near.share(Total::Foreign));
        }
        for (name, distances) in
            [("paragraph", &self.paragraphs), ("boilerplate", &self.boilerplate), ("comment cue", &self.comment_cues)]
        {
            row.push_of("since", name, distances.since(index).map_or(FAR, |way| (way as f32).min(FAR)));
            row.push_of("until", name, distances.until(index).map_or(FAR, |way| (way as f32).min(FAR)));
        }
    }

    fn write_marks(&self, index: usize, row: &mut impl Row) {
        let best = self.marks.best(index);
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_article() && **kind != Kind::Hidden) {
            let of = best.filter(|mark| mark.kind() == *kind).map_or(0.0, |mark| mark.confidence());
            row.push_of("mark", kind.name(), of);
        }
        row.push("boilerplate", self.against[index]);
        row.push("comment", self.comment[index]);
    }

    fn whole(&self) -> Within<'_> {
        self.totals.within(0..self.document.segments().len())
    }

    fn numbers_of_page(&self) -> Vec<(&'static str, f32)> {
        let count = self.document.segments().len();
        let page = self.whole();
        // A thread begins with what looks like comments, an article has them below its text.
        let first_comment = self.comment.iter().position(|&sure| sure >= COMMENT);
        let until = self.totals.within(0..first_comment.unwrap_or(count));
        let in_zones: f32 = self.runs.iter().map(|run| self.totals.within(run.range.clone()).words()).sum();
        vec![
            ("segments of page", count as f32),
            ("words of page", page.words()),
            ("running text of page", page.running()),
            ("prose of page", page.prose()),
            ("words a segment of page", page.share(Total::Words)),
            ("paragraphs of page", page.get(Total::Paragraphs)),
            ("boilerplate of page", page.share(Total::Boilerplate)),
            ("running text before comments", until.running()),
            ("share before comments", until.running() / page.running().max(1.0)),
            ("prose before comments", until.prose()),
            ("place of comments", first_comment.map_or(-1.0, |first| first as f32)),
            ("words a comment", page.get(Total::WordsOfComments) / page.get(Total::Comment).max(1.0)),
            ("comments of page", page.share(Total::Comment)),
            ("comment cues of page", page.share(Total::CommentCues)),
            ("dates of page", page.share(Total::Dates)),
            ("short lines of page", page.share(Total::Short)),
            ("repeats of page", page.share(Total::Repeated)),
            ("code of page", page.share(Total::Code)),
            ("amounts of page", page.share(Total::Amounts)),
            ("runs of page", self.runs.len() as f32),
            ("share of heaviest run", self.runs.get(self.heaviest).map_or(0.0, |run| run.weight / self.weight)),
            ("words in runs", in_zones / page.words().max(1.0)),
        ]
    }
}

/// The cues in a segment's own text, and how like its words are to such.
fn write_cues(segment: &Segment, row: &mut impl Row) {
    let stats = segment.stats();
    for (name, cue) in CUES {
        row.push_of("cue", name, f32::from(u8::from(stats.has_cue(*cue))));
    }
    row.flag("is boilerplate", stats.is_boilerplate());
    row.push("likeness to cues", stats.most_similar_cue().map_or(0.0, |(_, likeness)| likeness));
    row.push("theme", stats.topic().map_or(0.0, |(_, share)| share));
}

/// The groups whose cues are asked for one by one.
const CUES: &[(&str, Cue)] = &[
    ("navigation", Cue::Navigation),
    ("related", Cue::Related),
    ("teaser", Cue::Teaser),
    ("support", Cue::Support),
    ("legal", Cue::Legal),
    ("comment section", Cue::CommentSection),
    ("comment form", Cue::CommentForm),
    ("ago", Cue::Ago),
    ("we", Cue::We),
];

/// How sure somebody is that a segment is boilerplate.
fn against(marks: &Marks, index: usize) -> f32 {
    marks.best(index).filter(|mark| !mark.kind().is_article()).map_or(0.0, |mark| mark.confidence())
}

/// How far before (negative) or behind a range a place is.
fn outside(index: usize, range: &Range<usize>) -> f32 {
    if index < range.start { -((range.start - index) as f32) } else { (index + 1).saturating_sub(range.end) as f32 }
}

fn is_number(segment: &Segment) -> bool {
    segment.stats().letters() == 0
}

pub(super) fn is_short(segment: &Segment) -> bool {
    segment.stats().words() <= SHORT && !segment.stats().ends_sentence()
}

/// Whether a segment is the number after the one that the segment before is.
fn counts_on(document: &Document, index: usize) -> bool {
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

/// Segments of one size have about as many words.
fn size_of(segment: &Segment) -> u32 {
    (segment.stats().words() as u32 + 1).ilog2()
}

/// Whether a short line has words that stand about comments.
pub(super) fn has_comment_cue(segment: &Segment) -> bool {
    /// Longer lines (words) are texts.
    const LONGEST: usize = 14;
    let stats = segment.stats();
    stats.words() <= LONGEST
        && [Cue::CommentSection, Cue::CommentItem, Cue::CommentForm].into_iter().any(|cue| stats.has_cue(cue))
}
