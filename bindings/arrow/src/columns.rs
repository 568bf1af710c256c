//! Which columns the result has.

use std::fmt;

/// A column of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The body as plain text.
    Text,
    /// The body as Markdown; on request.
    Markdown,
    /// The body as HTML; on request.
    Html,
    /// The text that spans are ranges of; on request.
    Source,
    /// The headline.
    Title,
    /// The names of the authors.
    Authors,
    /// The ISO 639-1 code of the language of the body.
    Language,
    /// When the page was published, in ISO 8601.
    Published,
    /// The most likely type of the page.
    PageType,
    /// The expected F1 of the body, from 0 to 1.
    Quality,
    /// The spans of the page.
    Spans,
    /// What was noted when the page was read.
    Notes,
    /// Why the page could not be cleaned.
    Error,
}

impl Column {
    /// All columns with their names, in the order in which they are written by default.
    pub const ALL: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("source", Self::Source),
        ("title", Self::Title),
        ("authors", Self::Authors),
        ("language", Self::Language),
        ("published", Self::Published),
        ("page_type", Self::PageType),
        ("quality", Self::Quality),
        ("spans", Self::Spans),
        ("notes", Self::Notes),
        ("error", Self::Error),
    ];

    /// Its name in the result.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, column)| *column == self).map_or("", |(name, _)| name)
    }

    /// The column of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|&(_, column)| column)
    }

    /// Whether it is long, and not everybody wants it.
    fn is_on_request(self) -> bool {
        matches!(self, Self::Markdown | Self::Html | Self::Source)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The columns of the result, in order, each once. By default all but Markdown, HTML and the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Default for Columns {
    fn default() -> Self {
        Self(Column::ALL.iter().map(|&(_, column)| column).filter(|of| !of.is_on_request()).collect())
    }
}

impl Columns {
    /// No column.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds a column behind the others, unless it is one of them.
    #[must_use]
    pub fn with(mut self, column: Column) -> Self {
        if !self.has(column) {
            self.0.push(column);
        }
        self
    }

    /// The columns in order.
    pub fn iter(&self) -> impl Iterator<Item = Column> {
        self.0.iter().copied()
    }

    /// Whether a column is one of them.
    pub fn has(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
