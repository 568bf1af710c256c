//! One member of a compressed file.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use flate2::bufread::GzDecoder;
use lz4_flex::frame::FrameDecoder;

use super::brotli_decoder::BrotliDecoder;
use super::file_input::FileInput;

/// RFC 1952, 2.3.1, with deflate, the only method.
pub const GZIP: &[u8] = b"\x1F\x8B\x08";
/// RFC 8878, 3.1.1.
pub const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";
/// The LZ4 frame format, "General Structure of LZ4 Frame Format".
pub const LZ4: &[u8] = b"\x04\x22\x4D\x18";
/// The last three bytes of the magic number of a frame to skip, for both (RFC 8878, 3.1.2); the first is 0x50 to 0x5F.
const SKIPPABLE: &[u8] = b"\x2A\x4D\x18";
/// The first byte of the frame with the dictionary of a `.warc.zst` file (IIPC, "Zstandard compression for WARC").
pub const DICTIONARY_MAGIC_FIRST: u8 = 0x5D;

/// How a member is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Plain,
    Gzip,
    Zstd,
    Lz4,
    Brotli,
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Codec::Plain => "uncompressed",
            Codec::Gzip => "gzip",
            Codec::Zstd => "Zstandard",
            Codec::Lz4 => "LZ4",
            Codec::Brotli => "Brotli",
        })
    }
}

impl Codec {
    /// The codec of a member by its first bytes. Brotli has no magic number.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let codecs = [(GZIP, Codec::Gzip), (ZSTD, Codec::Zstd), (LZ4, Codec::Lz4)];
        codecs.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, codec)| codec)
    }

    /// The first bytes of each member.
    pub fn magic(self) -> Option<&'static [u8]> {
        match self {
            Codec::Gzip => Some(GZIP),
            Codec::Zstd => Some(ZSTD),
            Codec::Lz4 => Some(LZ4),
            Codec::Plain | Codec::Brotli => None,
        }
    }
}

/// Whether a frame begins here that decoders skip.
pub fn is_skippable(bytes: &[u8]) -> bool {
    bytes.get(1..4) == Some(SKIPPABLE) && (0x50..=0x5F).contains(&bytes[0])
}

/// The dictionary of a Zstandard file.
pub type Dictionary = Option<Arc<[u8]>>;

/// A decoder of one member. It takes no byte of the next one.
pub enum Member<R: BufRead> {
    Plain(R),
    Gzip(Box<GzDecoder<R>>),
    Zstd(Box<zstd::Decoder<'static, R>>),
    Lz4(Box<FrameDecoder<R>>),
    Brotli(Box<BrotliDecoder<R>>),
}

impl<R: BufRead> Member<R> {
    pub fn new(codec: Codec, input: R, dictionary: &Dictionary) -> io::Result<Self> {
        Ok(match codec {
            Codec::Plain => Self::Plain(input),
            Codec::Gzip => Self::Gzip(Box::new(GzDecoder::new(input))),
            Codec::Zstd => {
                let dictionary = dictionary.as_deref().unwrap_or_default();
                Self::Zstd(Box::new(zstd::Decoder::with_dictionary(input, dictionary)?.single_frame()))
            }
            Codec::Lz4 => Self::Lz4(Box::new(FrameDecoder::new(input))),
            Codec::Brotli => Self::Brotli(Box::new(BrotliDecoder::new(input))),
        })
    }

    pub fn codec(&self) -> Codec {
        match self {
            Self::Plain(_) => Codec::Plain,
            Self::Gzip(_) => Codec::Gzip,
            Self::Zstd(_) => Codec::Zstd,
            Self::Lz4(_) => Codec::Lz4,
            Self::Brotli(_) => Codec::Brotli,
        }
    }

    pub fn into_input(self) -> R {
        match self {
            Self::Plain(input) => input,
            Self::Gzip(decoder) => decoder.into_inner(),
            Self::Zstd(decoder) => decoder.finish(),
            Self::Lz4(decoder) => decoder.into_inner(),
            Self::Brotli(decoder) => decoder.into_inner(),
        }
    }
}

impl Member<FileInput> {
    pub fn input(&mut self) -> &mut FileInput {
        match self {
            Self::Plain(input) => input,
            Self::Gzip(decoder) => decoder.get_mut(),
            Self::Zstd(decoder) => decoder.get_mut(),
            Self::Lz4(decoder) => decoder.get_mut(),
            Self::Brotli(decoder) => decoder.get_mut(),
        }
    }
}

impl<R: BufRead> Read for Member<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(buffer),
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer),
            Self::Lz4(decoder) => decoder.read(buffer),
            Self::Brotli(decoder) => decoder.read(buffer),
        }
    }
}
