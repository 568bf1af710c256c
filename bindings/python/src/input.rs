//! Pages as Python hands them over.

use dechaff_arrow::Source;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

/// The content of a page, which is read without the GIL and without a copy where that is possible.
pub enum Content {
    /// A page as it was fetched.
    Bytes(PyBackedBytes),
    /// A decoded page.
    Text(PyBackedStr),
    /// A decoded page with halves of surrogate pairs, which UTF-8 cannot have and U+FFFD replaces.
    Mended(String),
}

impl Content {
    pub fn extract(page: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = page.cast::<PyString>() {
            return Ok(match PyBackedStr::try_from(text.clone()) {
                Ok(text) => Self::Text(text),
                Err(_) => Self::Mended(text.to_string_lossy().into_owned()),
            });
        }
        if page.is_instance_of::<PyBytes>() || page.is_instance_of::<PyByteArray>() {
            return Ok(Self::Bytes(page.extract()?));
        }
        if page.is_instance_of::<PyMemoryView>() {
            return Ok(Self::Bytes(page.call_method0("tobytes")?.extract()?));
        }
        let name = page.get_type().name()?;
        Err(PyTypeError::new_err(format!("a page is bytes or str, not {name}")))
    }

    /// The page as the library reads it.
    pub fn as_source(&self) -> Source<'_> {
        match self {
            Self::Bytes(bytes) => Source::Bytes(bytes),
            Self::Text(text) => Source::Text(text),
            Self::Mended(text) => Source::Text(text),
        }
    }
}
