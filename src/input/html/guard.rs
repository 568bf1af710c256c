//! Keeps the parse linear; sits between the tokenizer and html5ever's tree builder.
//!
//! Tree construction by the HTML standard can take time proportional to the product of tags and open elements, and
//! unclosed formatting elements are opened again in every paragraph: a page of 150 kB can give 32 million nodes.
//! Start tags below a maximum depth are dropped, and all tags once there are too many nodes. Text is never
//! dropped, and blocks whose tags are dropped remain apart.

use std::cell::{Cell, RefCell};

use html5ever::interface::TreeSink;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, local_name};

use super::declarations::Declarations;
use super::fast_tokenizer::FastToken;
use super::sink::{PARAGRAPH_BREAK, Sink};
use super::unclosed::EndTags;
use crate::limits::{Limits, MAX_ADDRESS_BYTES};
use crate::markup::{Display, NodeId, Tag as HtmlTag, Tree, holds_address, holds_text, is_kept};
use crate::note::Note;
use crate::text::floor_char_boundary;
use crate::text::{PageMap, PageSet};
use crate::work;

/// A page may have this many nodes per token (hand-set); real pages have fewer than two.
const MAX_NODES_PER_TOKEN: usize = 4;
/// A page may have this many nodes more (hand-set), so that small pages are never cut.
const MAX_EXTRA_NODES: usize = 4_096;
/// Tag names unknown to html5ever that a page may have (hand-set); tags with further unknown names lose their name.
/// html5ever keeps such names in a global table of fixed size, and searches all names that share a slot.
const MAX_UNKNOWN_NAMES: usize = 2_000;
/// Longer attribute values are cut, except `content`, which holds text (hand-set).
const MAX_ATTRIBUTE_VALUE_BYTES: usize = 2_048;
/// An address that is too long to be written is cut to this length, at which it still is, if a character of up to four bytes
/// is cut off too: half an address leads elsewhere.
const UNWRITABLE_ADDRESS_BYTES: usize = MAX_ADDRESS_BYTES + 4;
/// Unused slots of an attribute list that are not worth a reallocation (hand-set).
const MAX_SPARE_ATTRIBUTES: usize = 16;
/// This many elements of a name may be open that the rest of the page does not close; each further one closes the one
/// before, or is dropped if it is a formatting element (hand-set). Without, each paragraph of a page that opens a block and
/// never closes it would be nested deeper than the one before, and no page that the models know is like that.
const MAX_NEVER_CLOSED: usize = 8;
/// End tags are counted once this many elements of a name are open (hand-set); real pages rarely have as many.
const MIN_OPEN_TO_COUNT: usize = 32;

pub(super) struct Guard<'a> {
    builder: TreeBuilder<NodeId, Sink>,
    limits: Limits,
    /// The part of the page that html5ever's tokenizer has been given and has not read yet.
    pub(super) queue: BufferQueue,
    /// Offset of the last start tag.
    start_tag: Cell<usize>,
    /// Offset of the end of the piece that is being read.
    piece_end: Cell<usize>,
    /// Offset of the end of the last token, which is the start of an unfinished tag.
    pub(super) token_end: Cell<usize>,
    /// The number of tokens so far.
    tokens: Cell<usize>,
    /// Whether the tokenizer is inside an element of raw text, which only its own end tag ends.
    pub(super) is_raw: Cell<bool>,
    /// What follows the next start tag of html5ever's tokenizer, if that tag was processed before.
    known_tag: Cell<Option<RawKind>>,
    /// Whether the text of the current element is dropped.
    skips_text: Cell<bool>,
    /// Unknown names of tags so far.
    unknown_names: RefCell<PageSet<LocalName>>,
    /// The number of dropped start tags without an end tag so far, by name.
    dropped: RefCell<PageMap<LocalName, usize>>,
    /// The number of start tags that lost their name.
    nameless: Cell<usize>,
    /// The number of addresses and texts in attributes that were cut.
    cut_values: Cell<usize>,
    too_deep: Cell<usize>,
    too_many_from: Cell<Option<usize>>,
    end_tags: EndTags<'a>,
    nesting: RefCell<PageMap<HtmlTag, Nesting>>,
    /// Whether a `<select>` is open that is never closed.
    is_select_open: Cell<bool>,
    /// The number of elements and comments that were closed early.
    never_closed: Cell<usize>,
    /// The border of dropped blocks since the last text.
    block_border: Cell<Option<BlockBorder>>,
    /// From this many nodes on, such borders are white space.
    max_nodes_with_borders: usize,
}

/// The elements of one name that can hold each other.
#[derive(Clone, Copy, Default)]
struct Nesting {
    /// The number of open ones, about: those that the end of another element closed are counted.
    open: usize,
    /// The number of end tags so far.
    ended: usize,
}

/// The border of a block whose tag was dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum BlockBorder {
    Line,
    Paragraph,
}

impl<'a> Guard<'a> {
    /// A guard for a page.
    pub(super) fn new(tree: Tree, html: &'a str, limits: Limits) -> Self {
        // With scripts off the content of `<noscript>` is parsed as markup; some forums keep their posts there.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        Self {
            builder: TreeBuilder::new(Sink::new(tree, html.len()), options),
            limits,
            queue: BufferQueue::default(),
            start_tag: Cell::new(0),
            piece_end: Cell::new(0),
            token_end: Cell::new(0),
            tokens: Cell::new(0),
            is_raw: Cell::new(false),
            known_tag: Cell::new(None),
            skips_text: Cell::new(false),
            unknown_names: RefCell::default(),
            dropped: RefCell::default(),
            nameless: Cell::new(0),
            cut_values: Cell::new(0),
            too_deep: Cell::new(0),
            too_many_from: Cell::new(None),
            end_tags: EndTags::new(html),
            nesting: RefCell::default(),
            is_select_open: Cell::new(false),
            never_closed: Cell::new(0),
            block_border: Cell::new(None),
            max_nodes_with_borders: limits.nodes_with_borders_of_html(html.len()),
        }
    }

    /// Notes that an element or comment is closed early.
    pub(super) fn note_never_closed(&self) {
        self.never_closed.set(self.never_closed.get() + 1);
    }

    /// An empty list for the attributes of the next tag.
    pub(super) fn spare_attributes(&self) -> Vec<Attribute> {
        self.builder.sink.spare_attributes.take()
    }

    /// Sets the offset of the current or last start tag, and that of the end of the piece that is read next.
    pub(super) fn set_position(&self, start_tag: usize, piece_end: usize) {
        self.builder.sink.tree.borrow_mut().set_position(start_tag as u32);
        self.start_tag.set(start_tag);
        self.piece_end.set(piece_end);
    }

    /// Counts a token of html5ever's tokenizer and notes its end.
    fn count_token(&self) {
        self.tokens.set(self.tokens.get() + 1);
        // What is not of the page, such as an end tag that it lacks, may be longer than what was read of the page.
        self.token_end.set(self.piece_end.get().saturating_sub(self.unread()));
    }

    /// Processes a token of the fast tokenizer that ends at an offset. Returns what follows it if that is no markup.
    pub(super) fn process_fast_token(&self, token: FastToken, end: usize) -> Option<RawKind> {
        self.tokens.set(self.tokens.get() + 1);
        self.token_end.set(end);
        let token = match token {
            FastToken::Text(text) => Token::CharacterTokens(text),
            FastToken::Tag(tag) | FastToken::RawTextTag(tag) => Token::TagToken(tag),
            FastToken::Comment => return None,
        };
        match self.pass(token, 0) {
            TokenSinkResult::RawData(kind) => Some(kind),
            _ => None,
        }
    }

    /// Does not process the next start tag of html5ever's tokenizer, because it is one that the fast tokenizer has read;
    /// `kind` is what follows it.
    pub(super) fn expect_known_tag(&self, kind: RawKind) {
        self.known_tag.set(Some(kind));
    }

    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(tag) => self.process_tag(tag, line),
            Token::CharacterTokens(_) if self.skips_text.get() => TokenSinkResult::Continue,
            Token::CharacterTokens(text) => {
                work::add_bytes(text.len());
                if self.block_border.get().is_some() && !text.trim().is_empty() {
                    self.write_block_border(line);
                }
                self.builder.process_token(Token::CharacterTokens(text), line)
            }
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            other => self.builder.process_token(other, line),
        }
    }

    /// Whether the tokenizer is inside a script or style sheet whose text is dropped.
    pub(super) fn skips_raw_text(&self) -> bool {
        self.is_raw.get() && self.skips_text.get()
    }

    /// Whether the current element is in another namespace than HTML (SVG, MathML).
    pub(super) fn is_in_foreign_content(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    /// The number of bytes of the piece that the tokenizer has not read.
    fn unread(&self) -> usize {
        let Some(first) = self.queue.pop_front() else { return 0 };
        // The queue holds the rest of the piece and at most a few buffers that the tokenizer gave back.
        let unread = first.len() + self.unread();
        self.queue.push_front(first);
        unread
    }

    /// Returns the tree and notes what was dropped. `cut_tags` is the number of tags cut at the attribute limit.
    pub(super) fn finish(self, cut_tags: usize, notes: &mut Vec<Note>) -> Tree {
        let sink = self.builder.sink;
        let tags = cut_tags + sink.bare_tags.get();
        if tags > 0 {
            notes.push(Note::TooManyAttributes { tags });
        }
        if self.cut_values.get() > 0 {
            notes.push(Note::LongAttributes { values: self.cut_values.get() });
        }
        if self.nameless.get() > 0 {
            notes.push(Note::TooManyNames { tags: self.nameless.get() });
        }
        if self.too_deep.get() > 0 {
            notes.push(Note::TooDeep { tags: self.too_deep.get() });
        }
        if let Some(at) = self.too_many_from.get() {
            notes.push(Note::TooManyNodes { at });
        }
        if self.never_closed.get() > 0 {
            notes.push(Note::NeverClosed { elements: self.never_closed.get() });
        }
        sink.finish()
    }

    /// Writes the border of the blocks that were dropped since the last text.
    fn write_block_border(&self, line: u64) {
        if let Some(border) = self.block_border.take() {
            let text = if border == BlockBorder::Paragraph { PARAGRAPH_BREAK } else { "" };
            let has_room = self.builder.sink.tree.borrow().len() < self.max_nodes_with_borders;
            let token = if has_room { Token::CommentToken(text.into()) } else { Token::CharacterTokens("\n".into()) };
            let _ = self.builder.process_token(token, line);
        }
    }

    /// Drops a tag, but not the border that it is of a block.
    fn drop_tag(&self, name: &LocalName) {
        let border = match HtmlTag::of(name).display() {
            Display::Block | Display::Row | Display::Cell | Display::Break => BlockBorder::Line,
            Display::Paragraph | Display::Preformatted => BlockBorder::Paragraph,
            _ => return,
        };
        self.block_border.set(self.block_border.get().max(Some(border)));
    }

    /// Closes an element for which the page has no end tag.
    fn close(&self, name: LocalName, line: u64) {
        let tag = Tag {
            kind: TagKind::EndTag,
            name,
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        self.builder.sink.note_end_tag(&tag.name);
        let _ = self.builder.process_token(Token::TagToken(tag), line);
    }

    /// Looks for elements that are never closed when a start tag is read; returns whether the tag is to be dropped.
    fn is_never_closed(&self, tag: HtmlTag, name: &LocalName, line: u64) -> bool {
        let is_closed = || self.end_tags.is_closed_after(tag, self.start_tag.get());
        if tag.hides_content() {
            let drops = !self.is_in_foreign_content() && !is_closed();
            self.never_closed.set(self.never_closed.get() + usize::from(drops));
            return drops;
        }
        if tag == HtmlTag::Select && !is_closed() {
            self.is_select_open.set(true);
        } else if tag.nests() {
            let mut nesting = self.nesting.borrow_mut();
            let Nesting { open, ended } = nesting.entry(tag).or_default();
            let has_too_few_ends = || {
                *open >= MIN_OPEN_TO_COUNT
                    && self.end_tags.count(tag).saturating_sub(*ended) + MAX_NEVER_CLOSED <= *open
            };
            if *open >= MAX_NEVER_CLOSED && (!is_closed() || has_too_few_ends()) {
                self.note_never_closed();
                // The end of a formatting element moves all that is in the block around it. One more inside of so many
                // changes nothing.
                if tag.is_formatting() {
                    return true;
                }
                self.close(name.clone(), line);
            } else {
                *open += 1;
            }
        }
        false
    }

    fn process_tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        work::add(1 + tag.attrs.len() as u64);
        self.skips_text.set(false);
        self.is_raw.set(false);
        if !self.accepts_name(&tag) {
            tag.name = local_name!("");
            self.nameless.set(self.nameless.get() + usize::from(tag.kind == TagKind::StartTag));
        }
        let html_tag = HtmlTag::of(&tag.name);
        if self.is_select_open.get() && !html_tag.is_in_select() {
            self.is_select_open.set(false);
            self.note_never_closed();
            self.close(local_name!("select"), line);
        }
        if tag.kind == TagKind::EndTag {
            if let Some(count) = self.dropped.borrow_mut().get_mut(&tag.name)
                && *count > 0
            {
                *count -= 1;
                self.drop_tag(&tag.name);
                return TokenSinkResult::Continue;
            }
            return if self.too_many_from.get().is_some() {
                self.drop_tag(&tag.name);
                TokenSinkResult::Continue
            } else {
                if html_tag.nests() {
                    let mut nesting = self.nesting.borrow_mut();
                    let nesting = nesting.entry(html_tag).or_default();
                    *nesting = Nesting { open: nesting.open.saturating_sub(1), ended: nesting.ended + 1 };
                }
                self.builder.sink.note_end_tag(&tag.name);
                self.builder.process_token(Token::TagToken(tag), line)
            };
        }
        if self.drops_start_tag() {
            if !html_tag.is_void() {
                *self.dropped.borrow_mut().entry(tag.name.clone()).or_default() += 1;
            }
            self.drop_tag(&tag.name);
            return self.raw_text(&tag.name);
        }
        if self.is_never_closed(html_tag, &tag.name, line) {
            return TokenSinkResult::Continue;
        }
        self.write_block_border(line);
        self.cut_values.set(self.cut_values.get() + keep_attributes(&mut tag));
        let is_data = tag.attrs.iter().any(|attribute| {
            let value = attribute.value.trim();
            attribute.name.local == local_name!("type") && (value.ends_with("ld+json") || value.starts_with("math/tex"))
        });
        let is_style = tag.name == local_name!("style");
        self.skips_text.set(is_style || tag.name == local_name!("script") && !is_data);
        let result = self.builder.process_token(Token::TagToken(tag), line);
        self.is_raw.set(!matches!(result, TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_)));
        if is_style && self.is_raw.get() {
            self.skips_text.set(false);
        }
        result
    }

    /// Whether a tag may keep its name: html5ever knows it, or it is one of the page's first unknown names.
    fn accepts_name(&self, tag: &Tag) -> bool {
        // Known and very short names take no room in html5ever's table.
        if !tag.name.is_dynamic() {
            return true;
        }
        let mut names = self.unknown_names.borrow_mut();
        if tag.kind == TagKind::StartTag && names.len() < MAX_UNKNOWN_NAMES {
            names.insert(tag.name.clone());
        }
        names.len() < MAX_UNKNOWN_NAMES || names.contains(&tag.name)
    }

    /// Whether a start tag has to be dropped; counts it if so.
    fn drops_start_tag(&self) -> bool {
        let nodes = self.builder.sink.tree.borrow().len();
        let max_nodes = self.limits.nodes().min(MAX_NODES_PER_TOKEN * self.tokens.get() + MAX_EXTRA_NODES);
        if self.too_many_from.get().is_none() && (nodes > max_nodes || work::is_spent()) {
            self.too_many_from.set(Some(self.start_tag.get()));
        }
        if self.too_many_from.get().is_some() {
            return true;
        }
        let is_too_deep = self.builder.sink.depth() >= self.limits.depth();
        self.too_deep.set(self.too_deep.get() + usize::from(is_too_deep));
        is_too_deep
    }

    /// The tokenizer's next state after a dropped start tag.
    fn raw_text(&self, name: &LocalName) -> TokenSinkResult<NodeId> {
        let kind = match &**name {
            "script" => RawKind::ScriptData,
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => RawKind::Rawtext,
            "title" | "textarea" => RawKind::Rcdata,
            _ => return TokenSinkResult::Continue,
        };
        self.is_raw.set(true);
        self.skips_text.set(!matches!(&**name, "textarea" | "xmp"));
        TokenSinkResult::RawData(kind)
    }
}

impl TokenSink for Guard<'_> {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if let Some(kind) = self.known_tag.take() {
            return TokenSinkResult::RawData(kind);
        }
        // Parse errors are reported in the middle of a token.
        if !matches!(token, Token::ParseError(_)) {
            self.count_token();
        }
        self.pass(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Removes the attributes of a tag that nobody asks for, and shortens the others. Returns how many addresses and texts were
/// cut; those that hold the data of an image are never written.
fn keep_attributes(tag: &mut Tag) -> usize {
    if tag.attrs.is_empty() {
        return 0;
    }
    let mut cut = 0;
    let is_cell = tag.name == local_name!("td") || tag.name == local_name!("th");
    tag.attrs.retain_mut(|attribute| {
        let name = &attribute.name.local;
        let value = &mut attribute.value;
        let keep = match &**name {
            // Only read to find out whether the element is shown, and how cells are aligned.
            "style" => !Declarations::read(value).is_empty() || is_cell && value.contains("text-align"),
            "src" => !value.starts_with("data:"),
            _ => is_kept(name),
        };
        if keep && value.len() > MAX_ATTRIBUTE_VALUE_BYTES && *name != local_name!("content") {
            let is_address = holds_address(name);
            let (max_bytes, kept_bytes) = if is_address {
                (MAX_ADDRESS_BYTES, UNWRITABLE_ADDRESS_BYTES)
            } else {
                (MAX_ATTRIBUTE_VALUE_BYTES, MAX_ATTRIBUTE_VALUE_BYTES)
            };
            if value.len() > max_bytes {
                cut += usize::from(holds_text(name) || is_address && !value.trim_start().starts_with("data:"));
                let end = floor_char_boundary(value, kept_bytes);
                *value = value.subtendril(0, end as u32);
            }
        }
        keep
    });
    // The tree builder keeps the lists of open formatting elements.
    if tag.attrs.capacity() > tag.attrs.len() + MAX_SPARE_ATTRIBUTES {
        tag.attrs.shrink_to_fit();
    }
    cut
}
