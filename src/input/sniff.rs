//! Whether input is HTML, plain text, or neither.

use std::sync::LazyLock;

use regex::Regex;

use super::page::PageFormat;
use crate::text::characters::BYTE_ORDER_MARK;
use crate::text::floor_char_boundary;

/// Only the start of the input is examined (hand-set).
const MAX_SNIFFED_BYTES: usize = 64 * 1024;
/// Input that does not start with a tag is HTML only from this number of tags on (hand-set).
const MIN_TAGS: usize = 4;
/// Input that does not start with a tag is HTML only with a tag per this many bytes (hand-set).
const MAX_BYTES_PER_TAG: usize = 2_000;
/// One of this many tags has to be an end tag or a line break (hand-set).
const MAX_TAGS_PER_END_TAG: usize = 4;
/// One of this many tags has to belong to a block or be a line break (hand-set).
const MAX_TAGS_PER_BLOCK_TAG: usize = 10;
/// Names of tags that belong to a block or are a line break.
const BLOCK_NAMES: &[&str] = &[
    "html", "body", "div", "p", "br", "ul", "ol", "li", "table", "tr", "td", "article", "section", "h1", "h2", "h3",
    "h4",
];
/// The first tag has to be in the first of this many equal parts of the input, because tags that begin later are
/// examples in a text about HTML (hand-set).
const INPUT_PARTS: usize = 10;
/// A first tag before this offset is always early enough (hand-set).
const MAX_EARLY_BYTES: usize = 200;
/// Text has at most one control character per this many characters (hand-set).
const MIN_CHARS_PER_CONTROL: usize = 20;
/// Fewer control characters than this are an accident (hand-set).
const MIN_CONTROLS: usize = 9;

const REPLACEMENT_CHARACTER: &str = "\u{FFFD}";

/// The first bytes of files that are not text, and the names of their formats.
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

/// The name of the format of the bytes if they begin with a signature of a binary format.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    // Text can start like some of the signatures, but has no control characters.
    known.filter(|_| bytes.iter().take(MAX_SNIFFED_BYTES).any(|&byte| is_control(byte))).map(|(_, what)| *what)
}

/// Whether decoded bytes have too many control characters to be text.
pub(super) fn is_noise(text: &str) -> bool {
    let start = start(text);
    // NUL is no noise: broken software writes it between text. U+FFFD replaces malformed bytes.
    let is_counted = |byte: u8| is_control(byte) & (byte != 0);
    // Counts of one byte are compiled to vectors; each is of fewer bytes than it can count.
    let pieces = start.as_bytes().chunks(usize::from(u8::MAX));
    let controls: usize =
        pieces.map(|piece| usize::from(piece.iter().map(|&byte| u8::from(is_counted(byte))).sum::<u8>())).sum();
    let malformed = memchr::memmem::find_iter(start.as_bytes(), REPLACEMENT_CHARACTER.as_bytes()).count();
    let noise = controls + malformed;
    noise >= MIN_CONTROLS && noise * MIN_CHARS_PER_CONTROL > start.chars().count()
}

fn is_control(byte: u8) -> bool {
    let is_common = (byte == b'\t') | (byte == b'\n') | (byte == b'\r') | (byte == b'\x0C') | (byte == b'\x1B');
    byte.is_ascii_control() & !is_common
}

/// Whether text is HTML or plain text, by its start and its tags.
pub(super) fn format(text: &str) -> PageFormat {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)</?(?:html|head|body|title|meta|link|script|style|div|span|p|br|hr|a|img|ul|ol|li|table|tbody|tr|td|th|h[1-6]|",
            r"article|section|header|footer|nav|main|aside|form|input|b|i|em|strong|font|center|pre|blockquote|iframe|noscript)(?:\s[^<>]*)?/?>"
        ))
        .expect("the pattern is a constant")
    });
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?is)^(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|div|p|table|h[1-6]|article|section|nav|main|header|footer|aside|figure|blockquote|pre|form|dl|ul|ol|a|br|hr|img|span|b|i|em|strong|font|center|iframe|noscript)[\s>/])")
            .expect("the pattern is a constant")
    });
    let start = start(text).trim_start_matches(BYTE_ORDER_MARK);
    if FIRST.is_match(start) {
        return PageFormat::Html;
    }
    // Plain text may contain inline tags: readers write them in comments, and comment forms list the allowed ones.
    let (mut tags, mut blocks, mut ends) = (0, 0, 0);
    if TAG.find(start).is_none_or(|first| first.start() > MAX_EARLY_BYTES.max(start.len() / INPUT_PARTS)) {
        return PageFormat::Text;
    }
    for tag in TAG.find_iter(start) {
        let name = tag.as_str().trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        tags += 1;
        ends += usize::from(tag.as_str().starts_with("</") || name.eq_ignore_ascii_case("br"));
        blocks += usize::from(BLOCK_NAMES.iter().any(|block| block.eq_ignore_ascii_case(name)));
    }
    let is_html = tags >= MIN_TAGS
        && ends * MAX_TAGS_PER_END_TAG >= tags
        && blocks > 0
        && blocks * MAX_TAGS_PER_BLOCK_TAG >= tags
        && tags * MAX_BYTES_PER_TAG >= start.len();
    if is_html { PageFormat::Html } else { PageFormat::Text }
}

/// The part of a text that is examined.
fn start(text: &str) -> &str {
    &text[..floor_char_boundary(text, MAX_SNIFFED_BYTES)]
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
    fn a_text_with_late_or_few_tags_is_plain() {
        let words = "word ".repeat(500);
        assert_eq!(format(&format!("{words}<p>a</p><p>b</p>")), PageFormat::Text);
        assert_eq!(format(&format!("word <p>a</p>{words}<p>b</p>")), PageFormat::Html);
        assert_eq!(format(&format!("word <p>a</p>{}<p>b</p>", words.repeat(4))), PageFormat::Text);
        assert_eq!(format("word <p>a</p><p>"), PageFormat::Text);
    }

    #[test]
    fn binary_files_are_named() {
        assert_eq!(binary(b"\xFF\xD8\xFF\xE0\x00\x10JFIF"), Some("a JPEG image"));
        assert_eq!(binary(b"GIF89 was a format of the past."), None);
        assert_eq!(binary(b"<html>"), None);
        assert!(is_noise(&"\u{1}\u{2}a".repeat(50)));
        assert!(!is_noise("\0t\0e\0x\0t"));
    }
}
