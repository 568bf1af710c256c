//! Segments of flattened text: lines, and parts of lines that hold several items.
//!
//! All limits are hand-set.

use std::ops::Range;

use crate::text::characters::{BYTE_ORDER_MARK, is_closing_in_long_line, is_line_break, is_terminator};

/// The position of a segment in a text and in its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SegmentPosition {
    /// Its bytes in the text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Number of its line, from 0.
    pub(crate) line: u32,
    pub(crate) blank_lines_before: u16,
    /// Index among the segments of its line, and their number; 65,535 if it is higher.
    pub(crate) part: u16,
    pub(crate) parts: u16,
}

impl SegmentPosition {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Items are separated by white space of at least this many characters, or by white space with a tab.
const MIN_GAP_CHARS: usize = 3;
/// In a line of short items, white space of at least this many characters separates items too.
const MIN_NARROW_GAP_CHARS: usize = 2;
/// A line of short items has at least this many such gaps.
const MIN_NARROW_GAPS: usize = 3;
/// The items of such a line have on average at most this many bytes.
const MAX_NARROW_ITEM_BYTES: usize = 40;
/// Marks that separate the items of a line, each with the number of them that a line has at least.
const ITEM_SEPARATORS: &[(&str, usize)] = &[
    ("|", 2),
    ("•", 2),
    ("·", 2),
    ("+++", 2),
    ("///", 2),
    ("►", 2),
    ("■", 2),
    ("◆", 2),
    ("★", 2),
    ("●", 2),
    ("*", 4),
    ("/", 5),
];
/// A line is split at separators if its items have on average at most this many bytes.
const MAX_ITEM_BYTES: usize = 240;
/// A longer line is split at the ends of sentences.
const MAX_LINE_BYTES: usize = 2_400;
/// The parts of a line that is split at the ends of sentences have at least this many bytes.
const MIN_PART_BYTES: usize = 500;
/// The end of a breadcrumb is compared with this many lines below it, one of which may be the title.
const MAX_LINES_TO_TITLE: usize = 8;
/// A title that is split off a breadcrumb has at least this many bytes.
const MIN_TITLE_BYTES: usize = 16;
/// A breadcrumb that a title is split off has at most this many bytes, without the title.
const MAX_BREADCRUMB_BYTES: usize = 120;

/// The positions of the segments of a text in order, as far as there are `max`, and of some more if there are. Every byte
/// up to there that is not white space is in one of them.
pub(crate) fn positions(text: &str, max: usize) -> Vec<SegmentPosition> {
    let lines = lines(text, max.saturating_add(1 + MAX_LINES_TO_TITLE));
    let mut positions = Vec::with_capacity(lines.len());
    let mut parts = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if positions.len() > max {
            break;
        }
        parts.clear();
        match glued_title(text, &lines, index) {
            Some(at) => parts.extend([line.range.start..at, at..line.range.end]),
            None => split(text, line.range.clone(), &mut parts),
        }
        let count = saturated(parts.len());
        positions.extend(parts.drain(..).enumerate().map(|(part, range)| SegmentPosition {
            start: range.start as u32,
            end: range.end as u32,
            line: line.number,
            blank_lines_before: if part == 0 { line.blank_lines_before } else { 0 },
            part: saturated(part),
            parts: count,
        }));
    }
    positions
}

/// A number as 16 bits, or the highest that they can be.
pub(crate) fn saturated(number: usize) -> u16 {
    number.try_into().unwrap_or(u16::MAX)
}

struct Line {
    range: Range<usize>,
    number: u32,
    blank_lines_before: u16,
}

/// The lines that are not blank, trimmed; not more than `max`.
fn lines(text: &str, max: usize) -> Vec<Line> {
    // Most texts have no line breaks but LF and CR, which memchr finds fast.
    let has_others = memchr::memchr2(b'\x0B', b'\x0C', text.as_bytes()).is_some()
        || ["\u{85}", "\u{2028}", "\u{2029}"]
            .iter()
            .any(|other| memchr::memmem::find(text.as_bytes(), other.as_bytes()).is_some());
    let line_break = |from: usize| {
        let rest = &text[from..];
        if has_others { rest.find(is_line_break) } else { memchr::memchr2(b'\n', b'\r', rest.as_bytes()) }
    };
    let mut lines = Vec::new();
    let (mut start, mut number, mut blank) = (0, 0u32, 0u16);
    while start < text.len() && lines.len() < max {
        let (end, next) = match line_break(start) {
            Some(offset) => (start + offset, after_line_break(text, start + offset)),
            None => (text.len(), text.len()),
        };
        let range = trim(text, start..end);
        if range.is_empty() {
            blank = blank.saturating_add(1);
        } else {
            lines.push(Line { range, number, blank_lines_before: blank });
            blank = 0;
        }
        number = number.saturating_add(1);
        start = next;
    }
    lines
}

/// The offset after the line break at `at`.
fn after_line_break(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let length = if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
    at + length
}

/// A range without the white space at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    // Most ranges begin and end with ASCII that is no white space.
    if let [first, .., last] = inside.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return range;
    }
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// The offset of a title at the end of a breadcrumb, without a space before it, if a line below repeats the title.
fn glued_title(text: &str, lines: &[Line], index: usize) -> Option<usize> {
    let line = &text[lines[index].range.clone()];
    let may_be_titles = lines[index + 1..].iter().take(MAX_LINES_TO_TITLE).filter(|below| {
        let length = below.range.len();
        length >= MIN_TITLE_BYTES && length < line.len() && line.len() - length <= MAX_BREADCRUMB_BYTES
    });
    let mut titles = may_be_titles.map(|below| &text[below.range.clone()]);
    let title = titles.find(|title| line.ends_with(title))?;
    Some(lines[index].range.end - title.len())
}

/// Splits a line into its items and appends their ranges to `out`.
fn split(text: &str, line: Range<usize>, out: &mut Vec<Range<usize>>) {
    let scan = PreScan::of(&text[line.clone()]);
    let mut split_piece = |piece: Range<usize>| {
        let before = out.len();
        if scan.may_have_separators {
            split_at_separators(text, piece.clone(), out);
        }
        if out.len() == before {
            split_at_sentences(text, piece, out);
        }
    };
    if !scan.may_have_gaps {
        return split_piece(line);
    }
    let mut pieces = Vec::new();
    split_at_gaps(text, line, &mut pieces);
    pieces.into_iter().for_each(split_piece);
}

/// The result of one pass over the bytes of a line. Most lines have neither gaps nor separators and need no split.
#[derive(Default)]
struct PreScan {
    /// Whether there is white space after white space, or a tab.
    may_have_gaps: bool,
    /// Whether there is a character that a separator begins with.
    may_have_separators: bool,
}

impl PreScan {
    fn of(line: &str) -> Self {
        let mut all = 0;
        let mut last = 0;
        for (at, &byte) in line.as_bytes().iter().enumerate() {
            let class = match BYTE_CLASSES[usize::from(byte)] {
                CONTINUATION => continue,
                MIXED => line[at..].chars().next().map_or(0, class_of_char),
                class => class,
            };
            all |= class & !SPACE | class & last & SPACE;
            last = class;
        }
        Self { may_have_gaps: all & (SPACE | TAB) != 0, may_have_separators: all & SEPARATOR != 0 }
    }
}

const SPACE: u8 = 1;
const TAB: u8 = 2;
const SEPARATOR: u8 = 4;
/// A continuation byte of UTF-8.
const CONTINUATION: u8 = 8;
/// A first byte of characters that are in several classes.
const MIXED: u8 = 16;

/// The class of each byte. In UTF-8, the no-break space and `·` begin with C2, the other spaces with E1, E2 and E3, the
/// other separators with E2.
static BYTE_CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'\t' => SPACE | TAB,
            b' ' | b'\n'..=b'\r' => SPACE,
            b'|' | b'+' | b'/' | b'*' => SEPARATOR,
            0x80..=0xBF => CONTINUATION,
            0xC2 | 0xE1..=0xE3 => MIXED,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// The class of a character that begins with a [`MIXED`] byte.
fn class_of_char(c: char) -> u8 {
    match c {
        '•' | '·' | '►' | '■' | '◆' | '★' | '●' => SEPARATOR,
        c if c.is_whitespace() => SPACE,
        _ => 0,
    }
}

/// Splits at runs of white space.
fn split_at_gaps(text: &str, line: Range<usize>, out: &mut Vec<Range<usize>>) {
    let inside = &text[line.clone()];
    let narrow = gaps(inside, MIN_NARROW_GAP_CHARS).count();
    let is_list = narrow >= MIN_NARROW_GAPS && inside.len() / (narrow + 1) <= MAX_NARROW_ITEM_BYTES;
    let mut start = line.start;
    for gap in gaps(inside, if is_list { MIN_NARROW_GAP_CHARS } else { MIN_GAP_CHARS }) {
        out.push(start..line.start + gap.start);
        start = line.start + gap.end;
    }
    out.push(start..line.end);
}

/// Runs of white space that have at least `min_chars` characters or a tab, and text on both sides.
fn gaps(inside: &str, min_chars: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + inside[at..].find(char::is_whitespace)?;
            let rest = &inside[start..];
            let length = rest.find(|c: char| !c.is_whitespace())?;
            at = start + length;
            let run = &rest[..length];
            if run.contains('\t') || run.chars().count() >= min_chars {
                return Some(start..at);
            }
        }
    })
}

/// Splits after each occurrence of the first separator that is frequent enough; appends nothing if none is.
fn split_at_separators(text: &str, piece: Range<usize>, out: &mut Vec<Range<usize>>) {
    let inside = &text[piece.clone()];
    let frequent = ITEM_SEPARATORS.iter().find(|(separator, min)| {
        let count = ends_of_separator(inside, separator).count();
        count >= *min && inside.len() / (count + 1) <= MAX_ITEM_BYTES
    });
    let Some((separator, _)) = frequent else { return };
    let mut start = 0;
    for end in ends_of_separator(inside, separator).chain([inside.len()]) {
        let item = trim(text, piece.start + start..piece.start + end);
        if !item.is_empty() {
            out.push(item);
        }
        start = end;
    }
}

/// The ends of each occurrence of a separator between white space or line ends.
fn ends_of_separator<'a>(inside: &'a str, separator: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_space = |c: char| c.is_whitespace() || c == BYTE_ORDER_MARK;
    let first = separator.as_bytes()[0];
    let mut from = 0;
    let ends = std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memchr(first, &inside.as_bytes()[from..])?;
            from = at + 1;
            if inside.as_bytes()[at..].starts_with(separator.as_bytes()) {
                from = at + separator.len();
                return Some((at, from));
            }
        }
    });
    ends.filter_map(move |(at, end)| {
        let spaced =
            inside[..at].chars().next_back().is_none_or(is_space) && inside[end..].chars().next().is_none_or(is_space);
        spaced.then_some(end)
    })
}

/// Splits a very long line at the ends of sentences, or at white space if a sentence is too long.
fn split_at_sentences(text: &str, piece: Range<usize>, out: &mut Vec<Range<usize>>) {
    if piece.len() <= MAX_LINE_BYTES {
        out.push(piece);
        return;
    }
    let mut start = piece.start;
    let mut ended = false;
    for (offset, c) in text[piece.clone()].char_indices() {
        let at = piece.start + offset;
        if c.is_whitespace() && ((ended && at - start >= MIN_PART_BYTES) || at - start >= MAX_LINE_BYTES) {
            out.push(trim(text, start..at));
            start = at;
        }
        ended = is_terminator(c) || ended && is_closing_in_long_line(c);
    }
    out.push(trim(text, start..piece.end));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        positions(text, usize::MAX).into_iter().map(|position| &text[position.range()]).collect()
    }

    #[test]
    fn every_line_break_ends_a_line() {
        assert_eq!(texts("a\nb\r\nc\rd\u{2028}e\u{85}f"), ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(texts("\u{A0}\n \u{3000}\n"), Vec::<&str>::new());
        let positions = positions("a\r\n\r\n\r\nb", usize::MAX);
        assert_eq!((positions[1].line, positions[1].blank_lines_before), (3, 2));
    }

    #[test]
    fn a_line_of_several_items_is_split() {
        assert_eq!(texts("One headline    Another one\tA third"), ["One headline", "Another one", "A third"]);
        assert_eq!(texts("Home | News | Contact"), ["Home |", "News |", "Contact"]);
        assert_eq!(texts("Photo | Agency"), ["Photo | Agency"]);
        assert_eq!(texts("Two  spaces.  Twice."), ["Two  spaces.  Twice."]);
        assert_eq!(texts("Home  News  Sport  Contact"), ["Home", "News", "Sport", "Contact"]);
    }

    #[test]
    fn the_pre_scan_misses_nothing() {
        let spaces: Vec<char> = ('\0'..=char::MAX).filter(|c| c.is_whitespace()).collect();
        for &first in &spaces {
            for &second in &spaces {
                assert!(PreScan::of(&format!("a{first}{second}b")).may_have_gaps, "{first:?}{second:?}");
            }
        }
        for (separator, _) in ITEM_SEPARATORS {
            assert!(PreScan::of(&format!("a {separator} b")).may_have_separators, "{separator}");
        }
        let plain = PreScan::of("One sentence, “two” «très» – long.");
        assert!(!plain.may_have_gaps && !plain.may_have_separators);
    }

    #[test]
    fn a_title_glued_to_a_breadcrumb_is_split_off() {
        let text = "HomeNewsA bridge is opened at last\n\nA bridge is opened at last\n";
        assert_eq!(texts(text), ["HomeNews", "A bridge is opened at last", "A bridge is opened at last"]);
    }

    #[test]
    fn a_very_long_line_is_split_at_sentences() {
        let text = "A sentence of some length ends here. ".repeat(200);
        let parts = texts(&text);
        assert!(parts.len() > 5);
        assert!(parts.iter().all(|part| part.ends_with("here.") && part.len() < MAX_LINE_BYTES));
        assert_eq!(texts(&"x".repeat(10_000)).len(), 1);
    }
}
