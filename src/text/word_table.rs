//! What is known of the words of a page: a page repeats few distinct words many times.

/// The table has one slot for this many bytes of text. Hand-set, like the bounds.
const BYTES_PER_SLOT: usize = 16;
/// Short texts, of few words that all differ, have one slot for this many bytes, up to this many slots. Hand-set.
const SHORT_BYTES_PER_SLOT: usize = 4;
const MAX_SHORT_TABLE_SLOTS: usize = 64;
const MAX_TABLE_SLOTS: usize = 2_048;

/// A direct-mapped cache: a word's hash gives it one slot, where it replaces the word before. So it takes the same time and
/// memory for any words. A word with the same hash as another is taken for that one.
pub(crate) struct WordTable<V> {
    slots: Vec<Slot<V>>,
}

#[derive(Clone, Default)]
struct Slot<V> {
    key: u64,
    value: V,
}

/// The key of a free slot.
const FREE_KEY: u64 = 0;

impl<V: Clone + Default> WordTable<V> {
    /// A table for a text of `bytes` bytes.
    pub(crate) fn for_text(bytes: usize) -> Self {
        let short = (bytes / SHORT_BYTES_PER_SLOT).clamp(1, MAX_SHORT_TABLE_SLOTS);
        let count = (bytes / BYTES_PER_SLOT).clamp(short, MAX_TABLE_SLOTS).next_power_of_two();
        Self { slots: vec![Slot::default(); count] }
    }

    /// What is known of the word with a hash; `find` is asked if it is new.
    #[inline]
    pub(crate) fn get_or_insert_with(&mut self, hash: u64, find: impl FnOnce() -> V) -> &mut V {
        let key = hash.max(FREE_KEY + 1);
        let index = (key >> 32) as usize & (self.slots.len() - 1);
        let slot = &mut self.slots[index];
        if slot.key != key {
            *slot = Slot { key, value: find() };
        }
        &mut slot.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_once() {
        let mut table = WordTable::for_text(0);
        assert_eq!(*table.get_or_insert_with(5 << 40, || 7), 7);
        *table.get_or_insert_with(5 << 40, || unreachable!("it is known")) += 1;
        assert_eq!(*table.get_or_insert_with(5 << 40, || 9), 8);
        assert_eq!(*table.get_or_insert_with(0, || 3), 3);
    }

    #[test]
    fn a_word_replaces_another_in_its_slot() {
        let mut table = WordTable::for_text(0);
        let (first, second) = (1 << 35, 1 << 35 | 1);
        table.get_or_insert_with(first, || 1);
        assert_eq!(*table.get_or_insert_with(second, || 2), 2);
        assert_eq!(*table.get_or_insert_with(first, || 3), 3);
    }
}
