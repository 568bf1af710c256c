//! How an element is laid out, and whether a reader sees it.

use crate::markup::{Display, NodeId, Tag, Tree};

/// Why a reader would not see an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// An attribute (`hidden`, `aria-hidden`) or an inline style hides it.
    Attribute,
    /// It is fallback content, a template, or the text of a drawing.
    Fallback,
    /// It is only shown if scripts are off.
    Noscript,
}

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

/// Why the element itself is hidden; elements around it are not considered.
pub(super) fn hidden_by(tree: &Tree, node: NodeId) -> Option<Hidden> {
    match display(tree, node) {
        Display::Hidden => return Some(Hidden::Fallback),
        Display::Noscript => return Some(Hidden::Noscript),
        _ => {}
    }
    let is_dialog = tree.tag(node) == Tag::Dialog;
    let mut is_hidden = is_dialog;
    for (name, value) in tree.attributes(node) {
        match name {
            "hidden" => is_hidden |= !value.eq_ignore_ascii_case("until-found"),
            "aria-hidden" => is_hidden |= value.eq_ignore_ascii_case("true"),
            "style" => is_hidden |= hides(value),
            "open" if is_dialog => is_hidden = false,
            _ => {}
        }
    }
    is_hidden.then_some(Hidden::Attribute)
}

/// Whether an inline style takes an element off the page.
fn hides(style: &str) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        match property.trim() {
            property if property.eq_ignore_ascii_case("display") => value.eq_ignore_ascii_case("none"),
            property if property.eq_ignore_ascii_case("visibility") => value.eq_ignore_ascii_case("hidden"),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_styles_that_hide_are_recognised() {
        for style in ["display:none", "color: red; DISPLAY : None !important;", "visibility: hidden"] {
            assert!(hides(style), "{style}");
        }
        for style in ["", "none", "display: block", "display: none-such", "overflow: hidden", "x: display:none"] {
            assert!(!hides(style), "{style}");
        }
    }
}
