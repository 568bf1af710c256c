//! Why a span has its kind, in words.

use std::fmt::Write;

use crate::document::Mark;
use crate::span::Span;

/// One line: the kind of the span, what decided, and what else was said of it.
pub(crate) fn explain(span: &Span, marks: &[Mark]) -> String {
    let mut text = String::new();
    let fate = if span.is_kept() { "kept" } else { "removed" };
    // Writing to a String cannot fail.
    let _ = write!(text, "{fate} as {} ({:.2}): ", span.kind(), span.confidence());
    match marks.iter().find(|mark| mark.is_winner()) {
        Some(winner) => text.push_str(&said(winner)),
        None => text.push_str("nothing is known of it"),
    }
    let mut before = "; other marks: ";
    for mark in marks.iter().filter(|mark| !mark.is_winner()) {
        text.push_str(before);
        text.push_str(&said(mark));
        before = ", ";
    }
    text
}

fn said(mark: &Mark) -> String {
    format!("{} by {}, {} {:.2}", mark.filter(), mark.basis().name(), mark.kind(), mark.confidence())
}
