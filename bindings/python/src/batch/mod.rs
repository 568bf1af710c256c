//! `clean_batch`: arrays and streams of pages in Apache Arrow, by its PyCapsule interface.

mod columns;

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType, FieldRef};
use dechaff_arrow::Batches;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyArray;

use crate::options::{Given, threads};

fn value_error(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The result of `clean_batch` for an array: an Arrow array of structs, one for each page.
///
/// Libraries take it by the PyCapsule interface of Arrow: `pyarrow.array`, `pyarrow.table`, `polars.DataFrame`.
#[pyclass(frozen, module = "dechaff")]
pub struct ArrowArray {
    array: ArrayRef,
    field: FieldRef,
}

#[pymethods]
impl ArrowArray {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        Ok(to_array_pycapsules(py, Arc::clone(&self.field), &self.array, requested_schema)?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let arrays = ArrayIterator::new(vec![Ok(Arc::clone(&self.array))], Arc::clone(&self.field));
        Ok(to_stream_pycapsule(py, Box::new(arrays), requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __repr__(&self) -> String {
        format!("<dechaff.ArrowArray of {} pages>", self.array.len())
    }
}

/// The result of `clean_batch` for a stream: an Arrow stream of structs, one for each page.
///
/// Pages are cleaned as the stream is read, batch by batch. It can be read once.
#[pyclass(frozen, module = "dechaff")]
pub struct ArrowStream {
    reader: Mutex<Option<Box<dyn ArrayReader + Send>>>,
    field: FieldRef,
}

#[pymethods]
impl ArrowStream {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        let reader = reader.ok_or_else(|| PyValueError::new_err("the stream has been read; it can be read once"))?;
        Ok(to_stream_pycapsule(py, reader, requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    fn __repr__(&self) -> &'static str {
        "<dechaff.ArrowStream>"
    }
}

/// Cleans the pages of an Arrow array or stream, and returns an Arrow array or stream with a struct for each page.
///
/// `data` is any object with `__arrow_c_array__` or `__arrow_c_stream__`: an array, record batch, table or reader of
/// pyarrow, a series or data frame of polars, a relation of DuckDB. Its type is one of
///
/// - string, large_string or string_view: pages as str,
/// - binary, large_binary or binary_view: pages as they were fetched,
/// - struct, or a table: the page is in the first of the columns `page`, `html` and `text` that is there and not null
///   (`html` and `text` say what it is), its address in `url` and what the server said of it in `content_type`, if there
///   are such columns. Other columns are not read.
///
/// The result of a stream is lazy: pages are cleaned as it is read, at most 1,024 at a time. Where a page is null, all
/// columns of its row are; where it cannot be cleaned, all but `error`. The columns:
///
/// - text, markdown, html: the body,
/// - source: the text that spans are ranges of,
/// - title, language, published (ISO 8601), page_type: strings; authors, notes: lists of strings,
/// - quality: a float,
/// - spans: a list of structs of start, end (bytes of source), kind, language, confidence, filter and kept,
/// - error: what is wrong with the page.
///
/// >>> import pyarrow
/// >>> pages = pyarrow.array(["<p>The old mill grinds flour once more.", None])
/// >>> pyarrow.table(dechaff.clean_batch(pages, columns=["text", "language"])).to_pylist()
/// [{'text': 'The old mill grinds flour once more.', 'language': 'en'}, {'text': None, 'language': None}]
///
/// Args:
///     data: the pages.
///     columns: names of the columns of the result; by default all but markdown, html and source.
///     threads: how many pages are cleaned at a time; by default as many as there are cores.
///
/// The other options are those of `clean`, for all pages.
#[pyfunction]
#[pyo3(
    signature = (data, *, columns=None, threads=None, format=None, focus=None, keep=None, drop=None, limits=None),
    text_signature = "(data, *, columns=None, threads=None, format=None, focus='balanced', keep=(), drop=(), limits=None)"
)]
#[allow(clippy::too_many_arguments, reason = "these are the keywords of the Python function")]
pub fn clean_batch<'py>(
    data: &Bound<'py, PyAny>,
    columns: Option<Bound<'py, PyAny>>,
    threads: Option<Bound<'py, PyAny>>,
    format: Option<Bound<'py, PyAny>>,
    focus: Option<Bound<'py, PyAny>>,
    keep: Option<Bound<'py, PyAny>>,
    drop: Option<Bound<'py, PyAny>>,
    limits: Option<Bound<'py, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = data.py();
    let settings = Given { format, focus, keep, drop, limits }.read()?;
    let batches = Batches::default()
        .with_settings(settings)
        .with_columns(columns::read(columns.as_ref())?)
        .with_threads(self::threads(threads.as_ref())?);
    let field = batches.field();
    match arrow_data(data)? {
        AnyArray::Array(array) => {
            let (array, of) = array.into_inner();
            check(of.data_type())?;
            let array = py.detach(|| batches.clean(&array)).map_err(value_error)?;
            Ok(Py::new(py, ArrowArray { array, field })?.into_any())
        }
        AnyArray::Stream(stream) => {
            let reader = stream.into_reader()?;
            check(reader.field().data_type())?;
            let cleaned = reader.flat_map(parts).map(move |array| batches.clean(&array?));
            let reader: Box<dyn ArrayReader + Send> = Box::new(ArrayIterator::new(cleaned, Arc::clone(&field)));
            Ok(Py::new(py, ArrowStream { reader: Mutex::new(Some(reader)), field })?.into_any())
        }
    }
}

/// The most pages of a stream that are cleaned before the results can be read; hand-set. A data frame may be one batch.
const MAX_PAGES: usize = 1_024;

/// An array in parts that are not too long.
fn parts(array: Result<ArrayRef, ArrowError>) -> Vec<Result<ArrayRef, ArrowError>> {
    let array = match array {
        Ok(array) if array.len() > MAX_PAGES => array,
        other => return vec![other],
    };
    let starts = (0..array.len()).step_by(MAX_PAGES);
    starts.map(|start| Ok(array.slice(start, MAX_PAGES.min(array.len() - start)))).collect()
}

fn arrow_data(data: &Bound<'_, PyAny>) -> PyResult<AnyArray> {
    if !data.hasattr("__arrow_c_array__")? && !data.hasattr("__arrow_c_stream__")? {
        let name = data.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "data has to have __arrow_c_array__ or __arrow_c_stream__, as arrays and tables of Arrow have, not {name}"
        )));
    }
    data.extract()
}

fn check(of: &DataType) -> PyResult<()> {
    Batches::check(of).map_err(|error| match error {
        ArrowError::SchemaError(message) => PyTypeError::new_err(message),
        other => PyTypeError::new_err(other.to_string()),
    })
}
