//! Teasers of other articles.

use std::ops::RangeInclusive;

use super::Filter;
use super::cue_block::{basis, certainty};
use crate::analysis::{Analysis, Layout, MIN_PARAGRAPH_PROSE, RunScores, is_counted_label, runs};
use crate::document::{Basis, Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks blocks of teasers: [`Kind::Related`].
///
/// A block has a heading ("read also") or a teaser's phrase ("read more"), and consists of headlines, dates, summaries
/// that break off, and lines that the page has twice. It ends where running text continues. At the end of a page,
/// headlines with summaries are a block without a heading too.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text(
///     "The council decided on Monday to build a new bridge over the river, after the old one had been closed.\n\n\
///      Read also: How the old bridge was built",
/// )?;
/// assert_eq!(page.spans()[1].kind(), Kind::Related);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RelatedFilter;

// All numbers of this file are hand-set on the development texts.

/// The heading of a block, or a line "read also: …", has at least this certainty and at most this many words.
const MIN_HEADING_CERTAINTY: f32 = 0.55;
const MAX_HEADING_WORDS: usize = 26;
/// The summary of a teaser has at most this many words.
const MAX_SUMMARY_WORDS: usize = 70;
/// A teaser's phrase ("read more") has at least this certainty.
const MIN_TEASER_CERTAINTY: f32 = 0.5;
/// A label of a menu has more than this certainty.
const MIN_MENU_CERTAINTY: f32 = 0.7;
/// A line that the page has twice has at least this many words to be a teaser.
const MIN_REPEATED_WORDS: usize = 3;
/// A block inside an article has at most this many teasers.
const MAX_INLINE_TEASERS: usize = 4;
/// A segment is amid an article if the running text before it is less than this many times the running text from it on.
const MAX_BEFORE_PER_BEHIND: u32 = 4;

/// Scores of a segment for being in a block, in log odds.
const HEADING: f32 = 1.6;
const BOILERPLATE: f32 = -0.6;
const MENU: f32 = -0.4;
const TIME: f32 = -1.0;
const VERSE: f32 = -2.0;
/// Scores that are added to one of those below.
const TEASER_PHRASE: f32 = 1.5;
const ELLIPSIS: f32 = 1.2;
const REPEATED: f32 = 0.5;
/// Scores of headlines: behind the running text, with running text below, below the heading of a block, any other.
const BEHIND_TEXT: f32 = 0.4;
const ARTICLE_HEADING: f32 = -0.8;
const BELOW_HEADING: f32 = 0.3;
const HEADLINE: f32 = 0.1;
/// Scores of labels with a date and without, of summaries, and of text that is too long for one.
const DATE: f32 = 0.3;
const LABEL: f32 = -0.25;
const SUMMARY: f32 = -0.2;
const LONG_TEXT: f32 = -2.0;
/// Scores of full prose of other text, amid an article and at its end; the former has `AMID` added.
const PROSE_AMID: f32 = -1.4;
const AMID: f32 = -0.1;
const PROSE_AT_END: f32 = -1.1;
/// Costs of entering a block at a heading and elsewhere, and of leaving one, in log odds.
const ENTER_AT_HEADING: f32 = 1.0;
const ENTER: f32 = 3.2;
const LEAVE: f32 = 0.3;
/// The least confidence of a block, and that of one without a heading.
const MIN_CONFIDENCE: f32 = 0.62;

/// A block without a heading has at least this many teasers, each a headline of at least this many words and a summary
/// with a number of words in this range.
const MIN_TEASERS: usize = 2;
const MIN_HEADLINE_WORDS: usize = 4;
const LAST_SUMMARY_WORDS: RangeInclusive<usize> = 8..=40;
/// The running text before such a block is more than this many times that in it, and that behind it.
const MIN_BEFORE_PER_LAST: u32 = 4;

impl Filter for RelatedFilter {
    fn name(&self) -> &'static str {
        "related"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let segments = document.segments();
        let layout = analysis.layout(marks);
        let inside = |index: usize| {
            let segment = &segments[index];
            let stats = segment.stats();
            if is_heading(segment) {
                return HEADING;
            }
            if marks.is_boilerplate(index) {
                return BOILERPLATE;
            }
            let is_menu = certainty(segment, Cue::Navigation) > MIN_MENU_CERTAINTY
                || is_counted_label(segment, document.text(segment));
            if is_menu {
                return MENU;
            }
            if stats.starts_time() {
                return TIME;
            }
            if analysis.is_verse(index) {
                return VERSE;
            }
            let mut score = 0.0;
            if certainty(segment, Cue::Teaser) >= MIN_TEASER_CERTAINTY && stats.words() <= MAX_SUMMARY_WORDS {
                score += TEASER_PHRASE;
            }
            if stats.ends_ellipsis() && stats.words() <= MAX_SUMMARY_WORDS {
                score += ELLIPSIS;
            }
            if segment.repeats() > 1 && stats.words() >= MIN_REPEATED_WORDS {
                score += REPEATED;
            }
            let is_amid = layout.chars_from(index) * MAX_BEFORE_PER_BEHIND > layout.chars_before(index);
            score
                + if segment.is_headline_like() {
                    if layout.is_back(index) {
                        BEHIND_TEXT
                    } else if is_amid && is_article_text(segments, index + 1) {
                        ARTICLE_HEADING
                    } else if is_below_heading(segments, index) {
                        BELOW_HEADING
                    } else {
                        HEADLINE
                    }
                } else if segment.is_label() {
                    if stats.has_date() { DATE } else { LABEL }
                } else if is_summary(segments, index) {
                    SUMMARY
                } else if stats.words() <= MAX_SUMMARY_WORDS && layout.chars_before(index) > 0 {
                    if is_amid { PROSE_AMID * segment.prose() + AMID } else { PROSE_AT_END * segment.prose() }
                } else {
                    LONG_TEXT
                }
        };
        let enter = |index: usize| if is_heading(&segments[index]) { ENTER_AT_HEADING } else { ENTER };
        let found = runs(segments.len(), RunScores { inside, enter, leave: |_| LEAVE });
        mark_last_teasers(document, marks, &layout);
        // "Read more" is part of a teaser even where the teaser itself is not found.
        for (index, segment) in segments.iter().enumerate() {
            if segment.stats().is_cue(Cue::Teaser) && marks.evidence(index).is_none() {
                marks.mark_by(index, Kind::Related, MIN_CONFIDENCE, Basis::Cue);
            }
        }
        for run in found {
            let confidence = run.confidence(MIN_CONFIDENCE);
            let has_heading = run.range.clone().any(|index| is_heading(&segments[index]));
            let has_phrase = run.range.clone().any(|index| segments[index].stats().has_cue(Cue::Teaser));
            if has_heading || has_phrase {
                for index in run.range {
                    let basis =
                        if is_heading(&segments[index]) { basis(&segments[index], Cue::Related) } else { Basis::Run };
                    marks.mark_by(index, Kind::Related, confidence, basis);
                }
            }
        }
    }
}

/// Whether the heading of a block is a few headlines above a segment. A line "read also: …" is a teaser, no heading.
fn is_below_heading(segments: &[Segment], index: usize) -> bool {
    let mut above = segments[..index].iter().rev().take(MAX_INLINE_TEASERS);
    let heading = above.find(|segment| !segment.is_headline_like() || is_heading(segment));
    heading.is_some_and(|segment| is_heading(segment) && segment.stats().is_cue(Cue::Related))
}

/// Whether a segment is running text and not the summary of a teaser.
fn is_article_text(segments: &[Segment], index: usize) -> bool {
    segments.get(index).is_some_and(|segment| segment.prose() >= MIN_PARAGRAPH_PROSE) && !is_summary(segments, index)
}

/// Marks teasers without a heading at the end of a page: headlines that alternate with summaries, little running
/// text behind them.
fn mark_last_teasers(document: &Document, marks: &mut Marks, layout: &Layout) {
    let segments = document.segments();
    let is_teaser = |index: usize| {
        let summary = segments.get(index + 1);
        let is_summary = |summary: &Segment| {
            !summary.is_headline_like()
                && LAST_SUMMARY_WORDS.contains(&summary.stats().words())
                && summary.stats().ends_sentence()
        };
        segments[index].is_headline_like()
            && segments[index].stats().words() >= MIN_HEADLINE_WORDS
            && summary.is_some_and(is_summary)
    };
    let mut index = 0;
    while index < segments.len() {
        let start = index;
        while index < segments.len() && is_teaser(index) {
            index += 2;
        }
        let before = layout.chars_before(start);
        let within = layout.chars_before(index) - before;
        let behind = layout.chars_from(index.min(segments.len()));
        if index - start >= 2 * MIN_TEASERS
            && before > MIN_BEFORE_PER_LAST * within
            && behind * MIN_BEFORE_PER_LAST < before
        {
            (start..index).for_each(|index| marks.mark_by(index, Kind::Related, MIN_CONFIDENCE, Basis::Run));
        }
        index = index.max(start + 1);
    }
}

/// Whether a segment is the heading of a block of teasers, or a line that names one ("read also: …").
fn is_heading(segment: &Segment) -> bool {
    certainty(segment, Cue::Related) >= MIN_HEADING_CERTAINTY && segment.stats().words() <= MAX_HEADING_WORDS
}

/// Whether a segment is between two headlines, like the summary of the first one.
fn is_summary(segments: &[Segment], index: usize) -> bool {
    let is_headline = |segment: &Segment| segment.is_headline_like() || is_heading(segment);
    segments[index].stats().words() <= MAX_SUMMARY_WORDS
        && index > 0
        && is_headline(&segments[index - 1])
        && segments.get(index + 1).is_none_or(is_headline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    const PARAGRAPH: &str =
        "The council decided on Monday to build a new bridge over the river, after the old one had been closed.";

    #[test]
    fn a_heading_and_the_headlines_below_it_are_marked() {
        for (heading, headline) in [
            ("Related articles", "How the old bridge was built"),
            ("Articles similaires", "Comment le vieux pont fut construit"),
            ("Ähnliche Artikel", "Wie die alte Brücke gebaut wurde"),
            ("مطالب مرتبط", "پل قدیمی چگونه ساخته شد"),
        ] {
            let page = format!("{PARAGRAPH}\n{PARAGRAPH}\n\n{heading}\n{headline}\n{headline}");
            assert_eq!(marked(&RelatedFilter, Kind::Related, &page), [heading, headline, headline]);
        }
    }

    #[test]
    fn a_line_that_names_another_article_is_marked() {
        for line in [
            "Read also: How the old bridge was built",
            "Lire aussi : Comment le vieux pont fut construit",
            "Lesen Sie auch: Wie die alte Brücke gebaut wurde",
            "بیشتر بخوانید: پل قدیمی چگونه ساخته شد",
        ] {
            let page = format!("{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}\n{PARAGRAPH}");
            assert_eq!(marked(&RelatedFilter, Kind::Related, &page), [line]);
        }
    }

    #[test]
    fn the_headings_of_an_article_are_not_marked() {
        for heading in
            ["How the bridge was built", "La construction du pont", "Wie die Brücke gebaut wurde", "پل چگونه ساخته شد"]
        {
            let page = format!("{PARAGRAPH}\n\n{heading}\n\n{PARAGRAPH}\n{PARAGRAPH}");
            assert_eq!(marked(&RelatedFilter, Kind::Related, &page), [""; 0]);
        }
    }

    #[test]
    fn headlines_with_summaries_are_marked_at_the_end_of_a_page() {
        let article = [PARAGRAPH; 12].join("\n");
        let teasers =
            ["The mill opens on Monday", "It grinds rye, as it did a hundred years ago.", "Ferry sails in winter"];
        let last = "The harbour office lets it sail twice a day.";
        let page = |behind: &str| format!("{article}\n\n{}\n{last}\n{behind}", teasers.join("\n"));
        let marked_teasers = marked(&RelatedFilter, Kind::Related, &page(""));
        assert_eq!(marked_teasers, [teasers[0], teasers[1], teasers[2], last]);
        assert_eq!(marked(&RelatedFilter, Kind::Related, &page(&article)), [""; 0]);
    }
}
