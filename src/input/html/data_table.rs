//! Tells tables of data from tables that lay out the page.

use crate::markup::{NodeId, NodeKind, Tag, Tree};

/// A cell of a data table has at most this many bytes (hand-set): longer text is a part of the page.
const MAX_CELL_BYTES: usize = 1_000;
/// The same without any sign of a data table.
const MAX_PLAIN_CELL_BYTES: usize = 240;

/// Whether the rows of a table are rows of data: each cell is then one text.
///
/// A nested table ends the search, so that all tables of a page together take linear time.
pub(super) fn is_data_table(tree: &Tree, table: NodeId) -> bool {
    if tree.attribute(table, "role").is_some_and(|role| matches!(role.trim(), "presentation" | "none")) {
        return false;
    }
    let mut found = Found::default();
    for node in tree.descendants(table) {
        match tree.kind(node) {
            NodeKind::Text(text) => found.cell_bytes += text.trim().len(),
            NodeKind::Element => match tree.tag(node) {
                Tag::Tr => found.end_row(),
                Tag::Td => found.end_cell(),
                Tag::Th => {
                    found.end_cell();
                    found.has_sign = true;
                }
                Tag::Caption | Tag::Thead | Tag::Tfoot => found.has_sign = true,
                tag if is_part_of_a_page(tag) => return false,
                _ => {}
            },
            NodeKind::Break { .. } | NodeKind::Other => {}
        }
    }
    found.end_row();
    found.is_data()
}

/// Whether elements of this name hold parts of a page, or a page's controls, and are in no cell of data.
fn is_part_of_a_page(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Table
            | Tag::Form
            | Tag::Article
            | Tag::Section
            | Tag::Nav
            | Tag::Main
            | Tag::Aside
            | Tag::Header
            | Tag::Footer
            | Tag::Blockquote
            | Tag::Pre
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
    )
}

#[derive(Default)]
struct Found {
    rows: usize,
    /// Rows with at least two cells.
    wide_rows: usize,
    cells_of_row: usize,
    /// Bytes of text since the last cell began.
    cell_bytes: usize,
    longest: usize,
    has_sign: bool,
}

impl Found {
    fn end_cell(&mut self) {
        if self.cells_of_row > 0 {
            self.longest = self.longest.max(self.cell_bytes);
        }
        self.cell_bytes = 0;
        self.cells_of_row += 1;
    }

    fn end_row(&mut self) {
        self.end_cell();
        // The cell that was counted is the one that the next row begins.
        let cells = self.cells_of_row - 1;
        self.rows += usize::from(cells > 0);
        self.wide_rows += usize::from(cells > 1);
        self.cells_of_row = 0;
    }

    fn is_data(&self) -> bool {
        let max_bytes = if self.has_sign { MAX_CELL_BYTES } else { MAX_PLAIN_CELL_BYTES };
        self.wide_rows >= 2 && 2 * self.wide_rows >= self.rows && self.longest <= max_bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;

    fn is_data(html: &str) -> bool {
        let tree = parse::parse(html, Limits::new(), &mut Vec::new());
        let table = tree.descendants(crate::markup::ROOT).find(|&node| tree.tag(node) == Tag::Table);
        is_data_table(&tree, table.expect("there is a table"))
    }

    #[test]
    fn short_cells_in_rows_are_data() {
        assert!(is_data("<table><tr><th>a<th>b<tr><td>c<td><p>d</p></table>"));
        assert!(is_data("<table><tr><td>a<td>b<tr><td>c<td></table>"));
        assert!(is_data("<table><caption>x</caption><tr><th colspan=2>a<tr><td>b<td>c<tr><td>d<td>e</table>"));
    }

    #[test]
    fn tables_that_lay_out_a_page_are_no_data() {
        let long = "word ".repeat(100);
        for html in [
            "<table><tr><td>a</table>".to_owned(),
            "<table><tr><td>a<tr><td>b</table>".to_owned(),
            "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>".to_owned(),
            format!("<table><tr><td>a<td>b<tr><td>{long}<td>d</table>"),
            "<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>d</table></table>".to_owned(),
            "<table><tr><td>a<td><h2>b</h2><tr><td>c<td>d</table>".to_owned(),
        ] {
            assert!(!is_data(&html), "{html}");
        }
    }
}
