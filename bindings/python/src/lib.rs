//! The Python package `dechaff`: the library's functions and results as Python objects.
//!
//! The package's README and its type stubs (`python/dechaff/_dechaff.pyi`) say how it is used.

mod batch;
mod clean;
mod decompress;
mod error;
mod input;
mod many;
mod options;
mod page;
mod parts;
mod warc;

/// The compiled part of the package.
#[pyo3::pymodule(gil_used = false)]
mod _dechaff {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::batch::{ArrowArray, ArrowStream, clean_batch};
    #[pymodule_export]
    use crate::clean::clean;
    #[pymodule_export]
    use crate::decompress::decompress;
    #[pymodule_export]
    use crate::error::InputError;
    #[pymodule_export]
    use crate::many::{PageIterator, clean_many};
    #[pymodule_export]
    use crate::page::Page;
    #[pymodule_export]
    use crate::parts::{Comment, Image, Link, Note, Span};
    #[pymodule_export]
    use crate::warc::{WarcPage, WarcReader, read_warc};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        let kinds: Vec<&str> = dechaff::Kind::ALL.iter().map(|kind| kind.name()).collect();
        module.add("KINDS", pyo3::types::PyTuple::new(module.py(), kinds)?)
    }
}
