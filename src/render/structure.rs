//! The lists, quotations, tables and headings that each element of a page is in.

use super::callout::Callout;
use super::footnotes::Footnotes;
use crate::document::{Document, Element, Segment};
use crate::markup::{NONE, NodeId, NodeKind, Tag};

/// Containers are nested at most this deep (hand-set), so that the renderers may recurse.
pub(super) const MAX_NESTED_CONTAINERS: usize = 16;
/// A list starts with at most this number: CommonMark reads at most nine digits, and the items are counted on.
const MAX_LIST_START: u32 = 900_000_000;

/// A block that holds other blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    List(List),
    Item(Item),
    Quote,
    Callout(Callout),
    /// A list of terms and their definitions.
    Definitions,
    Term,
    Definition,
    /// Text that a reader can open and close.
    Details,
    /// The line that opens it, or the title of a callout.
    Title,
    /// The text of a footnote, by its number.
    Note(u32),
}

impl Container {
    /// Whether its blocks are items of some kind.
    fn has_items(self) -> bool {
        matches!(self, Self::List(_) | Self::Definitions)
    }

    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Item(_) | Self::Term | Self::Definition)
    }
}

/// What the markup says of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub(super) is_ordered: bool,
    /// The number of the first item.
    pub(super) start: u32,
    /// Whether the numbers fall.
    pub(super) is_reversed: bool,
}

/// What the markup says of an item of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// Its own number, if it does not follow from that of the item before.
    pub(super) value: Option<u32>,
    /// For a task, whether it is done.
    pub(super) is_done: Option<bool>,
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
    /// A footnote, wherever it is.
    Note,
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
    pub(super) fn of(document: &Document, footnotes: &Footnotes) -> Self {
        let mut structure = Self { positions: Vec::with_capacity(document.elements().len()), containers: Vec::new() };
        let has_items = has_items(document);
        for element in document.elements() {
            let outer = element.parent().map(|parent| structure.positions[parent.index]).unwrap_or_default();
            let position = structure.position(element, outer, &has_items, footnotes);
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
            if nested.step.container.has_items() && !is_item {
                let is_list = nested.step.container != Container::Definitions;
                let container = if is_list { Container::Item(Item::default()) } else { Container::Definition };
                path.push(Step { key: Key::AnyItem, container });
            }
            is_item = nested.step.container.is_item();
            path.push(nested.step);
            next = nested.parent;
        }
        path.reverse();
    }

    fn position(
        &mut self,
        element: Element<'_>,
        outer: Position,
        has_items: &[bool],
        footnotes: &Footnotes,
    ) -> Position {
        let mut position = outer;
        let tag = element.tag();
        let own = Key::Element(element.index);
        if let Some(number) = footnotes.note(element.index) {
            // It is taken out of the list that it is in.
            position.block = Some(element.index);
            position.container = self.nest(None, Key::Note, Container::Note(number));
            return position;
        }
        if let Some(callout) = Callout::of(element) {
            position.container = self.nest(outer.container, own, Container::Callout(callout));
            position.block = Some(element.index);
            return position;
        }
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
            Tag::Blockquote => position.container = self.nest(outer.container, own, Container::Quote),
            Tag::Details => position.container = self.nest(outer.container, own, Container::Details),
            Tag::Summary if self.is_in(&outer, |of| matches!(of, Container::Details | Container::Callout(_))) => {
                position.container = self.nest(outer.container, own, Container::Title);
            }
            Tag::Dl if has_items[element.index] => {
                position.container = self.nest(outer.container, own, Container::Definitions);
            }
            Tag::Dt | Tag::Dd if self.is_in(&outer, |container| container == Container::Definitions) => {
                let container = if tag == Tag::Dt { Container::Term } else { Container::Definition };
                position.container = self.nest(outer.container, own, container);
            }
            tag if tag.is_list() && has_items[element.index] => {
                position.container = self.nest(outer.container, own, Container::List(list(element)));
            }
            Tag::Li => {
                let is_in_list = self.is_in(&outer, |container| matches!(container, Container::List(_)));
                let list = if is_in_list {
                    outer.container
                } else {
                    let key = Key::Parent(element.parent().map_or(usize::MAX, |parent| parent.index));
                    self.nest(outer.container, key, Container::List(List { start: 1, ..List::default() }))
                };
                // A list that is too deep was left out, and so are its items.
                if list != outer.container || is_in_list {
                    position.container = self.nest(list, own, Container::Item(item(element)));
                }
            }
            _ if is_title(element) && self.is_in(&outer, |container| matches!(container, Container::Callout(_))) => {
                position.container = self.nest(outer.container, own, Container::Title);
            }
            _ => {}
        }
        position
    }

    /// Whether the innermost container of a position is of some kind.
    fn is_in(&self, position: &Position, is_kind: impl Fn(Container) -> bool) -> bool {
        position.container.is_some_and(|index| is_kind(self.containers[index].step.container))
    }

    /// Adds a container to its parent; returns the parent if that would be too deep.
    fn nest(&mut self, parent: Option<usize>, key: Key, container: Container) -> Option<usize> {
        let depth = parent.map_or(0, |parent| self.containers[parent].depth) + 1;
        let room = usize::from(container.has_items());
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

fn list(element: Element<'_>) -> List {
    let is_ordered = element.tag() == Tag::Ol;
    let is_reversed = is_ordered && element.attribute("reversed").is_some();
    let start = element.attribute("start").and_then(|start| start.trim().parse().ok());
    // The items of a list that counts down are numbered from their number (HTML standard, section 4.4.5).
    let start = start.unwrap_or_else(|| if is_reversed { items(element) } else { 1 });
    List { is_ordered, start: start.min(MAX_LIST_START), is_reversed }
}

/// The number of items that are children of a list.
fn items(list: Element<'_>) -> u32 {
    let Some(tree) = list.document.tree() else { return 1 };
    let mut child = tree.first_child(list.document.element_data()[list.index].node);
    let mut items = 0;
    while child != NONE {
        items += u32::from(tree.tag(child) == Tag::Li);
        child = tree.next_sibling(child);
    }
    items
}

/// The nodes of an item among which its checkbox is (hand-set): it comes before the text, perhaps in a label.
const MAX_NODES_BEFORE_CHECKBOX: usize = 6;

fn item(element: Element<'_>) -> Item {
    let value = element.attribute("value").and_then(|value| value.trim().parse().ok());
    let is_done = element.document.tree().and_then(|tree| {
        let node = element.document.element_data()[element.index].node;
        let is_text = |&node: &NodeId| matches!(tree.kind(node), NodeKind::Text(text) if !text.trim().is_empty());
        let before_text = tree.descendants(node).take(MAX_NODES_BEFORE_CHECKBOX).take_while(|node| !is_text(node));
        let is_checkbox = |&node: &NodeId| {
            let is_of_type = |value: &str| value.eq_ignore_ascii_case("checkbox");
            tree.tag(node) == Tag::Input && tree.attribute(node, "type").is_some_and(is_of_type)
        };
        let checkbox = before_text.take_while(|&node| tree.tag(node) != Tag::Ul).find(is_checkbox)?;
        Some(tree.attribute(checkbox, "checked").is_some())
    });
    Item { value: value.map(|value: u32| value.min(MAX_LIST_START)), is_done }
}

/// Whether an element is the title of a callout, as its class says.
fn is_title(element: Element<'_>) -> bool {
    element.tag().is_block()
        && element.classes().any(|class| {
            let class = class.split("__").next().unwrap_or(class).split('_').next().unwrap_or(class);
            ["title", "heading", "header", "-summary"].iter().any(|name| class.to_ascii_lowercase().ends_with(name))
        })
}

/// For each element, whether it is a list with items: old pages use lists without items to indent text.
fn has_items(document: &Document) -> Vec<bool> {
    let mut has_items = vec![false; document.elements().len()];
    let mut lists: Vec<Option<usize>> = Vec::with_capacity(has_items.len());
    for element in document.elements() {
        let outer = element.parent().and_then(|parent| lists[parent.index]);
        match element.tag() {
            tag if tag.is_list() || tag == Tag::Dl => lists.push(Some(element.index)),
            Tag::Li | Tag::Dt | Tag::Dd => {
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
