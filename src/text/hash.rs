//! The hash of words and of sequences of words. It is the same on every machine and in every run, because the compiled
//! lexicon depends on it. It is fast, but not safe against chosen collisions: where a collision would be an error, the
//! texts are compared as well.

/// 2^64 divided by the golden ratio: spreads numbers over all bits (Knuth, TAOCP 3, 6.4).
pub(crate) const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a text. Its upper half is spread more evenly than its lower half.
pub(crate) fn hash(text: &[u8]) -> u64 {
    let (chunks, rest) = text.as_chunks::<8>();
    let mut hash = text.len() as u64;
    for chunk in chunks {
        hash = combine(hash, u64::from_le_bytes(*chunk));
    }
    combine(hash, last_chunk(rest))
}

/// The bit that makes a capital ASCII letter lower case, in each of eight bytes. Digits have it set already.
const LOWERCASE_BITS: u64 = 0x2020_2020_2020_2020;

/// The hash of a word of ASCII letters and digits in lower case.
pub(crate) fn hash_in_lower_case(word: &[u8]) -> u64 {
    let (chunks, rest) = word.as_chunks::<8>();
    let mut hash = word.len() as u64;
    for chunk in chunks {
        hash = combine(hash, u64::from_le_bytes(*chunk) | LOWERCASE_BITS);
    }
    combine(hash, last_chunk(rest) | LOWERCASE_BITS & ((1 << (8 * rest.len())) - 1))
}

/// The hash of a sequence with one more value; `hash` is that of the sequence so far.
pub(crate) const fn combine(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(GOLDEN_RATIO)
}

/// Fewer than eight bytes as a number, the first byte lowest. Two overlapping reads are faster than a loop.
pub(crate) fn last_chunk(rest: &[u8]) -> u64 {
    let length = rest.len();
    match (rest.first_chunk(), rest.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (length - 4))
        }
        _ => rest.iter().rev().fold(0, |chunk, &byte| chunk << 8 | u64::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_chunk_is_a_little_endian_number() {
        let bytes = [1, 2, 3, 4, 5, 6, 7];
        for length in 0..=bytes.len() {
            let mut padded = [0; 8];
            padded[..length].copy_from_slice(&bytes[..length]);
            assert_eq!(last_chunk(&bytes[..length]), u64::from_le_bytes(padded), "{length}");
        }
    }

    #[test]
    fn texts_that_differ_in_one_byte_or_in_length_have_other_hashes() {
        let texts = ["", "\0", "\0\0", "a", "b", "ab", "ba", "abcdefgh", "abcdefgh\0", "abcdefgi", "abcdefghabcdefgh"];
        let mut hashes = texts.map(|text| hash(text.as_bytes()));
        hashes.sort_unstable();
        assert!(hashes.windows(2).all(|pair| pair[0] != pair[1]), "{hashes:x?}");
    }

    #[test]
    fn ascii_words_are_hashed_in_lower_case() {
        for length in 0..=26 {
            let word = &"ABCdefGHI0jklMNO123PQRstuv"[..length];
            assert_eq!(hash_in_lower_case(word.as_bytes()), hash(word.to_lowercase().as_bytes()), "{word}");
        }
    }

    #[test]
    fn the_order_of_values_counts() {
        assert_ne!(combine(combine(0, 1), 2), combine(combine(0, 2), 1));
    }
}
