//! The direction of writing.

use crate::language::Language;

/// ISO 639 codes of the languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];

/// Whether text is written from right to left: by its language, else by its first letter, else by the
/// language of the page.
pub(super) fn is_right_to_left(language: Language, text: &str, page: Language) -> bool {
    match language.code() {
        Some(code) => RIGHT_TO_LEFT.contains(&code),
        None => match first_letter_is_right_to_left(text) {
            Some(is_right_to_left) => is_right_to_left,
            None => page.code().is_some_and(|code| RIGHT_TO_LEFT.contains(&code)),
        },
    }
}

/// `None` if the text has no letter. The ranges are the right-to-left blocks of Unicode.
fn first_letter_is_right_to_left(text: &str) -> Option<bool> {
    let first = text.chars().find(|c| c.is_alphabetic())?;
    Some(
        matches!(first, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_counts_first_then_the_letters_then_the_page() {
        assert!(is_right_to_left(Language::Farsi, "Tehran", Language::English));
        assert!(!is_right_to_left(Language::English, "«سلام» is hello", Language::Farsi));
        assert!(is_right_to_left(Language::Undetermined, "2019 שלום", Language::English));
        assert!(is_right_to_left(Language::Undetermined, "۱۴۰۳", Language::Farsi));
        assert!(!is_right_to_left(Language::Undetermined, "1984", Language::German));
        assert!(is_right_to_left(Language::Other(Some("ur")), "…", Language::English));
    }
}
