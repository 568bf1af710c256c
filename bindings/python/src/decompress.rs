//! Decompresses pages for the command line of the package.

use std::io::{self, Cursor};
use std::path::PathBuf;

use dechaff_archives::compressed::{Cause, Piece};
use dechaff_archives::page_reader::stream;
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// The bytes of a file without compression (gzip, Zstandard, LZ4; Brotli by the ending .br of its name), at most
/// `max_bytes` and one more. An OSError says what is damaged.
#[pyfunction(name = "_decompress")]
pub fn decompress<'py>(
    py: Python<'py>,
    data: Vec<u8>,
    name: PathBuf,
    max_bytes: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let page = py.detach(|| -> io::Result<Vec<u8>> {
        let mut stream = stream(Box::new(Cursor::new(data)), &name)?;
        stream.fill_to(max_bytes.saturating_add(1))?;
        match stream.piece() {
            Piece::Fault(fault) if fault.cause != Cause::Foreign => Err(io::Error::other(fault.to_string())),
            _ => Ok(stream.window().to_vec()),
        }
    });
    page.map(|page| PyBytes::new(py, &page)).map_err(|error| PyOSError::new_err(error.to_string()))
}
