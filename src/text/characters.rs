//! The character classes of the crate.
//!
//! Classes of Unicode properties have short cuts for the scripts of the four target languages, because a lookup in
//! the tables of Unicode costs more than everything else that is done with a character.

use unicode_normalization::char::canonical_combining_class;

/// The byte-order mark (Unicode Standard, section 23.8). Inside a text it is an invisible character.
pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Whether a character can be inside a word without being seen: joiners, zero-width spaces, bidirectional marks, soft
/// hyphens, the Arabic tatweel.
pub(crate) fn is_invisible(c: char) -> bool {
    c >= '\u{AD}'
        && matches!(
            c,
            '\u{AD}' | '\u{640}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | BYTE_ORDER_MARK
        )
}

/// Whether a character is without width and without meaning after another: soft hyphens, zero-width spaces, word joiners,
/// byte-order marks, all of which only say where a line may be broken. Scripts that are written without spaces mark words
/// by zero-width spaces (Unicode Standard, section 16.1). The joiners change the shape of letters.
pub(crate) fn is_break_sign(c: char, before: Option<char>) -> bool {
    match c {
        '\u{AD}' | '\u{2060}' | BYTE_ORDER_MARK => true,
        '\u{200B}' => !before
            .is_some_and(|c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')),
        _ => false,
    }
}

/// Whether the language identifier skips a character inside a word: invisible characters, and the accents and vowel
/// signs of Latin and Arabic script. The zero-width space and non-joiner end a word there, as in its training.
pub(crate) fn is_skipped_in_language(c: char) -> bool {
    is_vowel_sign_or_accent(c) || is_invisible(c) && !matches!(c, '\u{200B}' | '\u{200C}')
}

/// Whether a character is a combining accent or an Arabic vowel sign.
fn is_vowel_sign_or_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{655}' | '\u{670}')
}

/// Whether a character is part of a word: letters, digits, combining marks, and invisible characters.
pub(crate) fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7F' => return c.is_ascii_alphanumeric(),
        '\u{C0}'..='\u{24F}' => return !matches!(c, '×' | '÷'),
        // Punctuation and signs.
        '\u{80}'..='\u{A9}' | '\u{AB}' | '\u{AC}' | '\u{AE}'..='\u{B1}' | '\u{B6}'..='\u{B8}' | '\u{BB}' => {
            return false;
        }
        '\u{2010}'..='\u{2029}' | '\u{2030}'..='\u{205F}' => return false,
        '\u{620}'..='\u{657}' | '\u{660}'..='\u{669}' | '\u{671}'..='\u{6D3}' | '\u{6F0}'..='\u{6FC}' => return true,
        _ => {}
    }
    c.is_alphanumeric() || is_invisible(c) || canonical_combining_class(c) != 0
}

/// Whether a word can begin with a character.
pub(crate) fn begins_word(c: char) -> bool {
    is_word_char(c) && !is_invisible(c)
}

/// Whether a character is a letter: [`char::is_alphabetic`].
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphabetic(),
        '\u{C0}'..='\u{24F}' => !matches!(c, '×' | '÷'),
        '\u{80}'..='\u{A9}' | '\u{AB}'..='\u{B4}' | '\u{B6}'..='\u{B9}' | '\u{BB}'..='\u{BF}' => false,
        '\u{2000}'..='\u{206F}' => false,
        '\u{620}'..='\u{657}' | '\u{671}'..='\u{6D3}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is a visible letter that no emoticon is made of. Letters of other scripts than Latin and Arabic,
/// and the capitals of ASCII (`:D`, `:P`), are left to [`is_letter`].
pub(crate) fn is_plain_letter(c: char) -> bool {
    matches!(
        c,
        'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}'
            | '\u{671}'..='\u{6D3}'
    )
}

/// A letter of two bytes in UTF-8 that is known by its code alone: visible, and no digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TwoByteLetter {
    LatinLowercase,
    /// Arabic script has no case.
    Arabic,
}

/// The letter that a text begins with, if it is a lower-case letter of French or German or a letter of Arabic or
/// Persian.
pub(crate) fn two_byte_letter(bytes: &[u8]) -> Option<TwoByteLetter> {
    let &[first @ (0xC3 | 0xD8..=0xDB), second, ..] = bytes else { return None };
    match u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F) {
        0xDF..=0xF6 | 0xF8..=0xFF => Some(TwoByteLetter::LatinLowercase),
        0x620..=0x63F | 0x641..=0x64A | 0x671..=0x6D3 => Some(TwoByteLetter::Arabic),
        _ => None,
    }
}

/// Whether a character belongs to a script that is written without spaces between words (Han, Kana).
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character can separate the digits of a number, a date or a time of day.
pub(crate) fn is_number_separator(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '-' | '٫' | '٬' | '’' | '\'' | '\u{2013}' | '\u{60C}')
}

/// Whether a character ends sentences.
pub(crate) fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '。' | '！' | '？')
}

/// Whether a character closes a quotation or a bracket.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '«' | '’' | '\'' | ')' | ']' | '›' | '‹')
}

/// Whether a closing mark can be between the end of a sentence and the white space at which a very long line is split.
/// The apostrophe is left out: the models were trained on segments that were split without it.
pub(crate) fn is_closing_in_long_line(c: char) -> bool {
    is_closing(c) && c != '\''
}

/// Whether a character ends a line (Unicode Standard, section 5.8: CR, LF, VT, FF, NEL, LS, PS).
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = char> {
        '\0'..=char::MAX
    }

    #[test]
    fn short_cuts_agree_with_unicode() {
        for c in all() {
            let is_word = c.is_alphanumeric() || is_invisible(c) || canonical_combining_class(c) != 0;
            assert_eq!(is_word_char(c), is_word, "{c:?}");
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn plain_letters_are_visible_letters() {
        for c in all().filter(|&c| is_plain_letter(c)) {
            assert!(is_letter(c) && begins_word(c) && !matches!(c, 'D' | 'P'), "{c:?}");
        }
    }

    #[test]
    fn two_byte_letters_agree_with_unicode() {
        let mut found = 0;
        for c in '\u{80}'..='\u{7FF}' {
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            let has_the_case = match two_byte_letter(&bytes) {
                Some(TwoByteLetter::LatinLowercase) => c.is_lowercase(),
                Some(TwoByteLetter::Arabic) => !c.is_lowercase() && !c.is_uppercase(),
                None => continue,
            };
            found += 1;
            assert!(has_the_case && begins_word(c) && !c.is_numeric(), "{c:?}");
        }
        assert!(found > 150, "{found}");
    }

    #[test]
    fn invisible_characters_are_never_white_space_or_closing() {
        assert!(is_invisible('\u{200C}') && is_invisible('\u{AD}') && !is_invisible('-'));
        for c in all().filter(|&c| is_invisible(c)) {
            assert!(!c.is_whitespace() && !is_closing(c) && !is_terminator(c) && !is_line_break(c), "{c:?}");
        }
    }

    #[test]
    fn break_signs_are_invisible_and_no_joiners() {
        assert!(all().filter(|&c| is_break_sign(c, None)).all(is_invisible));
        assert!(is_break_sign('\u{200B}', Some('a')) && !is_break_sign('\u{200B}', Some('ก')));
        assert!(!is_break_sign('\u{200C}', None) && !is_break_sign('\u{200D}', None));
    }

    #[test]
    fn the_language_identifier_skips_marks_but_not_word_borders() {
        assert!(is_skipped_in_language('\u{301}') && is_skipped_in_language('\u{64E}'));
        assert!(is_skipped_in_language('\u{640}') && is_skipped_in_language('\u{200D}'));
        assert!(!is_skipped_in_language('\u{200C}') && !is_skipped_in_language('\u{200B}'));
        assert!(!is_skipped_in_language('é') && !is_skipped_in_language('ی'));
    }
}
