//! What is left of a page of HTML: the main content, told from the rest by where it stands.

use super::content::{is_paragraph, kind_of_furniture, kind_of_line};
use super::standing::standings;
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks};
use crate::kind::Kind;

/// What has to speak for a segment being content (log odds), on a page that calls itself an article
/// and on any other: articles are one thing among much else, other pages are what they show.
const LEAST_OF_ARTICLE: f32 = 0.1;
const LEAST: f32 = -0.6;
/// What entering and leaving a stretch of content costs.
const CHANGE: f32 = 0.3;
/// A page that is nothing but links to other pages: so much of its content's words are links, at
/// least so many of these are headlines, and they have so many words.
const LINKS_OF_PORTAL: f32 = 0.8;
const HEADLINES_OF_PORTAL: usize = 12;
const WORDS_OF_HEADLINE: f32 = 5.5;
/// At the address of a home page so many linked headlines are enough, with summaries of so many words.
const HEADLINES_OF_HOME: usize = 6;
const WORDS_OF_SUMMARY: f32 = 45.0;
/// The greatest confidence.
const CERTAIN: f32 = 0.97;

/// Marks every segment of a page of HTML by rules.
pub(super) fn mark_by_rules(document: &Document, marks: &mut Marks) {
    let standings = standings(document, marks);
    let metadata = document.metadata();
    let is_article = ["Article", "article", "BlogPosting"].iter().any(|name| metadata.is_type(name));
    let least = if is_article { LEAST_OF_ARTICLE } else { LEAST };
    let segments = document.segments();
    let inside = |index: usize| {
        if segments[index].is_hidden() { f32::NEG_INFINITY } else { standings[index] - least }
    };
    let found = zones(segments.len(), Evidence { inside, enter: |_| CHANGE, leave: |_| CHANGE });
    let mut is_content = vec![false; segments.len()];
    for zone in found {
        is_content[zone.range].fill(true);
    }
    mark(document, marks, &standings, is_content);
}

/// What has to speak for a segment by the learned scorer (log odds): a bit less than nothing, as a
/// page loses more by a paragraph that is missing than by a line too many.
const LEAST_SCORE: f32 = -0.2;

/// Marks every segment of a page of HTML by what speaks for it.
pub(super) fn mark_by_scores(document: &Document, marks: &mut Marks, odds: &[f32]) {
    let segments = document.segments();
    let is_content =
        segments.iter().zip(odds).map(|(segment, odds)| !segment.is_hidden() && *odds > LEAST_SCORE).collect();
    mark(document, marks, odds, is_content);
}

fn mark(document: &Document, marks: &mut Marks, standings: &[f32], mut is_content: Vec<bool>) {
    if is_portal(document, &is_content) {
        is_content.fill(false);
    }
    let title = title(document);
    let first = is_content.iter().position(|&is_content| is_content).unwrap_or(0);
    for (index, &is_content) in is_content.iter().enumerate() {
        let sure = (1.0 / (1.0 + (-standings[index].abs()).exp())).min(CERTAIN);
        let best = marks.best(index).map(|mark| (mark.kind(), mark.confidence()));
        // What other filters say against content has been weighed.
        let above = best.filter(|(kind, _)| !kind.is_article()).map_or(0.0, |(_, confidence)| confidence + 0.01);
        if title == Some(index) {
            marks.mark(index, Kind::Title, CERTAIN.max(above));
        } else if is_content {
            marks.mark(index, kind_of_content(document, index), sure.max(above));
        } else if let Some(kind) = credit(document, best, index, title, first) {
            marks.mark(index, kind, sure.max(above));
        } else {
            let kind = best.map(|(kind, _)| kind).filter(|kind| !kind.is_article());
            marks.mark(index, kind.unwrap_or_else(|| kind_outside(document, index)), sure);
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
            segment.evidence().chars() <= title.len() && fold(document.text(segment)) == title
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
    around.take(LONGEST_WAY).find_map(|element| match element.name() {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    })
}

/// An element that says what a segment is stands so few elements above it.
const LONGEST_WAY: usize = 4;

/// What names the author, the date or a picture's source outside of the content: what the markup says,
/// and what reads so between the title and the first of the content.
fn credit(
    document: &Document,
    best: Option<(Kind, f32)>,
    index: usize,
    title: Option<usize>,
    first: usize,
) -> Option<Kind> {
    let marked =
        best.map(|(kind, _)| kind).filter(|kind| matches!(kind, Kind::Byline | Kind::Dateline | Kind::Caption));
    let is_below_title = title.is_some_and(|title| title < index) && index < first;
    let segment = &document.segments()[index];
    marked.or_else(|| {
        is_below_title
            .then(|| kind_of_line(segment))
            .flatten()
            .filter(|_| segment.link_density() < 1.0 && !segment.is_hidden())
    })
}

/// Whether what was found are headlines of other pages: the home page of a paper has no text of its
/// own.
fn is_portal(document: &Document, is_content: &[bool]) -> bool {
    let (mut words, mut linked, mut headlines, mut words_of_headlines) = (0.0, 0.0, 0, 0.0);
    for (segment, _) in document.segments().iter().zip(is_content).filter(|(_, is_content)| **is_content) {
        let count = segment.evidence().words() as f32;
        let density = segment.link_density();
        words += count;
        linked += count * density;
        if density > 0.8 && segment.is_headline_like() {
            headlines += 1;
            words_of_headlines += count;
        }
    }
    let count = headlines as f32;
    let is_of_headlines = words_of_headlines >= WORDS_OF_HEADLINE * count;
    if is_home(document) {
        return headlines >= HEADLINES_OF_HOME && is_of_headlines && words - linked <= WORDS_OF_SUMMARY * count;
    }
    headlines >= HEADLINES_OF_PORTAL && linked >= LINKS_OF_PORTAL * words && is_of_headlines
}

/// Whether the page's own address is that of its site.
fn is_home(document: &Document) -> bool {
    let url = document.metadata().url().map_or("", |url| url.value());
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
    match path {
        Some(path) => path.trim_end_matches('/').chars().count() <= LONGEST_HOME_PATH,
        None => url.contains("://"),
    }
}

/// The home page of one language of a site has its code for a path.
const LONGEST_HOME_PATH: usize = 2;

fn kind_of_content(document: &Document, index: usize) -> Kind {
    let segment = &document.segments()[index];
    if heading_level(document, index).is_some() {
        return Kind::Heading;
    }
    let around = std::iter::successors(document.element_of(segment), |element| element.parent());
    let kind = around.take(LONGEST_WAY).find_map(|element| match element.name() {
        "li" => Some(Kind::ListItem),
        "blockquote" => Some(Kind::Quote),
        "figcaption" => Some(Kind::Caption),
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
    let alike = segment.evidence().likest().filter(|&(_, likeness)| likeness >= 0.25);
    match alike {
        Some((cue, _)) => kind_of_furniture(cue),
        None if segment.link_density() > 0.5 && segment.is_headline_like() => Kind::Related,
        None if segment.link_density() > 0.5 => Kind::Navigation,
        None => Kind::Chrome,
    }
}
