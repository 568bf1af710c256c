//! Which lists, quotations, tables and lines the elements of a page make.

use crate::document::{Document, Element, Segment};
use crate::markup::Tag;

/// Containers are nested no deeper than this: who goes down them may call itself.
pub(super) const DEEPEST: usize = 16;
/// More digits than nine no number of a list has in Markdown, and items are still to come.
const LAST_START: u32 = 900_000_000;

/// What holds other blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    List { ordered: bool, start: u32 },
    Item,
    Quote,
}

/// A container and what tells it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) key: Key,
    pub(super) container: Container,
}

/// What tells a container from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The element that makes it.
    Element(usize),
    /// The element around items that stand in no list.
    Around(usize),
    /// Whatever item of the list is open: what stands in a list, but in none of its items.
    AnyItem,
    /// No element: the kind of a span says so.
    Kind,
}

/// Where an element stands. Elements are places in the document's.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The innermost container, a place in [`Structure::containers`].
    container: Option<usize>,
    /// The innermost element that begins and ends lines.
    pub(super) block: Option<usize>,
    pub(super) heading: Option<(usize, u8)>,
    pub(super) preformatted: Option<usize>,
    pub(super) table: Option<usize>,
    pub(super) row: Option<usize>,
    pub(super) cell: Option<usize>,
    pub(super) is_caption: bool,
}

impl Place {
    /// Whether both stand in the same lists and quotations.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.container == other.container
    }
}

/// Where each element of a page stands; empty for plain text.
pub(super) struct Structure {
    places: Vec<Place>,
    containers: Vec<Nested>,
}

struct Nested {
    step: Step,
    parent: Option<usize>,
    depth: usize,
}

impl Structure {
    /// Looks at every element once: elements stand behind those around them.
    pub(super) fn of(document: &Document) -> Self {
        let mut structure = Self { places: Vec::with_capacity(document.elements().len()), containers: Vec::new() };
        let has_items = has_items(document);
        for element in document.elements() {
            let around = element.parent().map(|parent| structure.places[parent.index]).unwrap_or_default();
            let place = structure.place(element, around, &has_items);
            structure.places.push(place);
        }
        structure
    }

    /// Where a segment stands.
    pub(super) fn place_of(&self, segment: &Segment) -> Place {
        let element = segment.markup.map(|markup| markup.element as usize);
        element.and_then(|element| self.places.get(element)).copied().unwrap_or_default()
    }

    /// The place of an element.
    pub(super) fn place_of_element(&self, element: usize) -> Place {
        self.places.get(element).copied().unwrap_or_default()
    }

    /// The containers around a place, the outermost first. Behind each list stands an item of it.
    pub(super) fn path(&self, place: &Place, path: &mut Vec<Step>) {
        path.clear();
        let mut next = place.container;
        let mut is_item = false;
        while let Some(nested) = next.and_then(|index| self.containers.get(index)) {
            if matches!(nested.step.container, Container::List { .. }) && !is_item {
                path.push(Step { key: Key::AnyItem, container: Container::Item });
            }
            is_item = nested.step.container == Container::Item;
            path.push(nested.step);
            next = nested.parent;
        }
        path.reverse();
    }

    fn place(&mut self, element: Element<'_>, around: Place, has_items: &[bool]) -> Place {
        let mut place = around;
        let tag = element.tag();
        if tag.is_block() {
            place.block = Some(element.index);
        }
        if let Some(level) = tag.heading_level() {
            place.heading = Some((element.index, level));
        }
        match tag {
            tag if tag.is_preformatted() => place.preformatted = Some(element.index),
            Tag::Figcaption => place.is_caption = true,
            Tag::Table => (place.table, place.row, place.cell) = (Some(element.index), None, None),
            Tag::Tr => (place.row, place.cell) = (Some(element.index), None),
            Tag::Td | Tag::Th => place.cell = Some(element.index),
            Tag::Blockquote => {
                place.container = self.nest(around.container, Key::Element(element.index), Container::Quote)
            }
            tag if tag.is_list() && has_items[element.index] => {
                place.container = self.nest(around.container, Key::Element(element.index), list(element));
            }
            Tag::Li => {
                let is_in_list = around
                    .container
                    .is_some_and(|index| matches!(self.containers[index].step.container, Container::List { .. }));
                let list = if is_in_list {
                    around.container
                } else {
                    let key = Key::Around(element.parent().map_or(usize::MAX, |parent| parent.index));
                    self.nest(around.container, key, Container::List { ordered: false, start: 1 })
                };
                // A list that is too deep has no items either.
                if list != around.container || is_in_list {
                    place.container = self.nest(list, Key::Element(element.index), Container::Item);
                }
            }
            _ => {}
        }
        place
    }

    /// A container in another one; that one where it would be too deep.
    fn nest(&mut self, parent: Option<usize>, key: Key, container: Container) -> Option<usize> {
        let depth = parent.map_or(0, |parent| self.containers[parent].depth) + 1;
        let room = usize::from(matches!(container, Container::List { .. }));
        if depth + room > DEEPEST {
            return parent;
        }
        self.containers.push(Nested { step: Step { key, container }, parent, depth });
        Some(self.containers.len() - 1)
    }
}

/// An element by its place.
pub(super) fn element_at(document: &Document, index: usize) -> Option<Element<'_>> {
    (index < document.elements().len()).then_some(Element { document, index })
}

fn list(element: Element<'_>) -> Container {
    let start = element.attribute("start").and_then(|start| start.trim().parse().ok());
    Container::List { ordered: element.tag() == Tag::Ol, start: start.unwrap_or(1).min(LAST_START) }
}

/// For each element whether it is a list that has items: without any, old pages indent text by it.
fn has_items(document: &Document) -> Vec<bool> {
    let mut has_items = vec![false; document.elements().len()];
    let mut lists: Vec<Option<usize>> = Vec::with_capacity(has_items.len());
    for element in document.elements() {
        let around = element.parent().and_then(|parent| lists[parent.index]);
        match element.tag() {
            tag if tag.is_list() => lists.push(Some(element.index)),
            Tag::Li => {
                if let Some(list) = around {
                    has_items[list] = true;
                }
                lists.push(around);
            }
            _ => lists.push(around),
        }
    }
    has_items
}
