//! Teasers of other articles.

use super::Filter;
use super::cue_block::certainty;
use crate::analysis::{Analysis, Layout, MIN_PARAGRAPH_PROSE, RunScores, is_counted_label, runs};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks blocks of teasers: [`Kind::Related`].
///
/// A block is opened by its heading and made of headlines, dates, summaries that break off, and
/// lines that stand twice on the page. It ends where running text goes on.
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

/// A summary in a teaser has no more words than this.
const MAX_SUMMARY: usize = 70;
/// A heading of a block, or a line "read also: …", has no more.
const MAX_HEADING: usize = 26;

/// A block amid an article has no more teasers.
const MAX_INLINE_TEASERS: usize = 4;
/// Teasers that nothing heads are at least so many, their summaries so long (words).
const MIN_TEASERS: usize = 2;
const MIN_SUMMARY: usize = 8;
const MAX_LAST_SUMMARY: usize = 40;

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
            if opens(segment) {
                return 1.6;
            }
            if marks.is_boilerplate(index) {
                return -0.6;
            }
            let is_menu =
                certainty(segment, Cue::Navigation) > 0.7 || is_counted_label(segment, document.text(segment));
            if stats.starts_time() || is_menu {
                return if is_menu { -0.4 } else { -1.0 };
            }
            let mut weight = 0.0;
            if certainty(segment, Cue::Teaser) >= 0.5 && stats.words() <= MAX_SUMMARY {
                weight += 1.5;
            }
            if stats.ends_ellipsis() && stats.words() <= MAX_SUMMARY {
                weight += 1.2;
            }
            if segment.repeats() > 1 && stats.words() >= 3 {
                weight += 0.5;
            }
            // Much of the article is still to come.
            let is_amid = layout.chars_from(index) * 4 > layout.chars_before(index);
            weight
                + if segment.is_headline_like() {
                    if layout.is_back(index) {
                        0.4
                    } else if is_amid && goes_on(segments, index + 1) {
                        // A heading: the article goes on below it.
                        -0.8
                    } else if is_headed(segments, index) {
                        0.3
                    } else {
                        0.1
                    }
                } else if segment.is_label() {
                    if stats.has_date() { 0.3 } else { -0.25 }
                } else if is_summary(segments, index) {
                    -0.2
                } else if stats.words() <= MAX_SUMMARY && layout.chars_before(index) > 0 {
                    if is_amid { -1.4 * segment.prose() - 0.1 } else { -1.1 * segment.prose() }
                } else {
                    -2.0
                }
        };
        let enter = |index: usize| if opens(&segments[index]) { 1.0 } else { 3.2 };
        let found = runs(segments.len(), RunScores { inside, enter, leave: |_| 0.3 });
        mark_last_teasers(document, marks, &layout);
        for run in found {
            let confidence = run.confidence(0.62);
            let opened = run.range.clone().any(|index| opens(&segments[index]));
            let teasers = run.range.clone().any(|index| segments[index].stats().has_cue(Cue::Teaser));
            if opened || teasers {
                run.range.for_each(|index| marks.mark(index, Kind::Related, confidence));
            }
        }
    }
}

/// Whether the heading of a block, which names no teaser itself, stands a few headlines above.
fn is_headed(segments: &[Segment], index: usize) -> bool {
    let mut above = segments[..index].iter().rev().take(MAX_INLINE_TEASERS);
    let heading = above.find(|segment| !segment.is_headline_like() || opens(segment));
    heading.is_some_and(|segment| opens(segment) && segment.stats().is_cue(Cue::Related))
}

/// Whether running text that is no summary of a teaser stands at a place.
fn goes_on(segments: &[Segment], index: usize) -> bool {
    segments.get(index).is_some_and(|segment| segment.prose() >= MIN_PARAGRAPH_PROSE) && !is_summary(segments, index)
}

/// Teasers that nothing heads, at the page's end: headline and summary by turns, and no running text
/// behind.
fn mark_last_teasers(document: &Document, marks: &mut Marks, layout: &Layout) {
    let segments = document.segments();
    let is_teaser = |index: usize| {
        let summary = segments.get(index + 1);
        let is_summary = |summary: &Segment| {
            !summary.is_headline_like()
                && (MIN_SUMMARY..=MAX_LAST_SUMMARY).contains(&summary.stats().words())
                && summary.stats().ends_sentence()
        };
        segments[index].is_headline_like() && segments[index].stats().words() >= 4 && summary.is_some_and(is_summary)
    };
    let mut index = 0;
    while index < segments.len() {
        let start = index;
        while index < segments.len() && is_teaser(index) {
            index += 2;
        }
        let before = layout.chars_before(start);
        let behind = layout.chars_from(index.min(segments.len()));
        if index - start >= 2 * MIN_TEASERS && before > 4 * (layout.chars_before(index) - before) && behind * 4 < before
        {
            (start..index).for_each(|index| marks.mark(index, Kind::Related, 0.62));
        }
        index = index.max(start + 1);
    }
}

/// Whether a segment is the heading of a block of teasers, or a line that names one ("read also").
fn opens(segment: &Segment) -> bool {
    certainty(segment, Cue::Related) >= 0.55 && segment.stats().words() <= MAX_HEADING
}

/// Whether a segment stands between the headlines of two teasers, as a summary of the first does.
fn is_summary(segments: &[Segment], index: usize) -> bool {
    let headline = |segment: &Segment| segment.is_headline_like() || opens(segment);
    segments[index].stats().words() <= MAX_SUMMARY
        && index > 0
        && headline(&segments[index - 1])
        && segments.get(index + 1).is_none_or(headline)
}
