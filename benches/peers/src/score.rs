//! The measure: word F1 as the public WCXB benchmark has it, and snippets found or absent.
//!
//! Word F1 compares the bags of words of two lower-cased texts and is averaged over pages. Snippets
//! are counted over all pages together.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::Gold;

/// Precision, recall and F1.
#[derive(Clone, Copy, Default)]
pub struct Agreement {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Agreement {
    /// Of one page.
    pub fn of(found: &str, gold: &str) -> Self {
        let (found, gold) = (found.to_lowercase(), gold.to_lowercase());
        let (found, gold): (Vec<_>, Vec<_>) = (words(&found).collect(), words(&gold).collect());
        if gold.is_empty() && found.is_empty() {
            return Self { precision: 1.0, recall: 1.0, f1: 1.0 };
        }
        let mut left: HashMap<&str, usize> = HashMap::new();
        for word in &gold {
            *left.entry(word).or_default() += 1;
        }
        let mut common = 0;
        for word in &found {
            if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        if common == 0 {
            return Self::default();
        }
        let precision = common as f64 / found.len() as f64;
        let recall = common as f64 / gold.len() as f64;
        Self { precision, recall, f1: harmonic(precision, recall) }
    }

    /// Over pages.
    pub fn mean(pages: &[Self]) -> Self {
        let mean = |part: fn(&Self) -> f64| pages.iter().map(part).sum::<f64>() / pages.len().max(1) as f64;
        Self { precision: mean(|page| page.precision), recall: mean(|page| page.recall), f1: mean(|page| page.f1) }
    }
}

/// How many snippets were found that should be, and that should not.
#[derive(Clone, Copy, Default)]
pub struct Snippets {
    wanted: usize,
    wanted_found: usize,
    unwanted_found: usize,
}

impl Snippets {
    /// Counts those of a page.
    pub fn add(&mut self, found: &str, gold: &Gold) {
        let found = folded(found);
        let found_of = |snippets: &[String]| snippets.iter().filter(|snippet| found.contains(&folded(snippet))).count();
        let (wanted, unwanted) = (gold.wanted.as_deref().unwrap_or(&[]), gold.unwanted.as_deref().unwrap_or(&[]));
        self.wanted += wanted.len();
        self.wanted_found += found_of(wanted);
        self.unwanted_found += found_of(unwanted);
    }

    /// `None` where no page has snippets.
    pub fn f1(&self) -> Option<f64> {
        let precision = self.wanted_found as f64 / (self.wanted_found + self.unwanted_found).max(1) as f64;
        (self.wanted > 0).then(|| harmonic(precision, self.wanted_found as f64 / self.wanted as f64))
    }
}

fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// Words as Python's `\w+` has them, which does not count combining marks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a valid pattern"));
    WORD.find_iter(text).map(|word| word.as_str())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
