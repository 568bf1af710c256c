//! The part of a page that tells encodings apart: what is not ASCII, with the words around it.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::charset::Charset;

/// This much of a page is read under each encoding that is in question (hand-set).
const MAX_SAMPLE_BYTES: usize = 8_192;
/// A piece begins at most this far before the first byte that is not ASCII (hand-set).
const MAX_BYTES_BEFORE: usize = 32;
/// A piece ends at the first border after this many bytes (hand-set).
const MIN_PIECE_BYTES: usize = 64;

/// Some bytes of a page.
pub(super) struct Sample<'a> {
    /// The start of the page, for encodings in which nothing is ASCII.
    start: &'a [u8],
    /// The pieces of the page that are not ASCII, one on each line.
    pieces: Vec<u8>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let mut pieces = Vec::new();
        let mut at = 0;
        while pieces.len() < MAX_SAMPLE_BYTES {
            let first = at + Encoding::ascii_valid_up_to(&bytes[at..]);
            if first == bytes.len() {
                break;
            }
            let before = &bytes[at.max(first.saturating_sub(MAX_BYTES_BEFORE))..first];
            let start = first - before.iter().rev().position(|&byte| is_border(byte)).unwrap_or(before.len());
            let longest = &bytes[start..bytes.len().min(start + MAX_SAMPLE_BYTES)];
            let end = longest.iter().skip(MIN_PIECE_BYTES.max(first - start)).position(|&byte| is_border(byte));
            let end = end.map_or(start + longest.len(), |end| start + MIN_PIECE_BYTES.max(first - start) + end);
            pieces.extend_from_slice(&bytes[start..end]);
            pieces.push(b'\n');
            at = end;
        }
        Self { start: &bytes[..bytes.len().min(MAX_SAMPLE_BYTES)], pieces }
    }

    /// The sample under an encoding.
    pub(super) fn decode(&self, charset: Charset) -> Cow<'_, str> {
        charset.decode(if charset.is_wide() { self.start } else { &self.pieces }).0
    }
}

/// Whether a byte is between words and never the second byte of a character in the encodings of the standard but
/// UTF-16.
fn is_border(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'<' | b'>' | b'"')
}
