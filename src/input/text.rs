//! The segmenter of flattened text: lines, and parts of lines that hold several things.

use std::ops::Range;

/// Where a segment lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) range: Range<usize>,
    pub(crate) line: u32,
    pub(crate) blank_lines_before: u16,
    /// Its place among the segments of its line, and how many these are.
    pub(crate) part: u32,
    pub(crate) parts: u32,
}

/// A run of white space this long, or one with a tab, stands between two things.
const GAP: usize = 3;
/// Shorter ones do where they are many and what stands between is short (bytes).
const NARROW_GAP: usize = 2;
const MIN_NARROW_GAPS: usize = 3;
const MAX_NARROW_ITEM: usize = 40;
/// Marks that stand between the items of a line when they occur at least so often.
const SEPARATORS: &[(&str, usize)] = &[
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
/// Items of a line are shorter than this on average (bytes).
const MAX_ITEM: usize = 240;
/// A longer line (bytes) is taken apart at the ends of sentences.
const MAX_LINE: usize = 2_400;
/// … into parts of at least this many bytes.
const MIN_PART: usize = 500;
/// How many lines below a breadcrumb the title may stand that it ends with.
const TITLE_WITHIN: usize = 8;
/// Length of such a title and of the breadcrumb before it (bytes).
const MIN_TITLE: usize = 16;
const MAX_BREADCRUMB: usize = 120;

/// The segments of a text in order. Every byte that is not white space is in one of them.
pub(crate) fn places(text: &str) -> Vec<Place> {
    let lines = lines(text);
    let mut places = Vec::with_capacity(lines.len());
    let mut parts = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        parts.clear();
        match glued_title(text, &lines, index) {
            Some(at) => parts.extend([line.range.start..at, at..line.range.end]),
            None => split(text, line.range.clone(), &mut parts),
        }
        let count = parts.len() as u32;
        places.extend(parts.drain(..).zip(0..).map(|(range, part)| Place {
            range,
            line: line.number,
            blank_lines_before: if part == 0 { line.blank_lines_before } else { 0 },
            part,
            parts: count,
        }));
    }
    places
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

struct Line {
    range: Range<usize>,
    number: u32,
    blank_lines_before: u16,
}

/// The lines that are not blank, without the white space around them.
fn lines(text: &str) -> Vec<Line> {
    // Most texts have none but the two that are looked for fast.
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
    while start < text.len() {
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

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn after_line_break(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let length = if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
    at + length
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    // Most lines have nothing around.
    if let [first, .., last] = inside.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return range;
    }
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// Where a title begins that is glued to a breadcrumb and stands again below as a line.
fn glued_title(text: &str, lines: &[Line], index: usize) -> Option<usize> {
    let line = &text[lines[index].range.clone()];
    let may_be_titles = lines[index + 1..].iter().take(TITLE_WITHIN).filter(|below| {
        let length = below.range.len();
        length >= MIN_TITLE && length < line.len() && line.len() - length <= MAX_BREADCRUMB
    });
    let mut titles = may_be_titles.map(|below| &text[below.range.clone()]);
    let title = titles.find(|title| line.ends_with(title))?;
    Some(lines[index].range.end - title.len())
}

fn split(text: &str, line: Range<usize>, out: &mut Vec<Range<usize>>) {
    let shape = Shape::of(&text[line.clone()]);
    let mut split_piece = |piece: Range<usize>| {
        let before = out.len();
        if shape.may_have_separators {
            split_at_separators(text, piece.clone(), out);
        }
        if out.len() == before {
            split_at_sentences(text, piece, out);
        }
    };
    if !shape.may_have_gaps {
        return split_piece(line);
    }
    let mut pieces = Vec::new();
    split_at_gaps(text, line, &mut pieces);
    pieces.into_iter().for_each(split_piece);
}

/// What most lines have not, seen at one glance over the bytes of one.
#[derive(Default)]
struct Shape {
    /// White space behind white space, or a tab.
    may_have_gaps: bool,
    /// What a separator begins with.
    may_have_separators: bool,
}

impl Shape {
    fn of(line: &str) -> Self {
        let mut all = 0;
        let mut last = 0;
        for (at, &byte) in line.as_bytes().iter().enumerate() {
            let class = match BYTES[usize::from(byte)] {
                INSIDE => continue,
                WIDE => line[at..].chars().next().map_or(0, class_of_wide),
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
/// The second byte of a character, or one behind it.
const INSIDE: u8 = 8;
/// The first byte of a character that may be of any class.
const WIDE: u8 = 16;

/// The classes of bytes. The no-break space and `·` begin with C2, wide and thin spaces with E1, E2 and E3, the other
/// signs with E2.
static BYTES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'\t' => SPACE | TAB,
            b' ' | b'\n'..=b'\r' => SPACE,
            b'|' | b'+' | b'/' | b'*' => SEPARATOR,
            0x80..=0xBF => INSIDE,
            0xC2 | 0xE1..=0xE3 => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class_of_wide(c: char) -> u8 {
    match c {
        '•' | '·' | '►' | '■' | '◆' | '★' | '●' => SEPARATOR,
        c if c.is_whitespace() => SPACE,
        _ => 0,
    }
}

fn split_at_gaps(text: &str, line: Range<usize>, out: &mut Vec<Range<usize>>) {
    let inside = &text[line.clone()];
    let narrow = gaps(inside, NARROW_GAP).count();
    let is_list = narrow >= MIN_NARROW_GAPS && inside.len() / (narrow + 1) <= MAX_NARROW_ITEM;
    let mut start = line.start;
    for gap in gaps(inside, if is_list { NARROW_GAP } else { GAP }) {
        out.push(start..line.start + gap.start);
        start = line.start + gap.end;
    }
    out.push(start..line.end);
}

/// Runs of white space of at least a length (characters), or with a tab, between other text.
fn gaps(inside: &str, least: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + inside[at..].find(char::is_whitespace)?;
            let rest = &inside[start..];
            let length = rest.find(|c: char| !c.is_whitespace())?;
            at = start + length;
            let run = &rest[..length];
            if run.contains('\t') || run.chars().count() >= least {
                return Some(start..at);
            }
        }
    })
}

/// Splits after separators where one of them stands often enough; leaves `out` alone otherwise.
fn split_at_separators(text: &str, piece: Range<usize>, out: &mut Vec<Range<usize>>) {
    let inside = &text[piece.clone()];
    let often = SEPARATORS.iter().find(|(separator, least)| {
        let count = ends_of_separator(inside, separator).count();
        count >= *least && inside.len() / (count + 1) <= MAX_ITEM
    });
    let Some((separator, _)) = often else { return };
    let mut start = 0;
    for end in ends_of_separator(inside, separator).chain([inside.len()]) {
        let item = trim(text, piece.start + start..piece.start + end);
        if !item.is_empty() {
            out.push(item);
        }
        start = end;
    }
}

/// The ends of a separator that stands between white space (or at the line's edge).
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

/// Takes a very long line apart at the ends of sentences, at white space where there are none.
fn split_at_sentences(text: &str, piece: Range<usize>, out: &mut Vec<Range<usize>>) {
    if piece.len() <= MAX_LINE {
        out.push(piece);
        return;
    }
    let mut start = piece.start;
    let mut ended = false;
    for (offset, c) in text[piece.clone()].char_indices() {
        let at = piece.start + offset;
        if c.is_whitespace() && ((ended && at - start >= MIN_PART) || at - start >= MAX_LINE) {
            out.push(trim(text, start..at));
            start = at;
        }
        ended =
            matches!(c, '.' | '!' | '?' | '؟' | '۔' | '…') || ended && matches!(c, '"' | '”' | '»' | '’' | ')' | ']');
    }
    out.push(trim(text, start..piece.end));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        places(text).into_iter().map(|place| &text[place.range]).collect()
    }

    #[test]
    fn every_line_break_ends_a_line() {
        assert_eq!(texts("a\nb\r\nc\rd\u{2028}e\u{85}f"), ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(texts("\u{A0}\n \u{3000}\n"), Vec::<&str>::new());
        let places = places("a\r\n\r\n\r\nb");
        assert_eq!((places[1].line, places[1].blank_lines_before), (3, 2));
    }

    #[test]
    fn a_line_of_several_things_is_split() {
        assert_eq!(texts("One headline    Another one\tA third"), ["One headline", "Another one", "A third"]);
        assert_eq!(texts("Home | News | Contact"), ["Home |", "News |", "Contact"]);
        assert_eq!(texts("Photo | Agency"), ["Photo | Agency"]);
        assert_eq!(texts("Two  spaces.  Twice."), ["Two  spaces.  Twice."]);
        assert_eq!(texts("Home  News  Sport  Contact"), ["Home", "News", "Sport", "Contact"]);
    }

    #[test]
    fn a_glance_misses_nothing() {
        let spaces: Vec<char> = ('\0'..=char::MAX).filter(|c| c.is_whitespace()).collect();
        for &first in &spaces {
            for &second in &spaces {
                assert!(Shape::of(&format!("a{first}{second}b")).may_have_gaps, "{first:?}{second:?}");
            }
        }
        for (separator, _) in SEPARATORS {
            assert!(Shape::of(&format!("a {separator} b")).may_have_separators, "{separator}");
        }
        let plain = Shape::of("One sentence, “two” «très» – long.");
        assert!(!plain.may_have_gaps && !plain.may_have_separators);
    }

    #[test]
    fn a_title_glued_to_a_breadcrumb_is_split_off() {
        let text = "HomeNewsA bridge is opened at last\n\nA bridge is opened at last\n";
        assert_eq!(texts(text), ["HomeNews", "A bridge is opened at last", "A bridge is opened at last"]);
    }

    #[test]
    fn a_very_long_line_is_taken_apart_at_sentences() {
        let text = "A sentence of some length ends here. ".repeat(200);
        let parts = texts(&text);
        assert!(parts.len() > 5);
        assert!(parts.iter().all(|part| part.ends_with("here.") && part.len() < MAX_LINE));
        assert_eq!(texts(&"x".repeat(10_000)).len(), 1);
    }
}
