//! Plain markup, read without the tokenizer.
//!
//! Nearly all of a page is tags, text and comments in which nothing is broken. The tokenizer goes through
//! them character by character; here they are searched for their ends, and attributes that nobody asks
//! for are passed over. What has anything unusual about it is left to the tokenizer: it is handed the
//! page from there on until it stands between two tokens again.

use std::ops::Range;
use std::sync::LazyLock;

use html5ever::data::NAMED_ENTITIES;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag as TagToken, TagKind};
use html5ever::{Attribute, LocalName, QualName, ns};
use rustc_hash::FxHashMap;

use super::attributes::MAX_ATTRIBUTES;
use super::parse::Block;
use crate::markup::{Tag, kept_attribute};

/// Text is read in pieces of so many bytes at the most.
const MAX_TEXT: usize = 16 * 1024;
/// No character reference has a longer name.
const MAX_REFERENCE: usize = 40;

/// What stands at a place of a page.
pub(super) enum Plain {
    Text(StrTendril),
    Tag(TagToken),
    /// A comment or the like; nobody wants it.
    Comment,
}

/// What the tokenizer has to read: up to here it is one thing, as far as can be seen.
pub(super) struct Hard {
    pub(super) end: Option<usize>,
}

/// Reads what stands at a place between two tokens, and where it ends.
pub(super) fn read(html: &str, at: usize, block: &mut Block) -> Result<(Plain, usize), Hard> {
    let bytes = &html.as_bytes()[at..];
    match bytes {
        [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => end_tag(html, at).ok_or(Hard { end: None }),
        [b'<', first, ..] if first.is_ascii_alphabetic() => start_tag(html, at, block),
        [b'<', b'!', b'-', b'-', ..] => comment(bytes).map(|length| (Plain::Comment, at + length)),
        [b'<', ..] => Err(Hard { end: None }),
        _ => text(html, at, block),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

fn is_delimiter(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

fn end_tag(html: &str, at: usize) -> Option<(Plain, usize)> {
    let bytes = html.as_bytes();
    let start = at + 2;
    let end = start + bytes[start..].iter().position(|&byte| is_delimiter(byte))?;
    let behind = end + bytes[end..].iter().position(|&byte| !is_space(byte))?;
    let name = name_of_tag(&html[start..end])?;
    (bytes[behind] == b'>').then(|| (Plain::Tag(tag(TagKind::EndTag, name)), behind + 1))
}

fn tag(kind: TagKind, name: LocalName) -> TagToken {
    TagToken { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false }
}

fn start_tag(html: &str, at: usize, block: &mut Block) -> Result<(Plain, usize), Hard> {
    let mut reader = TagReader { html, block, attributes: Vec::new(), is_hard: false };
    let tag = reader.read(at);
    let is_hard = reader.is_hard;
    match tag {
        Some((tag, end)) if !is_hard => Ok((Plain::Tag(tag), end)),
        tag => Err(Hard { end: tag.map(|(_, end)| end) }),
    }
}

struct TagReader<'a> {
    html: &'a str,
    block: &'a mut Block,
    attributes: Vec<Attribute>,
    /// Whether the tokenizer has to read the tag, though its end was found.
    is_hard: bool,
}

impl TagReader<'_> {
    /// A start tag and its end; `None` where the tokenizer has to find it. The states are those of the
    /// standard from "tag name" to "self-closing start tag".
    fn read(&mut self, at: usize) -> Option<(TagToken, usize)> {
        let bytes = self.html.as_bytes();
        let start = at + 1;
        let mut place = start + bytes[start..].iter().position(|&byte| is_delimiter(byte))?;
        let name = name_of_tag(&self.html[start..place])?;
        // The tokenizer has to know that the text behind the tag is not markup.
        self.is_hard = Tag::of(&name).is_raw_text();
        let mut tag = tag(TagKind::StartTag, name);
        let mut count = 0;
        loop {
            match *bytes.get(place)? {
                byte if is_space(byte) => place += 1,
                b'/' if *bytes.get(place + 1)? == b'>' => {
                    tag.self_closing = true;
                    place += 2;
                    break;
                }
                b'/' => place += 1,
                b'>' => {
                    place += 1;
                    break;
                }
                _ => {
                    count += 1;
                    if count > MAX_ATTRIBUTES {
                        return None;
                    }
                    place = self.attribute(place)?;
                }
            }
        }
        tag.attrs = std::mem::take(&mut self.attributes);
        Some((tag, place))
    }

    /// Reads an attribute; the place behind it.
    fn attribute(&mut self, at: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        // An equals sign that comes first is part of the name.
        let end = at + 1 + bytes[at + 1..].iter().position(|&byte| is_delimiter(byte) || byte == b'=')?;
        let mut place = end + bytes[end..].iter().position(|&byte| !is_space(byte))?;
        let mut value = 0..0;
        if bytes[place] == b'=' {
            place += 1;
            place += bytes[place..].iter().position(|&byte| !is_space(byte))?;
            (value, place) = match bytes[place] {
                quote @ (b'"' | b'\'') => {
                    let start = place + 1;
                    let end = start + memchr::memchr(quote, &bytes[start..])?;
                    (start..end, end + 1)
                }
                b'>' => (0..0, place),
                _ => {
                    let end = place + bytes[place..].iter().position(|&byte| is_space(byte) || byte == b'>')?;
                    (place..end, end)
                }
            };
        }
        if let Some(name) = kept_attribute(&self.html[at..end])
            && self.attributes.iter().all(|known| known.name.local != name)
        {
            match plain_text(self.html, value, true, self.block) {
                Some(value) => self.attributes.push(Attribute { name: QualName::new(None, ns!(), name), value }),
                None => self.is_hard = true,
            }
        }
        Some(place)
    }
}

/// The name of a tag in lower case; `None` where a byte of it is zero.
fn name_of_tag(written: &str) -> Option<LocalName> {
    if let Some(name) = NAMES.get(written) {
        return Some(name.clone());
    }
    // A name that the standards do not have goes to a table of the parser, whoever reads it.
    (!written.contains('\0')).then(|| LocalName::from(written.to_ascii_lowercase()))
}

/// The local names of nearly all tags by their spelling: those of HTML, and the most frequent ones of SVG.
static NAMES: LazyLock<FxHashMap<&str, LocalName>> = LazyLock::new(|| {
    let names = Tag::NAMES.iter().chain(&["g", "path", "rect", "svg", "use"]);
    names.map(|&name| (name, LocalName::from(name))).collect()
});

/// The length of a comment; what is not closed, or closed in an odd way, the tokenizer has to read.
fn comment(bytes: &[u8]) -> Result<usize, Hard> {
    let inside = &bytes[4..];
    if inside.starts_with(b">") || inside.starts_with(b"->") {
        return Err(Hard { end: None });
    }
    let end = memchr::memchr_iter(b'-', inside).find_map(|place| match &inside[place..] {
        [b'-', b'-', b'>', ..] => Some(place + 3),
        [b'-', b'-', b'!', b'>', ..] => Some(place + 4),
        _ => None,
    });
    end.map(|end| 4 + end).ok_or(Hard { end: None })
}

fn text(html: &str, at: usize, block: &mut Block) -> Result<(Plain, usize), Hard> {
    let mut limit = html.len().min(at + MAX_TEXT);
    while !html.is_char_boundary(limit) {
        limit -= 1;
    }
    let rest = &html.as_bytes()[at..limit];
    // A less-than sign before anything else is one.
    let is_tag = |place: &usize| match rest.get(place + 1) {
        Some(next) => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
        None => true,
    };
    let tag = memchr::memchr_iter(b'<', rest).find(is_tag);
    let end = tag.map_or(limit, |tag| at + tag);
    // What ends without a tag may go on with the other half of a reference or a line break.
    let is_cut = tag.is_none() && rest[rest.len().saturating_sub(MAX_REFERENCE)..].contains(&b'&')
        || tag.is_none() && rest.ends_with(b"\r");
    let text = if is_cut { None } else { plain_text(html, at..end, false, block) };
    text.map(|text| (Plain::Text(text), end)).ok_or(Hard { end: Some(end) })
}

/// A stretch of the page with line breaks and character references as the standard reads them; `None` where
/// it takes the tokenizer to read it.
fn plain_text(html: &str, range: Range<usize>, in_attribute: bool, block: &mut Block) -> Option<StrTendril> {
    let written = &html[range.clone()];
    if memchr::memchr3(b'&', b'\r', 0, written.as_bytes()).is_none() {
        return Some(block.piece(html, range));
    }
    let mut text = StrTendril::with_capacity(written.len() as u32);
    let mut rest = written;
    while let Some(place) = memchr::memchr3(b'&', b'\r', 0, rest.as_bytes()) {
        text.push_slice(&rest[..place]);
        let behind = &rest[place + 1..];
        rest = match rest.as_bytes()[place] {
            b'&' => behind_reference(behind, in_attribute, &mut text)?,
            b'\r' => {
                text.push_slice("\n");
                behind.strip_prefix('\n').unwrap_or(behind)
            }
            _ => return None,
        };
    }
    text.push_slice(rest);
    Some(text)
}

/// Writes what the character reference stands for of which this is what comes after the `&`, or the `&`
/// itself; gives back the rest.
fn behind_reference<'a>(behind: &'a str, in_attribute: bool, text: &mut StrTendril) -> Option<&'a str> {
    let bytes = behind.as_bytes();
    if let Some(number) = behind.strip_prefix('#') {
        let digits = number.as_bytes();
        let (start, radix) = if matches!(digits.first(), Some(b'x' | b'X')) { (1, 16) } else { (0, 10) };
        let end = start + digits[start..].iter().take(MAX_REFERENCE).position(|byte| *byte == b';')?;
        let is_number = end > start && digits[start..end].iter().all(|byte| byte.is_ascii_hexdigit());
        let code = if is_number { u32::from_str_radix(&number[start..end], radix).ok()? } else { return None };
        // Control characters and what is none are read in ways of their own.
        let c = char::from_u32(code).filter(|&c| matches!(c, ' '..='~' | '\u{A0}'..))?;
        text.push_char(c);
        return Some(&number[end + 1..]);
    }
    let end = bytes.iter().take(MAX_REFERENCE).position(|byte| !byte.is_ascii_alphanumeric())?;
    match bytes[end] {
        _ if end == 0 => {
            text.push_slice("&");
            Some(behind)
        }
        b';' => {
            let (first, second) = match &behind[..end] {
                "amp" => ('&', None),
                "nbsp" => ('\u{A0}', None),
                "quot" => ('"', None),
                name => {
                    let &(first, second) = NAMED_ENTITIES.get(&behind[..=end]).filter(|codes| codes.0 != 0)?;
                    debug_assert!(!name.is_empty());
                    (char::from_u32(first)?, char::from_u32(second).filter(|_| second != 0))
                }
            };
            text.push_char(first);
            second.into_iter().for_each(|second| text.push_char(second));
            Some(&behind[end + 1..])
        }
        // A parameter of an address.
        b'=' if in_attribute => {
            text.push_slice("&");
            Some(behind)
        }
        _ => None,
    }
}
