//! The encodings that pages are decoded from: those of the Encoding Standard, and UTF-32.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// The bytes of a character in UTF-32.
pub(super) const UTF_32_BYTES: usize = 4;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// An encoding of the Encoding Standard.
    Standard(&'static Encoding),
    Utf32Le,
    Utf32Be,
}

impl Charset {
    pub(super) const UTF_8: Self = Self::Standard(UTF_8);

    /// The encoding with a label. The standard has no UTF-32; its names are those of Unicode.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        if let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) {
            return Some(Self::Standard(encoding));
        }
        let is = |name: &str| label.eq_ignore_ascii_case(name);
        if is("utf-32") || is("utf-32le") {
            return Some(Self::Utf32Le);
        }
        is("utf-32be").then_some(Self::Utf32Be)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
        }
    }

    /// Whether a label is right about bytes in another encoding: that is decoded alike, or differs in the order of bytes
    /// only, which a label does not say ("utf-16" is a label of UTF-16LE).
    pub(super) fn agrees_with(self, used: Self) -> bool {
        let is_utf_16 = self == Self::Standard(UTF_16LE) && used == Self::Standard(UTF_16BE);
        let is_utf_32 = self == Self::Utf32Le && used == Self::Utf32Be;
        let is_gbk = |charset| matches!(charset, Self::Standard(encoding) if encoding == GBK || encoding == GB18030);
        self == used || is_utf_16 || is_utf_32 || is_gbk(self) && is_gbk(used)
    }

    /// Whether characters have two or four bytes each, even those of ASCII.
    pub(super) fn is_wide(self) -> bool {
        self.is_utf_16() || self.is_utf_32()
    }

    pub(super) fn is_utf_16(self) -> bool {
        matches!(self, Self::Standard(encoding) if encoding == UTF_16LE || encoding == UTF_16BE)
    }

    pub(super) fn is_utf_32(self) -> bool {
        matches!(self, Self::Utf32Le | Self::Utf32Be)
    }

    pub(super) fn is_single_byte(self) -> bool {
        matches!(self, Self::Standard(encoding) if encoding.is_single_byte())
    }

    /// The text of the bytes, with U+FFFD for malformed sequences, and whether there are any.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Self::Standard(encoding) => encoding.decode_without_bom_handling(bytes),
            Self::Utf32Le => utf_32(bytes, u32::from_le_bytes),
            Self::Utf32Be => utf_32(bytes, u32::from_be_bytes),
        }
    }

    /// The number of malformed sequences.
    pub(super) fn count_malformed(self, bytes: &[u8]) -> usize {
        let Self::Standard(encoding) = self else {
            let units = bytes.chunks(UTF_32_BYTES);
            return units.filter(|unit| self.scalar(unit).is_none()).count();
        };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut buffer = vec![0; 8_192];
        let (mut read, mut malformed) = (0, 0);
        loop {
            let (result, bytes_read, _) = decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut buffer, true);
            read += bytes_read;
            match result {
                DecoderResult::InputEmpty => return malformed,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => malformed += 1,
            }
        }
    }

    /// The character of four bytes in UTF-32, if they are one.
    pub(super) fn scalar(self, unit: &[u8]) -> Option<char> {
        let unit: [u8; UTF_32_BYTES] = unit.try_into().ok()?;
        char::from_u32(if self == Self::Utf32Be { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) })
    }
}

fn utf_32(bytes: &[u8], number: fn([u8; UTF_32_BYTES]) -> u32) -> (Cow<'_, str>, bool) {
    let scalar = |unit: &[u8]| unit.try_into().ok().and_then(|unit| char::from_u32(number(unit)));
    let mut had_errors = false;
    let text = bytes.chunks(UTF_32_BYTES).map(|unit| {
        scalar(unit).unwrap_or_else(|| {
            had_errors = true;
            char::REPLACEMENT_CHARACTER
        })
    });
    (Cow::Owned(text.collect()), had_errors)
}
