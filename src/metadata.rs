//! The metadata of a page.

use crate::date_time::DateTime;
use crate::text::{is_blank, make_string_harmless};

/// The metadata of a page, each value with its source.
///
/// Of plain text only authors and dates are known, from its visible lines.
///
/// No value has a control character, nor bidirectional controls that are not balanced (as
/// [`Cleaned::text`](crate::Cleaned::text)); [`Metadata::article_body`] may have tabs and line feeds. Addresses are of
/// `http` or `https`, or relative.
///
/// Two are equal if all their methods return equal values.
///
/// With the feature `serde`, metadata is a map with a field for each of the methods but [`Metadata::date`], named as they
/// are; a value is null or a map of `value` and `source`, a date a map of `date`, `written` and `source`.
///
/// # Example
///
/// ```
/// use dechaff::{MetadataSource, clean_html};
///
/// let page = clean_html(
///     "<html lang=de><title>Regen am Montag | Der Bote</title><meta property=og:site_name content='Der Bote'>
///      <script type=application/ld+json>{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-05-04T10:12+02:00\",
///        \"author\": [{\"name\": \"Anna Roth\"}, {\"givenName\": \"Kemal\", \"familyName\": \"Oruç\"}]}</script>
///      <h1>Regen am Montag</h1><p>Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.",
/// )?;
/// let metadata = page.metadata();
/// let authors: Vec<&str> = metadata.authors().iter().map(|author| author.value()).collect();
/// assert_eq!(authors, ["Anna Roth", "Kemal Oruç"]);
/// assert_eq!(metadata.authors()[0].source(), MetadataSource::JsonLd);
/// let published = metadata.published().unwrap();
/// assert_eq!((published.date().year(), published.date().time()), (2024, Some((10, 12, 0))));
/// assert_eq!(metadata.title().map(|title| title.value()), Some("Regen am Montag"));
/// assert_eq!(metadata.language().map(|language| language.value()), Some("de"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Metadata {
    pub(crate) title: Option<MetadataValue>,
    pub(crate) authors: Vec<MetadataValue>,
    /// Whether the author is that of a comment or a post.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) is_author_of_post: bool,
    pub(crate) published: Option<MetadataDate>,
    pub(crate) modified: Option<MetadataDate>,
    pub(crate) shown: Option<MetadataDate>,
    /// Whether the date of publication is that of a `<time>` that is beside the article.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) is_date_beside: bool,
    pub(crate) language: Option<MetadataValue>,
    pub(crate) site_name: Option<MetadataValue>,
    pub(crate) url: Option<MetadataValue>,
    pub(crate) description: Option<MetadataValue>,
    pub(crate) image: Option<MetadataValue>,
    pub(crate) section: Option<MetadataValue>,
    pub(crate) keywords: Vec<MetadataValue>,
    pub(crate) license: Option<MetadataValue>,
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

/// A date of the metadata and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MetadataDate {
    pub(crate) date: DateTime,
    pub(crate) written: String,
    pub(crate) source: MetadataSource,
}

impl MetadataDate {
    /// The date, in the Gregorian calendar.
    pub fn date(&self) -> DateTime {
        self.date
    }

    /// The date as written, with white space folded and without control characters: of another calendar it may be,
    /// "۱۵ اردیبهشت ۱۴۰۳".
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The part of the page that it was found in.
    pub fn source(&self) -> MetadataSource {
        self.source
    }
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
    /// The visible page: a heading, a `<time>`, microdata, a byline.
    Page,
}

impl MetadataValue {
    /// The value as it may be written; `None` if nothing is left of it.
    fn into_harmless(mut self) -> Option<Self> {
        make_string_harmless(&mut self.value);
        (!is_blank(&self.value)).then_some(self)
    }

    /// The value as written, with white space folded and without control characters (see [`Metadata`]).
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
            && self.lists() == other.lists()
            && (&self.published, &self.modified, &self.shown) == (&other.published, &other.modified, &other.shown)
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

    /// The names of the authors in the order of the page, people or organisations, without "by".
    pub fn authors(&self) -> &[MetadataValue] {
        &self.authors
    }

    /// When the page was published.
    pub fn published(&self) -> Option<&MetadataDate> {
        self.published.as_ref()
    }

    /// When the page was last changed.
    pub fn modified(&self) -> Option<&MetadataDate> {
        self.modified.as_ref()
    }

    /// The day that readers see beside the title, if that is another one than [`Metadata::published`]: the day of the last
    /// change, or of the publication where the writer was, while the page declares the time in UTC.
    pub fn shown(&self) -> Option<&MetadataDate> {
        self.shown.as_ref()
    }

    /// The date of the page: as readers see it, or else when it was published, or, if that is not known, last changed.
    pub fn date(&self) -> Option<&MetadataDate> {
        self.shown().or(self.published()).or(self.modified())
    }

    /// The declared language, a BCP 47 tag.
    pub fn language(&self) -> Option<&MetadataValue> {
        self.language.as_ref()
    }

    /// The name of the site.
    pub fn site_name(&self) -> Option<&MetadataValue> {
        self.site_name.as_ref()
    }

    /// The canonical URL, with `http` or `https`; relative if it is written so and the page's own is not known.
    pub fn url(&self) -> Option<&MetadataValue> {
        self.url.as_ref()
    }

    /// What the page is about, in a few sentences.
    pub fn description(&self) -> Option<&MetadataValue> {
        self.description.as_ref()
    }

    /// The URL of the lead picture, as [`Metadata::url`].
    pub fn image(&self) -> Option<&MetadataValue> {
        self.image.as_ref()
    }

    /// The part of the site that the page is in: "Politics".
    pub fn section(&self) -> Option<&MetadataValue> {
        self.section.as_ref()
    }

    /// Keywords and tags in the order of the page, each once.
    pub fn keywords(&self) -> &[MetadataValue] {
        &self.keywords
    }

    /// The licence: a URL of `http` or `https`, a relative one, or a name where the page has no more.
    pub fn license(&self) -> Option<&MetadataValue> {
        self.license.as_ref()
    }

    /// The article's text, if the page repeats it in JSON-LD.
    pub fn article_body(&self) -> Option<&str> {
        self.article_body.as_deref()
    }

    /// The number of comments that the page declares (JSON-LD `commentCount`).
    pub fn comment_count(&self) -> Option<u64> {
        self.comment_count
    }

    /// Makes all values such as they may be written, and drops those of which nothing is left.
    pub(crate) fn make_harmless(&mut self) {
        let Self { title, language, site_name, url, description, image, section, license, .. } = self;
        for value in [title, language, site_name, url, description, image, section, license] {
            *value = value.take().and_then(MetadataValue::into_harmless);
        }
        for list in [&mut self.authors, &mut self.keywords] {
            *list = std::mem::take(list).into_iter().filter_map(MetadataValue::into_harmless).collect();
        }
        for date in [&mut self.published, &mut self.modified, &mut self.shown].into_iter().flatten() {
            make_string_harmless(&mut date.written);
        }
        self.article_body.iter_mut().for_each(make_string_harmless);
    }

    fn values(&self) -> [Option<&MetadataValue>; 8] {
        [
            self.title(),
            self.language(),
            self.site_name(),
            self.url(),
            self.description(),
            self.image(),
            self.section(),
            self.license(),
        ]
    }

    fn lists(&self) -> [&[MetadataValue]; 2] {
        [self.authors(), self.keywords()]
    }

    /// Whether a declared type of the page ends with `ending`.
    pub(crate) fn is_type(&self, ending: &str) -> bool {
        self.types.iter().any(|name| name.ends_with(ending))
    }
}
