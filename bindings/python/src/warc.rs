//! `read_warc`: the pages of a web archive.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dechaff::PageFormat;
use dechaff_archives::counts::InputCounts;
use dechaff_archives::dates;
use dechaff_archives::page_reader::{PageReader, ReadError, archive_format, open};
use dechaff_archives::raw_page::{NO_PAGE, RawPage};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::error::InputError;
use crate::options::format_name;

/// The longest page in bytes, if `max_bytes` does not say another one: as long as dechaff cleans by default.
const MAX_BYTES: usize = 64 << 20;

/// A page of a web archive as it was fetched, without transfer and content encoding.
#[pyclass(frozen, get_all, module = "dechaff")]
pub struct WarcPage {
    /// The id of its record, or "offset-" and where the record begins in the decompressed file.
    id: String,
    /// Its address.
    url: Option<String>,
    /// When it was fetched, in ISO 8601 and UTC.
    fetched: Option<String>,
    /// The status of the response: 200, 404 and so on. None of a record that is no response of a server.
    status: Option<u16>,
    /// The header Content-Type, or what takes its place.
    content_type: Option<String>,
    /// The page in bytes; what could be read of it if there is an error.
    pub body: Py<PyBytes>,
    /// "text" if it was flattened before (WET), else None.
    format: Option<&'static str>,
    /// What was wrong with the record and with what its headers say; the page was read nevertheless.
    notes: Vec<String>,
    /// Why the page cannot be cleaned, if its record is damaged.
    error: Option<String>,
}

impl WarcPage {
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    pub fn format(&self) -> Option<PageFormat> {
        (self.format == Some(format_name(PageFormat::Text))).then_some(PageFormat::Text)
    }

    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }
}

#[pymethods]
impl WarcPage {
    fn __repr__(&self) -> String {
        let status = self.status.map_or_else(String::new, |status| format!(" {status}"));
        format!("<dechaff.WarcPage{status} {}>", self.url.as_deref().unwrap_or(&self.id))
    }
}

/// What is read next.
struct State {
    reader: PageReader,
    counts: Counts,
    has_ended: bool,
}

/// What was counted until now.
#[derive(Clone, Default)]
struct Counts {
    input: InputCounts,
    /// Pages that were handed on, and how many of them have an error or notes.
    pages: u64,
    errors: u64,
    with_notes: u64,
}

/// The pages of a web archive, in order, and what was counted of it so far.
#[pyclass(frozen, module = "dechaff")]
pub struct WarcReader {
    path: PathBuf,
    max_bytes: usize,
    state: Mutex<State>,
}

/// A page that is read and decoded, before Python has it.
struct Read {
    raw: RawPage,
    body: Vec<u8>,
    format: Option<PageFormat>,
}

impl WarcReader {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> Result<Option<Read>, ReadError> {
        let State { reader, counts, has_ended } = &mut *self.state();
        while !*has_ended {
            let Some(mut raw) = reader.next_page(&mut counts.input).inspect_err(|_| *has_ended = true)? else {
                *has_ended = true;
                break;
            };
            // What is left of a damaged record may not be encoded as it says, but it is all that there is.
            let is_doubtful = raw.is_doubtful && raw.fault.is_none();
            let Some(decoded) = std::mem::take(&mut raw.content).decode(is_doubtful, self.max_bytes) else {
                counts.input.leave_out(NO_PAGE);
                continue;
            };
            if decoded.bytes.len() > self.max_bytes && raw.fault.is_none() {
                let limit = self.max_bytes;
                raw.fault = Some(format!("the page has more than {limit} bytes, the limit; max_bytes can raise it"));
            }
            raw.notes.extend(decoded.notes);
            counts.pages += 1;
            counts.errors += u64::from(raw.fault.is_some());
            counts.with_notes += u64::from(!raw.notes.is_empty());
            return Ok(Some(Read { raw, body: decoded.bytes, format: decoded.format }));
        }
        Ok(None)
    }
}

#[pymethods]
impl WarcReader {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<WarcPage>> {
        let read = py.detach(|| self.read()).map_err(|error| raised(error, &self.path))?;
        Ok(read.map(|Read { raw, body, format }| WarcPage {
            id: raw.id,
            url: raw.url,
            fetched: raw.fetched.and_then(dates::written),
            status: raw.status,
            content_type: raw.content_type,
            body: PyBytes::new(py, &body).unbind(),
            format: format.map(format_name),
            notes: raw.notes,
            error: raw.fault,
        }))
    }

    /// What was read so far, as a dict: how many records and pages, what was left out by kind, and what was damaged.
    ///
    /// `records`, `responses` and `html_responses` (by their media type); `pages` that were handed on, and how many of them
    /// have an error or notes; `left_out`: what is no page, by kind of record or media type; `damaged_members` of the
    /// compressed file with `damaged_bytes`; `skipped_bytes` that belong to no record; `messages`: the first faults.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = py.detach(|| self.state().counts.clone());
        let input = counts.input;
        let dict = PyDict::new(py);
        let numbers = [
            ("records", input.records),
            ("responses", input.responses),
            ("html_responses", input.html_responses),
            ("pages", counts.pages),
            ("errors", counts.errors),
            ("with_notes", counts.with_notes),
            ("damaged_members", input.damaged_members),
            ("damaged_bytes", input.damaged_bytes),
            ("skipped_bytes", input.skipped_bytes),
        ];
        for (name, number) in numbers {
            dict.set_item(name, number)?;
        }
        dict.set_item("left_out", input.left_out)?;
        dict.set_item("messages", input.messages)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("<dechaff.WarcReader {}>", self.path.display())
    }
}

/// The exception of an archive that cannot be read.
fn raised(error: ReadError, path: &std::path::Path) -> PyErr {
    match error {
        ReadError::Io(error) => of_system(error, path),
        ReadError::Content(fault) => InputError::new_err(format!("{}: {fault}", path.display())),
    }
}

/// The exception of the class that Python has for an error of the system, with the name of the file.
fn of_system(error: std::io::Error, path: &std::path::Path) -> PyErr {
    match error.raw_os_error() {
        // With a number Python chooses the class: FileNotFoundError, PermissionError and so on.
        Some(number) => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_owned();
            pyo3::exceptions::PyOSError::new_err((number, text, path.as_os_str().to_owned()))
        }
        None => pyo3::exceptions::PyOSError::new_err(format!("{}: {error}", path.display())),
    }
}

/// Reads the pages of a web archive: WARC, WET or ARC, compressed with gzip, Zstandard, LZ4 or not at all.
///
/// A page is a response with HTML or text, or another record of these types; requests, images and so on are counted in
/// `WarcReader.counts`. Pages of every status are there: take those of 200 if errors and redirects are not wanted. The GIL
/// is released while a page is read.
///
/// Damage does not end the iteration: a broken member of a compressed file is left out and counted, a record with a wrong
/// length ends where the next one begins, and a body that is not encoded as its headers say is read as it is, with a note.
/// A page whose record is damaged has an `error`. `clean_many` takes these pages as they are; `clean_warc` does both.
///
/// Args:
///     path: the file.
///     max_bytes: the longest page in bytes, 64 MiB by default; a longer one has an error.
///
/// Raises:
///     OSError: the file cannot be opened or read.
///     InputError: it is no archive, or has no record that can be read.
#[pyfunction]
#[pyo3(signature = (path, *, max_bytes=None))]
pub fn read_warc(py: Python<'_>, path: PathBuf, max_bytes: Option<usize>) -> PyResult<WarcReader> {
    let max_bytes = max_bytes.unwrap_or(MAX_BYTES);
    let opened = py.detach(|| {
        let mut stream = open(&path)?;
        let format = archive_format(&mut stream, &path)?;
        Ok((stream, format))
    });
    let (stream, format) = opened.map_err(|error| of_system(error, &path))?;
    let Some(format) = format else {
        let fault = "the file is no web archive: it begins neither as WARC nor as ARC does";
        return Err(InputError::new_err(format!("{}: {fault}", path.display())));
    };
    let reader = PageReader::new(stream, format, max_bytes);
    let state = Mutex::new(State { reader, counts: Counts::default(), has_ended: false });
    Ok(WarcReader { path, max_bytes, state })
}
