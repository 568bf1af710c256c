//! Tools for text.

mod shingles;

pub(crate) use crate::lexicon::fold_into;
pub(crate) use shingles::Shingles;

use std::hash::Hasher;

use crate::lexicon::words;

const MIN_STEM: usize = 4;
const STEM: usize = 8;
/// The beginnings of long words, their bytes as numbers.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut folded = String::new();
    words(text).filter_map(move |word| {
        folded.clear();
        fold_into(&text[word.range], &mut folded);
        if folded.len() < MIN_STEM {
            return None;
        }
        let end = (0..=STEM.min(folded.len())).rev().find(|&end| folded.is_char_boundary(end))?;
        let mut stem = [0; STEM];
        stem[..end].copy_from_slice(&folded.as_bytes()[..end]);
        Some(u64::from_le_bytes(stem))
    })
}

/// The words of a text, in lower case.
pub(crate) fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    const MAX_TITLE_WORDS: usize = 30;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MAX_TITLE_WORDS).map(|word| {
        let mut hasher = rustc_hash::FxHasher::default();
        word.chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
        hasher.finish()
    })
}
