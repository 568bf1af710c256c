//! Where html5ever builds its tree.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName};

use crate::markup::{NONE, NodeId, ROOT, Tree};

/// Builds a [`Tree`].
pub(super) struct Sink {
    pub(super) tree: RefCell<Tree>,
    /// The element that is open, about.
    current: Cell<NodeId>,
    /// So much room attributes may take, and how many tags had to go without theirs.
    most_of_attributes: usize,
    pub(super) bare_tags: Cell<usize>,
}

/// So many elements that have no end tag of their own an end tag may end.
const MAX_ENDED: usize = 16;

impl Sink {
    /// Builds a tree of a page of so many bytes.
    pub(super) fn new(tree: Tree, length: usize) -> Self {
        Self {
            tree: RefCell::new(tree),
            current: Cell::new(ROOT),
            most_of_attributes: (2 * length + 64 * 1024).min(u32::MAX as usize / 2),
            bare_tags: Cell::new(0),
        }
    }

    /// How many elements are open, about: those around what was put in last, less those that were ended
    /// since. html5ever does not tell.
    pub(super) fn depth(&self) -> usize {
        self.tree.borrow().depth(self.current.get()).into()
    }

    /// Takes note of an end tag. One that ends nothing must not count, a page could be made of them.
    pub(super) fn see_end_tag(&self, name: &LocalName) {
        let tree = self.tree.borrow();
        let current = self.current.get();
        let mut around = std::iter::once(current).chain(tree.ancestors(current)).take(MAX_ENDED);
        let is_named = |id: &NodeId| tree.qualified_name(*id).is_some_and(|known| known.local == *name);
        if let Some(ended) = around.find(is_named) {
            self.current.set(Some(tree.parent(ended)).filter(|&parent| parent != NONE).unwrap_or(ROOT));
        }
    }

    /// Takes note of where something was put.
    fn put(&self, tree: &mut Tree, node: &NodeOrText<NodeId>, parent: NodeId) {
        if parent == NONE {
            return;
        }
        let open = match node {
            NodeOrText::AppendNode(id) => {
                tree.settle_depth(*id);
                (!tree.tag(*id).is_void()).then_some(*id)
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

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let mut tree = self.tree.borrow_mut();
        let id = tree.create_element(name);
        // A tag that is never closed is opened again in every paragraph, with all its attributes.
        if !attributes.is_empty() && tree.size_of_attributes() > self.most_of_attributes {
            self.bare_tags.set(self.bare_tags.get() + 1);
            return id;
        }
        for attribute in attributes {
            tree.add_attribute(attribute.name.local, &attribute.value);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().create_other()
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
        self.put(&mut tree, &child, *parent);
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

    /// What a template holds is put below it.
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
        self.put(&mut tree, &node, parent);
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
