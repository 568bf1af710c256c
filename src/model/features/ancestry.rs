//! Facts of the path from each element to the root: cards, the main heading and the running text on it.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::document::{Document, ElementData};

/// A fact of the path from an element to the root. Distances are in elements; the element itself is at 0.
#[derive(Clone, Copy)]
pub(super) enum PathFact {
    Depth,
    /// The nearest and the outermost element that is one of a series of cards.
    Card,
    OuterCard,
    /// The nearest element that contains the main heading, and the distance to it.
    WithHeading,
    ToHeading,
    /// The distance to the heaviest container.
    ToHeaviest,
    /// The nearest element that contains half of the page's running text, and the distance to it.
    WithHalf,
    ToHalf,
}

const PATH_FACTS: usize = 8;

/// The facts of a path, by [`PathFact`]. A page has them for all its elements, so that what is unknown takes no room of its
/// own.
#[derive(Clone, Copy)]
pub(super) struct PathFacts([u32; PATH_FACTS]);

const UNKNOWN: u32 = u32::MAX;

impl PathFacts {
    pub(super) fn get(&self, fact: PathFact) -> Option<u32> {
        let value = self.0[fact as usize];
        (value != UNKNOWN).then_some(value)
    }

    fn set(&mut self, fact: PathFact, value: Option<u32>) {
        self.0[fact as usize] = value.unwrap_or(UNKNOWN);
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
) -> Vec<PathFacts> {
    let mut has_heading = vec![false; elements.len()];
    let mut ancestor = main_heading;
    while let Some(element) = ancestor {
        has_heading[element] = true;
        ancestor = elements[element].parent.map(|parent| parent as usize);
    }
    let mut facts: Vec<PathFacts> = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let around = element.parent.map(|parent| facts[parent as usize]);
        let mut own = around.unwrap_or(PathFacts([UNKNOWN; PATH_FACTS]));
        own.set(PathFact::Depth, Some(own.get(PathFact::Depth).unwrap_or(0) + 1));
        if element.repeats >= MIN_CARDS {
            own.set(PathFact::Card, Some(index as u32));
            own.set(PathFact::OuterCard, own.get(PathFact::OuterCard).or(Some(index as u32)));
        }
        let mut set_distance = |fact: PathFact, is_here: bool| {
            let farther = own.get(fact).map(|distance| distance + 1);
            own.set(fact, if is_here { Some(0) } else { farther });
        };
        let has_half = has_half(element);
        set_distance(PathFact::ToHeading, has_heading[index]);
        set_distance(PathFact::ToHeaviest, heaviest == Some(index));
        set_distance(PathFact::ToHalf, has_half);
        if has_heading[index] {
            own.set(PathFact::WithHeading, Some(index as u32));
        }
        if has_half {
            own.set(PathFact::WithHalf, Some(index as u32));
        }
        facts.push(own);
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
            (class(facts[element].get(PathFact::Card)), class(facts[element].get(PathFact::OuterCard)))
        };
        assert_eq!(of(1), (Some("card"), Some("card")), "a list of one item is no series");
        assert_eq!(of(6), (None, None));
        let hashes = template_hashes(&document);
        let hash =
            |segment: usize| document.element_index(&document.segments()[segment]).map(|element| hashes[element]);
        assert!(hash(0) == hash(2) && hash(0) != hash(1));
    }
}
