//! The headlines of the articles of a flattened page.

use std::ops::{Range, RangeInclusive};

use super::running_text::MIN_TEXT_PROSE;
use crate::analysis::{MIN_PARAGRAPH_PROSE, credit_kind, is_article_paragraph};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::text::PageSet;
use crate::text::stems;

// All values are hand-set on the development texts.

/// A title is at most this many segments above the first paragraph.
const MAX_TITLE_DISTANCE: usize = 14;
/// The text has another paragraph at most this many segments below its first one.
const MAX_NEXT_PARAGRAPH_DISTANCE: usize = 3;
/// The words of a headline are compared with those of this many paragraphs below it.
const MAX_COMPARED_PARAGRAPHS: usize = 8;
/// A headline right below the credit of the article before has at least this many words.
const MIN_LATER_HEADLINE_WORDS: usize = 5;
/// The author or date of an article is at most this many segments below its title.
const MAX_CREDIT_DISTANCE: usize = 2;
/// At most this many segments above and below a line are examined, boilerplate included.
const MAX_EXAMINED_SEGMENTS: usize = 12;
/// The credits of an article (author, date, newspaper) have at most this many lines.
const MAX_CREDIT_LINES: usize = 3;

/// The name of a newspaper or an author has this many words.
const SOURCE_NAME_WORDS: RangeInclusive<usize> = 2..=6;
/// At least this many quarters of the words of such a name begin with a capital.
const MIN_CAPITALIZED_QUARTERS: usize = 3;

// The score of a title is a weighted sum.

/// The lowest score of a title.
const MIN_TITLE_SCORE: f32 = 0.35;
/// Weight of the length, which counts up to `FULL_LENGTH_WORDS` words, as a share of that.
const LENGTH_WEIGHT: f32 = 0.4;
const FULL_LENGTH_WORDS: f32 = 7.0;
/// Weight of the share of its words that the text repeats.
const REPEATED_WORDS_WEIGHT: f32 = 1.2;
/// Added if the page has the line more than once.
const REPEATED_LINE_WEIGHT: f32 = 0.3;
/// Added if an author or a date is below it.
const CREDIT_WEIGHT: f32 = 0.25;
/// Subtracted for each segment between it and the first paragraph.
const DISTANCE_WEIGHT: f32 = 0.03;
/// Weight, to be subtracted, of the confidence of a mark as boilerplate.
const BOILERPLATE_WEIGHT: f32 = 0.5;

/// A line that a filter has marked with more confidence than this is no title. The limit is higher for tickers and
/// teasers, because titles look like their headlines.
fn max_confidence(kind: Kind) -> f32 {
    if matches!(kind, Kind::Ticker | Kind::Related) { 0.9 } else { 0.75 }
}

/// The headline of the first run of running text: the line above its first paragraph whose words the text repeats.
pub(super) fn first(document: &Document, marks: &Marks, body: &Range<usize>) -> Option<usize> {
    let segments = document.segments();
    let is_paragraph = |index: usize| is_article_paragraph(&segments[index]);
    let has_neighbour = |index: usize| {
        let mut near = index + 1..body.end.min(index + 1 + MAX_NEXT_PARAGRAPH_DISTANCE);
        near.any(|other| is_paragraph(other) && segments[other].language() == segments[index].language())
    };
    let mut paragraphs = body.clone().filter(|&index| is_paragraph(index));
    let first = paragraphs.next()?;
    // A single sentence in another language than the text is a notice above the headline.
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
        let repeated = if segment.repeats() > 1 { REPEATED_LINE_WEIGHT } else { 0.0 };
        let mut below = segments[index + 1..].iter().take(MAX_CREDIT_DISTANCE);
        let is_credited = below.any(|below| credit_kind(below).is_some_and(|kind| kind != Kind::Caption));
        let credited = if is_credited { CREDIT_WEIGHT } else { 0.0 };
        let evidence = marks.evidence(index).filter(|mark| !mark.kind().is_article());
        let boilerplate = evidence.map_or(0.0, |mark| mark.confidence());
        LENGTH_WEIGHT * length
            + REPEATED_WORDS_WEIGHT * share_of(document.text(segment), &repeated_stems)
            + repeated
            + credited
            - DISTANCE_WEIGHT * distance
            - BOILERPLATE_WEIGHT * boilerplate
    };
    let best = candidates.into_iter().map(|index| (index, score(index))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 >= MIN_TITLE_SCORE).then_some(best.0)
}

/// Whether a headline inside the text begins another article of a digest: below it is an author, a date or a newspaper,
/// or above it is the newspaper of the article before.
pub(super) fn begins_article(document: &Document, marks: &Marks, headline: usize) -> bool {
    let segments = document.segments();
    let segment = &segments[headline];
    if !segment.is_headline_like() || is_text(segment) || credit_kind(segment).is_some() {
        return false;
    }
    let mut below = (headline + 1..segments.len())
        .take(MAX_EXAMINED_SEGMENTS)
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
        .take(MAX_EXAMINED_SEGMENTS)
        .filter(|&index| !marks.is_boilerplate(index))
        .map(|index| &segments[index]);
    (is_text(next) || below.next().is_some_and(is_text))
        && segment.stats().words() >= MIN_LATER_HEADLINE_WORDS
        && segment.stats().function_words() > 0
        && !is_source_name(segment)
        && above.next().is_some_and(is_credit)
        && above.take(MAX_CREDIT_LINES).any(is_text)
}

/// Whether a line is a credit of an article of a digest: right below its headline, or right above the headline of the
/// next article.
pub(super) fn is_credited(document: &Document, marks: &Marks, credit: usize) -> bool {
    let is_article_line = |&index: &usize| !marks.is_boilerplate(index);
    let above = (0..credit).rev().take(MAX_EXAMINED_SEGMENTS).filter(is_article_line).take(MAX_CREDIT_LINES);
    for index in above {
        if begins_article(document, marks, index) {
            return true;
        }
        if !is_credit(&document.segments()[index]) {
            break;
        }
    }
    let below = (credit + 1..document.segments().len()).take(MAX_EXAMINED_SEGMENTS).find(is_article_line);
    below.is_some_and(|index| begins_article(document, marks, index))
}

/// Whether a line names an author, a date or a newspaper.
pub(super) fn is_credit(segment: &Segment) -> bool {
    matches!(credit_kind(segment), Some(Kind::Byline | Kind::Dateline)) || is_source_name(segment)
}

fn is_text(segment: &Segment) -> bool {
    segment.prose() >= MIN_TEXT_PROSE
}

/// Whether a line could be the name of a newspaper or an author: a few words, most of them capitalized.
fn is_source_name(segment: &Segment) -> bool {
    let stats = segment.stats();
    SOURCE_NAME_WORDS.contains(&stats.words())
        && stats.capitalized() * 4 >= stats.words() * MIN_CAPITALIZED_QUARTERS
        && stats.sentence_ends() == 0
        && stats.quotes() == 0
}

/// The `wanted` stems that are in the first paragraphs of a range.
fn repeated_stems(document: &Document, text: Range<usize>, wanted: &PageSet<u64>) -> PageSet<u64> {
    let segments = document.segments();
    let paragraphs = text.filter(|&index| segments[index].prose() >= MIN_PARAGRAPH_PROSE).take(MAX_COMPARED_PARAGRAPHS);
    let found = paragraphs.flat_map(|index| stems(document.text(&segments[index])));
    found.filter(|stem| wanted.contains(stem)).collect()
}

/// The share of a headline's stems that are in a set.
fn share_of(headline: &str, known_stems: &PageSet<u64>) -> f32 {
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
