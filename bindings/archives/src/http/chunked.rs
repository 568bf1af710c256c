//! Chunked transfer coding (RFC 9112, 7.1).

/// Longer lines are no sizes of chunks (bytes, hand-set): a size may have extensions behind it.
const MAX_SIZE_LINE_BYTES: usize = 1 << 10;

/// What a body is, read as chunks.
#[derive(Debug, PartialEq)]
pub enum Chunked<'a> {
    /// It does not begin with a chunk.
    None,
    /// Chunks to the last one, which is empty; `after` bytes come behind it and its trailer.
    Whole { bytes: Vec<u8>, after: usize },
    /// It ends within a chunk, or before the last one.
    Cut { bytes: Vec<u8>, missing: usize },
    /// `rest` should begin with the size of a chunk, and does not.
    Damaged { bytes: Vec<u8>, rest: &'a [u8] },
}

/// Reads a body as chunks.
pub fn decode(raw: &[u8]) -> Chunked<'_> {
    let mut bytes = Vec::new();
    let mut rest = raw;
    let mut is_first = true;
    loop {
        let Some((size, line)) = size(rest) else {
            return match (is_first, rest.is_empty()) {
                (true, _) => Chunked::None,
                (false, true) => Chunked::Cut { bytes, missing: 0 },
                (false, false) => Chunked::Damaged { bytes, rest },
            };
        };
        let data = &rest[line..];
        if size == 0 {
            return Chunked::Whole { bytes, after: data.len() - trailer(data) };
        }
        if size > data.len() {
            // A word of hexadecimal digits at the beginning of a page is no chunk of a cut body.
            if is_first && rest.iter().take(line).all(|byte| !byte.is_ascii_digit()) {
                return Chunked::None;
            }
            bytes.extend_from_slice(data);
            return Chunked::Cut { bytes, missing: size - data.len() };
        }
        bytes.extend_from_slice(&data[..size]);
        rest = &data[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        is_first = false;
    }
}

/// The size of a chunk, and the length of its line.
fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.iter().take(MAX_SIZE_LINE_BYTES).position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    // Longer sizes do not fit into memory; a sign is no digit.
    let is_size = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_size.then(|| usize::from_str_radix(digits, 16).ok())?.map(|size| (size, end + 1))
}

/// The length of the fields behind the last chunk, with their empty line.
fn trailer(bytes: &[u8]) -> usize {
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let text = line.trim_ascii();
        if !text.is_empty() && !text.contains(&b':') {
            return at;
        }
        at += line.len();
        if text.is_empty() {
            return at;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let whole = |bytes: &[u8], after| Chunked::Whole { bytes: bytes.to_vec(), after };
        assert_eq!(decode(b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n"), whole(b"abcde", 0));
        assert_eq!(decode(b"3\nabc\n0\n\n"), whole(b"abc", 0));
        assert_eq!(decode(b"3\r\nabc\r\n0\r\nExpires: now\r\n\r\nrest"), whole(b"abc", 4));
    }

    #[test]
    fn what_is_no_chunk_is_told() {
        assert_eq!(decode(b"<p>no chunk\n"), Chunked::None);
        assert_eq!(decode(b"face\nto face"), Chunked::None);
        assert_eq!(decode(b"5\r\nabc"), Chunked::Cut { bytes: b"abc".to_vec(), missing: 2 });
        assert_eq!(decode(b"3\r\nabc\r\nxyz\r\n"), Chunked::Damaged { bytes: b"abc".to_vec(), rest: b"xyz\r\n" });
        assert_eq!(decode(b"ffffffffffffffff\r\nabc"), Chunked::None);
    }
}
