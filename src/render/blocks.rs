//! Builds the body as a tree of blocks, from the kept spans and the elements that hold them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::block::{Block, Content, Line};
use super::code_language::code_language;
use super::context::Context;
use super::direction::is_right_to_left;
use super::footnotes::{self, Footnotes};
use super::images::{BodyImage, body_images};
use super::marker::{Marker, marker};
use super::structure::{Container, Item, Key, List, MAX_NESTED_CONTAINERS, Position, Step, Structure};
use super::table::{Grid, grid};
use super::text::separator;
use crate::document::Document;
use crate::kind::Kind;
use crate::language::Language;
use crate::markup::NodeId;
use crate::span::Span;
use crate::text::is_blank;

/// The caption of an image is among this many spans behind it (hand-set).
const MAX_CAPTION_SPANS: usize = 8;

/// A note that is interrupted goes on within this many notes (hand-set).
const MAX_NOTES_BACK: usize = 8;

/// The kept spans of a range and the images between them as blocks, in linear time; nested at most
/// [`MAX_NESTED_CONTAINERS`] deep.
///
/// Footnotes come last, whatever they were in.
pub(super) fn blocks<'a>(context: Context<'a>, spans: &[Span], range: Range<usize>) -> Vec<Block<'a>> {
    let Context { document, footnotes } = context;
    let is_written = |span: &Span| span.keep && !is_blank(&document.source()[span.range()]);
    build(document, footnotes, spans, range, is_written, &body_images(document, spans))
}

/// All spans as blocks in the order of the page, without images. Tables are those of [`blocks`]: of their removed spans,
/// no line is there. No footnote is known, so that each stays in its place.
pub(super) fn blocks_of_page<'a>(document: &'a Document, spans: &[Span]) -> Vec<Block<'a>> {
    build(document, &Footnotes::default(), spans, 0..spans.len(), |_| true, &[])
}

fn build<'a>(
    document: &'a Document,
    footnotes: &Footnotes,
    spans: &[Span],
    range: Range<usize>,
    is_written: impl Fn(&Span) -> bool,
    images: &[BodyImage],
) -> Vec<Block<'a>> {
    let structure = Structure::of(document, footnotes);
    let mut builder = Builder {
        document,
        footnotes,
        structure: &structure,
        open: vec![Open::root()],
        path: Vec::new(),
        last: None,
        layout_tables: FxHashSet::default(),
        captions: FxHashSet::default(),
        notes: Vec::new(),
    };
    let start = spans.get(range.start).map_or(0, |span| span.start());
    let mut next_image = if range.start == 0 { 0 } else { images.partition_point(|image| image.offset < start) };
    let mut index = range.start;
    while index < range.end {
        while let Some(image) = images.get(next_image).filter(|image| image.offset <= spans[index].start()) {
            builder.add_image(image, spans, index);
            next_image += 1;
        }
        let is_added = is_written(&spans[index]) && !builder.captions.contains(&index);
        index = if is_added { builder.add(spans, index) } else { index + 1 };
    }
    builder.close(1);
    let mut blocks = builder.open.pop().map_or_else(Vec::new, |root| root.blocks);
    blocks.append(&mut builder.notes);
    blocks
}

struct Builder<'a, 's> {
    document: &'a Document,
    footnotes: &'s Footnotes,
    structure: &'s Structure,
    /// The open containers, outermost first. The root is always open.
    open: Vec<Open<'a>>,
    /// The containers of the current span, outermost first.
    path: Vec<Step>,
    last: Option<Last>,
    /// Table elements that only lay out the page.
    layout_tables: FxHashSet<usize>,
    /// The spans that are written as captions of their images.
    captions: FxHashSet<usize>,
    /// The footnotes, in the order of the page.
    notes: Vec<Block<'a>>,
}

struct Open<'a> {
    step: Step,
    marker: Option<Range<usize>>,
    blocks: Vec<Block<'a>>,
}

impl Open<'_> {
    /// The page itself; its step is never compared.
    fn root() -> Self {
        Self { step: Step { key: Key::Kind, container: Container::Quote }, marker: None, blocks: Vec::new() }
    }
}

/// The span that was added last, and its block.
#[derive(Clone, Copy)]
struct Last {
    index: usize,
    leaf: Leaf,
    kind: Kind,
    block: Option<usize>,
    /// Length of the longest span of the block, in bytes.
    longest: usize,
}

/// The type of a block that holds text, with its element if that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaf {
    Heading(u8, Option<usize>),
    Paragraph,
    Caption,
    Code(usize),
}

impl<'a> Builder<'a, '_> {
    /// Adds a span, or the whole table that it begins. Returns the index of the next span.
    fn add(&mut self, spans: &[Span], index: usize) -> usize {
        let segment = &self.document.segments()[index];
        let position = self.structure.position_of(segment);
        if let (Some(table), Some(_)) = (position.table, position.cell)
            && !self.layout_tables.contains(&table)
        {
            match grid(self.document, self.structure, spans, table) {
                Some(found) => return self.add_grid(spans, table, found),
                None => {
                    self.layout_tables.insert(table);
                }
            }
        }
        self.add_text(&spans[index], index, position);
        index + 1
    }

    fn add_text(&mut self, span: &Span, index: usize, position: Position) {
        let leaf = match leaf(span.kind, &position) {
            // The lines of a program are one block wherever they are.
            Leaf::Paragraph | Leaf::Heading(_, None) if self.document.segments()[index].is_code => {
                Leaf::Code(position.table.unwrap_or(usize::MAX))
            }
            leaf => leaf,
        };
        let joint = self.last.and_then(|last| self.joint(last, span, index, &position, leaf));
        if let Some((joint, last)) = joint {
            return self.join(last, span, index, joint);
        }
        self.structure.path(&position, &mut self.path);
        let mut start = span.start();
        let mut own_marker = None;
        let room = self.path.len() + 2 <= MAX_NESTED_CONTAINERS;
        let has_item = self.path.iter().any(|step| matches!(step.container, Container::Item(_) | Container::Note(_)));
        let has_quote = self.path.iter().any(|step| matches!(step.container, Container::Quote | Container::Callout(_)));
        if span.kind == Kind::ListItem && room && !has_item {
            let found = marker(self.text_of(span));
            if found.is_some() || self.document.tree().is_none() {
                let (number, length) = match found {
                    Some(Marker { number, length }) => (number, length),
                    None => (None, 0),
                };
                own_marker = (length > 0).then(|| {
                    let marker = self.text_of(span)[..length].trim_end();
                    span.start()..span.start() + marker.len()
                });
                start += length;
                let list = List { is_ordered: number.is_some(), start: number.unwrap_or(1), is_reversed: false };
                self.path.push(Step { key: Key::Kind, container: Container::List(list) });
                self.path.push(Step { key: Key::Kind, container: Container::Item(Item::default()) });
            }
        }
        if span.kind == Kind::Quote && room && !has_quote {
            self.path.push(Step { key: Key::Kind, container: Container::Quote });
        }
        self.open_path(index, own_marker);
        if let Some(&Step { container: Container::Note(number), .. }) = self.path.first()
            && self.open.get(1).is_some_and(|note| note.blocks.is_empty())
            && self.open.len() == self.path.len() + 1
        {
            start += self.label_length(number, start..span.end());
            if start == span.end() {
                return;
            }
        }
        let line = Line { range: self.line_start(leaf, start)..span.end(), is_wrapped: false };
        let content = match leaf {
            Leaf::Heading(level, _) => Content::Heading { level, lines: vec![line] },
            Leaf::Paragraph => Content::Paragraph(vec![line]),
            Leaf::Caption => Content::Caption(vec![line]),
            Leaf::Code(element) => {
                Content::Code { language: code_language(self.document, index, element), lines: vec![line] }
            }
        };
        self.push(span, content);
        self.last = Some(Last { index, leaf, kind: span.kind, block: position.block, longest: span.range().len() });
    }

    /// How a span continues the last block; `None` if it begins a block of its own.
    fn joint(&self, last: Last, span: &Span, index: usize, position: &Position, leaf: Leaf) -> Option<(Joint, Last)> {
        let segment = &self.document.segments()[index];
        let follows = last.index + 1 == index;
        let joint = match leaf {
            Leaf::Code(_) | Leaf::Heading(_, Some(_)) if leaf == last.leaf => {
                if follows && matches!(leaf, Leaf::Code(_)) { Joint::Verbatim } else { Joint::Break }
            }
            _ if leaf != last.leaf || !follows => return None,
            _ if self.document.tree().is_some() => {
                let is_same = position.block.is_some() && position.block == last.block && span.kind == last.kind;
                if !is_same || segment.blank_lines_before() > 0 || segment.continues_line() {
                    return None;
                }
                Joint::Break
            }
            _ => {
                let continues = span.kind == last.kind && span.kind != Kind::ListItem
                    || span.kind == Kind::Paragraph && matches!(last.kind, Kind::ListItem | Kind::Quote);
                match separator(self.document, last.index, index) {
                    _ if !continues => return None,
                    "\n" => Joint::Wrap,
                    _ if segment.continues_line() => Joint::Verbatim,
                    _ => return None,
                }
            }
        };
        Some((joint, last))
    }

    fn join(&mut self, last: Last, span: &Span, index: usize, joint: Joint) {
        let page = self.document.language();
        let start = self.line_start(last.leaf, span.start());
        let text = self.text_of(span);
        let Some(block) = self.open.last_mut().and_then(|open| open.blocks.last_mut()) else { return };
        if span.range().len() > last.longest {
            block.language = span.language();
            block.is_right_to_left =
                !matches!(last.leaf, Leaf::Code(_)) && is_right_to_left(span.language(), text, page);
        }
        let (Content::Heading { lines, .. }
        | Content::Paragraph(lines)
        | Content::Caption(lines)
        | Content::Code { lines, .. }) = &mut block.content
        else {
            return;
        };
        match lines.last_mut() {
            Some(line) if joint == Joint::Verbatim => line.range.end = span.end(),
            _ => lines.push(Line { range: start..span.end(), is_wrapped: joint == Joint::Wrap }),
        }
        // A continued list item or quote stays one: `kind` is not updated.
        self.last = Some(Last { index, longest: last.longest.max(span.range().len()), ..last });
    }

    /// Closes the containers that the span is not in, and opens the missing ones of its path.
    fn open_path(&mut self, index: usize, own_marker: Option<Range<usize>>) {
        let follows = self.last.is_some_and(|last| last.index + 1 == index);
        let mut same = 0;
        for step in &self.path {
            let Some(open) = self.open.get(same + 1) else { break };
            let is_same = match step.key {
                Key::AnyItem => open.step.container.is_item(),
                // Each span is an item. A number out of sequence begins another list.
                Key::Kind => match (step.container, open.step.container) {
                    (Container::Quote, Container::Quote) => follows && open.step.key == Key::Kind,
                    (Container::List(list), Container::List(known)) => {
                        let next = known.start + open.blocks.len() as u32 + u32::from(self.open.len() > same + 2);
                        let continues = !list.is_ordered || list.start == next;
                        follows && open.step.key == Key::Kind && list.is_ordered == known.is_ordered && continues
                    }
                    _ => false,
                },
                key => open.step.key == key && open.step.container == step.container,
            };
            if !is_same {
                break;
            }
            same += 1;
        }
        self.close(same + 1);
        let path = std::mem::take(&mut self.path);
        for &step in &path[same..] {
            let is_item = matches!(step.container, Container::Item(_));
            let marker = if is_item { own_marker.clone() } else { None };
            self.open.push(Open { step, marker, blocks: Vec::new() });
        }
        self.path = path;
    }

    /// Closes containers until `until` are open, the root included.
    fn close(&mut self, until: usize) {
        while self.open.len() > until
            && let Some(Open { step, marker, blocks }) = self.open.pop()
        {
            let mut languages = blocks.iter().map(|block| block.language).filter(|language| language.code().is_some());
            let first = languages.next().unwrap_or_default();
            let language = if languages.all(|language| language == first) { first } else { Language::Undetermined };
            let is_right_to_left = blocks.iter().all(|block| block.is_right_to_left);
            let content = match step.container {
                Container::List(list) => Content::List { list, items: blocks },
                Container::Item(item) => Content::Item { item, marker, blocks },
                Container::Quote => Content::Quote(blocks),
                Container::Callout(callout) => Content::Callout(callout, blocks),
                Container::Definitions => Content::Definitions(blocks),
                Container::Term => Content::Term(blocks),
                Container::Definition => Content::Definition(blocks),
                Container::Details => Content::Details(blocks),
                Container::Title => Content::Title(blocks),
                Container::Note(number) => {
                    self.add_note(number, Block { content: Content::Note(number, blocks), language, is_right_to_left });
                    continue;
                }
            };
            if let Some(parent) = self.open.last_mut() {
                parent.blocks.push(Block { content, language, is_right_to_left });
            }
        }
    }

    /// Adds a footnote, or more of one that was interrupted.
    fn add_note(&mut self, number: u32, note: Block<'a>) {
        let Content::Note(_, blocks) = &note.content else { return };
        if blocks.is_empty() {
            return;
        }
        let is_same = |known: &&mut Block<'a>| matches!(known.content, Content::Note(known, _) if known == number);
        match self.notes.iter_mut().rev().take(MAX_NOTES_BACK).find(is_same) {
            Some(Block { content: Content::Note(_, before), .. }) => {
                let Content::Note(_, blocks) = note.content else { return };
                before.extend(blocks);
            }
            _ => self.notes.push(note),
        }
    }

    /// The bytes at the start of a note that repeat its number.
    fn label_length(&self, number: u32, line: Range<usize>) -> usize {
        let text = &self.document.source()[line.clone()];
        let (_, inside) = self.document.inlines().within(line.clone());
        let ends = |offset: usize| inside.iter().any(|inline| inline.range().end == line.start + offset);
        footnotes::label_length(text, self.footnotes.label(number), ends)
    }

    fn add_grid(&mut self, spans: &[Span], table: usize, grid: Grid) -> usize {
        self.structure.path(&self.structure.position_of_element(table), &mut self.path);
        self.open_path(grid.segments.start, None);
        let longest =
            spans[grid.segments.clone()].iter().filter(|span| span.keep).max_by_key(|span| span.range().len());
        if let Some(&span) = longest {
            self.push(&span, Content::Table(grid.rows));
            let index = grid.segments.end - 1;
            self.last =
                Some(Last { index, leaf: Leaf::Paragraph, kind: span.kind, block: None, longest: span.range().len() });
        }
        grid.segments.end
    }

    /// Adds an image before a span, in the containers that it is in.
    fn add_image(&mut self, image: &BodyImage, spans: &[Span], index: usize) {
        let Some(tree) = self.document.tree() else { return };
        let node_of = |element: usize| self.document.element_data()[element].node;
        let around_image: FxHashSet<NodeId> = tree.ancestors(image.node).collect();
        // An image is in the elements that it shares with the text before or after it.
        let beside = [index.checked_sub(1), Some(index)].into_iter().flatten().filter_map(|index| {
            let element = self.document.element_index(self.document.segments().get(index)?)?;
            let mut around = std::iter::successors(Some(element), |&element| {
                self.document.element_data()[element].parent.map(|parent| parent as usize)
            });
            around.find(|&element| around_image.contains(&node_of(element)))
        });
        let Some(element) = beside.max_by_key(|&element| tree.depth(node_of(element))) else { return };
        self.structure.path(&self.structure.position_of_element(element), &mut self.path);
        self.open_path(index, None);
        // The caption is written with its image if it is kept, and no other text of the body comes between.
        let next_kept = (index..spans.len().min(index + MAX_CAPTION_SPANS)).find(|&index| spans[index].keep);
        let caption = image.caption.filter(|&caption| Some(caption) == next_kept);
        self.captions.extend(caption);
        let caption = caption.map(|caption| Line { range: spans[caption].range(), is_wrapped: false });
        if let Some(open) = self.open.last_mut() {
            let content = Content::Image { node: image.node, caption };
            open.blocks.push(Block { content, language: Language::Undetermined, is_right_to_left: false });
            self.last = None;
        }
    }

    fn push(&mut self, span: &Span, content: Content<'a>) {
        let is_code = matches!(content, Content::Code { .. });
        let is_right_to_left =
            !is_code && is_right_to_left(span.language(), self.text_of(span), self.document.language());
        let language = if is_code { Language::Undetermined } else { span.language() };
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(Block { content, language, is_right_to_left });
        }
    }

    fn text_of(&self, span: &Span) -> &'a str {
        self.document.source().get(span.range()).unwrap_or_default()
    }

    /// Code begins with its indentation, which is part of no span.
    fn line_start(&self, leaf: Leaf, start: usize) -> usize {
        let before = &self.document.source()[..start];
        match leaf {
            Leaf::Code(_) => before.trim_end_matches([' ', '\t']).len(),
            _ => start,
        }
    }
}

/// How a span is joined to the one before it in the same block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// By a line break that is shown.
    Break,
    /// By a line break that is only a hard wrap.
    Wrap,
    /// By the source text between them.
    Verbatim,
}

fn leaf(kind: Kind, position: &Position) -> Leaf {
    match (position.preformatted, position.heading) {
        (Some(element), _) => Leaf::Code(element),
        (None, Some((element, level))) => Leaf::Heading(if kind == Kind::Title { 1 } else { level }, Some(element)),
        _ if kind == Kind::Title => Leaf::Heading(1, None),
        _ if kind == Kind::Heading => Leaf::Heading(2, None),
        _ if kind == Kind::Caption || position.is_caption => Leaf::Caption,
        _ => Leaf::Paragraph,
    }
}
