//! The body as plain text.

use std::ops::Range;

use crate::document::Document;
use crate::span::Span;
use crate::text::characters::BYTE_ORDER_MARK;

/// A line with fewer characters is not taken for a hard-wrapped one (hand-set).
const MIN_WRAPPED_LINE_CHARS: usize = 40;

/// The kept spans of a range, with an empty line between paragraphs, a line break where a paragraph was
/// hard-wrapped, and the source text between parts of one line.
pub(crate) fn text(document: &Document, spans: &[Span], range: Range<usize>) -> String {
    let mut out = String::new();
    let mut last: Option<usize> = None;
    for index in range.filter(|&index| spans[index].keep) {
        if let Some(before) = last {
            out.push_str(separator(document, before, index));
        }
        let text = &document.source()[spans[index].range()];
        out.push_str(text.trim_start_matches(BYTE_ORDER_MARK));
        last = Some(index);
    }
    out
}

/// The text to write between a kept span and the next one.
pub(super) fn separator(document: &Document, before: usize, index: usize) -> &str {
    let (left, right) = (&document.segments()[before], &document.segments()[index]);
    if before + 1 != index {
        return "\n\n";
    }
    if right.continues_line() {
        return document.source().get(left.end..right.start).unwrap_or(" ");
    }
    let hard_wrapped = right.blank_lines_before() == 0
        && right.stats().starts_lower()
        && !left.stats().ends_sentence()
        && !left.stats().ends_colon()
        && left.stats().chars() >= MIN_WRAPPED_LINE_CHARS;
    if hard_wrapped { "\n" } else { "\n\n" }
}
