//! Files as streams of decompressed bytes that survive damage.
//!
//! A compressed file is a row of members (frames, in the words of Zstandard and LZ4). Where one is damaged, the stream says
//! so and goes on at the next one that can be read.

mod brotli_decoder;
mod fault;
mod file_input;
mod member;
mod next_member;
mod stream;

use std::path::Path;

pub use brotli_decoder::BrotliDecoder;
pub use fault::{Cause, Fault};
pub use file_input::{FileInput, ReadSeek};
pub use member::Codec;
pub use stream::{Piece, Stream};

/// The endings of names of compressed files.
pub const ENDINGS: &[&str] = &["gz", "zst", "lz4", "br"];

/// The ending that says what is in a file, in lower case, without that of its compression.
pub fn ending(path: &Path) -> Option<String> {
    let ending_of = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let last = ending_of(path)?;
    if ENDINGS.contains(&last.as_str()) { ending_of(Path::new(path.file_stem()?)) } else { Some(last) }
}
