//! Shared by the writer (`compile.rs`, run by the build script) and the reader (`tables.rs`) of the tables.
//! `compile.rs` describes the tables.

/// Word id of `#`, which matches a number.
pub(crate) const NUMBER: u32 = 0;
/// Word id of `~`, which matches one to four words.
pub(crate) const GAP: u32 = 1;
/// A folded word of a lexicon has at most this many bytes.
pub(crate) const MAX_WORD_BYTES: usize = 64;

/// Flags of a word.
pub(crate) mod flag {
    /// The name of a month.
    pub(crate) const MONTH: u8 = 1;
    /// Marks a picture's caption or credit without further words.
    pub(crate) const CAPTION: u8 = 1 << 1;
    /// A breadcrumb can begin with it.
    pub(crate) const HOME: u8 = 1 << 2;
}

/// The bit of a word in a Bloom mask of words.
pub(crate) const fn bloom_bit(word: u32) -> u32 {
    1 << (word % 32)
}

/// The slot, of `size` (a power of two), where the search for a word begins.
pub(crate) const fn first_slot(hash: u32, size: usize) -> usize {
    (hash >> 16) as usize % size
}

/// The part of a word's hash that the table of words uses: the upper half of these bits picks a slot, the lower half
/// tells most of the words in neighbouring slots apart.
pub(crate) const fn slot_hash(hash: u64) -> u32 {
    (hash >> 32) as u32
}
