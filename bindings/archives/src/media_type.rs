//! Which media types are pages.

/// What a media type says of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    Html,
    Text,
    /// It may be anything; the content tells.
    Unknown,
    Other,
}

impl MediaType {
    /// Reads a media type in lower case, without parameters.
    pub fn of(name: Option<&str>) -> Self {
        match name {
            Some("text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml") => Self::Html,
            Some("text/plain" | "text/markdown") => Self::Text,
            // XML may be XHTML. The rest is what servers and archivers write if they do not know.
            None
            | Some("text/xml" | "application/xml" | "application/octet-stream" | "unknown/unknown" | "no-type") => {
                Self::Unknown
            }
            Some(name) if !name.contains('/') || name.contains('*') => Self::Unknown,
            Some(_) => Self::Other,
        }
    }
}

/// The first tags of a page are within this number of bytes; hand-set. Some pages begin with a long comment.
const HEAD_BYTES: usize = 4 << 10;

/// Whether a body of unknown type is a page of HTML.
pub fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(HEAD_BYTES)].to_ascii_lowercase();
    let tags: [&[u8]; 4] = [b"<!doctype html", b"<html", b"<head", b"<body"];
    tags.iter().any(|tag| memchr::memmem::find(&head, tag).is_some())
}
