//! From a decoded page to its tree.

use std::ops::Range;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};

use super::attributes::TagReader;
use super::guard::Guard;
use super::plain::{self, Hard};
use crate::limits::Limits;
use crate::markup::Tree;
use crate::note::Note;

/// The page is fed in pieces of no more bytes: the tokenizer takes time in the length of a piece
/// for some characters in it.
const MAX_PIECE: usize = 4_096;
/// So many bytes are handed to the parser's buffer at a time.
const BLOCK: usize = 64 * 1024;

/// Parses a page as the HTML standard says, scripting off, in linear time.
pub(super) fn parse(html: &str, limits: Limits, notes: &mut Vec<Note>) -> Tree {
    parse_with(html, limits, notes, true)
}

/// As [`parse`], by the tokenizer alone or not.
fn parse_with(html: &str, limits: Limits, notes: &mut Vec<Note>, reads_plain: bool) -> Tree {
    let tags = memchr::memchr_iter(b'<', html.as_bytes()).filter(|&place| is_tag(&html.as_bytes()[place..])).count();
    let tree = Tree::with_capacity(tags.min(limits.nodes()), html.len() / 4);
    // The mark need not stand in what is read first by the tokenizer.
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Guard::new(tree, html.len(), limits), options);
    let cut_tags = feed(&tokenizer, html, reads_plain);
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

/// Reads the page to its end: what is plain without the tokenizer, the rest in pieces that begin where start
/// tags do, so that it is known where an element was written. How many tags had to be cut.
fn feed(tokenizer: &Tokenizer<Guard>, html: &str, reads_plain: bool) -> usize {
    let guard = &tokenizer.sink;
    let mut at = if html.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut cut_tags = 0;
    // The last start tag.
    let mut start_tag = 0;
    // The tag that has not ended yet, from its `<` on.
    let mut open_tag = None;
    let mut block = Block::default();
    // Whether the tokenizer stands between two tokens of plain markup.
    let mut is_between = reads_plain;
    let mut may_be_cdata = false;
    while at < html.len() {
        if is_start_tag(&html.as_bytes()[at..]) {
            start_tag = at;
        }
        let mut hard_end = None;
        if is_between {
            match plain::read(html, at, &mut block) {
                Ok((plain, end)) => {
                    guard.stand_at(start_tag, end);
                    guard.take(plain, end);
                    at = end;
                    continue;
                }
                Err(Hard { end }) => hard_end = end.filter(|end| *end <= at + MAX_PIECE),
            }
            guard.token_end.set(at);
        }
        let end = hard_end.unwrap_or_else(|| end_of_piece(html, at, guard.is_raw.get()));
        guard.stand_at(start_tag, end);
        push(tokenizer, block.piece(html, at..end));
        let (piece, token_end) = (at..end, guard.token_end.get());
        at = end;
        may_be_cdata = guard.is_in_foreign_content() && (may_be_cdata || begins_cdata(html, &piece));
        // A token ended at the very end, and there is nothing that the tokenizer keeps in mind.
        is_between = reads_plain
            && token_end == end
            && !guard.is_raw.get()
            && !may_be_cdata
            && !matches!(html.as_bytes()[end - 1], b'\r' | b'&' | b'<');
        if hard_end == Some(end) && token_end == end && guard.skips_raw_text() {
            at = end_of_raw_text(html, piece).unwrap_or(at);
            guard.token_end.set(at);
            continue;
        }
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
            // Whatever the tokenizer is at inside the tag, this ends it; the letter, where a value is to begin,
            // keeps the quotation marks from beginning one.
            push(tokenizer, StrTendril::from_slice("x\"'>"));
            cut_tags += 1;
            at += reader.read(&html.as_bytes()[at..]).unwrap_or(html.len() - at);
            guard.token_end.set(at);
            open_tag = None;
        }
    }
    guard.stand_at(html.len(), html.len());
    cut_tags
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Whether a CDATA section may begin in a piece, or where it and the one before it meet.
fn begins_cdata(html: &str, piece: &Range<usize>) -> bool {
    const START: &[u8] = b"<![CDATA[";
    let bytes = &html.as_bytes()[piece.start.saturating_sub(START.len() - 1)..piece.end];
    memchr::memmem::find(bytes, START).is_some()
}

/// Where the text of a script or a style sheet ends whose start tag this is. Scripts that begin something like
/// a comment may end elsewhere.
fn end_of_raw_text(html: &str, start_tag: Range<usize>) -> Option<usize> {
    let name = &html.as_bytes()[start_tag.start + 1..start_tag.end];
    let name = &name[..name.iter().position(|byte| !byte.is_ascii_alphabetic())?];
    let text = &html.as_bytes()[start_tag.end..];
    let is_end = |place: &usize| {
        let Some((written, rest)) = text[place + 2..].split_at_checked(name.len()) else { return false };
        let ends = rest.first().is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        written.eq_ignore_ascii_case(name) && ends
    };
    let end = memchr::memmem::find_iter(text, b"</").find(is_end)?;
    memchr::memmem::find(&text[..end], b"<!--").is_none().then_some(start_tag.end + end)
}

fn push(tokenizer: &Tokenizer<Guard>, piece: StrTendril) {
    let queue = &tokenizer.sink.queue;
    queue.push_back(piece);
    while tokenizer.feed(queue) != TokenizerResult::Done {}
}

/// Whether bytes begin with a start tag.
fn is_start_tag(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', first, ..] if first.is_ascii_alphabetic())
}

/// Whether bytes begin with a tag.
fn is_tag(bytes: &[u8]) -> bool {
    let name = bytes.strip_prefix(b"</").or(bytes.strip_prefix(b"<"));
    name.and_then(<[u8]>::first).is_some_and(u8::is_ascii_alphabetic)
}

/// A part of the page in the parser's own buffer, which pieces share without being copied.
#[derive(Default)]
pub(super) struct Block {
    tendril: StrTendril,
    range: Range<usize>,
}

impl Block {
    pub(super) fn piece(&mut self, html: &str, piece: Range<usize>) -> StrTendril {
        if piece.start < self.range.start || piece.end > self.range.end {
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
    let mut limit = (at + MAX_PIECE).min(html.len());
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

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::markup::{Kind, ROOT};

    /// A page's tree as text, what was read without the tokenizer or all of it with.
    fn tree(html: &str, reads_plain: bool) -> String {
        let tree = parse_with(html, Limits::new(), &mut Vec::new(), reads_plain);
        let mut text = String::new();
        for node in tree.descendants(ROOT) {
            let parent = tree.parent(node);
            match tree.kind(node) {
                Kind::Other => {}
                Kind::Text(piece) => writeln!(text, "{parent} {piece:?}").expect("a String takes all text"),
                Kind::Element => {
                    let attributes: Vec<_> = tree.attributes(node).collect();
                    let name = tree.qualified_name(node);
                    writeln!(text, "{parent} {name:?} {attributes:?}").expect("a String takes all text");
                }
            }
        }
        text
    }

    #[test]
    fn odd_markup_is_read_as_the_tokenizer_reads_it() {
        for html in [
            "\u{FEFF}<p>a\u{FEFF}</p>",
            "<p CLASS=a&amp;b class=c id='&copy=1&lt' href=?a&b=1&c#d title=x/>1 & 2 &lt; 3 &AMP &notit; &#8217;&#x80;&#0;",
            "a\r\n<b>\r</b>\n&amp;\r\n<pre>\r\n x</pre><pre>\n\ny",
            "<script>a</div>'<b>'</SCRIPT x><script><!--<script></script>--></script><style></STYLE></style >x",
            "<script type=application/ld+json>{\"a\": \"<p>&amp;\"}</script><title>&amp;<b></title><textarea>\n<p></textarea>",
            "<!--><p>a<!---><p>b<!--x--!><p>c<!-- > -- --><p>d<!doctype html><?php echo '>'?><!x><![CDATA[y]]>z</ p>",
            "<svg><![CDATA[<b>]]><title><p>a</title><style><i>&amp;</style></svg><math><mi>&amp;<![CDATA[a",
            "<a href=\"x\"class='y'z=1 =w ='v' <b>c</a/></a x=y></a\n><br/ ><input disabled/value=>",
            "<p a\0=1 id=\0 cl\0ass=x>\0<di\0v>a < b <1> </> <",
            "<p title='unclosed><b>x</b>",
            "<plaintext><b>&amp;</plaintext>",
        ] {
            assert_eq!(tree(html, true), tree(html, false), "{html:?}");
            for end in (0..html.len()).filter(|&end| html.is_char_boundary(end)) {
                assert_eq!(tree(&html[..end], true), tree(&html[..end], false), "{:?}", &html[..end]);
            }
        }
    }

    #[test]
    fn long_text_is_read_as_the_tokenizer_reads_it() {
        for piece in ["x", "é", "&amp;", "\r\n", "a &am b", "<p>", "<a href='&amp;é'>y</a>"] {
            let html = piece.repeat(40_000 / piece.len());
            for start in 0..4 {
                let html = "-".repeat(start) + &html;
                assert_eq!(tree(&html, true), tree(&html, false), "{piece:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_markup_is_read_as_the_tokenizer_reads_it(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<a href='", "<a href=x", "<div class=\"", "<B ID=", "'", "\"", ">", "<", "/", "=", " ", "\n", "\r",
                "&", "&amp;", "&am", "&copy", "&#65;", "&#", "x41;", ";", "a", "é", "\0", "\u{FEFF}", "<!--", "-->", "--!>", "-",
                "<!", "<?", "</", "<![CDATA[", "]]>", "<svg>", "</svg>", "<math>", "<script>", "</script>", "<style>", "</style>",
                "<title>", "</title>", "<textarea>", "<pre>", "<table>", "<td>", "<br/>", "<iframe>", "</iframe>", "<template>",
            ]),
            0..24,
        )) {
            let html = pieces.concat();
            prop_assert_eq!(tree(&html, true), tree(&html, false));
        }
    }
}
