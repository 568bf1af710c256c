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

/// The facts of a path, by [`PathFact`].
#[derive(Clone, Copy)]
pub(super) struct PathFacts([u32; PATH_FACTS]);

const UNKNOWN: u32 = u32::MAX;
const UNKNOWN_PATH: PathFacts = PathFacts([UNKNOWN; PATH_FACTS]);

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

/// Levels of elements above a segment whose facts are features, its own included.
pub(super) const LEVELS: usize = 6;

/// What is known of an element and of the path from it to the root.
#[derive(Clone, Copy)]
struct Step<T> {
    element: u32,
    path: PathFacts,
    facts: T,
}

/// The elements around a segment: the nearest first, with their facts, and the facts of the path of its own element.
#[derive(Clone, Copy)]
pub(super) struct Around<T> {
    levels: [Option<(u32, T)>; LEVELS],
    path: PathFacts,
}

/// The elements around the segments of the rows in work. Facts of all elements of a page would take more memory than the
/// elements.
pub(super) struct Ancestry<'a, T> {
    elements: &'a [ElementData],
    /// The path from the root to the element of the last segment.
    steps: Vec<Step<T>>,
    /// Elements that are not on the path yet, the deepest first.
    new: Vec<u32>,
    rows: Vec<Around<T>>,
    first_row: usize,
    /// The elements around the main heading, ascending.
    around_heading: Vec<u32>,
    heaviest: Option<usize>,
}

impl<'a, T: Copy> Ancestry<'a, T> {
    /// `main_heading` and `heaviest` are elements.
    pub(super) fn of(elements: &'a [ElementData], main_heading: Option<usize>, heaviest: Option<usize>) -> Self {
        let main_heading = main_heading.map(|element| element as u32);
        let around = std::iter::successors(main_heading, |&element| elements[element as usize].parent);
        let mut around_heading: Vec<u32> = around.collect();
        around_heading.reverse();
        let (steps, new, rows) = (Vec::new(), Vec::new(), Vec::new());
        Self { elements, steps, new, rows, first_row: 0, around_heading, heaviest }
    }

    /// Finds the elements around the segments of some rows, given the elements of the segments. `facts` has the facts of
    /// an element, and whether it contains half of the running text.
    pub(super) fn advance(
        &mut self,
        first_row: usize,
        of_segments: impl Iterator<Item = Option<usize>>,
        facts: impl Fn(usize, &ElementData) -> (T, bool),
    ) {
        self.first_row = first_row;
        self.rows.clear();
        for element in of_segments {
            match element {
                Some(element) => self.walk_to(element as u32, &facts),
                None => self.steps.clear(),
            }
            let mut levels = [None; LEVELS];
            for (level, step) in levels.iter_mut().zip(self.steps.iter().rev()) {
                *level = Some((step.element, step.facts));
            }
            self.rows.push(Around { levels, path: self.steps.last().map_or(UNKNOWN_PATH, |step| step.path) });
        }
    }

    fn walk_to(&mut self, element: u32, facts: impl Fn(usize, &ElementData) -> (T, bool)) {
        let elements = self.elements;
        let mut next = Some(element);
        while let Some(element) = next {
            // Parents have lower indexes than their children.
            while self.steps.last().is_some_and(|step| step.element > element) {
                self.steps.pop();
            }
            if self.steps.last().is_some_and(|step| step.element == element) {
                break;
            }
            self.new.push(element);
            next = elements[element as usize].parent;
        }
        if next.is_none() {
            self.steps.clear();
        }
        while let Some(element) = self.new.pop() {
            let data = &elements[element as usize];
            let (facts, has_half) = facts(element as usize, data);
            let path = self.path_of(element, data, has_half);
            self.steps.push(Step { element, path, facts });
        }
    }

    /// The facts of the path of an element whose parent is the last step.
    fn path_of(&self, index: u32, element: &ElementData, has_half: bool) -> PathFacts {
        let mut own = self.steps.last().map_or(UNKNOWN_PATH, |step| step.path);
        own.set(PathFact::Depth, Some(own.get(PathFact::Depth).unwrap_or(0) + 1));
        if element.repeats >= MIN_CARDS {
            own.set(PathFact::Card, Some(index));
            own.set(PathFact::OuterCard, own.get(PathFact::OuterCard).or(Some(index)));
        }
        let mut set_distance = |fact: PathFact, is_here: bool| {
            let farther = own.get(fact).map(|distance| distance + 1);
            own.set(fact, if is_here { Some(0) } else { farther });
        };
        let has_heading = self.around_heading.binary_search(&index).is_ok();
        set_distance(PathFact::ToHeading, has_heading);
        set_distance(PathFact::ToHeaviest, self.heaviest == Some(index as usize));
        set_distance(PathFact::ToHalf, has_half);
        if has_heading {
            own.set(PathFact::WithHeading, Some(index));
        }
        if has_half {
            own.set(PathFact::WithHalf, Some(index));
        }
        own
    }

    /// The element that is a number of levels above a segment of the rows in work, and its facts.
    pub(super) fn above(&self, segment: usize, level: usize) -> Option<(usize, &T)> {
        let (element, facts) = self.row(segment)?.levels[level].as_ref()?;
        Some((*element as usize, facts))
    }

    /// A fact of the path from the element of a segment to the root.
    pub(super) fn path(&self, segment: usize, fact: PathFact) -> Option<u32> {
        self.row(segment)?.path.get(fact)
    }

    fn row(&self, segment: usize) -> Option<&Around<T>> {
        self.rows.get(segment.checked_sub(self.first_row)?)
    }
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
    fn elements_around_are_found_block_by_block() {
        let document = Document::from_html(
            "<div><p>One<section><h1>Two</h1><div><p>Three</div></section><p>Four</div><p>Five<section><p>Six</section>",
        );
        let elements = document.element_data();
        let of = |segment: usize| document.element_index(&document.segments()[segment]);
        let heading = of(1);
        let mut ancestry = Ancestry::of(elements, heading, of(5));
        for rows in [0..2, 2..3, 3..6] {
            ancestry.advance(rows.start, rows.clone().map(of), |index, _| (index, false));
            for segment in rows {
                let parent = |&element: &usize| elements[element].parent.map(|parent| parent as usize);
                let expected: Vec<usize> = std::iter::successors(of(segment), parent).take(LEVELS).collect();
                let found = (0..LEVELS).map_while(|level| ancestry.above(segment, level));
                let found: Vec<usize> =
                    found.inspect(|(element, fact)| assert_eq!(element, *fact)).map(|(element, _)| element).collect();
                assert_eq!(found, expected, "{segment}");
                let depth = std::iter::successors(of(segment), parent).count() as u32;
                assert_eq!(ancestry.path(segment, PathFact::Depth), Some(depth));
                assert_eq!(ancestry.path(segment, PathFact::ToHeading) == Some(0), segment == 1);
                assert_eq!(ancestry.path(segment, PathFact::ToHeaviest), (segment == 5).then_some(0));
            }
        }
        assert_eq!(ancestry.path(0, PathFact::Depth), None, "it is not among the rows in work");
    }

    #[test]
    fn cards_are_found_above_a_segment() {
        let card = "<li class=card><h3><a href=/a>Salt</a></h3><ul><li>1 kg</ul></li>";
        let document = Document::from_html(&format!("<ul class=cards>{}</ul><p>One", card.repeat(3)));
        let elements = document.element_data();
        let mut ancestry = Ancestry::of(elements, None, None);
        let of_segments = document.segments().iter().map(|segment| document.element_index(segment));
        ancestry.advance(0, of_segments, |_, _| ((), false));
        let of = |segment: usize| {
            let class = |card: Option<u32>| card.map(|card| document.classes_of(&elements[card as usize]));
            (class(ancestry.path(segment, PathFact::Card)), class(ancestry.path(segment, PathFact::OuterCard)))
        };
        assert_eq!(of(1), (Some("card"), Some("card")), "a list of one item is no series");
        assert_eq!(of(6), (None, None));
        let hashes = template_hashes(&document);
        let hash =
            |segment: usize| document.element_index(&document.segments()[segment]).map(|element| hashes[element]);
        assert!(hash(0) == hash(2) && hash(0) != hash(1));
    }
}
