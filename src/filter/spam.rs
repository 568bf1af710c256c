//! Blocks of links that were put on the page for search engines.

use super::Filter;
use crate::analysis::{Analysis, MIN_PARAGRAPH_PROSE, RunScores, runs};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::language::Language;
use crate::lexicon::Cue;

/// Marks spam link blocks: [`Kind::Spam`].
///
/// A block is a run of short lines among which are bare host names, URLs or words of the trades
/// that spam (gambling, pharmacies, loans); a language that the page's text is not in adds to it.
/// A single line is enough where it is mostly URLs or names such a trade at the page's edge. Where a page
/// shows programs, their host names say nothing.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text(
///     "online casino bonus\nbest-slots.example.com\npoker365.net\n\n\
///      La commune a voté hier soir la construction d'une nouvelle école près de la gare, malgré les critiques.",
/// )?;
/// assert_eq!(page.spans()[1].kind(), Kind::Spam);
/// assert!(page.text().starts_with("La commune"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SpamFilter;

/// Anchors of links have no more characters than this.
const MAX_ANCHOR: usize = 160;
/// So many segments at the beginning and the end of a page are its edge.
const EDGE: usize = 4;
/// A page that shows programs has so many lines of them.
const MIN_LINES_OF_CODE: usize = 5;

impl Filter for SpamFilter {
    fn name(&self) -> &'static str {
        "spam"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let segments = document.segments();
        let layout = analysis.layout(marks);
        let lines_of_code = segments.iter().filter(|segment| segment.stats().is_code_like());
        let shows_code = lines_of_code.take(MIN_LINES_OF_CODE).count() == MIN_LINES_OF_CODE;
        let is_hard_evidence = |segment: &Segment| is_of_spam_trade(segment) || !shows_code && is_address(segment);
        let inside = |index: usize| {
            let segment = &segments[index];
            let stats = segment.stats();
            if segment.prose() >= MIN_PARAGRAPH_PROSE && stats.url_bytes() * 3 < segment.range().len() {
                return -4.0;
            }
            let mut weight = 0.0;
            if is_hard_evidence(segment) {
                weight += if stats.urls() > 2 || stats.count(Cue::Spam) > 2 { 3.0 } else { 1.6 };
            }
            if is_foreign(document, segment) {
                weight += 0.7;
            }
            let at_edge =
                (index < EDGE || index + EDGE >= segments.len()) && (layout.is_front(index) || layout.is_back(index));
            if weight > 1.0 && at_edge && stats.words() <= 6 {
                weight += 0.6;
            }
            let short = stats.chars() <= MAX_ANCHOR && stats.sentence_ends() == 0;
            weight - if short { 0.25 } else { 1.5 }
        };
        let found = runs(segments.len(), RunScores { inside, enter: |_| 1.6, leave: |_| 0.0 });
        for run in found {
            let hard = run.range.clone().filter(|&index| is_hard_evidence(&segments[index])).count();
            // Headlines in another language are a ticker, names of languages a switcher.
            if hard * 10 < run.range.len() || hard == 0 {
                continue;
            }
            let share = hard as f32 / run.range.len() as f32;
            let confidence = run.confidence(0.62 + 0.3 * share);
            run.range.for_each(|index| marks.mark(index, Kind::Spam, confidence));
        }
    }
}

fn is_of_spam_trade(segment: &Segment) -> bool {
    segment.stats().has_cue(Cue::Spam)
}

/// Whether a segment is mostly URLs or host names.
fn is_address(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.urls() > 0 && stats.url_bytes() * 3 >= segment.range().len()
}

/// A name or two can look like any language; a foreign text is more certain.
const SURE: f32 = 0.8;

/// Whether a segment is in a language that the page's running text is not in.
fn is_foreign(document: &Document, segment: &Segment) -> bool {
    let (page, own) = (document.language(), segment.language());
    let sure = segment.language_confidence() > SURE;
    page != Language::Undetermined && own != Language::Undetermined && own != page && sure
}

#[cfg(test)]
mod tests {
    use crate::{Kind, clean_text};

    #[test]
    fn hosts_in_a_lesson_about_programs_are_no_spam() {
        let lesson = "How the way to a host is found: every router on the way answers in its turn, and says who it is.\n\
            $ ping mill.example.com\n$ traceroute mill.example.com\nmill.example.com\n$ dig mill.example.com\n\
            ;; ANSWER SECTION:\nmill.example.com. 1 IN A 10.0.0.7\n;; Query time: 35 msec\n\
            The last line says how long it took to get the answer, which is little where somebody had asked before.";
        let page = clean_text(lesson).unwrap();
        assert!(page.spans().iter().all(|span| span.kind() != Kind::Spam), "{:?}", page.spans());
    }
}
