//! Finds what stands on a page more than once.

use std::hash::Hash;

use super::page_map::PageMap;

/// For each of some texts, or of other things of a page, the index of the first one that equals it; its own for that first
/// one.
pub(crate) fn first_of_equals<T: Eq + Hash>(things: impl ExactSizeIterator<Item = T>) -> Vec<u32> {
    let mut firsts: PageMap<T, u32> = PageMap::with_capacity_and_hasher(things.len(), Default::default());
    things.zip(0..).map(|(thing, index)| *firsts.entry(thing).or_insert(index)).collect()
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
