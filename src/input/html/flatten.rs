//! From the tree of a page to what its reader would see, block by block.

use std::ops::Range;

use crate::markup::{Display, Kind, NONE, NodeId, ROOT, Tag, Tree};

/// The text of a page and where its segments lie.
pub(crate) struct Flat {
    pub(crate) source: String,
    pub(crate) segments: Vec<FlatSegment>,
}

/// A stretch of text between two breaks.
#[derive(Clone, Debug)]
pub(crate) struct FlatSegment {
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// The deepest element that holds all of it.
    pub(crate) node: NodeId,
    /// Characters other than white space that are links, and how many links.
    pub(crate) link_chars: u32,
    pub(crate) links: u16,
    /// Why its reader would not see it.
    pub(crate) hidden: Option<Hidden>,
}

/// What stands between two segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    #[default]
    None,
    /// Two cells of a row.
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

/// Why a reader would not see an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// By an attribute (`hidden`, `aria-hidden`) or an inline style.
    Attribute,
    /// The fallback of something else, a template, a drawing's text.
    Fallback,
    /// Only shown where scripts do not run.
    Noscript,
}

/// Flattens a page. Linear, and never deeper on the stack for a deeper page.
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
    /// What has to stand before the next segment.
    gap: Gap,
    /// Line breaks since the last text.
    breaks: u32,
    /// Whether white space stood behind the last text.
    space: bool,
    /// Hidden elements amid the open segment; their text comes behind it.
    deferred: Vec<(NodeId, Hidden)>,
    /// Open links, and open elements whose white space is kept.
    links: u32,
    preformatted: u32,
    is_link_new: bool,
    /// For each open row of a table whether all of it is one line so far, and has a cell.
    rows: Vec<Row>,
    /// Elements that were entered and not left.
    depth: u32,
}

#[derive(Default)]
struct Row {
    has_cell: bool,
    is_broken: bool,
}

struct OpenSegment {
    start: usize,
    gap: Gap,
    /// The deepest element that holds all its text, and the highest one since the last text.
    node: NodeId,
    node_depth: u32,
    highest: NodeId,
    highest_depth: u32,
    link_chars: u32,
    links: u16,
}

impl Flattener<'_> {
    /// Goes through all that is below a node, the node itself included.
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
                // Not entered, so not left.
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

    /// The next node in document order behind all of `node`; leaves the elements that end there.
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

    /// Whether the children are to be gone through.
    fn enter(&mut self, node: NodeId, hidden: Option<Hidden>) -> bool {
        match self.tree.kind(node) {
            Kind::Other => return true,
            Kind::Text(text) => {
                self.text(node, text);
                return false;
            }
            Kind::Element => {}
        }
        let display = self.display(node);
        if display == Display::None {
            return false;
        }
        if hidden.is_none()
            && let Some(reason) = self.is_hidden(node, display)
        {
            if self.open.is_some() {
                self.deferred.push((node, reason));
            } else {
                self.hidden(node, reason);
            }
            return false;
        }
        self.depth += 1;
        self.see_start(node, display, hidden);
        true
    }

    fn hidden(&mut self, node: NodeId, reason: Hidden) {
        self.break_line(Gap::Line);
        let (links, preformatted) = (self.links, self.preformatted);
        self.walk(node, Some(reason));
        self.end_segment(Some(reason));
        (self.links, self.preformatted) = (links, preformatted);
        self.break_line(Gap::Line);
    }

    fn display(&self, node: NodeId) -> Display {
        match self.tree.tag(node) {
            Tag::Other => match self.tree.foreign_name(node) {
                Some("style" | "script") => Display::None,
                Some("svg" | "annotation" | "annotation-xml") => Display::Hidden,
                _ => Display::Inline,
            },
            tag => tag.display(),
        }
    }

    fn is_hidden(&self, node: NodeId, display: Display) -> Option<Hidden> {
        match display {
            Display::Hidden => return Some(Hidden::Fallback),
            Display::Noscript => return Some(Hidden::Noscript),
            _ => {}
        }
        let is_closed_dialog = self.tree.tag(node) == Tag::Dialog;
        let mut is_hidden = is_closed_dialog;
        for (name, value) in self.tree.attributes(node) {
            match name {
                "hidden" => is_hidden |= !value.eq_ignore_ascii_case("until-found"),
                "aria-hidden" => is_hidden |= value.eq_ignore_ascii_case("true"),
                "style" => is_hidden |= hides(value),
                "open" if is_closed_dialog => is_hidden = false,
                _ => {}
            }
        }
        is_hidden.then_some(Hidden::Attribute)
    }

    fn see_start(&mut self, node: NodeId, display: Display, hidden: Option<Hidden>) {
        match display {
            Display::Block => self.break_block(Gap::Line, hidden),
            Display::Paragraph => self.break_block(Gap::Blank, hidden),
            Display::Preformatted => {
                self.break_block(Gap::Blank, hidden);
                self.preformatted += 1;
            }
            Display::Row => {
                self.break_block(Gap::Line, hidden);
                self.rows.push(Row::default());
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
            // Links that stand side by side are set apart by style.
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
        match self.display(node) {
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
        // White space is folded as CSS folds it; the no-break space is none.
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

    /// Writes text that stands in an element.
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
        // Both hold the last text; the higher one holds this text as well.
        if open.highest_depth < open.node_depth {
            (open.node, open.node_depth) = (open.highest, open.highest_depth);
        }
        (open.highest, open.highest_depth) = (element, self.depth);
    }

    /// Ends the open segment, and lets follow what is hidden amid it.
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
            self.hidden(node, reason);
        }
    }
}

/// Preformatted text may begin with empty lines; a segment does not.
fn leading_blank_lines(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

const SOFT_HYPHEN: char = '\u{AD}';
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Whether an inline style takes an element off the page.
fn hides(style: &str) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        match property.trim() {
            property if property.eq_ignore_ascii_case("display") => value.eq_ignore_ascii_case("none"),
            property if property.eq_ignore_ascii_case("visibility") => value.eq_ignore_ascii_case("hidden"),
            _ => false,
        }
    })
}
