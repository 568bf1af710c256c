//! Writes rows to files.

mod dolma;
mod json;
mod json_lines;
mod parquet_file;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clean::Columns;
use crate::row::Row;

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Parquet,
    Jsonl,
    Dolma,
}

impl Format {
    pub const ALL: &[(&str, Self)] = &[("parquet", Self::Parquet), ("jsonl", Self::Jsonl), ("dolma", Self::Dolma)];

    /// The files of a unit, below the output folder. The last one is put in its place last.
    pub fn files(self, unit: &str) -> Vec<String> {
        match self {
            Self::Parquet => vec![format!("{unit}.parquet")],
            Self::Jsonl => vec![format!("{unit}.jsonl.zst")],
            Self::Dolma => {
                vec![format!("attributes/{}/{unit}.jsonl.gz", dolma::ATTRIBUTES), format!("documents/{unit}.jsonl.gz")]
            }
        }
    }
}

/// Writes the rows of a unit.
pub trait RowWriter {
    fn write(&mut self, row: &Row) -> io::Result<()>;

    /// Writes what is left, and returns the files.
    fn finish(self: Box<Self>) -> io::Result<Vec<File>>;
}

/// Makes the files of a unit, as many as `Format::files` names.
pub fn writer(format: Format, paths: &[PathBuf], columns: Columns) -> io::Result<Box<dyn RowWriter>> {
    let create = |path: &Path| File::create(path);
    let files = paths.iter().map(|path| create(path)).collect::<io::Result<Vec<_>>>()?;
    let mut files = files.into_iter();
    let mut next = || files.next().ok_or_else(|| io::Error::other("the format has more files"));
    Ok(match format {
        Format::Parquet => Box::new(parquet_file::ParquetFile::new(next()?, columns)?),
        Format::Jsonl => Box::new(json_lines::JsonLines::new(next()?)?),
        Format::Dolma => Box::new(dolma::Dolma::new(next()?, next()?)),
    })
}
