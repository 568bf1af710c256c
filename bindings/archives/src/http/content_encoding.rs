//! Content codings (RFC 9110, 8.4.1; RFC 7932; RFC 8878).

use std::io::Read;

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::note::HttpNote;
use crate::compressed::{BrotliDecoder, Codec};

/// More codings than this are not undone; hand-set. No server applies more than two.
const MAX_CODINGS: usize = 4;

/// Undoes codings, the last one first, as far as the bytes are encoded at all.
pub fn decode(mut bytes: Vec<u8>, codings: &[String], limit: usize, notes: &mut Vec<HttpNote>) -> Vec<u8> {
    for coding in codings.iter().rev().take(MAX_CODINGS) {
        bytes = decode_one(bytes, coding, limit, notes);
    }
    // No page begins like that.
    let hidden = match Codec::of(&bytes) {
        Some(Codec::Gzip) => Some("gzip"),
        Some(Codec::Zstd) => Some("zstd"),
        _ => None,
    };
    if let Some(coding) = hidden
        && codings.len() < MAX_CODINGS
    {
        let decoded = undo(&bytes, coding, limit);
        if !decoded.bytes.is_empty() {
            notes.push(HttpNote::Encoded(coding));
            return note_rest(decoded, coding, bytes.len(), notes);
        }
    }
    bytes
}

fn decode_one(bytes: Vec<u8>, coding: &str, limit: usize, notes: &mut Vec<HttpNote>) -> Vec<u8> {
    let coding = coding.strip_prefix("x-").unwrap_or(coding);
    match coding {
        "identity" | "none" => return bytes,
        "gzip" | "deflate" | "br" | "zstd" => {}
        _ => {
            // Some servers write the charset or the media type there.
            notes.push(HttpNote::UnknownEncoding(coding.to_owned()));
            return bytes;
        }
    }
    if bytes.is_empty() {
        return bytes;
    }
    let decoded = undo(&bytes, coding, limit);
    // Plain text can look like the beginning of a coding without a magic number.
    let is_doubtful = !decoded.is_whole && matches!(coding, "deflate" | "br") && is_text(&bytes);
    if decoded.bytes.is_empty() && !decoded.is_whole || is_doubtful {
        notes.push(HttpNote::NotEncoded(coding.to_owned()));
        return bytes;
    }
    note_rest(decoded, coding, bytes.len(), notes)
}

fn note_rest(decoded: Decoded, coding: &str, length: usize, notes: &mut Vec<HttpNote>) -> Vec<u8> {
    let coding = coding.to_owned();
    if decoded.is_too_long {
        notes.push(HttpNote::TooLong { limit: decoded.bytes.len().saturating_sub(1) });
    } else if !decoded.is_whole {
        notes.push(HttpNote::DamagedEncoding { coding, decoded: decoded.bytes.len() });
    } else if decoded.used < length {
        notes.push(HttpNote::AfterEncoding { coding, bytes: length - decoded.used });
    }
    decoded.bytes
}

/// What a decoder made of bytes.
#[derive(Default)]
struct Decoded {
    bytes: Vec<u8>,
    /// Number of bytes that it read.
    used: usize,
    /// Whether it came to its end.
    is_whole: bool,
    is_too_long: bool,
}

fn undo(bytes: &[u8], coding: &str, limit: usize) -> Decoded {
    match coding {
        "gzip" if Codec::of(bytes) == Some(Codec::Gzip) => gzip(bytes, limit),
        "zstd" if Codec::of(bytes) == Some(Codec::Zstd) => match zstd::Decoder::with_buffer(bytes) {
            // It goes on through all frames.
            Ok(decoder) => read(decoder, limit, |_| bytes.len()),
            Err(_) => Decoded::default(),
        },
        // The standard means zlib, but many servers send bare deflate.
        "deflate" => {
            let zlib = read(ZlibDecoder::new(bytes), limit, |decoder| decoder.total_in() as usize);
            if zlib.bytes.is_empty() && !zlib.is_whole {
                read(DeflateDecoder::new(bytes), limit, |decoder| decoder.total_in() as usize)
            } else {
                zlib
            }
        }
        "br" => read(BrotliDecoder::new(bytes), limit, |decoder| bytes.len() - decoder.get_ref().len()),
        _ => Decoded::default(),
    }
}

/// All members, one after the other.
fn gzip(bytes: &[u8], limit: usize) -> Decoded {
    let mut all = Decoded::default();
    while Codec::of(&bytes[all.used..]) == Some(Codec::Gzip) && !all.is_too_long {
        let left = limit - all.bytes.len().min(limit);
        let rest = &bytes[all.used..];
        let member = read(GzDecoder::new(rest), left, |decoder| rest.len() - decoder.get_ref().len());
        all.bytes.extend_from_slice(&member.bytes);
        all.used += member.used;
        all.is_whole = member.is_whole;
        all.is_too_long = member.is_too_long;
        if !all.is_whole {
            break;
        }
    }
    // Zeros fill up blocks of files.
    if bytes[all.used..].iter().all(|&byte| byte == 0) {
        all.used = bytes.len();
    }
    all
}

fn read<R: Read>(mut decoder: R, limit: usize, used: impl Fn(&R) -> usize) -> Decoded {
    let mut decoded = Decoded::default();
    // `read_to_end` keeps what was read before an error.
    let result = decoder.by_ref().take(limit as u64 + 1).read_to_end(&mut decoded.bytes);
    decoded.used = used(&decoder);
    decoded.is_too_long = decoded.bytes.len() > limit;
    decoded.is_whole = result.is_ok();
    decoded
}

/// Whether the bytes are plain text, as far as their beginning tells.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().take(64).all(|&byte| byte >= b' ' || b"\t\r\n".contains(&byte))
}
