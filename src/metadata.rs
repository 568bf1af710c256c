//! What a page says of itself.

/// What a page of HTML says of itself, each value with where it was found.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, MetadataSource};
///
/// let page = Cleaner::new().clean_html(
///     "<html lang=de><title>Regen am Montag | Der Bote</title><meta property=og:site_name content='Der Bote'>
///      <script type=application/ld+json>{\"@type\": \"NewsArticle\", \"author\": {\"name\": \"Anna Roth\"}}</script>
///      <h1>Regen am Montag</h1><p>Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.",
/// );
/// let metadata = page.metadata();
/// let author = metadata.author().unwrap();
/// assert_eq!((author.value(), author.source()), ("Anna Roth", MetadataSource::JsonLd));
/// assert_eq!(metadata.title().map(|title| title.value()), Some("Regen am Montag"));
/// assert_eq!(metadata.language().map(|language| language.value()), Some("de"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    pub(crate) title: Option<MetadataValue>,
    pub(crate) author: Option<MetadataValue>,
    pub(crate) date: Option<MetadataValue>,
    pub(crate) language: Option<MetadataValue>,
    pub(crate) site_name: Option<MetadataValue>,
    pub(crate) url: Option<MetadataValue>,
    /// What JSON-LD, Open Graph and microdata call the page.
    pub(crate) types: Vec<String>,
    /// The article's text as JSON-LD has it.
    pub(crate) article_body: Option<String>,
    /// What JSON-LD says at some length of other things: products, places, jobs, items of lists.
    pub(crate) descriptions: String,
    /// How many comments JSON-LD counts.
    pub(crate) comment_count: Option<u64>,
    /// The software that made the page.
    pub(crate) generator: Option<String>,
}

/// A value and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataValue {
    pub(crate) value: String,
    pub(crate) source: MetadataSource,
}

/// Where a page says something of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataSource {
    /// In a `<script type="application/ld+json">` (JSON-LD, schema.org).
    JsonLd,
    /// In `<meta property="og:…">` or `article:…` (The Open Graph protocol).
    OpenGraph,
    /// In another `<meta>`, in `<link>`, `<title>` or an attribute of `<html>`.
    Meta,
    /// On the page itself: a heading, a `<time>`, microdata.
    Page,
}

impl MetadataValue {
    /// The value as it was written, white space folded.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Where it was found.
    pub fn source(&self) -> MetadataSource {
        self.source
    }
}

impl Metadata {
    /// The headline, without the name of the site.
    pub fn title(&self) -> Option<&MetadataValue> {
        self.title.as_ref()
    }

    /// Who wrote it; several names are joined by commas.
    pub fn author(&self) -> Option<&MetadataValue> {
        self.author.as_ref()
    }

    /// When it was published, as the page writes it: mostly ISO 8601.
    pub fn date(&self) -> Option<&MetadataValue> {
        self.date.as_ref()
    }

    /// The language that the page says it is in, a BCP 47 tag.
    pub fn language(&self) -> Option<&MetadataValue> {
        self.language.as_ref()
    }

    /// The name of the site.
    pub fn site_name(&self) -> Option<&MetadataValue> {
        self.site_name.as_ref()
    }

    /// The canonical URL.
    pub fn url(&self) -> Option<&MetadataValue> {
        self.url.as_ref()
    }

    /// The article's text, where the page repeats it in JSON-LD.
    pub fn article_body(&self) -> Option<&str> {
        self.article_body.as_deref()
    }

    /// How many comments the page says it has (JSON-LD `commentCount`).
    pub fn comment_count(&self) -> Option<u64> {
        self.comment_count
    }

    /// Whether one of the types that the page gives itself ends with a word.
    pub(crate) fn is_type(&self, ending: &str) -> bool {
        self.types.iter().any(|name| name.ends_with(ending))
    }
}
