//! HTTP responses as archives have them: with headers that do not fit the body.
//!
//! Archivers often decode a body and leave the headers as they were, or cut it. So what the headers say is tried, and if
//! it does not fit, the bytes stay as they are, with a note.

mod chunked;
mod content_encoding;
mod note;
mod response;

pub use note::HttpNote;
pub use response::{Body, Response, media_type};
