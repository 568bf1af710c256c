//! From a decoded page to its element tree.

use std::ops::Range;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};

use super::attribute_limit::AttributeCounter;
use super::buffer::PageBuffer;
use super::fast_tokenizer::{self, FastToken, NotSimple};
use super::guard::Guard;
use super::unclosed::{Unclosed, UnclosedFinder};
use crate::limits::Limits;
use crate::markup::Tree;
use crate::note::Note;
use crate::text::characters::BYTE_ORDER_MARK;
use crate::text::floor_char_boundary;

/// html5ever's tokenizer gets the page in pieces of about this many bytes (hand-set), because for some characters it
/// takes time linear in the length of the piece.
const MAX_PIECE_BYTES: usize = 4_096;
/// The tree's text has about one byte for this many bytes of HTML; sets the initial capacity.
const HTML_BYTES_PER_TREE_TEXT_BYTE: usize = 4;
/// The initial capacity of the tree in a prescan, in tags (hand-set).
const PRESCAN_TAGS: usize = 64;

/// Parses a page by the HTML standard with scripting off, in linear time.
pub(super) fn parse(html: &str, limits: Limits, notes: &mut Vec<Note>) -> Tree {
    parse_with(html, limits, notes, true)
}

/// As [`parse`], with or without the fast tokenizer.
fn parse_with(html: &str, limits: Limits, notes: &mut Vec<Note>, is_fast: bool) -> Tree {
    let limits = limits.with_nodes(limits.nodes_of_html(html.len()));
    let tags = memchr::memchr_iter(b'<', html.as_bytes()).filter(|&at| is_tag(&html.as_bytes()[at..])).count();
    let tree = Tree::with_capacity(tags.min(limits.nodes()), html.len() / HTML_BYTES_PER_TREE_TEXT_BYTE);
    // html5ever would drop a byte-order mark at the start of its first piece, which need not be that of the page.
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Guard::new(tree, html, limits), options);
    let cut_tags = feed(&tokenizer, html, is_fast);
    tokenizer.end();
    tokenizer.sink.finish(cut_tags, notes)
}

/// The encoding that the start of a page declares in `<meta>` (HTML standard, section 13.2.3.2, "prescan").
pub(in crate::input) fn declared_encoding(beginning: &str) -> Option<String> {
    let guard = Guard::new(Tree::with_capacity(PRESCAN_TAGS, 0), beginning, Limits::new());
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = &tokenizer.sink.queue;
    tokenizer.sink.set_position(0, beginning.len());
    queue.push_back(StrTendril::from_slice(beginning));
    loop {
        match tokenizer.feed(queue) {
            TokenizerResult::EncodingIndicator(label) => return Some(label.to_string()),
            TokenizerResult::Script(_) => {}
            TokenizerResult::Done => return None,
        }
    }
}

/// Reads the page to its end: simple markup by the fast tokenizer, the rest by html5ever's. Pieces for the latter
/// start at start tags, so that the offset of every element is known. Returns the number of tags that were cut at
/// the attribute limit.
fn feed(tokenizer: &Tokenizer<Guard>, html: &str, is_fast: bool) -> usize {
    let guard = &tokenizer.sink;
    let mut at = if html.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut cut_tags = 0;
    // Offset of the last start tag.
    let mut start_tag = 0;
    // Counts the attributes of a tag that continues over several pieces.
    let mut open_tag = None;
    let mut buffer = PageBuffer::default();
    // Whether the offset is between two tokens and html5ever's tokenizer has nothing left to finish.
    let mut is_between_tokens = is_fast;
    let mut may_be_cdata = false;
    let mut finder = UnclosedFinder::default();
    while at < html.len() {
        if is_start_tag(&html.as_bytes()[at..]) {
            start_tag = at;
        }
        // The end of a token that the fast tokenizer found but cannot read.
        let mut known_end = None;
        if is_between_tokens && !finder.is_unclosed_comment(html, at) {
            if buffer.attributes.capacity() == 0 {
                buffer.attributes = guard.spare_attributes();
            }
            match fast_tokenizer::read(html, at, &mut buffer) {
                Ok((FastToken::RawTextTag(_), _))
                    if !guard.is_in_foreign_content() && finder.find(html, at).is_some() => {}
                Ok((token, end)) => {
                    guard.set_position(start_tag, end);
                    at = end;
                    if let Some(kind) = guard.process_fast_token(token, end) {
                        at = skip_raw_text(guard, html, start_tag..end, &mut buffer).unwrap_or_else(|| {
                            // html5ever reads on, after a tag that brings it into the state that it would be in.
                            guard.expect_known_tag(kind);
                            let name = if kind == RawKind::ScriptData { "<script>" } else { "<style>" };
                            push(tokenizer, StrTendril::from_slice(name));
                            is_between_tokens = false;
                            end
                        });
                        guard.token_end.set(at);
                    }
                    continue;
                }
                Err(NotSimple { end }) => known_end = end.filter(|end| *end <= at + MAX_PIECE_BYTES),
            }
        }
        if is_between_tokens {
            guard.token_end.set(at);
        }
        if is_in_data(guard, html, at)
            && let Some(unclosed) = finder.find(html, at)
        {
            at = close_early(tokenizer, html, &unclosed, start_tag..at, &mut buffer);
            is_between_tokens = is_fast;
            open_tag = None;
            continue;
        }
        let end = known_end.unwrap_or_else(|| end_of_piece(html, at, guard.is_raw.get()));
        guard.set_position(start_tag, end);
        push(tokenizer, buffer.piece(html, at..end));
        let (piece, token_end) = (at..end, guard.token_end.get());
        at = end;
        may_be_cdata = guard.is_in_foreign_content() && (may_be_cdata || begins_cdata(html, &piece));
        // After a carriage return, `&` or `<` at the end of the piece, the tokenizer waits for the next character.
        is_between_tokens = is_fast
            && token_end == end
            && !guard.is_raw.get()
            && !may_be_cdata
            && !matches!(html.as_bytes()[end - 1], b'\r' | b'&' | b'<');
        if known_end == Some(end) && token_end == end && guard.skips_raw_text() {
            at = skip_raw_text(guard, html, piece, &mut buffer).unwrap_or(at);
            guard.token_end.set(at);
            continue;
        }
        if token_end > piece.start {
            open_tag = None;
            continue;
        }
        // No token ended in the whole piece: this is a long tag, comment or declaration.
        let mut unread = piece;
        let counter: &mut AttributeCounter = open_tag.get_or_insert_with(|| {
            unread.start = token_end;
            AttributeCounter::default()
        });
        counter.read(&html.as_bytes()[unread]);
        if counter.is_over_limit() && is_tag(&html.as_bytes()[token_end..]) {
            // This ends the tag in any state of the tokenizer. The letter is for the state "before attribute value",
            // where the quotation marks would start a value.
            push(tokenizer, StrTendril::from_slice("x\"'>"));
            cut_tags += 1;
            at += counter.read(&html.as_bytes()[at..]).unwrap_or(html.len() - at);
            guard.token_end.set(at);
            open_tag = None;
        }
    }
    guard.set_position(html.len(), html.len());
    cut_tags
}

/// Whether an offset is outside of tags, comments and raw text, in HTML.
fn is_in_data(guard: &Guard, html: &str, at: usize) -> bool {
    // The text before a tag may be a token only when the tag has begun, so the tag begins near the end of that token.
    let is_in_token = || {
        let begun = &html.as_bytes()[guard.token_end.get().saturating_sub(1)..at];
        let is_begin =
            |pair: &[u8]| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || matches!(pair[1], b'/' | b'!' | b'?'));
        // A byte-order mark, which belongs to no token, may be before it.
        begun.windows(2).take(3 + '\u{FEFF}'.len_utf8()).any(is_begin)
    };
    html.as_bytes()[at] == b'<' && !guard.is_raw.get() && !guard.is_in_foreign_content() && !is_in_token()
}

/// Reads an element of raw text or a comment that is never closed, and closes it. Returns where to read on.
fn close_early(
    tokenizer: &Tokenizer<Guard>,
    html: &str,
    unclosed: &Unclosed,
    Range { start: start_tag, end: at }: Range<usize>,
    buffer: &mut PageBuffer,
) -> usize {
    let guard = &tokenizer.sink;
    let Unclosed { tag, content, resume } = *unclosed;
    let mut end = resume;
    guard.set_position(start_tag, content);
    match tag {
        // A comment of our own ends any token before it.
        None => push(tokenizer, StrTendril::from_slice("<!---->")),
        Some(tag) => {
            push(tokenizer, buffer.piece(html, at..content));
            if guard.is_raw.get() {
                let mut from = content;
                while from < resume && !guard.skips_raw_text() {
                    let end = floor_char_boundary(html, (from + MAX_PIECE_BYTES).min(resume));
                    guard.set_position(start_tag, end);
                    push(tokenizer, buffer.piece(html, from..end));
                    from = end;
                }
                push(tokenizer, StrTendril::from_slice(&format!("</{}>", tag.name())));
            } else {
                // The element may not be here; its text is.
                end = content;
            }
        }
    }
    guard.note_never_closed();
    guard.set_position(start_tag, end);
    guard.token_end.set(end);
    end
}

/// Whether a CDATA section may start in a piece, or across its start.
fn begins_cdata(html: &str, piece: &Range<usize>) -> bool {
    const START: &[u8] = b"<![CDATA[";
    let bytes = &html.as_bytes()[piece.start.saturating_sub(START.len() - 1)..piece.end];
    memchr::memmem::find(bytes, START).is_some()
}

/// Reads the text of a script or style sheet, given the range of its start tag, and returns where it ends. `None` if
/// html5ever has to read it.
fn skip_raw_text(guard: &Guard, html: &str, start_tag: Range<usize>, buffer: &mut PageBuffer) -> Option<usize> {
    let text = start_tag.end..end_of_raw_text(html, start_tag)?;
    if !guard.skips_raw_text() && !text.is_empty() {
        // html5ever replaces these characters; without them, it would read the text one by one and change nothing.
        if memchr::memchr2(b'\r', 0, html[text.clone()].as_bytes()).is_some() {
            return None;
        }
        guard.process_fast_token(FastToken::Text(buffer.piece(html, text.clone())), text.end);
    }
    Some(text.end)
}

/// The end of the text of a script or style sheet, given the range of its start tag. `None` if it contains `<!--`:
/// such scripts may end elsewhere (HTML standard, section 13.2.5.20, "script data escaped").
fn end_of_raw_text(html: &str, start_tag: Range<usize>) -> Option<usize> {
    let name = &html.as_bytes()[start_tag.start + 1..start_tag.end];
    let name = &name[..name.iter().position(|byte| !byte.is_ascii_alphabetic())?];
    let text = &html.as_bytes()[start_tag.end..];
    let is_end = |offset: &usize| {
        let Some((written, rest)) = text[offset + 2..].split_at_checked(name.len()) else { return false };
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

/// Whether bytes start with a start tag.
fn is_start_tag(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', first, ..] if first.is_ascii_alphabetic())
}

/// Whether bytes start with a start or end tag.
fn is_tag(bytes: &[u8]) -> bool {
    let name = bytes.strip_prefix(b"</").or(bytes.strip_prefix(b"<"));
    name.and_then(<[u8]>::first).is_some_and(u8::is_ascii_alphabetic)
}

/// The end of the piece for html5ever's tokenizer that starts at an offset: the next start tag or comment, or in raw
/// text the next end tag.
fn end_of_piece(html: &str, at: usize, is_raw: bool) -> usize {
    // In raw text only the element's own end tag is markup.
    let is_raw = is_raw && !html[at..].starts_with("</");
    let mut limit = (at + MAX_PIECE_BYTES).min(html.len());
    while !html.is_char_boundary(limit) {
        limit += 1;
    }
    let bytes = &html.as_bytes()[..limit];
    let mut from = at + 1;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(b'<', rest)) {
        let offset = from + found;
        let next = html.as_bytes().get(offset + 1);
        let is_border = match next {
            Some(b'/') => is_raw,
            Some(b'!') => !is_raw && html.as_bytes()[offset..].starts_with(b"<!--"),
            Some(next) => !is_raw && next.is_ascii_alphabetic(),
            None => false,
        };
        if is_border {
            return offset;
        }
        from = offset + 1;
    }
    limit
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::markup::{NodeKind, ROOT};

    /// A page's tree as text, read with or without the fast tokenizer.
    fn tree(html: &str, is_fast: bool) -> String {
        let tree = parse_with(html, Limits::new(), &mut Vec::new(), is_fast);
        let mut text = String::new();
        for node in tree.descendants(ROOT) {
            let parent = tree.parent(node);
            match tree.kind(node) {
                NodeKind::Other | NodeKind::Break { .. } => {}
                NodeKind::Text(piece) => writeln!(text, "{parent} {piece:?}").expect("a String takes all text"),
                NodeKind::Element => {
                    let attributes: Vec<_> = tree.attributes(node).collect();
                    let name = tree.qualified_name(node);
                    writeln!(text, "{parent} {name:?} {attributes:?}").expect("a String takes all text");
                }
            }
        }
        text
    }

    #[test]
    fn the_fast_tokenizer_reads_odd_markup_alike() {
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
            "<title>a &am<b>b</b><script>c()</i>;\n<p>d<style>e<!--f ->g<textarea>\nh<iframe>i<noscript>j<select><option>k<p>l",
            "<title>a<meta></head><body><svg><title>b</title></svg><!-- c <p>d<!-- &am > e",
            "<script type=ld+json>{\"a\": \"&amp;<p>\"}\r</script\n>b<style>\0<!-- </style>c<svg><style>d<p>e</style></svg></style>",
            "<script><!-- f(); </script/><p>a<style>b<!--c</STYLE ><script>d<!--<script>e</script>f--></script>g<frameset><style>h",
            "a &am<!-- b >p;c\r<!-- d <svg><![CDATA[<!-- ]]><style>e<p>f</svg>&#<!-- >x41;",
        ] {
            assert_eq!(tree(html, true), tree(html, false), "{html:?}");
            for end in (0..html.len()).filter(|&end| html.is_char_boundary(end)) {
                assert_eq!(tree(&html[..end], true), tree(&html[..end], false), "{:?}", &html[..end]);
            }
        }
    }

    #[test]
    fn a_comment_sign_in_a_tag_behind_a_byte_order_mark_is_no_comment() {
        let html = "\u{FEFF}<a href=x<!--<svg>";
        assert_eq!(tree(html, true), tree(html, false));
    }

    #[test]
    fn the_fast_tokenizer_reads_long_text_alike() {
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
        fn the_fast_tokenizer_reads_any_markup_alike(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<a href='", "<a href=x", "<div class=\"", "<B ID=", "'", "\"", ">", "<", "/", "=", " ", "\n", "\r",
                "&", "&amp;", "&am", "&copy", "&#65;", "&#", "x41;", ";", "a", "é", "\0", "\u{FEFF}", "<!--", "-->", "--!>", "-",
                "<!", "<?", "</", "<![CDATA[", "]]>", "<svg>", "</svg>", "<math>", "<script>", "</script>", "<style>", "</style>",
                "<script type='x+ld+json'>", "</script ", "<title>", "</title>", "<textarea>", "<pre>", "<table>", "<td>", "<br/>", "<iframe>", "</iframe>", "<template>",
                "</template>", "<select>", "<option>", "</head>", "<body>", ";\n",
            ]),
            0..24,
        )) {
            let html = pieces.concat();
            prop_assert_eq!(tree(&html, true), tree(&html, false));
        }
    }
}
