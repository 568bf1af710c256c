//! Words and numbers of a text.

use std::ops::Range;

use super::characters::{
    TwoByteLetter, begins_word, is_invisible, is_number_separator, is_unspaced, is_word_char, two_byte_letter,
};

/// A word or a number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes in the text it was taken from.
    pub(crate) range: Range<usize>,
    /// Whether it consists of digits, and of separators of a decimal, date or time between them.
    pub(crate) is_number: bool,
}

/// The words and numbers of a text in order. A capital after a lower-case letter begins a new word, because labels are
/// glued together where tags were dropped (`HomeNewsContact`). A character of a script that is written without spaces
/// (Han, Kana) is a word of its own.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = start_of_word(text, at)?;
        let word = word_at(text, start);
        at = word.range.end;
        Some(word)
    })
}

/// The offset of the next word at or after `from`.
fn start_of_word(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let byte = *bytes.get(at)?;
        if byte.is_ascii_alphanumeric() {
            return Some(at);
        }
        if byte.is_ascii() {
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if begins_word(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The word or number that begins at the offset `start`.
pub(crate) fn word_at(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut is_number = true;
    let mut after_lower = false;
    while let Some(&byte) = bytes.get(end) {
        // The common cases first: a lower-case letter, a digit, ASCII that ends a word.
        if byte.is_ascii_lowercase() {
            (after_lower, is_number) = (true, false);
            end += 1;
            continue;
        }
        if byte.is_ascii_digit() {
            after_lower = false;
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
                return Word { range: start..start + c.len_utf8(), is_number: false };
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
    Word { range: start..end, is_number }
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
        let kinds: Vec<_> = words("7 v7 ۷").map(|word| word.is_number).collect();
        assert_eq!(kinds, [true, false, true]);
    }
}
