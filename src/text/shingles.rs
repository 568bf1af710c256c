//! Shingles: runs of words, by which a text is recognised inside another (Broder, "On the resemblance and containment of
//! documents", 1997).

use super::hash::{combine, hash};
use super::page_map::PageSet;
use super::words::words;

/// Length of a shingle in words. Hand-set.
const SHINGLE_WORDS: usize = 4;
/// A text with fewer distinct shingles is too short for a comparison. Hand-set.
const MIN_SHINGLES: usize = 20;

/// The set of all shingles of a text, as hashes.
pub(crate) struct Shingles(PageSet<u64>);

impl Shingles {
    /// `None` if the text is too short.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let set: PageSet<u64> = shingles(text).collect();
        (set.len() >= MIN_SHINGLES).then_some(Self(set))
    }

    /// The share of the shingles of `text` that are in the set, from 0 to 1; 0 if `text` has none.
    pub(crate) fn share_of(&self, text: &str) -> f32 {
        let (mut all, mut known) = (0.0, 0.0);
        for shingle in shingles(text) {
            all += 1.0;
            known += f32::from(u8::from(self.0.contains(&shingle)));
        }
        if all > 0.0 { known / all } else { 0.0 }
    }
}

fn shingles(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut recent = [0_u64; SHINGLE_WORDS];
    words(text).enumerate().filter_map(move |(index, word)| {
        recent.rotate_left(1);
        recent[SHINGLE_WORDS - 1] = hash(&text.as_bytes()[word.range]);
        (index + 1 >= SHINGLE_WORDS).then(|| recent.iter().fold(0, |shingle, &word| combine(shingle, word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Shingles {
        let text: String = (0..40).map(|number| format!("word{number} ")).collect();
        Shingles::of(&text).expect("the text is long enough")
    }

    #[test]
    fn quotations_are_recognised_whatever_the_punctuation() {
        assert_eq!(sample().share_of("word3, word4 — word5! word6"), 1.0);
        assert_eq!(sample().share_of("word3, word4 — word5! Word6 word7 word8"), 0.0);
        assert_eq!(sample().share_of("word6 word5 word4 word3"), 0.0);
    }

    #[test]
    fn part_of_a_text_can_be_quoted() {
        // Two shingles of four: the other two have the unknown word.
        let share = sample().share_of("word3 word4 word5 word6 word7 other word9");
        assert_eq!(share, 0.5);
    }

    #[test]
    fn short_texts_have_no_shingles() {
        assert_eq!(sample().share_of("word3"), 0.0);
        assert!(Shingles::of("too short a text").is_none());
        assert!(Shingles::of(&"the same words come again ".repeat(20)).is_none());
    }
}
