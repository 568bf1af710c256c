//! The tree that html5ever builds into.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName};

use crate::markup::{NONE, NodeId, ROOT, Tree};

/// Builds a [`Tree`].
pub(super) struct Sink {
    pub(super) tree: RefCell<Tree>,
    /// Best guess of the current node: html5ever does not expose its stack of open elements.
    current: Cell<NodeId>,
    /// The maximum of [`Tree::size_of_attributes`].
    max_attribute_size: usize,
    /// The number of tags that lost their attributes.
    pub(super) bare_tags: Cell<usize>,
    /// An empty list for the attributes of the next tag, so that not every tag allocates one.
    pub(super) spare_attributes: Cell<Vec<Attribute>>,
}

/// One end tag can close this many elements: its own and those inside it that have no end tag (hand-set).
const MAX_CLOSED_ELEMENTS: usize = 16;
/// The attributes of a page may always take this much, counted as attributes plus bytes of their values (hand-set).
const MIN_ATTRIBUTE_SIZE: usize = 64 * 1024;

/// The text of a comment that stands for the border of a block with margins.
pub(super) const PARAGRAPH_BREAK: &str = "paragraph";

impl Sink {
    /// A sink for a page of `length` bytes.
    pub(super) fn new(tree: Tree, length: usize) -> Self {
        Self {
            tree: RefCell::new(tree),
            current: Cell::new(ROOT),
            max_attribute_size: (2 * length + MIN_ATTRIBUTE_SIZE).min(u32::MAX as usize / 2),
            bare_tags: Cell::new(0),
            spare_attributes: Cell::default(),
        }
    }

    /// Best guess of the number of open elements: the ancestors of the last inserted node, without those that
    /// were closed since.
    pub(super) fn depth(&self) -> usize {
        self.tree.borrow().depth(self.current.get()).into()
    }

    /// Notes an end tag. One that closes nothing must not lower the depth: a page can have any number of them.
    pub(super) fn note_end_tag(&self, name: &LocalName) {
        let tree = self.tree.borrow();
        let current = self.current.get();
        let mut ancestors = std::iter::once(current).chain(tree.ancestors(current)).take(MAX_CLOSED_ELEMENTS);
        let is_named = |id: &NodeId| tree.qualified_name(*id).is_some_and(|known| known.local == *name);
        if let Some(closed) = ancestors.find(is_named) {
            self.current.set(Some(tree.parent(closed)).filter(|&parent| parent != NONE).unwrap_or(ROOT));
        }
    }

    /// Notes where a node was inserted.
    fn note_insertion(&self, tree: &mut Tree, node: &NodeOrText<NodeId>, parent: NodeId) {
        if parent == NONE {
            return;
        }
        let open = match node {
            NodeOrText::AppendNode(id) => {
                tree.settle_depth(*id);
                (tree.is_element(*id) && !tree.tag(*id).is_void()).then_some(*id)
            }
            NodeOrText::AppendText(_) => None,
        };
        self.current.set(open.unwrap_or(parent));
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.tree.borrow(), |tree| {
            tree.qualified_name(*target).expect("html5ever asks elements only for their names")
        })
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let mut tree = self.tree.borrow_mut();
        let id = tree.create_element(name);
        // An unclosed formatting element is opened again in every paragraph, with all its attributes.
        if !attributes.is_empty() && tree.size_of_attributes() > self.max_attribute_size {
            self.bare_tags.set(self.bare_tags.get() + 1);
            return id;
        }
        for attribute in attributes.drain(..) {
            tree.add_attribute(attribute.name.local, &attribute.value);
        }
        if attributes.capacity() > 0 {
            self.spare_attributes.set(attributes);
        }
        id
    }

    /// Comments of the page do not get here; the guard writes these at the borders of blocks whose tags it drops.
    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.tree.borrow_mut().create_break(*text == *PARAGRAPH_BREAK)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().create_other()
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        match &child {
            NodeOrText::AppendNode(id) => tree.append(*parent, *id),
            NodeOrText::AppendText(text) => tree.append_text(*parent, text),
        }
        self.note_insertion(&mut tree, &child, *parent);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = self.tree.borrow().parent(*element) != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The content of a template is inserted below it.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        let parent = tree.parent(*sibling);
        match &node {
            NodeOrText::AppendNode(id) => tree.insert_before(*sibling, *id),
            NodeOrText::AppendText(text) => tree.insert_text_before(*sibling, text),
        }
        self.note_insertion(&mut tree, &node, parent);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        let attributes: Vec<(LocalName, StrTendril)> =
            attributes.into_iter().map(|attribute| (attribute.name.local, attribute.value)).collect();
        let borrowed = attributes.iter().map(|(name, value)| (name.clone(), &**value));
        self.tree.borrow_mut().add_missing_attributes(*target, borrowed);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.borrow_mut().move_children(*node, *new_parent);
    }
}
