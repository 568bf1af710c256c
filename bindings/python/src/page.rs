//! `Page`: the result of cleaning.

use std::sync::Arc;

use dechaff::{Cleaned, MetadataDate, MetadataValue, PageType};
use dechaff_arrow::Finished;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pythonize::pythonize;

use crate::error::InputError;
use crate::parts::{CharOffsets, Comment, Image, Link, Note, Span};

/// A cleaned page: its body, and the spans that it was divided into.
///
/// It holds the whole page, which takes some times the memory of its HTML: keep what you need of many pages (`text`,
/// `to_dict()`), not the pages.
///
/// >>> page = dechaff.clean("The old mill grinds flour once more.\n\nCopyright 2024. All rights reserved.")
/// >>> page.text
/// 'The old mill grinds flour once more.'
/// >>> [(span.kind, span.text) for span in page.spans if not span.kept]
/// [('legal', 'Copyright 2024. All rights reserved.')]
#[pyclass(frozen, module = "dechaff")]
pub struct Page {
    /// Shared with its spans.
    content: Arc<Finished>,
    /// What is wrong with a page that could not be cleaned.
    fault: Option<String>,
}

impl Page {
    pub fn new(finished: Finished) -> Self {
        Self { content: Arc::new(finished), fault: None }
    }

    /// A page that could not be cleaned: it is empty.
    pub fn failed(fault: String) -> PyResult<Self> {
        let cleaned = dechaff::clean_text("").map_err(|error| InputError::new_err(error.to_string()))?;
        let content = Arc::new(Finished { cleaned, text: String::new(), was_decoded: true });
        Ok(Self { content, fault: Some(fault) })
    }

    fn cleaned(&self) -> &Cleaned {
        &self.content.cleaned
    }
}

#[pymethods]
impl Page {
    /// The body as plain text, with an empty line between paragraphs.
    #[getter]
    fn text(&self) -> &str {
        &self.content.text
    }

    /// The body as Markdown; written at each access.
    #[getter]
    fn markdown(&self, py: Python<'_>) -> String {
        py.detach(|| self.cleaned().markdown())
    }

    /// The body as an HTML fragment without scripts and styles; written at each access.
    #[getter]
    fn html(&self, py: Python<'_>) -> String {
        py.detach(|| self.cleaned().html())
    }

    /// The text that spans are ranges of: the flattened text of an HTML page, or the text itself.
    #[getter]
    fn source(&self) -> &str {
        self.cleaned().source()
    }

    /// The headline of the page's first article, as the page shows it; `metadata["title"]` is what it declares.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.cleaned().title()
    }

    /// The names of the authors.
    #[getter]
    fn authors(&self) -> Vec<&str> {
        self.cleaned().metadata().authors().iter().map(MetadataValue::value).collect()
    }

    /// The date or time of publication in ISO 8601, as exact as the page says it.
    #[getter]
    fn published(&self) -> Option<String> {
        self.cleaned().metadata().published().map(iso)
    }

    /// The date or time of the last change in ISO 8601.
    #[getter]
    fn modified(&self) -> Option<String> {
        self.cleaned().metadata().modified().map(iso)
    }

    /// The date that readers see beside the title, or else that of publication, or of the last change.
    #[getter]
    fn date(&self) -> Option<String> {
        self.cleaned().metadata().date().map(iso)
    }

    /// The ISO 639 code of the language of most of the body.
    #[getter]
    fn language(&self) -> Option<&'static str> {
        self.cleaned().language().code()
    }

    /// The languages of the page, removed text included, with their shares; the largest comes first.
    #[getter]
    fn languages(&self) -> Vec<(Option<&'static str>, f64)> {
        self.cleaned().languages().into_iter().map(|(language, share)| (language.code(), share)).collect()
    }

    /// What the page is for: "article", "thread", "product" and so on.
    #[getter]
    fn page_type(&self) -> Option<&'static str> {
        self.cleaned().page_type().map(PageType::name)
    }

    /// How good the body is, estimated, from 0 to 1; None if it is empty.
    #[getter]
    fn quality(&self) -> Option<f32> {
        self.cleaned().quality()
    }

    /// The name of the encoding that the page was read as.
    #[getter]
    fn encoding(&self) -> &'static str {
        self.cleaned().encoding()
    }

    /// All parts of the page, kept and removed, in order. They cover all of `source` but white space.
    #[getter]
    fn spans(&self) -> Vec<Span> {
        let mut offsets = CharOffsets::new(self.cleaned().source());
        (0..self.cleaned().spans().len()).map(|index| Span::new(&self.content, index, &mut offsets)).collect()
    }

    /// The readers' comments one by one.
    #[getter]
    fn comments(&self) -> Vec<Comment> {
        self.cleaned().comments().iter().map(Comment::new).collect()
    }

    /// The links that have text, those of the body and of boilerplate alike.
    #[getter]
    fn links(&self) -> Vec<Link> {
        self.cleaned().links().iter().map(|link| Link::new(link, self.source())).collect()
    }

    /// The images, those of the body and of boilerplate alike.
    #[getter]
    fn images(&self) -> Vec<Image> {
        self.cleaned().images().iter().map(Image::new).collect()
    }

    /// How the page was read: wrong charsets, malformed bytes, limits that were reached.
    #[getter]
    fn notes(&self, py: Python<'_>) -> PyResult<Vec<Note>> {
        self.content.notes().map(|note| Note::new(py, note)).collect()
    }

    /// What the page says of itself, as a dict: title, authors, dates, site and so on, each with its source.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, self.cleaned().metadata())?)
    }

    /// What is wrong with the page, if `clean_many` could not clean it; it is empty then.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.fault.as_ref().map(|fault| InputError::new_err(fault.clone()).into_value(py).into_any())
    }

    /// A report on the page to open in a browser: one HTML file with the body to read, what was removed folded, and
    /// the reason for each span. `name` says what the page was read from.
    ///
    /// >>> dechaff.clean("The old mill grinds flour once more.").report("mill.html")[:15]
    /// '<!DOCTYPE html>'
    #[pyo3(signature = (name=None))]
    fn report(&self, py: Python<'_>, name: Option<&str>) -> String {
        py.detach(|| match name {
            Some(name) => self.cleaned().report_on(name),
            None => self.cleaned().report(),
        })
    }

    /// Everything that was found as a dict of plain values, which JSON can store.
    ///
    /// >>> import json
    /// >>> record = dechaff.clean("The old mill grinds flour once more.").to_dict()
    /// >>> json.loads(json.dumps(record)) == record
    /// True
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let record = py.detach(|| self.cleaned().to_record());
        let dict = pythonize(py, &record)?.cast_into::<PyDict>().map_err(PyErr::from)?;
        if self.content.was_decoded {
            let notes = self.content.notes().map(|note| pythonize(py, note)).collect::<Result<Vec<_>, _>>()?;
            dict.set_item("notes", PyList::new(py, notes)?)?;
        }
        if let Some(fault) = &self.fault {
            dict.set_item("error", fault)?;
        }
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        if let Some(fault) = &self.fault {
            return Ok(format!("<dechaff.Page: {fault}>"));
        }
        let spans = self.cleaned().spans();
        let kept = spans.iter().filter(|span| span.is_kept()).count();
        let title = self.title().into_pyobject(py)?.repr()?;
        let type_and_language = [self.page_type(), self.language()].into_iter().flatten();
        let described = type_and_language.map(|word| format!("{word}, ")).collect::<String>();
        Ok(format!("<dechaff.Page {title}: {described}{kept} of {} spans kept>", spans.len()))
    }
}

fn iso(date: &MetadataDate) -> String {
    date.date().to_string()
}
