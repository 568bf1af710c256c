//! From the tree of a page to the text that a reader would see, block by block.

use std::ops::Range;

use super::display::{Hidden, display, hidden_by};
use crate::markup::{Display, NONE, NodeId, NodeKind, ROOT, Tag, Tree};
use crate::text::characters::BYTE_ORDER_MARK;

/// The text of a page and its segments.
pub(crate) struct Flat {
    pub(crate) source: String,
    pub(crate) segments: Vec<FlatSegment>,
}

/// The text between two breaks.
#[derive(Clone, Debug)]
pub(crate) struct FlatSegment {
    /// Its range in the text, in bytes.
    pub(crate) range: Range<usize>,
    /// The separator between it and the segment before it.
    pub(crate) gap: Gap,
    /// The deepest element that holds all of it.
    pub(crate) node: NodeId,
    /// The number of its characters in links, without white space.
    pub(crate) link_chars: u32,
    /// The number of its links.
    pub(crate) links: u16,
    /// Why a reader would not see it; `None` if it is shown.
    pub(crate) hidden: Option<Hidden>,
}

/// The separator of two segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    #[default]
    None,
    /// They are cells of one row.
    Cell,
    /// A new line.
    Line,
    /// An empty line.
    Blank,
}

impl Gap {
    fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Cell => "\t",
            Self::Line => "\n",
            Self::Blank => "\n\n",
        }
    }
}

/// Flattens a page in linear time, and without recursion on its depth. `capacity` is the expected length of the text.
pub(super) fn flatten(tree: &Tree, capacity: usize) -> Flat {
    let mut flattener = Flattener {
        tree,
        source: String::with_capacity(capacity),
        segments: Vec::new(),
        open: None,
        gap: Gap::None,
        breaks: 0,
        space: false,
        deferred: Vec::new(),
        links: 0,
        preformatted: 0,
        is_link_new: false,
        rows: Vec::new(),
        depth: 0,
    };
    flattener.walk(ROOT, None);
    flattener.end_segment(None);
    flattener.source.shrink_to_fit();
    flattener.segments.shrink_to_fit();
    Flat { source: flattener.source, segments: flattener.segments }
}

struct Flattener<'a> {
    tree: &'a Tree,
    source: String,
    segments: Vec<FlatSegment>,
    open: Option<OpenSegment>,
    /// The separator between the last segment and the next one.
    gap: Gap,
    /// The number of `<br>` since the last text.
    breaks: u32,
    /// Whether there was white space after the last text.
    space: bool,
    /// Hidden elements inside the open segment; their text follows it.
    deferred: Vec<(NodeId, Hidden)>,
    /// The number of open links.
    links: u32,
    /// The number of open elements whose white space is kept.
    preformatted: u32,
    /// Whether no text was written since the last link started.
    is_link_new: bool,
    /// The open rows of tables, the innermost last.
    rows: Vec<OpenRow>,
    /// The number of open elements.
    depth: u32,
}

/// An open row of a table. Its cells are written on one line until it is broken.
#[derive(Default)]
struct OpenRow {
    has_cell: bool,
    /// Whether a cell contains a line break or a block.
    is_broken: bool,
}

/// A segment that is being written.
struct OpenSegment {
    start: usize,
    gap: Gap,
    /// The deepest element that holds all its text so far.
    node: NodeId,
    node_depth: u32,
    /// The highest element that was current since the last text.
    highest: NodeId,
    highest_depth: u32,
    link_chars: u32,
    links: u16,
}

impl Flattener<'_> {
    /// Walks through a node and its descendants in document order.
    fn walk(&mut self, top: NodeId, hidden: Option<Hidden>) {
        let mut node = top;
        loop {
            let goes_down = self.enter(node, hidden);
            let child = self.tree.first_child(node);
            if goes_down && child != NONE {
                node = child;
                continue;
            }
            if !goes_down {
                // `leave` is called only for nodes whose children are walked through.
                match self.leave_up(node, top, hidden) {
                    Some(next) => node = next,
                    None => return,
                }
                continue;
            }
            self.leave(node, hidden);
            match self.leave_up(node, top, hidden) {
                Some(next) => node = next,
                None => return,
            }
        }
    }

    /// The next node in document order after the descendants of `node`; leaves the elements that end before it.
    fn leave_up(&mut self, mut node: NodeId, top: NodeId, hidden: Option<Hidden>) -> Option<NodeId> {
        loop {
            if node == top {
                return None;
            }
            let next = self.tree.next_sibling(node);
            if next != NONE {
                return Some(next);
            }
            node = self.tree.parent(node);
            self.leave(node, hidden);
        }
    }

    /// Starts a node; returns whether its children have to be walked through.
    fn enter(&mut self, node: NodeId, hidden: Option<Hidden>) -> bool {
        match self.tree.kind(node) {
            NodeKind::Other => return true,
            NodeKind::Text(text) => {
                self.text(node, text);
                return false;
            }
            NodeKind::Element => {}
        }
        let display = display(self.tree, node);
        if display == Display::None {
            return false;
        }
        if hidden.is_none()
            && let Some(reason) = hidden_by(self.tree, node)
        {
            if self.open.is_some() {
                self.deferred.push((node, reason));
            } else {
                self.write_hidden(node, reason);
            }
            return false;
        }
        self.depth += 1;
        self.start_element(node, display, hidden);
        true
    }

    /// Writes the text of a hidden element in segments of its own.
    fn write_hidden(&mut self, node: NodeId, reason: Hidden) {
        self.break_line(Gap::Line);
        let (links, preformatted) = (self.links, self.preformatted);
        self.walk(node, Some(reason));
        self.end_segment(Some(reason));
        (self.links, self.preformatted) = (links, preformatted);
        self.break_line(Gap::Line);
    }

    fn start_element(&mut self, node: NodeId, display: Display, hidden: Option<Hidden>) {
        match display {
            Display::Block => self.break_block(Gap::Line, hidden),
            Display::Paragraph => self.break_block(Gap::Blank, hidden),
            Display::Preformatted => {
                self.break_block(Gap::Blank, hidden);
                self.preformatted += 1;
            }
            Display::Row => {
                self.break_block(Gap::Line, hidden);
                self.rows.push(OpenRow::default());
            }
            Display::Cell => {
                self.end_segment(hidden);
                let row = self.rows.last_mut();
                let gap =
                    if row.as_ref().is_some_and(|row| row.has_cell && !row.is_broken) { Gap::Cell } else { Gap::Line };
                if let Some(row) = row {
                    row.has_cell = true;
                }
                self.break_line(gap);
            }
            Display::Break => {
                self.end_segment(hidden);
                self.breaks += 1;
                if let Some(row) = self.rows.last_mut() {
                    row.is_broken = true;
                }
                self.break_line(if self.breaks > 1 { Gap::Blank } else { Gap::Line });
            }
            Display::InlineBlock => self.space |= self.open.is_some(),
            Display::RubyText if !self.is_in_brackets(node) => self.push(node, "("),
            Display::Quotation => self.push(node, "“"),
            Display::RubyText | Display::Inline | Display::None | Display::Hidden | Display::Noscript => {}
        }
        if self.tree.tag(node) == Tag::A {
            // Adjacent links are separated by style sheets.
            let before = self.tree.previous_sibling(node);
            self.space |= self.open.is_some() && before != NONE && self.tree.tag(before) == Tag::A;
            self.links += 1;
            self.is_link_new = true;
        }
    }

    fn leave(&mut self, node: NodeId, hidden: Option<Hidden>) {
        if !self.tree.is_element(node) {
            return;
        }
        match display(self.tree, node) {
            Display::Block => self.break_block(Gap::Line, hidden),
            Display::Paragraph => self.break_block(Gap::Blank, hidden),
            Display::Preformatted => {
                self.break_block(Gap::Blank, hidden);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Display::Row => {
                self.rows.pop();
                self.break_block(Gap::Line, hidden);
            }
            Display::Cell => self.end_segment(hidden),
            Display::InlineBlock => self.space |= self.open.is_some(),
            Display::RubyText if !self.is_in_brackets(node) => self.push(node, ")"),
            Display::Quotation => self.push(node, "”"),
            _ => {}
        }
        if self.tree.tag(node) == Tag::A {
            self.links = self.links.saturating_sub(1);
            self.is_link_new = false;
        }
        self.depth = self.depth.saturating_sub(1);
        let parent = self.tree.parent(node);
        if let Some(open) = &mut self.open
            && open.highest == node
        {
            (open.highest, open.highest_depth) = (parent, self.depth);
        }
    }

    fn is_in_brackets(&self, ruby_text: NodeId) -> bool {
        let before = self.tree.previous_sibling(ruby_text);
        before != NONE && self.tree.tag(before) == Tag::Rp
    }

    fn break_block(&mut self, gap: Gap, hidden: Option<Hidden>) {
        self.end_segment(hidden);
        if let Some(row) = self.rows.last_mut() {
            row.is_broken = true;
        }
        self.break_line(gap);
    }

    fn break_line(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn text(&mut self, node: NodeId, text: &str) {
        if self.preformatted > 0 {
            if self.open.is_some() || !text.trim().is_empty() {
                self.push(self.tree.parent(node), text);
            }
            return;
        }
        let parent = self.tree.parent(node);
        // White space is collapsed by the rules of CSS, which keep the no-break space.
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start_matches(is_space);
            self.space |= word.len() < rest.len();
            let end = word.find(is_space).unwrap_or(word.len());
            if end > 0 {
                self.push(parent, &word[..end]);
            }
            rest = &word[end..];
        }
    }

    /// Writes text of an element.
    fn push(&mut self, element: NodeId, text: &str) {
        let is_folded = self.preformatted == 0;
        if self.open.is_none() {
            if text.chars().all(|c| c == SOFT_HYPHEN || c.is_whitespace() || c == BYTE_ORDER_MARK) {
                return;
            }
            let gap = if self.source.is_empty() { Gap::None } else { self.gap.max(Gap::Cell) };
            self.source.push_str(gap.text());
            self.open = Some(OpenSegment {
                start: self.source.len(),
                gap,
                node: element,
                node_depth: self.depth,
                highest: element,
                highest_depth: self.depth,
                link_chars: 0,
                links: 0,
            });
            (self.gap, self.breaks, self.space) = (Gap::None, 0, false);
        }
        if is_folded && std::mem::take(&mut self.space) {
            self.source.push(' ');
        }
        let before = self.source.len();
        if text.contains([SOFT_HYPHEN, '\r']) {
            self.source.extend(text.chars().filter(|&c| c != SOFT_HYPHEN && c != '\r'));
        } else {
            self.source.push_str(text);
        }
        let Some(open) = &mut self.open else { return };
        if self.links > 0 {
            open.link_chars += self.source[before..].chars().filter(|c| !c.is_whitespace()).count() as u32;
            open.links = open.links.saturating_add(u16::from(std::mem::take(&mut self.is_link_new)));
        }
        // Both elements hold the text before; the higher one also holds this text.
        if open.highest_depth < open.node_depth {
            (open.node, open.node_depth) = (open.highest, open.highest_depth);
        }
        (open.highest, open.highest_depth) = (element, self.depth);
    }

    /// Ends the open segment, and writes the hidden elements inside it.
    fn end_segment(&mut self, hidden: Option<Hidden>) {
        let Some(open) = self.open.take() else { return };
        self.space = false;
        let end = self.source.trim_end_matches(|c: char| c.is_whitespace()).len();
        let start = open.start + leading_blank_lines(&self.source[open.start..end]);
        self.source.truncate(end);
        self.segments.push(FlatSegment {
            range: start..end,
            gap: open.gap,
            node: open.node,
            link_chars: open.link_chars,
            links: open.links,
            hidden,
        });
        for (node, reason) in std::mem::take(&mut self.deferred) {
            self.write_hidden(node, reason);
        }
    }
}

/// The length of the white space at the start. Preformatted text may start with empty lines, a segment must not.
fn leading_blank_lines(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

const SOFT_HYPHEN: char = '\u{AD}';

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;

    fn flat(html: &str) -> (Tree, Flat) {
        let tree = parse::parse(html, Limits::new(), &mut Vec::new());
        let flat = flatten(&tree, 0);
        (tree, flat)
    }

    fn source(html: &str) -> String {
        flat(html).1.source
    }

    /// The text of each segment, the name of its element, and why it is hidden.
    fn segments(html: &str) -> Vec<(String, String, Option<Hidden>)> {
        let (tree, flat) = flat(html);
        let of_segment = |segment: &FlatSegment| {
            let text = flat.source[segment.range.clone()].to_owned();
            (text, tree.name(segment.node).to_owned(), segment.hidden)
        };
        flat.segments.iter().map(of_segment).collect()
    }

    #[test]
    fn blocks_are_separated_by_lines_and_paragraphs_by_empty_lines() {
        assert_eq!(source("<div>a</div><div>b</div>"), "a\nb");
        assert_eq!(source("<p>a</p><p>b</p><div>c"), "a\n\nb\n\nc");
        assert_eq!(source("a<br>b<br><br>c"), "a\nb\n\nc");
        assert_eq!(source("<ul><li>a<li>b</ul>"), "a\nb");
    }

    #[test]
    fn white_space_is_collapsed_except_in_preformatted_text() {
        assert_eq!(source(" a \n\t b<b> c</b>\u{A0} d "), "a b c\u{A0} d");
        let (_, preformatted) = flat("<pre>\n\n a\n  b </pre> c");
        assert_eq!(preformatted.source, "\n a\n  b\n\nc");
        assert_eq!(&preformatted.source[preformatted.segments[0].range.clone()], "a\n  b");
        assert_eq!(source("so\u{AD}ft"), "soft");
    }

    #[test]
    fn cells_are_separated_by_tabs_unless_the_row_is_broken() {
        assert_eq!(source("<table><tr><td>a<td>b<tr><td>c<td>d</table>"), "a\tb\nc\td");
        assert_eq!(source("<table><tr><td><p>a</p><td>b</table>"), "a\n\nb");
    }

    #[test]
    fn a_segment_is_in_the_deepest_element_around_all_its_text() {
        let found = segments("<div><p><b>a</b></p><p>c <i>d</i></p></div>");
        let names: Vec<_> = found.iter().map(|(text, name, _)| (text.as_str(), name.as_str())).collect();
        assert_eq!(names, [("a", "b"), ("c d", "p")]);
    }

    #[test]
    fn hidden_text_has_segments_of_its_own() {
        let found = segments("<p>a <span hidden>b</span> c<noscript>d</noscript><template>e</template>");
        let hidden: Vec<_> = found.iter().map(|(text, _, hidden)| (text.as_str(), *hidden)).collect();
        assert_eq!(
            hidden,
            [
                ("a c", None),
                ("b", Some(Hidden::Attribute)),
                ("d", Some(Hidden::Noscript)),
                ("e", Some(Hidden::Fallback))
            ]
        );
    }

    #[test]
    fn links_and_their_characters_are_counted() {
        let (_, flat) = flat("<p>see <a href=x>one two</a><a href=y>b</a> <a href=z></a></p>");
        assert_eq!(flat.source, "see one two b");
        assert_eq!((flat.segments[0].links, flat.segments[0].link_chars), (2, 7));
    }

    #[test]
    fn ruby_and_quotations_get_their_marks() {
        assert_eq!(source("<q>a</q>"), "“a”");
        assert_eq!(source("<ruby>b<rt>c</rt></ruby>"), "b(c)");
        assert_eq!(source("<ruby>b<rp>(</rp><rt>c</rt><rp>)</rp></ruby>"), "b(c)");
    }
}
