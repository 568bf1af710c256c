//! What the build script that compiles the lexicons and the matcher that reads them agree on; `compile.rs` says
//! what stands where.

/// The pseudo word `#`.
pub(crate) const NUMBER: u32 = 0;
/// The pseudo word `~`.
pub(crate) const GAP: u32 = 1;
/// Words longer than this (in folded bytes) are in no lexicon.
pub(crate) const MAX_WORD: usize = 64;

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

/// What a table of words is given of the hash of one: its upper half picks a place, its lower half tells words of one
/// place apart.
pub(crate) const fn slot_hash(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// A hash of a word.
pub(crate) fn hash(word: &[u8]) -> u64 {
    let (chunks, rest) = word.as_chunks::<8>();
    let mut hash = word.len() as u64;
    for chunk in chunks {
        hash = with_chunk(hash, u64::from_le_bytes(*chunk));
    }
    with_chunk(hash, last_chunk(rest))
}

/// The hash of a word that goes on with eight bytes, or ends with fewer.
pub(crate) const fn with_chunk(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(5) ^ chunk).wrapping_mul(SPREAD)
}

/// Fewer than eight bytes as a number, the first byte lowest. Reads that overlap take the place of a loop.
pub(crate) fn last_chunk(rest: &[u8]) -> u64 {
    let length = rest.len();
    match (rest.first_chunk(), rest.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (length - 4))
        }
        _ => rest.iter().rev().fold(0, |chunk, &byte| chunk << 8 | u64::from(byte)),
    }
}
