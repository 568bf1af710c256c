//! Web pages that a browser saved as MHTML (RFC 2557): a MIME message whose parts are the page and its pictures.

use mailparse::{MailHeaderMap, ParsedMail, parse_headers, parse_mail};

/// The headers are looked for in this many bytes; hand-set, browsers write a few hundred.
const MAX_HEADER_BYTES: usize = 16 << 10;

/// The page in an MHTML file.
pub struct Part {
    /// The page, decoded from base64 or quoted-printable.
    pub bytes: Vec<u8>,
    pub charset: Option<String>,
    /// The address it was saved from.
    pub url: Option<String>,
    /// Further HTML in the file: the frames of the page.
    pub frames: usize,
}

/// Whether the bytes begin with the headers of a MIME message that can hold a page.
pub fn is_archive(bytes: &[u8]) -> bool {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let head = &bytes[..bytes.len().min(MAX_HEADER_BYTES)];
    let Ok((headers, _)) = parse_headers(head) else { return false };
    let kind = headers.get_first_value("Content-Type").unwrap_or_default().to_ascii_lowercase();
    headers.get_first_value("MIME-Version").is_some()
        && (kind.starts_with("multipart/") || kind.starts_with("text/html"))
}

/// The page of an archive: the part that its header names, or else the first that is HTML.
pub fn page(bytes: &[u8]) -> Result<Part, String> {
    let archive = parse_mail(bytes).map_err(|error| format!("damaged MHTML ({error}); save the page again"))?;
    let pages: Vec<&ParsedMail> = archive.parts().filter(|part| is_html(part)).collect();
    let start = archive.ctype.params.get("start");
    let named =
        pages.iter().find(|part| start.is_some() && part.headers.get_first_value("Content-ID").as_ref() == start);
    let page =
        named.or(pages.first()).ok_or("the MHTML file has no part that is HTML; save the page again, with its text")?;
    let bytes =
        page.get_body_raw().map_err(|error| format!("damaged page in the MHTML file ({error}); save it again"))?;
    let location = page.headers.get_first_value("Content-Location");
    Ok(Part {
        bytes,
        charset: page.ctype.params.get("charset").cloned(),
        url: location
            .filter(|url| !url.starts_with("cid:"))
            .or_else(|| archive.headers.get_first_value("Snapshot-Content-Location")),
        frames: pages.len() - 1,
    })
}

fn is_html(part: &ParsedMail) -> bool {
    matches!(part.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml")
}
