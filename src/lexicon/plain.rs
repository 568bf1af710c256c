//! Words of ASCII, which most are: found by their bytes alone, folded and hashed eight bytes at a time.

use super::fold::fold_into;
use super::format::{hash, last_chunk, with_chunk};

/// A word of letters and digits of ASCII.
pub(crate) struct PlainWord {
    pub(crate) length: usize,
    pub(crate) digits: usize,
}

/// The word that begins with the first byte, a letter of ASCII, if all of it is ASCII: that which [`word_at`] finds.
pub(crate) fn plain_word(bytes: &[u8]) -> Option<PlainWord> {
    let (mut length, mut digits) = (0, 0);
    let mut after_lower = false;
    while let Some(&byte) = bytes.get(length) {
        match byte {
            b'a'..=b'z' => after_lower = true,
            b'A'..=b'Z' if !after_lower => {}
            b'0'..=b'9' => (after_lower, digits) = (false, digits + 1),
            0x80.. => return None,
            _ => break,
        }
        length += 1;
    }
    Some(PlainWord { length, digits })
}

/// A folded word and its hash.
#[derive(Default)]
pub(crate) struct FoldedWord {
    bytes: Vec<u8>,
    /// A buffer for words of other letters.
    letters: String,
    pub(crate) hash: u64,
}

/// Sets the bit that a small letter of ASCII has and its capital has not; digits have it.
const SMALL: u64 = 0x2020_2020_2020_2020;

impl FoldedWord {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Folds any word.
    pub(crate) fn set(&mut self, word: &str) {
        self.letters.clear();
        fold_into(word, &mut self.letters);
        self.bytes.clear();
        self.bytes.extend_from_slice(self.letters.as_bytes());
        self.hash = hash(&self.bytes);
    }

    /// Folds a word of letters and digits of ASCII, eight bytes at a time.
    pub(crate) fn set_plain(&mut self, word: &[u8]) {
        self.bytes.clear();
        let (chunks, rest) = word.as_chunks::<8>();
        let mut hash = word.len() as u64;
        for chunk in chunks {
            let chunk = u64::from_le_bytes(*chunk) | SMALL;
            self.bytes.extend_from_slice(&chunk.to_le_bytes());
            hash = with_chunk(hash, chunk);
        }
        let last = last_chunk(rest) | SMALL & ((1 << (8 * rest.len())) - 1);
        self.bytes.extend_from_slice(&last.to_le_bytes());
        self.bytes.truncate(word.len());
        self.hash = with_chunk(hash, last);
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::word_at;
    use super::*;

    #[test]
    fn plain_words_are_words() {
        for text in ["word", "Word.", "HOME", "HomeNews", "WWWide web", "v7A", "a1b2 c", "B2b", "x12Y", "e.g.", "ab-c"]
        {
            let plain = plain_word(text.as_bytes()).map(|word| word.length);
            assert_eq!(plain, Some(word_at(text, 0).range.len()), "{text}");
        }
        assert!(plain_word("caf\u{E9}".as_bytes()).is_none());
    }

    #[test]
    fn plain_words_are_folded_like_others() {
        let (mut plain, mut any) = (FoldedWord::default(), FoldedWord::default());
        for length in 0..=26 {
            let word = &"ABCdefGHI0jklMNO123PQRstuv"[..length];
            plain.set_plain(word.as_bytes());
            any.set(word);
            assert_eq!((plain.bytes(), plain.hash), (any.bytes(), any.hash), "{word}");
        }
    }
}
