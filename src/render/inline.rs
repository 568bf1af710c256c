//! The markup within a line, as a tree that Markdown and HTML are written from.

use std::ops::Range;

use super::context::Context;
use super::footnotes::Footnotes;
use crate::document::{Document, InlineElement};
use crate::inline_kind::InlineKind;
use crate::markup::{Formula, NodeId, Tag, Tree, formula};

/// A part of a line.
#[derive(Debug)]
pub(super) enum Part {
    /// Text, by its range in the source.
    Text(Range<usize>),
    /// Marked parts of a line.
    Marked { kind: InlineKind, node: NodeId, url: Option<String>, parts: Vec<Part> },
    /// An image, and the address that it links to if it is in a link.
    Image { node: NodeId, url: Option<String> },
    /// A reference to a footnote, by its number.
    Note(u32),
}

/// The parts of a line of the source. Links without an address that is safe to follow, and marks inside of marks of the
/// same kind, are left out; their text stays.
pub(super) fn parts(context: Context<'_>, line: Range<usize>) -> Vec<Part> {
    let Context { document, footnotes } = context;
    let Some(tree) = document.tree() else { return vec![Part::Text(line)] };
    let (around, inside) = document.inlines().within(line.clone());
    let mut writer =
        PartWriter { document, tree, footnotes, at: line.start, end: line.end, open: Vec::new(), parts: Vec::new() };
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
    footnotes: &'a Footnotes,
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
    start: usize,
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
        if let Some(number) = self.footnotes.reference(element.node) {
            return self.note(number, start..end);
        }
        self.text(start);
        // What is in a reference to a footnote is not written.
        if start < end && end <= self.at {
            return;
        }
        if element.is_image(self.tree) {
            // It has a space on both sides, of which the text has one.
            let source = self.document.source();
            if self.at == start && source[start..self.end].starts_with(' ') && !self.parts.is_empty() {
                self.parts.push(Part::Text(start..start + 1));
            }
            let is_in_link = self.open.iter().any(|open| open.kind == InlineKind::Link);
            let url = if is_in_link { None } else { linked_to(self.document, element.node) };
            self.parts.push(Part::Image { node: element.node, url });
            return;
        }
        let Some(kind) = element.kind(self.tree) else { return };
        let mut url = None;
        if kind == InlineKind::Link {
            url = self.tree.attribute(element.node, "href").and_then(|href| self.document.resolve(href));
            if url.is_none() {
                return;
            }
        }
        if self.open.iter().all(|open| open.kind != kind) {
            let before = std::mem::take(&mut self.parts);
            self.open.push(Open { kind, node: element.node, url, start, end: end.min(self.end), before });
        }
    }

    /// Writes a reference to a footnote, in the place of its number and the brackets around it.
    fn note(&mut self, number: u32, range: Range<usize>) {
        let Range { mut start, mut end } = range;
        let (first, last) = self.open.last().map_or((self.at, self.end), |open| (open.start, open.end));
        let source = self.document.source();
        let brackets = [('[', ']'), ('(', ')')]
            .into_iter()
            .find(|&(opening, closing)| source[..start].ends_with(opening) && source[end..].starts_with(closing));
        if brackets.is_some() && start > first.max(self.at) && end < last {
            (start, end) = (start - 1, end + 1);
        }
        self.text(start);
        self.at = self.at.max(end);
        self.parts.push(Part::Note(number));
    }

    fn close(&mut self) {
        let Some(Open { kind, node, url, before, .. }) = self.open.pop() else { return };
        let parts = std::mem::replace(&mut self.parts, before);
        // A reference to a footnote stands above the line without it.
        if kind == InlineKind::Superscript && parts.iter().any(|part| matches!(part, Part::Note(_))) {
            return parts.into_iter().for_each(|part| append(&mut self.parts, part));
        }
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

/// The formula of an element, if its TeX is what the parts say.
pub(super) fn formula_of(document: &Document, node: NodeId, parts: &[Part]) -> Option<Formula> {
    let mut text = String::new();
    text_of(parts, document.source(), &mut text);
    formula(document.tree()?, node).filter(|formula| formula.tex == text.trim())
}

/// The text of parts, without their markup.
pub(super) fn text_of(parts: &[Part], source: &str, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(range) => out.push_str(&source[range.clone()]),
            Part::Marked { parts, .. } => text_of(parts, source, out),
            Part::Image { .. } | Part::Note(_) => {}
        }
    }
}

/// The elements around an image that may be a link (hand-set).
const MAX_LINK_LEVELS: usize = 4;

/// The address that an image links to.
pub(super) fn linked_to(document: &Document, image: NodeId) -> Option<String> {
    let tree = document.tree()?;
    let link = tree.ancestors(image).take(MAX_LINK_LEVELS).find(|&node| tree.tag(node) == Tag::A)?;
    document.resolve(tree.attribute(link, "href")?).filter(|url| url.len() <= MAX_REPEATED_ADDRESS_BYTES)
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
