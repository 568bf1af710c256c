//! Divides a response into status, headers and body.

use super::chunked::{self, Chunked};
use super::content_encoding;
use super::note::HttpNote;
use crate::archive::{Fields, header_end};

/// The status line and the headers of a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// `None` if there is no status line.
    pub status: Option<u16>,
    pub fields: Fields,
    /// Offset of the body in the block.
    pub body_start: usize,
}

/// A body without transfer and content encoding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    pub bytes: Vec<u8>,
    pub notes: Vec<HttpNote>,
}

impl Response {
    /// Reads the status line and the headers of a block. A block without a status line is a body.
    pub fn parse(block: &[u8]) -> Self {
        // Some servers send line ends first.
        let start = block.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let rest = &block[start..];
        if !is_status_line(rest) {
            return Self::default();
        }
        let (end, after) = header_end(rest).unwrap_or_else(|| {
            let end = headers_without_end(rest);
            (end, end)
        });
        let line_end = memchr::memchr(b'\n', &rest[..end]).map_or(end, |at| at + 1);
        let status = rest[..line_end].split(u8::is_ascii_whitespace).nth(1).and_then(|status| {
            let status = std::str::from_utf8(status).ok()?;
            status.parse().ok()
        });
        Self { status, fields: Fields::parse(&rest[line_end..end]), body_start: start + after }
    }

    /// The media type in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        self.fields.get("Content-Type").and_then(media_type)
    }

    /// The body without chunks and content encoding, at most `limit` bytes and one more.
    pub fn body(&self, block: &[u8], limit: usize) -> Body {
        let mut notes = Vec::new();
        let raw = &block[self.body_start.min(block.len())..];
        let bytes = self.without_chunks(raw, &mut notes);
        let codings: Vec<String> = self
            .fields
            .all("Content-Encoding")
            .chain(self.fields.all("Transfer-Encoding"))
            .flat_map(|value| value.split(','))
            .map(|coding| coding.trim().to_ascii_lowercase())
            .filter(|coding| !coding.is_empty() && coding != "chunked")
            .collect();
        let bytes = content_encoding::decode(bytes, &codings, limit, &mut notes);
        Body { bytes, notes }
    }

    fn without_chunks(&self, raw: &[u8], notes: &mut Vec<HttpNote>) -> Vec<u8> {
        let is_declared =
            self.fields.all("Transfer-Encoding").any(|value| value.to_ascii_lowercase().contains("chunked"));
        match (chunked::decode(raw), is_declared) {
            (Chunked::Whole { bytes, after }, true) => {
                if after > 0 {
                    notes.push(HttpNote::AfterChunks { bytes: after });
                }
                bytes
            }
            (Chunked::Whole { bytes, after: 0 }, false) if !bytes.is_empty() => {
                notes.push(HttpNote::Chunked);
                bytes
            }
            (Chunked::Cut { bytes, missing }, true) => {
                notes.push(HttpNote::CutChunk { missing });
                bytes
            }
            (Chunked::Damaged { mut bytes, rest }, true) => {
                notes.push(HttpNote::DamagedChunks { decoded: bytes.len(), rest: rest.len() });
                bytes.extend_from_slice(rest);
                bytes
            }
            (Chunked::None, true) => {
                if !raw.is_empty() {
                    notes.push(HttpNote::NotChunked);
                }
                raw.to_vec()
            }
            (_, false) => raw.to_vec(),
        }
    }
}

/// Longer lines are no status lines (bytes, hand-set).
const MAX_STATUS_LINE_BYTES: usize = 4 << 10;

/// Whether a status line begins here. The name of the protocol may be misspelt if the status is there.
fn is_status_line(bytes: &[u8]) -> bool {
    if bytes.get(..5).is_some_and(|magic| magic.eq_ignore_ascii_case(b"HTTP/")) {
        return true;
    }
    let line = bytes[..bytes.len().min(MAX_STATUS_LINE_BYTES)].split(|&byte| byte == b'\n').next().unwrap_or_default();
    let mut words = line.trim_ascii().split(|&byte| byte == b' ');
    let (protocol, status) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let name = protocol.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    name > 0 && protocol.get(name) == Some(&b'/') && status.len() == 3 && status.iter().all(u8::is_ascii_digit)
}

/// The media type of a header in lower case, without parameters.
pub fn media_type(header: &str) -> Option<String> {
    let name = header.split([';', ',']).next().unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

/// The end of headers that no empty line ends: before the first line that is none.
fn headers_without_end(bytes: &[u8]) -> usize {
    let mut at = 0;
    for (index, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count();
        let is_header =
            index == 0 || line.get(name) == Some(&b':') || line.starts_with(b" ") || line.starts_with(b"\t");
        if !is_header {
            break;
        }
        at += line.len();
    }
    at
}
