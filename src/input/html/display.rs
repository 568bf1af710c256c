//! How an element is laid out, and whether a reader sees it.

use html5ever::local_name;

use super::code::has_numbers_only;
use super::declarations::{Aspect, Declarations};
use super::panels::Panels;
use super::permalink::is_heading_control;
use super::style_sheet::StyleSheet;
use super::visibility_names::{ClassMeaning, ClassMeanings, ClassReader};
use crate::markup::{Display, NONE, NodeId, NodeKind, Tag, Tree, is_back_link};

/// Why a reader would not see an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// An attribute (`hidden`, `aria-hidden`), an inline style, the page's style sheet or the name of a class hides it.
    Attribute,
    /// It is fallback content, a template, the text of a drawing or of a form field.
    Fallback,
    /// It is only shown if scripts are off.
    Noscript,
    /// It is a control beside the text: the number of a line of a program, a link to a heading, a link from a footnote
    /// back to the text.
    Control,
}

/// Words for the eye are looked for in this many nodes of an element. Hand-set.
const MAX_READ_OUT_NODES: usize = 8;

/// How an element is laid out.
pub(super) fn display(tree: &Tree, node: NodeId) -> Display {
    match tree.tag(node) {
        Tag::Other => match tree.foreign_name(node) {
            Some("style" | "script") => Display::None,
            Some("svg" | "annotation" | "annotation-xml") => Display::Hidden,
            _ => Display::Inline,
        },
        tag => tag.display(),
    }
}

/// What of a page a reader sees.
pub(super) struct Visibility<'a> {
    tree: &'a Tree,
    sheet: StyleSheet<'a>,
    panels: Panels<'a>,
    classes: ClassReader,
}

/// What the attributes of an element say.
#[derive(Default)]
struct Said {
    /// `hidden`, or a dialog that is not open.
    is_hidden: bool,
    is_aria_hidden: bool,
    style: Declarations,
    classes: ClassMeanings,
}

impl<'a> Visibility<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, sheet: StyleSheet::of(tree), panels: Panels::new(tree), classes: ClassReader::default() }
    }

    /// Why the element itself is hidden, or no part of the text around it; elements around it are not considered, but
    /// for the heading that it is in.
    pub(super) fn hidden_by(&self, node: NodeId, heading: Option<NodeId>) -> Option<Hidden> {
        match display(self.tree, node) {
            Display::Hidden => return Some(Hidden::Fallback),
            Display::Noscript => return Some(Hidden::Noscript),
            _ => {}
        }
        let said = self.said(node);
        let classes = said.classes;
        match self.tree.tag(node) {
            Tag::Textarea | Tag::Select => return Some(Hidden::Fallback),
            // Scripts show the page when it has loaded; its classes are of no element.
            Tag::Html | Tag::Body => {
                let is_hidden = said.is_hidden || said.is_aria_hidden || is_closed(&said.style);
                return is_hidden.then_some(Hidden::Attribute);
            }
            _ => {}
        }
        let styles = self.sheet.styles(self.tree, node);
        let hides = |aspect: Aspect| {
            let own = said.style.get(aspect);
            let of_sheet = styles.effects[aspect as usize];
            let effect = match of_sheet {
                Some(of_sheet) if of_sheet.is_important && !own.is_some_and(|own| own.is_important) => Some(of_sheet),
                _ => own.or(of_sheet),
            };
            effect.is_some_and(|effect| effect.hides)
        };
        let shows = said.style.get(Aspect::Display).is_some_and(|effect| !effect.hides);
        let is_closed_by_style = (hides(Aspect::Display) || classes.contains(ClassMeaning::Hides) && !shows)
            && !classes.shows_on_some_screen
            || hides(Aspect::Visibility);
        let is_closed = said.is_hidden || is_closed_by_style;
        let is_assistive = classes.contains(ClassMeaning::Assistive)
            || hides(Aspect::Place)
            || hides(Aspect::Indent)
            || hides(Aspect::FontSize) && self.is_leaf(node);
        // Text for the eye beside text for screen readers: "5 min" beside "five minutes".
        let is_aria_hidden = said.is_aria_hidden && (is_closed || is_assistive || !self.is_read_out_beside(node));
        if !(is_closed || is_assistive || is_aria_hidden) {
            let is_line_number = classes.contains(ClassMeaning::LineNumber) && has_numbers_only(self.tree, node);
            let is_control = is_line_number
                || is_heading_control(self.tree, node, heading, classes)
                || is_back_link(self.tree, node);
            return is_control.then_some(Hidden::Control);
        }
        let is_panel = !classes.contains(ClassMeaning::Assistive)
            && self.panels.can_open(node, is_closed || is_aria_hidden, styles.is_shown_in_a_state);
        (!is_panel).then_some(Hidden::Attribute)
    }

    fn said(&self, node: NodeId) -> Said {
        let is_dialog = self.tree.tag(node) == Tag::Dialog;
        let mut said = Said { is_hidden: is_dialog, ..Said::default() };
        for (name, value) in self.tree.named_attributes(node) {
            match *name {
                local_name!("hidden") => said.is_hidden |= !value.eq_ignore_ascii_case("until-found"),
                local_name!("aria-hidden") => said.is_aria_hidden = value.eq_ignore_ascii_case("true"),
                local_name!("style") => said.style = Declarations::read(value),
                local_name!("class") => said.classes = self.classes.read(self.tree, value),
                local_name!("open") if is_dialog => said.is_hidden = false,
                _ => {}
            }
        }
        said
    }

    /// Whether an element has no other inside: a font size of 0 around others only removes the space between them.
    fn is_leaf(&self, node: NodeId) -> bool {
        let mut child = self.tree.first_child(node);
        while child != NONE && !self.tree.is_element(child) {
            child = self.tree.next_sibling(child);
        }
        child == NONE
    }

    /// Whether the element before or after, with nothing but white space between, has the same in words for screen
    /// readers.
    fn is_read_out_beside(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let has_words = |node: NodeId| {
            let mut inside = tree.descendants(node).take(MAX_READ_OUT_NODES);
            inside.any(|node| matches!(tree.kind(node), NodeKind::Text(text) if text.contains(char::is_alphanumeric)))
        };
        let is_space = |node: NodeId| matches!(tree.kind(node), NodeKind::Text(text) if text.trim().is_empty());
        let beside = |step: &dyn Fn(NodeId) -> NodeId| {
            let next = step(node);
            let next = if next != NONE && is_space(next) { step(next) } else { next };
            next != NONE && self.classes.read(tree, tree.class(next)).contains(ClassMeaning::Assistive)
        };
        (beside(&|node| tree.previous_sibling(node)) || beside(&|node| tree.next_sibling(node))) && has_words(node)
    }
}

fn is_closed(style: &Declarations) -> bool {
    [Aspect::Display, Aspect::Visibility].iter().any(|&aspect| style.get(aspect).is_some_and(|effect| effect.hides))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;

    /// Why the first paragraph or form field of a page is hidden.
    fn hidden(page: &str) -> Option<Hidden> {
        let tree = parse::parse(page, Limits::new(), &mut Vec::new());
        let is_meant = |&node: &NodeId| matches!(tree.tag(node), Tag::P | Tag::Textarea | Tag::Select);
        let node = (0..tree.len() as NodeId).find(is_meant).expect("the page has a paragraph");
        Visibility::new(&tree).hidden_by(node, None)
    }

    #[test]
    fn attributes_styles_and_classes_hide() {
        for page in [
            "<p hidden>x",
            "<p aria-hidden=TRUE>x",
            "<p STYLE='DISPLAY : NONE'>x",
            "<p style='left:-9999px;position:absolute'>x",
            "<p style=font-size:0>x",
            "<p class='a sr-only'>x",
            "<p class=d-none>x",
            "<p class='d-none d-print-block'>x",
            "<p class='hidden md:hidden'>x",
            "<style>.a{display:none}</style><p class=a>x",
            "<style>.a{display:none!important}</style><p class=a style=display:block>x",
        ] {
            assert_eq!(hidden(page), Some(Hidden::Attribute), "{page}");
        }
        assert_eq!(hidden("<textarea>x</textarea>"), Some(Hidden::Fallback));
        assert_eq!(hidden("<select><option>x</select>"), Some(Hidden::Fallback));
    }

    #[test]
    fn what_is_shown_on_some_screen_or_beside_is_not_hidden() {
        for page in [
            "<p hidden=until-found>x",
            "<p class=md:hidden>x",
            "<p class=d-md-none>x",
            "<p class=hidden-xs>x",
            "<p class='d-none d-md-block'>x",
            "<p class='hidden md:block'>x",
            "<style>.hidden{display:none}</style><p class='hidden lg:flex'>x",
            "<p class=hidden style=display:block>x",
            "<p style='font-size:0'><span style='font-size:14px'>x</span>",
            "<style>.a{display:none}</style><p class=a style=display:block>x",
            "<style>.a{display:none}.a.open{display:block}</style><p class=a>x",
            "<p aria-hidden=true>5 min</p> <span class=sr-only>five minutes</span>",
            "<span class=sr-only>Now</span><p aria-hidden=true><b><bdi>9.50</bdi></b></p>",
            "<p style=opacity:0>x",
        ] {
            assert_eq!(hidden(page), None, "{page}");
        }
        assert!(hidden("<p aria-hidden=true>#</p> <span class=sr-only>Link</span>").is_some());
    }

    #[test]
    fn the_whole_page_is_hidden_by_its_attributes_only() {
        let body = |page: &str| {
            let tree = parse::parse(page, Limits::new(), &mut Vec::new());
            let body = (0..tree.len() as NodeId).find(|&node| tree.tag(node) == Tag::Body).expect("there is a body");
            Visibility::new(&tree).hidden_by(body, None)
        };
        assert_eq!(body("<style>body{display:none}</style><body class=hidden>x"), None);
        assert_eq!(body("<body style=display:none>x"), Some(Hidden::Attribute));
    }

    #[test]
    fn a_panel_is_shown_unless_it_is_for_screen_readers() {
        assert_eq!(hidden("<p class='tab-pane d-none'>x"), None);
        assert_eq!(hidden("<p class='tab-pane sr-only'>x"), Some(Hidden::Attribute));
        assert_eq!(hidden("<details><p class=sr-only>x</details>"), Some(Hidden::Attribute));
    }
}
