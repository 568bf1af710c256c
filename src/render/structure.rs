//! The lists, quotations, tables and headings that each element of a page is in.

use crate::document::{Document, Element, Segment};
use crate::markup::Tag;

/// Containers are nested at most this deep (hand-set), so that the renderers may recurse.
pub(super) const MAX_NESTED_CONTAINERS: usize = 16;
/// A list starts with at most this number: CommonMark reads at most nine digits, and the items are counted on.
const MAX_LIST_START: u32 = 900_000_000;

/// A block that holds other blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    List { ordered: bool, start: u32 },
    Item,
    Quote,
}

/// A container and its identity: one level of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) key: Key,
    pub(super) container: Container,
}

/// The identity of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Its element.
    Element(usize),
    /// The parent element of items that are in no list.
    Parent(usize),
    /// The open item of the list, whichever it is: for text in a list that is in none of its items.
    AnyItem,
    /// No element, only the kind of a span.
    Kind,
}

/// The elements around an element, itself included, as indices into [`Document::elements`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Position {
    /// The innermost container, an index into [`Structure::containers`].
    container: Option<usize>,
    /// The innermost block-level element.
    pub(super) block: Option<usize>,
    pub(super) heading: Option<(usize, u8)>,
    pub(super) preformatted: Option<usize>,
    pub(super) table: Option<usize>,
    pub(super) row: Option<usize>,
    pub(super) cell: Option<usize>,
    pub(super) is_caption: bool,
}

impl Position {
    /// Whether both are in the same lists and quotations.
    pub(super) fn has_same_container(&self, other: &Self) -> bool {
        self.container == other.container
    }
}

/// The position of each element of a page; empty for plain text.
pub(super) struct Structure {
    positions: Vec<Position>,
    containers: Vec<Nested>,
}

struct Nested {
    step: Step,
    parent: Option<usize>,
    depth: usize,
}

impl Structure {
    /// One pass over the elements: each comes after its parent.
    pub(super) fn of(document: &Document) -> Self {
        let mut structure = Self { positions: Vec::with_capacity(document.elements().len()), containers: Vec::new() };
        let has_items = has_items(document);
        for element in document.elements() {
            let outer = element.parent().map(|parent| structure.positions[parent.index]).unwrap_or_default();
            let position = structure.position(element, outer, &has_items);
            structure.positions.push(position);
        }
        structure
    }

    /// The position of a segment's element.
    pub(super) fn position_of(&self, segment: &Segment) -> Position {
        segment.markup.map_or_else(Position::default, |markup| self.position_of_element(markup.element as usize))
    }

    /// The position of an element.
    pub(super) fn position_of_element(&self, element: usize) -> Position {
        self.positions.get(element).copied().unwrap_or_default()
    }

    /// Writes the containers of a position to `path`, outermost first. Each list is followed by one of its items.
    pub(super) fn path(&self, position: &Position, path: &mut Vec<Step>) {
        path.clear();
        let mut next = position.container;
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

    fn position(&mut self, element: Element<'_>, outer: Position, has_items: &[bool]) -> Position {
        let mut position = outer;
        let tag = element.tag();
        if tag.is_block() {
            position.block = Some(element.index);
        }
        if let Some(level) = tag.heading_level() {
            position.heading = Some((element.index, level));
        }
        match tag {
            tag if tag.is_preformatted() => position.preformatted = Some(element.index),
            Tag::Figcaption => position.is_caption = true,
            Tag::Table => (position.table, position.row, position.cell) = (Some(element.index), None, None),
            Tag::Tr => (position.row, position.cell) = (Some(element.index), None),
            Tag::Td | Tag::Th => position.cell = Some(element.index),
            Tag::Blockquote => {
                position.container = self.nest(outer.container, Key::Element(element.index), Container::Quote)
            }
            tag if tag.is_list() && has_items[element.index] => {
                position.container = self.nest(outer.container, Key::Element(element.index), list(element));
            }
            Tag::Li => {
                let is_in_list = outer
                    .container
                    .is_some_and(|index| matches!(self.containers[index].step.container, Container::List { .. }));
                let list = if is_in_list {
                    outer.container
                } else {
                    let key = Key::Parent(element.parent().map_or(usize::MAX, |parent| parent.index));
                    self.nest(outer.container, key, Container::List { ordered: false, start: 1 })
                };
                // A list that is too deep was left out, and so are its items.
                if list != outer.container || is_in_list {
                    position.container = self.nest(list, Key::Element(element.index), Container::Item);
                }
            }
            _ => {}
        }
        position
    }

    /// Adds a container to its parent; returns the parent if that would be too deep.
    fn nest(&mut self, parent: Option<usize>, key: Key, container: Container) -> Option<usize> {
        let depth = parent.map_or(0, |parent| self.containers[parent].depth) + 1;
        let room = usize::from(matches!(container, Container::List { .. }));
        if depth + room > MAX_NESTED_CONTAINERS {
            return parent;
        }
        self.containers.push(Nested { step: Step { key, container }, parent, depth });
        Some(self.containers.len() - 1)
    }
}

/// The element with an index.
pub(super) fn element_at(document: &Document, index: usize) -> Option<Element<'_>> {
    (index < document.elements().len()).then_some(Element { document, index })
}

fn list(element: Element<'_>) -> Container {
    let start = element.attribute("start").and_then(|start| start.trim().parse().ok());
    Container::List { ordered: element.tag() == Tag::Ol, start: start.unwrap_or(1).min(MAX_LIST_START) }
}

/// For each element, whether it is a list with items: old pages use lists without items to indent text.
fn has_items(document: &Document) -> Vec<bool> {
    let mut has_items = vec![false; document.elements().len()];
    let mut lists: Vec<Option<usize>> = Vec::with_capacity(has_items.len());
    for element in document.elements() {
        let outer = element.parent().and_then(|parent| lists[parent.index]);
        match element.tag() {
            tag if tag.is_list() => lists.push(Some(element.index)),
            Tag::Li => {
                if let Some(list) = outer {
                    has_items[list] = true;
                }
                lists.push(outer);
            }
            _ => lists.push(outer),
        }
    }
    has_items
}
