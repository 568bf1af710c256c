//! The decision on flattened text.

use std::ops::Range;

use super::binding::{bound_kinds, is_article};
use super::headline;
use super::kinds::{TITLE_CONFIDENCE, below_title, in_body, outside};
use super::learned::{boilerplate, credit, of};
use super::structure::{raise_verse, settle_blocks};
use super::verdict::{ScoredKind, Verdict, content_confidence};
use crate::analysis::{Analysis, body_runs, credit_kind, is_article_paragraph};
use crate::document::{Document, Mark, Marks};
use crate::focus::Focus;
use crate::kind::Kind;
use crate::model::Prediction;

/// A segment is kept if its log odds are higher than this, for each focus. `MIN_BALANCED` was chosen on the training
/// pages, the others are hand-set.
const MIN_PRECISE: f32 = -0.3;
const MIN_BALANCED: f32 = -1.0;
const MIN_COMPLETE: f32 = -1.5;

// The amounts that evidence adds to the log odds that a segment needs. All were chosen on the training pages.

/// A mark as a comment counts from this confidence on.
const MIN_COMMENT_CONFIDENCE: f32 = 0.7;
/// A comment that does not follow an article: it may be the post of a thread, which is content.
const COMMENT_PENALTY: f32 = 1.8;
/// The same on a page whose type is that of an article.
const COMMENT_ON_ARTICLE_PAGE_PENALTY: f32 = 2.6;
/// A comment that follows an article.
const COMMENT_ON_ARTICLE_PENALTY: f32 = 4.0;
/// The text before the comments is an article if it has at least this many words of running text.
const MIN_COMMENTED_ARTICLE_WORDS: f32 = 300.0;
/// Running text has at least this share of the words of an article.
const MIN_ARTICLE_PROSE: f32 = 0.6;
/// A mark as other boilerplate counts from this confidence on.
const MIN_COUNTED_CONFIDENCE: f32 = 0.6;
/// Boilerplate of a kind that is content on some pages (teasers, menus).
const BOILERPLATE_PENALTY: f32 = 0.5;
/// The same on a page with an article.
const BOILERPLATE_ON_ARTICLE_PENALTY: f32 = 1.2;
/// A page has an article if at least this many words of running text are likely content.
const MIN_ARTICLE_WORDS: f32 = 30.0;
/// Boilerplate of a kind that is never content.
const NEVER_CONTENT_PENALTY: f32 = 2.0;

/// Decides by rules: running text is the body.
pub(super) fn by_rules(analysis: &Analysis<'_>, marks: &Marks) -> Vec<Verdict> {
    let document = analysis.document();
    let segments = document.segments();
    let mut kinds: Vec<ScoredKind> = Vec::with_capacity(segments.len());
    for body in body_runs(document, marks).into_iter().map(|run| run.range) {
        let is_first = kinds.is_empty();
        let end = kinds.len();
        let title = if is_first { headline::first(document, marks, &body) } else { None };
        let start = title.unwrap_or(body.start);
        kinds.extend(outside(document, marks, end..start, end > 0));
        let is_paragraph = |&index: &usize| is_article_paragraph(&segments[index]);
        let first_paragraph = (start..body.end).find(is_paragraph).unwrap_or(start);
        kinds.extend((start..body.end).map(|index| match title {
            Some(title) if title == index => (Kind::Title, TITLE_CONFIDENCE),
            Some(title) if title < index && index < first_paragraph => below_title(&segments[index]),
            _ => in_body(document, marks, index),
        }));
    }
    let end = kinds.len();
    kinds.extend(outside(document, marks, end..segments.len(), end > 0));
    // Evidence that is at least as confident decides.
    let is_more_confident =
        |index: usize, confidence: f32| marks.evidence(index).is_none_or(|evidence| evidence.confidence() < confidence);
    let verdict = |(index, kind): (usize, ScoredKind)| is_more_confident(index, kind.1).then_some(kind);
    kinds.into_iter().enumerate().map(verdict).collect()
}

/// Decides by what the model says.
pub(super) fn by_model(analysis: &Analysis<'_>, marks: &Marks, prediction: &Prediction, focus: Focus) -> Vec<Verdict> {
    let document = analysis.document();
    let segments = document.segments();
    let mut log_odds = prediction.log_odds.clone();
    raise_verse(analysis, marks, &mut log_odds);
    let log_odds = &log_odds;
    let bound = bound_kinds(analysis, marks, prediction);
    let mut is_content = content_flags(document, marks, log_odds, is_article(analysis, prediction), focus);
    is_content.iter_mut().zip(&bound).for_each(|(is_content, bound)| *is_content &= bound.is_none());
    settle_blocks(marks, segments, &bound, &mut is_content);
    let is_kept = |index: &usize| is_content[*index];
    let kinds = match (0..segments.len()).find(is_kept) {
        None => outside(document, marks, 0..segments.len(), false).collect(),
        Some(first) => {
            let last = (first..segments.len()).rfind(is_kept).unwrap_or(first);
            scored_kinds(document, marks, &is_content, first..last + 1)
        }
    };
    let verdict = |(index, (kind, confidence)): (usize, ScoredKind)| {
        let content = content_confidence(log_odds[index]);
        match kind {
            Kind::Title => Some((kind, confidence)),
            _ if bound[index].is_some() => {
                Some(boilerplate(marks, index, &prediction.kinds(index), bound[index], false))
            }
            kind if kind.is_body() => {
                let kinds = prediction.kinds(index);
                let learned = credit(&kinds).filter(|(_, probability)| *probability > of(&kinds, Kind::Paragraph));
                let is_code = segments[index].is_code;
                Some(if is_code { (Kind::Paragraph, content) } else { learned.unwrap_or((kind, content)) })
            }
            kind if kind.is_article() && is_content[index] => Some((kind, content.max(1.0 - content))),
            _ => Some(boilerplate(marks, index, &prediction.kinds(index), None, false)),
        }
    };
    kinds.into_iter().enumerate().map(verdict).collect()
}

/// The kinds of the segments, by rules, given which of them are content. `body` is the range from the first to the last
/// segment that is content.
fn scored_kinds(document: &Document, marks: &Marks, is_content: &[bool], body: Range<usize>) -> Vec<ScoredKind> {
    let segments = document.segments();
    let first = body.start;
    let is_paragraph = |index: &usize| is_content[*index] && is_article_paragraph(&segments[*index]);
    let first_paragraph = body.clone().find(is_paragraph);
    let title = headline::first(document, marks, &(first_paragraph.unwrap_or(first)..body.end));
    let mut kinds = Vec::with_capacity(segments.len());
    for index in 0..segments.len() {
        let is_below_title = title.is_some_and(|title| title < index) && first_paragraph.is_some_and(|at| index < at);
        let is_near = is_below_title || body.contains(&index);
        let is_credit = is_near && !marks.is_boilerplate(index) && credit_kind(&segments[index]).is_some();
        let kind = if title == Some(index) {
            (Kind::Title, TITLE_CONFIDENCE)
        } else if is_below_title && (is_content[index] || is_credit) {
            below_title(&segments[index])
        } else if is_content[index] || is_credit {
            in_body(document, marks, index)
        } else {
            continue;
        };
        let end = kinds.len();
        kinds.extend(outside(document, marks, end..index, end > first));
        kinds.push(kind);
    }
    let end = kinds.len();
    kinds.extend(outside(document, marks, end..segments.len(), end > first));
    kinds
}

/// Whether each segment is content: its log odds are higher than the minimum plus the penalty of its evidence.
fn content_flags(
    document: &Document,
    marks: &Marks,
    log_odds: &[f32],
    is_article_page: bool,
    focus: Focus,
) -> Vec<bool> {
    let mut is_comment = vec![false; log_odds.len()];
    let is_sure = |mark: &&Mark| mark.kind() == Kind::Comment && mark.confidence() >= MIN_COMMENT_CONFIDENCE;
    marks.all_evidence().filter(is_sure).for_each(|mark| is_comment[mark.segment()] = true);
    let first_comment = is_comment.iter().position(|&is_comment| is_comment).unwrap_or(is_comment.len());
    let is_above = |index: usize| index < first_comment;
    let comment = if is_running_text(document, is_above, MIN_COMMENTED_ARTICLE_WORDS) {
        COMMENT_ON_ARTICLE_PENALTY
    } else if is_article_page {
        COMMENT_ON_ARTICLE_PAGE_PENALTY
    } else {
        COMMENT_PENALTY
    };
    let is_article = is_running_text(document, |index| log_odds[index] > MIN_BALANCED, MIN_ARTICLE_WORDS);
    let boilerplate = |index: usize| match marks.evidence(index) {
        Some(mark) if mark.kind().is_article() || mark.confidence() < MIN_COUNTED_CONFIDENCE => 0.0,
        Some(mark) if is_never_content(mark.kind()) => NEVER_CONTENT_PENALTY,
        Some(_) if is_article => BOILERPLATE_ON_ARTICLE_PENALTY,
        Some(_) => BOILERPLATE_PENALTY,
        None => 0.0,
    };
    let min = match focus {
        Focus::Precise => MIN_PRECISE,
        Focus::Balanced => MIN_BALANCED,
        Focus::Complete => MIN_COMPLETE,
    };
    let is_content = |(index, &log_odds): (usize, &f32)| {
        log_odds > min + if is_comment[index] { comment } else { boilerplate(index) }
    };
    log_odds.iter().enumerate().map(is_content).collect()
}

/// Whether the selected segments have at least `min_words` words of running text, and few other words.
fn is_running_text(document: &Document, is_selected: impl Fn(usize) -> bool, min_words: f32) -> bool {
    let (mut words, mut prose_words) = (0.0, 0.0);
    for (_, segment) in document.segments().iter().enumerate().filter(|(index, _)| is_selected(*index)) {
        let own = segment.stats().words() as f32;
        words += own;
        prose_words += segment.prose() * own;
    }
    prose_words >= min_words && prose_words >= MIN_ARTICLE_PROSE * words
}

fn is_never_content(kind: Kind) -> bool {
    matches!(kind, Kind::Spam | Kind::Advertising | Kind::Support | Kind::Consent | Kind::Legal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::kinds_by_model;

    const PAGE: &str = "Home\n\
        A new mill at the river\n\
        By Anna Reed\n\
        The mill at the river is grinding flour once more, after it had stood still for forty years, the village said.\n\
        The owners of the mill had to wait for eleven years until they found a mason who could still cut the stones.\n\
        It is a pity that nobody asked those who live below the river what they think of the new mill and its noise.\n\
        Home";

    /// The kinds of the lines of [`PAGE`].
    const KINDS: [Kind; 7] = [
        Kind::Navigation,
        Kind::Title,
        Kind::Byline,
        Kind::Paragraph,
        Kind::Paragraph,
        Kind::Paragraph,
        Kind::Navigation,
    ];

    fn kinds(log_odds: &[f32], comment: Option<usize>) -> Vec<Option<Kind>> {
        kinds_by_model(&Document::from_text(PAGE), log_odds, comment)
    }

    #[test]
    fn kept_segments_get_the_kinds_of_an_article() {
        let mut expected = KINDS.map(Some);
        (expected[0], expected[6]) = (Some(Kind::Chrome), Some(Kind::Chrome));
        assert_eq!(kinds(&[-4.0, -1.0, 1.0, 4.0, 3.0, 2.0, -4.0], None), expected);
    }

    #[test]
    fn a_bound_comment_is_removed_whatever_the_model_says() {
        let log_odds = [-4.0, -1.0, -1.0, 4.0, 3.0, 5.0, -4.0];
        assert_eq!(kinds(&log_odds, None)[5], Some(Kind::Paragraph));
        assert_eq!(kinds(&log_odds, Some(5))[5], Some(Kind::Comment));
    }

    #[test]
    fn a_text_without_content_has_no_article() {
        let kinds = kinds(&[-4.0; 7], None);
        assert!(kinds.iter().all(|kind| kind.is_some_and(|kind| !kind.is_article())), "{kinds:?}");
    }

    #[test]
    fn rules_keep_the_running_text_below_the_title() {
        let document = Document::from_text(PAGE);
        let marks = Marks::new(document.segments().len());
        let verdicts = by_rules(&Analysis::of(&document), &marks);
        let kinds: Vec<_> = verdicts.into_iter().map(|verdict| verdict.map(|(kind, _)| kind)).collect();
        assert_eq!(kinds, KINDS.map(Some));
    }
}
