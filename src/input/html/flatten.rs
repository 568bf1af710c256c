//! From the tree of a page to the text that a reader would see, block by block.

use super::display::{Hidden, Visibility, display};
use super::flat::{Flat, FlatSegment, Gap};
use super::inline::{InlineRecorder, is_recorded};
use super::line_spacing::is_set_apart;
use super::open_tables::OpenTables;
use crate::markup::is_drawn_again;
use crate::markup::{Display, NONE, NodeId, NodeKind, ROOT, Tag, Tree, formula, has_formulas, is_bare_reference};
use crate::text::characters::is_break_sign;

/// Flattens a page in linear time, and without recursion on its depth. `capacity` is the expected length of the text.
pub(super) fn flatten(tree: &Tree, capacity: usize) -> Flat {
    let mut flattener = Flattener {
        tree,
        visibility: Visibility::new(tree),
        source: String::with_capacity(capacity),
        segments: Vec::new(),
        open: None,
        gap: Gap::None,
        breaks: 0,
        space: false,
        deferred: Vec::new(),
        links: 0,
        preformatted: 0,
        indentation: String::new(),
        is_link_new: false,
        tables: OpenTables::default(),
        heading: None,
        depth: 0,
        last_text: NONE,
        inlines: InlineRecorder::default(),
        has_formulas: has_formulas(tree),
        bracketed: NONE,
    };
    flattener.walk(ROOT, None);
    flattener.end_segment(None);
    flattener.source.shrink_to_fit();
    flattener.segments.shrink_to_fit();
    Flat {
        inlines: flattener.inlines.finish(tree),
        source: flattener.source,
        segments: flattener.segments,
        data_tables: flattener.tables.into_data_tables(),
    }
}

struct Flattener<'a> {
    tree: &'a Tree,
    visibility: Visibility<'a>,
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
    /// White space in preformatted text that no text has followed yet, of the last line.
    indentation: String,
    /// Whether no text was written since the last link started.
    is_link_new: bool,
    tables: OpenTables,
    /// The open heading, or the term of a definition list that is headed like one.
    heading: Option<NodeId>,
    /// The number of open elements.
    depth: u32,
    /// The text node that was written last.
    last_text: NodeId,
    inlines: InlineRecorder,
    /// Whether the page has formulas in elements, not only in pictures.
    has_formulas: bool,
    /// The open link that was given brackets, because it is the number of a footnote.
    bracketed: NodeId,
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
    is_preformatted: bool,
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
            NodeKind::Break { is_paragraph } => {
                self.break_block(if is_paragraph { Gap::Blank } else { Gap::Line }, hidden);
                return false;
            }
            NodeKind::Text(text) => {
                self.text(node, text);
                return false;
            }
            NodeKind::Element => {}
        }
        if hidden.is_none() && self.write_formula(node) {
            return false;
        }
        let display = display(self.tree, node);
        if display == Display::None {
            return false;
        }
        if hidden.is_none()
            && let Some(reason) = self.visibility.hidden_by(node, self.heading)
        {
            if self.open.is_some() || self.tables.is_in_data_row() {
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

    /// Writes the TeX of a formula in the place of an element; returns whether the element has been dealt with.
    fn write_formula(&mut self, node: NodeId) -> bool {
        let tag = self.tree.tag(node);
        let may_be = match tag {
            Tag::Img => true,
            Tag::Other | Tag::Span | Tag::Div | Tag::Script => self.has_formulas,
            _ => false,
        };
        if !may_be || self.preformatted > 0 {
            return false;
        }
        if is_drawn_again(self.tree, node) {
            return true;
        }
        let Some(formula) = formula(self.tree, node) else { return false };
        if self.visibility.hidden_by(node, self.heading).is_some() {
            return false;
        }
        self.inlines.start_formula(node, &self.source);
        for (index, word) in formula.tex.split(' ').enumerate() {
            self.space |= index > 0;
            self.push(self.tree.parent(node), word);
        }
        self.inlines.end(node, &self.source);
        self.last_text = NONE;
        true
    }

    /// Writes the text of a hidden element in segments of its own.
    fn write_hidden(&mut self, node: NodeId, reason: Hidden) {
        self.break_line(Gap::Line);
        let (links, is_link_new, preformatted) = (self.links, self.is_link_new, self.preformatted);
        self.walk(node, Some(reason));
        self.end_segment(Some(reason));
        (self.links, self.is_link_new, self.preformatted) = (links, is_link_new, preformatted);
        self.break_line(Gap::Line);
    }

    fn start_element(&mut self, node: NodeId, display: Display, hidden: Option<Hidden>) {
        if is_heading(self.tree, node) {
            self.heading = Some(node);
        }
        if self.tree.tag(node) == Tag::Table {
            let is_code = self.tables.start_table(self.tree, node, self.preformatted > 0);
            if is_code && self.preformatted == 0 {
                self.break_block(Gap::Blank, hidden);
                self.preformatted += 1;
                self.indentation.clear();
                return;
            }
        }
        match display {
            Display::Block | Display::Paragraph | Display::Row | Display::Cell | Display::Break
                if self.preformatted > 0 =>
            {
                self.break_code_line(node, display);
            }
            Display::Block | Display::Paragraph | Display::Break if self.tables.is_in_data_cell() => {
                self.space |= self.open.is_some();
            }
            Display::Block => self.break_block(Gap::Line, hidden),
            Display::Paragraph => self.break_block(Gap::Blank, hidden),
            Display::Preformatted => {
                self.break_block(Gap::Blank, hidden);
                self.preformatted += 1;
                self.indentation.clear();
            }
            Display::Row => {
                self.break_block(Gap::Line, hidden);
                self.tables.start_row();
            }
            Display::Cell => {
                self.end_segment(hidden);
                self.start_cell(node);
            }
            Display::Break => {
                self.end_segment(hidden);
                self.breaks += 1;
                self.tables.break_row();
                self.break_line(if self.breaks > 1 { Gap::Blank } else { Gap::Line });
            }
            Display::InlineBlock => self.space |= self.open.is_some(),
            Display::RubyText if !self.is_in_brackets(node) => self.push(node, "("),
            Display::Quotation => self.push(node, "“"),
            Display::RubyText | Display::Inline | Display::None | Display::Hidden | Display::Noscript => {}
        }
        if hidden.is_none() && self.lacks_brackets(node) {
            self.push(node, "[");
            self.bracketed = node;
        }
        match self.tree.tag(node) {
            Tag::Img if hidden.is_none() => self.inlines.image(node, &self.source),
            _ if is_recorded(self.tree, node) => self.inlines.start(self.tree, node, &self.source),
            _ => {}
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
            Display::Block if self.tree.tag(node) == Tag::Table && self.ends_code_table() => {
                self.break_block(Gap::Blank, hidden);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Display::Block | Display::Paragraph | Display::Row if self.preformatted > 0 => {
                self.break_code_line(node, Display::Block);
            }
            Display::Cell if self.preformatted > 0 => {}
            Display::Block | Display::Paragraph if self.tables.is_in_data_cell() => self.space |= self.open.is_some(),
            Display::Block => self.break_block(Gap::Line, hidden),
            Display::Paragraph => self.break_block(Gap::Blank, hidden),
            Display::Preformatted => {
                self.break_block(Gap::Blank, hidden);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Display::Row => {
                self.end_segment(hidden);
                self.tables.end_row();
                self.write_deferred();
                self.break_block(Gap::Line, hidden);
            }
            Display::Cell => {
                self.end_segment(hidden);
                self.tables.end_cell();
            }
            Display::InlineBlock => self.space |= self.open.is_some(),
            Display::RubyText if !self.is_in_brackets(node) => self.push(node, ")"),
            Display::Quotation => self.push(node, "”"),
            _ => {}
        }
        if is_recorded(self.tree, node) {
            self.inlines.end(node, &self.source);
        }
        if self.bracketed == node {
            self.push(node, "]");
            self.bracketed = NONE;
        }
        match self.tree.tag(node) {
            Tag::A => {
                self.links = self.links.saturating_sub(1);
                self.is_link_new = false;
            }
            Tag::Table => self.tables.end_table(),
            _ if self.heading == Some(node) => self.heading = None,
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
        let parent = self.tree.parent(node);
        if let Some(open) = &mut self.open
            && open.highest == node
        {
            (open.highest, open.highest_depth) = (parent, self.depth);
        }
    }

    /// Whether a link is the number of a footnote that would be taken for a part of the word or number before it. Browsers
    /// show such numbers above the line.
    fn lacks_brackets(&self, node: NodeId) -> bool {
        self.open.is_some()
            && !self.space
            && self.source.ends_with(|c: char| !matches!(c, '[' | '(') && !c.is_whitespace())
            && is_bare_reference(self.tree, node)
    }

    /// Whether the innermost table is a table of code that is in no other preformatted text.
    fn ends_code_table(&self) -> bool {
        self.preformatted == 1 && self.tables.is_code()
    }

    /// Starts a new line inside of preformatted text: for a `<br>`, or before and after a block.
    fn break_code_line(&mut self, node: NodeId, display: Display) {
        let is_needed = match display {
            Display::Break => true,
            Display::Cell => false,
            _ => !self.source.ends_with('\n'),
        };
        if self.open.is_some() && is_needed {
            self.push(self.tree.parent(node), "\n");
        }
    }

    fn start_cell(&mut self, node: NodeId) {
        let gap = self.tables.start_cell(self.tree, node);
        // A line begins without a tab for its first cell.
        let is_line_start = self.gap >= Gap::Line || self.source.is_empty();
        if gap > Gap::Cell || !is_line_start {
            self.break_line(gap);
        }
    }

    fn is_in_brackets(&self, ruby_text: NodeId) -> bool {
        let before = self.tree.previous_sibling(ruby_text);
        before != NONE && self.tree.tag(before) == Tag::Rp
    }

    fn break_block(&mut self, gap: Gap, hidden: Option<Hidden>) {
        self.end_segment(hidden);
        self.tables.break_row();
        self.break_line(gap);
    }

    fn break_line(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn text(&mut self, node: NodeId, text: &str) {
        if self.preformatted > 0 {
            // White space between the rows and cells of a table is not shown.
            let parent = self.tree.tag(self.tree.parent(node));
            if matches!(parent, Tag::Table | Tag::Tbody | Tag::Tr) {
                return;
            }
            if self.open.is_some() || !text.trim().is_empty() {
                self.push(self.tree.parent(node), text);
            } else {
                self.indent_code(text);
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
                if self.last_text != node {
                    self.space |= self.open.is_some()
                        && !self.space
                        && is_set_apart(self.tree, self.last_text, node, &self.source, word);
                    self.last_text = node;
                }
                self.push(parent, &word[..end]);
            }
            rest = &word[end..];
        }
    }

    /// Keeps white space before the first text of a program, if it may be of the same line.
    fn indent_code(&mut self, space: &str) {
        match space.rfind('\n') {
            Some(end) => space[end + 1..].clone_into(&mut self.indentation),
            None => self.indentation.push_str(space),
        }
    }

    /// Writes text of an element.
    fn push(&mut self, element: NodeId, text: &str) {
        let is_folded = self.preformatted == 0;
        if self.open.is_none() {
            if text.chars().all(|c| c.is_whitespace() || is_break_sign(c, None)) {
                return;
            }
            let gap = if self.source.is_empty() { Gap::None } else { self.gap.max(Gap::Cell) };
            let tabs = self.tables.take_tabs();
            match (gap, tabs) {
                (Gap::Cell, 1..) => {}
                _ => self.source.push_str(gap.text()),
            }
            self.source.extend(std::iter::repeat_n('\t', tabs));
            self.open = Some(OpenSegment {
                start: self.source.len(),
                gap,
                node: element,
                node_depth: self.depth,
                highest: element,
                highest_depth: self.depth,
                link_chars: 0,
                links: 0,
                is_preformatted: !is_folded,
            });
            (self.gap, self.breaks, self.space) = (Gap::None, 0, false);
            let indentation = std::mem::take(&mut self.indentation);
            if !is_folded {
                self.source.push_str(&indentation);
            }
        }
        let has_break_signs = text.contains(|c| c == '\r' || is_break_sign(c, None));
        if has_break_signs && is_folded && text.chars().all(|c| is_break_sign(c, self.source.chars().next_back())) {
            return;
        }
        if is_folded && std::mem::take(&mut self.space) {
            self.source.push(' ');
        }
        let before = self.source.len();
        if has_break_signs {
            for c in text.chars() {
                if c != '\r' && !is_break_sign(c, self.source.chars().next_back()) {
                    self.source.push(c);
                }
            }
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
        let start = open.start + leading_blank(&self.source[open.start..end]);
        self.source.truncate(end);
        self.inlines.cut(end);
        self.segments.push(FlatSegment {
            range: start..end,
            gap: open.gap,
            node: open.node,
            link_chars: open.link_chars,
            links: open.links,
            hidden,
            is_preformatted: open.is_preformatted,
        });
        if !self.tables.is_in_data_row() {
            self.write_deferred();
        }
    }

    fn write_deferred(&mut self) {
        for (node, reason) in std::mem::take(&mut self.deferred) {
            self.write_hidden(node, reason);
        }
    }
}

fn is_heading(tree: &Tree, node: NodeId) -> bool {
    tree.tag(node).heading_level().is_some() || tree.tag(node) == Tag::Dt
}

/// The length of the white space at the start of a segment that is no part of it: empty lines, and the indentation of a
/// line that is alone. The first of several lines of code keeps its own, by which the next ones are read.
fn leading_blank(text: &str) -> usize {
    let code = text.trim_start();
    let blank = &text[..text.len() - code.len()];
    if code.contains('\n') { blank.rfind('\n').map_or(0, |end| end + 1) } else { blank.len() }
}

#[cfg(test)]
mod tests;
