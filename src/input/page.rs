//! A page as callers give it.

/// A page as it was fetched, with what is known about it.
///
/// # Example
///
/// ```
/// use dechaff::{Page, PageFormat, clean_bytes};
///
/// let page = Page::new(b"<p>Le train a \xE9t\xE9 \xE0 l'heure, ce qui n'arrive pas tous les jours.")
///     .with_charset("iso-8859-1")
///     .with_format(PageFormat::Html);
/// assert_eq!(clean_bytes(page)?.text(), "Le train a été à l'heure, ce qui n'arrive pas tous les jours.");
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) charset: Option<&'a str>,
    pub(crate) format: Option<PageFormat>,
}

/// The format of a [`Page`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageFormat {
    /// HTML, or XHTML; it is read by the rules of HTML.
    Html,
    /// Plain text, for example flattened HTML.
    Text,
}

impl<'a> Page<'a> {
    /// The bytes of an HTML page or of plain text. The format is detected.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, charset: None, format: None }
    }

    /// The charset that the transport declares, for example in the header `Content-Type`: a label of the Encoding
    /// Standard. It overrides what the page itself declares, except for a byte-order mark.
    pub const fn with_charset(mut self, label: &'a str) -> Self {
        self.charset = Some(label);
        self
    }

    /// The format of the page, instead of the detected one.
    pub const fn with_format(mut self, format: PageFormat) -> Self {
        self.format = Some(format);
        self
    }
}

impl<'a> From<&'a [u8]> for Page<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::new(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Page<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Page<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::new(bytes)
    }
}
