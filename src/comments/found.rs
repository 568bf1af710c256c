//! A comment as it is put together.

use std::ops::Range;

use crate::text::make_string_harmless;

/// A value of a comment, and where the source text has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    /// Its bytes in the source text; `None` if only an attribute or JSON-LD has it.
    pub(super) range: Option<Range<usize>>,
}

/// The date of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) written: Value,
    pub(super) iso: Option<String>,
}

/// What is known of a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The indices of its spans.
    pub(super) spans: Range<usize>,
    /// The paragraphs of its text: bytes of the source text.
    pub(super) paragraphs: Vec<Range<usize>>,
    /// Its text where the source text has none: that of JSON-LD.
    pub(super) declared_text: Option<String>,
    pub(super) author: Option<Value>,
    pub(super) date: Option<Moment>,
    /// The name of whom it answers.
    pub(super) reply_to: Option<String>,
    /// How deep it is nested, counted in any steps; `None` if the page does not nest comments.
    pub(super) depth: Option<usize>,
    pub(super) level: usize,
    /// The index of the comment that it answers.
    pub(super) parent: Option<usize>,
}

impl Found {
    /// Makes the texts such as they may be written; ranges of the source stay as they are.
    pub(super) fn make_harmless(&mut self) {
        let names = self.author.iter_mut().chain(self.date.iter_mut().map(|date| &mut date.written));
        names.map(|value| &mut value.text).chain(&mut self.declared_text).for_each(make_string_harmless);
    }
}
