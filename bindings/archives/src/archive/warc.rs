//! Headers of WARC records (ISO 28500).

use memchr::memmem;

use super::fields::Fields;

const MAGIC: &[u8] = b"WARC/";

/// Whether a record begins here: its magic, or the part of it that is there.
pub fn is_start(bytes: &[u8]) -> bool {
    if bytes.len() < MAGIC.len() { !bytes.is_empty() && MAGIC.starts_with(bytes) } else { bytes.starts_with(MAGIC) }
}

/// Offset, not before `from`, of the next line with a version that is followed by a named field.
pub fn find_start(bytes: &[u8], from: usize) -> Option<usize> {
    let is_start = |at: usize| (at == 0 || bytes[at - 1] == b'\n') && is_version_line(&bytes[at..]);
    memmem::find_iter(&bytes[from..], MAGIC).map(|at| from + at).find(|&at| is_start(at))
}

fn is_version_line(bytes: &[u8]) -> bool {
    let rest = &bytes[MAGIC.len()..];
    // The longest version that was ever used is `0.18`.
    let Some(end) = rest.iter().take(8).position(|&byte| byte == b'\n') else { return false };
    let version = rest[..end].trim_ascii_end();
    let is_version = version.len() >= 3 && version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let name: Vec<u8> =
        rest[end + 1..].iter().copied().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').collect();
    is_version && !name.is_empty() && rest.get(end + 1 + name.len()) == Some(&b':')
}

/// The named fields of a header.
pub fn fields(header: &[u8]) -> Fields {
    let first_line_end = memchr::memchr(b'\n', header).map_or(header.len(), |at| at + 1);
    Fields::parse(&header[first_line_end..])
}
