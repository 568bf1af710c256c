//! The tree of a page of HTML: an arena of nodes.
//!
//! Links are 32-bit numbers, names are interned, and all text and all attribute values are in one string each,
//! which takes a quarter of the memory of scraper's tree. No function recurses, so depth does not matter.

use std::ops::Range;

use html5ever::{LocalName, Namespace, QualName, local_name, ns};
use selectors::OpaqueElement;

use super::class_list::ClassList;
use super::tag::Tag;
use crate::text::PageMap;
use crate::text::hash::hash;
use crate::work;

/// The index of a node in the arena.
pub(crate) type NodeId = u32;

/// No node.
pub(crate) const NONE: NodeId = NodeId::MAX;

/// The document node.
pub(crate) const ROOT: NodeId = 0;

/// A node of the arena. Links are [`NONE`] where there is no such node.
#[derive(Clone, Debug)]
struct Node {
    parent: NodeId,
    previous: NodeId,
    next: NodeId,
    first_child: NodeId,
    last_child: NodeId,
    /// The index in [`Tree::elements`] or [`Tree::texts`].
    index: u32,
    depth: u16,
    kind: DataKind,
    /// [`Tag::Other`] for nodes that are no elements.
    tag: Tag,
}

/// The kind of a node, apart from its index so that neither takes room for alignment.
#[derive(Clone, Copy, Debug)]
enum DataKind {
    Other,
    LineBreak,
    ParagraphBreak,
    Element,
    Text,
}

impl Node {
    fn data(&self) -> Data {
        match self.kind {
            DataKind::Other => Data::Other,
            DataKind::LineBreak => Data::Break { is_paragraph: false },
            DataKind::ParagraphBreak => Data::Break { is_paragraph: true },
            DataKind::Element => Data::Element(self.index),
            DataKind::Text => Data::Text(self.index),
        }
    }
}

/// The kind of a node, with its index in [`Tree::elements`] or [`Tree::texts`].
#[derive(Clone, Copy, Debug)]
enum Data {
    Other,
    Break { is_paragraph: bool },
    Element(u32),
    Text(u32),
}

#[derive(Clone, Debug)]
struct ElementNode {
    /// The index of its name.
    name: u32,
    attributes: Range<u32>,
    /// Offset of the start tag that created it, or of the last one before it, in the decoded page.
    offset: u32,
}

#[derive(Clone, Debug)]
struct Attribute {
    name: LocalName,
    value: Range<u32>,
}

/// The tree of a page.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    elements: Vec<ElementNode>,
    /// The names of elements, each once, and their indexes.
    names: Vec<QualName>,
    index_of_name: PageMap<QualName, u32>,
    /// The index of the last name of each tag.
    name_of_tag: [u32; 1 << u8::BITS],
    texts: Vec<Range<u32>>,
    attributes: Vec<Attribute>,
    /// The text of all text nodes.
    text: String,
    /// The values of all attributes, but lists of classes once for all elements that share one.
    values: String,
    /// Where each list of classes is in `values`, by its hash.
    class_lists: PageMap<u64, Range<u32>>,
    /// Offset of the current start tag, or the length of the page at its end.
    offset: u32,
}

/// The kind of a node, with the text of a text node.
pub(crate) enum NodeKind<'a> {
    /// The document, a comment, a declaration.
    Other,
    /// An element.
    Element,
    /// A run of text.
    Text(&'a str),
    /// A block starts or ends here, but its tag was dropped at a limit.
    Break {
        /// Whether the block has margins.
        is_paragraph: bool,
    },
}

impl Tree {
    /// An empty tree with room for a number of tags and of bytes of text.
    pub(crate) fn with_capacity(tags: usize, text: usize) -> Self {
        let mut tree = Self {
            nodes: Vec::with_capacity(tags + 8),
            elements: Vec::with_capacity(tags / 2 + 8),
            names: Vec::new(),
            index_of_name: PageMap::default(),
            name_of_tag: [u32::MAX; 1 << u8::BITS],
            texts: Vec::with_capacity(tags / 2 + 8),
            attributes: Vec::new(),
            text: String::with_capacity(text),
            values: String::new(),
            class_lists: PageMap::default(),
            offset: 0,
        };
        tree.push(Data::Other, Tag::Other);
        tree
    }

    /// Sets the offset of the start tag that creates the next nodes; at the end of the page, its length.
    pub(crate) fn set_position(&mut self, offset: u32) {
        self.offset = offset;
    }

    /// Frees unused capacity.
    pub(crate) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.elements.shrink_to_fit();
        self.index_of_name = PageMap::default();
        self.class_lists = PageMap::default();
        self.texts.shrink_to_fit();
        self.attributes.shrink_to_fit();
        self.text.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    fn push(&mut self, data: Data, tag: Tag) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let (kind, index) = match data {
            Data::Other => (DataKind::Other, 0),
            Data::Break { is_paragraph: false } => (DataKind::LineBreak, 0),
            Data::Break { is_paragraph: true } => (DataKind::ParagraphBreak, 0),
            Data::Element(index) => (DataKind::Element, index),
            Data::Text(index) => (DataKind::Text, index),
        };
        self.nodes.push(Node {
            parent: NONE,
            previous: NONE,
            next: NONE,
            first_child: NONE,
            last_child: NONE,
            index,
            depth: 0,
            kind,
            tag,
        });
        id
    }

    /// A new element, not yet in the tree.
    pub(crate) fn create_element(&mut self, name: QualName) -> NodeId {
        let attributes = self.attributes.len() as u32;
        let tag = if name.ns == HTML { Tag::of(&name.local) } else { Tag::Other };
        let known = self.name_of_tag[tag as usize];
        let name = if self.names.get(known as usize) == Some(&name) { known } else { self.index_of(name) };
        self.name_of_tag[tag as usize] = name;
        self.elements.push(ElementNode { name, attributes: attributes..attributes, offset: self.offset });
        self.push(Data::Element(self.elements.len() as u32 - 1), tag)
    }

    fn index_of(&mut self, name: QualName) -> u32 {
        let names = &mut self.names;
        *self.index_of_name.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            names.len() as u32 - 1
        })
    }

    /// Adds an attribute to the element that was created last.
    pub(crate) fn add_attribute(&mut self, name: LocalName, value: &str) {
        let value = self.add_value(&name, value);
        self.attributes.push(Attribute { name, value });
        if let Some(element) = self.elements.last_mut() {
            element.attributes.end = self.attributes.len() as u32;
        }
    }

    /// Adds the value of an attribute, unless it is a list of classes that another element has.
    fn add_value(&mut self, name: &LocalName, value: &str) -> Range<u32> {
        let classes = (*name == local_name!("class")).then(|| hash(value.as_bytes()));
        if let Some(known) = classes.and_then(|hash| self.class_lists.get(&hash))
            && self.values[known.start as usize..known.end as usize] == *value
        {
            return known.clone();
        }
        let start = self.values.len() as u32;
        self.values.push_str(value);
        let added = start..self.values.len() as u32;
        if let Some(hash) = classes {
            self.class_lists.insert(hash, added.clone());
        }
        added
    }

    /// The number of attributes plus the bytes of their values.
    pub(crate) fn size_of_attributes(&self) -> usize {
        self.attributes.len() + self.values.len()
    }

    /// Adds the attributes that an element does not have yet.
    pub(crate) fn add_missing_attributes<'a>(
        &mut self,
        id: NodeId,
        more: impl Iterator<Item = (LocalName, &'a str)> + Clone,
    ) {
        let Data::Element(index) = self.nodes[id as usize].data() else { return };
        let old = self.elements[index as usize].attributes.clone();
        let known = &self.attributes[old.start as usize..old.end as usize];
        // A page may have any number of `<body>` tags, but only the few kept attributes get here.
        if more.clone().all(|(name, _)| known.iter().any(|known| known.name == name)) {
            return;
        }
        // The attributes of an element must be contiguous: the old ones are copied to the end.
        let start = self.attributes.len() as u32;
        let kept: Vec<Attribute> = self.attributes[old.start as usize..old.end as usize].to_vec();
        self.attributes.extend(kept);
        for (name, value) in more {
            if self.attributes[start as usize..].iter().all(|known| known.name != name) {
                let value = self.add_value(&name, value);
                self.attributes.push(Attribute { name, value });
            }
        }
        self.elements[index as usize].attributes = start..self.attributes.len() as u32;
    }

    /// A new node that is neither element nor text.
    pub(crate) fn create_other(&mut self) -> NodeId {
        self.push(Data::Other, Tag::Other)
    }

    /// A new node for the border of a block whose tag was dropped.
    pub(crate) fn create_break(&mut self, is_paragraph: bool) -> NodeId {
        self.push(Data::Break { is_paragraph }, Tag::Other)
    }

    /// Appends text, joined to the last child if that is text.
    pub(crate) fn append_text(&mut self, parent: NodeId, text: &str) {
        let last = self.nodes[parent as usize].last_child;
        if let Some(id) = self.add_text(last, text) {
            self.append(parent, id);
        }
    }

    /// Inserts text before a sibling, joined to the text before it if there is one.
    pub(crate) fn insert_text_before(&mut self, sibling: NodeId, text: &str) {
        let before = self.nodes[sibling as usize].previous;
        if let Some(id) = self.add_text(before, text) {
            self.insert_before(sibling, id);
        }
    }

    /// Adds text to the node `before` if that is the text added last; otherwise returns a new node with the text.
    fn add_text(&mut self, before: NodeId, text: &str) -> Option<NodeId> {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        if let Some(range) = self.text_range_mut(before)
            && range.end == start
        {
            range.end = end;
            return None;
        }
        self.texts.push(start..end);
        Some(self.push(Data::Text(self.texts.len() as u32 - 1), Tag::Other))
    }

    fn text_range_mut(&mut self, id: NodeId) -> Option<&mut Range<u32>> {
        match self.nodes.get(id as usize)?.data() {
            Data::Text(index) => self.texts.get_mut(index as usize),
            _ => None,
        }
    }

    /// Updates the depth of the last descendants of a moved node: those may still be open elements.
    pub(crate) fn settle_depth(&mut self, mut id: NodeId) {
        loop {
            let depth = self.nodes[id as usize].depth.saturating_add(1);
            id = self.nodes[id as usize].last_child;
            match self.nodes.get_mut(id as usize) {
                Some(child) if child.depth != depth => child.depth = depth,
                _ => return,
            }
        }
    }

    /// Appends a node as the last child.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent as usize].last_child;
        let depth = self.nodes[parent as usize].depth.saturating_add(1);
        let node = &mut self.nodes[child as usize];
        (node.parent, node.previous, node.next, node.depth) = (parent, last, NONE, depth);
        match self.nodes.get_mut(last as usize) {
            Some(last) => last.next = child,
            None => self.nodes[parent as usize].first_child = child,
        }
        self.nodes[parent as usize].last_child = child;
    }

    /// Inserts a node before a sibling.
    pub(crate) fn insert_before(&mut self, sibling: NodeId, node: NodeId) {
        self.detach(node);
        let Node { parent, previous, depth, .. } = self.nodes[sibling as usize];
        let new = &mut self.nodes[node as usize];
        (new.parent, new.previous, new.next, new.depth) = (parent, previous, sibling, depth);
        self.nodes[sibling as usize].previous = node;
        match self.nodes.get_mut(previous as usize) {
            Some(previous) => previous.next = node,
            None => {
                if let Some(parent) = self.nodes.get_mut(parent as usize) {
                    parent.first_child = node;
                }
            }
        }
    }

    /// Removes a node with its descendants from the tree.
    pub(crate) fn detach(&mut self, id: NodeId) {
        let Node { parent, previous, next, .. } = self.nodes[id as usize];
        match self.nodes.get_mut(previous as usize) {
            Some(previous) => previous.next = next,
            None => {
                if let Some(parent) = self.nodes.get_mut(parent as usize) {
                    parent.first_child = next;
                }
            }
        }
        match self.nodes.get_mut(next as usize) {
            Some(next) => next.previous = previous,
            None => {
                if let Some(parent) = self.nodes.get_mut(parent as usize) {
                    parent.last_child = previous;
                }
            }
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Moves all children of a node to the end of another's.
    pub(crate) fn move_children(&mut self, from: NodeId, to: NodeId) {
        let mut child = self.nodes[from as usize].first_child;
        while child != NONE {
            let next = self.nodes[child as usize].next;
            self.append(to, child);
            child = next;
        }
    }
}

impl Tree {
    /// The number of nodes, including removed ones.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The number of ancestors of a node when it was inserted.
    pub(crate) fn depth(&self, id: NodeId) -> u16 {
        self.nodes[id as usize].depth
    }

    /// The parent of a node, [`NONE`] if it has none.
    pub(crate) fn parent(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].parent
    }

    /// The first child of a node, [`NONE`] if it has none.
    pub(crate) fn first_child(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].first_child
    }

    /// The next sibling of a node, [`NONE`] if it has none.
    pub(crate) fn next_sibling(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].next
    }

    /// The previous sibling of a node, [`NONE`] if it has none.
    pub(crate) fn previous_sibling(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].previous
    }

    /// The kind of a node.
    pub(crate) fn kind(&self, id: NodeId) -> NodeKind<'_> {
        match self.nodes[id as usize].data() {
            Data::Other => NodeKind::Other,
            Data::Break { is_paragraph } => NodeKind::Break { is_paragraph },
            Data::Element(_) => NodeKind::Element,
            Data::Text(index) => {
                let Range { start, end } = self.texts[index as usize].clone();
                NodeKind::Text(&self.text[start as usize..end as usize])
            }
        }
    }

    /// Whether a node is an element.
    pub(crate) fn is_element(&self, id: NodeId) -> bool {
        matches!(self.nodes[id as usize].data(), Data::Element(_))
    }

    /// The name of an element.
    pub(crate) fn qualified_name(&self, id: NodeId) -> Option<&QualName> {
        match self.nodes.get(id as usize)?.data() {
            Data::Element(index) => Some(&self.names[self.elements[index as usize].name as usize]),
            _ => None,
        }
    }

    /// The tag of an element of HTML; [`Tag::Other`] for any other node.
    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        self.nodes[id as usize].tag
    }

    /// The local name of an element of HTML; empty for any other node.
    pub(super) fn local_name(&self, id: NodeId) -> &LocalName {
        static EMPTY: LocalName = local_name!("");
        match self.qualified_name(id) {
            Some(name) if name.ns == HTML => &name.local,
            _ => &EMPTY,
        }
    }

    /// The name of an element of HTML; empty for any other node.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        self.local_name(id)
    }

    /// The name of an element of another namespace (SVG, MathML).
    pub(crate) fn foreign_name(&self, id: NodeId) -> Option<&str> {
        self.qualified_name(id).filter(|name| name.ns != HTML).map(|name| &*name.local)
    }

    /// The value of an attribute that was kept.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attributes(id).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The value of the attribute `id`.
    pub(crate) fn id(&self, node: NodeId) -> Option<&str> {
        self.named_attribute(node, &local_name!("id"))
    }

    /// The value of the attribute `class`; empty if there is none.
    pub(crate) fn class(&self, node: NodeId) -> &str {
        self.named_attribute(node, &local_name!("class")).unwrap_or_default()
    }

    /// The place of the value of an attribute `class`, which has to be of this tree.
    pub(crate) fn class_list(&self, classes: &str) -> ClassList {
        let start = classes.as_ptr().addr().wrapping_sub(self.values.as_ptr().addr());
        ClassList { start: start as u32, length: classes.len() as u32 }
    }

    /// The classes of an element.
    pub(crate) fn classes(&self, node: NodeId) -> impl Iterator<Item = &str> + use<'_> {
        self.class(node).split_ascii_whitespace()
    }

    /// The language that an element declares for its text, or, in a language switcher, for the page that it links to.
    pub(crate) fn language(&self, id: NodeId) -> Option<&str> {
        let mut of_page = None;
        for (name, tag) in self.named_attributes(id).filter(|(_, tag)| !tag.is_empty()) {
            match *name {
                local_name!("lang") => return Some(tag),
                local_name!("hreflang") => of_page = Some(tag),
                _ => {}
            }
        }
        of_page
    }

    /// The value of an attribute that was kept.
    pub(super) fn named_attribute(&self, id: NodeId, name: &LocalName) -> Option<&str> {
        self.named_attributes(id).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The names and values of the attributes that were kept.
    pub(crate) fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.named_attributes(id).map(|(name, value)| (&**name, value))
    }

    /// The names and values of the attributes that were kept.
    pub(crate) fn named_attributes(&self, id: NodeId) -> impl Iterator<Item = (&LocalName, &str)> {
        let range = match self.nodes[id as usize].data() {
            Data::Element(index) => self.elements[index as usize].attributes.clone(),
            _ => 0..0,
        };
        self.attributes[range.start as usize..range.end as usize].iter().map(|attribute| {
            (&attribute.name, &self.values[attribute.value.start as usize..attribute.value.end as usize])
        })
    }

    /// The range of an element in the decoded page: from its start tag to the first start tag after it.
    pub(crate) fn written(&self, id: NodeId) -> Range<usize> {
        let start_of = |node: NodeId| match self.nodes[node as usize].data() {
            Data::Element(index) => Some(self.elements[index as usize].offset),
            _ => None,
        };
        let Some(start) = start_of(id) else { return 0..0 };
        let mut following = std::iter::successors(self.after(id, ROOT), |&next| self.after(next, ROOT));
        let end = following.find_map(start_of).unwrap_or(self.offset);
        start as usize..end.max(start) as usize
    }

    /// The identity of a node for the selectors crate.
    pub(super) fn opaque(&self, id: NodeId) -> OpaqueElement {
        OpaqueElement::new(&self.nodes[id as usize])
    }

    /// The first node after `id` in document order that is not its descendant, but a descendant of `top`.
    pub(crate) fn after(&self, mut id: NodeId, top: NodeId) -> Option<NodeId> {
        while id != top && id != NONE {
            let next = self.next_sibling(id);
            if next != NONE {
                return Some(next);
            }
            id = self.parent(id);
        }
        None
    }

    /// The descendants of a node, in document order.
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let step = move |id: NodeId| match self.first_child(id) {
            NONE => self.after(id, top),
            child => Some(child),
        };
        std::iter::successors(step(top), move |&id| step(id)).inspect(|_| work::add(1))
    }

    /// The ancestors of a node, the nearest first, without the document.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let step = move |id: NodeId| Some(self.parent(id)).filter(|&parent| parent != NONE && parent != ROOT);
        std::iter::successors(step(id), move |&id| step(id)).inspect(|_| work::add(1))
    }
}

const HTML: Namespace = ns!(html);
