//! Header lines of ARC records (Internet Archive, "Arc File Format").
//!
//! Version 1: address, IP address, date, media type, length. Version 2 has more fields between the last two.

use super::fields::Fields;

/// Lines longer than this are no header lines (bytes, hand-set): the address of a page is the longest part.
pub const MAX_LINE_BYTES: usize = 16 << 10;
/// The first record describes the file.
const FILE_SCHEME: &str = "filedesc:";

/// Whether a header line begins here: the whole line, or the part of it that is there.
pub fn is_start(bytes: &[u8]) -> bool {
    let line = first_line(bytes);
    if line.len() == bytes.len() && line.len() < MAX_LINE_BYTES {
        return has_scheme(line) && !line.contains(&b'<');
    }
    fields(line).is_some()
}

/// Offset, not before `from`, of the next header line.
pub fn find_start(bytes: &[u8], from: usize) -> Option<usize> {
    let is_line_start = from == 0 || bytes.get(from - 1) == Some(&b'\n');
    let mut at = if is_line_start { from } else { from + memchr::memchr(b'\n', &bytes[from..])? + 1 };
    loop {
        let line = first_line(&bytes[at..]);
        if at + line.len() < bytes.len() && fields(line).is_some() {
            return Some(at);
        }
        at += memchr::memchr(b'\n', &bytes[at..])? + 1;
    }
}

fn first_line(bytes: &[u8]) -> &[u8] {
    &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())]
}

fn has_scheme(line: &[u8]) -> bool {
    let scheme = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
    scheme > 0 && line.get(scheme) == Some(&b':')
}

/// The fields of a header line, under the names that WARC has for them. Addresses may have blanks in them.
pub fn fields(line: &[u8]) -> Option<Fields> {
    if line.len() > MAX_LINE_BYTES || !has_scheme(line) {
        return None;
    }
    let text = String::from_utf8_lossy(line);
    let parts: Vec<&str> = text.trim_end().split(' ').collect();
    let is_date = |part: &&str| (12..=18).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let date = parts.iter().rposition(is_date)?;
    // An address, an IP address before it; a media type and a length after it.
    if date < 2 || parts.len() < date + 3 || !parts[date - 1].contains(['.', ':']) {
        return None;
    }
    let url = parts[..date - 1].join(" ");
    let mut fields = Fields::default();
    let kind = if url.starts_with(FILE_SCHEME) { "warcinfo" } else { "response" };
    fields.push("WARC-Type", kind);
    fields.push("WARC-Target-URI", &url);
    fields.push("WARC-IP-Address", parts[date - 1]);
    fields.push("WARC-Date", parts[date]);
    fields.push("Content-Type", parts[date + 1]);
    fields.push("Content-Length", parts[parts.len() - 1]);
    Some(fields)
}
