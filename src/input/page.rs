//! The input of a caller: bytes, and what is known about them.

/// The bytes of a page, and what is known about their charset and format.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Page};
///
/// let page = Page::new(b"<p>Le train a \xE9t\xE9 \xE0 l'heure, ce qui n'arrive pas tous les jours.").with_charset("iso-8859-1").html();
/// assert_eq!(Cleaner::new().clean_bytes(page)?.text(), "Le train a été à l'heure, ce qui n'arrive pas tous les jours.");
/// # Ok::<(), dechaff::InputError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) charset: Option<&'a str>,
    pub(crate) format: Option<Format>,
}

/// The format of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    Text,
}

impl<'a> Page<'a> {
    /// A page of HTML or plain text, which are told apart by their content.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, charset: None, format: None }
    }

    /// Sets the charset that the transport names, for example in the header `Content-Type`: a label of the Encoding
    /// Standard. It overrides the page's own declaration, but not a byte-order mark.
    pub const fn with_charset(mut self, label: &'a str) -> Self {
        self.charset = Some(label);
        self
    }

    /// Marks the page as HTML.
    pub const fn html(mut self) -> Self {
        self.format = Some(Format::Html);
        self
    }

    /// Marks the page as plain text.
    pub const fn plain_text(mut self) -> Self {
        self.format = Some(Format::Text);
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
