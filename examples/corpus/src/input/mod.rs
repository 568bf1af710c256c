//! Reads the pages of a unit.

mod archives;
mod damage;
mod datasets;
mod json_lines;
mod pages;
mod parquet_rows;

use std::fs::File;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use datasets::DatasetColumns;

use crate::archive::ArchiveFormat;
use crate::compressed::{Codec, FileInput, Stream};
use crate::counts::Counts;
use crate::raw_page::RawPage;
use crate::units::{Source, Unit, ending};

/// What is read of an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadSettings {
    pub columns: DatasetColumns,
    /// The longest page in bytes.
    pub limit: usize,
    /// The largest number of pages of one input.
    pub max_pages: Option<u64>,
}

/// An input that could not be read to its end.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The disk or the system failed; another run may succeed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The content is not what it should be; another run would find the same.
    #[error("{0}")]
    Content(String),
}

/// Takes pages; false if no more are wanted.
pub type Take<'a> = dyn FnMut(RawPage) -> bool + 'a;

/// Hands on the pages of a unit in their order, and counts what is no page.
pub fn read(unit: &Unit, settings: &ReadSettings, counts: &mut Counts, take: &mut Take) -> Result<(), ReadError> {
    let mut left = settings.max_pages.unwrap_or(u64::MAX);
    let mut take_some = |page: RawPage| {
        left -= 1;
        take(page) && left > 0
    };
    if left_is_zero(settings) {
        return Ok(());
    }
    match &unit.source {
        Source::Pages { folder, files } => pages::read(folder, files, settings, counts, &mut take_some),
        Source::File(path) => read_file(path, settings, counts, &mut take_some),
    }
}

fn left_is_zero(settings: &ReadSettings) -> bool {
    settings.max_pages == Some(0)
}

/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";
/// Bytes that tell the format of a file; hand-set. The first line of an ARC file has a name in it.
const FORMAT_BYTES: usize = 4 << 10;

fn read_file(path: &Path, settings: &ReadSettings, counts: &mut Counts, take: &mut Take) -> Result<(), ReadError> {
    let mut stream = open(path)?;
    stream.fill_to(FORMAT_BYTES)?;
    let window = stream.window();
    let ending = ending(path);
    if window.starts_with(PARQUET) {
        if stream.codec() != Codec::Plain {
            return Err(ReadError::Content("a Parquet file that is compressed as a whole; decompress it first".into()));
        }
        return parquet_rows::read(path, settings, counts, take);
    }
    // Damage at the beginning must not change what a file is taken for, so its name counts too.
    let by_name = match ending.as_deref() {
        Some("warc" | "wet" | "wat") => Some(ArchiveFormat::Warc),
        Some("arc") => Some(ArchiveFormat::Arc),
        _ => None,
    };
    if let Some(format) = ArchiveFormat::of(window).filter(|_| window.len() > ARC_MIN_BYTES).or(by_name) {
        return archives::read(stream, format, settings, counts, take);
    }
    let is_json = window.trim_ascii_start().first() == Some(&b'{');
    match ending.as_deref() {
        Some("jsonl" | "ndjson") => json_lines::read(stream, path, settings, counts, take),
        Some("parquet") => Err(ReadError::Content("the file is no Parquet file: it does not begin with PAR1".into())),
        _ if is_json => json_lines::read(stream, path, settings, counts, take),
        _ => pages::read(path.parent().unwrap_or(path), &[path.to_owned()], settings, counts, take),
    }
}

/// A shorter text says too little of its format.
const ARC_MIN_BYTES: usize = 16;

/// Opens a file, decompressed.
fn open(path: &Path) -> io::Result<Stream> {
    let hint = match path.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => Some(Codec::Gzip),
        Some("zst") => Some(Codec::Zstd),
        Some("lz4") => Some(Codec::Lz4),
        Some("br") => Some(Codec::Brotli),
        _ => None,
    };
    Stream::new(FileInput::new(Box::new(File::open(path)?))?, hint, is_record)
}

/// Whether a record of any format begins here.
fn is_record(bytes: &[u8]) -> bool {
    !bytes.is_empty() && (ArchiveFormat::of(bytes).is_some() || bytes.starts_with(b"{"))
}
