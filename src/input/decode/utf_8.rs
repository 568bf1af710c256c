//! Evidence for and against UTF-8 in some bytes.

use encoding_rs::Encoding;

/// What was counted.
pub(super) struct Utf8Sequences {
    /// The number of continuation bytes in well-formed sequences.
    pub(super) well_formed: usize,
    /// The number of malformed sequences, without a character that the end of the bytes cuts off.
    pub(super) malformed: usize,
    /// Whether the bytes end in the middle of a character.
    pub(super) is_cut: bool,
}

impl Utf8Sequences {
    pub(super) fn of(bytes: &[u8]) -> Self {
        // Most pages are well-formed as a whole, and are validated many bytes at a time.
        let (whole, rest) = bytes.split_at(Encoding::utf8_valid_up_to(bytes));
        let mut sequences = Self { well_formed: continuation_bytes(whole), malformed: 0, is_cut: false };
        let mut at = whole.len();
        for chunk in rest.utf8_chunks() {
            sequences.well_formed += continuation_bytes(chunk.valid().as_bytes());
            at += chunk.valid().len() + chunk.invalid().len();
            let is_cut = at == bytes.len() && is_beginning(chunk.invalid());
            sequences.is_cut |= is_cut;
            sequences.malformed += usize::from(!chunk.invalid().is_empty() && !is_cut);
        }
        sequences
    }

    /// Whether the bytes are ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.well_formed == 0 && self.malformed == 0 && !self.is_cut
    }
}

/// Whether bytes are the beginning of a character.
fn is_beginning(bytes: &[u8]) -> bool {
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    str::from_utf8(bytes).err().is_some_and(is_cut)
}

/// The number of bytes that continue a character. Counted in chunks whose counts have 8 bits, which compilers turn into
/// vectors of bytes.
fn continuation_bytes(bytes: &[u8]) -> usize {
    let count = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(matches!(byte, 0x80..0xC0))).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(count(chunk))).sum()
}
