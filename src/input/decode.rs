//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::html::declared_encoding;
use crate::note::Note;

/// A declaration is searched for in this many bytes. The HTML standard says 1,024 (section 13.2.3.2), but real pages
/// have scripts before it.
const MAX_PRESCAN_BYTES: usize = 4_096;
/// Text in a single-byte encoding may contain this many continuation bytes of UTF-8 by chance (hand-set).
const MAX_ACCIDENTS: usize = 1;
/// Text in a multi-byte encoding may contain this many (hand-set).
const MAX_ACCIDENTS_MULTIBYTE: usize = 12;
/// A page that declares another encoding is UTF-8 if it has more well-formed continuation bytes per malformed sequence
/// than this (hand-set).
const MIN_WELL_FORMED_PER_MALFORMED: usize = 200;
/// A page without a declaration is UTF-8 if it has at least this many (hand-set).
const MIN_WELL_FORMED_PER_MALFORMED_UNDECLARED: usize = 20;
/// A page that declares UTF-16 has at least one zero byte per this many bytes (hand-set).
const MAX_BYTES_PER_ZERO: usize = 100;
/// UTF-16 without a declaration has at least this many zero bytes at even or at odd offsets (hand-set).
const MIN_ZEROS: usize = 4;
/// At the even or at the odd offsets, it has more than one zero byte per this many bytes of all (hand-set).
const MAX_BYTES_PER_ZERO_UNDECLARED: usize = 20;
/// One of even and odd offsets has more than this many times the zero bytes of the other (hand-set).
const MIN_ZEROS_RATIO: usize = 5;
/// A note repeats at most this many characters of an unknown label (hand-set).
const MAX_LABEL_CHARS: usize = 80;

/// Decoded text and the name of its encoding.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// Decodes a page by the first of these: a byte-order mark, the transport's charset, the page's own declaration, a
/// guess (HTML standard, section 13.2.3.2, "Determining the character encoding"). A declaration that the bytes
/// contradict is ignored, with a note.
pub(crate) fn decode<'a>(bytes: &'a [u8], charset: Option<&str>, notes: &mut Vec<Note>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return finish(encoding, &bytes[length..], notes);
    }
    let transport = charset.and_then(|label| encoding_of(label, notes));
    let declared = transport.or_else(|| prescan(bytes, notes));
    let utf_8 = Utf8Sequences::of(bytes);
    let Some(declared) = declared else {
        return finish(guess(bytes, &utf_8), bytes, notes);
    };
    let used = refute(declared, bytes, &utf_8).unwrap_or(declared);
    if used != declared {
        notes.push(Note::WrongCharset { declared: declared.name(), used: used.name() });
    }
    finish(used, bytes, notes)
}

/// The encoding of the bytes if they contradict the declared one.
fn refute(declared: &'static Encoding, bytes: &[u8], utf_8: &Utf8Sequences) -> Option<&'static Encoding> {
    if declared == UTF_8 {
        // UTF-8 with a few malformed sequences is damaged UTF-8; with more of them than good ones it is none.
        let is_refuted = utf_8.malformed > utf_8.well_formed;
        return is_refuted.then(|| guess(bytes, utf_8)).filter(|&guess| guess != UTF_8);
    }
    if declared == UTF_16LE || declared == UTF_16BE {
        // In every script, spaces and line breaks have a zero byte.
        let zeros = memchr::memchr_iter(0, bytes).count();
        return (zeros * MAX_BYTES_PER_ZERO < bytes.len()).then(|| guess(bytes, utf_8));
    }
    let accidents = if declared.is_single_byte() { MAX_ACCIDENTS } else { MAX_ACCIDENTS_MULTIBYTE };
    let is_utf_8 = utf_8.well_formed > accidents + MIN_WELL_FORMED_PER_MALFORMED * utf_8.malformed;
    is_utf_8.then_some(UTF_8)
}

fn guess(bytes: &[u8], utf_8: &Utf8Sequences) -> &'static Encoding {
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    if utf_8.malformed * MIN_WELL_FORMED_PER_MALFORMED_UNDECLARED <= utf_8.well_formed {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Recognises UTF-16 without a byte-order mark by the zero bytes of markup, digits and spaces, which are all at
/// even or all at odd offsets.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(MAX_PRESCAN_BYTES)];
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (most, least) = (even.max(odd), even.min(odd));
    let is_utf_16 =
        most >= MIN_ZEROS && most * MAX_BYTES_PER_ZERO_UNDECLARED > start.len() && least * MIN_ZEROS_RATIO < most;
    is_utf_16.then_some(if odd > even { UTF_16LE } else { UTF_16BE })
}

/// Evidence for and against UTF-8 in some bytes.
struct Utf8Sequences {
    /// The number of continuation bytes in well-formed sequences.
    well_formed: usize,
    /// The number of malformed sequences.
    malformed: usize,
}

impl Utf8Sequences {
    fn of(bytes: &[u8]) -> Self {
        // Most pages are well-formed as a whole, and are validated many bytes at a time.
        let (whole, rest) = bytes.split_at(Encoding::utf8_valid_up_to(bytes));
        let mut sequences = Self { well_formed: continuation_bytes(whole), malformed: 0 };
        for chunk in rest.utf8_chunks() {
            sequences.well_formed += continuation_bytes(chunk.valid().as_bytes());
            sequences.malformed += usize::from(!chunk.invalid().is_empty());
        }
        sequences
    }
}

/// The number of bytes that continue a character. Counted in chunks whose counts have 8 bits, which compilers turn into
/// vectors of bytes.
fn continuation_bytes(bytes: &[u8]) -> usize {
    let count = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(matches!(byte, 0x80..0xC0))).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(count(chunk))).sum()
}

/// The encoding with a label; notes a label that is unknown.
fn encoding_of(label: &str, notes: &mut Vec<Note>) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    if encoding.is_none() {
        notes.push(Note::UnknownCharset { label: label.chars().take(MAX_LABEL_CHARS).collect() });
    }
    encoding
}

/// The encoding that the page itself declares.
fn prescan(bytes: &[u8], notes: &mut Vec<Note>) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(MAX_PRESCAN_BYTES)];
    let has_declaration = memchr::memmem::find(&start.to_ascii_lowercase(), b"charset").is_some();
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(if has_declaration { start } else { b"" });
    let label = declared_encoding(&text).or_else(|| xml_encoding(start))?;
    let encoding = encoding_of(&label, notes)?;
    Some(match encoding {
        // A declaration that can be read as ASCII is not in UTF-16 (HTML standard, section 13.2.3.2).
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding => encoding,
    })
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

fn finish<'a>(encoding: &'static Encoding, bytes: &'a [u8], notes: &mut Vec<Note>) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        notes.push(Note::Malformed { sequences: count_malformed(encoding, bytes) });
    }
    Decoded { text, encoding: encoding.name() }
}

fn count_malformed(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = vec![0; 8_192];
    let (mut read, mut malformed) = (0, 0);
    loop {
        let (result, bytes_read, _) = decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut buffer, true);
        read += bytes_read;
        match result {
            DecoderResult::InputEmpty => return malformed,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => malformed += 1,
        }
    }
}
