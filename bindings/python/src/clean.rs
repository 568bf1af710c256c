//! `clean`: one page.

use dechaff_arrow::PageFacts;
use pyo3::prelude::*;

use crate::error::{InputError, message};
use crate::input::Content;
use crate::options::Given;
use crate::page::Page;

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
    let facts = PageFacts { url, content_type, format: None };
    let finished = page.py().detach(|| dechaff_arrow::clean(content.as_source(), facts, &settings));
    let finished = finished.map_err(|error| InputError::new_err(message(&error)))?;
    Ok(Page::new(finished))
}
