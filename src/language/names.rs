//! Names the language of a text that has no class of its own in the tables, with whatlang.

use super::code::Language;
use super::script::Script;
use crate::text::floor_char_boundary;

/// The code of the language of a text of `words` words in Latin or Arabic script, whose class is a group of languages.
/// `None` if it is too short or whatlang does not know it.
pub(super) fn of_group(text: &str, words: u32) -> Option<&'static str> {
    if words < MIN_GROUP_WORDS {
        return None;
    }
    match detect(text) {
        Language::Other(code) => code,
        _ => None,
    }
}

/// The code of the language of a text in another script. Words in Latin or Arabic script within it count for nothing.
pub(super) fn of_script(text: &str) -> Option<&'static str> {
    cyrillic(text).or_else(|| {
        let is_own = |c: &char| !matches!(Script::of(*c), Script::Latin | Script::Arabic);
        let start = &text[..floor_char_boundary(text, MAX_SAMPLE_BYTES)];
        detect(&start.chars().filter(is_own).collect::<String>()).code()
    })
}

/// On shorter texts whatlang only guesses. Hand-set.
const MIN_GROUP_WORDS: u32 = 5;

/// Up to this many words a Cyrillic text is named by its letters, because whatlang only guesses. Hand-set.
const MAX_CYRILLIC_WORDS: usize = 15;

/// The language of a short text in Cyrillic script, by the letters that only one language has; Russian if there are
/// none.
fn cyrillic(text: &str) -> Option<&'static str> {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{4FF}').contains(&c);
    if !text.contains(is_cyrillic) || text.split_whitespace().nth(MAX_CYRILLIC_WORDS).is_some() {
        return None;
    }
    let letters = [
        ("be", "ўЎ"),
        ("uk", "їЇєЄґҐ"),
        ("mk", "ѓѕќЃЅЌ"),
        ("sr", "ђјљњћџЂЈЉЊЋЏ"),
        ("bg", "ѝЍ"),
        ("ru", "ыэёЫЭЁ"),
        ("uk", "іІ"),
    ];
    let own = letters.iter().find(|(_, letters)| text.contains(|c| letters.contains(c)));
    Some(own.map_or("ru", |(code, _)| code))
}

/// whatlang is given at most this many bytes of the start of a text: more cost time and change little. Hand-set.
const MAX_SAMPLE_BYTES: usize = 240;

/// The language that whatlang finds at the start of a text. Welsh counts as unknown: on web pages most of what
/// whatlang takes for Welsh is Pinyin, or Latin words in Chinese and Japanese text.
fn detect(text: &str) -> Language {
    match whatlang::detect_lang(&text[..floor_char_boundary(text, MAX_SAMPLE_BYTES)]) {
        None | Some(whatlang::Lang::Cym) => Language::Other(None),
        Some(language) => Language::from_code(language.code()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_whatlang_has_a_code() {
        for &language in whatlang::Lang::all() {
            let code = Language::from_code(language.code()).code();
            assert!(code.is_some_and(|code| code.len() == 2), "{language:?}: {code:?}");
        }
    }

    #[test]
    fn short_cyrillic_texts_are_named_by_their_letters() {
        for (code, text) in [("ru", "Мост закрыт"), ("uk", "Міст закрито, її немає"), ("sr", "Мост је затворен, људи")]
        {
            assert_eq!(of_script(text), Some(code), "{text}");
        }
    }

    #[test]
    fn latin_words_do_not_count_for_texts_in_other_scripts() {
        assert_eq!(of_script("Η γέφυρα θα μείνει κλειστή"), Some("el"));
        assert_eq!(of_script("다리PDF"), Some("ko"));
        assert_eq!(of_script("Bridgeニュース"), Some("ja"));
        assert_eq!(of_script("Bridge"), None);
    }

    #[test]
    fn groups_are_never_one_of_the_four() {
        assert_eq!(of_group("the bridge will be closed until the spring of next year", 11), None);
        assert_eq!(of_group("el puente estará cerrado hasta la primavera del próximo año", 10), Some("es"));
        assert_eq!(of_group("el puente", 2), None);
    }
}
