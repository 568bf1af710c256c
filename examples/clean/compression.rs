//! Decompresses files.

use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use brotli_decompressor::Decompressor;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

/// RFC 1952, 2.3.1.
const GZIP: &[u8] = b"\x1F\x8B";
/// RFC 8878, 3.1.1.
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";
/// The last three bytes of a skippable frame's magic number (RFC 8878, 3.1.2); the first is 0x50 to 0x5F.
const ZSTD_SKIPPABLE: &[u8] = b"\x2A\x4D\x18";

/// The buffer for compressed bytes that the Brotli decoder asks for; hand-set.
const BROTLI_BUFFER_BYTES: usize = 4096;

/// The endings of names of compressed files.
pub const ENDINGS: &[&str] = &["gz", "zst", "br"];

/// The bytes, decompressed if they are gzip or Zstandard by their first bytes, or Brotli by the name.
///
/// A small file can decompress to a huge one: more than `limit` bytes are an error.
pub fn decompress(bytes: Vec<u8>, name: Option<&Path>, limit: usize) -> Result<Vec<u8>> {
    if bytes.starts_with(GZIP) {
        return read("gzip", MultiGzDecoder::new(bytes.as_slice()), limit);
    }
    if bytes.starts_with(ZSTD) || (bytes.get(1..4) == Some(ZSTD_SKIPPABLE) && (0x50..=0x5F).contains(&bytes[0])) {
        return read("Zstandard", ZstdFrames { rest: &bytes, frame: None }, limit);
    }
    // Brotli has no magic number.
    if name.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("br")) {
        return read("Brotli", Decompressor::new(bytes.as_slice(), BROTLI_BUFFER_BYTES), limit);
    }
    Ok(bytes)
}

fn read(format: &str, decoder: impl Read, limit: usize) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    decoder
        .take(limit as u64 + 1)
        .read_to_end(&mut page)
        .map_err(|error| Error::new(error.kind(), format!("damaged {format} data ({error}); fetch the file again")))?;
    if page.len() > limit {
        let mib = limit >> 20;
        return Err(Error::other(format!(
            "the {format} data is longer than {mib} MiB decompressed, which is the limit"
        )));
    }
    Ok(page)
}

/// The frames of a Zstandard file, one after the other.
struct ZstdFrames<'a> {
    rest: &'a [u8],
    frame: Option<StreamingDecoder<&'a [u8], ruzstd::decoding::FrameDecoder>>,
}

impl Read for ZstdFrames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                let decoder = &frame.decoder;
                if let Some(checksum) = decoder.get_checksum_from_data()
                    && decoder.get_calculated_checksum() != Some(checksum)
                {
                    return Err(Error::new(ErrorKind::InvalidData, "wrong checksum"));
                }
                self.rest = frame.get_ref();
                self.frame = None;
            }
            if self.rest.is_empty() {
                return Ok(0);
            }
            match StreamingDecoder::new(self.rest) {
                Ok(frame) => self.frame = Some(frame),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    // Magic number and length take eight bytes (RFC 8878, 3.1.2).
                    let end = (length as usize).saturating_add(8);
                    self.rest = self.rest.get(end..).ok_or_else(|| Error::from(ErrorKind::UnexpectedEof))?;
                }
                Err(error) => return Err(Error::new(ErrorKind::InvalidData, error.to_string())),
            }
        }
    }
}
