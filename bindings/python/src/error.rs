//! Pages that cannot be cleaned.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

pyo3::create_exception!(
    dechaff,
    InputError,
    PyValueError,
    "A page that cannot be cleaned: it is too long, or it is no text but an image, an archive or the like."
);

/// What is wrong with a page, for people who write Python.
pub fn message(error: &dechaff::error::InputError) -> String {
    match error {
        dechaff::error::InputError::TooLong { bytes, limit } => {
            format!("the page has {bytes} bytes, the limit is {limit}; limits={{\"bytes\": {bytes}}} allows it")
        }
        dechaff::error::InputError::NotText { what } => {
            format!("the page is not text but {what}; HTML or plain text is expected")
        }
        other => other.to_string(),
    }
}

/// A value as an error message shows it.
pub fn shown(value: &Bound<'_, PyAny>) -> String {
    let type_name = || value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string());
    value.repr().map_or_else(|_| type_name(), |text| text.to_string())
}
