//! What a page consists of: spans, comments, links, images, and notes on how it was read.

use std::sync::Arc;

use dechaff_arrow::Finished;
use pyo3::prelude::*;
use pythonize::pythonize;

/// Counts the characters before byte offsets that only grow.
pub struct CharOffsets<'a> {
    source: &'a str,
    bytes: usize,
    chars: usize,
}

impl<'a> CharOffsets<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, bytes: 0, chars: 0 }
    }

    /// The number of characters before a byte that is not before the last one that was asked for.
    fn at(&mut self, byte: usize) -> usize {
        self.chars += self.source.get(self.bytes..byte).map_or(0, |text| text.chars().count());
        self.bytes = byte;
        self.chars
    }
}

/// A part of a page: what it is, its language, and how sure that is.
///
/// `start` and `end` are bytes of `page.source` encoded in UTF-8, `char_start` and `char_end` characters of it.
#[pyclass(frozen, module = "dechaff")]
pub struct Span {
    page: Arc<Finished>,
    index: usize,
    /// The first byte.
    #[pyo3(get)]
    start: usize,
    /// The byte after the last one.
    #[pyo3(get)]
    end: usize,
    /// The first character in the source.
    #[pyo3(get)]
    char_start: usize,
    /// The character after the last one.
    #[pyo3(get)]
    char_end: usize,
    /// What it is, one of `dechaff.KINDS`.
    #[pyo3(get)]
    kind: &'static str,
    /// The ISO 639 code of its language.
    #[pyo3(get)]
    language: Option<&'static str>,
    /// How sure the decision is of the kind, from 0 to 1.
    #[pyo3(get)]
    confidence: f32,
    /// The filter that decided, or "model" or "rules".
    #[pyo3(get)]
    filter: &'static str,
    /// Whether it is part of the body.
    #[pyo3(get)]
    kept: bool,
}

impl Span {
    pub fn new(page: &Arc<Finished>, index: usize, offsets: &mut CharOffsets<'_>) -> Self {
        let span = page.cleaned.spans()[index];
        Self {
            page: Arc::clone(page),
            index,
            start: span.start(),
            end: span.end(),
            char_start: offsets.at(span.start()),
            char_end: offsets.at(span.end()),
            kind: span.kind().name(),
            language: span.language().code(),
            confidence: span.confidence(),
            filter: span.filter(),
            kept: span.is_kept(),
        }
    }
}

#[pymethods]
impl Span {
    /// Its text in the source.
    #[getter]
    fn text(&self) -> &str {
        &self.page.cleaned.source()[self.start..self.end]
    }

    /// Why it has its kind, in one line for people; the wording may change in any release.
    fn explain(&self) -> String {
        self.page.cleaned.explain(self.index)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let side = if self.kept { "kept" } else { "removed" };
        let text = self.text().into_pyobject(py)?.repr()?;
        Ok(format!("<dechaff.Span {}..{} {} {side}: {text}>", self.start, self.end, self.kind))
    }
}

/// A reader's comment.
#[pyclass(frozen, get_all, module = "dechaff")]
pub struct Comment {
    /// What the reader wrote, with an empty line between paragraphs.
    text: String,
    /// The name of who wrote it.
    author: Option<String>,
    /// When it was written, in ISO 8601.
    date: Option<String>,
    /// When it was written, as the page has it.
    written_date: Option<String>,
    /// How many comments it is nested in.
    level: usize,
    /// The index of the comment that it answers.
    parent: Option<usize>,
    /// The indices of its first span and of the one after its last.
    spans: (usize, usize),
}

impl Comment {
    pub fn new(comment: &dechaff::Comment<'_>) -> Self {
        Self {
            text: comment.text(),
            author: comment.author().map(str::to_owned),
            date: comment.date().map(|date| date.to_string()),
            written_date: comment.written_date().map(str::to_owned),
            level: comment.level(),
            parent: comment.parent(),
            spans: (comment.spans().start, comment.spans().end),
        }
    }
}

#[pymethods]
impl Comment {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (author, text) = (self.author.as_deref().into_pyobject(py)?, self.text.as_str().into_pyobject(py)?);
        Ok(format!("<dechaff.Comment {}: {}>", author.repr()?, text.repr()?))
    }
}

/// A link with text.
#[pyclass(frozen, get_all, module = "dechaff")]
pub struct Link {
    /// The address as the page writes it.
    href: String,
    /// The address that it means, if it is safe to follow; absolute if the page's own is known.
    url: Option<String>,
    /// Its text.
    text: String,
    /// The first byte of its text in the source.
    start: usize,
    /// The byte after the last one.
    end: usize,
    /// The index of the span that it begins in.
    span: usize,
}

impl Link {
    pub fn new(link: &dechaff::Link<'_>, source: &str) -> Self {
        Self {
            href: link.href().to_owned(),
            url: link.url().map(str::to_owned),
            text: source[link.range()].to_owned(),
            start: link.range().start,
            end: link.range().end,
            span: link.span(),
        }
    }
}

#[pymethods]
impl Link {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (text, href) = (self.text.as_str().into_pyobject(py)?, self.href.as_str().into_pyobject(py)?);
        Ok(format!("<dechaff.Link {}: {}>", text.repr()?, href.repr()?))
    }
}

/// An image.
#[pyclass(frozen, get_all, module = "dechaff")]
pub struct Image {
    /// Its address, if it is safe to load; absolute if the page's own is known.
    url: Option<String>,
    /// Its alternative text.
    alt: Option<String>,
    /// Its title.
    title: Option<String>,
    /// Its width in CSS pixels, if the page says so.
    width: Option<u32>,
    /// Its height in CSS pixels, if the page says so.
    height: Option<u32>,
    /// Where it is: a byte of the source.
    offset: usize,
    /// The index of the span that it is in or behind.
    span: Option<usize>,
    /// The index of the span with its caption.
    caption: Option<usize>,
}

impl Image {
    pub fn new(image: &dechaff::Image<'_>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
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
}

#[pymethods]
impl Image {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (url, alt) = (self.url.as_deref().into_pyobject(py)?, self.alt.as_deref().into_pyobject(py)?);
        Ok(format!("<dechaff.Image {}: {}>", url.repr()?, alt.repr()?))
    }
}

/// A note on how a page was read. The page was cleaned nevertheless.
#[pyclass(frozen, get_all, module = "dechaff")]
pub struct Note {
    /// What it is about: "wrong-charset", "too-deep" and so on.
    name: String,
    /// The note in words.
    message: String,
    /// What it says as a dict, for example `{"tags": 3}`.
    values: Py<PyAny>,
}

impl Note {
    pub fn new(py: Python<'_>, note: &dechaff::Note) -> PyResult<Self> {
        // It is serialized as a map with one entry: its name and its values.
        let written = pythonize(py, note)?;
        let entry = written.try_iter()?.next().transpose()?;
        let name = entry.unwrap_or_else(|| written.clone());
        let values = written.get_item(&name)?.unbind();
        Ok(Self { name: name.extract()?, message: note.to_string(), values })
    }
}

#[pymethods]
impl Note {
    fn __str__(&self) -> &str {
        &self.message
    }

    fn __repr__(&self) -> String {
        format!("<dechaff.Note {}: {}>", self.name, self.message)
    }
}
