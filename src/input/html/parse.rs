//! From a decoded page to its tree.

use std::ops::Range;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use super::attributes::TagReader;
use super::guard::Guard;
use crate::limits::Limits;
use crate::markup::Tree;
use crate::note::Note;

/// The page is fed in pieces of no more bytes: the tokenizer takes time in the length of a piece
/// for some characters in it.
const LONGEST_PIECE: usize = 4_096;
/// So many bytes are handed to the parser's buffer at a time.
const BLOCK: usize = 64 * 1024;

/// Parses a page as the HTML standard says, scripting off, in linear time.
pub(super) fn parse(html: &str, limits: Limits, notes: &mut Vec<Note>) -> Tree {
    let tags = memchr::memchr_iter(b'<', html.as_bytes()).count();
    let tree = Tree::with_capacity(tags.min(limits.nodes()), html.len() / 4);
    let tokenizer = Tokenizer::new(Guard::new(tree, limits), TokenizerOpts::default());
    let cut_tags = feed(&tokenizer, html);
    tokenizer.end();
    let (tree, too_deep, too_many_from) = tokenizer.sink.finish();
    if cut_tags > 0 {
        notes.push(Note::TooManyAttributes { tags: cut_tags });
    }
    if too_deep > 0 {
        notes.push(Note::TooDeep { tags: too_deep });
    }
    if let Some(at) = too_many_from {
        notes.push(Note::TooManyNodes { at });
    }
    tree
}

/// The encoding that the beginning of a page declares in `<meta>`, as the standard's prescan finds it.
pub(in crate::input) fn declared_encoding(beginning: &str) -> Option<String> {
    let tokenizer = Tokenizer::new(Guard::new(Tree::with_capacity(64, 0), Limits::new()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(beginning));
    loop {
        match tokenizer.feed(&queue) {
            TokenizerResult::EncodingIndicator(label) => return Some(label.to_string()),
            TokenizerResult::Script(_) => {}
            TokenizerResult::Done => return None,
        }
    }
}

/// Feeds the page in pieces that begin where start tags do, so that it is known where an element was
/// written. How many tags had to be cut.
fn feed(tokenizer: &Tokenizer<Guard>, html: &str) -> usize {
    let queue = BufferQueue::default();
    let guard = &tokenizer.sink;
    let (mut at, mut cut_tags) = (0, 0);
    // What is read of a tag that has not ended yet; none where it is known to be no such tag.
    let mut open_tag = None;
    // Where the piece begins in which the last token ended.
    let mut last_token = 0;
    let mut block = Block::default();
    while at < html.len() {
        let end = end_of_piece(html, at, guard.is_raw.get());
        let tokens = guard.tokens.get();
        guard.stand_at(at);
        push(tokenizer, &queue, block.piece(html, at..end));
        if guard.tokens.get() != tokens || guard.is_raw.get() {
            (open_tag, last_token) = (Some(TagReader::default()), at);
            at = end;
            continue;
        }
        let is_at_end =
            open_tag.as_mut().is_none_or(|reader: &mut TagReader| reader.read(&html.as_bytes()[at..end]).is_some());
        at = end;
        if is_at_end {
            open_tag = None;
        }
        if let Some(mut reader) = open_tag.take_if(|reader| reader.has_too_many())
            // A comment is ended by something else.
            && !html[last_token..at].contains("<!--")
        {
            // Whatever the tokenizer is at, this ends the tag.
            push(tokenizer, &queue, StrTendril::from_slice("\"'>"));
            cut_tags += 1;
            at += reader.read(&html.as_bytes()[at..]).unwrap_or(html.len() - at);
        }
    }
    guard.stand_at(html.len());
    cut_tags
}

fn push(tokenizer: &Tokenizer<Guard>, queue: &BufferQueue, piece: StrTendril) {
    queue.push_back(piece);
    while tokenizer.feed(queue) != TokenizerResult::Done {}
}

/// A part of the page in the parser's own buffer, which pieces share without being copied.
#[derive(Default)]
struct Block {
    tendril: StrTendril,
    range: Range<usize>,
}

impl Block {
    fn piece(&mut self, html: &str, piece: Range<usize>) -> StrTendril {
        if piece.end > self.range.end {
            let end = (piece.start + BLOCK).min(html.len());
            let end = (end..=html.len()).find(|&end| html.is_char_boundary(end)).unwrap_or(html.len());
            self.range = piece.start..end.max(piece.end);
            self.tendril = StrTendril::from_slice(&html[self.range.clone()]);
        }
        self.tendril.subtendril((piece.start - self.range.start) as u32, (piece.end - piece.start) as u32)
    }
}

fn end_of_piece(html: &str, at: usize, is_raw: bool) -> usize {
    // Inside raw text only its own end tag is one.
    let is_raw = is_raw && !html[at..].starts_with("</");
    let mut limit = (at + LONGEST_PIECE).min(html.len());
    while !html.is_char_boundary(limit) {
        limit += 1;
    }
    let bytes = &html.as_bytes()[..limit];
    let mut from = at + 1;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(b'<', rest)) {
        let place = from + found;
        let next = html.as_bytes().get(place + 1);
        let is_tag = if is_raw { next == Some(&b'/') } else { next.is_some_and(u8::is_ascii_alphabetic) };
        if is_tag {
            return place;
        }
        from = place + 1;
    }
    limit
}
