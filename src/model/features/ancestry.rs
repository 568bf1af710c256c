//! Facts of the path from each element to the root: cards, the main heading and the running text on it.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::document::{Document, ElementData};

/// Facts of the path from an element to the root. Distances are in elements; the element itself is at 0.
#[derive(Clone, Copy, Default)]
pub(super) struct PathFacts {
    pub(super) depth: u32,
    /// The nearest and the outermost element that is one of a series of cards.
    pub(super) card: Option<u32>,
    pub(super) outer_card: Option<u32>,
    /// The nearest element that contains the main heading, and the distance to it.
    pub(super) with_heading: Option<u32>,
    pub(super) to_heading: Option<u32>,
    /// The distance to the heaviest container.
    pub(super) to_heaviest: Option<u32>,
    /// The nearest element that contains half of the page's running text, and the distance to it.
    pub(super) with_half: Option<u32>,
    pub(super) to_half: Option<u32>,
}

/// Facts of a path without room for whether each is known: a page has them for all its elements.
#[derive(Clone, Copy)]
pub(super) struct PackedPathFacts([u32; 8]);

const UNKNOWN: u32 = u32::MAX;

impl From<PathFacts> for PackedPathFacts {
    fn from(facts: PathFacts) -> Self {
        let PathFacts { depth, card, outer_card, with_heading, to_heading, to_heaviest, with_half, to_half } = facts;
        let facts = [card, outer_card, with_heading, to_heading, to_heaviest, with_half, to_half];
        let [card, outer_card, with_heading, to_heading, to_heaviest, with_half, to_half] =
            facts.map(|fact| fact.unwrap_or(UNKNOWN));
        Self([depth, card, outer_card, with_heading, to_heading, to_heaviest, with_half, to_half])
    }
}

impl From<PackedPathFacts> for PathFacts {
    #[inline]
    fn from(PackedPathFacts([depth, facts @ ..]): PackedPathFacts) -> Self {
        let [card, outer_card, with_heading, to_heading, to_heaviest, with_half, to_half] =
            facts.map(|fact| (fact != UNKNOWN).then_some(fact));
        Self { depth, card, outer_card, with_heading, to_heading, to_heaviest, with_half, to_half }
    }
}

/// A series of cards has at least this many elements.
const MIN_CARDS: u32 = 3;

/// `main_heading` and `heaviest` are elements.
pub(super) fn path_facts(
    elements: &[ElementData],
    main_heading: Option<usize>,
    heaviest: Option<usize>,
    has_half: impl Fn(&ElementData) -> bool,
) -> Vec<PackedPathFacts> {
    let mut has_heading = vec![false; elements.len()];
    let mut ancestor = main_heading;
    while let Some(element) = ancestor {
        has_heading[element] = true;
        ancestor = elements[element].parent.map(|parent| parent as usize);
    }
    let mut facts: Vec<PackedPathFacts> = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let parent = element.parent.map(|parent| PathFacts::from(facts[parent as usize])).unwrap_or_default();
        let card = (element.repeats >= MIN_CARDS).then_some(index as u32);
        let has_half = has_half(element);
        let farther = |distance: Option<u32>| distance.map(|distance| distance + 1);
        let own = PathFacts {
            depth: parent.depth + 1,
            card: card.or(parent.card),
            outer_card: parent.outer_card.or(card),
            with_heading: if has_heading[index] { Some(index as u32) } else { parent.with_heading },
            to_heading: if has_heading[index] { Some(0) } else { farther(parent.to_heading) },
            to_heaviest: if heaviest == Some(index) { Some(0) } else { farther(parent.to_heaviest) },
            with_half: if has_half { Some(index as u32) } else { parent.with_half },
            to_half: if has_half { Some(0) } else { farther(parent.to_half) },
        };
        facts.push(own.into());
    }
    facts
}

/// A hash of the template that each element was made from: the names and classes of the element, its parent and its
/// grandparent.
pub(super) fn template_hashes(document: &Document) -> Vec<u64> {
    let elements = document.element_data();
    let own: Vec<u64> = elements
        .iter()
        .map(|element| {
            let mut hasher = FxHasher::default();
            document.name_of(element).hash(&mut hasher);
            document.classes_of(element).hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    let of = |element: Option<u32>| element.map_or(0, |element| own[element as usize]);
    elements
        .iter()
        .enumerate()
        .map(|(index, element)| {
            let mut hasher = FxHasher::default();
            let grandparent = element.parent.and_then(|parent| elements[parent as usize].parent);
            (own[index], of(element.parent), of(grandparent)).hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_found_above_a_segment() {
        let card = "<li class=card><h3><a href=/a>Salt</a></h3><ul><li>1 kg</ul></li>";
        let document = Document::from_html(&format!("<ul class=cards>{}</ul><p>One", card.repeat(3)));
        let elements = document.element_data();
        let facts = path_facts(elements, None, None, |_| false);
        let of = |segment: usize| {
            let element = document.element_index(&document.segments()[segment]).expect("it is in an element");
            let class = |card: Option<u32>| card.map(|card| document.classes_of(&elements[card as usize]));
            let facts = PathFacts::from(facts[element]);
            (class(facts.card), class(facts.outer_card))
        };
        assert_eq!(of(1), (Some("card"), Some("card")), "a list of one item is no series");
        assert_eq!(of(6), (None, None));
        let hashes = template_hashes(&document);
        let hash =
            |segment: usize| document.element_index(&document.segments()[segment]).map(|element| hashes[element]);
        assert!(hash(0) == hash(2) && hash(0) != hash(1));
    }
}
