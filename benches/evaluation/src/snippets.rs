//! Snippets that must, and that must not, be in the body.

use std::ops::AddAssign;

use crate::score::{Score, share};
use crate::words::fold;

/// How many snippets were found in the bodies of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Snippets {
    /// Snippets that must be in the body.
    pub wanted: usize,
    /// Of these, found.
    pub wanted_found: usize,
    /// Snippets that must not be in the body.
    pub unwanted: usize,
    /// Of these, found.
    pub unwanted_found: usize,
}

impl Snippets {
    /// Looks for the snippets of a page, without regard to case and the length of white space.
    pub fn of(body: &str, wanted: &[String], unwanted: &[String]) -> Self {
        let folded = fold(body);
        let found = |snippets: &[String]| snippets.iter().filter(|snippet| folded.contains(&fold(snippet))).count();
        Self {
            wanted: wanted.len(),
            wanted_found: found(wanted),
            unwanted: unwanted.len(),
            unwanted_found: found(unwanted),
        }
    }

    /// Whether there are no snippets at all.
    pub fn is_empty(&self) -> bool {
        self.wanted + self.unwanted == 0
    }

    /// The F1 of finding the wanted snippets and no others.
    pub fn f1(&self) -> f64 {
        let precision = share(self.wanted_found, self.wanted_found + self.unwanted_found);
        Score::from_rates(precision, share(self.wanted_found, self.wanted)).f1
    }
}

impl AddAssign for Snippets {
    fn add_assign(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.wanted_found += other.wanted_found;
        self.unwanted += other.unwanted;
        self.unwanted_found += other.unwanted_found;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_found_across_line_breaks() {
        let texts = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
        let found = Snippets::of("The  Body\nof it", &texts(&["body of", "more"]), &texts(&["it", "share"]));
        assert_eq!(found, Snippets { wanted: 2, wanted_found: 1, unwanted: 2, unwanted_found: 1 });
        assert_eq!(found.f1(), 0.5);
        assert!(!found.is_empty() && Snippets::default().is_empty());
    }
}
