//! Recognises UTF-16 and UTF-32 without a byte-order mark, by zero bytes.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::charset::{Charset, UTF_32_BYTES};

/// Only the start of the bytes is examined (hand-set; a multiple of four).
const MAX_EXAMINED_BYTES: usize = 4_096;
/// UTF-16 has at least this many zero bytes at even or at odd offsets (hand-set).
const MIN_ZEROS: usize = 4;
/// At the even or at the odd offsets, it has more than one zero byte per this many bytes of all (hand-set).
const MAX_BYTES_PER_ZERO: usize = 20;
/// One of even and odd offsets has more than this many times the zero bytes of the other (hand-set).
const MIN_ZEROS_RATIO: usize = 5;
/// Text this short is UTF-16 only if every second byte is zero (hand-set).
const MAX_SHORT_BYTES: usize = 2 * MIN_ZEROS;

/// UTF-16 or UTF-32, if the bytes are in one of them. Most pages have no zero byte, which is found out quickly.
pub(super) fn recognise(bytes: &[u8]) -> Option<Charset> {
    let start = &bytes[..bytes.len().min(MAX_EXAMINED_BYTES)];
    memchr::memchr(0, start)?;
    utf_32(start).or_else(|| utf_16(start))
}

/// Four bytes of an 8-bit encoding or of UTF-16 are hardly ever a character of UTF-32: its first byte is zero, and its
/// second is at most 16.
pub(super) fn utf_32(start: &[u8]) -> Option<Charset> {
    let are_characters = |charset: Charset| {
        let mut units = start.chunks_exact(UTF_32_BYTES);
        units.len() > 1 && units.all(|unit| charset.scalar(unit).is_some_and(|c| c != '\0'))
    };
    [Charset::Utf32Le, Charset::Utf32Be].into_iter().find(|&charset| are_characters(charset))
}

/// In UTF-16 the zero bytes of markup, digits and spaces are all at even or all at odd offsets.
fn utf_16(start: &[u8]) -> Option<Charset> {
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (most, least) = (even.max(odd), even.min(odd));
    let is_short = start.len() < MAX_SHORT_BYTES && most > 1 && least == 0 && most * 2 == start.len();
    let is_long = most >= MIN_ZEROS && most * MAX_BYTES_PER_ZERO > start.len() && least * MIN_ZEROS_RATIO < most;
    (is_short || is_long).then_some(Charset::Standard(if odd > even { UTF_16LE } else { UTF_16BE }))
}
