//! The kind of a segment of flattened text, once it is known whether it is in the body.

use std::ops::Range;

use super::headline;
use crate::analysis::{MIN_PARAGRAPH_PROSE, credit_kind};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// The kind of a segment and its confidence.
pub(super) type Call = (Kind, f32);

// Confidences of calls by rules, all hand-set. They stay below those of filters that have recognised something, but
// for a title, which looks like the headlines around it, and for credits right below it.
pub(super) const TITLE: f32 = 0.9;
const CREDIT_BELOW_TITLE: f32 = 0.78;
const BELOW_TITLE: f32 = 0.6;
const ARTICLE_TITLE: f32 = 0.52;
const CREDIT: f32 = 0.5;
const LIST_ITEM: f32 = 0.55;
const HEADING: f32 = 0.5;
/// A paragraph without prose, and what full prose adds.
const PARAGRAPH: f32 = 0.4;
const PROSE: f32 = 0.2;
const UNKNOWN: f32 = 0.35;
const OUTSIDE: f32 = 0.4;

/// A line with an author's name has at most this many words.
const MAX_BYLINE_WORDS: usize = 8;
/// A short sentence below a title has at least this many words; a shorter line is a byline.
const MIN_LEAD_WORDS: usize = 6;
/// A sentence of less prose is a paragraph from this many words on.
const MIN_SENTENCE_WORDS: usize = 4;
/// A quotation has at most this many quotation marks: those around it.
const MAX_QUOTES: usize = 2;
/// A heading is followed by a segment of at least this much prose within this many segments.
const MIN_FOLLOWING_PROSE: f32 = 0.3;
const MAX_FOLLOWING_DISTANCE: usize = 3;
/// A headline of another article has at least this many words.
const MIN_HEADLINE_WORDS: usize = 4;
/// A line outside of the body is of the kind that its words are most similar to, from this similarity on.
const MIN_SIMILARITY: f32 = 0.25;

/// The kind of a segment between the title and the first paragraph.
pub(super) fn below_title(segment: &Segment) -> Call {
    if let Some(kind) = credit_kind(segment) {
        return (kind, CREDIT_BELOW_TITLE);
    }
    let stats = segment.stats();
    let kind = if stats.ends_sentence() && stats.words() >= MIN_LEAD_WORDS {
        Kind::Paragraph
    } else if stats.words() <= MAX_BYLINE_WORDS {
        Kind::Byline
    } else {
        // The second line of the headline.
        Kind::Title
    };
    (kind, BELOW_TITLE)
}

/// The kind of a segment in the body.
pub(super) fn in_body(document: &Document, marks: &Marks, index: usize) -> Call {
    let segments = document.segments();
    let segment = &segments[index];
    let stats = segment.stats();
    let prose = segment.prose();
    if let Some(kind) = credit_kind(segment) {
        return (kind, CREDIT);
    }
    if stats.starts_bullet() || stats.starts_number() {
        return (Kind::ListItem, LIST_ITEM);
    }
    if headline::begins_article(document, marks, index) {
        return (Kind::Title, ARTICLE_TITLE);
    }
    if headline::is_credit(segment) && headline::is_credited(document, marks, index) {
        return (Kind::Byline, CREDIT);
    }
    if prose >= MIN_PARAGRAPH_PROSE || stats.ends_sentence() && stats.words() >= MIN_SENTENCE_WORDS {
        let is_quoted = stats.starts_quote() && stats.ends_quote() && stats.quotes() <= MAX_QUOTES;
        return (if is_quoted { Kind::Quote } else { Kind::Paragraph }, PARAGRAPH + PROSE * prose);
    }
    let next = (index + 1..segments.len())
        .take(MAX_FOLLOWING_DISTANCE)
        .find(|&next| !marks.is_boilerplate(next) && credit_kind(&segments[next]).is_none());
    let is_before_text = next
        .is_some_and(|next| segments[next].prose() >= MIN_FOLLOWING_PROSE || segments[next].stats().ends_sentence());
    if is_before_text && (segment.is_headline_like() || segment.is_label()) {
        return (Kind::Heading, HEADING);
    }
    (Kind::Paragraph, UNKNOWN)
}

/// The kinds of the segments of a range outside of the body; `is_behind` says whether body comes before it.
pub(super) fn outside<'a>(
    document: &'a Document,
    marks: &'a Marks,
    range: Range<usize>,
    is_behind: bool,
) -> impl Iterator<Item = Call> + 'a {
    let segments = document.segments();
    let is_headline = |index: usize| {
        segments
            .get(index)
            .is_some_and(|segment| segment.is_headline_like() && segment.stats().words() >= MIN_HEADLINE_WORDS)
            && !marks.is_boilerplate(index)
    };
    range.map(move |index| {
        let has_headline_beside = is_headline(index + 1) || index > 0 && is_headline(index - 1);
        let next = marks.evidence_kind(index + 1).filter(|kind| !kind.is_article());
        let around = next.filter(|&kind| index > 0 && marks.evidence_kind(index - 1) == Some(kind));
        let stats = segments[index].stats();
        let similar = stats.most_similar_cue().filter(|&(_, similarity)| similarity >= MIN_SIMILARITY);
        let kind = if let Some(kind) = around {
            kind
        } else if let Some((cue, _)) = similar {
            kind_of_cue(cue)
        } else if is_headline(index) && has_headline_beside {
            if is_behind { Kind::Related } else { Kind::Ticker }
        } else if segments[index].prose() >= MIN_PARAGRAPH_PROSE {
            Kind::Chrome
        } else {
            Kind::Navigation
        };
        (kind, OUTSIDE)
    })
}

/// The kind of boilerplate that a group of cues is for.
pub(super) fn kind_of_cue(cue: Cue) -> Kind {
    match cue {
        Cue::Ticker => Kind::Ticker,
        Cue::Related | Cue::Teaser => Kind::Related,
        Cue::Share => Kind::Share,
        Cue::Support => Kind::Support,
        Cue::Consent => Kind::Consent,
        Cue::Legal => Kind::Legal,
        Cue::CommentSection | Cue::CommentItem | Cue::CommentForm => Kind::Comment,
        Cue::Navigation => Kind::Navigation,
        _ => Kind::Chrome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_below_a_title_are_credits_or_part_of_it() {
        let text = "By Anna Reed\nAnna Reed\nAn old mill on the river is to grind flour once more\nIt had stood still for forty years.";
        let document = Document::from_text(text);
        let kinds: Vec<Kind> = document.segments().iter().map(|segment| below_title(segment).0).collect();
        assert_eq!(kinds, [Kind::Byline, Kind::Byline, Kind::Title, Kind::Paragraph]);
    }

    #[test]
    fn headlines_outside_are_a_ticker_before_the_body_and_related_behind() {
        let document = Document::from_text("Mayor resigns over a fountain\nRain is expected at the coast\nHome");
        let marks = Marks::new(3);
        let kinds = |is_behind| outside(&document, &marks, 0..3, is_behind).map(|call| call.0).collect::<Vec<_>>();
        assert_eq!(kinds(false), [Kind::Ticker, Kind::Ticker, Kind::Navigation]);
        assert_eq!(kinds(true), [Kind::Related, Kind::Related, Kind::Navigation]);
    }
}
