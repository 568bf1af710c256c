//! The markup within a line, as a tree that Markdown and HTML are written from.

use std::borrow::Cow;
use std::ops::Range;

use super::context::Context;
use super::footnotes::Footnotes;
use crate::document::{Document, InlineElement};
use crate::inline::{image_url, written_attribute};
use crate::inline_kind::InlineKind;
use crate::markup::{Formula, NodeId, Tag, Tree, formula};
use crate::text::{is_harmless, make_harmless};

/// A part of a line.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// Text as it may be written.
    Text(Cow<'a, str>),
    /// Marked parts of a line.
    Marked { kind: InlineKind, node: NodeId, url: Option<String>, parts: Vec<Part<'a>> },
    /// An image, and the address that it links to if it is in a link.
    Image { node: NodeId, url: Option<String> },
    /// A reference to a footnote, by its number.
    Note(u32),
}

/// The parts of a line of the source. Links without an address that is safe to follow, and marks inside of marks of the
/// same kind, are left out; their text stays.
pub(super) fn parts<'a>(context: Context<'a>, line: Range<usize>) -> Vec<Part<'a>> {
    let mut parts = parts_as_they_are(context, line.clone());
    if !is_harmless(&context.document.source()[line]) {
        let mut texts = Vec::new();
        collect_texts(&mut parts, &mut texts);
        make_harmless(&mut texts);
        trim(&mut texts);
        // Markup around nothing would be written as signs.
        remove_empty(&mut parts);
    }
    parts
}

/// Removes the white space at the ends of a line that was behind characters which are left out now: it could be taken for
/// an indentation, and hide a sign that begins a block.
fn trim(texts: &mut [&mut Cow<'_, str>]) {
    for text in texts.iter_mut() {
        **text = text.trim_start().to_owned().into();
        if !text.is_empty() {
            break;
        }
    }
    for text in texts.iter_mut().rev() {
        **text = text.trim_end().to_owned().into();
        if !text.is_empty() {
            break;
        }
    }
}

fn remove_empty(parts: &mut Vec<Part<'_>>) {
    parts.retain_mut(|part| match part {
        Part::Text(text) => !text.is_empty(),
        Part::Marked { parts, .. } => {
            remove_empty(parts);
            !parts.is_empty()
        }
        Part::Image { .. } | Part::Note(_) => true,
    });
}

/// The texts of parts, in their order.
fn collect_texts<'p, 'a>(parts: &'p mut [Part<'a>], texts: &mut Vec<&'p mut Cow<'a, str>>) {
    for part in parts {
        match part {
            Part::Text(text) => texts.push(text),
            Part::Marked { parts, .. } => collect_texts(parts, texts),
            Part::Image { .. } | Part::Note(_) => {}
        }
    }
}

fn parts_as_they_are<'a>(context: Context<'a>, line: Range<usize>) -> Vec<Part<'a>> {
    let Context { document, footnotes } = context;
    let Some(tree) = document.tree() else { return vec![Part::Text(document.source()[line].into())] };
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
    open: Vec<Open<'a>>,
    /// The parts of the innermost open mark.
    parts: Vec<Part<'a>>,
}

struct Open<'a> {
    kind: InlineKind,
    node: NodeId,
    url: Option<String>,
    start: usize,
    end: usize,
    /// The parts before it, of the mark around it.
    before: Vec<Part<'a>>,
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
                self.parts.push(Part::Text(Cow::Borrowed(" ")));
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
            self.parts.push(Part::Text(self.document.source()[self.at..end].into()));
            self.at = end;
        }
    }
}

/// Appends a part. Two marks of a kind, or links to one address, become one side by side: Markdown cannot write marks
/// apart.
fn append<'a>(parts: &mut Vec<Part<'a>>, part: Part<'a>) {
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
pub(super) fn formula_of(document: &Document, node: NodeId, parts: &[Part<'_>]) -> Option<Formula> {
    let mut text = String::new();
    text_of(parts, &mut text);
    formula(document.tree()?, node).filter(|formula| formula.tex == text.trim())
}

/// The text of parts, without their markup.
pub(super) fn text_of(parts: &[Part<'_>], out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Marked { parts, .. } => text_of(parts, out),
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
    pub(super) alt: Cow<'a, str>,
    pub(super) title: Option<Cow<'a, str>>,
}

impl<'a> Picture<'a> {
    pub(super) fn of(document: &'a Document, node: NodeId) -> Option<Self> {
        let tree = document.tree()?;
        let url = image_url(document, node)?;
        let text = |name| written_attribute(tree, node, name);
        Some(Self { url, alt: text("alt").unwrap_or_default(), title: text("title") })
    }
}
