//! Folding of words: all spellings of a word get one form.

use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

use super::characters::is_invisible;
use super::hash::{hash, hash_in_lower_case};
use super::words::WordClass;

/// Appends the folded form of a word: lower case, no accents, one form of each Arabic letter,
/// European digits, plain forms for full-width and presentation forms, no invisible characters.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    let start = out.len();
    if word.is_ascii() {
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    let latin = &LATIN[..];
    for c in word.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if let Some(folded) = (c as usize).checked_sub(FIRST_LATIN).and_then(|index| latin.get(index)) {
            // Nearly all of them fold to one ASCII letter.
            match folded.as_bytes() {
                &[letter] => out.push(char::from(letter)),
                _ => out.push_str(folded),
            }
        } else if is_plain_arabic(c) {
            out.push(plain_arabic(c));
        } else if !is_invisible(c) {
            decompose_compatible(c, |part| fold_decomposed(part, out));
        }
    }
}

/// The [`hash`] of the folded form of a word; `buffer` is overwritten.
pub(crate) fn folded_hash(word: &str, class: WordClass, buffer: &mut String) -> u64 {
    if let WordClass::Ascii { .. } = class {
        return hash_in_lower_case(word.as_bytes());
    }
    buffer.clear();
    fold_into(word, buffer);
    hash(buffer.as_bytes())
}

/// The folded forms of the accented letters of French, German and their neighbours, from [`FIRST_LATIN`] to before
/// [`END_LATIN`].
static LATIN: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    let fold = |c: u32| {
        let mut folded = String::new();
        decompose_compatible(char::from_u32(c).unwrap_or('\0'), |part| fold_decomposed(part, &mut folded));
        folded.into()
    };
    (FIRST_LATIN as u32..END_LATIN).map(fold).collect()
});
const FIRST_LATIN: usize = 0xC0;
const END_LATIN: u32 = 0x180;

/// Whether a character is a letter of Arabic or Persian that does not decompose, as nearly all do not.
fn is_plain_arabic(c: char) -> bool {
    matches!(c, '\u{627}'..='\u{63A}' | '\u{641}'..='\u{64A}' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی')
}

/// One form of each Arabic letter.
fn plain_arabic(c: char) -> char {
    match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'ة' => 'ه',
        other => other,
    }
}

fn fold_decomposed(c: char, out: &mut String) {
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ı' => out.push('i'),
        'ø' | 'Ø' => out.push('o'),
        'ي' | 'ى' | 'ې' => out.push('ی'),
        'ك' => out.push('ک'),
        'ة' | 'ە' | 'ۀ' => out.push('ه'),
        '\u{6F0}'..='\u{6F9}' => out.push(digit(c, '\u{6F0}')),
        '\u{660}'..='\u{669}' => out.push(digit(c, '\u{660}')),
        _ if canonical_combining_class(c) != 0 => {}
        _ => out.extend(c.to_lowercase()),
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(word: &str) -> String {
        let mut out = String::new();
        fold_into(word, &mut out);
        out
    }

    #[test]
    fn one_form_for_every_spelling() {
        for (one, other) in [
            ("ÉVÉNEMENT", "evenement"),
            ("Straße", "STRASSE"),
            ("œuvre", "Oeuvre"),
            ("كتابي", "کتابی"),
            ("می\u{200C}شود", "میشود"),
            ("آرشیو", "ارشیو"),
            ("۱۴۰۳", "1403"),
            ("٢٠٢٤", "2024"),
            ("Ｈｏｍｅ", "home"),
            ("خـــبر", "خبر"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }
}
