//! The containers of a page of HTML, weighed by the running text in them.

use crate::document::Document;

/// The weight of a text is multiplied by `exp(against / NAME_DAMPING)`, where `against` (log odds, at most 0) is the
/// lowest weight of a name of the elements around it. Fitted to the development pages.
const NAME_DAMPING: f32 = 1.5;

/// How much running text each element contains: a paragraph adds its words to its parent and half of them to its
/// grandparent (after Readability, Arc90 2009).
#[derive(Debug)]
pub(crate) struct Containers {
    /// The weight of each element, in words.
    weights: Vec<f32>,
    /// The weight of the heaviest element, at least 1.
    pub(crate) max_weight: f32,
    /// The index of the heaviest element.
    pub(crate) heaviest: Option<usize>,
    is_in_heaviest: Vec<bool>,
    /// The running text of the whole page, in words, at least 1.
    pub(crate) total: f32,
}

impl Containers {
    /// `prose_words` has the running text of each segment, in words.
    pub(super) fn of(document: &Document, prose_words: &[f32]) -> Self {
        let elements = document.element_data();
        let mut weights = vec![0.0; elements.len()];
        for (segment, prose_words) in document.segments().iter().zip(prose_words) {
            let Some(element) = document.element_index(segment) else { continue };
            let weight = prose_words * (elements[element].path.against / NAME_DAMPING).exp();
            if let Some(parent) = elements[element].parent {
                weights[parent as usize] += weight;
                if let Some(grandparent) = elements[parent as usize].parent {
                    weights[grandparent as usize] += weight / 2.0;
                }
            }
        }
        let heaviest = (0..weights.len()).rev().max_by(|&a, &b| weights[a].total_cmp(&weights[b]));
        let max_weight = heaviest.map_or(0.0, |heaviest| weights[heaviest]).max(1.0);
        let mut is_in_heaviest = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let is_inside = element.parent.is_some_and(|parent| is_in_heaviest[parent as usize]);
            is_in_heaviest.push(is_inside || heaviest == Some(index));
        }
        Self { weights, max_weight, heaviest, is_in_heaviest, total: prose_words.iter().sum::<f32>().max(1.0) }
    }

    /// The weight of an element relative to the heaviest one, from 0 to 1.
    pub(crate) fn score(&self, element: Option<u32>) -> f32 {
        element.map_or(0.0, |element| (self.weights[element as usize] / self.max_weight).min(1.0))
    }

    /// Whether an element is the heaviest one or inside of it.
    pub(crate) fn is_in_heaviest(&self, element: usize) -> bool {
        self.is_in_heaviest[element]
    }

    /// The share of the page's running text that counts for the heaviest container.
    pub(crate) fn concentration(&self) -> f32 {
        self.max_weight / self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;

    #[test]
    fn paragraphs_add_weight_to_the_elements_around_them() {
        let text = "The mill at the river is grinding flour once more, after it had stood still for forty years.";
        let page =
            format!("<div id=a><div id=b><p>{text}<p>{text}</div><p>Closed on Mondays.</div><div id=c><p>{text}</div>");
        let document = Document::from_html(&page);
        let analysis = Analysis::of(&document);
        let containers = analysis.containers();
        let id_of = |element: usize| document.elements().nth(element).and_then(|element| element.id());
        assert_eq!(containers.heaviest.and_then(id_of), Some("b"));
        let score = |id: &str| {
            let element = document.elements().position(|element| element.id() == Some(id));
            containers.score(element.map(|element| element as u32))
        };
        assert_eq!(score("b"), 1.0);
        assert_eq!((score("a"), score("c")), (0.5, 0.5), "half of two paragraphs, and one paragraph");
        assert_eq!(containers.score(None), 0.0);
    }
}
