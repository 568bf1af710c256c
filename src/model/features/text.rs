//! The features of a segment of flattened text.

use std::ops::Range;

use super::prefix_sums::PrefixSums;
use super::runs::{Distances, Runs};
use super::table::{Facts, Table};
use crate::analysis::{Analysis, MIN_PARAGRAPH_PROSE, Run, body_runs, credit_kind};
use crate::document::{Document, Marks, Segment, TextStats};
use crate::kind::Kind;
use crate::language::Language;
use crate::lexicon::Cue;
use crate::text::fold_into;

/// Segments on each side whose facts are features.
const NEIGHBOURS: usize = 3;
/// Segments on one side, and on both, over which sums are features.
const SIDES: [usize; 2] = [4, 12];
const REACHES: [usize; 3] = [3, 8, 25];
/// A mark as a comment counts from this confidence on.
const MIN_COMMENT_CONFIDENCE: f32 = 0.7;
/// Longer distances (segments) are all the same.
const FAR: f32 = 200.0;
/// A line with at most this many words that ends no sentence is short.
const MAX_SHORT_WORDS: usize = 6;
/// A line with a comment cue has at most this many words.
const MAX_COMMENT_CUE_WORDS: usize = 14;
const MAX_REPEATS: usize = 20;
/// The smallest total weight of the runs of a page, to divide by.
const MIN_WEIGHT: f32 = 0.1;
/// A feature that is missing, where 0 is a value of its own.
const NONE: f32 = -1.0;

/// The quantities of each segment that are summed over ranges. All but words, running text and the counts of
/// characters are numbers of segments.
#[derive(Clone, Copy)]
enum Sum {
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
    document: &'a Document,
    marks: &'a Marks,
    segments: &'a [Segment],
    sums: PrefixSums<SUMS>,
    /// For each segment the most confident mark as a comment, whether or not it is the best mark.
    comment: Vec<f32>,
    /// For each segment the confidence of its best mark, if that is boilerplate.
    boilerplate: Vec<f32>,
    /// Runs without a blank line, of short lines, of similar length, without a letter (cells of tables), and of
    /// consecutive numbers (line numbers, pagers).
    blocks: Runs,
    short_lines: Runs,
    similar_lengths: Runs,
    numbers: Runs,
    consecutive: Runs,
    to_paragraph: Distances,
    to_boilerplate: Distances,
    to_comment_cue: Distances,
    /// The runs of running text, and how many of them end before each segment.
    runs: Vec<Run>,
    runs_before: Vec<u32>,
    heaviest: usize,
    weight: f32,
    first_comment: Option<usize>,
}

impl<'a> Page<'a> {
    pub(crate) fn of(analysis: &'a Analysis<'a>, marks: &'a Marks) -> Self {
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
            boilerplate: (0..count).map(|index| boilerplate_confidence(marks, index)).collect(),
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
            first_comment: comment.iter().position(|&confidence| confidence >= MIN_COMMENT_CONFIDENCE),
            document,
            marks,
            segments,
            comment,
            runs,
            runs_before,
        }
    }

    fn stats(&self, index: usize) -> &TextStats {
        self.segments[index].stats()
    }

    fn words(&self, index: usize) -> f32 {
        self.stats(index).words() as f32
    }

    /// A count as a share of a segment's words.
    fn per_word(&self, index: usize, count: usize) -> f32 {
        count as f32 / self.words(index).max(1.0)
    }

    fn within(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.sums.within(sum as usize, range)
    }

    fn all(&self, sum: Sum) -> f32 {
        self.sums.all(sum as usize)
    }

    /// A sum over a range per word of the range.
    fn within_per_word(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.within(sum, range.clone()) / self.within(Sum::Words, range).max(1.0)
    }

    /// A sum over a range per segment of the range.
    fn within_per_segment(&self, sum: Sum, range: Range<usize>) -> f32 {
        let segments = range.len() as f32;
        self.within(sum, range) / segments.max(1.0)
    }

    fn whole(&self) -> Range<usize> {
        0..self.segments.len()
    }

    /// A segment that is a number of segments before (negative) or after another.
    fn neighbour(&self, index: usize, offset: isize) -> Option<usize> {
        index.checked_add_signed(offset).filter(|&index| index < self.segments.len())
    }

    fn before(&self, index: usize, reach: usize) -> Range<usize> {
        index.saturating_sub(reach)..index
    }

    fn after(&self, index: usize, reach: usize) -> Range<usize> {
        let count = self.segments.len();
        index.min(count)..(index + reach).min(count)
    }

    fn near(&self, index: usize, reach: usize) -> Range<usize> {
        index.saturating_sub(reach)..(index + reach + 1).min(self.segments.len())
    }

    /// The run of running text that a segment is in.
    fn run(&self, index: usize) -> Option<&Run> {
        self.run_after(index).filter(|run| run.range.start <= index)
    }

    /// The last run of running text that ends before a segment.
    fn run_before(&self, index: usize) -> Option<&Run> {
        (self.runs_before[index] as usize).checked_sub(1).and_then(|before| self.runs.get(before))
    }

    /// The first run of running text that does not end before a segment.
    fn run_after(&self, index: usize) -> Option<&Run> {
        self.runs.get(self.runs_before[index] as usize)
    }

    fn distance_to_run_before(&self, index: usize) -> f32 {
        self.run_before(index).map_or(FAR, |run| (index + 1 - run.range.end) as f32)
    }

    fn distance_to_run_after(&self, index: usize) -> f32 {
        self.run_after(index).map_or(FAR, |run| run.range.start.saturating_sub(index) as f32)
    }

    /// The run that a segment is in, or the nearest one.
    fn nearest_run(&self, index: usize) -> Option<&Run> {
        self.run(index).or_else(|| {
            let is_before = self.distance_to_run_before(index) < self.distance_to_run_after(index);
            if is_before { self.run_before(index) } else { self.run_after(index) }
        })
    }

    fn range_of_nearest_run(&self, index: usize) -> Range<usize> {
        self.nearest_run(index).map_or(0..0, |run| run.range.clone())
    }

    /// The segments between two runs, if a segment is one of them.
    fn gap(&self, index: usize) -> Range<usize> {
        match (self.run_before(index), self.run_after(index)) {
            (Some(before), Some(after)) if self.run(index).is_none() => before.range.end..after.range.start,
            _ => 0..0,
        }
    }

    fn share_of_weight(&self, run: Option<&Run>) -> f32 {
        run.map_or(0.0, |run| run.weight / self.weight)
    }

    /// The segments before the first comment: an article has its comments below its text, a thread begins with what
    /// looks like comments.
    fn before_comments(&self) -> Range<usize> {
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

fn boilerplate_confidence(marks: &Marks, index: usize) -> f32 {
    marks.evidence(index).filter(|mark| !mark.kind().is_article()).map_or(0.0, |mark| mark.confidence())
}

fn is_number(segment: &Segment) -> bool {
    segment.stats().letters() == 0
}

fn is_short(segment: &Segment) -> bool {
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
fn distance_from(index: usize, range: &Range<usize>) -> f32 {
    if index < range.start { -((range.start - index) as f32) } else { (index + 1).saturating_sub(range.end) as f32 }
}

/// The table of the features of flattened text. A model knows features by their order.
pub(crate) fn table() -> Table<Text> {
    let mut table = Table::new();
    add_text(&mut table);
    add_cues(&mut table);
    add_line(&mut table);
    add_short_lines(&mut table);
    add_position(&mut table);
    add_runs(&mut table);
    add_neighbours(&mut table);
    add_surroundings(&mut table);
    add_marks(&mut table);
    add_page(&mut table);
    table
}

/// The segment's own text.
fn add_text(table: &mut Table<Text>) {
    table.segment("words", "words", |page, index| page.words(index));
    table.segment("characters per word", "characters", |page, index| page.per_word(index, page.stats(index).chars()));
    table.segment("letters per character", "share", |page, index| {
        page.stats(index).letters() as f32 / (page.stats(index).chars() as f32).max(1.0)
    });
    table.segment("prose", "share", |page, index| page.segments[index].prose());
    table.segment("commas", "marks", |page, index| page.stats(index).commas() as f32);
    table.segment("commas per word", "marks", |page, index| page.per_word(index, page.stats(index).commas()));
    table.segment("sentence ends", "sentences", |page, index| page.stats(index).sentence_ends() as f32);
    table.segment("words per sentence", "words", |page, index| {
        page.words(index) / page.stats(index).sentence_ends().max(1) as f32
    });
    table.flag("ends sentence", |page, index| page.stats(index).ends_sentence());
    table.flag("ends colon", |page, index| page.stats(index).ends_colon());
    table.flag("ends question", |page, index| page.stats(index).ends_question());
    table.flag("ends ellipsis", |page, index| page.stats(index).ends_ellipsis());
    table.flag("ends quote", |page, index| page.stats(index).ends_quote());
    table.flag("starts lower", |page, index| page.stats(index).starts_lower());
    table.flag("starts quote", |page, index| page.stats(index).starts_quote());
    table.flag("starts bullet", |page, index| page.stats(index).starts_bullet() || page.stats(index).starts_number());
    table.segment("function words per word", "share", |page, index| {
        page.per_word(index, page.stats(index).function_words())
    });
    table.segment("capitals per word", "share", |page, index| page.per_word(index, page.stats(index).capitalized()));
    table.segment("numbers", "numbers", |page, index| page.stats(index).numbers() as f32);
    table.segment("numbers per word", "share", |page, index| page.per_word(index, page.stats(index).numbers()));
    table.segment("exclamations", "marks", |page, index| page.stats(index).exclamations() as f32);
    table.segment("quotes", "marks", |page, index| page.stats(index).quotes() as f32);
    table.segment("urls", "URLs", |page, index| page.stats(index).urls() as f32);
    table.flag("time", |page, index| page.stats(index).has_time());
    table.flag("amount", |page, index| page.stats(index).has_amount());
    table.flag("copyright", |page, index| page.stats(index).has_copyright());
    table.flag("headline", |page, index| page.segments[index].is_headline_like());
    table.flag("label", |page, index| page.segments[index].is_label());
    table.segment("repeats", "segments", |page, index| page.segments[index].repeats().min(MAX_REPEATS) as f32);
    table.flag("foreign", |page, index| page.segments[index].language() != page.document.language());
    table.segment("language confidence", "probability", |page, index| page.segments[index].language_confidence());
    table.segment("credit", "1 caption, 2 byline, 3 dateline", |page, index| {
        match credit_kind(&page.segments[index]) {
            Some(Kind::Caption) => 1.0,
            Some(Kind::Byline) => 2.0,
            Some(Kind::Dateline) => 3.0,
            _ => 0.0,
        }
    });
}

/// Groups of cues that are features one by one.
const CUES: [(&str, Cue); 9] = [
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

/// The cues in the segment, and the similarity of its words to cues.
fn add_cues(table: &mut Table<Text>) {
    for (name, cue) in CUES {
        table.flag(format!("cue {name}"), move |page, index| page.stats(index).has_cue(cue));
    }
    table.flag("is boilerplate cue", |page, index| page.stats(index).is_boilerplate());
    table.segment("cue similarity", "share", |page, index| {
        page.stats(index).most_similar_cue().map_or(0.0, |(_, similarity)| similarity)
    });
    table.segment("topic score", "share", |page, index| page.stats(index).topic().map_or(0.0, |(_, share)| share));
}

/// The line and the block that the segment is in.
fn add_line(table: &mut Table<Text>) {
    table.segment("blank lines before", "lines", |page, index| page.segments[index].blank_lines_before() as f32);
    table.segment("position in line", "segments", |page, index| page.segments[index].part as f32);
    table.segment("parts of line", "segments", |page, index| page.segments[index].parts_of_line() as f32);
    table.segment("segments of short lines", "segments", |page, index| page.short_lines.around(index).len() as f32);
    table.segment("segments of similar length", "segments", |page, index| {
        page.similar_lengths.around(index).len() as f32
    });
    table.segment("consecutive numbers", "segments", |page, index| page.consecutive.around(index).len() as f32);
    table.segment("segments of block", "segments", |page, index| page.blocks.around(index).len() as f32);
    table.segment("words of block", "words", |page, index| page.within(Sum::Words, page.blocks.around(index)));
    table.segment("prose of block", "share of words", |page, index| {
        page.within_per_word(Sum::Running, page.blocks.around(index))
    });
    table.segment("boilerplate of block", "share of segments", |page, index| {
        page.within_per_segment(Sum::Boilerplate, page.blocks.around(index))
    });
    table.flag("short", |page, index| is_short(&page.segments[index]));
}

/// The run of short (or long) lines that the segment is in: a table or list of an article, or a menu.
fn add_short_lines(table: &mut Table<Text>) {
    table.segment("segments of numbers", "segments", |page, index| {
        if is_number(&page.segments[index]) { page.numbers.around(index).len() as f32 } else { 0.0 }
    });
    table.flag("code", |page, index| page.stats(index).is_code_like());
    table.segment("numbers of short lines", "share of words", |page, index| {
        page.within_per_word(Sum::Numbers, page.short_lines.around(index))
    });
    for (name, sum) in [("boilerplate", Sum::Boilerplate), ("repeats", Sum::Repeated), ("code", Sum::Code)] {
        table.segment(format!("{name} of short lines"), "share of segments", move |page, index| {
            page.within_per_segment(sum, page.short_lines.around(index))
        });
    }
    for reach in SIDES {
        table.segment(format!("running text {reach} before short lines"), "words", move |page, index| {
            page.within(Sum::Running, page.before(page.short_lines.around(index).start, reach))
        });
        table.segment(format!("running text {reach} after short lines"), "words", move |page, index| {
            page.within(Sum::Running, page.after(page.short_lines.around(index).end, reach))
        });
    }
}

/// The position on the page.
fn add_position(table: &mut Table<Text>) {
    table.segment("position", "share of segments", |page, index| index as f32 / page.segments.len() as f32);
    table.segment("segments before", "segments", |_, index| index as f32);
    table.segment("segments after", "segments", |page, index| (page.segments.len() - index) as f32);
    let before = |page: &Page<'_>, sum: Sum, index: usize| page.sums.before(sum as usize, index);
    table.segment("words before", "share of the page's", move |page, index| {
        before(page, Sum::Words, index) / page.all(Sum::Words).max(1.0)
    });
    table.segment("running text before", "share of the page's", move |page, index| {
        before(page, Sum::Running, index) / page.all(Sum::Running).max(1.0)
    });
    table.segment("words of running text before", "words", move |page, index| before(page, Sum::Running, index));
    table.segment("words of running text after", "words", move |page, index| {
        page.all(Sum::Running) - before(page, Sum::Running, index)
    });
    table.segment("comments before", "segments", move |page, index| before(page, Sum::Comments, index));
}

/// The runs of running text that the rules find.
fn add_runs(table: &mut Table<Text>) {
    table.flag("in run", |page, index| page.run(index).is_some());
    table.flag("kept by rules", |page, index| page.run(index).is_some() && !page.marks.is_boilerplate(index));
    table.segment("segments into run", "segments", |page, index| {
        page.run(index).map_or(NONE, |run| (index - run.range.start) as f32)
    });
    table.segment("segments left of run", "segments", |page, index| {
        page.run(index).map_or(NONE, |run| (run.range.end - 1 - index) as f32)
    });
    table.segment("from run before", "segments", |page, index| page.distance_to_run_before(index).min(FAR));
    table.segment("to run after", "segments", |page, index| page.distance_to_run_after(index).min(FAR));
    table.segment("share of run before", "share of weight", |page, index| page.share_of_weight(page.run_before(index)));
    table.segment("share of run after", "share of weight", |page, index| page.share_of_weight(page.run_after(index)));
    table.segment("share of run", "share of weight", |page, index| page.share_of_weight(page.nearest_run(index)));
    table.segment("weight of run", "log odds", |page, index| page.nearest_run(index).map_or(0.0, |run| run.weight));
    table.segment("weight per segment of run", "log odds", |page, index| {
        page.nearest_run(index).map_or(0.0, |run| run.weight / run.range.len() as f32)
    });
    table.segment("segments of run", "segments", |page, index| page.range_of_nearest_run(index).len() as f32);
    table.segment("prose of run", "share of words", |page, index| {
        page.within_per_word(Sum::Running, page.range_of_nearest_run(index))
    });
    table.segment("comments of run", "share of segments", |page, index| {
        page.within_per_segment(Sum::Comments, page.range_of_nearest_run(index))
    });
    table.segment("from heaviest run", "segments", |page, index| {
        let heaviest = page.runs.get(page.heaviest);
        heaviest.map_or(0.0, |run| distance_from(index, &run.range)).clamp(-FAR, FAR)
    });
    table.flag("in heaviest run", |page, index| {
        page.run(index).is_some() && page.runs_before[index] as usize == page.heaviest
    });
    table.segment("segments of gap", "segments", |page, index| page.gap(index).len() as f32);
    table.segment("boilerplate of gap", "share of segments", |page, index| {
        page.within_per_segment(Sum::Boilerplate, page.gap(index))
    });
}

/// The segments around the segment, one by one.
fn add_neighbours(table: &mut Table<Text>) {
    for distance in 1..=NEIGHBOURS as isize {
        for (side, offset) in [("before", -distance), ("after", distance)] {
            table.segment(format!("prose {distance} {side}"), "share", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.segments[index].prose())
            });
            table.segment(format!("words {distance} {side}"), "words", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.words(index))
            });
            table.segment(format!("boilerplate {distance} {side}"), "confidence", move |page, index| {
                page.neighbour(index, offset).map_or(0.0, |index| page.boilerplate[index])
            });
            if distance == 1 {
                table.flag(format!("ends sentence {distance} {side}"), move |page, index| {
                    page.neighbour(index, offset).is_some_and(|index| page.stats(index).ends_sentence())
                });
                table.flag(format!("date {distance} {side}"), move |page, index| {
                    let neighbour = page.neighbour(index, offset).map(|index| page.stats(index));
                    neighbour.is_some_and(|stats| stats.has_date() || stats.has_time())
                });
                table.flag(format!("headline {distance} {side}"), move |page, index| {
                    page.neighbour(index, offset).is_some_and(|index| page.segments[index].is_headline_like())
                });
            }
        }
    }
}

/// The segments around the segment, summed up, and the nearest segments of some kinds.
fn add_surroundings(table: &mut Table<Text>) {
    for reach in SIDES {
        type Side = fn(&Page<'_>, usize, usize) -> Range<usize>;
        let sides: [(&str, Side); 2] = [
            ("before", |page, index, reach| page.before(index, reach)),
            ("after", |page, index, reach| page.after(index + 1, reach)),
        ];
        for (name, side) in sides {
            table.segment(format!("running text {reach} {name}"), "words", move |page, index| {
                page.within(Sum::Running, side(page, index, reach))
            });
            table.segment(format!("boilerplate within {reach} {name}"), "share of segments", move |page, index| {
                page.within_per_segment(Sum::Boilerplate, side(page, index, reach))
            });
        }
    }
    for reach in REACHES {
        table.segment(format!("prose near {reach}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Running, page.near(index, reach))
        });
        table.segment(format!("words near {reach}"), "words per segment", move |page, index| {
            page.within_per_segment(Sum::Words, page.near(index, reach))
        });
        for (name, sum) in [
            ("sentence ends", Sum::SentenceEnds),
            ("commas", Sum::Commas),
            ("numbers", Sum::Numbers),
            ("capitals", Sum::Capitals),
        ] {
            table.segment(format!("{name} near {reach}"), "per word", move |page, index| {
                page.within_per_word(sum, page.near(index, reach))
            });
        }
        for (name, sum) in [
            ("dates", Sum::Dates),
            ("comment cues", Sum::CommentCues),
            ("comments", Sum::Comments),
            ("repeats", Sum::Repeated),
            ("foreign", Sum::Foreign),
        ] {
            table.segment(format!("{name} near {reach}"), "share of segments", move |page, index| {
                page.within_per_segment(sum, page.near(index, reach))
            });
        }
    }
    type Nearest = for<'x> fn(&'x Page<'_>) -> &'x Distances;
    let nearest: [(&str, Nearest); 3] = [
        ("paragraph", |page| &page.to_paragraph),
        ("boilerplate", |page| &page.to_boilerplate),
        ("comment cue", |page| &page.to_comment_cue),
    ];
    for (name, distances) in nearest {
        table.segment(format!("since {name}"), "segments", move |page, index| {
            distances(page).since(index).map_or(FAR, |distance| (distance as f32).min(FAR))
        });
        table.segment(format!("until {name}"), "segments", move |page, index| {
            distances(page).until(index).map_or(FAR, |distance| (distance as f32).min(FAR))
        });
    }
}

/// The marks of the filters.
fn add_marks(table: &mut Table<Text>) {
    for &kind in Kind::ALL.iter().filter(|kind| !kind.is_article() && **kind != Kind::Hidden) {
        table.segment(format!("mark {}", kind.name()), "confidence", move |page, index| {
            page.marks.evidence(index).filter(|mark| mark.kind() == kind).map_or(0.0, |mark| mark.confidence())
        });
    }
    table.segment("boilerplate", "confidence", |page, index| page.boilerplate[index]);
    table.segment("comment", "confidence", |page, index| page.comment[index]);
}

/// The page as a whole.
fn add_page(table: &mut Table<Text>) {
    table.page("segments of page", "segments", |page| page.segments.len() as f32);
    table.page("words of page", "words", |page| page.all(Sum::Words));
    table.page("running text of page", "words", |page| page.all(Sum::Running));
    table.page("prose of page", "share of words", |page| page.within_per_word(Sum::Running, page.whole()));
    table.page("words per segment of page", "words", |page| page.within_per_segment(Sum::Words, page.whole()));
    table.page("paragraphs of page", "paragraphs", |page| page.all(Sum::Paragraphs));
    let share = |sum: Sum| move |page: &Page<'_>| page.within_per_segment(sum, page.whole());
    table.page("boilerplate of page", "share of segments", share(Sum::Boilerplate));
    table.page("running text before comments", "words", |page| page.within(Sum::Running, page.before_comments()));
    table.page("share before comments", "share of running text", |page| {
        page.within(Sum::Running, page.before_comments()) / page.all(Sum::Running).max(1.0)
    });
    table.page("prose before comments", "share of words", |page| {
        page.within_per_word(Sum::Running, page.before_comments())
    });
    table.page("position of comments", "segments", |page| page.first_comment.map_or(NONE, |first| first as f32));
    table.page("words per comment", "words", |page| page.all(Sum::CommentWords) / page.all(Sum::Comments).max(1.0));
    table.page("comments of page", "share of segments", share(Sum::Comments));
    table.page("comment cues of page", "share of segments", share(Sum::CommentCues));
    table.page("dates of page", "share of segments", share(Sum::Dates));
    table.page("short lines of page", "share of segments", share(Sum::Short));
    table.page("repeats of page", "share of segments", share(Sum::Repeated));
    table.page("code of page", "share of segments", share(Sum::Code));
    table.page("amounts of page", "share of segments", share(Sum::Amounts));
    table.page("runs of page", "runs", |page| page.runs.len() as f32);
    table.page("share of heaviest run", "share of weight", |page| page.share_of_weight(page.runs.get(page.heaviest)));
    table.page("words in runs", "share of words", |page| {
        let in_runs: f32 = page.runs.iter().map(|run| page.within(Sum::Words, run.range.clone())).sum();
        in_runs / page.all(Sum::Words).max(1.0)
    });
}
