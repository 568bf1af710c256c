//! Blocks of links that were put on the page for search engines.

use super::Filter;
use crate::analysis::{Analysis, MIN_PARAGRAPH_PROSE, RunScores, runs};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::language::Language;
use crate::lexicon::Cue;

/// Marks spam link blocks: [`Kind::Spam`].
///
/// A block is a run of short lines with host names, URLs or words of spam trades (gambling, pharmacies, loans) among
/// them. A line in another language than the page's text counts for a block. A single line is enough if it is mostly
/// URLs, or names such a trade at the beginning or end of the page. On pages that show program code, host names do
/// not count.
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

// All numbers of this file are hand-set on the development texts.

/// The text of a link has at most this many characters.
const MAX_ANCHOR_CHARS: usize = 160;
/// This many segments at the beginning and at the end of a page are its edge.
const EDGE_SEGMENTS: usize = 4;
/// A line at the edge has at most this many words.
const MAX_EDGE_WORDS: usize = 6;
/// A page with at least this many lines of code shows programs.
const MIN_CODE_LINES: usize = 5;
/// A segment is an address if URLs and host names have at least one in this many of its bytes.
const MAX_BYTES_PER_URL_BYTE: usize = 3;
/// A segment with more URLs, or more spam cues, than this has many.
const MAX_FEW: usize = 2;
/// The language of a segment is sure above this confidence: a name or two can look like any language.
const MIN_LANGUAGE_CONFIDENCE: f32 = 0.8;

/// Scores of a segment for being in a block, in log odds. All but that of a paragraph are added up.
const PARAGRAPH: f32 = -4.0;
const MUCH_EVIDENCE: f32 = 3.0;
const EVIDENCE: f32 = 1.6;
const FOREIGN: f32 = 0.7;
/// The score of a short line at the edge, if the others add up to more than `MIN_EDGE_SCORE`.
const AT_EDGE: f32 = 0.6;
const MIN_EDGE_SCORE: f32 = 1.0;
const SHORT_LINE: f32 = -0.25;
const LONG_LINE: f32 = -1.5;
/// The cost of entering a block, in log odds.
const ENTER: f32 = 1.6;

/// In a block, at least one in this many segments has spam words or addresses: headlines in another language are a
/// ticker, names of languages a language switcher.
const MAX_SEGMENTS_PER_EVIDENCE: usize = 10;
/// The least confidence of a block, and how much more it is if all segments have them.
const MIN_CONFIDENCE: f32 = 0.62;
const EVIDENCE_CONFIDENCE: f32 = 0.3;

impl Filter for SpamFilter {
    fn name(&self) -> &'static str {
        "spam"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let segments = document.segments();
        let layout = analysis.layout(marks);
        let code_lines = segments.iter().filter(|segment| segment.stats().is_code_like());
        let shows_code = code_lines.take(MIN_CODE_LINES).count() == MIN_CODE_LINES;
        let is_evidence = |segment: &Segment| has_spam_word(segment) || !shows_code && is_address(segment);
        let inside = |index: usize| {
            let segment = &segments[index];
            let stats = segment.stats();
            if segment.prose() >= MIN_PARAGRAPH_PROSE
                && stats.url_bytes() * MAX_BYTES_PER_URL_BYTE < segment.range().len()
            {
                return PARAGRAPH;
            }
            let mut score = 0.0;
            if is_evidence(segment) {
                let is_much = stats.urls() > MAX_FEW || stats.count(Cue::Spam) > MAX_FEW;
                score += if is_much { MUCH_EVIDENCE } else { EVIDENCE };
            }
            if is_foreign(document, segment) {
                score += FOREIGN;
            }
            let at_edge = (index < EDGE_SEGMENTS || index + EDGE_SEGMENTS >= segments.len())
                && (layout.is_front(index) || layout.is_back(index));
            if score > MIN_EDGE_SCORE && at_edge && stats.words() <= MAX_EDGE_WORDS {
                score += AT_EDGE;
            }
            let is_short = stats.chars() <= MAX_ANCHOR_CHARS && stats.sentence_ends() == 0;
            score + if is_short { SHORT_LINE } else { LONG_LINE }
        };
        for run in runs(segments.len(), RunScores { inside, enter: |_| ENTER, leave: |_| 0.0 }) {
            let evidence = run.range.clone().filter(|&index| is_evidence(&segments[index])).count();
            if evidence == 0 || evidence * MAX_SEGMENTS_PER_EVIDENCE < run.range.len() {
                continue;
            }
            let share = evidence as f32 / run.range.len() as f32;
            let confidence = run.confidence(MIN_CONFIDENCE + EVIDENCE_CONFIDENCE * share);
            run.range.for_each(|index| marks.mark(index, Kind::Spam, confidence));
        }
    }
}

fn has_spam_word(segment: &Segment) -> bool {
    segment.stats().has_cue(Cue::Spam)
}

/// Whether a segment is mostly URLs or host names. A line such as "Short link: …" is not meant.
fn is_address(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.urls() > 0
        && stats.url_bytes() * MAX_BYTES_PER_URL_BYTE >= segment.range().len()
        && stats.lead_in(Cue::Share) == 0.0
}

/// Whether a segment is in another language than the page's running text.
fn is_foreign(document: &Document, segment: &Segment) -> bool {
    let (page, own) = (document.language(), segment.language());
    let is_sure = segment.language_confidence() > MIN_LANGUAGE_CONFIDENCE;
    page != Language::Undetermined && own != Language::Undetermined && own != page && is_sure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    const PARAGRAPHS: [&str; 4] = [
        "The village voted last night for a new school near the station, after it had argued about it for ten years.",
        "La commune a voté hier soir la construction d'une nouvelle école près de la gare, malgré les critiques.",
        "Die Gemeinde stimmte gestern Abend für eine neue Schule am Bahnhof, über die sie zehn Jahre gestritten hatte.",
        "مردم روستا دیشب به ساخت مدرسه‌ای تازه در نزدیکی ایستگاه رأی دادند که ده سال درباره آن بحث کرده بودند.",
    ];

    #[test]
    fn links_to_spam_trades_are_marked_above_a_text_of_any_language() {
        for paragraph in PARAGRAPHS {
            let page = format!("online casino bonus\nbest-slots.example.com\npoker365.net\n\n{paragraph}");
            let block = ["online casino bonus", "best-slots.example.com", "poker365.net"];
            assert_eq!(marked(&SpamFilter, Kind::Spam, &page), block);
        }
    }

    #[test]
    fn labels_and_sentences_about_gambling_are_not_marked() {
        for paragraph in PARAGRAPHS {
            assert_eq!(marked(&SpamFilter, Kind::Spam, &format!("Home\nMill\n\n{paragraph}")), [""; 0]);
        }
        let sentence = "The casino at the coast was closed in 1990, after its owner had lost it in a game of poker.";
        assert_eq!(marked(&SpamFilter, Kind::Spam, sentence), [""; 0]);
    }

    #[test]
    fn names_of_languages_are_not_marked() {
        let page = format!("Deutsch\nفارسی\nFrançais\n\n{}", PARAGRAPHS[0]);
        assert_eq!(marked(&SpamFilter, Kind::Spam, &page), [""; 0]);
    }

    #[test]
    fn hosts_in_a_lesson_about_programs_are_not_marked() {
        let lesson = "How the way to a host is found: every router on the way answers in its turn, and says who it is.\n\
            $ ping mill.example.com\n$ traceroute mill.example.com\nmill.example.com\n$ dig mill.example.com\n\
            ;; ANSWER SECTION:\nmill.example.com. 1 IN A 10.0.0.7\n;; Query time: 35 msec\n\
            The last line says how long it took to get the answer, which is little where somebody had asked before.";
        assert_eq!(marked(&SpamFilter, Kind::Spam, lesson), [""; 0]);
        let without_code = lesson.replace(['$', ';'], "");
        assert_ne!(marked(&SpamFilter, Kind::Spam, &without_code), [""; 0]);
    }
}
