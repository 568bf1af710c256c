//! A cache of the weights of words: a page repeats few distinct words many times.

use super::odds::MAX_CLASSES;
use super::script::Script;

/// The cache has one slot for this many bytes of text. Hand-set, like the bounds.
const BYTES_PER_SLOT: usize = 16;
/// Short texts, of few words that all differ, have one slot for this many bytes, up to this many slots. Hand-set.
const SHORT_BYTES_PER_SLOT: usize = 4;
const MAX_SHORT_CACHE_SLOTS: usize = 64;
const MAX_CACHE_SLOTS: usize = 2_048;

/// The weights of all features of a word, added up, for each class.
pub(super) type WordSums = [i16; MAX_CLASSES];

/// A direct-mapped cache: a word's hash gives it one slot, where it replaces the word before.
#[derive(Default)]
pub(super) struct WordCache {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    sums: WordSums,
    /// Number of features that `sums` adds up.
    count: u16,
}

impl WordCache {
    /// A cache for a text of `bytes` bytes. A default cache has no slots and keeps nothing.
    pub(super) fn for_text(bytes: usize) -> Self {
        let short = (bytes / SHORT_BYTES_PER_SLOT).clamp(1, MAX_SHORT_CACHE_SLOTS);
        let count = (bytes / BYTES_PER_SLOT).clamp(short, MAX_CACHE_SLOTS).next_power_of_two();
        Self { slots: vec![Slot { key: FREE_KEY, sums: [0; MAX_CLASSES], count: 0 }; count] }
    }

    /// The sums of a word and the number of its features. `word` is a hash.
    pub(super) fn get(&self, script: Script, word: u64) -> Option<(&WordSums, usize)> {
        let key = key(script, word);
        let slot = self.slots.get(self.index(key))?;
        (slot.key == key).then(|| (&slot.sums, slot.count.into()))
    }

    /// Keeps the sums of a word.
    pub(super) fn insert(&mut self, script: Script, word: u64, sums: WordSums, count: usize) {
        let key = key(script, word);
        let index = self.index(key);
        if let Some(slot) = self.slots.get_mut(index) {
            *slot = Slot { key, sums, count: count as u16 };
        }
    }

    fn index(&self, key: u64) -> usize {
        (key >> 32) as usize & self.slots.len().wrapping_sub(1)
    }
}

/// The key of a free slot.
const FREE_KEY: u64 = 0;

/// A key other than [`FREE_KEY`] for a word of Latin or Arabic script. Words of both can have the same hash.
fn key(script: Script, word: u64) -> u64 {
    word.wrapping_mul(2).wrapping_add(u64::from(script == Script::Arabic)).max(FREE_KEY + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMS: WordSums = [7; MAX_CLASSES];

    #[test]
    fn words_are_kept_by_script_and_hash() {
        let mut cache = WordCache::for_text(0);
        cache.insert(Script::Latin, 5 << 40, SUMS, 12);
        assert_eq!(cache.get(Script::Latin, 5 << 40), Some((&SUMS, 12)));
        assert_eq!(cache.get(Script::Arabic, 5 << 40), None);
        assert_eq!(cache.get(Script::Latin, 6 << 40), None);
        assert_eq!(cache.get(Script::Latin, 0), None);
    }

    #[test]
    fn a_word_replaces_another_in_its_slot() {
        let mut cache = WordCache::for_text(0);
        let (first, second) = (1 << 35, 1 << 35 | 1);
        cache.insert(Script::Latin, first, SUMS, 1);
        cache.insert(Script::Latin, second, SUMS, 2);
        assert_eq!(cache.get(Script::Latin, first), None);
        assert_eq!(cache.get(Script::Latin, second), Some((&SUMS, 2)));
    }

    #[test]
    fn a_default_cache_keeps_nothing() {
        let mut cache = WordCache::default();
        cache.insert(Script::Latin, 1, SUMS, 1);
        assert_eq!(cache.get(Script::Latin, 1), None);
    }
}
