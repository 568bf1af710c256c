//! What the markup of links says of footnotes: references to a note, and links from a note back to its reference.

use super::tag::Tag;
use super::tree::{NONE, NodeId, NodeKind, Tree};

/// Roles and types of references and of links back (DPUB-ARIA 1.1; EPUB 3 Structural Semantics Vocabulary).
const REFERENCE_ROLES: &[&str] = &["doc-noteref", "noteref"];
const BACK_ROLES: &[&str] = &["doc-backlink", "backlink"];

/// Class names of references: Pandoc, Docutils, kramdown, Goldmark, Org, Substack, WordPress plugins.
const REFERENCE_CLASSES: &[&str] = &[
    "footnote-ref",
    "footnote-reference",
    "footnoteRef",
    "footnote-anchor",
    "footnote-link",
    "footnote",
    "footref",
    "noteref",
    "fn-ref",
    "sdfootnoteanc",
    "easy-footnote",
    "footnote_referrer",
];
/// Class names of links back.
const BACK_CLASSES: &[&str] = &[
    "footnote-backref",
    "footnote-back",
    "footnote-backlink",
    "footnoteBackLink",
    "footnote-return",
    "footnote_backlink",
    "data-footnote-backref",
    "reversefootnote",
    "fn-backref",
    "easy-footnote-to-top",
];

/// The number or sign of a note has at most this many characters (hand-set).
const MAX_LABEL_CHARS: usize = 6;
/// The text of a link back has at most this many bytes: an arrow, perhaps with a number (hand-set).
const MAX_BACK_BYTES: usize = 16;

/// What a link points to in its page: the part of its address after `#`.
pub(crate) fn fragment(tree: &Tree, link: NodeId) -> Option<&str> {
    // Asked of every element: few are links.
    let href = if tree.tag(link) == Tag::A { tree.attribute(link, "href") } else { None }?;
    href.split_once('#').map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty())
}

/// The number or sign of a note in a text, without brackets around it: "1", "[2]", "*".
pub(crate) fn note_label(text: &str) -> Option<&str> {
    let label = text.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', '.']).trim();
    let is_number = label.chars().all(char::is_numeric);
    let is_sign = label.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶'));
    let is_letter = label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    let is_name = label.split_once(' ').is_some_and(|(name, number)| {
        // "note 1", "Anm. 2": the numbers of the groups of MediaWiki.
        name.chars().all(|c| c.is_alphabetic() || c == '.') && number.chars().all(char::is_numeric)
    });
    let length = label.chars().count();
    let is_short = (1..=MAX_LABEL_CHARS).contains(&length) || is_name && length <= 2 * MAX_LABEL_CHARS;
    (is_short && (is_number || is_sign || is_letter || is_name)).then_some(label)
}

/// Whether the names of a link, or that it stands above the line, say that it refers to a note.
pub(crate) fn is_named_reference(tree: &Tree, link: NodeId) -> bool {
    let parent = tree.parent(link);
    let has_role = |node: NodeId| {
        let said = |name| tree.attribute(node, name).is_some_and(|value| REFERENCE_ROLES.contains(&value));
        said("role") || said("epub:type") || tree.attribute(node, "data-footnote-ref").is_some()
    };
    let has_class = |node: NodeId| tree.classes(node).any(|class| REFERENCE_CLASSES.contains(&class));
    let has_sup = || {
        let child = tree.first_child(link);
        tree.tag(parent) == Tag::Sup || child != NONE && tree.tag(child) == Tag::Sup
    };
    has_role(link) || has_class(link) || has_sup()
}

/// Parts of the names of notes, as links point to them.
const NOTE_NAMES: &[&str] = &["fn", "note", "cite", "ref", "bib", "anm"];

/// Whether the name that a link points to is that of a note.
pub(crate) fn is_note_name(fragment: &str) -> bool {
    let name = fragment.to_ascii_lowercase();
    NOTE_NAMES.iter().any(|part| name.contains(part))
}

/// Whether a link is the number or sign of a note, without brackets around it.
pub(crate) fn is_bare_reference(tree: &Tree, link: NodeId) -> bool {
    let Some(fragment) = fragment(tree, link) else { return false };
    if !is_named_reference(tree, link) && !is_note_name(fragment) {
        return false;
    }
    let mut label = None;
    for inner in tree.descendants(link) {
        if let NodeKind::Text(text) = tree.kind(inner)
            && !text.trim().is_empty()
            && label.replace(text.trim()).is_some()
        {
            return false;
        }
    }
    label.is_some_and(|label| note_label(label) == Some(label))
}

/// Whether a link is from a note back to its reference, and holds no more than a sign or a number that says so.
pub(crate) fn is_back_link(tree: &Tree, node: NodeId) -> bool {
    let is_named = |names: &[&str]| tree.classes(node).any(|class| names.contains(&class));
    if fragment(tree, node).is_none() {
        return false;
    }
    let mut text = String::new();
    for inner in tree.descendants(node) {
        if let NodeKind::Text(piece) = tree.kind(inner) {
            text.push_str(piece.trim());
            if text.len() > MAX_BACK_BYTES {
                return is_named(BACK_CLASSES);
            }
        }
    }
    let is_arrow = |c: char| {
        matches!(c, '↩' | '↑' | '⤴' | '⏎' | '↵' | '⤶' | '↖' | '⇑' | '⬆' | '^' | '˄' | '\u{FE0E}' | '\u{FE0F}')
    };
    let has_arrow = text.chars().any(is_arrow) && text.chars().all(|c| is_arrow(c) || c.is_numeric());
    let has_role = BACK_ROLES
        .iter()
        .any(|role| tree.attribute(node, "role") == Some(role) || tree.attribute(node, "epub:type") == Some(role));
    // A number that begins the note is kept: it tells which one it is.
    has_arrow || (is_named(BACK_CLASSES) || has_role) && note_label(&text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_signs_are_labels_of_notes() {
        for (text, label) in [
            ("1", Some("1")),
            ("[12]", Some("12")),
            (" (a) ", Some("a")),
            ("۳", Some("۳")),
            ("**", Some("**")),
            ("[Anm. 3]", Some("Anm. 3")),
            ("2.", Some("2")),
            ("", None),
            ("mill", None),
            ("the mill", None),
            ("1234567", None),
        ] {
            assert_eq!(note_label(text), label, "{text}");
        }
    }
}
