//! Headlines of other articles above or between the text.

use super::Filter;
use super::cue_block::certainty;
use crate::analysis::{Analysis, RunScores, runs};
use crate::document::{Document, Marks};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks headline tickers: [`Kind::Ticker`].
///
/// A ticker is a line that holds several headlines, or a run of headlines above the running text,
/// often with a label ("breaking news") or times in front.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let ticker = "Mayor opens the new bridge    Rain expected at the coast    Team wins third match in a row    Museum shows its hidden maps";
/// let article = "The village has a new bridge. The old one had been closed for two years, since a mason found cracks in it, \
///     and everybody who wanted to cross the river had to walk to the mill, which takes an hour and is steep.";
/// let page = clean_text(&format!("{ticker}\n\n{article}"))?;
/// assert!(page.spans()[..4].iter().all(|span| span.kind() == Kind::Ticker));
/// assert_eq!(page.text(), article);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TickerFilter;

/// A line with fewer parts is no ticker.
const MIN_PARTS: usize = 4;
/// Words a headline has at the least, on average over the line.
const HEADLINE_WORDS: f32 = 3.2;

/// A part of a line is known for something else from this confidence on.
const KNOWN: f32 = 0.74;

impl Filter for TickerFilter {
    fn name(&self) -> &'static str {
        "ticker"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        mark_lines(analysis.document(), marks);
        mark_runs(analysis, marks);
    }
}

/// Lines of several headlines.
fn mark_lines(document: &Document, marks: &mut Marks) {
    let segments = document.segments();
    let mut start = 0;
    while start < segments.len() {
        let parts = segments[start].parts_of_line().max(1);
        let line = start..(start + parts).min(segments.len());
        start = line.end;
        if parts < MIN_PARTS {
            continue;
        }
        let parts = &segments[line.clone()];
        let count = parts.len() as f32;
        let words = parts.iter().map(|part| part.stats().words()).sum::<usize>() as f32;
        let known =
            line.clone().filter(|&index| marks.evidence(index).is_some_and(|mark| mark.confidence() > KNOWN)).count()
                as f32;
        let amounts = parts.iter().filter(|part| part.stats().has_amount()).count() as f32;
        let prose = parts.iter().filter(|part| part.prose() > 0.8).count() as f32;
        if prose / count > 0.2 || amounts / count > 0.4 || known / count > 0.3 {
            continue;
        }
        let (kind, confidence) = if words / count >= HEADLINE_WORDS {
            (Kind::Ticker, 0.78 + 0.02 * count.min(8.0))
        } else {
            (Kind::Navigation, 0.62)
        };
        for index in line {
            // A part that another filter knows by its words is left to it.
            if marks.evidence(index).is_none_or(|mark| mark.confidence() <= KNOWN) {
                marks.mark(index, kind, confidence);
            }
        }
    }
}

/// Headlines line by line, above the running text.
fn mark_runs(analysis: &Analysis<'_>, marks: &mut Marks) {
    let document = analysis.document();
    let segments = document.segments();
    let layout = analysis.layout(marks);
    let inside = |index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        if certainty(segment, Cue::Ticker) >= 0.5 && stats.words() <= 8 {
            return 2.2;
        }
        if marks.is_boilerplate(index) {
            return -0.4;
        }
        if stats.starts_time() && segment.is_headline_like() {
            return 1.3;
        }
        if stats.words() == stats.numbers() {
            return -0.1;
        }
        if segment.is_headline_like() && stats.words() >= 4 {
            return if layout.is_front(index) { 0.5 } else { -0.2 };
        }
        -1.0 - 2.0 * segment.prose()
    };
    let found = runs(segments.len(), RunScores { inside, enter: |_| 1.6, leave: |_| 0.0 });
    for run in found {
        let mut range = run.range.clone();
        // The last headline above the text is the article's own.
        let own = range
            .clone()
            .rev()
            .find(|&index| segments[index].is_headline_like() && !segments[index].stats().starts_time());
        if let Some(own) = own
            && range.len() > 1
            && layout.is_front(own)
            && layout.chars_from(own) > 0
            && own + 4 >= layout.first_paragraph()
            && !segments[own].stats().has_cue(Cue::Ticker)
        {
            range.end = own;
        }
        let confidence = run.confidence(0.58);
        range.for_each(|index| marks.mark(index, Kind::Ticker, confidence));
    }
}
