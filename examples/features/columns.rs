//! Tables of numbers on disk.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The NumPy format, version 1.0.
pub fn write(path: &Path, columns: &[Vec<f32>]) -> io::Result<()> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    const ALIGNMENT: usize = 64;
    let rows = columns.first().map_or(0, Vec::len);
    let mut header = format!("{{'descr': '<f4', 'fortran_order': True, 'shape': ({rows}, {})}}", columns.len());
    let length = MAGIC.len() + 2 + header.len() + 1;
    header.push_str(&" ".repeat(length.next_multiple_of(ALIGNMENT) - length));
    header.push('\n');
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(MAGIC)?;
    file.write_all(&(header.len() as u16).to_le_bytes())?;
    file.write_all(header.as_bytes())?;
    for value in columns.iter().flatten() {
        file.write_all(&value.to_le_bytes())?;
    }
    file.flush()
}
