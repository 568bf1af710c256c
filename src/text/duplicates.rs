//! Finds equal texts among many: a page repeats its labels and links.

use super::hash::hash;

/// Bounds of the size of the table. Hand-set.
const MIN_TABLE_SLOTS: usize = 16;
const MAX_TABLE_SLOTS: usize = 8_192;
/// A slot without a text.
const FREE_SLOT: u32 = u32::MAX;

/// For each of `count` texts the index of the first of the equal texts before it; its own for that first one. `text_of`
/// gives the texts by their indexes.
///
/// Takes linear time for any texts, because the hash of a text gives it one slot of a table. A text replaces another one
/// in its slot, so some duplicates are not found.
pub(crate) fn first_of_equals<'a>(count: usize, text_of: impl Fn(usize) -> &'a str) -> Vec<u32> {
    let slots = count.next_power_of_two().clamp(MIN_TABLE_SLOTS, MAX_TABLE_SLOTS);
    // The upper half of the hash of the last text in each slot, and its index.
    let mut slots = vec![(0_u32, FREE_SLOT); slots];
    let mask = slots.len() - 1;
    let find = |index: usize| {
        let text = text_of(index);
        let hash = (hash(text.as_bytes()) >> 32) as u32;
        let slot = &mut slots[hash as usize & mask];
        let (known, earlier) = *slot;
        if earlier != FREE_SLOT && known == hash && text_of(earlier as usize) == text {
            return earlier;
        }
        *slot = (hash, index as u32);
        index as u32
    };
    (0..count).map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duplicates(texts: &[&str]) -> Vec<u32> {
        first_of_equals(texts.len(), |index| texts[index])
    }

    #[test]
    fn only_equal_texts_are_found() {
        let texts = ["Home", "Home", "Home", "home", "Home ", "", ""];
        assert_eq!(duplicates(&texts), [0, 0, 0, 3, 4, 5, 5]);
        assert_eq!(duplicates(&[]), [0; 0]);
    }

    #[test]
    fn a_found_text_is_earlier_and_the_first_of_equal_ones() {
        // More texts than slots, each three times in a row and once more at the end: slots are taken over.
        let distinct: Vec<String> = (0..20_000).map(|number| format!("text {number}")).collect();
        let tripled = distinct.iter().flat_map(|text| [text; 3]);
        let texts: Vec<&str> = tripled.chain(&distinct).map(String::as_str).collect();
        let found = duplicates(&texts);
        for (index, earlier) in found.iter().enumerate().filter(|&(index, &earlier)| index != earlier as usize) {
            let earlier = *earlier as usize;
            assert!(earlier < index && texts[earlier] == texts[index], "{index}");
            assert_eq!(found[earlier] as usize, earlier, "{index}");
        }
        let in_a_row = found[..60_000].chunks(3).filter(|three| three[0] == three[1] && three[1] == three[2]).count();
        assert_eq!(in_a_row, 20_000);
    }
}
