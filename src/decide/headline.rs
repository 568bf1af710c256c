//! The headlines of the articles of a flattened page.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::analysis::{MIN_PARAGRAPH_PROSE, credit_kind, is_article_paragraph};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::text::stems;

// All values are hand-set on the development texts.

/// A title is at most this many segments above the first paragraph.
const MAX_TITLE_DISTANCE: usize = 14;
/// A paragraph has another within this many segments below it.
const MAX_PARAGRAPH_DISTANCE: usize = 3;
/// The words of a headline are looked up in this many paragraphs below it.
const MAX_COMPARED_PARAGRAPHS: usize = 8;
/// A segment with at least this much prose is text of an article.
const MIN_TEXT_PROSE: f32 = 0.45;
/// A headline right below the credit of the article before has at least this many words.
const MIN_HEADLINE_WORDS: usize = 5;
/// The author or date of an article is within this many segments below its title.
const MAX_CREDIT_DISTANCE: usize = 2;
/// This many segments, boilerplate included, are looked at above and below a line.
const MAX_LOOK_AROUND: usize = 12;
/// Credits take at most this many lines.
const MAX_CREDIT_LINES: usize = 3;

/// The lowest score of a title, and what adds to it: a full-length headline, the share of its words that the text
/// repeats, standing on the page twice, a credit below it; distance (per segment) and doubt take away.
const MIN_SCORE: f32 = 0.35;
const LENGTH: f32 = 0.4;
const FULL_LENGTH_WORDS: f32 = 7.0;
const REPEATED_WORDS: f32 = 1.2;
const REPEATED: f32 = 0.3;
const CREDITED: f32 = 0.25;
const DISTANCE: f32 = 0.03;
const DOUBT: f32 = 0.5;

/// A line that a filter has marked with more confidence than this is no title. Titles look like the headlines of
/// tickers and teasers.
fn max_confidence(kind: Kind) -> f32 {
    if matches!(kind, Kind::Ticker | Kind::Related) { 0.9 } else { 0.75 }
}

/// The headline of the first run of running text: the line above its first paragraph whose words the text repeats.
pub(super) fn first(document: &Document, marks: &Marks, body: &Range<usize>) -> Option<usize> {
    let segments = document.segments();
    let is_paragraph = |index: usize| is_article_paragraph(&segments[index]);
    let has_neighbour = |index: usize| {
        let mut near = index + 1..body.end.min(index + 1 + MAX_PARAGRAPH_DISTANCE);
        near.any(|other| is_paragraph(other) && segments[other].language() == segments[index].language())
    };
    let mut paragraphs = body.clone().filter(|&index| is_paragraph(index));
    let first = paragraphs.next()?;
    // A single sentence above the headline, in another language than the text, is a notice.
    let is_notice = segments[first].language() != document.language() && !has_neighbour(first);
    let paragraph = if is_notice { paragraphs.next()? } else { first };
    let candidates: Vec<usize> = (paragraph.saturating_sub(MAX_TITLE_DISTANCE)..paragraph)
        .filter(|&index| {
            let is_known = marks
                .evidence(index)
                .is_some_and(|mark| !mark.kind().is_article() && mark.confidence() > max_confidence(mark.kind()));
            let is_source = index > 0 && is_source_name(&segments[index]) && segments[index - 1].is_headline_like();
            segments[index].is_headline_like() && !is_known && !is_source && credit_kind(&segments[index]).is_none()
        })
        .collect();
    let candidate_stems = candidates.iter().flat_map(|&index| stems(document.text(&segments[index]))).collect();
    let repeated_stems = repeated_stems(document, paragraph..body.end, &candidate_stems);
    let score = |index: usize| {
        let segment = &segments[index];
        let length = (segment.stats().words() as f32 / FULL_LENGTH_WORDS).min(1.0);
        let distance = (paragraph - index) as f32;
        let repeated = if segment.repeats() > 1 { REPEATED } else { 0.0 };
        let mut below = segments[index + 1..].iter().take(MAX_CREDIT_DISTANCE);
        let is_credited = below.any(|below| credit_kind(below).is_some_and(|kind| kind != Kind::Caption));
        let credited = if is_credited { CREDITED } else { 0.0 };
        let evidence = marks.evidence(index).filter(|mark| !mark.kind().is_article());
        let doubt = evidence.map_or(0.0, |mark| mark.confidence());
        LENGTH * length + REPEATED_WORDS * share_of(document.text(segment), &repeated_stems) + repeated + credited
            - DISTANCE * distance
            - DOUBT * doubt
    };
    let best = candidates.into_iter().map(|index| (index, score(index))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 >= MIN_SCORE).then_some(best.0)
}

/// Whether a headline inside the text begins another article of a digest: an author, a date or a newspaper is named
/// below it, or the newspaper of the article before is named above it.
pub(super) fn begins_article(document: &Document, marks: &Marks, headline: usize) -> bool {
    let segments = document.segments();
    let segment = &segments[headline];
    if !segment.is_headline_like() || is_text(segment) || credit_kind(segment).is_some() {
        return false;
    }
    let mut below = (headline + 1..segments.len())
        .take(MAX_LOOK_AROUND)
        .filter(|&index| !marks.is_boilerplate(index))
        .map(|index| &segments[index]);
    let Some(next) = below.next() else { return false };
    if is_credit(next) {
        let is_longer = segment.stats().words() > next.stats().words() || !is_source_name(segment);
        let is_before_text =
            below.next().is_some_and(|after| is_text(after) || is_credit(after) && below.next().is_some_and(is_text));
        return is_longer && is_before_text;
    }
    let mut above = (0..headline)
        .rev()
        .take(MAX_LOOK_AROUND)
        .filter(|&index| !marks.is_boilerplate(index))
        .map(|index| &segments[index]);
    (is_text(next) || below.next().is_some_and(is_text))
        && segment.stats().words() >= MIN_HEADLINE_WORDS
        && segment.stats().function_words() > 0
        && !is_source_name(segment)
        && above.next().is_some_and(is_credit)
        && above.take(MAX_CREDIT_LINES).any(is_text)
}

/// Whether a line is one of the credits right below the headline of an article of a digest, or the credit of the
/// article before, right above it.
pub(super) fn is_credited(document: &Document, marks: &Marks, credit: usize) -> bool {
    let is_article_line = |&index: &usize| !marks.is_boilerplate(index);
    let above = (0..credit).rev().take(MAX_LOOK_AROUND).filter(is_article_line).take(MAX_CREDIT_LINES);
    for index in above {
        if begins_article(document, marks, index) {
            return true;
        }
        if !is_credit(&document.segments()[index]) {
            break;
        }
    }
    let below = (credit + 1..document.segments().len()).take(MAX_LOOK_AROUND).find(is_article_line);
    below.is_some_and(|index| begins_article(document, marks, index))
}

/// Whether a line names an author, a date or a newspaper.
pub(super) fn is_credit(segment: &Segment) -> bool {
    matches!(credit_kind(segment), Some(Kind::Byline | Kind::Dateline)) || is_source_name(segment)
}

fn is_text(segment: &Segment) -> bool {
    segment.prose() >= MIN_TEXT_PROSE
}

/// Whether a line could be the name of a newspaper or an author: a few words, three quarters of them capitalized.
fn is_source_name(segment: &Segment) -> bool {
    let stats = segment.stats();
    (2..=6).contains(&stats.words())
        && stats.capitalized() * 4 >= stats.words() * 3
        && stats.sentence_ends() == 0
        && stats.quotes() == 0
}

/// The stems among those asked for that are in the first paragraphs of a range.
fn repeated_stems(document: &Document, text: Range<usize>, wanted: &FxHashSet<u64>) -> FxHashSet<u64> {
    let segments = document.segments();
    let paragraphs = text.filter(|&index| segments[index].prose() >= MIN_PARAGRAPH_PROSE).take(MAX_COMPARED_PARAGRAPHS);
    let found = paragraphs.flat_map(|index| stems(document.text(&segments[index])));
    found.filter(|stem| wanted.contains(stem)).collect()
}

/// The share of a headline's stems that are in a set.
fn share_of(headline: &str, known_stems: &FxHashSet<u64>) -> f32 {
    let (mut known, mut all) = (0.0, 0.0);
    for stem in stems(headline) {
        all += 1.0;
        known += f32::from(u8::from(known_stems.contains(&stem)));
    }
    if all == 0.0 { 0.0 } else { known / all }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The mayor has resigned over the fountain that he had built in front of his own house, the council said.\n\
        He had told nobody what the fountain cost, and the village has no money to repair its only bridge.\n";

    #[test]
    fn the_title_is_the_headline_whose_words_the_text_repeats() {
        let text = format!(
            "Rain is expected at the coast today\nMayor resigns over a fountain\nTeam wins third match in a row\n{BODY}"
        );
        let document = Document::from_text(text);
        assert_eq!(first(&document, &Marks::new(5), &(3..5)), Some(1));
    }

    #[test]
    fn a_known_ticker_line_is_no_title() {
        let document = Document::from_text(format!("Mayor resigns over a fountain\n{BODY}"));
        let mut marks = Marks::new(3);
        assert_eq!(first(&document, &marks, &(1..3)), Some(0));
        marks.mark(0, Kind::Navigation, 0.8);
        assert_eq!(first(&document, &marks, &(1..3)), None);
    }

    #[test]
    fn a_headline_with_a_newspaper_below_begins_an_article() {
        let document = Document::from_text(format!("{BODY}The wheat that likes salt\nFarmers Weekly\n{BODY}"));
        let marks = Marks::new(6);
        let begins: Vec<bool> = (0..6).map(|index| begins_article(&document, &marks, index)).collect();
        assert_eq!(begins, [false, false, true, false, false, false]);
        assert!(is_credited(&document, &marks, 3));
    }
}
