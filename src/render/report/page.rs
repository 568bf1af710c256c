//! What a report is written from.

use crate::document::{Document, Mark};
use crate::language::Language;
use crate::page_type::PageType;
use crate::span::Span;

/// The content of a report.
pub(crate) struct Report<'a> {
    pub(crate) document: &'a Document,
    pub(crate) spans: &'a [Span],
    /// Sorted by segment.
    pub(crate) marks: &'a [Mark],
    /// What the page was read from: a file, an address.
    pub(crate) name: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    /// The language of the body.
    pub(crate) language: Language,
    /// Each language's share of the bytes in spans.
    pub(crate) languages: &'a [(Language, f64)],
    pub(crate) quality: Option<f32>,
    /// The most likely type of the page and its probability.
    pub(crate) page_type: Option<(PageType, f32)>,
}

/// Spans of a lower confidence are shown as uncertain. Hand-set; one in twelve on the pages of
/// `testdata` (measured).
const MIN_CERTAIN_CONFIDENCE: f32 = 0.6;

/// Whether a reader should look at a span again.
pub(super) fn is_uncertain(span: &Span) -> bool {
    span.confidence < MIN_CERTAIN_CONFIDENCE
}

/// Whether a span is in the body, part of the article, or removed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    Body,
    Around,
    Removed,
}

impl Part {
    pub(super) const ALL: [Self; 3] = [Self::Body, Self::Around, Self::Removed];

    pub(super) fn of(span: &Span) -> Self {
        match span.kind {
            _ if span.keep => Self::Body,
            kind if kind.is_article() && !kind.is_body() => Self::Around,
            _ => Self::Removed,
        }
    }

    /// The class of its spans.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Around => "around",
            Self::Removed => "removed",
        }
    }

    /// What a reader sees of it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Around => "around the body",
            _ => self.class(),
        }
    }
}

/// A share of the bytes in spans, as the report writes it.
pub(super) fn percent(part: usize, all: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / all.max(1) as f64)
}

pub(super) fn bytes<'a>(spans: impl Iterator<Item = &'a Span>) -> usize {
    spans.map(|span| span.range().len()).sum()
}
