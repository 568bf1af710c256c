//! Stands between the tokenizer and the tree builder and keeps the parse linear.
//!
//! The standard's tree construction takes time in the product of tags and open elements, and some
//! unclosed tags are opened again in every paragraph: a page of 150 kB can ask for 32 million
//! nodes. Tags beyond a depth, and all tags where nodes have outgrown tags, are passed over; text
//! never is.

use std::cell::{Cell, RefCell};

use html5ever::interface::TreeSink;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHashSet};

use super::plain::Plain;
use super::sink::Sink;
use crate::limits::Limits;
use crate::markup::{NodeId, Tree, is_kept};
use crate::note::Note;

/// Nodes a page may have for every tag it has; real pages have less than two.
const NODES_A_TAG: usize = 4;
/// … and so many more.
const MORE_NODES: usize = 4_096;
/// So many names that nobody knows the tags of a page may have; the names of others are dropped. The
/// parser keeps them in a table that does not grow, and looks through all that share a place in it.
const MAX_NAMES: usize = 2_000;
/// Attribute values of more bytes are cut, but for those that hold text.
const MAX_VALUE: usize = 2_048;

pub(super) struct Guard {
    builder: TreeBuilder<NodeId, Sink>,
    limits: Limits,
    /// What the tokenizer has not read yet.
    pub(super) queue: BufferQueue,
    /// Where the piece begins that is being read, and where it ends.
    at: Cell<usize>,
    end: Cell<usize>,
    /// Where the last token ended. A tag that has not ended yet begins there.
    pub(super) token_end: Cell<usize>,
    /// Tokens so far.
    tokens: Cell<usize>,
    /// Whether the tokenizer is inside an element of raw text, which no tag but its own ends.
    pub(super) is_raw: Cell<bool>,
    /// Whether the text of the element is not wanted.
    skips_text: Cell<bool>,
    /// Long names of tags so far.
    names: RefCell<FxHashSet<LocalName>>,
    /// Start tags that were passed over and have no end tag yet.
    dropped: RefCell<FxHashMap<LocalName, usize>>,
    too_deep: Cell<usize>,
    too_many_from: Cell<Option<usize>>,
}

impl Guard {
    /// Guards the parse of a page of so many bytes.
    pub(super) fn new(tree: Tree, length: usize, limits: Limits) -> Self {
        // Without scripts `<noscript>` is markup, and forums keep their posts there.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        Self {
            builder: TreeBuilder::new(Sink::new(tree, length), options),
            limits,
            queue: BufferQueue::default(),
            at: Cell::new(0),
            end: Cell::new(0),
            token_end: Cell::new(0),
            tokens: Cell::new(0),
            is_raw: Cell::new(false),
            skips_text: Cell::new(false),
            names: RefCell::default(),
            dropped: RefCell::default(),
            too_deep: Cell::new(0),
            too_many_from: Cell::new(None),
        }
    }

    /// Says at which byte of the page the start tag stands that is read next or was read last, and where
    /// the piece ends that is read.
    pub(super) fn stand_at(&self, at: usize, end: usize) {
        self.builder.sink.tree.borrow_mut().stand_at(at as u32);
        self.at.set(at);
        self.end.set(end);
    }

    /// Takes note of a token, and of where it ended.
    fn see_token(&self) {
        self.tokens.set(self.tokens.get() + 1);
        self.token_end.set(self.end.get() - self.unread());
    }

    /// Takes a token that was read without the tokenizer, and that ends at a byte of the page.
    pub(super) fn take(&self, token: Plain, end: usize) {
        self.tokens.set(self.tokens.get() + 1);
        self.token_end.set(end);
        let token = match token {
            Plain::Text(text) => Token::CharacterTokens(text),
            Plain::Tag(tag) => Token::TagToken(tag),
            Plain::Comment => return,
        };
        // The result is for the tokenizer: what it would have to know of is not plain.
        let _ = self.pass(token, 0);
    }

    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(tag) => self.process_tag(tag, line),
            Token::CharacterTokens(_) if self.skips_text.get() => TokenSinkResult::Continue,
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            other => self.builder.process_token(other, line),
        }
    }

    /// Whether the text that the tokenizer is in, of a script or a style sheet, is not wanted.
    pub(super) fn skips_raw_text(&self) -> bool {
        self.is_raw.get() && self.skips_text.get()
    }

    /// Whether the element that is open is of another language than HTML (SVG, MathML).
    pub(super) fn is_in_foreign_content(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    /// How many bytes of the piece the tokenizer has not read.
    fn unread(&self) -> usize {
        let Some(first) = self.queue.pop_front() else { return 0 };
        // What the tokenizer gave back stands before the rest; there are no more than a few buffers.
        let unread = first.len() + self.unread();
        self.queue.push_front(first);
        unread
    }

    /// The tree, and what was passed over; so many tags were cut before.
    pub(super) fn finish(self, cut_tags: usize, notes: &mut Vec<Note>) -> Tree {
        let sink = self.builder.sink;
        let tags = cut_tags + sink.bare_tags.get();
        if tags > 0 {
            notes.push(Note::TooManyAttributes { tags });
        }
        if self.too_deep.get() > 0 {
            notes.push(Note::TooDeep { tags: self.too_deep.get() });
        }
        if let Some(at) = self.too_many_from.get() {
            notes.push(Note::TooManyNodes { at });
        }
        sink.finish()
    }

    fn process_tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        self.skips_text.set(false);
        self.is_raw.set(false);
        if !self.knows(&tag) {
            tag.name = local_name!("");
        }
        if tag.kind == TagKind::EndTag {
            if let Some(count) = self.dropped.borrow_mut().get_mut(&tag.name)
                && *count > 0
            {
                *count -= 1;
                return TokenSinkResult::Continue;
            }
            return if self.too_many_from.get().is_some() {
                TokenSinkResult::Continue
            } else {
                self.builder.sink.see_end_tag(&tag.name);
                self.builder.process_token(Token::TagToken(tag), line)
            };
        }
        if self.is_one_too_many() {
            *self.dropped.borrow_mut().entry(tag.name.clone()).or_default() += 1;
            return self.raw_text(&tag.name);
        }
        keep_attributes(&mut tag);
        let is_data = tag.attrs.iter().any(|attribute| {
            attribute.name.local == local_name!("type") && attribute.value.trim().ends_with("ld+json")
        });
        self.skips_text.set(matches!(tag.name, local_name!("style")) || tag.name == local_name!("script") && !is_data);
        let result = self.builder.process_token(Token::TagToken(tag), line);
        self.is_raw.set(!matches!(result, TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_)));
        result
    }

    /// Whether a tag has a short name, one of the standards, or one of the page's first.
    fn knows(&self, tag: &Tag) -> bool {
        // The others stand in no table.
        if !tag.name.is_dynamic() {
            return true;
        }
        let mut names = self.names.borrow_mut();
        if tag.kind == TagKind::StartTag && names.len() < MAX_NAMES {
            names.insert(tag.name.clone());
        }
        names.len() < MAX_NAMES || names.contains(&tag.name)
    }

    /// Whether a start tag has to be passed over.
    fn is_one_too_many(&self) -> bool {
        let nodes = self.builder.sink.tree.borrow().len();
        if self.too_many_from.get().is_none()
            && nodes > self.limits.nodes().min(NODES_A_TAG * self.tokens.get() + MORE_NODES)
        {
            self.too_many_from.set(Some(self.at.get()));
        }
        if self.too_many_from.get().is_some() {
            return true;
        }
        let is_too_deep = self.builder.sink.depth() >= self.limits.depth();
        self.too_deep.set(self.too_deep.get() + usize::from(is_too_deep));
        is_too_deep
    }

    /// What the tokenizer has to do behind a start tag that was passed over.
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

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        // Errors come amid tokens.
        if !matches!(token, Token::ParseError(_)) {
            self.see_token();
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

/// Leaves a tag only the attributes that somebody asks for.
fn keep_attributes(tag: &mut Tag) {
    if tag.attrs.is_empty() {
        return;
    }
    tag.attrs.retain_mut(|attribute| {
        let name = &attribute.name.local;
        let value = &mut attribute.value;
        let keep = match &**name {
            // Only whether an element is shown is of interest.
            "style" => value.contains("none") || value.contains("hidden"),
            "src" => !value.starts_with("data:"),
            _ => is_kept(name),
        };
        if keep && value.len() > MAX_VALUE && *name != local_name!("content") {
            let end = (0..=MAX_VALUE).rev().find(|&end| value.is_char_boundary(end)).unwrap_or(0);
            *value = value.subtendril(0, end as u32);
        }
        keep
    });
    // Attribute lists are as long as the longest tag's otherwise.
    tag.attrs.shrink_to_fit();
}
