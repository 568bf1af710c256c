//! Hidden text that a reader can open: panels of tabs and accordions, answers, the rest of a text.

use std::cell::OnceCell;

use super::visibility_names::{ClassMeaning, class_meaning, is_closed_word, is_panel_word, shows_in_a_state};
use crate::markup::{MAX_NAME_WORDS, NONE, Names, NodeId, Tag, Tree};
use crate::text::PageSet;

/// The elements around a panel, of which at most this many are looked at. Hand-set.
const MAX_ANCESTORS: usize = 32;
/// An answer may be this deep in the element that is opened. Hand-set.
const MAX_WRAPPERS: usize = 3;
/// A heading to press has its button, or a button its heading, among this many first nodes in it. Hand-set.
const MAX_HEADING_NODES: usize = 8;
/// A control's list may name this many panels. Hand-set.
const MAX_CONTROLLED_IDS: usize = 8;

/// Finds out what a reader can open.
pub(super) struct Panels<'a> {
    tree: &'a Tree,
    /// The ids that controls of the page name.
    controlled: OnceCell<PageSet<&'a str>>,
}

impl<'a> Panels<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, controlled: OnceCell::new() }
    }

    /// Whether a reader can open a hidden element. `is_closed` tells that it is hidden as a whole, not just moved off
    /// the screen; `is_shown_in_a_state` that the page's style sheet shows it in some state.
    pub(super) fn can_open(&self, node: NodeId, is_closed: bool, is_shown_in_a_state: bool) -> bool {
        let is_panel = is_shown_in_a_state
            || self.is_panel(node)
            || self.tree.id(node).is_some_and(|id| self.controlled().contains(id))
            || is_closed
                && (self.is_named_panel(node)
                    || self.follows_heading_to_press(node)
                    || self.wraps_answer(node)
                    || self.is_in_answer(node));
        is_panel && !self.is_momentary(node)
    }

    fn is_panel(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let is_panel = |class: &str| class_meaning(class) == Some(ClassMeaning::Panel);
        tree.attribute(node, "role").is_some_and(|role| role.trim().eq_ignore_ascii_case("tabpanel"))
            || tree.classes(node).any(|class| is_panel(class) || shows_in_a_state(class))
            || tree.id(node).is_some_and(is_panel)
            || is_answer(tree, node)
    }

    /// Whether the names of an element, of the two around it or of the one before it speak of a panel.
    fn is_named_panel(&self, node: NodeId) -> bool {
        let before = self.previous_element(node);
        let around = self.tree.ancestors(node).take(2);
        std::iter::once(node).chain(before).chain(around).any(|node| {
            let mut is_panel = false;
            // Classes of the page are of no element.
            if !matches!(self.tree.tag(node), Tag::Html | Tag::Body) {
                Names::of(self.tree, node).words(MAX_NAME_WORDS, |word| is_panel |= is_panel_word(word));
            }
            is_panel
        })
    }

    /// Whether the element before is a heading and a button at once: one in the other.
    fn follows_heading_to_press(&self, node: NodeId) -> bool {
        let Some(before) = self.previous_element(node) else { return false };
        let is_heading = |node: NodeId| self.tree.tag(node).heading_level().is_some();
        let is_button = |node: NodeId| {
            let role = self.tree.attribute(node, "role").unwrap_or_default();
            self.tree.tag(node) == Tag::Button || role.eq_ignore_ascii_case("button")
        };
        let mut inside = self.tree.descendants(before).take(MAX_HEADING_NODES);
        is_heading(before) && inside.any(is_button) || is_button(before) && inside.any(is_heading)
    }

    /// The element before another, if nothing but one text is between.
    fn previous_element(&self, node: NodeId) -> Option<NodeId> {
        let mut before = self.tree.previous_sibling(node);
        if before != NONE && !self.tree.is_element(before) {
            before = self.tree.previous_sibling(before);
        }
        (before != NONE && self.tree.is_element(before)).then_some(before)
    }

    /// Whether the first elements inside are an answer.
    fn wraps_answer(&self, node: NodeId) -> bool {
        let first_element = |node: NodeId| {
            let mut child = self.tree.first_child(node);
            // White space may be before it.
            if child != NONE && !self.tree.is_element(child) {
                child = self.tree.next_sibling(child);
            }
            (child != NONE && self.tree.is_element(child)).then_some(child)
        };
        std::iter::successors(first_element(node), |&child| first_element(child))
            .take(MAX_WRAPPERS)
            .any(|child| is_answer(self.tree, child))
    }

    fn is_in_answer(&self, node: NodeId) -> bool {
        let mut around = self.tree.ancestors(node).take(MAX_ANCESTORS);
        around.any(|node| self.tree.tag(node) == Tag::Details || is_answer(self.tree, node))
    }

    /// Whether an element is, or is in, something that is no part of the text: a menu, a dialog, the frame of the page.
    fn is_momentary(&self, node: NodeId) -> bool {
        let mut around = std::iter::once(node).chain(self.tree.ancestors(node).take(MAX_ANCESTORS));
        around.any(|node| {
            let mut is_momentary = false;
            match self.tree.tag(node) {
                Tag::Nav | Tag::Header | Tag::Footer | Tag::Menu | Tag::Dialog => return true,
                // Their classes speak of the whole page.
                Tag::Html | Tag::Body | Tag::Main => return false,
                _ => {}
            }
            Names::of(self.tree, node).words(MAX_NAME_WORDS, |word| is_momentary |= is_closed_word(word));
            is_momentary
        })
    }

    fn controlled(&self) -> &PageSet<&'a str> {
        self.controlled.get_or_init(|| {
            let mut ids = PageSet::default();
            for node in (0..self.tree.len() as NodeId).filter(|&node| self.tree.is_element(node)) {
                self.add_controlled(node, &mut ids);
            }
            ids
        })
    }

    /// Adds the ids that a control names: `aria-controls`, the target of Bootstrap's tabs and accordions, the address
    /// of a link in a list of tabs. What opens menus and dialogs is no control of a panel.
    fn add_controlled(&self, node: NodeId, ids: &mut PageSet<&'a str>) {
        let (mut controls, mut target, mut href, mut toggle, mut is_tab) = (None, None, None, None, false);
        for (name, value) in self.tree.attributes(node) {
            match name {
                "aria-controls" => controls = Some(value),
                "data-target" | "data-bs-target" => target = value.strip_prefix('#'),
                "href" => href = value.strip_prefix('#'),
                "data-toggle" | "data-bs-toggle" => toggle = Some(value),
                "role" => is_tab = value.eq_ignore_ascii_case("tab"),
                "aria-haspopup" if !value.eq_ignore_ascii_case("false") => return,
                _ => {}
            }
        }
        if toggle.is_some_and(|toggle| !matches!(toggle, "tab" | "pill" | "list" | "collapse")) {
            return;
        }
        ids.extend(controls.into_iter().flat_map(str::split_ascii_whitespace).take(MAX_CONTROLLED_IDS));
        ids.extend(target);
        if href.is_some() && (is_tab || toggle.is_some() || self.is_in_tabs(node)) {
            ids.extend(href);
        }
    }

    /// Whether a link is in an item of a list of tabs.
    fn is_in_tabs(&self, node: NodeId) -> bool {
        let is_tabs = |node: NodeId| {
            let role = self.tree.attribute(node, "role").unwrap_or_default();
            role.eq_ignore_ascii_case("tab")
                || role.eq_ignore_ascii_case("tablist")
                || self.tree.classes(node).any(|class| class_meaning(class) == Some(ClassMeaning::Tabs))
        };
        self.tree.ancestors(node).take(2).any(is_tabs)
    }
}

/// Whether an element is an answer by schema.org.
fn is_answer(tree: &Tree, node: NodeId) -> bool {
    tree.attributes(node).any(|(name, value)| match name {
        "itemprop" => value.split_ascii_whitespace().any(|name| matches!(name, "acceptedAnswer" | "suggestedAnswer")),
        "itemtype" => value.trim_end().trim_end_matches('/').ends_with("schema.org/Answer"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;

    /// Whether a reader can open the element with the attribute `hidden`.
    fn can_open(page: &str) -> bool {
        let tree = parse::parse(page, Limits::new(), &mut Vec::new());
        let mut nodes = 0..tree.len() as NodeId;
        let hidden = nodes.find(|&node| tree.attribute(node, "hidden").is_some()).expect("an element is hidden");
        Panels::new(&tree).can_open(hidden, true, false)
    }

    #[test]
    fn panels_can_be_opened() {
        for page in [
            "<div hidden role=tabpanel>x</div>",
            "<button aria-controls='a b'>More</button><div hidden id=b>x</div>",
            "<a role=tab href=#a>More</a><div hidden id=a>x</div>",
            "<ul class=nav-tabs><li><a href=#a>More</a></ul><div hidden id=a>x</div>",
            "<a data-toggle=collapse href=#a>More</a><div hidden id=a>x</div>",
            "<button data-bs-toggle=collapse data-bs-target=#a>More</button><div hidden id=a>x</div>",
            "<div hidden class='x tab-pane'>x</div>",
            "<span hidden id=more-text>x</span>",
            "<div hidden itemprop=acceptedAnswer>x</div>",
            "<div hidden><div itemscope itemtype=https://schema.org/Answer>x</div></div>",
            "<div itemprop=acceptedAnswer><p hidden itemprop=text>x</div>",
            "<details><div hidden>x</div></details>",
            "<div class=accordion_item-toggle>More</div> <div hidden>x</div>",
            "<button><h3>More</h3></button><div hidden>x</div>",
            "<h3><a role=button>More</a></h3> <div hidden>x</div>",
            "<div class=faqItem><h3>More</h3><div hidden>x</div></div>",
        ] {
            assert!(can_open(page), "{page}");
        }
    }

    #[test]
    fn menus_dialogs_and_other_hidden_text_cannot() {
        for page in [
            "<div hidden id=a>x</div>",
            "<button>Share</button><div hidden>x</div>",
            "<h3>More</h3><div hidden>x</div>",
            "<a href=#a>More</a><div hidden id=a>x</div>",
            "<button aria-controls=a aria-haspopup=true>More</button><div hidden id=a>x</div>",
            "<button data-toggle=modal data-target=#a>More</button><div hidden id=a>x</div>",
            "<nav><button aria-controls=a>Menu</button><ul hidden id=a><li>x</ul></nav>",
            "<button aria-controls=a>Menu</button><div hidden id=a class=dropdown-content>x</div>",
            "<div class=modal><div hidden role=tabpanel>x</div></div>",
            "<div hidden role=tabpanel class='slick-slide slick-cloned'>x</div>",
            "<footer><div hidden class=accordion-content>x</div></footer>",
            "<button aria-controls=a>Ask</button><dialog hidden id=a>x</dialog>",
        ] {
            assert!(!can_open(page), "{page}");
        }
    }
}
