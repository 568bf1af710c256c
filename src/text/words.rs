//! Words, numbers and the characters between them.

use std::ops::Range;

use super::characters::{
    TwoByteLetter, begins_word, is_invisible, is_number_separator, is_unspaced, is_word_char, two_byte_letter,
};
use super::hash::{hash, hash_in_lower_case};

/// A word or a number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes in the text it was taken from.
    pub(crate) range: Range<usize>,
    pub(crate) class: WordClass,
}

/// What a word consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// An ASCII letter, and then ASCII letters and digits. Most words are of this class: bytes alone tell all of them.
    Ascii { digits: u32 },
    /// Digits, and separators of a decimal, date or time between them.
    Number,
    /// Any other word.
    Other { has_ascii_digit: bool },
}

impl Word {
    pub(crate) fn is_number(&self) -> bool {
        self.class == WordClass::Number
    }

    /// A hash of the word as it is written in `text`, without regard to the case of ASCII words.
    #[inline]
    pub(crate) fn hash(&self, text: &str) -> u64 {
        let written = &text.as_bytes()[self.range.clone()];
        match self.class {
            WordClass::Ascii { .. } => hash_in_lower_case(written),
            WordClass::Number | WordClass::Other { .. } => hash(written),
        }
    }
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Word(Word),
    /// A character between words, and its offset.
    Other(usize, char),
}

/// All words, numbers and other characters of a text in order. A capital after a lower-case letter begins a new word,
/// because labels are glued together where tags were dropped (`HomeNewsContact`). A character of a script that is written
/// without spaces (Han, Kana) is a word of its own.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The iterator of [`tokens`].
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        let byte = *self.text.as_bytes().get(start)?;
        // The common cases first: a word of ASCII letters, ASCII that is in no word.
        if byte.is_ascii_alphabetic()
            && let Some(word) = ascii_word(&self.text.as_bytes()[start..])
        {
            self.at += word.0;
            return Some(Token::Word(Word { range: start..self.at, class: WordClass::Ascii { digits: word.1 } }));
        }
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            self.at += 1;
            return Some(Token::Other(start, char::from(byte)));
        }
        let c = self.text[start..].chars().next()?;
        if !begins_word(c) {
            self.at += c.len_utf8();
            return Some(Token::Other(start, c));
        }
        let word = word_at(self.text, start);
        self.at = word.range.end;
        Some(Token::Word(word))
    }
}

/// The words and numbers of a text in order, as [`tokens`] has them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    tokens(text).filter_map(|token| match token {
        Token::Word(word) => Some(word),
        Token::Other(..) => None,
    })
}

/// The length of the word at the start of `bytes`, which is an ASCII letter, and the number of its digits: the same word as
/// [`word_at`] finds. `None` if it is not all ASCII.
#[inline]
fn ascii_word(bytes: &[u8]) -> Option<(usize, u32)> {
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
    Some((length, digits))
}

/// The word or number that begins at the offset `start`.
fn word_at(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut is_number = true;
    let (mut after_lower, mut has_ascii_digit) = (false, false);
    while let Some(&byte) = bytes.get(end) {
        // The common cases first: a lower-case letter, a digit, ASCII that ends a word.
        if byte.is_ascii_lowercase() {
            (after_lower, is_number) = (true, false);
            end += 1;
            continue;
        }
        if byte.is_ascii_digit() {
            (after_lower, has_ascii_digit) = (false, true);
            end += 1;
            continue;
        }
        if !is_number && byte.is_ascii() && !byte.is_ascii_alphabetic() {
            break;
        }
        if let Some(letter) = two_byte_letter(&bytes[end..]) {
            (after_lower, is_number) = (letter == TwoByteLetter::LatinLowercase, false);
            end += 2;
            continue;
        }
        let c = if byte.is_ascii() { char::from(byte) } else { text[end..].chars().next().unwrap_or('\0') };
        if is_unspaced(c) {
            if end == start {
                return Word { range: start..start + c.len_utf8(), class: WordClass::Other { has_ascii_digit } };
            }
            break;
        }
        if after_lower && c.is_uppercase() {
            break;
        }
        after_lower = c.is_lowercase();
        let next = end + c.len_utf8();
        if is_word_char(c) {
            is_number = is_number && (c.is_numeric() || is_invisible(c));
        } else {
            let is_between = || is_number_separator(c) && text[next..].chars().next().is_some_and(char::is_numeric);
            if !(is_number && is_between()) {
                break;
            }
        }
        end = next;
    }
    let class = if is_number { WordClass::Number } else { WordClass::Other { has_ascii_digit } };
    Word { range: start..end, class }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|word| &text[word.range]).collect()
    }

    #[test]
    fn text_is_split_into_words_and_numbers() {
        assert_eq!(split("L'article, 12:45 — 07.21.12!"), ["L", "article", "12:45", "07.21.12"]);
        assert_eq!(split("1,234 comments"), ["1,234", "comments"]);
        assert_eq!(split("می\u{200C}شود ۱۲۳"), ["می\u{200C}شود", "۱۲۳"]);
        assert_eq!(split("東京 x"), ["東", "京", "x"]);
        assert_eq!(split("\u{200B}\u{FEFF}"), Vec::<&str>::new());
        assert_eq!(split("10. "), ["10"]);
        assert_eq!(split("HomeNewsÜber uns"), ["Home", "News", "Über", "uns"]);
    }

    #[test]
    fn only_words_of_digits_are_numbers() {
        let kinds: Vec<_> = words("7 v7 ۷").map(|word| word.is_number()).collect();
        assert_eq!(kinds, [true, false, true]);
    }

    #[test]
    fn tokens_are_the_whole_text() {
        for text in ["", "  l'été,\u{A0}12:45 →", "«\u{200C}می\u{200C}شود» Hi :-)", "B2b東x"] {
            let written = tokens(text).map(|token| match token {
                Token::Word(word) => text[word.range].to_owned(),
                Token::Other(at, c) => text[at..at + c.len_utf8()].to_owned(),
            });
            assert_eq!(written.collect::<String>(), text);
        }
    }

    #[test]
    fn ascii_words_are_words() {
        for text in ["word", "Word.", "HOME", "HomeNews", "WWWide web", "v7A", "a1b2 c", "B2b", "x12Y", "e.g.", "ab-c"]
        {
            let found = ascii_word(text.as_bytes()).map(|(length, _)| length);
            assert_eq!(found, Some(word_at(text, 0).range.len()), "{text}");
        }
        assert_eq!(ascii_word(b"a1b2"), Some((4, 2)));
        assert!(ascii_word("caf\u{E9}".as_bytes()).is_none());
    }
}
