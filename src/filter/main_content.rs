//! What is left of a page of HTML: the main content, told from the rest by where it stands.

use html5ever::local_name;

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

/// Marks every segment of a page of HTML.
pub(super) fn mark(document: &Document, marks: &mut Marks) {
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
    if is_portal(document, &is_content) {
        is_content.fill(false);
    }
    for (index, &is_content) in is_content.iter().enumerate() {
        let sure = 1.0 / (1.0 + (-standings[index].abs()).exp());
        let best = marks.best(index).map(|mark| (mark.kind(), mark.confidence()));
        if is_content {
            let kind = kind_of_content(document, index);
            // What other filters say of it has been weighed.
            let above = best.filter(|(kind, _)| !kind.is_article()).map_or(0.0, |(_, confidence)| confidence + 0.01);
            marks.mark(index, kind, sure.min(CERTAIN).max(above));
        } else {
            let kind = match best {
                Some((kind, _)) if !kind.is_article() => kind,
                _ => kind_outside(document, index),
            };
            marks.mark(index, kind, sure.min(CERTAIN));
        }
    }
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
    let elements = document.element_data();
    let mut place = segment.markup.map(|markup| markup.element);
    let mut steps = 0;
    while let Some(element) = place.and_then(|place| elements.get(place as usize)) {
        let name = document.name_of(element);
        match *name {
            local_name!("h1") => return Kind::Title,
            local_name!("h2") | local_name!("h3") | local_name!("h4") | local_name!("h5") | local_name!("h6") => {
                return Kind::Heading;
            }
            local_name!("li") => return Kind::ListItem,
            local_name!("blockquote") => return Kind::Quote,
            local_name!("figcaption") => return Kind::Caption,
            _ => {}
        }
        steps += 1;
        if steps > 4 {
            break;
        }
        place = element.parent;
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
