//! Elements of a [`Tree`] for the selectors crate.

use std::fmt;

use html5ever::Namespace;
use scraper::selector::{CssLocalName, CssString, NonTSPseudoClass, PseudoElement, Simple};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::matching::{ElementSelectorFlags, MatchingContext};
use selectors::{Element, OpaqueElement};

use super::tag::Tag;
use super::tree::{NONE, NodeId, NodeKind, ROOT, Tree};

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct ElementView<'a> {
    pub(super) tree: &'a Tree,
    pub(super) id: NodeId,
}

impl fmt::Debug for ElementView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.tree.local_name(self.id), self.id)
    }
}

impl ElementView<'_> {
    fn first_element(self, mut id: NodeId, next: impl Fn(NodeId) -> NodeId) -> Option<Self> {
        while id != NONE && !self.tree.is_element(id) {
            id = next(id);
        }
        (id != NONE).then_some(Self { id, ..self })
    }
}

impl Element for ElementView<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        self.tree.opaque(self.id)
    }

    fn parent_element(&self) -> Option<Self> {
        let id = self.tree.parent(self.id);
        (id != NONE && id != ROOT).then_some(Self { id, ..*self })
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.first_element(self.tree.previous_sibling(self.id), |id| self.tree.previous_sibling(id))
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.first_element(self.tree.next_sibling(self.id), |id| self.tree.next_sibling(id))
    }

    fn first_element_child(&self) -> Option<Self> {
        self.first_element(self.tree.first_child(self.id), |id| self.tree.next_sibling(id))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.tree.qualified_name(self.id).is_some() && self.tree.foreign_name(self.id).is_none()
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        *self.tree.local_name(self.id) == name.0
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        self.tree.qualified_name(self.id).is_some_and(|name| name.ns == *namespace)
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.tree.qualified_name(self.id) == other.tree.qualified_name(other.id)
    }

    fn attr_matches(
        &self,
        _: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        self.tree.named_attribute(self.id, &name.0).is_some_and(|value| operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(&self, class: &NonTSPseudoClass, _: &mut MatchingContext<Simple>) -> bool {
        match *class {}
    }

    fn match_pseudo_element(&self, element: &PseudoElement, _: &mut MatchingContext<Simple>) -> bool {
        match *element {}
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.tree.tag(self.id) == Tag::A
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &CssLocalName, case_sensitivity: CaseSensitivity) -> bool {
        let own = self.tree.id(self.id);
        own.is_some_and(|own| case_sensitivity.eq(own.as_bytes(), id.0.as_bytes()))
    }

    fn has_class(&self, name: &CssLocalName, case_sensitivity: CaseSensitivity) -> bool {
        self.tree.classes(self.id).any(|class| case_sensitivity.eq(class.as_bytes(), name.0.as_bytes()))
    }

    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        let mut child = self.tree.first_child(self.id);
        while child != NONE {
            if !matches!(self.tree.kind(child), NodeKind::Other | NodeKind::Break { .. }) {
                return false;
            }
            child = self.tree.next_sibling(child);
        }
        true
    }

    fn is_root(&self) -> bool {
        self.tree.parent(self.id) == ROOT
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
