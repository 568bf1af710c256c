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
    pub(crate) url: Option<&'a str>,
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
        Self { bytes, charset: None, format: None, url: None }
    }

    /// The charset that the transport declares, for example in the header `Content-Type`: a label of the Encoding
    /// Standard. It overrides what the page itself declares, except for a byte-order mark.
    pub const fn with_charset(mut self, label: &'a str) -> Self {
        self.charset = Some(label);
        self
    }

    /// The header `Content-Type` as the transport sent it: `text/html; charset="utf-8"`. Its charset counts like that of
    /// [`with_charset`](Page::with_charset). A type of HTML sets the format; any other type is not believed, because
    /// servers send HTML under all of them.
    ///
    /// ```
    /// use dechaff::{Page, clean_bytes};
    ///
    /// let page = Page::new(b"<p>Le train a \xE9t\xE9 \xE0 l'heure, ce qui n'arrive pas tous les jours.")
    ///     .with_content_type("text/html; charset=\"ISO-8859-1\"");
    /// assert!(clean_bytes(page)?.text().starts_with("Le train a été"));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn with_content_type(mut self, header: &'a str) -> Self {
        let mut parts = header.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default();
        if ["text/html", "application/xhtml+xml"].iter().any(|html| media_type.eq_ignore_ascii_case(html)) {
            self.format = Some(PageFormat::Html);
        }
        let charset =
            parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        if let Some((_, label)) = charset {
            self.charset = Some(label.trim().trim_matches(['"', '\'']));
        }
        self
    }

    /// The address that the page was fetched from, after redirects. Links and images are resolved against it, unless
    /// the page has a `<base>`. An address that is not absolute is ignored.
    ///
    /// ```
    /// use dechaff::{Page, clean_bytes};
    ///
    /// let page = Page::new(b"<p>The mill was built in 1790, as <a href=\"../about\">we wrote</a> last year in the spring.")
    ///     .with_url("https://mill.example/news/1");
    /// assert_eq!(clean_bytes(page)?.links()[0].url(), Some("https://mill.example/about"));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub const fn with_url(mut self, url: &'a str) -> Self {
        self.url = Some(url);
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
