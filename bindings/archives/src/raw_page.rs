//! A page before it is cleaned.

use dechaff::PageFormat;

use crate::http::Response;
use crate::media_type::looks_like_html;

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

/// Why something is left out whose media type does not tell that it is a page, and whose content neither.
pub const NO_PAGE: &str = "no media type, and no HTML";

/// A page without transfer and content encoding.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    pub bytes: Vec<u8>,
    /// What it is, if the input says so.
    pub format: Option<PageFormat>,
    /// What was found wrong with its encoding.
    pub notes: Vec<String>,
}

impl Content {
    /// Decodes the content of a page, to at most `limit` bytes and one more. `None` if it is no page ([`NO_PAGE`]).
    pub fn decode(self, is_doubtful: bool, limit: usize) -> Option<Decoded> {
        let decoded = match self {
            Self::Http { block, response } => {
                let body = response.body(&block, limit);
                let notes = body.notes.iter().map(ToString::to_string).collect();
                Decoded { bytes: body.bytes, format: None, notes }
            }
            Self::Page { bytes, format } => Decoded { bytes, format, notes: Vec::new() },
        };
        (!is_doubtful || looks_like_html(&decoded.bytes)).then_some(decoded)
    }

    /// Bytes that it takes in memory.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Http { block, .. } => block.len(),
            Self::Page { bytes, .. } => bytes.len(),
        }
    }
}
