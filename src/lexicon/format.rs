//! What the build script that compiles the lexicons and the matcher that reads them agree on; `compile.rs` says
//! what stands where.

/// The pseudo word `#`.
pub(crate) const NUMBER: u32 = 0;
/// The pseudo word `~`.
pub(crate) const GAP: u32 = 1;
/// Words longer than this (in folded bytes) are in no lexicon.
pub(crate) const LONGEST_WORD: usize = 64;

/// What else is known of a word.
pub(crate) mod flag {
    /// It is the name of a month.
    pub(crate) const MONTH: u8 = 1;
    /// It alone marks a picture's caption or credit.
    pub(crate) const CAPTION: u8 = 1 << 1;
    /// A breadcrumb begins with it.
    pub(crate) const HOME: u8 = 1 << 2;
}

/// The bit of a word among those of the children of a node.
pub(crate) const fn branch(word: u32) -> u32 {
    1 << (word % 32)
}

/// The place among so many (a power of two) at which the search for a word begins.
pub(crate) const fn first_slot(hash: u32, size: usize) -> usize {
    (hash >> 16) as usize % size
}

/// Odd, with half of its bits set: the 64-bit golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of a word. Its upper half picks a place, its lower half tells words of one place apart.
pub(crate) fn hash(word: &[u8]) -> u32 {
    let (chunks, rest) = word.as_chunks::<8>();
    let mut hash = word.len() as u64;
    for chunk in chunks {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*chunk)).wrapping_mul(SPREAD);
    }
    let last = rest.iter().rev().fold(0, |last, &byte| last << 8 | u64::from(byte));
    hash = (hash.rotate_left(5) ^ last).wrapping_mul(SPREAD);
    (hash >> 32) as u32
}
