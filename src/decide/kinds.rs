//! Rules for the kind of a segment of flattened text, given whether it is in the body.

use std::ops::Range;

use super::headline;
use super::verdict::ScoredKind;
use crate::analysis::{MIN_PARAGRAPH_PROSE, credit_kind};
use crate::document::{Document, Marks, Segment, TextStats};
use crate::kind::Kind;
use crate::lexicon::Cue;

// Confidences of the rules, all hand-set. They are lower than those of filters that have recognised a segment, except
// those of the title, which looks like the headlines around it, and of the credits right below the title.

/// The title of the first article.
pub(super) const TITLE_CONFIDENCE: f32 = 0.9;
/// A byline, dateline or caption between the title and the first paragraph, by its cues.
const CREDIT_BELOW_TITLE_CONFIDENCE: f32 = 0.78;
/// Another line between the title and the first paragraph.
const BELOW_TITLE_CONFIDENCE: f32 = 0.6;
/// The title of a later article of a digest.
const LATER_TITLE_CONFIDENCE: f32 = 0.52;
/// A byline, dateline or caption inside the body.
const CREDIT_CONFIDENCE: f32 = 0.5;
const LIST_ITEM_CONFIDENCE: f32 = 0.55;
const HEADING_CONFIDENCE: f32 = 0.5;
/// A paragraph without prose; `PROSE_CONFIDENCE` times its prose is added.
const PARAGRAPH_CONFIDENCE: f32 = 0.4;
const PROSE_CONFIDENCE: f32 = 0.2;
/// A segment of the body that no rule applies to.
const UNKNOWN_CONFIDENCE: f32 = 0.35;
/// A segment outside of the body.
const OUTSIDE_CONFIDENCE: f32 = 0.4;

// Limits, all hand-set.

/// A line below a title without a cue is a byline if it has at most this many words.
const MAX_UNMARKED_BYLINE_WORDS: usize = 8;
/// A sentence below a title has at least this many words; a shorter line is a byline.
const MIN_FIRST_SENTENCE_WORDS: usize = 6;
/// A sentence with little prose is a paragraph if it has at least this many words.
const MIN_PARAGRAPH_WORDS: usize = 4;
/// A quotation has at most this many quotation marks: one at its start and one at its end.
const MAX_QUOTES: usize = 2;
/// A heading is followed by a sentence or a segment of at least this much prose.
const MIN_FOLLOWING_PROSE: f32 = 0.3;
/// The segment that follows a heading is at most this many segments below it; boilerplate and credits are skipped.
const MAX_FOLLOWING_DISTANCE: usize = 3;
/// A headline of another article has at least this many words.
const MIN_OTHER_HEADLINE_WORDS: usize = 4;
/// A line outside of the body has the kind of the cues that it is most similar to, if the similarity is at least this.
const MIN_KIND_SIMILARITY: f32 = 0.25;

/// The kind of a segment between the title and the first paragraph.
pub(super) fn below_title(segment: &Segment) -> ScoredKind {
    if let Some(kind) = credit_kind(segment) {
        return (kind, CREDIT_BELOW_TITLE_CONFIDENCE);
    }
    let stats = segment.stats();
    let kind = if stats.ends_sentence() && stats.words() >= MIN_FIRST_SENTENCE_WORDS {
        Kind::Paragraph
    } else if stats.words() <= MAX_UNMARKED_BYLINE_WORDS {
        Kind::Byline
    } else {
        // The second line of the headline.
        Kind::Title
    };
    (kind, BELOW_TITLE_CONFIDENCE)
}

/// The kind of a segment in the body.
pub(super) fn in_body(document: &Document, marks: &Marks, index: usize) -> ScoredKind {
    let segments = document.segments();
    let segment = &segments[index];
    let stats = segment.stats();
    let prose = segment.prose();
    if let Some(kind) = credit_kind(segment) {
        return (kind, CREDIT_CONFIDENCE);
    }
    if stats.starts_bullet() || stats.starts_number() {
        return (Kind::ListItem, LIST_ITEM_CONFIDENCE);
    }
    if headline::begins_article(document, marks, index) {
        return (Kind::Title, LATER_TITLE_CONFIDENCE);
    }
    if headline::is_credit(segment) && headline::is_credited(document, marks, index) {
        return (Kind::Byline, CREDIT_CONFIDENCE);
    }
    if prose >= MIN_PARAGRAPH_PROSE || stats.ends_sentence() && stats.words() >= MIN_PARAGRAPH_WORDS {
        let is_quoted = stats.starts_quote() && stats.ends_quote() && stats.quotes() <= MAX_QUOTES;
        return (
            if is_quoted { Kind::Quote } else { Kind::Paragraph },
            PARAGRAPH_CONFIDENCE + PROSE_CONFIDENCE * prose,
        );
    }
    let next = (index + 1..segments.len())
        .take(MAX_FOLLOWING_DISTANCE)
        .find(|&next| !marks.is_boilerplate(next) && credit_kind(&segments[next]).is_none());
    let is_before_text = next
        .is_some_and(|next| segments[next].prose() >= MIN_FOLLOWING_PROSE || segments[next].stats().ends_sentence());
    if is_before_text && (segment.is_headline_like() || segment.is_label()) {
        return (Kind::Heading, HEADING_CONFIDENCE);
    }
    (Kind::Paragraph, UNKNOWN_CONFIDENCE)
}

/// The kinds of the segments of a range outside of the body; `is_after_body` says whether body comes
/// before it.
pub(super) fn outside<'a>(
    document: &'a Document,
    marks: &'a Marks,
    range: Range<usize>,
    is_after_body: bool,
) -> impl Iterator<Item = ScoredKind> + 'a {
    let segments = document.segments();
    let is_headline = |index: usize| {
        segments
            .get(index)
            .is_some_and(|segment| segment.is_headline_like() && segment.stats().words() >= MIN_OTHER_HEADLINE_WORDS)
            && !marks.is_boilerplate(index)
    };
    range.map(move |index| {
        let has_headline_beside = is_headline(index + 1) || index > 0 && is_headline(index - 1);
        let next = marks.evidence_kind(index + 1).filter(|kind| !kind.is_article());
        let around = next.filter(|&kind| index > 0 && marks.evidence_kind(index - 1) == Some(kind));
        let kind = if let Some(kind) = around {
            kind
        } else if let Some(kind) = similar_boilerplate(segments[index].stats()) {
            kind
        } else if is_headline(index) && has_headline_beside {
            if is_after_body { Kind::Related } else { Kind::Ticker }
        } else if segments[index].prose() >= MIN_PARAGRAPH_PROSE {
            Kind::Chrome
        } else {
            Kind::Navigation
        };
        (kind, OUTSIDE_CONFIDENCE)
    })
}

/// The kind of boilerplate whose cues a short line is most similar to; `None` if it is not similar enough to any.
pub(super) fn similar_boilerplate(stats: &TextStats) -> Option<Kind> {
    let (cue, similarity) = stats.most_similar_cue()?;
    (similarity >= MIN_KIND_SIMILARITY).then(|| kind_of_cue(cue))
}

/// The kind of boilerplate that a group of cues is for.
fn kind_of_cue(cue: Cue) -> Kind {
    match cue {
        Cue::Ticker => Kind::Ticker,
        Cue::Related | Cue::Teaser => Kind::Related,
        Cue::Share => Kind::Share,
        Cue::Support => Kind::Support,
        Cue::Advertising => Kind::Advertising,
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
    fn headlines_outside_are_a_ticker_before_the_body_and_related_after_it() {
        let document = Document::from_text("Mayor resigns over a fountain\nRain is expected at the coast\nHome");
        let marks = Marks::new(3);
        let kinds =
            |is_after_body| outside(&document, &marks, 0..3, is_after_body).map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds(false), [Kind::Ticker, Kind::Ticker, Kind::Navigation]);
        assert_eq!(kinds(true), [Kind::Related, Kind::Related, Kind::Navigation]);
    }
}
