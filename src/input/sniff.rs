//! What the bytes are: HTML, plain text, or neither.

use std::sync::LazyLock;

use regex::Regex;

use super::page::PageFormat;

/// So much of the beginning is looked at (bytes).
const LOOKED_AT: usize = 64 * 1024;
/// Text that does not begin with a tag has so many of those that pages have, and one in so many bytes.
const MIN_TAGS: usize = 4;
const BYTES_A_TAG: usize = 2_000;
/// One of so many tags ends an element or a line, and one of so many makes a block or a line.
const TAGS_AN_END: usize = 4;
const TAGS_A_BLOCK: usize = 10;
const BLOCKS: &[&str] = &[
    "html", "body", "div", "p", "br", "ul", "ol", "li", "table", "tr", "td", "article", "section", "h1", "h2", "h3",
    "h4",
];
/// The first tag stands in the first of so many parts or so many bytes: where it comes later, the text speaks of tags.
const PARTS: usize = 10;
const LATEST_FIRST_TAG: usize = 200;
/// Of so many characters one may be a control character in text.
const CHARS_A_CONTROL: usize = 20;

/// Beginnings of files that are no text, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1F\x8B", "compressed with gzip"),
    (b"\x28\xB5\x2F\xFD", "compressed with zstd"),
    (b"BZh", "compressed with bzip2"),
    (b"\xFD7zXZ", "compressed with xz"),
    (b"\x7FELF", "a program"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOF", "a font"),
];

/// What the bytes are if they are known to be no text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    // Words can begin like some of them.
    known.filter(|_| bytes.iter().take(LOOKED_AT).any(|&byte| is_control(char::from(byte)))).map(|(_, what)| *what)
}

/// Whether decoded text has so many control characters that it is none.
pub(super) fn is_noise(text: &str) -> bool {
    let beginning = beginning(text);
    let chars = beginning.chars().count();
    // NUL is what broken software puts between text; U+FFFD stands for bytes that are none.
    let noise = beginning.chars().filter(|&c| is_control(c) && c != '\0' || c == char::REPLACEMENT_CHARACTER).count();
    chars > 0 && noise * CHARS_A_CONTROL > chars && noise > 8
}

fn is_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{1B}')
}

/// Whether text is HTML or plain, by its beginning and its tags.
pub(super) fn format(text: &str) -> PageFormat {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)</?(?:html|head|body|title|meta|link|script|style|div|span|p|br|hr|a|img|ul|ol|li|table|tbody|tr|td|th|h[1-6]|",
            r"article|section|header|footer|nav|main|aside|form|input|b|i|em|strong|font|center|pre|blockquote|iframe|noscript)(?:\s[^<>]*)?/?>"
        ))
        .expect("the pattern is a constant")
    });
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?is)^(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|div|p|table|h[1-6]|article|section|ul|ol|a|br|span|b|font|center|iframe|noscript)[\s>/])")
            .expect("the pattern is a constant")
    });
    let beginning = beginning(text).trim_start_matches('\u{FEFF}');
    if FIRST.is_match(beginning) {
        return PageFormat::Html;
    }
    // Without blocks there would be no lines: readers write inline tags into comments, and the forms
    // for comments list those that they may use.
    let (mut tags, mut blocks, mut used) = (0, 0, 0);
    if TAG.find(beginning).is_none_or(|first| first.start() > LATEST_FIRST_TAG.max(beginning.len() / PARTS)) {
        return PageFormat::Text;
    }
    for tag in TAG.find_iter(beginning) {
        let name = tag.as_str().trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        tags += 1;
        used += usize::from(tag.as_str().starts_with("</") || name.eq_ignore_ascii_case("br"));
        blocks += usize::from(BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name)));
    }
    let is_html = tags >= MIN_TAGS
        && used * TAGS_AN_END >= tags
        && blocks > 0
        && blocks * TAGS_A_BLOCK >= tags
        && tags * BYTES_A_TAG >= beginning.len();
    if is_html { PageFormat::Html } else { PageFormat::Text }
}

fn beginning(text: &str) -> &str {
    let end = (0..=LOOKED_AT.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_from_text() {
        for html in [
            "<!DOCTYPE html>\n<p>x",
            "  <?xml version=\"1.0\"?>\n<!-- c -->\n<html>",
            "\u{FEFF}<p>One.",
            "Some text <b>bold</b> and <a href=x>a link</a><br>more",
        ] {
            assert_eq!(format(html), PageFormat::Html, "{html}");
        }
        for text in [
            "",
            "a < b and c > d",
            "Write <b> for bold.",
            "<ab> is no tag",
            "Plain words.\n\nMore of them.",
            concat!(
                "Home\nLessons\nLists\nTables\nPictures\nLists in HTML\nHow lists are written in a page, how one nests them, ",
                "and what the numbers of an ordered list may look like; the last part is about lists of terms and what they mean.\n",
                "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\nThe next lesson",
            ),
            "You may use these tags: <a href=\"\"> <b> <blockquote> <em> <i>",
        ] {
            assert_eq!(format(text), PageFormat::Text, "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(binary(b"\xFF\xD8\xFF\xE0\x00\x10JFIF"), Some("a JPEG image"));
        assert_eq!(binary(b"GIF89 was a format of the past."), None);
        assert_eq!(binary(b"<html>"), None);
        assert!(is_noise(&"\u{1}\u{2}a".repeat(50)));
        assert!(!is_noise("\0t\0e\0x\0t"));
    }
}
