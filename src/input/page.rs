//! A page as callers give it.

use super::decode::charset_parameter;

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
    /// Whether text that was encoded twice is repaired.
    pub(crate) is_repaired: bool,
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
        Self { bytes, charset: None, format: None, url: None, is_repaired: true }
    }

    /// The charset that the transport declares, for example in the header `Content-Type`: a label of the Encoding
    /// Standard, in quotes or not, or the whole header. It counts more than what the page itself declares and less than a
    /// byte-order mark, unless the bytes refute it. Whatever is not followed is noted
    /// ([`Note::WrongCharset`](crate::Note::WrongCharset), [`Note::OverruledCharset`](crate::Note::OverruledCharset)).
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
        let media_type = header.split([';', ',']).next().unwrap_or_default().trim();
        if ["text/html", "application/xhtml+xml"].iter().any(|html| media_type.eq_ignore_ascii_case(html)) {
            self.format = Some(PageFormat::Html);
        }
        if let Some(label) = charset_parameter(header) {
            self.charset = Some(label);
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

    /// Leaves text that was encoded in UTF-8 twice ("youâ€™ve") as it is, instead of repairing it. It is noted in both cases
    /// ([`Note::DoubleEncoding`](crate::Note::DoubleEncoding)).
    ///
    /// ```
    /// use dechaff::{Page, clean_bytes};
    ///
    /// let page = Page::new("<p>Now youâ€™ve seen the bridge that the town has been building for years.".as_bytes());
    /// assert!(clean_bytes(page)?.text().starts_with("Now you’ve seen"));
    /// assert!(clean_bytes(page.without_repair())?.text().starts_with("Now youâ€™ve seen"));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub const fn without_repair(mut self) -> Self {
        self.is_repaired = false;
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
