//! Finds what stands on a page more than once.

use std::hash::Hash;

use super::page_map::PageMap;

/// For each item the index of the first one that equals it, which is its own if there is none before it.
pub(crate) fn first_of_equals<T: Eq + Hash>(items: impl ExactSizeIterator<Item = T>) -> Vec<u32> {
    let mut firsts: PageMap<T, u32> = PageMap::with_capacity_and_hasher(items.len(), Default::default());
    items.zip(0..).map(|(item, index)| *firsts.entry(item).or_insert(index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_equal_texts_are_found() {
        let texts = ["Home", "Home", "Home", "home", "Home ", "", "", "Home"];
        assert_eq!(first_of_equals(texts.iter()), [0, 0, 0, 3, 4, 5, 5, 0]);
        assert_eq!(first_of_equals([""; 0].iter()), [0; 0]);
    }

    #[test]
    fn every_text_among_many_is_found() {
        let texts: Vec<String> = (0..20_000).map(|number| format!("text {}", number % 10_000)).collect();
        let expected: Vec<u32> = (0..20_000).map(|number| number % 10_000).collect();
        assert_eq!(first_of_equals(texts.iter()), expected);
    }
}
