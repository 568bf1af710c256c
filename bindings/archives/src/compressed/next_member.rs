//! Finds the next member after a damaged one.

use std::io::{self, BufRead, Read};

use memchr::memmem::Finder;

use super::file_input::FileInput;
use super::member::{Codec, Dictionary, Member};

/// Compressed bytes that are looked at to tell a member from bytes that only look like its beginning; hand-set. Gzip gives
/// output at once, the others a block at a time.
const GZIP_TRIAL_BYTES: usize = 4 << 10;
const BLOCK_TRIAL_BYTES: usize = 256 << 10;
/// Decompressed bytes that are looked at; hand-set. The header line of an ARC record has an address in it.
const TRIAL_OUTPUT_BYTES: usize = 1 << 10;
/// Places that are tried before the rest of the file is given up; hand-set. Only a hostile file has that number.
const MAX_TRIALS: usize = 1_000;

/// Moves the input to the next member that begins with a record. Without one, the input is at its end.
///
/// A page that was fetched compressed may lie in a damaged member as it is, and looks like a member: so the output must
/// begin as `is_record` wants it.
pub fn seek_next_member(
    input: &mut FileInput,
    codec: Codec,
    dictionary: &Dictionary,
    is_record: fn(&[u8]) -> bool,
) -> io::Result<()> {
    let Some(magic) = codec.magic() else { return input.seek_to(input.length()) };
    let finder = Finder::new(magic);
    for _ in 0..MAX_TRIALS {
        let Some(found) = seek_magic(input, &finder)? else { return Ok(()) };
        let trial_bytes = if codec == Codec::Gzip { GZIP_TRIAL_BYTES } else { BLOCK_TRIAL_BYTES };
        let mut trial = Vec::with_capacity(trial_bytes);
        input.take(trial_bytes as u64).read_to_end(&mut trial)?;
        if is_record(&beginning(codec, &trial, dictionary)) {
            return input.seek_to(found);
        }
        input.seek_to(found + 1)?;
    }
    input.seek_to(input.length())
}

/// Moves the input to the next magic number, or to its end.
fn seek_magic(input: &mut FileInput, finder: &Finder) -> io::Result<Option<u64>> {
    let magic = finder.needle();
    loop {
        let at = input.position();
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        if let Some(found) = finder.find(buffer) {
            input.consume(found);
            return Ok(Some(at + found as u64));
        }
        // A magic number may begin in this buffer and end in the next one.
        let first = (buffer.len() + 1).saturating_sub(magic.len());
        let is_cut = |&from: &usize| magic.starts_with(&buffer[from..]);
        let cut = (first..buffer.len()).find(is_cut);
        let length = buffer.len();
        input.consume(cut.unwrap_or(length));
        if cut.is_some() {
            let mut bytes = Vec::new();
            let here = input.position();
            input.take(magic.len() as u64).read_to_end(&mut bytes)?;
            if bytes == magic {
                input.seek_to(here)?;
                return Ok(Some(here));
            }
            input.seek_to(here + 1)?;
        }
    }
}

/// The first decompressed bytes of what may be a member.
fn beginning(codec: Codec, bytes: &[u8], dictionary: &Dictionary) -> Vec<u8> {
    let mut output = Vec::new();
    if let Ok(member) = Member::new(codec, bytes, dictionary) {
        // What was read before an error is kept; a cut member ends with one.
        let _ = member.take(TRIAL_OUTPUT_BYTES as u64).read_to_end(&mut output);
    }
    output
}
