//! What is left of a page of HTML: the main content, told from the rest by where it stands.

use super::content::{is_paragraph, kind_of_boilerplate, kind_of_line};
use super::forum::is_thread;
use super::scorer::least_probability;
use super::segmentation::{RunScores, runs};
use super::standing::standings;
use crate::document::{Document, Mark, Marks};
use crate::focus::Focus;
use crate::kind::Kind;
use crate::markup::Tag;

/// What has to speak for a segment being content (log odds), on a page that calls itself an article
/// and on any other: articles are one thing among much else, other pages are what they show.
const MIN_OF_ARTICLE: f32 = 0.1;
const LEAST: f32 = -0.6;
/// Who wants no foreign words asks for so much more, who wants all for so much less.
const STRICTER: f32 = 0.6;
/// What entering and leaving a stretch of content costs.
const CHANGE: f32 = 0.3;
/// A page that is nothing but headlines of others: nearly all words of its content are links, and nearly all of
/// these are headlines; there are so many, and they are sentences, not names of things.
const LINKS_OF_PORTAL: f32 = 0.97;
const SHARE_OF_HEADLINES: f32 = 0.9;
const HEADLINES_OF_PORTAL: usize = 20;
const WORDS_OF_HEADLINE: f32 = 8.0;
/// The greatest confidence.
const CERTAIN: f32 = 0.97;

/// Whether a page calls itself an article.
fn is_article(document: &Document) -> bool {
    ["Article", "article", "BlogPosting"].iter().any(|name| document.metadata().is_type(name))
}

/// Marks every segment of a page of HTML by rules.
pub(super) fn mark_by_rules(document: &Document, marks: &mut Marks) {
    let standings = standings(document, marks);
    let least = if is_article(document) { MIN_OF_ARTICLE } else { LEAST };
    let least = match marks.focus() {
        Focus::Precise => least + STRICTER,
        Focus::Balanced => least,
        Focus::Complete => least - STRICTER,
    };
    let segments = document.segments();
    let inside = |index: usize| {
        if segments[index].is_hidden() { f32::NEG_INFINITY } else { standings[index] - least }
    };
    let found = runs(segments.len(), RunScores { inside, enter: |_| CHANGE, leave: |_| CHANGE });
    let mut is_content = vec![false; segments.len()];
    for run in found {
        is_content[run.range].fill(true);
    }
    mark(document, marks, &standings, is_content);
}

/// What scripts uncover (tabs, answers to questions) is hidden in sections of so many words and segments, and
/// kept where it is as probable as this that it is content. Less is a label, a counter or spam.
const MIN_OF_HIDDEN: f32 = 0.3;
const MIN_SECTION: usize = 60;
const MIN_OF_SECTION: usize = 3;

/// What looks like a comment of an article is kept where it is as probable as this.
const MIN_OF_COMMENT: f32 = 0.5;
/// Log odds of other comments.
const NO_COMMENT: f32 = -2.5;

/// Marks every segment of a page of HTML by what speaks for it (log odds).
pub(super) fn mark_by_scores(document: &Document, marks: &mut Marks, odds: &[f32]) {
    let segments = document.segments();
    let mut odds = odds.to_vec();
    let mut start = 0;
    for part in segments.chunk_by(|one, next| one.is_hidden() == next.is_hidden()) {
        let of_part = &mut odds[start..start + part.len()];
        start += part.len();
        let words: usize = part.iter().map(|segment| segment.stats().words()).sum();
        let is_section = words >= MIN_SECTION && part.len() >= MIN_OF_SECTION;
        for odds in of_part.iter_mut().filter(|_| part[0].is_hidden()) {
            if !is_section || probability(*odds) < MIN_OF_HIDDEN {
                *odds = f32::NEG_INFINITY;
            }
        }
    }
    if is_article(document) && !is_thread(document) {
        for (index, odds) in odds.iter_mut().enumerate() {
            if marks.kind(index) == Some(Kind::Comment) && probability(*odds) < MIN_OF_COMMENT {
                *odds = odds.min(NO_COMMENT);
            }
        }
    }
    let words = |index: usize| segments[index].stats().words() as f32;
    let least = least_probability((0..odds.len()).map(|index| (words(index), probability(odds[index]))), marks.focus());
    let is_content = odds.iter().map(|&odds| probability(odds) >= least).collect();
    mark(document, marks, &odds, is_content);
}

fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn mark(document: &Document, marks: &mut Marks, standings: &[f32], mut is_content: Vec<bool>) {
    if is_portal(document, &is_content) {
        is_content.fill(false);
    }
    let title = title(document);
    let below_title = title.map_or(0, |title| title + 1);
    let first = (below_title..is_content.len()).find(|&index| is_content[index]).unwrap_or(0);
    let is_thread = is_thread(document);
    for (index, &is_content) in is_content.iter().enumerate() {
        let content = probability(standings[index]).clamp(1.0 - CERTAIN, CERTAIN);
        // In a thread, the comments that filters find are posts and what stands around them.
        let mark = marks.best(index).filter(|mark| !(is_thread && mark.kind() == Kind::Comment));
        let (best, sure) = (mark.map(Mark::kind), mark.map_or(0.0, Mark::confidence));
        // What other filters say against content has been weighed.
        if title == Some(index) {
            marks.overrule(index, Kind::Title, CERTAIN);
        } else if is_content {
            marks.overrule(index, kind_of_content(document, best, index), content);
        } else if let Some(kind) = credit(document, best, index, title, first) {
            marks.overrule(index, kind, 1.0 - content);
        } else if let Some(kind) = best.filter(|kind| !kind.is_article()) {
            // Who recognised it is the one who decides.
            marks.mark(index, kind, sure.min(1.0 - content));
        } else {
            marks.overrule(index, kind_outside(document, index), 1.0 - content);
        }
    }
}

/// The segment that is the page's title: it says what the page's metadata say, or it is the first
/// main heading.
fn title(document: &Document) -> Option<usize> {
    let segments = document.segments();
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let visible = || (0..segments.len()).filter(|&index| !segments[index].is_hidden());
    if let Some(title) = document.metadata().title() {
        let title = fold(title.value());
        let same = |index: &usize| {
            let segment = &segments[*index];
            segment.stats().chars() <= title.len() && fold(document.text(segment)) == title
        };
        // Trails and tickers may name the page before its heading does.
        let heading = visible().filter(|&index| heading_level(document, index).is_some()).find(same);
        if let Some(index) = heading.or_else(|| visible().find(same)) {
            return Some(index);
        }
    }
    visible().find(|&index| heading_level(document, index) == Some(1))
}

/// Which of `<h1>` … `<h6>` a segment stands in.
fn heading_level(document: &Document, index: usize) -> Option<u8> {
    let around = std::iter::successors(document.element_of(&document.segments()[index]), |element| element.parent());
    around.take(MAX_WAY).find_map(|element| element.tag().heading_level())
}

/// An element that says what a segment is stands so few elements above it.
const MAX_WAY: usize = 4;

/// What names the author, the date or a picture's source outside of the content: what the markup says,
/// and what reads so between the title and the first of the content.
fn credit(document: &Document, best: Option<Kind>, index: usize, title: Option<usize>, first: usize) -> Option<Kind> {
    let marked = best.filter(|kind| matches!(kind, Kind::Byline | Kind::Dateline | Kind::Caption));
    let is_below_title = title.is_some_and(|title| title < index) && index < first;
    let segment = &document.segments()[index];
    marked.or_else(|| {
        is_below_title
            .then(|| kind_of_line(segment))
            .flatten()
            .filter(|_| segment.link_density() < 1.0 && !segment.is_hidden())
    })
}

/// Whether all that was found are headlines of other pages.
fn is_portal(document: &Document, is_content: &[bool]) -> bool {
    let (mut words, mut linked, mut headlines, mut words_of_headlines) = (0.0, 0.0, 0, 0.0);
    for (segment, _) in document.segments().iter().zip(is_content).filter(|(_, is_content)| **is_content) {
        let count = segment.stats().words() as f32;
        let density = segment.link_density();
        words += count;
        linked += count * density;
        if density > 0.8 && segment.is_headline_like() {
            headlines += 1;
            words_of_headlines += count;
        }
    }
    headlines >= HEADLINES_OF_PORTAL
        && linked >= LINKS_OF_PORTAL * words
        && words_of_headlines >= SHARE_OF_HEADLINES * words
        && words_of_headlines >= WORDS_OF_HEADLINE * headlines as f32
}

fn kind_of_content(document: &Document, best: Option<Kind>, index: usize) -> Kind {
    if let Some(kind) = best.filter(|kind| matches!(kind, Kind::Byline | Kind::Dateline | Kind::Caption)) {
        return kind;
    }
    let segment = &document.segments()[index];
    if heading_level(document, index).is_some() {
        return Kind::Heading;
    }
    let around = std::iter::successors(document.element_of(segment), |element| element.parent());
    let kind = around.take(MAX_WAY).find_map(|element| match element.tag() {
        Tag::Li => Some(Kind::ListItem),
        Tag::Blockquote => Some(Kind::Quote),
        _ => None,
    });
    if let Some(kind) = kind {
        return kind;
    }
    if is_paragraph(segment) {
        return Kind::Paragraph;
    }
    kind_of_line(segment).unwrap_or(Kind::Paragraph)
}

fn kind_outside(document: &Document, index: usize) -> Kind {
    let segment = &document.segments()[index];
    let alike = segment.stats().most_similar_cue().filter(|&(_, likeness)| likeness >= 0.25);
    match alike {
        Some((cue, _)) => kind_of_boilerplate(cue),
        None if segment.link_density() > 0.5 && segment.is_headline_like() => Kind::Related,
        None if segment.link_density() > 0.5 => Kind::Navigation,
        None => Kind::Chrome,
    }
}
