//! A page before it is cleaned.

use dechaff::PageFormat;

use crate::http::Response;

/// A page as an input has it, with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct RawPage {
    pub id: String,
    pub url: Option<String>,
    /// When it was fetched, in microseconds since 1970, UTC.
    pub fetched: Option<i64>,
    /// The header `Content-Type`, or what takes its place.
    pub content_type: Option<String>,
    /// The status of the response.
    pub status: Option<u16>,
    pub content: Content,
    /// What was found wrong with it.
    pub notes: Vec<String>,
    /// Why it cannot be cleaned.
    pub fault: Option<String>,
    /// Whether no header tells that it is HTML or text, so that its content has to.
    pub is_doubtful: bool,
}

/// What a page is read from.
#[derive(Clone, Debug)]
pub enum Content {
    /// A response with its headers, not decoded.
    Http { block: Vec<u8>, response: Response },
    /// The page itself.
    Page { bytes: Vec<u8>, format: Option<PageFormat> },
}

impl Default for Content {
    fn default() -> Self {
        Self::Page { bytes: Vec::new(), format: None }
    }
}

impl Content {
    /// Bytes that it takes in memory.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Http { block, .. } => block.len(),
            Self::Page { bytes, .. } => bytes.len(),
        }
    }
}
