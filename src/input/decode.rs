//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::html::declared_encoding;
use crate::note::Note;

/// So much of the beginning may hold the declaration. The standard says 1,024 bytes; real pages put
/// scripts first.
const PRESCAN: usize = 4_096;
/// So many bytes that go on with UTF-8 by accident have to be expected in text of an encoding that has
/// one byte or more a character.
const ACCIDENTS: usize = 1;
const ACCIDENTS_MULTIBYTE: usize = 12;
/// Of so many bytes of UTF-16 one is zero.
const BYTES_A_ZERO: usize = 100;
/// UTF-16 that nobody speaks of has so many of them, in one half of the bytes.
const MIN_ZEROS: usize = 4;

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
        // Blanks and line breaks have a zero byte in any script.
        let zeros = memchr::memchr_iter(0, bytes).count();
        return (zeros * BYTES_A_ZERO < bytes.len()).then(|| guess(bytes, utf_8));
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

/// UTF-16 without a mark shows in its zero bytes, which stand in one half of each pair: markup,
/// figures and blanks have them.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let beginning = &bytes[..bytes.len().min(PRESCAN)];
    let zeros = |first: usize| beginning.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (most, least) = (even.max(odd), even.min(odd));
    let is_utf_16 = most >= MIN_ZEROS && most * 20 > beginning.len() && least * 5 < most;
    is_utf_16.then_some(if odd > even { UTF_16LE } else { UTF_16BE })
}

/// How many bytes go on with a character of UTF-8 as they should, and how many sequences are none.
struct Utf8Sequences {
    well_formed: usize,
    malformed: usize,
}

impl Utf8Sequences {
    fn of(bytes: &[u8]) -> Self {
        let mut sequences = Self { well_formed: 0, malformed: 0 };
        for chunk in bytes.utf8_chunks() {
            sequences.well_formed += chunk.valid().bytes().filter(|byte| matches!(byte, 0x80..0xC0)).count();
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
    Some(match encoding {
        // Who can read the declaration as ASCII is not reading UTF-16.
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding => encoding,
    })
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
