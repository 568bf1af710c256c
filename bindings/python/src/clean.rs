//! `clean`: one page.

use dechaff::error::InputError as Fault;
use dechaff::{Cleaned, Note, Page as Input, PageFormat};
use pyo3::prelude::*;

use crate::error::{InputError, message};
use crate::input::{Content, Source};
use crate::options::{Given, Settings};
use crate::page::Page;

/// A cleaned page and its body.
pub struct Finished {
    pub cleaned: Cleaned,
    pub text: String,
    /// The page was given as str: what it says of its encoding means nothing.
    pub was_decoded: bool,
}

impl Finished {
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.cleaned.notes().iter().filter(|note| !(self.was_decoded && is_of_charset(note)))
    }
}

/// Whether a note is about the encoding of the page.
fn is_of_charset(note: &Note) -> bool {
    use Note::{DoubtfulCharset, OverruledCharset, UnknownCharset, WrongCharset};
    matches!(note, WrongCharset { .. } | OverruledCharset { .. } | UnknownCharset { .. } | DoubtfulCharset { .. })
}

/// What the server said of a page.
#[derive(Clone, Copy, Default)]
pub struct Headers<'a> {
    pub url: Option<&'a str>,
    pub content_type: Option<&'a str>,
}

/// Cleans a page and renders its body; needs no Python.
pub fn run(source: Source<'_>, headers: Headers<'_>, settings: &Settings) -> Result<Finished, Fault> {
    let cleaned = settings.cleaner.clean_bytes(input(source, headers, settings.format))?;
    let text = cleaned.text();
    Ok(Finished { cleaned, text, was_decoded: matches!(source, Source::Text(_)) })
}

fn input<'a>(source: Source<'a>, headers: Headers<'a>, format: Option<PageFormat>) -> Input<'a> {
    let mut input = match source {
        Source::Bytes(bytes) => Input::new(bytes),
        // As the library does with decoded pages: what was decoded wrongly is noted, not changed.
        Source::Text(text) => Input::new(text.as_bytes()).without_repair(),
    };
    if let Some(content_type) = headers.content_type {
        input = input.with_content_type(content_type);
    }
    if let Source::Text(_) = source {
        input = input.with_charset("utf-8");
    }
    if let Some(url) = headers.url {
        input = input.with_url(url);
    }
    match format {
        Some(format) => input.with_format(format),
        None => input,
    }
}

/// Cleans one page.
///
/// `page` is bytes as they were fetched, HTML or text in any encoding, or a str of HTML or of flattened text. Which of
/// both it is, is told by its content, or by `format`. The GIL is released meanwhile.
///
/// >>> page = dechaff.clean("<nav><a href=/>Home</a></nav><h1>The mill</h1><p>The mill ground rye until the war.")
/// >>> page.text
/// 'The mill ground rye until the war.'
/// >>> page.title
/// 'The mill'
/// >>> dechaff.clean("<p>The mill was built in 1790.", focus="strict")
/// Traceback (most recent call last):
/// ValueError: focus has to be one of "precise", "balanced", "complete", not 'strict'
///
/// Args:
///     page: the page.
///     url: its address, to make those of links and images absolute.
///     content_type: the header Content-Type that the server sent.
///     format: "html" or "text", if it is known.
///     focus: "precise" removes what is doubtful, "complete" keeps it.
///     keep: kinds of spans (`dechaff.KINDS`) that are part of the body though they are not by default.
///     drop: kinds of spans that are not part of the body though they are by default.
///     limits: a dict with any of bytes, nodes, depth, segments, structured_data and steps.
///
/// Raises:
///     InputError: the page is too long, or it is no text.
///     ValueError: an option has a value that it cannot have.
///     TypeError: the page is neither bytes nor str.
#[pyfunction]
#[pyo3(
    signature = (page, *, url=None, content_type=None, format=None, focus=None, keep=None, drop=None, limits=None),
    text_signature = "(page, *, url=None, content_type=None, format=None, focus='balanced', keep=(), drop=(), limits=None)"
)]
#[allow(clippy::too_many_arguments, reason = "these are the keywords of the Python function")]
pub fn clean<'py>(
    page: &Bound<'py, PyAny>,
    url: Option<&str>,
    content_type: Option<&str>,
    format: Option<Bound<'py, PyAny>>,
    focus: Option<Bound<'py, PyAny>>,
    keep: Option<Bound<'py, PyAny>>,
    drop: Option<Bound<'py, PyAny>>,
    limits: Option<Bound<'py, PyAny>>,
) -> PyResult<Page> {
    let settings = Given { format, focus, keep, drop, limits }.read()?;
    let content = Content::extract(page)?;
    let headers = Headers { url, content_type };
    let finished = page.py().detach(|| run(content.as_source(), headers, &settings));
    let finished = finished.map_err(|error| InputError::new_err(message(&error)))?;
    Ok(Page::new(finished))
}
