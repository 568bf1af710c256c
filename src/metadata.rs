//! The metadata of an HTML page.

/// The metadata of an HTML page, each value with its source.
///
/// Two are equal if all their methods return equal values.
///
/// With the feature `serde`, metadata is a map with the fields `title`, `author`, `date`, `language`, `site_name`, `url`
/// (each null or a map of `value` and `source`), `article_body` and `comment_count`.
///
/// # Example
///
/// ```
/// use dechaff::{MetadataSource, clean_html};
///
/// let page = clean_html(
///     "<html lang=de><title>Regen am Montag | Der Bote</title><meta property=og:site_name content='Der Bote'>
///      <script type=application/ld+json>{\"@type\": \"NewsArticle\", \"author\": {\"name\": \"Anna Roth\"}}</script>
///      <h1>Regen am Montag</h1><p>Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.",
/// )?;
/// let metadata = page.metadata();
/// let author = metadata.author().unwrap();
/// assert_eq!((author.value(), author.source()), ("Anna Roth", MetadataSource::JsonLd));
/// assert_eq!(metadata.title().map(|title| title.value()), Some("Regen am Montag"));
/// assert_eq!(metadata.language().map(|language| language.value()), Some("de"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Metadata {
    pub(crate) title: Option<MetadataValue>,
    pub(crate) author: Option<MetadataValue>,
    pub(crate) date: Option<MetadataValue>,
    /// Whether the date is that of a `<time>` that is beside the article.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) is_date_beside: bool,
    pub(crate) language: Option<MetadataValue>,
    pub(crate) site_name: Option<MetadataValue>,
    pub(crate) url: Option<MetadataValue>,
    /// The types of the page in JSON-LD, Open Graph and microdata.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) types: Vec<String>,
    /// The article's text in JSON-LD.
    pub(crate) article_body: Option<String>,
    /// Descriptions in JSON-LD of the article and of products, places, jobs or list items.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) descriptions: String,
    /// Number of comments according to JSON-LD.
    pub(crate) comment_count: Option<u64>,
    /// The comments in JSON-LD, each before the replies to it.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) declared_comments: Vec<DeclaredComment>,
    /// The software that made the page.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) generator: Option<String>,
}

/// A comment in JSON-LD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeclaredComment {
    pub(crate) author: Option<String>,
    /// As written, mostly ISO 8601.
    pub(crate) date: Option<String>,
    /// May have tags of HTML in it.
    pub(crate) text: String,
    /// How many comments it is in.
    pub(crate) depth: usize,
}

/// A value of the metadata and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MetadataValue {
    pub(crate) value: String,
    pub(crate) source: MetadataSource,
}

/// The part of the page that a value of the metadata was found in.
///
/// With the feature `serde`, a source is `"json-ld"`, `"open-graph"`, `"meta"` or `"page"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum MetadataSource {
    /// A `<script type="application/ld+json">` (JSON-LD, schema.org).
    JsonLd,
    /// A `<meta property="og:…">` or `article:…` (The Open Graph protocol).
    OpenGraph,
    /// Another `<meta>`, a `<link>`, the `<title>` or an attribute of `<html>`.
    Meta,
    /// The visible page: a heading, a `<time>`, microdata.
    Page,
}

impl MetadataValue {
    /// The value as written, with white space folded.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The part of the page that it was found in.
    pub fn source(&self) -> MetadataSource {
        self.source
    }
}

impl PartialEq for Metadata {
    fn eq(&self, other: &Self) -> bool {
        self.values() == other.values()
            && self.article_body == other.article_body
            && self.comment_count == other.comment_count
    }
}

impl Eq for Metadata {}

impl Metadata {
    /// The title, without the name of the site.
    pub fn title(&self) -> Option<&MetadataValue> {
        self.title.as_ref()
    }

    /// The author; several names are joined by commas.
    pub fn author(&self) -> Option<&MetadataValue> {
        self.author.as_ref()
    }

    /// The date of publication as written, mostly ISO 8601.
    pub fn date(&self) -> Option<&MetadataValue> {
        self.date.as_ref()
    }

    /// The declared language, a BCP 47 tag.
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

    /// The article's text, if the page repeats it in JSON-LD.
    pub fn article_body(&self) -> Option<&str> {
        self.article_body.as_deref()
    }

    /// The number of comments that the page declares (JSON-LD `commentCount`).
    pub fn comment_count(&self) -> Option<u64> {
        self.comment_count
    }

    fn values(&self) -> [Option<&MetadataValue>; 6] {
        [self.title(), self.author(), self.date(), self.language(), self.site_name(), self.url()]
    }

    /// Whether a declared type of the page ends with `ending`.
    pub(crate) fn is_type(&self, ending: &str) -> bool {
        self.types.iter().any(|name| name.ends_with(ending))
    }
}
