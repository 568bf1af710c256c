//! Splits style sheets and declarations at the borders of their tokens (CSS Syntax Module Level 3). Every function is
//! linear in what it passes over.

/// The offset of the first of the bytes `stops` that is not in a string, a comment or brackets; the length if none is.
pub(super) fn find(css: &str, from: usize, stops: &[u8]) -> usize {
    if let Some(found) = find_in_plain_text(css.as_bytes(), from, stops) {
        return found;
    }
    let bytes = css.as_bytes();
    let mut at = from;
    let mut brackets = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        // Most bytes are of names and values, and no stop is.
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        if brackets == 0 && stops.contains(&byte) {
            return at;
        }
        at = match byte {
            b'\\' => at + 2,
            b'"' | b'\'' => end_of_string(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => end_of_comment(css, at),
            b'(' | b'[' => {
                brackets += 1;
                at + 1
            }
            b')' | b']' => {
                brackets = brackets.saturating_sub(1);
                at + 1
            }
            _ => at + 1,
        };
    }
    bytes.len()
}

/// The same for up to three stops, if there is nothing before the first of them that could hide it: most of a style
/// sheet is passed over so, many bytes at a time.
fn find_in_plain_text(bytes: &[u8], from: usize, stops: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let length = match *stops {
        [one, two] => memchr::memchr2(one, two, rest)?,
        [one, two, three] => memchr::memchr3(one, two, three, rest)?,
        _ => return None,
    };
    let passed = &rest[..length];
    (!has_signs(passed)).then_some(from + length)
}

/// Whether a text has no strings, comments, escapes, brackets and blocks.
pub(super) fn is_plain(css: &str) -> bool {
    !has_signs(css.as_bytes()) && memchr::memchr(b'{', css.as_bytes()).is_none()
}

/// Whether some bytes begin or end a string, a comment, an escape or brackets.
fn has_signs(bytes: &[u8]) -> bool {
    memchr::memchr3(b'"', b'\'', b'\\', bytes).is_some() || memchr::memchr3(b'/', b'(', b'[', bytes).is_some()
}

/// The offset of the brace that closes a block, given the offset after the one that opens it.
pub(super) fn end_of_block(css: &str, from: usize) -> usize {
    let mut open = 1_usize;
    let mut at = from;
    loop {
        at = find(css, at, b"{}");
        match css.as_bytes().get(at) {
            Some(b'{') => open += 1,
            Some(_) if open > 1 => open -= 1,
            _ => return at,
        }
        at += 1;
    }
}

/// The offset after white space, comments and the marks of HTML comments.
pub(super) fn skip_space(css: &str, mut at: usize) -> usize {
    let bytes = css.as_bytes();
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_whitespace() || *byte == b';' => at += 1,
            Some(b'/') if bytes.get(at + 1) == Some(&b'*') => at = end_of_comment(css, at),
            Some(b'<') if bytes[at..].starts_with(b"<!--") => at += 4,
            Some(b'-') if bytes[at..].starts_with(b"-->") => at += 3,
            _ => return at,
        }
    }
}

/// A string ends at its quotation mark, or unclosed at the end of the line.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            byte if byte == bytes[start] => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn end_of_comment(css: &str, start: usize) -> usize {
    memchr::memmem::find(&css.as_bytes()[start + 2..], b"*/").map_or(css.len(), |end| start + 2 + end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_in_strings_comments_and_brackets_are_passed_over() {
        let css = "a[b=';'] /* ; */ url(x;y) \"z;\" \\; ;";
        assert_eq!(find(css, 0, b";"), css.len() - 1);
        for unclosed in ["/* ;", "(;", "';", "\\", "/*", "'\\"] {
            assert_eq!(find(unclosed, 0, b";"), unclosed.len(), "{unclosed}");
        }
    }

    #[test]
    fn a_block_ends_at_its_own_brace() {
        assert_eq!(end_of_block("a{b{}c} d", 2), 6);
        assert_eq!(end_of_block("a{b{", 2), 4);
    }

    #[test]
    fn comments_count_as_space() {
        assert_eq!(skip_space(" <!-- /* x */;\n a", 0), 16);
        assert_eq!(skip_space("/* x", 0), 4);
    }
}
