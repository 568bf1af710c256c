//! Controls beside headings: links to the heading itself, links to edit the section or to show its source.

use super::visibility_names::{ClassMeaning, ClassMeanings};
use crate::markup::{NodeId, NodeKind, Tag, Tree};

/// A control has at most this many bytes of text (hand-set).
const MAX_CONTROL_BYTES: usize = 120;

/// Whether an element is a control beside a heading. `heading` is the heading that it is in, `classes` what the names
/// of its classes say.
pub(super) fn is_heading_control(tree: &Tree, node: NodeId, heading: Option<NodeId>, classes: ClassMeanings) -> bool {
    if !matches!(tree.tag(node), Tag::A | Tag::Span | Tag::Sup | Tag::Small | Tag::Button | Tag::Div) {
        return false;
    }
    if classes.contains(ClassMeaning::HeadingControl) {
        return letters(tree, node).is_some();
    }
    let Some(heading) = heading else { return false };
    if tree.tag(node) != Tag::A {
        return false;
    }
    let is_permalink = classes.contains(ClassMeaning::Permalink);
    let is_to_page = tree.attribute(node, "href").is_some_and(|href| href.contains('#'));
    match letters(tree, node) {
        // A sign such as "#" or "¶".
        Some(0) => is_to_page || is_permalink,
        Some(own) => is_permalink && letters(tree, heading).is_none_or(|all| all > own),
        None => false,
    }
}

/// The number of letters and digits in an element; `None` if its text is longer than that of a control.
fn letters(tree: &Tree, node: NodeId) -> Option<usize> {
    let (mut letters, mut bytes) = (0, 0);
    for inner in tree.descendants(node) {
        if let NodeKind::Text(text) = tree.kind(inner) {
            bytes += text.len();
            if bytes > MAX_CONTROL_BYTES {
                return None;
            }
            letters += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;
    use crate::markup::ROOT;

    fn is_control(html: &str) -> bool {
        let tree = parse::parse(html, Limits::new(), &mut Vec::new());
        let find = |tags: &[Tag]| tree.descendants(ROOT).find(|&node| tags.contains(&tree.tag(node)));
        let node = find(&[Tag::A, Tag::Span]).expect("there is one");
        is_heading_control(&tree, node, find(&[Tag::H2]), ClassMeanings::read(tree.class(node)))
    }

    #[test]
    fn links_to_the_heading_itself_are_controls() {
        for html in [
            "<h2>Units<a class=headerlink href=#units>¶</a></h2>",
            "<h2><a href='/page#units'>#</a> Units</h2>",
            "<h2>Einheiten <a class=anchor href=#e>Link zu dieser Überschrift</a></h2>",
            "<h2>یکاها</h2><span class=mw-editsection>[ویرایش]</span>",
        ] {
            assert!(is_control(html), "{html}");
        }
    }

    #[test]
    fn headings_that_are_links_are_no_controls() {
        for html in [
            "<h2><a class=anchor href=#units>Units</a></h2>",
            "<h2><a href=#units>C#</a> or Rust</h2>",
            "<h2>See <a href=/units>units</a></h2>",
            "<p><a href=#note>*</a></p>",
        ] {
            assert!(!is_control(html), "{html}");
        }
    }
}
