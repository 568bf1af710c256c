//! Keys for comparing the words of two texts.

use super::fold::fold_into;
use super::hash::combine;
use super::trim::floor_char_boundary;
use super::words::words;

/// Words are compared by this many first bytes, because inflection changes the end of a word. Hand-set.
const STEM_BYTES: usize = 8;
/// Shorter words are skipped: they do not show what a text is about. Hand-set.
const MIN_STEMMED_WORD_BYTES: usize = 4;
/// At most this many words of a title, or of a line compared with it, are hashed. Nearly all titles are shorter.
const MAX_HASHED_WORDS: usize = 30;

/// The stems of the longer words of a text: the first [`STEM_BYTES`] of each folded word, as a number.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut folded = String::new();
    words(text).filter_map(move |word| {
        folded.clear();
        fold_into(&text[word.range], &mut folded);
        if folded.len() < MIN_STEMMED_WORD_BYTES {
            return None;
        }
        let end = floor_char_boundary(&folded, STEM_BYTES);
        let mut stem = [0; STEM_BYTES];
        stem[..end].copy_from_slice(&folded.as_bytes()[..end]);
        Some(u64::from_le_bytes(stem))
    })
}

/// Hashes of the first [`MAX_HASHED_WORDS`] words of a text in lower case.
pub(crate) fn word_hashes(text: &str) -> impl Iterator<Item = u64> + '_ {
    words(text).take(MAX_HASHED_WORDS).map(|word| {
        let lower_case = text[word.range].chars().flat_map(char::to_lowercase);
        lower_case.fold(0, |hash, c| combine(hash, u64::from(u32::from(c))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems_of(text: &str) -> Vec<u64> {
        stems(text).collect()
    }

    fn hashes_of(text: &str) -> Vec<u64> {
        word_hashes(text).collect()
    }

    #[test]
    fn inflected_words_have_one_stem() {
        assert_eq!(stems_of("Évènement"), stems_of("EVENEMENTS"));
        assert_ne!(stems_of("bridge"), stems_of("bridle"));
        assert!(stems_of("the old and bad bus").is_empty());
        assert_eq!(stems_of("the bridge is closed").len(), 2);
    }

    #[test]
    fn stems_end_between_characters() {
        // Letters of two and three bytes; the ninth byte is inside one.
        assert_eq!(stems_of("نويسندگان"), stems_of("نويسنده"));
        assert_eq!(stems_of("აბგდ"), stems_of("აბეზ"));
    }

    #[test]
    fn word_hashes_ignore_case_and_punctuation() {
        assert_eq!(hashes_of("A Bridge, closed!"), hashes_of("a bridge — closed"));
        assert_ne!(hashes_of("bridge"), hashes_of("bridges"));
        assert_ne!(hashes_of("été"), hashes_of("ete"));
        assert_eq!(hashes_of(&"word ".repeat(100)).len(), MAX_HASHED_WORDS);
    }
}
