//! What is left of a plain text: the article, told from the rest by a learned scorer.

use super::content::{Call, TITLE, below_title, is_paragraph, kind_in_body, kind_of_line, mark_outside};
use super::headline;
use super::layout::is_boilerplate;
use crate::document::{Document, Marks};
use crate::focus::Focus;
use crate::kind::Kind;

/// What has to speak for a segment (log odds) …
const MIN_SCORE: f32 = -1.0;
/// … for who wants nothing foreign, and for who wants all.
const MIN_TO_BE_PRECISE: f32 = -0.3;
const MIN_TO_BE_COMPLETE: f32 = -1.5;
/// … and how much more where a filter is so sure of a comment: threads are content, what readers say below an
/// article is not, and the worse mistake is to let them speak in its name.
const AGAINST_COMMENT: f32 = 1.8;
const COMMENT: f32 = 0.7;
/// Above the comments on an article stand so many words of running text, and so great is their share of all words
/// there: then it takes so much more.
const ARTICLE: f32 = 300.0;
const PROSE_OF_ARTICLE: f32 = 0.6;
/// A text with less running text is no article.
const MIN_ARTICLE: f32 = 30.0;
const AGAINST_COMMENT_ON_ARTICLE: f32 = 4.0;
/// … and where a filter is so sure of any other boilerplate: of what is the content of some pages (teasers, menus),
/// of it amid an article, and of what is the content of no page.
const AGAINST_BOILERPLATE: f32 = 0.5;
const AGAINST_IN_ARTICLE: f32 = 1.2;
const AGAINST_NEVER_CONTENT: f32 = 2.0;
const BOILERPLATE: f32 = 0.6;
/// The greatest confidence.
const CERTAIN: f32 = 0.97;

/// Marks every segment of a plain text by what speaks for it.
pub(super) fn mark_by_scores(document: &Document, marks: &mut Marks, odds: &[f32]) {
    let segments = document.segments();
    let is_content = contents(document, marks, odds);
    let kept = |index: &usize| is_content[*index];
    let Some(first) = (0..segments.len()).find(kept) else {
        let mut calls = Vec::new();
        mark_outside(document, marks, 0..segments.len(), false, &mut calls);
        return call(marks, calls, odds);
    };
    let last = (first..segments.len()).rfind(kept).unwrap_or(first);
    let first_paragraph = (first..=last).find(|index| kept(index) && is_paragraph(&segments[*index]));
    let title = headline::first(document, marks, &(first_paragraph.unwrap_or(first)..last + 1));

    let mut calls = Vec::with_capacity(segments.len());
    let mut outside = 0;
    for index in 0..segments.len() {
        let is_below_title = title.is_some_and(|title| title < index) && first_paragraph.is_some_and(|at| index < at);
        let is_near = is_below_title || (first..=last).contains(&index);
        let is_credit = is_near && !is_boilerplate(marks, index) && kind_of_line(&segments[index]).is_some();
        let kind = if title == Some(index) {
            Some((index, Kind::Title, TITLE))
        } else if is_below_title && (is_content[index] || is_credit) {
            Some(below_title(&segments[index], index))
        } else if is_content[index] || is_credit {
            Some(kind_in_body(document, marks, index))
        } else {
            None
        };
        if let Some(kind) = kind {
            mark_outside(document, marks, outside..index, outside > first, &mut calls);
            calls.push(kind);
            outside = index + 1;
        }
    }
    mark_outside(document, marks, outside..segments.len(), outside > first, &mut calls);
    call(marks, calls, odds);
}

/// For each segment, whether enough speaks for it.
fn contents(document: &Document, marks: &Marks, odds: &[f32]) -> Vec<bool> {
    let mut is_comment = vec![false; odds.len()];
    for mark in marks.all().iter().filter(|mark| mark.kind() == Kind::Comment && mark.confidence() >= COMMENT) {
        is_comment[mark.segment()] = true;
    }
    let above = document.segments().iter().zip(&is_comment).take_while(|(_, is_comment)| !**is_comment);
    let (mut words, mut running) = (0.0, 0.0);
    for (segment, _) in above {
        let own = segment.stats().words() as f32;
        words += own;
        running += segment.prose() * own;
    }
    let is_on_article = running >= ARTICLE && running >= PROSE_OF_ARTICLE * words;
    let is_article = is_article(document, odds);
    let against = if is_on_article { AGAINST_COMMENT_ON_ARTICLE } else { AGAINST_COMMENT };
    let against_best = |index: usize| match marks.best(index) {
        Some(mark) if mark.kind().is_article() || mark.confidence() < BOILERPLATE => 0.0,
        Some(mark) if is_never_content(mark.kind()) => AGAINST_NEVER_CONTENT,
        Some(_) if is_article => AGAINST_IN_ARTICLE,
        Some(_) => AGAINST_BOILERPLATE,
        None => 0.0,
    };
    let least = match marks.focus() {
        Focus::Precise => MIN_TO_BE_PRECISE,
        Focus::Balanced => MIN_SCORE,
        Focus::Complete => MIN_TO_BE_COMPLETE,
    };
    let is_content =
        |(index, &odds): (usize, &f32)| odds > least + if is_comment[index] { against } else { against_best(index) };
    odds.iter().enumerate().map(is_content).collect()
}

/// Whether most of what speaks for itself is running text.
fn is_article(document: &Document, odds: &[f32]) -> bool {
    let (mut words, mut running) = (0.0, 0.0);
    for (segment, _) in document.segments().iter().zip(odds).filter(|(_, odds)| **odds > MIN_SCORE) {
        let own = segment.stats().words() as f32;
        words += own;
        running += segment.prose() * own;
    }
    running >= MIN_ARTICLE && running >= PROSE_OF_ARTICLE * words
}

fn is_never_content(kind: Kind) -> bool {
    matches!(kind, Kind::Spam | Kind::Support | Kind::Consent | Kind::Legal)
}

fn call(marks: &mut Marks, calls: Vec<Call>, odds: &[f32]) {
    for (index, kind, least) in calls {
        let content = (1.0 / (1.0 + (-odds[index]).exp())).clamp(1.0 - CERTAIN, CERTAIN);
        let against = marks.best(index).filter(|mark| !mark.kind().is_article());
        // What other filters say against content has been weighed.
        match kind {
            Kind::Title => marks.overrule(index, kind, least),
            kind if kind.is_body() => marks.overrule(index, kind, content),
            kind if kind.is_article() => marks.overrule(index, kind, content.max(1.0 - content)),
            // Who recognised something has the say of what it is.
            kind => match against {
                Some(&mark) => marks.mark(index, mark.kind(), mark.confidence().min(1.0 - content)),
                None => marks.overrule(index, kind, 1.0 - content),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Home\n\
        A new mill at the river\n\
        By Anna Reed\n\
        The mill at the river is grinding flour once more, after it had stood still for forty years, the village said.\n\
        The owners of the mill had to wait for eleven years until they found a mason who could still cut the stones.\n\
        It is a pity that nobody asked those who live below the river what they think of the new mill and its noise.\n\
        Home";

    fn kinds(odds: &[f32], comment: Option<usize>) -> Vec<Option<Kind>> {
        let document = Document::from_text(PAGE);
        let mut marks = Marks::new(document.segments().len(), Focus::Balanced);
        if let Some(index) = comment {
            marks.mark(index, Kind::Comment, 0.9);
        }
        mark_by_scores(&document, &mut marks, odds);
        (0..document.segments().len()).map(|index| marks.kind(index)).collect()
    }

    #[test]
    fn what_is_kept_is_told_apart() {
        let kinds = kinds(&[-4.0, -1.0, -1.0, 4.0, 3.0, 2.0, -4.0], None);
        let expected = [
            Kind::Navigation,
            Kind::Title,
            Kind::Byline,
            Kind::Paragraph,
            Kind::Paragraph,
            Kind::Paragraph,
            Kind::Navigation,
        ];
        assert_eq!(kinds, expected.map(Some));
    }

    #[test]
    fn it_takes_more_to_keep_a_comment() {
        assert_eq!(kinds(&[-4.0, -1.0, -1.0, 4.0, 3.0, 0.5, -4.0], Some(5))[5], Some(Kind::Comment));
        assert_eq!(kinds(&[-4.0, -1.0, -1.0, 4.0, 3.0, 0.5, -4.0], None)[5], Some(Kind::Paragraph));
        assert_eq!(kinds(&[-4.0, -1.0, -1.0, 4.0, 3.0, 5.0, -4.0], Some(5))[5], Some(Kind::Paragraph));
    }

    #[test]
    fn a_text_of_which_nothing_is_kept_has_no_article() {
        let kinds = kinds(&[-4.0; 7], None);
        assert!(kinds.iter().all(|kind| kind.is_some_and(|kind| !kind.is_article())), "{kinds:?}");
    }
}
