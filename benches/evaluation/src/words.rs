//! Words and white space as Python sees them, because the public scorers are written in Python.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// A body with fewer words counts as nearly empty.
const MIN_BODY_WORDS: usize = 20;

/// Python's `\w`: letters, numbers and the underscore. `\w` of the regex crate also matches combining marks and
/// joiners, which would split Hindi or Farsi into other words than the public scorers do.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is valid"));

/// The words of a text, in order; lower-case the text first.
pub fn words(lower: &str) -> impl Iterator<Item = &str> {
    WORD.find_iter(lower).map(|word| word.as_str())
}

/// Whether a body has fewer than 20 words.
pub fn is_nearly_empty(body: &str) -> bool {
    words(&body.to_lowercase()).nth(MIN_BODY_WORDS - 1).is_none()
}

/// Lower case, every run of white space one space. Snippets are compared in this form.
pub fn fold(text: &str) -> String {
    split(text).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Lower case without white space. Comment lines are compared in this form, because gold and page break lines
/// differently.
pub(crate) fn squeeze(text: &str) -> String {
    split(text).collect::<String>().to_lowercase()
}

/// Splits as Python's `str.split` does: the four ASCII separators are white space.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || ('\x1c'..='\x1f').contains(&character))
        .filter(|piece| !piece.is_empty())
}

/// The words of a text with their counts.
#[derive(Clone, Debug, Default)]
pub struct Bag {
    counts: HashMap<String, usize>,
    size: usize,
}

impl Bag {
    /// Counts the words of a text, lower-cased.
    pub fn of(text: &str) -> Self {
        words(&text.to_lowercase()).collect()
    }

    /// The number of words, repetitions included.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How often a word in lower case is in the bag.
    pub fn count(&self, word: &str) -> usize {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// The number of words that two bags have in common.
    pub fn overlap(&self, other: &Self) -> usize {
        self.counts.iter().map(|(word, &count)| count.min(other.count(word))).sum()
    }

    /// Removes the words of another bag, as far as they are in this one.
    pub fn remove(&mut self, other: &Self) {
        for (word, &count) in &other.counts {
            if let Some(own) = self.counts.get_mut(word) {
                let removed = count.min(*own);
                *own -= removed;
                self.size -= removed;
            }
        }
    }
}

impl<'a> FromIterator<&'a str> for Bag {
    /// Counts words that are in lower case already.
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Self {
        let mut bag = Self::default();
        for word in words {
            match bag.counts.get_mut(word) {
                Some(count) => *count += 1,
                None => {
                    bag.counts.insert(word.to_owned(), 1);
                }
            }
            bag.size += 1;
        }
        bag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_python() {
        // A joiner and a combining mark end a word, a superscript or a Roman numeral does not.
        assert_eq!(
            words("می\u{200c}شود e\u{301}te\u{301} x² ⅷ_a don't").collect::<Vec<_>>(),
            ["می", "شود", "e", "te", "x²", "ⅷ_a", "don", "t"]
        );
    }

    #[test]
    fn white_space_is_that_of_python() {
        assert_eq!(fold(" A\x1cB\u{85}C\u{a0}\u{2028}Σ\u{200b} "), "a b c σ\u{200b}");
        assert_eq!(fold("ΟΔΟΣ"), "οδος");
        assert_eq!(squeeze(" A\x1cb\n c"), "abc");
    }

    #[test]
    fn bags_count_repetitions() {
        let mut bag = Bag::of("The mill, the river");
        assert_eq!((bag.size(), bag.overlap(&Bag::of("the the the"))), (4, 2));
        assert_eq!((bag.count("the"), bag.count("sea")), (2, 0));
        bag.remove(&Bag::of("the sea"));
        assert_eq!((bag.size(), bag.overlap(&Bag::of("the the mill"))), (3, 2));
    }

    #[test]
    fn bodies_of_a_few_words_are_nearly_empty() {
        assert!(is_nearly_empty(&"word ".repeat(19)) && !is_nearly_empty(&"word ".repeat(20)));
    }
}
