//! What is left of a page of HTML: the main content, told from the rest by where it stands.

use html5ever::local_name;

use super::content::{is_paragraph, kind_of_furniture, kind_of_line};
use super::standing::standings;
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks};
use crate::kind::Kind;

/// What has to speak for a segment being content (log odds).
const LEAST: f32 = -0.2;
/// What entering and leaving a stretch of content costs.
const CHANGE: f32 = 0.3;
/// The greatest confidence.
const CERTAIN: f32 = 0.97;

/// Marks every segment of a page of HTML.
pub(super) fn mark(document: &Document, marks: &mut Marks) {
    let standings = standings(document, marks);
    let segments = document.segments();
    let inside = |index: usize| {
        if segments[index].is_hidden() { f32::NEG_INFINITY } else { standings[index] - LEAST }
    };
    let found = zones(segments.len(), Evidence { inside, enter: |_| CHANGE, leave: |_| CHANGE });
    let mut is_content = vec![false; segments.len()];
    for zone in found {
        is_content[zone.range].fill(true);
    }
    for (index, &is_content) in is_content.iter().enumerate() {
        let sure = 1.0 / (1.0 + (-standings[index].abs()).exp());
        let best = marks.best(index).map(|mark| (mark.kind(), mark.confidence()));
        if is_content {
            let kind = kind_of_content(document, marks, index);
            // What other filters say of it has been weighed.
            let above = best.filter(|(kind, _)| !kind.is_article()).map_or(0.0, |(_, confidence)| confidence + 0.01);
            marks.mark(index, kind, sure.max(above).min(CERTAIN));
        } else {
            let kind = match best {
                Some((kind, _)) if !kind.is_article() => kind,
                _ => kind_outside(document, index),
            };
            marks.mark(index, kind, sure.min(CERTAIN));
        }
    }
}

fn kind_of_content(document: &Document, _marks: &Marks, index: usize) -> Kind {
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
