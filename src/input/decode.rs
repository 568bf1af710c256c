//! From bytes to text: which encoding a page is in.
//!
//! There are four kinds of evidence: a byte-order mark, the label of the transport, the label in the page itself
//! (`<meta>`, or an XML declaration), and the bytes. They are weighed by this rule:
//!
//! 1. A byte-order mark decides. Without one, so do zero bytes that only UTF-16 or UTF-32 has (`wide`).
//! 2. The label of the transport counts, without one that of the page (Encoding Standard and HTML standard, section
//!    13.2.3.2), unless the bytes refute it:
//!    - UTF-8 is refuted by more malformed sequences than well-formed ones, at least two, if they read well in another
//!      encoding;
//!    - UTF-16 is refuted by bytes with hardly any zero;
//!    - any other is refuted by well-formed UTF-8, more than chance would have it;
//!    - or by its text, if that has several misfits (`reading`: replaced bytes, letters that no language has together, signs
//!      within words) and another encoding makes much less of them.
//! 3. A label that is refuted is replaced by the first of these that the bytes bear out: UTF-8, the label of the page, the
//!    guess of chardetng, the encoding with the fewest misfits. If none is, the label stays.
//! 4. Without any label that counts, UTF-8 is taken if the bytes are nearly well-formed, else the guess, unless that has
//!    misfits and another encoding has much less.
//!
//! Every label that is not followed is noted: it is wrong (the bytes refute it) or overruled (by a mark or by the transport).
//! Text that has many misfits all the same is noted as doubtful. Labels are read leniently (`label`). Pages that are all UTF-8 and
//! say so are read once, to validate them; all other work is on a sample of bounded size.

mod charset;
mod guess;
mod label;
mod letters;
mod reading;
mod sample;
mod utf_8;
mod wide;

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252, X_USER_DEFINED};

use self::charset::Charset;
use self::guess::Evidence;
use self::label::Label;
pub(super) use self::label::charset_parameter;
use super::html::declared_encoding;
use crate::note::{CharsetSource, Note};

/// A declaration is searched for in this many bytes. The HTML standard says 1,024 (section 13.2.3.2), but real pages
/// have scripts before it.
const MAX_PRESCAN_BYTES: usize = 4_096;
/// A note repeats at most this many characters of an unknown label (hand-set).
const MAX_LABEL_CHARS: usize = 80;

/// Decoded text and the name of its encoding.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// Decodes a page by the rule above.
pub(crate) fn decode<'a>(bytes: &'a [u8], label: Option<&str>, notes: &mut Vec<Note>) -> Decoded<'a> {
    let mark = byte_order_mark(bytes);
    let bytes = &bytes[mark.map_or(0, |(_, length)| length)..];
    let wide = mark.map(|(charset, _)| charset).filter(|charset| charset.is_wide());
    let wide = wide.or_else(|| if mark.is_none() { wide::recognise(bytes) } else { None });
    let transport = label.and_then(|label| declared(label, CharsetSource::Transport, wide, notes));
    let page = declared_label(bytes, wide).and_then(|label| declared(&label, CharsetSource::Page, wide, notes));
    let page = page.map(|charset| as_read_in_page(charset, wide));
    let (used, source) = match (mark, wide) {
        (Some((charset, _)), _) => (charset, Some(CharsetSource::Mark)),
        (None, Some(charset)) => (charset, None),
        (None, None) => guess::choose(bytes, transport, page),
    };
    for (declared, at) in [(transport, CharsetSource::Transport), (page, CharsetSource::Page)] {
        let Some(declared) = declared.filter(|declared| !declared.agrees_with(used)) else { continue };
        let (declared, used) = (declared.name(), used.name());
        notes.push(match source {
            Some(CharsetSource::Mark) => Note::OverruledCharset { declared, used, source: at },
            Some(CharsetSource::Transport) if at == CharsetSource::Page => {
                Note::OverruledCharset { declared, used, source: at }
            }
            _ => Note::WrongCharset { declared, used, source: at },
        });
    }
    finish(used, bytes, notes)
}

/// The encoding and the length of a byte-order mark. The mark of UTF-32LE begins like that of UTF-16LE.
fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    let is_utf_32 = bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]);
    if is_utf_32 && let Some(charset) = wide::recognise(bytes).filter(|charset| charset.is_utf_32()) {
        return Some((charset, charset::UTF_32_BYTES));
    }
    Encoding::for_bom(bytes).map(|(encoding, length)| (Charset::Standard(encoding), length))
}

/// The encoding with a label; notes a label that is unknown. The standard does not know UTF-32, so that its labels count
/// only where the bytes are in it.
fn declared(label: &str, source: CharsetSource, wide: Option<Charset>, notes: &mut Vec<Note>) -> Option<Charset> {
    match label::read(label) {
        Label::Known(charset) if !charset.is_utf_32() || wide.is_some_and(Charset::is_utf_32) => Some(charset),
        Label::Absent => None,
        Label::Known(_) | Label::Unknown => {
            notes.push(Note::UnknownCharset { label: label.chars().take(MAX_LABEL_CHARS).collect(), source });
            None
        }
    }
}

/// The label that the page itself declares.
fn declared_label(bytes: &[u8], wide: Option<Charset>) -> Option<String> {
    let start = &bytes[..bytes.len().min(MAX_PRESCAN_BYTES)];
    if let Some(wide) = wide {
        return declared_encoding(&wide.decode(start).0);
    }
    let has_declaration = memchr::memmem::find(&start.to_ascii_lowercase(), b"charset").is_some();
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(if has_declaration { start } else { b"" });
    declared_encoding(&text).or_else(|| xml_encoding(start))
}

/// What a declaration in a page means (HTML standard, section 13.2.3.2).
fn as_read_in_page(charset: Charset, wide: Option<Charset>) -> Charset {
    match charset {
        // A declaration that can be read as ASCII is not in UTF-16.
        charset if charset.is_wide() && wide.is_none() => Charset::UTF_8,
        Charset::Standard(encoding) if encoding == X_USER_DEFINED => Charset::Standard(WINDOWS_1252),
        charset => charset,
    }
}

/// The label in an XML declaration.
fn xml_encoding(start: &[u8]) -> Option<String> {
    let declaration = start.strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', declaration)?;
    let declaration = str::from_utf8(&declaration[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label.to_owned())
}

fn finish<'a>(used: Charset, bytes: &'a [u8], notes: &mut Vec<Note>) -> Decoded<'a> {
    let (text, had_errors) = used.decode(bytes);
    if had_errors {
        notes.push(Note::Malformed { sequences: used.count_malformed(bytes) });
    } else if used != Charset::UTF_8 && Evidence::of(bytes).is_doubtful(used) {
        notes.push(Note::DoubtfulCharset { used: used.name() });
    }
    Decoded { text, encoding: used.name() }
}
