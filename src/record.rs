//! Results that can be serialized and read back (feature `serde`).

use std::ops::Range;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::cleaned::Cleaned;
use crate::comments::Comment;
use crate::date_time::DateTime;
use crate::inline::{Image, Inline, Link};
use crate::inline_kind::InlineKind;
use crate::language::Language;
use crate::metadata::Metadata;
use crate::note::{Note, encoding_name};
use crate::page_type::PageType;
use crate::span::Span;

/// A cleaned page that can be serialized and read back.
///
/// It holds what was found, not the document: filters' marks and Markdown or HTML have to be taken from
/// [`Cleaned`]. These are its fields; their names will not change:
///
/// | field | value |
/// |---|---|
/// | `source` | the source text |
/// | `text` | the body as plain text |
/// | `title` | the headline of the first article, or null |
/// | `language` | ISO 639 code of the body's language, or null |
/// | `page_type` | name of the page's [`PageType`], or null without a model |
/// | `quality` | estimated quality of the body from 0 to 1, or null if it is empty |
/// | `encoding` | name of the encoding that the page was read as |
/// | `spans` | list of [`Span`] |
/// | `comments` | list of [`CommentRecord`] |
/// | `links` | list of [`LinkRecord`] |
/// | `images` | list of [`ImageRecord`] |
/// | `inlines` | list of [`InlineRecord`] |
/// | `metadata` | [`Metadata`] |
/// | `notes` | list of [`Note`] |
///
/// When it is read back, the spans have to be in order and on character boundaries of `source`, the comments have to be
/// ranges of them, with each reply after the comment that it answers, and links, images and inlines have to be in `source`
/// and in spans. Records without these three are read as if there were none.
///
/// # Example
///
/// ```
/// use dechaff::record::CleanedRecord;
///
/// let page = dechaff::clean_text("The ferry sails again\n\nAfter a winter in the dock the ferry has taken up its service.")?;
/// let json = serde_json::to_string(&page)?;
/// let record: CleanedRecord = serde_json::from_str(&json)?;
/// assert_eq!(record, page.to_record());
/// assert_eq!(record.text(), "After a winter in the dock the ferry has taken up its service.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CleanedRecord {
    source: String,
    text: String,
    title: Option<String>,
    language: Language,
    page_type: Option<PageType>,
    quality: Option<f32>,
    encoding: &'static str,
    spans: Vec<Span>,
    comments: Vec<CommentRecord>,
    links: Vec<LinkRecord>,
    images: Vec<ImageRecord>,
    inlines: Vec<InlineRecord>,
    metadata: Metadata,
    notes: Vec<Note>,
}

impl CleanedRecord {
    /// The source text that spans are ranges of.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The body as plain text, with an empty line between paragraphs.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The headline of the page's first article.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The language of most of the body.
    pub fn language(&self) -> Language {
        self.language
    }

    /// What the page is for, if a model decided.
    pub fn page_type(&self) -> Option<PageType> {
        self.page_type
    }

    /// Estimated quality of the body, from 0 to 1 (see [`Cleaned::quality`]).
    pub fn quality(&self) -> Option<f32> {
        self.quality
    }

    /// Name of the encoding that the page was read as, in the Encoding Standard.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// All spans in order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The readers' comments in the order of the page.
    pub fn comments(&self) -> &[CommentRecord] {
        &self.comments
    }

    /// The links of the page that have text, in its order (see [`Cleaned::links`]).
    pub fn links(&self) -> &[LinkRecord] {
        &self.links
    }

    /// The images of the page, in its order (see [`Cleaned::images`]).
    pub fn images(&self) -> &[ImageRecord] {
        &self.images
    }

    /// What the page marks within its spans, in its order (see [`Cleaned::inlines`]).
    pub fn inlines(&self) -> &[InlineRecord] {
        &self.inlines
    }

    /// The metadata of an HTML page.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Notes on how the page was read.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// A comment of a [`CleanedRecord`].
///
/// It is a map of `text`, `author`, `date`, `written_date`, `level`, `parent` and `spans`, a map of `start` and `end`; see
/// [`Comment`] for what they are. What is not known is null, and may be left out when it is read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentRecord {
    text: String,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    date: Option<DateTime>,
    #[serde(default)]
    written_date: Option<String>,
    #[serde(default)]
    level: usize,
    #[serde(default)]
    parent: Option<usize>,
    spans: Range<usize>,
}

impl CommentRecord {
    /// What the reader wrote, with an empty line between paragraphs.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of who wrote it.
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    /// When it was written.
    pub fn date(&self) -> Option<DateTime> {
        self.date
    }

    /// When it was written, as the page has it.
    pub fn written_date(&self) -> Option<&str> {
        self.written_date.as_deref()
    }

    /// How many comments it is nested in.
    pub fn level(&self) -> usize {
        self.level
    }

    /// The comment that it answers, as an index into [`CleanedRecord::comments`].
    pub fn parent(&self) -> Option<usize> {
        self.parent
    }

    /// The comment's spans, name, date and controls included, as a range of indices into
    /// [`CleanedRecord::spans`].
    pub fn spans(&self) -> Range<usize> {
        self.spans.clone()
    }
}

impl From<&Comment<'_>> for CommentRecord {
    fn from(comment: &Comment<'_>) -> Self {
        Self {
            text: comment.text(),
            author: comment.author().map(str::to_owned),
            date: comment.date(),
            written_date: comment.written_date().map(str::to_owned),
            level: comment.level(),
            parent: comment.parent(),
            spans: comment.spans(),
        }
    }
}

/// A link of a [`CleanedRecord`]: what [`Link`] says, with the fields `href`, `url` (or null), `start` and
/// `end` of its text in the source, and `span`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecord {
    href: String,
    url: Option<String>,
    start: usize,
    end: usize,
    span: usize,
}

impl LinkRecord {
    /// The address as the page writes it.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// The address that it means, if it is safe to follow.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The bytes of its text in the source.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The index of the span that it begins in.
    pub fn span(&self) -> usize {
        self.span
    }
}

/// An image of a [`CleanedRecord`]: what [`Image`] says, with the fields `url`, `alt`, `title`, `width` and
/// `height` (each may be null), `offset` in the source, `span` and `caption` (indices of spans, or null).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageRecord {
    url: Option<String>,
    alt: Option<String>,
    title: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    offset: usize,
    span: Option<usize>,
    caption: Option<usize>,
}

impl ImageRecord {
    /// Its address, if it is safe to load.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Its alternative text.
    pub fn alt(&self) -> Option<&str> {
        self.alt.as_deref()
    }

    /// Its title.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Its width and height in CSS pixels, each if the page says so.
    pub fn size(&self) -> (Option<u32>, Option<u32>) {
        (self.width, self.height)
    }

    /// Where it is: a byte offset into the source.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The index of the span that it is in or behind.
    pub fn span(&self) -> Option<usize> {
        self.span
    }

    /// The index of the span with its caption.
    pub fn caption(&self) -> Option<usize> {
        self.caption
    }
}

/// Marked text of a [`CleanedRecord`]: what [`Inline`] says, with the fields `kind`, `start` and `end` in
/// the source, the index of its `span`, `expansion` and `time` (or null).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineRecord {
    kind: InlineKind,
    start: usize,
    end: usize,
    span: usize,
    expansion: Option<String>,
    time: Option<String>,
}

impl InlineRecord {
    /// What the markup says.
    pub fn kind(&self) -> InlineKind {
        self.kind
    }

    /// The marked bytes of the source.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The index of its span.
    pub fn span(&self) -> usize {
        self.span
    }

    /// What an abbreviation stands for.
    pub fn expansion(&self) -> Option<&str> {
        self.expansion.as_deref()
    }

    /// The date or time for machines.
    pub fn time(&self) -> Option<&str> {
        self.time.as_deref()
    }
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn link_record(link: &Link<'_>) -> LinkRecord {
    let Range { start, end } = link.range();
    LinkRecord { href: link.href().to_owned(), url: owned(link.url()), start, end, span: link.span() }
}

fn image_record(image: &Image<'_>) -> ImageRecord {
    ImageRecord {
        url: owned(image.url()),
        alt: owned(image.alt()),
        title: owned(image.title()),
        width: image.width(),
        height: image.height(),
        offset: image.offset(),
        span: image.span(),
        caption: image.caption(),
    }
}

fn inline_record(inline: &Inline<'_>, span: usize) -> InlineRecord {
    let Range { start, end } = inline.range();
    let (expansion, time) = (owned(inline.expansion()), owned(inline.time()));
    InlineRecord { kind: inline.kind(), start, end, span, expansion, time }
}

impl Cleaned {
    /// Everything that was found on the page, without the document (feature `serde`).
    pub fn to_record(&self) -> CleanedRecord {
        let comments = self.comments();
        CleanedRecord {
            source: self.source().into(),
            text: self.text(),
            title: self.title().map(str::to_owned),
            language: self.language(),
            page_type: self.page_type(),
            quality: self.quality(),
            encoding: self.encoding(),
            spans: self.spans().to_vec(),
            comments: comments.iter().map(CommentRecord::from).collect(),
            links: self.links().iter().map(link_record).collect(),
            images: self.images().iter().map(image_record).collect(),
            inlines: (0..self.spans().len())
                .flat_map(|span| self.inlines(span).into_iter().map(move |inline| inline_record(&inline, span)))
                .collect(),
            metadata: self.metadata().clone(),
            notes: self.notes().to_vec(),
        }
    }
}

impl Serialize for Cleaned {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_record().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CleanedRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        StoredRecord::deserialize(deserializer)?.check().map_err(D::Error::custom)
    }
}

/// A record as it is read back, before it is checked.
#[derive(Deserialize)]
struct StoredRecord {
    source: String,
    text: String,
    title: Option<String>,
    language: Language,
    #[serde(default)]
    page_type: Option<PageType>,
    quality: Option<f32>,
    #[serde(deserialize_with = "encoding_name")]
    encoding: &'static std::primitive::str,
    spans: Vec<Span>,
    comments: Vec<CommentRecord>,
    #[serde(default)]
    links: Vec<LinkRecord>,
    #[serde(default)]
    images: Vec<ImageRecord>,
    #[serde(default)]
    inlines: Vec<InlineRecord>,
    metadata: Metadata,
    notes: Vec<Note>,
}

impl StoredRecord {
    fn check(self) -> Result<CleanedRecord, String> {
        let Self { source, spans, comments, links, images, inlines, .. } = &self;
        let mut end = 0;
        for span in spans {
            let range = span.range();
            if range.start < end {
                return Err(format!("the span {range:?} overlaps the one before it"));
            }
            if source.get(range.clone()).is_none() {
                return Err(format!(
                    "the span {range:?} is not a range of characters of the source ({} bytes)",
                    source.len()
                ));
            }
            end = range.end;
        }
        for (index, CommentRecord { spans: range, parent, level, .. }) in comments.iter().enumerate() {
            if spans.get(range.clone()).is_none() {
                return Err(format!("the comment {range:?} is not a range of the {} spans", spans.len()));
            }
            // A comment comes after the one that it answers, one level below it.
            let expected = match parent {
                Some(parent) => comments[..index].get(*parent).map(|parent| parent.level.saturating_add(1)),
                None => Some(0),
            };
            if expected != Some(*level) {
                return Err(format!("the comment {index} has the level {level} and the parent {parent:?}"));
            }
        }
        let ranges = links.iter().map(|link| (link.range(), link.span));
        for (range, span) in ranges.chain(inlines.iter().map(|inline| (inline.range(), inline.span))) {
            if source.get(range.clone()).is_none() || span >= spans.len() {
                return Err(format!("the markup {range:?} of span {span} is not in the source or in a span"));
            }
        }
        for image in images {
            let is_span = |span: Option<usize>| span.is_none_or(|span| span < spans.len());
            if !source.is_char_boundary(image.offset) || !is_span(image.span) || !is_span(image.caption) {
                return Err(format!("the image at {} is not in the source or in a span", image.offset));
            }
        }
        let Self { source, text, title, language, page_type, quality, encoding, spans, .. } = self;
        let Self { comments, links, images, inlines, metadata, notes, .. } = self;
        Ok(CleanedRecord {
            source,
            text,
            title,
            language,
            page_type,
            quality,
            encoding,
            spans,
            comments,
            links,
            images,
            inlines,
            metadata,
            notes,
        })
    }
}
