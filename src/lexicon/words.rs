//! Words and numbers of a text.

use std::ops::Range;

use super::fold::{is_invisible, is_word_char};

/// A word or a number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes in the text it was taken from.
    pub(crate) range: Range<usize>,
    /// Whether it holds digits only, with the separators of a decimal, date or time between.
    pub(crate) is_number: bool,
}

/// The words and numbers of a text in order. A capital behind a small letter begins a new word, as
/// labels come glued together where tags were dropped (`HomeNewsContact`). A character of a script that is written without
/// spaces (Han, Kana) is a word of its own.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = start_of_word(text, at)?;
        let word = word_at(text, start);
        at = word.range.end;
        Some(word)
    })
}

/// Where the next word begins.
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

/// Whether a word begins with a character that stands behind another.
pub(crate) fn begins_word(c: char) -> bool {
    is_word_char(c) && !is_invisible(c)
}

/// The word or number that begins at a place.
pub(crate) fn word_at(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut is_number = true;
    let mut after_lower = false;
    while let Some(&byte) = bytes.get(end) {
        // Nearly all that comes by: a letter like the one before.
        if byte.is_ascii_lowercase() {
            (after_lower, is_number) = (true, false);
            end += 1;
            continue;
        }
        // A digit, and what ends most words.
        if byte.is_ascii_digit() {
            after_lower = false;
            end += 1;
            continue;
        }
        if !is_number && byte.is_ascii() && !byte.is_ascii_alphabetic() {
            break;
        }
        if let Some(letter) = plain_letter(&bytes[end..]) {
            (after_lower, is_number) = (letter == Letter::Small, false);
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
        let behind = end + c.len_utf8();
        if is_word_char(c) {
            is_number = is_number && (c.is_numeric() || is_invisible(c));
        } else {
            let is_between = || is_number_separator(c) && text[behind..].chars().next().is_some_and(char::is_numeric);
            if !(is_number && is_between()) {
                break;
            }
        }
        end = behind;
    }
    Word { range: start..end, is_number }
}

/// A letter of which nothing has to be asked but this.
#[derive(PartialEq)]
enum Letter {
    Small,
    /// There are neither small ones nor capitals in Arabic script.
    Arabic,
}

/// The letter that two bytes are the code of, where it is a small one of French or German or a visible one of Arabic
/// or Persian.
fn plain_letter(bytes: &[u8]) -> Option<Letter> {
    let &[first @ (0xC3 | 0xD8..=0xDB), second, ..] = bytes else { return None };
    match u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F) {
        0xDF..=0xF6 | 0xF8..=0xFF => Some(Letter::Small),
        0x620..=0x63F | 0x641..=0x64A | 0x671..=0x6D3 => Some(Letter::Arabic),
        _ => None,
    }
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_number_separator(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '-' | '٫' | '٬' | '’' | '\'' | '\u{2013}' | '\u{60C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|word| &text[word.range]).collect()
    }

    #[test]
    fn words_and_numbers() {
        assert_eq!(split("L'article, 12:45 — 07.21.12!"), ["L", "article", "12:45", "07.21.12"]);
        assert_eq!(split("1,234 comments"), ["1,234", "comments"]);
        assert_eq!(split("می\u{200C}شود ۱۲۳"), ["می\u{200C}شود", "۱۲۳"]);
        assert_eq!(split("東京 x"), ["東", "京", "x"]);
        assert_eq!(split("\u{200B}\u{FEFF}"), Vec::<&str>::new());
        assert_eq!(split("10. "), ["10"]);
        assert_eq!(split("HomeNewsÜber uns"), ["Home", "News", "Über", "uns"]);
    }

    #[test]
    fn plain_letters_are_what_unicode_says() {
        for c in '\u{80}'..='\u{7FF}' {
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            let is_known = match plain_letter(&bytes) {
                Some(Letter::Small) => c.is_lowercase(),
                Some(Letter::Arabic) => !c.is_lowercase() && !c.is_uppercase(),
                None => continue,
            };
            assert!(is_known && is_word_char(c) && !c.is_numeric() && !is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn numbers_are_known() {
        let kinds: Vec<_> = words("7 v7 ۷").map(|word| word.is_number).collect();
        assert_eq!(kinds, [true, false, true]);
    }
}
