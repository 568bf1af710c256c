//! The attributes that the parser keeps: those that a rule or another part of the crate reads.

use std::sync::LazyLock;

use html5ever::LocalName;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rules::RULES;

/// Attributes that other parts of the crate read, besides the rules.
const ATTRIBUTES: &[&str] = &[
    "id",
    "class",
    "role",
    "itemprop",
    "itemtype",
    "itemscope",
    "hidden",
    "aria-hidden",
    "style",
    "lang",
    "dir",
    "href",
    "hreflang",
    "rel",
    "type",
    "name",
    "property",
    "content",
    "datetime",
    "src",
    "alt",
    "open",
    "colspan",
    "rowspan",
    "start",
    "http-equiv",
    "charset",
    "aria-modal",
    "aria-label",
    "aria-controls",
    "aria-haspopup",
    "data-target",
    "data-bs-target",
    "data-toggle",
    "data-bs-toggle",
    "media",
    "title",
    "width",
    "height",
    "srcset",
    "data-src",
    "data-srcset",
    "data-original",
    "data-lazy-src",
    "epub:type",
    "data-footnote-ref",
    "checked",
    "value",
    "reversed",
    "align",
    "alttext",
    "encoding",
    "display",
    "data-lang",
    "data-language",
    "language",
    "data-callout",
];

/// Those of them that hold addresses.
const ADDRESSES: &[&str] = &["href", "src", "srcset", "data-src", "data-srcset", "data-original", "data-lazy-src"];

/// Those that hold a text or a time that is written.
const TEXTS: &[&str] = &["alt", "title", "datetime", "alttext"];

static NAMES: LazyLock<FxHashSet<LocalName>> =
    LazyLock::new(|| ATTRIBUTES.iter().map(|&name| LocalName::from(name)).chain(RULES.attributes().cloned()).collect());

/// The names by their spelling in lower case.
static BY_SPELLING: LazyLock<FxHashMap<&str, LocalName>> =
    LazyLock::new(|| NAMES.iter().map(|name| (&**name, name.clone())).collect());

/// Attributes with longer names are not kept, which bounds the cost of the conversion to lower case.
const MAX_ATTRIBUTE_NAME_BYTES: usize = 40;

/// Whether an attribute is kept.
pub(crate) fn is_kept(name: &LocalName) -> bool {
    NAMES.contains(name)
}

/// Whether an attribute holds an address.
pub(crate) fn holds_address(name: &str) -> bool {
    ADDRESSES.contains(&name)
}

/// Whether an attribute holds a text or a time that is written of the page.
pub(crate) fn holds_text(name: &str) -> bool {
    TEXTS.contains(&name)
}

/// The name of a kept attribute as it is spelled in a page, in any case.
pub(crate) fn kept_attribute(spelling: &str) -> Option<LocalName> {
    if let Some(name) = BY_SPELLING.get(spelling) {
        return Some(name.clone());
    }
    let has_capital =
        spelling.len() <= MAX_ATTRIBUTE_NAME_BYTES && spelling.bytes().any(|byte| byte.is_ascii_uppercase());
    if has_capital { BY_SPELLING.get(spelling.to_ascii_lowercase().as_str()).cloned() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_the_list_and_of_the_rules_are_kept() {
        for name in ["class", "datetime", "data-hook", "slot"] {
            assert!(is_kept(&LocalName::from(name)), "{name}");
        }
        assert!(!is_kept(&LocalName::from("onclick")));
        assert!(NAMES.iter().all(|name| name.len() <= MAX_ATTRIBUTE_NAME_BYTES));
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(kept_attribute("Data-HOOK"), Some(LocalName::from("data-hook")));
        assert_eq!(kept_attribute("onclick"), None);
        assert_eq!(kept_attribute(&"A".repeat(1_000)), None);
    }
}
