//! Records where links, emphasis, code, images and the like are in the text of a page, while it is flattened.

use super::flat::FlatInline;
use crate::markup::{NodeId, Tag, Tree};
use crate::text::characters::is_break_sign;

/// Elements inside of more others than this are not recorded (hand-set), so that what is around a text is found fast.
const MAX_NESTED: usize = 16;

/// Whether an element is recorded with its text.
pub(super) fn is_recorded(tree: &Tree, node: NodeId) -> bool {
    match tree.tag(node) {
        // MathML whose TeX nobody knows.
        Tag::Other => tree.foreign_name(node) == Some("math"),
        tag => tag.inline().is_some(),
    }
}

/// Records elements of a line.
#[derive(Default)]
pub(super) struct InlineRecorder {
    inlines: Vec<FlatInline>,
    /// The indices of the open ones, outermost first.
    open: Vec<usize>,
}

impl InlineRecorder {
    /// An element begins before the end of what is written.
    pub(super) fn start(&mut self, tree: &Tree, node: NodeId, written: &str) {
        if self.open.len() < MAX_NESTED && (tree.tag(node) != Tag::A || tree.attribute(node, "href").is_some()) {
            self.open.push(self.inlines.len());
            self.push(node, written, tree.tag(node) == Tag::Other);
        }
    }

    /// An element ends at the end of what is written. Without text it is dropped.
    pub(super) fn end(&mut self, node: NodeId, written: &str) {
        let Some(&index) = self.open.last().filter(|&&index| self.inlines[index].node == node) else { return };
        self.open.pop();
        let range = &mut self.inlines[index].range;
        let is_outside = |c: char| c.is_whitespace() || is_break_sign(c, None);
        let text = written.get(range.start..).unwrap_or_default();
        range.start += text.len() - text.trim_start_matches(is_outside).len();
        range.end = range.start + text.trim_matches(is_outside).len();
    }

    /// An image is at the end of what is written.
    pub(super) fn image(&mut self, node: NodeId, written: &str) {
        self.push(node, written, false);
    }

    /// A formula begins before the end of what is written.
    pub(super) fn start_formula(&mut self, node: NodeId, written: &str) {
        self.open.push(self.inlines.len());
        self.push(node, written, true);
    }

    fn push(&mut self, node: NodeId, written: &str, is_formula: bool) {
        self.inlines.push(FlatInline { node, range: written.len()..written.len(), is_formula });
    }

    /// The end of what is written was removed, back to a length.
    pub(super) fn cut(&mut self, length: usize) {
        for &index in &self.open {
            let range = &mut self.inlines[index].range;
            range.start = range.start.min(length);
        }
        for inline in self.inlines.iter_mut().rev().take_while(|inline| inline.range.end > length) {
            inline.range = inline.range.start.min(length)..length;
        }
    }

    /// What was recorded, sorted by start, outer before inner.
    pub(super) fn finish(mut self, tree: &Tree) -> Vec<FlatInline> {
        let is_image = |inline: &FlatInline| tree.tag(inline.node) == Tag::Img && !inline.is_formula;
        self.inlines.retain(|inline| !inline.range.is_empty() || is_image(inline));
        // The sort is stable: elements with the same text stay in their order, the outer one first.
        self.inlines.sort_by_key(|inline| (inline.range.start, std::cmp::Reverse(inline.range.end)));
        self.inlines.shrink_to_fit();
        self.inlines
    }
}

#[cfg(test)]
mod tests {
    use crate::input::html::{flatten, parse};
    use crate::limits::Limits;

    /// The names of the recorded elements, each with its text.
    fn recorded(html: &str) -> Vec<(String, String)> {
        let tree = parse(html, Limits::new(), &mut Vec::new());
        let flat = flatten(&tree, html.len());
        let found = |inline: &super::FlatInline| {
            (tree.name(inline.node).to_owned(), flat.source[inline.range.clone()].to_owned())
        };
        flat.inlines.iter().map(found).collect()
    }

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn elements_are_recorded_with_their_text() {
        assert_eq!(
            recorded("<p>The <b> old <a href=/m>mill</a> </b> of <em>rye</em><code></code>."),
            [pair("b", "old mill"), pair("a", "mill"), pair("em", "rye")]
        );
        assert_eq!(recorded("<p><a>no address</a> <i>x</i><img src=a.png>y"), [pair("i", "x"), pair("img", "")]);
    }

    #[test]
    fn an_element_may_hold_several_blocks() {
        assert_eq!(recorded("<a href=/m><p>one</p><p>two</p></a>"), [pair("a", "one\n\ntwo")]);
    }

    #[test]
    fn deeply_nested_elements_are_not_recorded() {
        let html = format!("<p>{}x", "<b><i>".repeat(100));
        assert!(recorded(&html).len() <= super::MAX_NESTED);
    }
}
