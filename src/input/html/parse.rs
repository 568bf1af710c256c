//! From a decoded page to its tree.

use std::ops::Range;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};

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
    let tags = memchr::memchr_iter(b'<', html.as_bytes()).filter(|&place| is_tag(&html.as_bytes()[place..])).count();
    let tree = Tree::with_capacity(tags.min(limits.nodes()), html.len() / 4);
    let tokenizer = Tokenizer::new(Guard::new(tree, html.len(), limits), TokenizerOpts::default());
    let cut_tags = feed(&tokenizer, html);
    tokenizer.end();
    tokenizer.sink.finish(cut_tags, notes)
}

/// The encoding that the beginning of a page declares in `<meta>`, as the standard's prescan finds it.
pub(in crate::input) fn declared_encoding(beginning: &str) -> Option<String> {
    let guard = Guard::new(Tree::with_capacity(64, 0), beginning.len(), Limits::new());
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = &tokenizer.sink.queue;
    tokenizer.sink.stand_at(0, beginning.len());
    queue.push_back(StrTendril::from_slice(beginning));
    loop {
        match tokenizer.feed(queue) {
            TokenizerResult::EncodingIndicator(label) => return Some(label.to_string()),
            TokenizerResult::Script(_) => {}
            TokenizerResult::Done => return None,
        }
    }
}

/// Feeds the page in pieces that begin where start tags do, so that it is known where an element was
/// written. How many tags had to be cut.
fn feed(tokenizer: &Tokenizer<Guard>, html: &str) -> usize {
    let guard = &tokenizer.sink;
    let (mut at, mut cut_tags) = (0, 0);
    // The tag that has not ended yet, from its `<` on.
    let mut open_tag = None;
    let mut block = Block::default();
    while at < html.len() {
        let end = end_of_piece(html, at, guard.is_raw.get());
        guard.stand_at(at, end);
        push(tokenizer, block.piece(html, at..end));
        let (piece, token_end) = (at..end, guard.token_end.get());
        at = end;
        if token_end > piece.start {
            open_tag = None;
            continue;
        }
        // No token ended in the whole piece. What stands behind the last one is a long tag, or something
        // that may be long (a comment, a declaration).
        let mut unread = piece;
        let reader: &mut TagReader = open_tag.get_or_insert_with(|| {
            unread.start = token_end;
            TagReader::default()
        });
        reader.read(&html.as_bytes()[unread]);
        if reader.has_too_many() && is_tag(&html.as_bytes()[token_end..]) {
            // Whatever the tokenizer is at inside the tag, this ends it.
            push(tokenizer, StrTendril::from_slice("\"'>"));
            cut_tags += 1;
            at += reader.read(&html.as_bytes()[at..]).unwrap_or(html.len() - at);
            guard.token_end.set(at);
            open_tag = None;
        }
    }
    guard.stand_at(html.len(), html.len());
    cut_tags
}

fn push(tokenizer: &Tokenizer<Guard>, piece: StrTendril) {
    let queue = &tokenizer.sink.queue;
    queue.push_back(piece);
    while tokenizer.feed(queue) != TokenizerResult::Done {}
}

/// Whether bytes begin with a tag.
fn is_tag(bytes: &[u8]) -> bool {
    let name = bytes.strip_prefix(b"</").or(bytes.strip_prefix(b"<"));
    name.and_then(<[u8]>::first).is_some_and(u8::is_ascii_alphabetic)
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
