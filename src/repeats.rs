//! Texts that stand on a page more than once.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Finds the same text among those before: labels and links of a page come again.
///
/// Each text has the one place that its hash gives it, where it takes that of another: as many steps for each text,
/// whatever the texts are.
pub(crate) struct Repeats {
    /// The hash of the text that was here last, and its number.
    places: Vec<(u32, u32)>,
}

/// No number of a text.
const FREE: u32 = u32::MAX;
const MIN_PLACES: usize = 16;
const MAX_PLACES: usize = 8_192;

impl Repeats {
    /// Room for so many texts.
    pub(crate) fn among(count: usize) -> Self {
        let count = count.next_power_of_two().clamp(MIN_PLACES, MAX_PLACES);
        Self { places: vec![(0, FREE); count] }
    }

    /// The number of a text before that is the same; `text_of` gives the texts by their numbers.
    pub(crate) fn earlier<'a>(
        &mut self,
        text: &str,
        number: usize,
        text_of: impl Fn(usize) -> &'a str,
    ) -> Option<usize> {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        let hash = (hasher.finish() >> 32) as u32;
        let place = hash as usize & (self.places.len() - 1);
        let (known, earlier) = self.places[place];
        if earlier != FREE && known == hash && text_of(earlier as usize) == text {
            return Some(earlier as usize);
        }
        self.places[place] = (hash, number as u32);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_is_found() {
        let texts = ["Home", "News", "Home", "home", "Home"];
        let mut repeats = Repeats::among(texts.len());
        let found =
            texts.iter().enumerate().map(|(number, text)| repeats.earlier(text, number, |number| texts[number]));
        let found: Vec<_> = found.collect();
        assert_eq!(found[..2], [None, None]);
        assert!(found[2].is_none_or(|number| number == 0) && found[3].is_none());
    }
}
