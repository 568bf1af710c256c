//! The body as plain text.

use std::ops::Range;

use crate::document::Document;
use crate::span::Span;
use crate::text::characters::BYTE_ORDER_MARK;
use crate::text::{harmless, is_blank};

/// A line with fewer characters is not taken for a hard-wrapped one (hand-set).
const MIN_WRAPPED_LINE_CHARS: usize = 40;

/// The kept spans of a range, with an empty line between paragraphs, a line break where a paragraph was
/// hard-wrapped, and the source text between parts of one line.
pub(crate) fn text(document: &Document, spans: &[Span], range: Range<usize>) -> String {
    let mut out = String::new();
    let mut last: Option<usize> = None;
    for index in range.filter(|&index| spans[index].keep && !is_blank(&document.source()[spans[index].range()])) {
        if let Some(before) = last {
            out.push_str(&harmless(separator(document, before, index)));
        }
        if !document.segments()[index].continues_line() {
            out.push_str(empty_columns(document, index));
            out.push_str(indentation(document, index));
        }
        let text = harmless(&document.source()[spans[index].range()]);
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
        return document.source().get(left.end()..right.start()).unwrap_or(" ");
    }
    if left.is_code && right.is_code && !document.is_html() {
        // The lines of one program.
        return if right.blank_lines_before() == 0 { "\n" } else { "\n\n" };
    }
    if is_row_above(document, before, index) {
        return "\n";
    }
    let hard_wrapped = right.blank_lines_before() == 0
        && right.stats().starts_lower()
        && !left.stats().ends_sentence()
        && !left.stats().ends_colon()
        && left.stats().chars() >= MIN_WRAPPED_LINE_CHARS;
    if hard_wrapped { "\n" } else { "\n\n" }
}

/// The white space before a line of code.
fn indentation(document: &Document, index: usize) -> &str {
    let segment = &document.segments()[index];
    let before = if segment.is_code { &document.source()[..segment.start()] } else { "" };
    &before[before.trim_end_matches([' ', '\t']).len()..]
}

/// The tabs before the first text of a row of a table, one for each column without text.
fn empty_columns(document: &Document, index: usize) -> &str {
    let segment = &document.segments()[index];
    let before = if segment.is_code { "" } else { &document.source()[..segment.start()] };
    &before[before.trim_end_matches('\t').len()..]
}

/// Whether two segments on different lines are the end of a row of a table and the start of the next one: cells are
/// separated by tabs.
fn is_row_above(document: &Document, before: usize, index: usize) -> bool {
    let (left, right) = (&document.segments()[before], &document.segments()[index]);
    let source = document.source();
    let is_next_line = source[left.end()..right.start()].trim_end_matches('\t') == "\n";
    is_next_line
        && source[..left.start()].ends_with('\t')
        && (source[right.end()..].starts_with('\t') || source[..right.start()].ends_with('\t'))
}
