//! Whether a browser shows a space between two texts of a line that have no white space between them.
//!
//! It does if a style sheet sets the elements apart. What an element is and the names of its classes say so; where they
//! do not, the texts are one word, as `<b>H</b>ello` is.

use crate::markup::{NONE, NodeId, NodeKind, Spacing, Tag, Tree, lays_out_children};
use crate::text::characters::is_unspaced;

/// The elements around each text that are looked at (hand-set).
const MAX_ANCESTORS: usize = 12;
/// Empty elements between two texts that are looked at (hand-set).
const MAX_BETWEEN: usize = 4;
/// After a digit, words up to this many letters are ordinals and units: "2nd", "5km", "3ème" (hand-set).
const MAX_UNIT_CHARS: usize = 3;

/// Whether a text has to be set apart from the one that was written last. `written` ends with that one; `next` starts
/// with the new one.
pub(super) fn is_set_apart(tree: &Tree, last: NodeId, text: NodeId, written: &str, next: &str) -> bool {
    if last == NONE || !can_be_apart(written, next) {
        return false;
    }
    let Some(sides) = Sides::of(tree, last, text) else { return false };
    sides.are_apart(tree) || sides.are_named(tree) && is_border_of_words(written, next)
}

/// Whether the end of a text and the beginning of the next one could be two words.
fn can_be_apart(written: &str, next: &str) -> bool {
    let mut before = written.chars().rev();
    let mut after = next.chars();
    let (Some(last), Some(first)) = (before.next(), after.next()) else { return false };
    let begins = first.is_alphanumeric() || is_sign_of_amount(first) && after.next().is_some_and(char::is_numeric);
    let ends =
        last.is_alphanumeric() || matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '»' | '”' | '%' | '€');
    if !begins || !ends || is_unspaced(first) || is_unspaced(last) {
        return false;
    }
    // Parts of a number or of a time of day: "12," and "99".
    if matches!(last, '.' | ',' | ':') && first.is_numeric() && before.next().is_some_and(char::is_numeric) {
        return false;
    }
    // A drop cap.
    let letters = written.chars().rev().take(2).take_while(|c| c.is_alphabetic()).count();
    if letters == 1 && first.is_alphabetic() {
        return false;
    }
    let word = next.chars().take_while(|c| c.is_alphabetic()).take(MAX_UNIT_CHARS + 1).count();
    !(last.is_numeric() && (1..=MAX_UNIT_CHARS).contains(&word) && first.is_lowercase())
}

/// Whether a capital or a number follows the end of a word, which is rare inside of one.
fn is_border_of_words(written: &str, next: &str) -> bool {
    let mut before = written.chars().rev();
    let mut after = next.chars();
    let (Some(last), Some(first)) = (before.next(), after.next()) else { return false };
    let ends = last.is_lowercase() && before.next().is_some_and(char::is_alphabetic) || !last.is_alphanumeric();
    ends && (first.is_uppercase() || first.is_numeric()) && after.next().is_some_and(char::is_alphanumeric)
}

fn is_sign_of_amount(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '+' | '-' | '−' | '~' | '#')
}

/// The nearest common ancestor of two texts, and the elements between it and each of them, innermost first. Elements
/// further out than [`MAX_ANCESTORS`] are not looked at.
struct Sides {
    ancestor: NodeId,
    left: Vec<NodeId>,
    right: Vec<NodeId>,
}

impl Sides {
    fn of(tree: &Tree, left: NodeId, right: NodeId) -> Option<Self> {
        let left: Vec<NodeId> = std::iter::once(left).chain(tree.ancestors(left)).take(MAX_ANCESTORS).collect();
        let mut inner = vec![right];
        for ancestor in tree.ancestors(right).take(MAX_ANCESTORS) {
            if let Some(at) = left.iter().position(|&node| node == ancestor) {
                return Some(Self { ancestor, left: left[..at].to_vec(), right: inner });
            }
            inner.push(ancestor);
        }
        None
    }

    fn are_apart(&self, tree: &Tree) -> bool {
        let (left, right) = (Side::of(tree, &self.left), Side::of(tree, &self.right));
        if left.is_glued() || right.is_glued() || self.is_in_code(tree) {
            return false;
        }
        let are_elements = self.left.len() > 1 && self.right.len() > 1;
        left.spacing.is_apart
            || right.spacing.is_apart
            || left.spacing.has_margin.1
            || right.spacing.has_margin.0
            || left.is_time
            || right.is_time
            || lays_out_children(tree, self.ancestor)
            || are_elements && (left.spacing.differs(&right.spacing) || self.have_properties(tree))
            || self.has_picture_between(tree)
    }

    /// Whether the outermost elements around both texts are different properties of microdata.
    fn have_properties(&self, tree: &Tree) -> bool {
        let property = |nodes: &[NodeId]| {
            let attribute = tree.attributes(*nodes.last()?).find(|(name, _)| *name == "itemprop");
            attribute.map(|(_, value)| value)
        };
        let (left, right) = (property(&self.left), property(&self.right));
        left.is_some() && right.is_some() && left != right
    }

    /// Whether both texts are in elements that have a class, and not the same.
    fn are_named(&self, tree: &Tree) -> bool {
        let (left, right) = (Side::of(tree, &self.left), Side::of(tree, &self.right));
        let classes = |nodes: &[NodeId]| nodes.last().map(|&node| tree.class(node).to_owned());
        let is_part = left.is_glued() || right.is_glued() || self.is_in_code(tree);
        !is_part && left.spacing.has_class() && right.spacing.has_class() && classes(&self.left) != classes(&self.right)
    }

    fn is_in_code(&self, tree: &Tree) -> bool {
        let mut around = std::iter::once(self.ancestor).chain(tree.ancestors(self.ancestor)).take(MAX_ANCESTORS);
        around.any(|node| tree.tag(node) == Tag::Code)
    }

    /// Whether an icon or another picture is between the texts.
    fn has_picture_between(&self, tree: &Tree) -> bool {
        let (Some(&left), Some(&right)) = (self.left.last(), self.right.last()) else { return false };
        let mut node = tree.next_sibling(left);
        for _ in 0..MAX_BETWEEN {
            if node == NONE || node == right {
                return false;
            }
            let is_picture = match tree.tag(node) {
                Tag::Video | Tag::Audio | Tag::Canvas | Tag::Object | Tag::Embed | Tag::Iframe | Tag::Picture => true,
                Tag::Other => tree.foreign_name(node) == Some("svg"),
                Tag::I | Tag::Span | Tag::Em => {
                    let mut spacing = Spacing::default();
                    spacing.add(tree, node);
                    spacing.is_apart && matches!(tree.kind(node), NodeKind::Element)
                }
                _ => false,
            };
            if is_picture {
                return true;
            }
            node = tree.next_sibling(node);
        }
        false
    }
}

/// What the elements around one of the texts say.
struct Side {
    spacing: Spacing,
    is_time: bool,
    is_script: bool,
}

impl Side {
    fn of(tree: &Tree, nodes: &[NodeId]) -> Self {
        let mut side = Self { spacing: Spacing::default(), is_time: false, is_script: false };
        for &node in nodes.iter().filter(|&&node| tree.is_element(node)) {
            side.spacing.add(tree, node);
            let tag = tree.tag(node);
            side.is_time |= tag == Tag::Time;
            side.is_script |= matches!(tag, Tag::Sub | Tag::Sup | Tag::Rt | Tag::Rp);
        }
        side
    }

    /// Whether it is part of a word.
    fn is_glued(&self) -> bool {
        self.spacing.is_glued || self.is_script
    }
}

#[cfg(test)]
mod tests {
    use crate::input::html::{flatten, parse};
    use crate::limits::Limits;

    fn source(html: &str) -> String {
        let tree = parse(html, Limits::new(), &mut Vec::new());
        flatten(&tree, html.len()).source
    }

    #[test]
    fn parts_of_a_word_are_glued() {
        for (html, text) in [
            ("<span class=dropcap>T</span>he bridge", "The bridge"),
            ("<span class='label mr-2'>T</span>he bridge", "The bridge"),
            ("<big><b>A</b></big>sked", "Asked"),
            ("<b>Wort</b>teile", "Wortteile"),
            ("H<sub class=label>2</sub>O", "H2O"),
            ("<a href=x>word</a>s", "words"),
            ("<span>Gemüse</span>suppe", "Gemüsesuppe"),
            ("Ge<mark class='search-tag'>müse</mark>suppe", "Gemüsesuppe"),
            ("<span class=price-whole>12</span><span class=price-fraction>99</span>", "1299"),
            ("<span class=number>2</span><span class=title>nd</span>", "2nd"),
            ("<span class=price>12</span><span class=x>,99</span>", "12,99"),
            ("<span class=time>12</span>:30", "12:30"),
            ("<code><span class=tag>a</span><span class=title>bcde</span></code>", "abcde"),
            ("<span class=a>Donau</span><span class=b>dampf</span>", "Donaudampf"),
            ("می\u{200C}<b>رود</b>", "می\u{200C}رود"),
            ("dé<i>jà</i>", "déjà"),
            ("<b>Java</b><b>Script</b>", "JavaScript"),
            ("<b class=x>Java</b><b class=x>Script</b>", "JavaScript"),
            ("規約<a class=icon-x href=x>に</a>", "規約に"),
        ] {
            assert_eq!(source(html), text, "{html}");
        }
    }

    #[test]
    fn elements_that_style_sheets_set_apart_are_separated() {
        for (html, text) in [
            ("Price<span class=badge>12</span>", "Price 12"),
            ("<time>3 May</time><span>Photo</span>", "3 May Photo"),
            ("<span class=date>3. Mai</span>Fähre", "3. Mai Fähre"),
            ("<span class=price>€129,00</span><span class=tax>inkl. MwSt.</span>", "€129,00 inkl. MwSt."),
            ("<span class=titre>Le bac</span><span class=lieu>Montrefeuil</span>", "Le bac Montrefeuil"),
            ("<span class=onvan>کوه</span><span class=aks>عکس</span>", "کوه عکس"),
            ("<div class='d-flex'><span>Sport</span><span>Wetter</span></div>", "Sport Wetter"),
            ("<span class=me-2>Sport</span><span>Wetter</span>", "Sport Wetter"),
            ("Sport<svg></svg>Wetter", "Sport Wetter"),
            ("Sport<i class='icon icon-x'></i>Wetter", "Sport Wetter"),
            ("<a href=x>par</a><span class=auteur>Jeanne</span>", "par Jeanne"),
            ("<span class=label>Anzahl:</span>zwölf", "Anzahl: zwölf"),
            ("<time>2. Mai</time><time>3. Mai</time>", "2. Mai 3. Mai"),
            ("<b itemprop=postalCode>12205</b><b itemprop=streetAddress>Uferweg 5</b>", "12205 Uferweg 5"),
            ("<span class=x>Direkt</span><span class=y>Übertragung</span>", "Direkt Übertragung"),
        ] {
            assert_eq!(source(html), text, "{html}");
        }
    }

    #[test]
    fn break_signs_are_left_out_and_joiners_kept() {
        assert_eq!(source("<h1>\u{FEFF}Fäh\u{AD}re \u{200B} am\u{200B} \u{2060}Ufer</h1>"), "Fähre am Ufer");
        assert_eq!(source("<h1>\u{200B}می\u{200C}روم</h1>"), "می\u{200C}روم");
        assert_eq!(source("<pre>a\u{200B}b\r\nc</pre>"), "ab\nc");
        assert_eq!(source("กข\u{200B}คง"), "กข\u{200B}คง");
    }
}
