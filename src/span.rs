//! A marked range of the source text.

use std::ops::Range;

use crate::filter_name::FilterName;
use crate::kind::Kind;
use crate::language::{Language, PackedLanguage};

/// A range of the source text with its kind and language.
///
/// Offsets are in bytes into [`Cleaned::source`](crate::Cleaned::source), half-open, and always on
/// character boundaries.
///
/// With the feature `serde`, a span is a map with the fields `start`, `end`, `kind`, `lang` (null if
/// undetermined), `confidence`, `keep` and `filter`.
///
/// # Example
///
/// ```
/// use dechaff::{Kind, Language, clean_text};
///
/// let page = clean_text("  Tous droits réservés  ")?;
/// let span = page.spans()[0];
/// assert_eq!(&page.source()[span.range()], "Tous droits réservés");
/// assert_eq!((span.kind(), span.language(), span.filter()), (Kind::Legal, Language::French, "legal"));
/// assert!(!span.is_kept() && span.confidence() > 0.5);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    #[cfg_attr(feature = "serde", serde(rename = "lang"))]
    pub(crate) language: PackedLanguage,
    pub(crate) confidence: f32,
    pub(crate) keep: bool,
    pub(crate) filter: FilterName,
}

impl Span {
    /// Offset of the span's first byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Offset of the byte after the span's last one.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// The span's byte range, to slice the source text with.
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The kind of the span.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The language that the span is written in.
    pub fn language(&self) -> Language {
        self.language.into()
    }

    /// Confidence of the filter that decided, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// Whether the span is part of the body.
    pub fn is_kept(&self) -> bool {
        self.keep
    }

    /// The name of the filter that decided the kind.
    pub fn filter(&self) -> &'static str {
        self.filter.name()
    }
}

/// Spans as they are read back.
#[cfg(feature = "serde")]
mod stored {
    use serde::de::{Deserialize, Deserializer, Error};

    use super::{FilterName, Kind, Language, Span};

    impl<'de> Deserialize<'de> for Span {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            StoredSpan::deserialize(deserializer)?.check().map_err(D::Error::custom)
        }
    }

    #[derive(serde::Deserialize)]
    struct StoredSpan {
        start: u32,
        end: u32,
        kind: Kind,
        lang: Language,
        confidence: f32,
        keep: bool,
        filter: String,
    }

    impl StoredSpan {
        fn check(self) -> Result<Span, String> {
            let Self { start, end, kind, lang: language, confidence, keep, filter } = self;
            if start >= end {
                return Err(format!("the span {start}..{end} is empty, `end` must be greater than `start`"));
            }
            if !(0.0..=1.0).contains(&confidence) {
                return Err(format!("the confidence {confidence} of span {start}..{end} is not between 0 and 1"));
            }
            let language = language.into();
            Ok(Span { start, end, kind, language, confidence, keep, filter: named(&filter)? })
        }
    }

    /// At most this many filter names are kept, so that untrusted input cannot fill the memory. Hand-set; a pipeline has
    /// about twenty filters.
    const MAX_FILTER_NAMES: usize = 1_024;
    /// A filter name has at most this many bytes (hand-set).
    const MAX_FILTER_NAME_BYTES: usize = 128;

    /// The number of a name. A new name is allocated once and never freed.
    fn named(name: &str) -> Result<FilterName, String> {
        if name.len() > MAX_FILTER_NAME_BYTES {
            return Err(format!(
                "the name of a filter has {} bytes, at most {MAX_FILTER_NAME_BYTES} can be read",
                name.len()
            ));
        }
        let found = FilterName::find(name, MAX_FILTER_NAMES, || Box::leak(name.into()));
        found.ok_or_else(|| format!("there are more than {MAX_FILTER_NAMES} names of filters, the new one is {name:?}"))
    }
}
