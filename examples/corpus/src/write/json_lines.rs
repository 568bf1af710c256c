//! JSON lines, compressed with Zstandard.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::{RowWriter, json};
use crate::row::Row;

/// The default of Zstandard.
const LEVEL: i32 = 3;

pub struct JsonLines {
    encoder: zstd::Encoder<'static, BufWriter<File>>,
}

impl JsonLines {
    pub fn new(file: File) -> io::Result<Self> {
        let mut encoder = zstd::Encoder::new(BufWriter::new(file), LEVEL)?;
        // Readers can tell whether a copy is whole.
        encoder.include_checksum(true)?;
        Ok(Self { encoder })
    }
}

impl RowWriter for JsonLines {
    fn write(&mut self, row: &Row) -> io::Result<()> {
        serde_json::to_writer(&mut self.encoder, &json::object(row))?;
        self.encoder.write_all(b"\n")
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<File>> {
        let file = self.encoder.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(vec![file])
    }
}
