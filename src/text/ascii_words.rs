//! The fast path for ASCII words, which most words are: found by bytes alone, folded and hashed eight bytes at a time.

use super::fold::fold_into;
use super::hash::{combine, hash, last_chunk};

/// A word of ASCII letters and digits.
pub(crate) struct AsciiWord {
    /// Its length in bytes.
    pub(crate) length: usize,
    /// Number of its digits.
    pub(crate) digits: usize,
}

/// The word at the start of `bytes`, which must be an ASCII letter: the same word as [`word_at`](super::word_at) finds.
/// `None` if it is not all ASCII.
pub(crate) fn ascii_word(bytes: &[u8]) -> Option<AsciiWord> {
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
    Some(AsciiWord { length, digits })
}

/// A folded word and its hash, in buffers that are used again for the next word.
#[derive(Default)]
pub(crate) struct FoldedWord {
    bytes: Vec<u8>,
    /// Used where a word is not ASCII.
    letters: String,
    /// [`hash`] of the folded bytes.
    pub(crate) hash: u64,
}

/// The bit that makes a capital ASCII letter lower case, in each of eight bytes. Digits have it set already.
const LOWERCASE_BITS: u64 = 0x2020_2020_2020_2020;

impl FoldedWord {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Folds any word.
    pub(crate) fn set(&mut self, word: &str) {
        if word.is_ascii() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return self.set_ascii(word.as_bytes());
        }
        self.letters.clear();
        fold_into(word, &mut self.letters);
        self.bytes.clear();
        self.bytes.extend_from_slice(self.letters.as_bytes());
        self.hash = hash(&self.bytes);
    }

    /// Folds a word of ASCII letters and digits.
    pub(crate) fn set_ascii(&mut self, word: &[u8]) {
        self.bytes.clear();
        let (chunks, rest) = word.as_chunks::<8>();
        let mut hash = word.len() as u64;
        for chunk in chunks {
            let chunk = u64::from_le_bytes(*chunk) | LOWERCASE_BITS;
            self.bytes.extend_from_slice(&chunk.to_le_bytes());
            hash = combine(hash, chunk);
        }
        let last = last_chunk(rest) | LOWERCASE_BITS & ((1 << (8 * rest.len())) - 1);
        self.bytes.extend_from_slice(&last.to_le_bytes());
        self.bytes.truncate(word.len());
        self.hash = combine(hash, last);
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::word_at;
    use super::*;

    #[test]
    fn ascii_words_are_words() {
        for text in ["word", "Word.", "HOME", "HomeNews", "WWWide web", "v7A", "a1b2 c", "B2b", "x12Y", "e.g.", "ab-c"]
        {
            let found = ascii_word(text.as_bytes()).map(|word| word.length);
            assert_eq!(found, Some(word_at(text, 0).range.len()), "{text}");
        }
        assert!(ascii_word("caf\u{E9}".as_bytes()).is_none());
    }

    #[test]
    fn ascii_words_are_folded_like_others() {
        let (mut ascii, mut any) = (FoldedWord::default(), FoldedWord::default());
        for length in 0..=26 {
            let word = &"ABCdefGHI0jklMNO123PQRstuv"[..length];
            ascii.set_ascii(word.as_bytes());
            any.set(word);
            assert_eq!((ascii.bytes(), ascii.hash), (any.bytes(), any.hash), "{word}");
        }
    }
}
