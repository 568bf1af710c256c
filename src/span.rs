//! A marked stretch of the source text.

use std::ops::Range;

use crate::kind::Kind;
use crate::language::Language;

/// A marked stretch of the source text.
///
/// Offsets are bytes into [`Cleaned::source`](crate::Cleaned::source), half-open, always on
/// character boundaries.
///
/// # Example
///
/// ```
/// use dechaff::{Kind, Language, clean_text};
///
/// let page = clean_text("  Tous droits réservés  ");
/// let span = page.spans()[0];
/// assert_eq!(&page.source()[span.range()], "Tous droits réservés");
/// assert_eq!((span.kind(), span.language(), span.filter()), (Kind::Legal, Language::French, "legal"));
/// assert!(!span.is_kept() && span.confidence() > 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    #[cfg_attr(feature = "serde", serde(rename = "lang"))]
    pub(crate) language: Language,
    pub(crate) confidence: f32,
    pub(crate) keep: bool,
    pub(crate) filter: &'static str,
}

impl Span {
    /// The first byte of the span in the source text.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The byte after the span's last one in the source text.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The span's bytes in the source text, to slice it with.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// What the span is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The language the span is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// How sure the deciding filter was, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// Whether the span is part of the clean body.
    pub fn is_kept(&self) -> bool {
        self.keep
    }

    /// The name of the filter that decided the kind.
    pub fn filter(&self) -> &'static str {
        self.filter
    }
}
