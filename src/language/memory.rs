//! What the words of a page add up to: a page has few words, each of them often.

use super::model::MAX_CLASSES;
use super::script::Script;

/// A place for so many bytes of text.
const BYTES_A_PLACE: usize = 16;
const MIN_PLACES: usize = 64;
const MAX_PLACES: usize = 2_048;

/// The sums of words that came by, each in the one place that its hash gives it; a word that comes later takes the
/// place of one that has it.
#[derive(Default)]
pub(super) struct Memory {
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    word: u64,
    sums: Sums,
    count: u16,
}

/// The weights of all features of a word, added up.
pub(super) type Sums = [i16; MAX_CLASSES];

impl Memory {
    /// Room for the words of a text of so many bytes.
    pub(super) fn for_text(length: usize) -> Self {
        let count = (length / BYTES_A_PLACE).clamp(MIN_PLACES, MAX_PLACES).next_power_of_two();
        Self { places: vec![Place { word: NO_WORD, sums: [0; MAX_CLASSES], count: 0 }; count] }
    }

    /// What the features of a word add up to, and how many there are.
    pub(super) fn recall(&self, script: Script, word: u64) -> Option<(&Sums, usize)> {
        let word = key(script, word);
        let place = self.places.get(self.place(word))?;
        (place.word == word).then(|| (&place.sums, place.count.into()))
    }

    /// Keeps what the features of a word add up to.
    pub(super) fn keep(&mut self, script: Script, word: u64, sums: Sums, count: usize) {
        let word = key(script, word);
        let place = self.place(word);
        if let Some(place) = self.places.get_mut(place) {
            *place = Place { word, sums, count: count as u16 };
        }
    }

    fn place(&self, word: u64) -> usize {
        (word >> 32) as usize & self.places.len().wrapping_sub(1)
    }
}

/// The key of a place that is free.
const NO_WORD: u64 = 0;

fn key(script: Script, word: u64) -> u64 {
    // Letters of both scripts may have the same hash; words of neither have none.
    word.wrapping_mul(2).wrapping_add(u64::from(script == Script::Arabic)).max(NO_WORD + 1)
}
