//! Which segments stand in a text that the page gives elsewhere.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::lexicon::words;

/// So many words in a row are compared.
const SHINGLE: usize = 4;
/// A text with less of them proves nothing.
const MIN_SHINGLES: usize = 20;

/// The runs of words of a text (shingles: Broder, "On the resemblance and containment of documents",
/// 1997).
pub(crate) struct Shingles(FxHashSet<u64>);

impl Shingles {
    /// None where the text is too short.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let set: FxHashSet<u64> = shingles(text).collect();
        (set.len() >= MIN_SHINGLES).then_some(Self(set))
    }

    /// The share of a text's runs of words that are in the other, 0 where it has none.
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
    let mut last = [0_u64; SHINGLE];
    words(text).enumerate().filter_map(move |(index, word)| {
        let mut hasher = FxHasher::default();
        text[word.range].hash(&mut hasher);
        last.rotate_left(1);
        last[SHINGLE - 1] = hasher.finish();
        let mut hasher = FxHasher::default();
        last.hash(&mut hasher);
        (index + 1 >= SHINGLE).then(|| hasher.finish())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_known_whatever_stands_around_them() {
        let text: String = (0..40).map(|number| format!("word{number} ")).collect();
        let shingles = Shingles::of(&text).expect("the text is long enough");
        assert_eq!(shingles.share_of("word3, word4 — word5! Word6 word7 word8"), 0.0);
        assert_eq!(shingles.share_of("word3, word4 — word5! word6"), 1.0);
        assert_eq!(shingles.share_of("word3"), 0.0);
        assert!(Shingles::of("too short a text").is_none());
    }
}
