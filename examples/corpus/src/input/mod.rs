//! Reads the pages of a unit.

mod datasets;
mod json_lines;
mod pages;
mod parquet_rows;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use datasets::DatasetColumns;

use crate::units::{Source, Unit};
use dechaff_archives::compressed::{Codec, ending};
use dechaff_archives::counts::InputCounts;
use dechaff_archives::page_reader::{PageReader, ReadError, archive_format, open};
use dechaff_archives::raw_page::RawPage;

/// What is read of an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadSettings {
    pub columns: DatasetColumns,
    /// The longest page in bytes.
    pub limit: usize,
    /// The largest number of pages of one input.
    pub max_pages: Option<u64>,
}

/// Takes pages; false if no more are wanted.
pub type Take<'a> = dyn FnMut(RawPage) -> bool + 'a;

/// Hands on the pages of a unit in their order, and counts what is no page.
pub fn read(unit: &Unit, settings: &ReadSettings, counts: &mut InputCounts, take: &mut Take) -> Result<(), ReadError> {
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

fn read_file(path: &Path, settings: &ReadSettings, counts: &mut InputCounts, take: &mut Take) -> Result<(), ReadError> {
    let mut stream = open(path)?;
    let archive_format = archive_format(&mut stream, path)?;
    let window = stream.window();
    let ending = ending(path);
    if window.starts_with(PARQUET) {
        if stream.codec() != Codec::Plain {
            return Err(ReadError::Content("a Parquet file that is compressed as a whole; decompress it first".into()));
        }
        return parquet_rows::read(path, settings, counts, take);
    }
    if let Some(format) = archive_format {
        let mut reader = PageReader::new(stream, format, settings.limit);
        while let Some(page) = reader.next_page(counts)? {
            if !take(page) {
                break;
            }
        }
        reader.count_damage(counts);
        return Ok(());
    }
    let is_json = window.trim_ascii_start().first() == Some(&b'{');
    match ending.as_deref() {
        Some("jsonl" | "ndjson") => json_lines::read(stream, path, settings, counts, take),
        Some("parquet") => Err(ReadError::Content("the file is no Parquet file: it does not begin with PAR1".into())),
        _ if is_json => json_lines::read(stream, path, settings, counts, take),
        _ => pages::read(path.parent().unwrap_or(path), &[path.to_owned()], settings, counts, take),
    }
}
