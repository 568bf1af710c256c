//! Programs in pages: what editors and highlighters make instead of `<pre>`, and the numbers of lines beside them.

use crate::markup::{NodeId, NodeKind, Tag, Tree};

/// Class names of the cells with the lines of a program, where each line is a row of a table.
const CODE_CELL_CLASSES: &[&str] = &["blob-code", "hljs-ln-code", "code-line", "line-content"];

/// The text of a column of line numbers is looked at up to this many bytes.
const MAX_NUMBERS_BYTES: usize = 4_000;
/// A table of a program shows a cell of a line among its first nodes, at most this many.
const MAX_SEARCHED_NODES: usize = 24;

/// Whether an element whose class says that it has the numbers of lines has nothing else.
pub(super) fn has_numbers_only(tree: &Tree, node: NodeId) -> bool {
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
    inside.any(|node| tree.tag(node) == Tag::Td && tree.classes(node).any(|class| CODE_CELL_CLASSES.contains(&class)))
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
    fn line_numbers_are_digits() {
        for (html, expected) in [
            ("<span>12</span>", true),
            ("<span>1\n<b>2</b></span>", true),
            ("<span>12a</span>", false),
            ("<span></span>", false),
        ] {
            let (tree, node) = first(html, Tag::Span);
            assert_eq!(has_numbers_only(&tree, node), expected, "{html}");
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
