//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::html::declared_encoding;
use crate::note::Note;

/// So much of the beginning may hold the declaration. The standard says 1,024 bytes; real pages put
/// scripts first.
const PRESCAN: usize = 4_096;
/// So many sequences that are UTF-8 by accident have to be expected in text of an encoding that has
/// few or many bytes a character.
const ACCIDENTS: usize = 2;
const ACCIDENTS_MULTIBYTE: usize = 12;

/// Decoded text, and in which encoding it was.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
}

/// Decodes a page: a byte-order mark goes before the transport's charset, that before the page's own
/// declaration, that before a guess (the order of the HTML standard, "Determining the character
/// encoding"). A declaration that the bytes refute is passed over, with a note.
pub(crate) fn decode<'a>(bytes: &'a [u8], charset: Option<&str>, notes: &mut Vec<Note>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return finish(encoding, &bytes[length..], notes);
    }
    let transport = charset.and_then(|label| known(label, notes));
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

/// The encoding that the bytes are in, where they cannot be in the declared one.
fn refute(declared: &'static Encoding, bytes: &[u8], utf_8: &Utf8Sequences) -> Option<&'static Encoding> {
    if declared == UTF_8 {
        // Some broken bytes in a page are an accident; more of them than good ones are not.
        let is_refuted = utf_8.malformed > utf_8.well_formed;
        return is_refuted.then(|| guess(bytes, utf_8)).filter(|&guess| guess != UTF_8);
    }
    if declared == UTF_16LE || declared == UTF_16BE {
        let is_ascii_compatible = utf_16(bytes).is_none();
        return is_ascii_compatible.then(|| guess(bytes, utf_8));
    }
    let accidents = if declared.is_single_byte() { ACCIDENTS } else { ACCIDENTS_MULTIBYTE };
    (utf_8.malformed == 0 && utf_8.well_formed > accidents || utf_8.well_formed > accidents + 200 * utf_8.malformed)
        .then_some(UTF_8)
}

fn guess(bytes: &[u8], utf_8: &Utf8Sequences) -> &'static Encoding {
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    if utf_8.malformed * 20 <= utf_8.well_formed {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark shows in its zero bytes: every other byte of markup is one.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let beginning = &bytes[..bytes.len().min(PRESCAN)];
    let zeros = |first: usize| beginning.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), beginning.len() / 2);
    if pairs < 8 {
        return None;
    }
    if odd * 5 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 5 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// How many sequences of more than one byte are UTF-8, and how many are not.
struct Utf8Sequences {
    well_formed: usize,
    malformed: usize,
}

impl Utf8Sequences {
    fn of(bytes: &[u8]) -> Self {
        let mut sequences = Self { well_formed: 0, malformed: 0 };
        for chunk in bytes.utf8_chunks() {
            sequences.well_formed += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
            sequences.malformed += usize::from(!chunk.invalid().is_empty());
        }
        sequences
    }
}

fn known(label: &str, notes: &mut Vec<Note>) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    if encoding.is_none() {
        notes.push(Note::UnknownCharset { label: label.chars().take(80).collect() });
    }
    encoding
}

/// The encoding that the page itself declares.
fn prescan(bytes: &[u8], notes: &mut Vec<Note>) -> Option<&'static Encoding> {
    let beginning = &bytes[..bytes.len().min(PRESCAN)];
    let has_declaration = memchr::memmem::find(&beginning.to_ascii_lowercase(), b"charset").is_some();
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(if has_declaration { beginning } else { b"" });
    let label = declared_encoding(&text).or_else(|| xml_encoding(beginning))?;
    let encoding = known(&label, notes)?;
    // Who can read the declaration as ASCII is not reading UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The encoding of an XML declaration.
fn xml_encoding(beginning: &[u8]) -> Option<String> {
    let declaration = beginning.strip_prefix(b"<?xml")?;
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
