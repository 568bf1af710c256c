//! Tables of numbers on disk.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes columns of one length in NumPy's format, version 1.0.
pub fn write(path: &Path, columns: &[Vec<f32>]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(&header(columns.first().map_or(0, Vec::len), columns.len()))?;
    for value in columns.iter().flatten() {
        file.write_all(&value.to_le_bytes())?;
    }
    file.flush()
}

fn header(rows: usize, columns: usize) -> Vec<u8> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    /// The data begins at a multiple of this, as the format demands.
    const ALIGNMENT: usize = 64;
    let mut text = format!("{{'descr': '<f4', 'fortran_order': True, 'shape': ({rows}, {columns})}}");
    let length = MAGIC.len() + 2 + text.len() + 1;
    text.push_str(&" ".repeat(length.next_multiple_of(ALIGNMENT) - length));
    text.push('\n');
    [MAGIC, &(text.len() as u16).to_le_bytes(), text.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_that_of_numpy() {
        let header = header(3, 2);
        assert_eq!(header.len() % 64, 0);
        assert!(
            header.starts_with(b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2)}")
        );
        assert!(header.ends_with(b" \n"));
    }
}
