//! The decision on pages of HTML.

use super::binding::{bound_kinds, is_article};
use super::captions::Pictures;
use super::kinds::similar_boilerplate;
use super::learned::{boilerplate, credit, of};
use super::running_text::MIN_TEXT_PROSE;
use super::structure::{are_in_data_tables, settle_beside_text, settle_broken_nesting, settle_headings, settle_units};
use super::threshold::min_probability;
use super::verdict::{MAX_CONFIDENCE, ScoredKind, Verdict, content_confidence, probability};
use crate::analysis::{Analysis, RunScores, credit_kind, rule_scores, runs, with_ancestors};
use crate::document::{Basis, Document, Mark, Marks};
use crate::focus::Focus;
use crate::kind::Kind;
use crate::markup::Tag;
use crate::model::{KindProbabilities, Prediction};

/// The lowest rule score (log odds) of content on a page that declares itself an article: all but the article is
/// boilerplate there. Hand-set.
const MIN_ARTICLE_PAGE_SCORE: f32 = 0.1;
/// The same on other pages, which may have several texts or lists as their content. Hand-set.
const MIN_OTHER_PAGE_SCORE: f32 = -0.6;
/// Added to these minima (log odds) for a precise body, subtracted for a complete one. Hand-set.
const FOCUS_SHIFT: f32 = 0.6;
/// The cost of entering or leaving a run of content, in log odds. Hand-set.
const BORDER_COST: f32 = 0.3;

/// Decides by the rule scores.
pub(super) fn by_rules(analysis: &Analysis<'_>, marks: &Marks, focus: Focus) -> Vec<Verdict> {
    let scores = rule_scores(analysis, marks);
    let min = if analysis.is_article() { MIN_ARTICLE_PAGE_SCORE } else { MIN_OTHER_PAGE_SCORE };
    let min = match focus {
        Focus::Precise => min + FOCUS_SHIFT,
        Focus::Balanced => min,
        Focus::Complete => min - FOCUS_SHIFT,
    };
    let segments = analysis.document().segments();
    let inside = |index: usize| {
        if segments[index].is_hidden() { f32::NEG_INFINITY } else { scores[index] - min }
    };
    let found = runs(segments.len(), RunScores { inside, enter: |_| BORDER_COST, leave: |_| BORDER_COST });
    let mut is_content = vec![false; segments.len()];
    for run in found {
        is_content[run.range].fill(true);
    }
    verdicts(analysis, marks, &scores, is_content)
}

/// A run of hidden segments with at least this many words and segments is text that scripts reveal (tabs, answers to
/// questions). Shorter hidden text is a label, a counter or spam. Hand-set.
const MIN_HIDDEN_SECTION_WORDS: usize = 60;
const MIN_HIDDEN_SECTION_SEGMENTS: usize = 3;
/// Hidden text in such a run is kept from this probability on. Hand-set.
const MIN_HIDDEN_PROBABILITY: f32 = 0.3;

/// The log odds of a segment that a filter is sure is a comment on an article are lowered by this. Chosen on the
/// development pages.
const COMMENT_PENALTY: f32 = 2.5;

/// Hidden text has its likeliest kind from this probability on. Hand-set.
const MIN_HIDDEN_KIND_PROBABILITY: f32 = 0.3;

/// The confidence of text that the markup hides. Hand-set.
const HIDDEN_CONFIDENCE: f32 = 0.97;

/// Decides by what the model says.
pub(super) fn by_model(analysis: &Analysis<'_>, marks: &Marks, prediction: &Prediction, focus: Focus) -> Vec<Verdict> {
    let segments = analysis.document().segments();
    let mut log_odds = prediction.log_odds.clone();
    let mut start = 0;
    for part in segments.chunk_by(|one, next| one.is_hidden() == next.is_hidden()) {
        let of_part = &mut log_odds[start..start + part.len()];
        start += part.len();
        if !part[0].is_hidden() {
            continue;
        }
        let words: usize = part.iter().map(|segment| segment.stats().words()).sum();
        let is_section = words >= MIN_HIDDEN_SECTION_WORDS && part.len() >= MIN_HIDDEN_SECTION_SEGMENTS;
        for log_odds in of_part {
            if !is_section || probability(*log_odds) < MIN_HIDDEN_PROBABILITY {
                *log_odds = f32::NEG_INFINITY;
            }
        }
    }
    if is_article(analysis, prediction) && has_article_above_comments(analysis, marks) {
        for mark in marks.all_evidence().filter(|mark| mark.kind() == Kind::Comment) {
            log_odds[mark.segment()] -= COMMENT_PENALTY * mark.confidence();
        }
    }
    settle_units(analysis, &mut log_odds);
    settle_broken_nesting(analysis, marks, &mut log_odds);
    let bound = bound_kinds(analysis, marks, prediction);
    for (log_odds, bound) in log_odds.iter_mut().zip(&bound) {
        if bound.is_some() {
            *log_odds = f32::NEG_INFINITY;
        }
    }
    settle_beside_text(analysis.document(), &mut log_odds);
    let words = |index: usize| segments[index].stats().words() as f32;
    let weighed = (0..log_odds.len()).map(|index| (words(index), probability(log_odds[index])));
    let min = min_probability(weighed, focus);
    let mut is_content: Vec<bool> = log_odds.iter().map(|&log_odds| probability(log_odds) >= min).collect();
    if is_link_list(analysis.document(), &is_content) {
        is_content.fill(false);
    }
    settle_headings(analysis, &log_odds, &bound, &mut is_content);
    let title = analysis.title();
    let is_in_data = are_in_data_tables(analysis.document());
    let has_dates = has_list_of_dates(analysis, &is_content, prediction);
    let pictures = Pictures::of(analysis.document());
    // The days of a diary or the events of a history, not the date of the article.
    let first_text = (title.map_or(0, |title| title + 1)..segments.len()).find(|&index| {
        is_content[index] && analysis.headings().level(index) == 0 && segments[index].prose() >= MIN_TEXT_PROSE
    });
    let is_heading_below_text =
        |index: usize| analysis.headings().level(index) > 0 && first_text.is_some_and(|first| first < index);
    let verdict = |index: usize| {
        let kinds = &prediction.kinds(index);
        let content = content_confidence(prediction.log_odds[index]);
        if title == Some(index) {
            (Kind::Title, MAX_CONFIDENCE)
        } else if is_content[index] {
            let learned = credit(kinds).filter(|(_, probability)| *probability > of(kinds, Kind::Paragraph));
            let kind = || (content_kind(analysis, None, index), content);
            let is_credit = |kind: Kind| {
                !(kind == Kind::Dateline && (has_dates || is_heading_below_text(index))
                    || kind == Kind::Caption && !pictures.may_caption(index)
                    || is_in_data[index]
                    || analysis.is_code(&segments[index]))
            };
            let (kind, confidence) = learned.filter(|(kind, _)| is_credit(*kind)).unwrap_or_else(kind);
            if is_credit(kind) { (kind, confidence) } else { (Kind::Paragraph, content) }
        } else if segments[index].is_control() {
            (Kind::Chrome, HIDDEN_CONFIDENCE)
        } else if segments[index].is_hidden() {
            hidden_kind(marks, index, kinds)
        } else {
            boilerplate(marks, index, kinds, bound[index], true)
        }
    };
    (0..segments.len()).map(|index| Some(verdict(index))).collect()
}

/// The kind of hidden text: that of the menu, the dialog or the like that it is, if that is likely.
fn hidden_kind(marks: &Marks, index: usize, kinds: &KindProbabilities) -> ScoredKind {
    let (kind, confidence) = boilerplate(marks, index, kinds, None, true);
    let is_known = of(kinds, kind) >= MIN_HIDDEN_KIND_PROBABILITY && !kind.is_article();
    if is_known { (kind, confidence) } else { (Kind::Hidden, HIDDEN_CONFIDENCE) }
}

/// More lines of the body that begin with a date are a list of dates: of a tour, of versions. Hand-set.
const MAX_DATELINES: usize = 3;

/// Whether the body has a list of dates, which are no datelines.
fn has_list_of_dates(analysis: &Analysis<'_>, is_content: &[bool], prediction: &Prediction) -> bool {
    let is_dateline = |&index: &usize| {
        is_content[index]
            && (credit(&prediction.kinds(index)).is_some_and(|(kind, _)| kind == Kind::Dateline)
                || content_kind(analysis, None, index) == Kind::Dateline)
    };
    (0..is_content.len()).filter(is_dateline).count() > MAX_DATELINES
}

/// The text above the first comment is an article if it has at least this many words of running text. Hand-set.
const MIN_COMMENTED_WORDS: f32 = 100.0;

/// Whether an article is above the comments that filters have found.
fn has_article_above_comments(analysis: &Analysis<'_>, marks: &Marks) -> bool {
    let prose_words = analysis.prose_words();
    let comments = marks.all_evidence().filter(|mark| mark.kind() == Kind::Comment && mark.basis() != Basis::Cue);
    let first = comments.map(Mark::segment).min().unwrap_or(prose_words.len());
    prose_words[..first].iter().sum::<f32>() >= MIN_COMMENTED_WORDS
}

/// The kinds of the segments, those of content and all others.
fn verdicts(analysis: &Analysis<'_>, marks: &Marks, log_odds: &[f32], mut is_content: Vec<bool>) -> Vec<Verdict> {
    let document = analysis.document();
    if is_link_list(document, &is_content) {
        is_content.fill(false);
    }
    let title = analysis.title();
    let below_title = title.map_or(0, |title| title + 1);
    let first = (below_title..is_content.len()).find(|&index| is_content[index]).unwrap_or(0);
    let is_thread = analysis.is_thread();
    let verdict = |(index, &is_content): (usize, &bool)| {
        let content = content_confidence(log_odds[index]);
        // In a thread, the comment filter marks the posts and their controls.
        let evidence = marks.evidence(index).filter(|mark| !(is_thread && mark.kind() == Kind::Comment));
        let marked = evidence.map(Mark::kind);
        if title == Some(index) {
            Some((Kind::Title, MAX_CONFIDENCE))
        } else if is_content {
            Some((content_kind(analysis, marked, index), content))
        } else if let Some(kind) = marked_credit(document, marked, index, title, first) {
            Some((kind, 1.0 - content))
        } else if marked.is_some_and(|kind| !kind.is_article()) {
            None
        } else {
            Some((boilerplate_kind(document, index), 1.0 - content))
        }
    };
    is_content.iter().enumerate().map(verdict).collect()
}

fn is_credit(kind: &Kind) -> bool {
    matches!(kind, Kind::Byline | Kind::Dateline | Kind::Caption)
}

/// Whether a segment outside of the content is a credit: by its mark, or by its cues if it is between the title and
/// the first content.
fn marked_credit(
    document: &Document,
    marked: Option<Kind>,
    index: usize,
    title: Option<usize>,
    first: usize,
) -> Option<Kind> {
    let marked = marked.filter(is_credit);
    let is_below_title = title.is_some_and(|title| title < index) && index < first;
    let segment = &document.segments()[index];
    let is_text = segment.link_density() < 1.0 && !segment.is_hidden();
    marked.or_else(|| if is_below_title && is_text { credit_kind(segment) } else { None })
}

// A page that only lists headlines of other pages. All limits are hand-set.

/// It has at least this many headlines.
const MIN_LISTED_HEADLINES: usize = 20;
/// Links have at least this share of its words.
const MIN_LISTED_LINK_SHARE: f32 = 0.97;
/// Headlines have at least this share of its words.
const MIN_LISTED_HEADLINE_SHARE: f32 = 0.9;
/// Headlines have at least this many words on average; names of products or places are shorter.
const MIN_WORDS_PER_HEADLINE: f32 = 8.0;
/// A headline has a higher link density than this.
const MIN_HEADLINE_LINK_DENSITY: f32 = 0.8;

/// Whether all content is a list of links to other pages, for example a home page of headlines without summaries.
fn is_link_list(document: &Document, is_content: &[bool]) -> bool {
    let (mut words, mut linked, mut headlines, mut headline_words) = (0.0, 0.0, 0, 0.0);
    for (segment, _) in document.segments().iter().zip(is_content).filter(|(_, is_content)| **is_content) {
        let count = segment.stats().words() as f32;
        let density = segment.link_density();
        words += count;
        linked += count * density;
        if density > MIN_HEADLINE_LINK_DENSITY && segment.is_headline_like() {
            headlines += 1;
            headline_words += count;
        }
    }
    headlines >= MIN_LISTED_HEADLINES
        && linked >= MIN_LISTED_LINK_SHARE * words
        && headline_words >= MIN_LISTED_HEADLINE_SHARE * words
        && headline_words >= MIN_WORDS_PER_HEADLINE * headlines as f32
}

/// The kind of a segment may follow from this many elements around it, its own included. Hand-set.
const MAX_KIND_ELEMENTS: usize = 4;

/// The kind of a segment of content.
pub(super) fn content_kind(analysis: &Analysis<'_>, marked: Option<Kind>, index: usize) -> Kind {
    if let Some(kind) = marked.filter(is_credit) {
        return kind;
    }
    if analysis.headings().level_of_kind(index).is_some() {
        return Kind::Heading;
    }
    let document = analysis.document();
    let segment = &document.segments()[index];
    let around = document.element_index(segment).into_iter();
    let mut around =
        around.flat_map(|element| with_ancestors(document.element_data(), element)).take(MAX_KIND_ELEMENTS);
    let kind = around.find_map(|element| match element.tag {
        Tag::Li => Some(Kind::ListItem),
        Tag::Blockquote => Some(Kind::Quote),
        _ => None,
    });
    // A line of a program or of a configuration file ("source: ~/Pictures") is no credit.
    let is_code = || analysis.is_code(segment);
    kind.or_else(|| credit_kind(segment).filter(|_| !is_code())).unwrap_or(Kind::Paragraph)
}

/// Boilerplate with a higher link density is a link. Hand-set.
const MIN_BOILERPLATE_LINK_DENSITY: f32 = 0.5;

fn boilerplate_kind(document: &Document, index: usize) -> Kind {
    let segment = &document.segments()[index];
    let is_link = segment.link_density() > MIN_BOILERPLATE_LINK_DENSITY;
    match similar_boilerplate(segment.stats()) {
        Some(kind) => kind,
        None if is_link && segment.is_headline_like() => Kind::Related,
        None if is_link => Kind::Navigation,
        None => Kind::Chrome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::kinds_by_model;

    const PAGE: &str = "<nav><a href=/>Home</a></nav><h1>The old mill</h1><p>By Anna Reed\
        <p>The mill at the river is grinding flour once more, after it had stood still for forty years, the village said.\
        <ul><li>The stones were cut by hand by the last mason of the valley.</ul>\
        <h2>What is next</h2><p>In spring the owners want to open a bakery beside it, if they find somebody to run it.\
        <p>It is a pity that nobody asked me.";

    fn kinds(page: &str, log_odds: &[f32], comment: Option<usize>) -> Vec<Option<Kind>> {
        kinds_by_model(&Document::from_html(page), log_odds, comment)
    }

    #[test]
    fn kinds_follow_the_elements() {
        let expected = [
            Kind::Chrome,
            Kind::Title,
            Kind::Byline,
            Kind::Paragraph,
            Kind::ListItem,
            Kind::Heading,
            Kind::Paragraph,
            Kind::Chrome,
        ];
        assert_eq!(kinds(PAGE, &[-4.0, 1.0, 3.0, 4.0, 3.0, 2.0, 4.0, -4.0], None), expected.map(Some));
    }

    #[test]
    fn a_line_of_code_is_no_byline() {
        let page =
            "<h1>Pictures</h1><p>This file says where pictures are.<pre>source: ~/Pictures</pre><p>source: A. Reed";
        assert_eq!(kinds(page, &[1.0, 3.0, 3.0, 3.0], None)[2..], [Some(Kind::Paragraph), Some(Kind::Byline)]);
    }

    #[test]
    fn what_markup_calls_a_comment_is_one() {
        let log_odds = [-4.0, 1.0, -1.0, 4.0, 3.0, 2.0, 4.0, 3.0];
        assert_eq!(kinds(PAGE, &log_odds, None)[7], Some(Kind::Paragraph));
        assert_eq!(kinds(PAGE, &log_odds, Some(7))[7], Some(Kind::Comment));
        let thread = format!("<meta name=generator content=phpBB>{PAGE}");
        assert_eq!(kinds(&thread, &log_odds, Some(7))[7], Some(Kind::Paragraph), "in a thread it is a post");
    }

    #[test]
    fn a_list_of_headlines_has_no_content() {
        let headline = "<p><a href=/a>The village council has decided to build a new bridge</a>";
        let page = headline.repeat(24);
        assert!(kinds(&page, &[3.0; 24], None).iter().all(|kind| *kind == Some(Kind::Chrome)));
        let names = "<p><a href=/a>Sea salt from the bay</a>".repeat(24);
        assert!(kinds(&names, &[3.0; 24], None).iter().all(|kind| *kind == Some(Kind::Paragraph)));
    }
}
