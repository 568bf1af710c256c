//! A language in one byte, for what a page has thousands of.

use super::code::{CODES, Language};

/// A [`Language`] of a segment or a span. Languages with a code that the crate does not know have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PackedLanguage(u8);

/// The languages without an index in [`CODES`]; the others follow.
const WITHOUT_INDEX: [Language; 6] = [
    Language::Undetermined,
    Language::Other(None),
    Language::French,
    Language::English,
    Language::Farsi,
    Language::German,
];
const _: () = assert!(WITHOUT_INDEX.len() + CODES.len() <= u8::MAX as usize);

impl From<Language> for PackedLanguage {
    fn from(language: Language) -> Self {
        if let Some(number) = WITHOUT_INDEX.iter().position(|&known| known == language) {
            return Self(number as u8);
        }
        let code = language.code().unwrap_or_default();
        let index = CODES.iter().position(|&(preferred, _)| preferred == code);
        index.map_or(Self::from(Language::Other(None)), |index| Self((WITHOUT_INDEX.len() + index) as u8))
    }
}

impl From<PackedLanguage> for Language {
    fn from(PackedLanguage(number): PackedLanguage) -> Self {
        let number = usize::from(number);
        let of_code = || Language::Other(CODES.get(number - WITHOUT_INDEX.len()).map(|&(preferred, _)| preferred));
        WITHOUT_INDEX.get(number).copied().unwrap_or_else(of_code)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PackedLanguage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Language::from(*self).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::class_names;

    #[test]
    fn every_language_that_is_found_can_be_packed() {
        let classes = class_names().filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
        let codes = classes.chain(CODES.iter().map(|&(preferred, _)| preferred));
        for language in codes.map(Language::from_code).chain(WITHOUT_INDEX) {
            assert_eq!(Language::from(PackedLanguage::from(language)), language);
            let is_other = matches!(language, Language::Other(Some(_)));
            assert!(!is_other || Language::from_code(language.code().unwrap_or_default()) == language);
        }
    }
}
