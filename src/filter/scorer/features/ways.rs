//! The way from each element to the root: the cards, the heading and the running text that are met on it.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::document::{Document, ElementData};

/// What is met on the way from an element to the root.
#[derive(Clone, Copy, Default)]
pub(super) struct Way {
    pub(super) depth: u32,
    /// The nearest element that has so many like it beside it, and the outermost.
    pub(super) card: Option<u32>,
    pub(super) outer_card: Option<u32>,
    /// The element that the main heading stands in as well, and how many levels away it is.
    pub(super) with_heading: Option<u32>,
    pub(super) to_heading: Option<u32>,
    pub(super) to_heaviest: Option<u32>,
    /// The nearest element that holds half of the page's running text, and how many levels away it is.
    pub(super) with_half: Option<u32>,
    pub(super) to_half: Option<u32>,
}

/// Less are no cards.
const MIN_CARDS: u32 = 3;

pub(super) fn ways(
    elements: &[ElementData],
    main_heading: Option<usize>,
    heaviest: Option<usize>,
    holds_half: impl Fn(&ElementData) -> bool,
) -> Vec<Way> {
    let mut holds_heading = vec![false; elements.len()];
    let mut at = main_heading;
    while let Some(element) = at {
        holds_heading[element] = true;
        at = elements[element].parent.map(|parent| parent as usize);
    }
    let mut ways: Vec<Way> = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let around = element.parent.map(|parent| ways[parent as usize]).unwrap_or_default();
        let card = (element.repeats >= MIN_CARDS).then_some(index as u32);
        let has_half = holds_half(element);
        let farther = |levels: Option<u32>| levels.map(|levels| levels + 1);
        ways.push(Way {
            depth: around.depth + 1,
            card: card.or(around.card),
            outer_card: around.outer_card.or(card),
            with_heading: if holds_heading[index] { Some(index as u32) } else { around.with_heading },
            to_heading: if holds_heading[index] { Some(0) } else { farther(around.to_heading) },
            to_heaviest: if heaviest == Some(index) { Some(0) } else { farther(around.to_heaviest) },
            with_half: if has_half { Some(index as u32) } else { around.with_half },
            to_half: if has_half { Some(0) } else { farther(around.to_half) },
        });
    }
    ways
}

/// What elements of the same name, in elements of the same names two levels up, with the same classes,
/// have in common.
pub(super) fn shapes(document: &Document, elements: &[ElementData]) -> Vec<u64> {
    let own: Vec<u64> = elements
        .iter()
        .map(|element| {
            let mut hasher = FxHasher::default();
            document.name_of(element).hash(&mut hasher);
            document.classes_of(element).hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    let with = |element: Option<u32>| element.map_or(0, |element| own[element as usize]);
    elements
        .iter()
        .enumerate()
        .map(|(index, element)| {
            let mut hasher = FxHasher::default();
            let grandparent = element.parent.and_then(|parent| elements[parent as usize].parent);
            (own[index], with(element.parent), with(grandparent)).hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}
