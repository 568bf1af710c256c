//! A row of the output.

use dechaff::Span;

/// What is written of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub id: String,
    pub url: Option<String>,
    /// Microseconds since 1970, UTC.
    pub fetched: Option<i64>,
    pub content_type: Option<String>,
    pub status: Option<u16>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub language: Option<&'static str>,
    /// Languages with their shares of the page; the code is `None` where none is known.
    pub languages: Vec<(Option<&'static str>, f64)>,
    pub page_type: Option<&'static str>,
    pub quality: Option<f32>,
    /// The body; `None` if the page could not be cleaned.
    pub text: Option<String>,
    pub markdown: Option<String>,
    /// The flattened page, which spans are ranges of.
    pub source: Option<String>,
    pub spans: Vec<Span>,
    pub notes: Vec<String>,
    /// Why the page could not be cleaned.
    pub error: Option<String>,
}
