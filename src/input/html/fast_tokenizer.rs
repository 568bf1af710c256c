//! A fast tokenizer for simple markup.
//!
//! Nearly all of a page is well-formed tags, text and comments. html5ever's tokenizer reads them character by
//! character; this one searches for their ends and skips attributes that the crate does not read. Unusual markup is
//! left to html5ever, which reads on until the next border between two tokens.

use std::ops::Range;
use std::sync::LazyLock;

use html5ever::data::NAMED_ENTITIES;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag as TagToken, TagKind};
use html5ever::{Attribute, LocalName, QualName, ns};
use rustc_hash::FxHashMap;

use super::attribute_limit::MAX_ATTRIBUTES;
use super::buffer::PageBuffer;
use crate::markup::{Tag, kept_attribute};
use crate::text::floor_char_boundary;
use crate::work;

/// Text is read in pieces of at most this many bytes (hand-set).
const MAX_TEXT_BYTES: usize = 16 * 1024;
/// A character reference ends within this many bytes: the longest name has 32 (HTML standard, section 13.5).
const MAX_REFERENCE_BYTES: usize = 40;

/// A token of simple markup.
pub(super) enum FastToken {
    Text(StrTendril),
    Tag(TagToken),
    /// The start tag of a script or style sheet: where the tree has a place for it, what follows is no markup.
    RawTextTag(TagToken),
    /// A comment; its text is dropped.
    Comment,
}

/// The markup is not simple: html5ever has to read it.
pub(super) struct NotSimple {
    /// The end of the token, if it was found.
    pub(super) end: Option<usize>,
}

/// Reads the token at an offset between two tokens; also returns its end.
pub(super) fn read(html: &str, at: usize, buffer: &mut PageBuffer) -> Result<(FastToken, usize), NotSimple> {
    let bytes = &html.as_bytes()[at..];
    match bytes {
        [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => end_tag(html, at).ok_or(NotSimple { end: None }),
        [b'<', first, ..] if first.is_ascii_alphabetic() => start_tag(html, at, buffer),
        [b'<', b'!', b'-', b'-', ..] => comment(bytes).map(|length| (FastToken::Comment, at + length)),
        [b'<', ..] => Err(NotSimple { end: None }),
        _ => text(html, at, buffer),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

fn is_delimiter(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

fn end_tag(html: &str, at: usize) -> Option<(FastToken, usize)> {
    let bytes = html.as_bytes();
    let start = at + 2;
    let end = start + bytes[start..].iter().position(|&byte| is_delimiter(byte))?;
    let after = end + bytes[end..].iter().position(|&byte| !is_space(byte))?;
    let name = name_of_tag(&html[start..end])?;
    (bytes[after] == b'>').then(|| (FastToken::Tag(tag(TagKind::EndTag, name)), after + 1))
}

fn tag(kind: TagKind, name: LocalName) -> TagToken {
    TagToken { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false }
}

fn start_tag(html: &str, at: usize, buffer: &mut PageBuffer) -> Result<(FastToken, usize), NotSimple> {
    let attributes = std::mem::take(&mut buffer.attributes);
    let mut reader = StartTagReader { html, buffer, attributes, is_simple: true, is_raw_text: false };
    let tag = reader.read(at);
    let StartTagReader { is_simple, is_raw_text, .. } = reader;
    match tag {
        Some((tag, end)) if is_simple => {
            Ok((if is_raw_text { FastToken::RawTextTag(tag) } else { FastToken::Tag(tag) }, end))
        }
        tag => Err(NotSimple { end: tag.map(|(_, end)| end) }),
    }
}

struct StartTagReader<'a> {
    html: &'a str,
    buffer: &'a mut PageBuffer,
    attributes: Vec<Attribute>,
    /// False if html5ever has to read the tag, though its end was found.
    is_simple: bool,
    /// Whether it is the tag of a script or style sheet.
    is_raw_text: bool,
}

impl StartTagReader<'_> {
    /// A start tag and its end; `None` if html5ever has to find it. Follows the states of the HTML standard
    /// (section 13.2.5) from "tag name" to "self-closing start tag".
    fn read(&mut self, at: usize) -> Option<(TagToken, usize)> {
        let bytes = self.html.as_bytes();
        let start = at + 1;
        let mut offset = start + bytes[start..].iter().position(|&byte| is_delimiter(byte))?;
        let name = name_of_tag(&self.html[start..offset])?;
        let known = Tag::of(&name);
        self.is_raw_text = matches!(known, Tag::Script | Tag::Style);
        // html5ever's tokenizer has to know that the text after the tag is not markup.
        self.is_simple = self.is_raw_text || !known.is_raw_text();
        let mut tag = tag(TagKind::StartTag, name);
        let mut count = 0;
        loop {
            match *bytes.get(offset)? {
                byte if is_space(byte) => offset += 1,
                b'/' if *bytes.get(offset + 1)? == b'>' => {
                    tag.self_closing = true;
                    offset += 2;
                    break;
                }
                b'/' => offset += 1,
                b'>' => {
                    offset += 1;
                    break;
                }
                _ => {
                    count += 1;
                    if count > MAX_ATTRIBUTES {
                        return None;
                    }
                    offset = self.attribute(offset)?;
                }
            }
        }
        tag.attrs = std::mem::take(&mut self.attributes);
        Some((tag, offset))
    }

    /// Reads an attribute and returns its end.
    fn attribute(&mut self, at: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        // An equals sign at the beginning is part of the name.
        let end = at + 1 + bytes[at + 1..].iter().position(|&byte| is_delimiter(byte) || byte == b'=')?;
        let mut offset = end + bytes[end..].iter().position(|&byte| !is_space(byte))?;
        let mut value = 0..0;
        if bytes[offset] == b'=' {
            offset += 1;
            offset += bytes[offset..].iter().position(|&byte| !is_space(byte))?;
            (value, offset) = match bytes[offset] {
                quote @ (b'"' | b'\'') => {
                    let start = offset + 1;
                    let end = start + memchr::memchr(quote, &bytes[start..])?;
                    (start..end, end + 1)
                }
                b'>' => (0..0, offset),
                _ => {
                    let end = offset + bytes[offset..].iter().position(|&byte| is_space(byte) || byte == b'>')?;
                    (offset..end, end)
                }
            };
        }
        if let Some(name) = kept_attribute(&self.html[at..end])
            && self.attributes.iter().all(|known| known.name.local != name)
        {
            match decoded_text(self.html, value, true, self.buffer) {
                Some(value) => self.attributes.push(Attribute { name: QualName::new(None, ns!(), name), value }),
                None => self.is_simple = false,
            }
        }
        Some(offset)
    }
}

/// The name of a tag in lower case; `None` if it contains a NUL, which the standard replaces by U+FFFD.
fn name_of_tag(written: &str) -> Option<LocalName> {
    if let Some(name) = NAMES.get(written) {
        return Some(name.clone());
    }
    // Unknown names go to html5ever's global table, whichever tokenizer reads them.
    (!written.contains('\0')).then(|| LocalName::from(written.to_ascii_lowercase()))
}

/// The local names of nearly all tags by their spelling: those of HTML, and the most frequent ones of SVG.
static NAMES: LazyLock<FxHashMap<&str, LocalName>> = LazyLock::new(|| {
    let names = Tag::NAMES.iter().chain(&["g", "path", "rect", "svg", "use"]);
    names.map(|&name| (name, LocalName::from(name))).collect()
});

/// The length of a comment in bytes. Comments that are empty or not closed are not simple.
fn comment(bytes: &[u8]) -> Result<usize, NotSimple> {
    let inside = &bytes[4..];
    if inside.starts_with(b">") || inside.starts_with(b"->") {
        return Err(NotSimple { end: None });
    }
    let end = memchr::memchr_iter(b'-', inside).find_map(|offset| match &inside[offset..] {
        [b'-', b'-', b'>', ..] => Some(offset + 3),
        [b'-', b'-', b'!', b'>', ..] => Some(offset + 4),
        _ => None,
    });
    work::add_bytes(end.unwrap_or(inside.len()));
    end.map(|end| 4 + end).ok_or(NotSimple { end: None })
}

fn text(html: &str, at: usize, buffer: &mut PageBuffer) -> Result<(FastToken, usize), NotSimple> {
    let limit = floor_char_boundary(html, at + MAX_TEXT_BYTES);
    let rest = &html.as_bytes()[at..limit];
    // Before any other character, a less-than sign is text.
    let is_tag = |offset: &usize| match rest.get(offset + 1) {
        Some(next) => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
        None => true,
    };
    let tag = memchr::memchr_iter(b'<', rest).find(is_tag);
    let end = tag.map_or(limit, |tag| at + tag);
    // The piece may end inside a character reference or a CRLF.
    let is_cut = tag.is_none() && rest[rest.len().saturating_sub(MAX_REFERENCE_BYTES)..].contains(&b'&')
        || tag.is_none() && rest.ends_with(b"\r");
    let text = if is_cut { None } else { decoded_text(html, at..end, false, buffer) };
    text.map(|text| (FastToken::Text(text), end)).ok_or(NotSimple { end: Some(end) })
}

/// A range of the page with its line breaks and character references decoded; `None` if html5ever has to read
/// it.
fn decoded_text(html: &str, range: Range<usize>, in_attribute: bool, buffer: &mut PageBuffer) -> Option<StrTendril> {
    let written = &html[range.clone()];
    if memchr::memchr3(b'&', b'\r', 0, written.as_bytes()).is_none() {
        return Some(buffer.piece(html, range));
    }
    let mut text = StrTendril::with_capacity(written.len() as u32);
    let mut rest = written;
    while let Some(offset) = memchr::memchr3(b'&', b'\r', 0, rest.as_bytes()) {
        text.push_slice(&rest[..offset]);
        let after = &rest[offset + 1..];
        rest = match rest.as_bytes()[offset] {
            b'&' => decode_reference(after, in_attribute, &mut text)?,
            b'\r' => {
                text.push_slice("\n");
                after.strip_prefix('\n').unwrap_or(after)
            }
            _ => return None,
        };
    }
    text.push_slice(rest);
    Some(text)
}

/// Decodes a character reference: writes its characters, or the `&` itself if it is none, and returns the rest.
/// `after` is the text after the `&`.
fn decode_reference<'a>(after: &'a str, in_attribute: bool, text: &mut StrTendril) -> Option<&'a str> {
    let bytes = after.as_bytes();
    if let Some(number) = after.strip_prefix('#') {
        let digits = number.as_bytes();
        let (start, radix) = if matches!(digits.first(), Some(b'x' | b'X')) { (1, 16) } else { (0, 10) };
        let end = start + digits[start..].iter().take(MAX_REFERENCE_BYTES).position(|byte| *byte == b';')?;
        let is_number = end > start && digits[start..end].iter().all(|byte| byte.is_ascii_hexdigit());
        let code = if is_number { u32::from_str_radix(&number[start..end], radix).ok()? } else { return None };
        // The standard maps control characters and invalid code points to others (section 13.2.5.80).
        let c = char::from_u32(code).filter(|&c| matches!(c, ' '..='~' | '\u{A0}'..))?;
        text.push_char(c);
        return Some(&number[end + 1..]);
    }
    let end = bytes.iter().take(MAX_REFERENCE_BYTES).position(|byte| !byte.is_ascii_alphanumeric())?;
    match bytes[end] {
        _ if end == 0 => {
            text.push_slice("&");
            Some(after)
        }
        b';' => {
            let (first, second) = match &after[..end] {
                "amp" => ('&', None),
                "nbsp" => ('\u{A0}', None),
                "quot" => ('"', None),
                name => {
                    let &(first, second) = NAMED_ENTITIES.get(&after[..=end]).filter(|codes| codes.0 != 0)?;
                    debug_assert!(!name.is_empty());
                    (char::from_u32(first)?, char::from_u32(second).filter(|_| second != 0))
                }
            };
            text.push_char(first);
            second.into_iter().for_each(|second| text.push_char(second));
            Some(&after[end + 1..])
        }
        // In an attribute this is the next parameter of a URL (section 13.2.5.73).
        b'=' if in_attribute => {
            text.push_slice("&");
            Some(after)
        }
        _ => None,
    }
}
