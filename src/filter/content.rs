//! What is left: the article, told from the rest by its text.

use std::ops::Range;

use super::Filter;
use super::layout::{PARAGRAPH, is_boilerplate};
use super::segmentation::{Run, RunScores, runs};
use super::{headline, main_content, scorer};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Decides over what no other filter is sure of, from the evidence of the text alone.
///
/// Running text attracts the short lines between its paragraphs and repels those before and
/// behind it, as in jusText (Pomikálek 2011). Inside, segments are told apart as title, heading,
/// paragraph, list item, quote, caption, byline and dateline.
///
/// Its confidence stays below that of a filter that has recognised a kind of boilerplate.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text(
///     "The old mill\nBy Anna Reed\n\
///      After forty years the old mill at the river is grinding flour once more, the village said on Friday.\n\
///      A long way\n\
///      It took the owners eleven years to find a mason who could still cut the stones by hand.",
/// )?;
/// let kinds: Vec<_> = page.spans().iter().map(|span| span.kind()).collect();
/// assert_eq!(kinds, [Kind::Title, Kind::Byline, Kind::Paragraph, Kind::Heading, Kind::Paragraph]);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ContentFilter;

/// A stretch of text with a smaller share of the weight of the heaviest one is no article.
const MIN_SHARE: f32 = 0.05;
/// The greatest confidence of this filter …
const MOST: f32 = 0.6;
/// … but for the title, which looks like the headlines around it that others take away.
pub(super) const TITLE: f32 = 0.9;
/// … and for what names author and date right below it.
const CREDIT: f32 = 0.78;
/// What is no article is of the kind that its words are most_similar_cue to, from this likeness on.
const MIN_SIMILARITY: f32 = 0.25;
/// A line with an author's name has no more words.
const MAX_CREDIT: usize = 8;

impl Filter for ContentFilter {
    fn name(&self) -> &'static str {
        "content"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        if marks.all().last().is_some_and(|mark| mark.filter() == scorer::NAME) {
            return;
        }
        if document.is_html() {
            return main_content::mark_by_rules(document, marks);
        }
        let mut calls = Vec::new();
        let mut end = 0;
        for body in body_runs(document, marks).into_iter().map(|run| run.range) {
            let title = if end == 0 { headline::first(document, marks, &body) } else { None };
            let start = title.unwrap_or(body.start);
            mark_outside(document, marks, end..start, end > 0, &mut calls);
            let first_paragraph =
                (start..body.end).find(|&index| is_paragraph(&document.segments()[index])).unwrap_or(start);
            for index in start..body.end {
                calls.push(match title {
                    Some(title) if title == index => (index, Kind::Title, TITLE),
                    Some(title) if title < index && index < first_paragraph => {
                        below_title(&document.segments()[index], index)
                    }
                    _ => kind_in_body(document, marks, index),
                });
            }
            end = body.end;
        }
        mark_outside(document, marks, end..document.segments().len(), end > 0, &mut calls);
        for (index, kind, confidence) in calls {
            marks.mark(index, kind, confidence);
        }
    }
}

pub(super) type Call = (usize, Kind, f32);

/// The stretches of running text.
pub(super) fn body_runs(document: &Document, marks: &Marks) -> Vec<Run> {
    let segments = document.segments();
    let inside = |index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        if is_boilerplate(marks, index) {
            return -0.5;
        }
        let prose = segment.prose();
        if prose >= 0.3 {
            return 2.5 * prose;
        }
        if stats.ends_sentence() {
            return if stats.words() >= 3 && stats.function_words() > 0 { 0.4 } else { 0.05 };
        }
        if stats.starts_bullet() || stats.starts_number() || stats.is_code_like() {
            return 0.02;
        }
        -0.11
    };
    let mut found = runs(segments.len(), RunScores { inside: &inside, enter: |_| 0.6, leave: |_| 0.7 });
    let heaviest = found.iter().map(|run| run.weight).fold(0.0, f32::max);
    found.retain(|run| run.weight >= MIN_SHARE * heaviest);
    // What hangs on at the edges is no text of its own.
    for run in &mut found {
        while run.range.len() > 1 && inside(run.range.end - 1) < 0.0 {
            run.range.end -= 1;
        }
    }
    let mut end = 0;
    let with_heading = |run: Run| {
        // A heading further down belongs to the text that it heads.
        let start = run.range.start;
        let headed =
            end > 0 && start > end && segments[start - 1].is_headline_like() && !is_boilerplate(marks, start - 1);
        end = run.range.end;
        Run { range: start - usize::from(headed)..end, ..run }
    };
    found.into_iter().map(with_heading).collect()
}

/// What stands between a title and the first paragraph. An author or a date there is as sure as the
/// title is.
pub(super) fn below_title(segment: &Segment, index: usize) -> Call {
    if let Some(kind) = kind_of_line(segment) {
        return (index, kind, CREDIT);
    }
    let stats = segment.stats();
    let kind = if stats.ends_sentence() && stats.words() >= 6 {
        Kind::Paragraph
    } else if stats.words() <= MAX_CREDIT {
        Kind::Byline
    } else {
        // The second line of the headline.
        Kind::Title
    };
    (index, kind, MOST)
}

/// Whether a segment is a paragraph, not a caption that is a sentence.
pub(super) fn is_paragraph(segment: &Segment) -> bool {
    segment.prose() >= PARAGRAPH && kind_of_line(segment).is_none()
}

/// Captions, bylines and datelines, by their cues.
pub(super) fn kind_of_line(segment: &Segment) -> Option<Kind> {
    let stats = segment.stats();
    let is_sentence = segment.prose() > 0.5;
    if stats.has_picture_credit() && stats.words() <= 40 && !stats.ends_sentence() {
        return Some(Kind::Caption);
    }
    if stats.words() > 40 || is_sentence {
        return None;
    }
    if stats.has_cue(Cue::Dateline) && stats.words() <= 14
        || stats.has_date() && stats.words() <= if stats.has_time() { 20 } else { 7 }
    {
        Some(Kind::Dateline)
    } else if stats.begins_with_cue(Cue::Byline) && stats.words() <= 14
        || stats.has_cue(Cue::Source) && stats.words() <= 12
    {
        Some(Kind::Byline)
    } else if stats.begins_with_cue(Cue::Caption) || stats.has_cue(Cue::Caption) && stats.words() <= 30 {
        Some(Kind::Caption)
    } else {
        None
    }
}

pub(super) fn kind_in_body(document: &Document, marks: &Marks, index: usize) -> Call {
    let segments = document.segments();
    let segment = &segments[index];
    let stats = segment.stats();
    let prose = segment.prose();
    if let Some(kind) = kind_of_line(segment) {
        return (index, kind, 0.5);
    }
    if stats.starts_bullet() || stats.starts_number() {
        return (index, Kind::ListItem, 0.55);
    }
    if headline::begins_article(document, marks, index) {
        return (index, Kind::Title, 0.52);
    }
    if headline::is_credit(segment) && headline::is_credited(document, marks, index) {
        return (index, Kind::Byline, 0.5);
    }
    if prose >= PARAGRAPH || stats.ends_sentence() && stats.words() >= 4 {
        let quoted = stats.starts_quote() && stats.ends_quote() && stats.quotes() <= 2;
        return (index, if quoted { Kind::Quote } else { Kind::Paragraph }, 0.4 + 0.2 * prose);
    }
    let next = (index + 1..segments.len())
        .take(3)
        .find(|&next| !is_boilerplate(marks, next) && kind_of_line(&segments[next]).is_none());
    let before_text = next.is_some_and(|next| segments[next].prose() >= 0.3 || segments[next].stats().ends_sentence());
    if before_text && (segment.is_headline_like() || segment.is_label()) {
        return (index, Kind::Heading, 0.5);
    }
    (index, Kind::Paragraph, 0.35)
}

/// What stands before, between and behind the stretches of running text.
pub(super) fn mark_outside(
    document: &Document,
    marks: &Marks,
    range: Range<usize>,
    behind: bool,
    calls: &mut Vec<Call>,
) {
    let segments = document.segments();
    let is_headline = |index: usize| {
        segments.get(index).is_some_and(|segment| segment.is_headline_like() && segment.stats().words() >= 4)
            && !is_boilerplate(marks, index)
    };
    for index in range {
        let in_company = is_headline(index + 1) || index > 0 && is_headline(index - 1);
        let neighbour = marks.kind(index + 1).filter(|kind| !kind.is_article());
        let surrounded = neighbour.filter(|&kind| index > 0 && marks.kind(index - 1) == Some(kind));
        let alike = segments[index].stats().most_similar_cue().filter(|&(_, likeness)| likeness >= MIN_SIMILARITY);
        let kind = if let Some(kind) = surrounded {
            kind
        } else if let Some((cue, _)) = alike {
            kind_of_boilerplate(cue)
        } else if is_headline(index) && in_company {
            if behind { Kind::Related } else { Kind::Ticker }
        } else if segments[index].prose() >= PARAGRAPH {
            Kind::Chrome
        } else {
            Kind::Navigation
        };
        calls.push((index, kind, 0.4));
    }
}

/// The kind of what a group of cues stands for.
pub(super) fn kind_of_boilerplate(cue: Cue) -> Kind {
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
