//! Programs in pages: what editors and highlighters make instead of `<pre>`, and the numbers of lines beside them.

use crate::markup::{NodeId, NodeKind, Tag, Tree};

/// Class names of the cells and elements with the number of a line, by Pygments, Rouge, Chroma, GitHub, highlight.js,
/// Prism, CodeMirror, SyntaxHighlighter and others.
const LINE_NUMBER_CLASSES: &[&str] = &[
    "linenos",
    "lineno",
    "linenodiv",
    "line-number",
    "line-numbers",
    "line-numbers-rows",
    "linenumber",
    "line_numbers",
    "blob-num",
    "gutter",
    "rouge-gutter",
    "hljs-ln-numbers",
    "ln",
    "lnt",
    "lntd",
    "CodeMirror-linenumber",
    "token-line-number",
    "react-syntax-highlighter-line-number",
];
/// Class names of the cells with the lines of a program, where each line is a row of a table.
const CODE_CELL_CLASSES: &[&str] = &["blob-code", "hljs-ln-code", "code-line", "line-content"];

/// The text of a column of line numbers is looked at up to this many bytes.
const MAX_NUMBERS_BYTES: usize = 4_000;
/// A table of a program shows a cell of a line among its first nodes, at most this many.
const MAX_SEARCHED_NODES: usize = 24;

/// Whether an element has nothing but numbers of lines.
pub(super) fn is_line_number(tree: &Tree, node: NodeId) -> bool {
    if !has_class(tree, node, LINE_NUMBER_CLASSES) {
        return false;
    }
    let mut bytes = 0;
    for inner in tree.descendants(node) {
        if let NodeKind::Text(text) = tree.kind(inner) {
            bytes += text.len();
            if bytes > MAX_NUMBERS_BYTES {
                // Only digits so far.
                return true;
            }
            if !text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace()) {
                return false;
            }
        }
    }
    bytes > 0
}

/// Whether the rows of a table are the lines of a program.
pub(super) fn is_code_table(tree: &Tree, table: NodeId) -> bool {
    let mut inside = tree.descendants(table).take(MAX_SEARCHED_NODES);
    inside.any(|node| tree.tag(node) == Tag::Td && has_class(tree, node, CODE_CELL_CLASSES))
}

fn has_class(tree: &Tree, node: NodeId, classes: &[&str]) -> bool {
    tree.classes(node).any(|class| classes.contains(&class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;
    use crate::markup::ROOT;

    fn first(html: &str, tag: Tag) -> (Tree, NodeId) {
        let tree = parse::parse(html, Limits::new(), &mut Vec::new());
        let node = tree.descendants(ROOT).find(|&node| tree.tag(node) == tag).expect("the page has one");
        (tree, node)
    }

    #[test]
    fn line_numbers_are_digits_in_elements_of_their_class() {
        for (html, expected) in [
            ("<span class='ln x'>12</span>", true),
            ("<span class=ln>12a</span>", false),
            ("<span class=ln></span>", false),
            ("<span class=other>12</span>", false),
        ] {
            let (tree, node) = first(html, Tag::Span);
            assert_eq!(is_line_number(&tree, node), expected, "{html}");
        }
    }

    #[test]
    fn a_table_of_code_has_cells_of_lines() {
        for (html, expected) in [
            ("<table class=highlight><tr><td class=blob-num>1<td class=blob-code>x</table>", true),
            ("<table class=highlight><tr><td>1<td><pre>x</pre></table>", false),
            ("<table><tr><td>1<td>2</table>", false),
        ] {
            let (tree, node) = first(html, Tag::Table);
            assert_eq!(is_code_table(&tree, node), expected, "{html}");
        }
    }
}
