//! The markup within a line, as a tree that Markdown and HTML are written from.

use std::ops::Range;

use crate::document::{Document, InlineElement};
use crate::inline_kind::InlineKind;
use crate::markup::{NodeId, Tag, Tree};

/// A part of a line.
#[derive(Debug)]
pub(super) enum Part {
    /// Text, by its range in the source.
    Text(Range<usize>),
    /// Marked parts of a line.
    Marked {
        kind: InlineKind,
        node: NodeId,
        url: Option<String>,
        parts: Vec<Part>,
    },
    Image(NodeId),
}

/// The parts of a line of the source. Links without an address that is safe to follow, and marks inside of marks of the
/// same kind, are left out; their text stays.
pub(super) fn parts(document: &Document, line: Range<usize>) -> Vec<Part> {
    let Some(tree) = document.tree() else { return vec![Part::Text(line)] };
    let (around, inside) = document.inlines().within(line.clone());
    let mut writer = PartWriter { document, tree, at: line.start, end: line.end, open: Vec::new(), parts: Vec::new() };
    around.into_iter().filter(|element| can_go_on(tree, element)).for_each(|element| writer.start(element));
    inside.iter().for_each(|element| writer.start(element));
    writer.text(line.end);
    while !writer.open.is_empty() {
        writer.close();
    }
    writer.parts
}

/// A link goes on in the next line with an address and a text of at most this many bytes (hand-set), because its address
/// is written again for each line.
const MAX_REPEATED_ADDRESS_BYTES: usize = 200;
const MAX_REPEATED_LINK_BYTES: usize = 600;

/// Whether an element that began in a line before is written in this one too.
fn can_go_on(tree: &Tree, element: &InlineElement) -> bool {
    let is_short = |href: &str| href.len() <= MAX_REPEATED_ADDRESS_BYTES;
    tree.tag(element.node) != Tag::A
        || element.range().len() <= MAX_REPEATED_LINK_BYTES
            && tree.attribute(element.node, "href").is_some_and(is_short)
}

struct PartWriter<'a> {
    document: &'a Document,
    tree: &'a Tree,
    /// The end of what is written.
    at: usize,
    end: usize,
    /// The open marks, outermost first.
    open: Vec<Open>,
    /// The parts of the innermost open mark.
    parts: Vec<Part>,
}

struct Open {
    kind: InlineKind,
    node: NodeId,
    url: Option<String>,
    end: usize,
    /// The parts before it, of the mark around it.
    before: Vec<Part>,
}

impl PartWriter<'_> {
    fn start(&mut self, element: &InlineElement) {
        let Range { start, end } = element.range();
        while self.open.last().is_some_and(|open| open.end <= start) {
            let end = self.open.last().map_or(start, |open| open.end);
            self.text(end);
            self.close();
        }
        self.text(start);
        if self.tree.tag(element.node) == Tag::Img {
            self.parts.push(Part::Image(element.node));
            return;
        }
        let Some(kind) = self.tree.tag(element.node).inline() else { return };
        let mut url = None;
        if kind == InlineKind::Link {
            url = self.tree.attribute(element.node, "href").and_then(|href| self.document.resolve(href));
            if url.is_none() {
                return;
            }
        }
        if self.open.iter().all(|open| open.kind != kind) {
            let before = std::mem::take(&mut self.parts);
            self.open.push(Open { kind, node: element.node, url, end: end.min(self.end), before });
        }
    }

    fn close(&mut self) {
        let Some(Open { kind, node, url, before, .. }) = self.open.pop() else { return };
        let parts = std::mem::replace(&mut self.parts, before);
        append(&mut self.parts, Part::Marked { kind, node, url, parts });
    }

    /// Writes text up to an offset, and closes what ends before it.
    fn text(&mut self, end: usize) {
        while let Some(open) = self.open.last()
            && open.end < end
        {
            let end = open.end;
            self.push(end);
            self.close();
        }
        self.push(end);
    }

    fn push(&mut self, end: usize) {
        if self.at < end {
            self.parts.push(Part::Text(self.at..end));
            self.at = end;
        }
    }
}

/// Appends a part. Two marks of a kind, or links to one address, become one side by side: Markdown cannot write marks
/// apart.
fn append(parts: &mut Vec<Part>, part: Part) {
    match (parts.last_mut(), part) {
        (Some(Part::Marked { kind: last, url: address, parts: before, .. }), Part::Marked { kind, url, parts, .. })
            if *last == kind && *address == url =>
        {
            parts.into_iter().for_each(|part| append(before, part));
        }
        (_, part) => parts.push(part),
    }
}

/// The text of parts, without their markup.
pub(super) fn text_of(parts: &[Part], source: &str, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(range) => out.push_str(&source[range.clone()]),
            Part::Marked { parts, .. } => text_of(parts, source, out),
            Part::Image(_) => {}
        }
    }
}

/// What is written of an image: its address, its alternative text and its title. `None` without an address.
pub(super) struct Picture<'a> {
    pub(super) url: String,
    pub(super) alt: &'a str,
    pub(super) title: Option<&'a str>,
}

impl<'a> Picture<'a> {
    pub(super) fn of(document: &'a Document, node: NodeId) -> Option<Self> {
        let tree = document.tree()?;
        let url = crate::inline::image_url(document, node)?;
        let text = |name| tree.attribute(node, name).map(str::trim).filter(|text| !text.is_empty());
        Some(Self { url, alt: text("alt").unwrap_or_default(), title: text("title") })
    }
}
