//! How much speaks for a segment of HTML being content: where it stands, and among what.

use html5ever::local_name;

use super::forum::is_thread;
use crate::document::{Document, ElementData, Marks, Segment};
use crate::kind::Kind;
use crate::markup::Role;
use crate::text::Shingles;

/// Landmarks and other elements that a segment stands in.
#[derive(Clone, Copy, Default)]
pub(super) struct Around(u32);

impl Around {
    pub(super) const HEADER: u32 = 1;
    pub(super) const ARTICLE_HEADER: u32 = 1 << 1;
    pub(super) const FOOTER: u32 = 1 << 2;
    pub(super) const ARTICLE_FOOTER: u32 = 1 << 3;
    pub(super) const ASIDE: u32 = 1 << 4;
    pub(super) const FORM: u32 = 1 << 5;
    pub(super) const ARTICLE: u32 = 1 << 6;
    pub(super) const TABLE: u32 = 1 << 7;
    pub(super) const CAPTION: u32 = 1 << 8;
    pub(super) const DIALOG: u32 = 1 << 9;
    pub(super) const CODE: u32 = 1 << 10;
    pub(super) const QUOTE: u32 = 1 << 11;
    pub(super) const CONTROL: u32 = 1 << 12;
    pub(super) const MAIN_HEADING: u32 = 1 << 13;
    pub(super) const NAVIGATION: u32 = 1 << 14;

    /// All of them by name.
    pub(super) const ALL: &[(&str, u32)] = &[
        ("header", Self::HEADER),
        ("header of article", Self::ARTICLE_HEADER),
        ("footer", Self::FOOTER),
        ("footer of article", Self::ARTICLE_FOOTER),
        ("aside", Self::ASIDE),
        ("form", Self::FORM),
        ("article", Self::ARTICLE),
        ("table", Self::TABLE),
        ("caption", Self::CAPTION),
        ("dialog", Self::DIALOG),
        ("code", Self::CODE),
        ("quote", Self::QUOTE),
        ("control", Self::CONTROL),
        ("main heading", Self::MAIN_HEADING),
        ("navigation", Self::NAVIGATION),
    ];

    pub(super) fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// What stands around the inside of an element.
    fn inside(self, document: &Document, element: &ElementData) -> Self {
        let flag = match *document.name_of(element) {
            local_name!("header") if self.has(Self::ARTICLE) => Self::ARTICLE_HEADER,
            local_name!("header") => Self::HEADER,
            local_name!("footer") if self.has(Self::ARTICLE) => Self::ARTICLE_FOOTER,
            local_name!("footer") => Self::FOOTER,
            local_name!("aside") => Self::ASIDE,
            local_name!("form") => Self::FORM,
            local_name!("article") => Self::ARTICLE,
            local_name!("table") => Self::TABLE,
            local_name!("figcaption") if element.roles.contains(Role::Caption) => Self::CAPTION,
            local_name!("dialog") => Self::DIALOG,
            local_name!("pre") | local_name!("code") => Self::CODE,
            local_name!("blockquote") => Self::QUOTE,
            local_name!("button") | local_name!("label") | local_name!("select") | local_name!("option") => {
                Self::CONTROL
            }
            local_name!("h1") => Self::MAIN_HEADING,
            local_name!("nav") => Self::NAVIGATION,
            _ => 0,
        };
        Self(self.0 | flag)
    }
}

/// The containers of a page, weighed by the running text in them.
pub(super) struct Containers {
    /// For each element the running text (characters) that stands in it, one or two levels below.
    masses: Vec<f32>,
    pub(super) around: Vec<Around>,
    pub(super) greatest: f32,
    pub(super) heaviest: Option<usize>,
    /// Running text of the whole page.
    pub(super) total: f32,
}

/// Text that the page repeats in JSON-LD as its article.
const QUOTED: f32 = 2.0;
/// Text below words against has less weight in a container.
const DAMPING: f32 = 1.5;

impl Containers {
    pub(super) fn of(document: &Document, prose: &[f32]) -> Self {
        let elements = document.element_data();
        let mut around: Vec<Around> = Vec::with_capacity(elements.len());
        for element in elements {
            let outside = element.parent.map_or(Around::default(), |parent| around[parent as usize]);
            around.push(outside.inside(document, element));
        }
        let mut masses = vec![0.0; elements.len()];
        for (segment, prose) in document.segments().iter().zip(prose) {
            let Some(element) = element_of(segment, elements) else { continue };
            let mass = prose * (elements[element].path.against / DAMPING).exp();
            if let Some(parent) = elements[element].parent {
                masses[parent as usize] += mass;
                if let Some(grandparent) = elements[parent as usize].parent {
                    masses[grandparent as usize] += mass / 2.0;
                }
            }
        }
        let heaviest = (0..masses.len()).rev().max_by(|&a, &b| masses[a].total_cmp(&masses[b]));
        let greatest = heaviest.map_or(0.0, |heaviest| masses[heaviest]).max(1.0);
        Self { masses, around, greatest, heaviest, total: prose.iter().sum::<f32>().max(1.0) }
    }

    pub(super) fn standing(&self, element: Option<u32>) -> f32 {
        element.map_or(0.0, |element| (self.masses[element as usize] / self.greatest).min(1.0))
    }
}

fn element_of(segment: &Segment, elements: &[ElementData]) -> Option<usize> {
    let element = segment.markup?.element as usize;
    (element < elements.len()).then_some(element)
}

/// What speaks for each segment being content, in log odds.
///
/// TextStats adds up. What there is of it: the segment's own text and links, the names and landmarks
/// around it, how its containers stand among those of the page by the running text in them
/// (after Readability: paragraphs vote for their parents), where it stands on the page, and what other
/// filters say. The weights are log odds, fitted to the development pages by logistic regression
/// and rounded by hand.
pub(super) fn standings(document: &Document, marks: &Marks) -> Vec<f32> {
    let segments = document.segments();
    let elements = document.element_data();
    let prose: Vec<f32> = segments.iter().map(weight_of_prose).collect();
    let containers = Containers::of(document, &prose);
    let concentration = containers.greatest / containers.total;
    let main_heading = segments
        .iter()
        .position(|segment| {
            element_of(segment, elements)
                .is_some_and(|element| containers.around[element].has(Around::MAIN_HEADING) && !segment.is_hidden())
        })
        .unwrap_or(0);
    let of_page = 1.74 - 1.42 * concentration - 0.15 * (1.0 + containers.total).ln();
    let is_thread = is_thread(document);
    let metadata = document.metadata();
    // A page without comments has nothing that could be one.
    let of_comment = if is_thread || metadata.comment_count() == Some(0) { 0.0 } else { 1.5 };
    let article_body = metadata.article_body().and_then(Shingles::of);
    let mut before = 0.0;
    let mut standings = Vec::with_capacity(segments.len());
    for (index, segment) in segments.iter().enumerate() {
        let text = of_text(segment);
        let place = element_of(segment, elements)
            .map_or(0.0, |element| of_place(document, element, &containers, concentration));
        let neighbour = |index: Option<usize>| {
            index.and_then(|index| segments.get(index)).map_or(1.0, |segment| segment.link_density())
        };
        let neighbours = -0.18 * neighbour(index.checked_sub(1)) - 0.19 * neighbour(Some(index + 1));
        let is_front = index < main_heading;
        let is_tail = before / containers.total > 0.98;
        let at_edge = if is_front { -1.27 + 2.24 * concentration } else { 0.0 }
            + if is_tail { -1.14 + 2.21 * concentration } else { 0.0 };
        let of_marks = of_marks(marks, index, of_comment);
        let quoted = article_body.as_ref().map_or(0.0, |body| QUOTED * body.share_of(document.text(segment)));
        standings.push(of_page + text + place + neighbours + at_edge + quoted - of_marks);
        before += prose[index];
    }
    standings
}

/// How much running text a segment has (words), links left out.
pub(super) fn weight_of_prose(segment: &Segment) -> f32 {
    if segment.is_hidden() {
        return 0.0;
    }
    segment.prose() * segment.stats().words() as f32 * (1.0 - segment.link_density())
}

fn of_text(segment: &Segment) -> f32 {
    let density = segment.link_density();
    let is_link = density > 0.8 && segment.stats().words() < 12;
    0.6 * segment.prose() - 0.8 * density + if is_link { 0.76 } else { 0.0 }
}

fn of_place(document: &Document, index: usize, containers: &Containers, concentration: f32) -> f32 {
    let elements = document.element_data();
    let element = &elements[index];
    let parent = element.parent;
    let grandparent = parent.and_then(|parent| elements[parent as usize].parent);
    let great_grandparent = grandparent.and_then(|parent| elements[parent as usize].parent);
    let standing = [parent, grandparent, great_grandparent]
        .into_iter()
        .map(|ancestor| containers.standing(ancestor))
        .fold(0.0, f32::max);
    let mut ancestor = Some(index as u32);
    while let Some(inside) = ancestor
        && containers.heaviest != Some(inside as usize)
    {
        ancestor = elements[inside as usize].parent;
    }
    let is_in_heaviest = ancestor.is_some();
    let around = containers.around[index];
    let of_landmarks: f32 = [
        (Around::FOOTER, -1.86),
        (Around::ARTICLE_FOOTER, -1.5),
        (Around::HEADER, -0.46),
        (Around::ARTICLE_HEADER, -0.73),
        (Around::ASIDE, -1.0),
        (Around::FORM, -0.73),
        (Around::ARTICLE, 0.24),
        (Around::TABLE, 0.3),
        (Around::CAPTION, -2.21),
        (Around::DIALOG, -0.92),
        (Around::CODE, 0.59),
        (Around::QUOTE, 0.86),
        (Around::CONTROL, -0.69),
        (Around::MAIN_HEADING, -0.18),
        (Around::NAVIGATION, -3.0),
    ]
    .into_iter()
    .filter(|&(flag, _)| around.has(flag))
    .map(|(_, weight)| weight)
    .sum();
    let of_element = match *document.name_of(element) {
        local_name!("p") => 0.35 + 0.09 * concentration,
        local_name!("h2") | local_name!("h3") | local_name!("h4") | local_name!("h5") | local_name!("h6") => {
            0.68 - 0.44 * concentration
        }
        local_name!("li") => 0.43,
        local_name!("dd") | local_name!("dt") => -1.39,
        _ => 0.0,
    };
    of_roles(element)
        + 0.39 * element.path.against
        + 0.06 * element.all_against.max(-12.0)
        + 0.4 * element.path.support
        + (0.82 + 1.08 * concentration) * standing
        + if is_in_heaviest { 0.4 } else { -1.61 * concentration }
        + if element.repeats > 2 { 0.47 } else { 0.0 }
        + of_landmarks
        + of_element
}

/// What the nearest container of a known system says.
fn of_roles(element: &ElementData) -> f32 {
    const WEIGHTS: &[(Role, f32)] = &[
        (Role::Content, 1.0),
        (Role::ForumPost, 2.0),
        (Role::ForumChrome, -2.0),
        (Role::Navigation, -2.0),
        (Role::Related, -2.0),
        (Role::Share, -2.0),
        (Role::Consent, -3.0),
        (Role::Support, -2.0),
        (Role::Legal, -2.0),
        (Role::Chrome, -1.5),
        (Role::Byline, -2.0),
        (Role::Dateline, -2.0),
        (Role::Caption, -2.0),
    ];
    WEIGHTS.iter().filter(|(role, _)| element.nearest_roles.contains(*role)).map(|(_, weight)| weight).sum::<f32>()
}

/// What other filters say against a segment.
fn of_marks(marks: &Marks, index: usize, of_comment: f32) -> f32 {
    let Some(mark) = marks.best(index) else { return 0.0 };
    let weight = match mark.kind() {
        Kind::Comment => of_comment,
        Kind::Chrome => 1.2,
        Kind::Related => 0.64,
        Kind::Support => 1.04,
        Kind::Consent => 1.33,
        Kind::Legal => 1.03,
        Kind::Navigation => 0.28,
        Kind::Share => 0.77,
        Kind::Spam => 1.08,
        Kind::Ticker => 0.27,
        _ => 0.0,
    };
    weight * mark.confidence()
}
