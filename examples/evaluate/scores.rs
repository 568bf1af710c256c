//! What is measured of pages: the figures of `score_html.py`, to the last digit, and comments.

use std::collections::HashMap;
use std::ops::AddAssign;
use std::sync::LazyLock;

use regex::Regex;

/// Bodies of fewer words count as empty or nearly so.
const FEW_WORDS: usize = 20;

/// Python's `\w`: letters, all numbers, the underscore. That of the regex crate has combining marks
/// and joiners too, by which Hindi or Farsi would fall into other words than the gold's.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is right"));

/// The words of a text that is in lower case already.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    WORD.find_iter(text).map(|word| word.as_str())
}

/// Whether a body is empty or nearly so.
pub fn is_nearly_empty(body: &str) -> bool {
    words(body).nth(FEW_WORDS - 1).is_none()
}

/// The pieces between white space as Python's `str.split` sees it: the four separators of ASCII count.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || ('\x1c'..='\x1f').contains(&character))
        .filter(|piece| !piece.is_empty())
}

/// Lower case, each run of white space one space: how snippets are compared.
pub fn fold(text: &str) -> String {
    split(text).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Lower case without white space: how comments are compared, which golds and pages break differently.
fn squeeze(text: &str) -> String {
    split(text).collect::<String>().to_lowercase()
}

/// A bag of words.
#[derive(Default)]
pub struct Bag<'a> {
    counts: HashMap<&'a str, usize>,
    size: usize,
}

impl<'a> Bag<'a> {
    /// The words of a text that is in lower case already.
    pub fn of(text: &'a str) -> Self {
        let mut bag = Self::default();
        for word in words(text) {
            *bag.counts.entry(word).or_default() += 1;
            bag.size += 1;
        }
        bag
    }

    /// How many words are in the bag.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many words two bags have in common.
    pub fn overlap(&self, other: &Bag) -> usize {
        self.counts.iter().map(|(word, &count)| count.min(other.counts.get(word).copied().unwrap_or(0))).sum()
    }

    /// Takes the words of another bag out, as far as they are here.
    pub fn remove(&mut self, other: &Bag) {
        for (word, &count) in &other.counts {
            if let Some(here) = self.counts.get_mut(*word) {
                let taken = count.min(*here);
                *here -= taken;
                self.size -= taken;
            }
        }
    }
}

/// Word precision, recall and F1 of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Score {
    /// Compares an extracted body with the gold's.
    pub fn of(predicted: &Bag, gold: &Bag) -> Self {
        if predicted.size == 0 && gold.size == 0 {
            return Self { precision: 1.0, recall: 1.0, f1: 1.0 };
        }
        let common = predicted.overlap(gold);
        if common == 0 {
            return Self::default();
        }
        Self::from_rates(common as f64 / predicted.size as f64, common as f64 / gold.size as f64)
    }

    /// From precision and recall.
    pub fn from_rates(precision: f64, recall: f64) -> Self {
        let f1 = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Self { precision, recall, f1 }
    }
}

/// The sum of the scores of several pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Group {
    pub pages: usize,
    sum: Score,
}

impl Group {
    /// Adds a page.
    pub fn add(&mut self, score: Score) {
        self.pages += 1;
        self.sum.precision += score.precision;
        self.sum.recall += score.recall;
        self.sum.f1 += score.f1;
    }

    /// The mean over the pages.
    pub fn mean(&self) -> Score {
        let pages = self.pages.max(1) as f64;
        Score { precision: self.sum.precision / pages, recall: self.sum.recall / pages, f1: self.sum.f1 / pages }
    }
}

/// Snippets that must, and that must not, be in the body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Snippets {
    pub wanted: usize,
    pub wanted_found: usize,
    pub unwanted: usize,
    pub unwanted_found: usize,
}

impl Snippets {
    /// Looks for the snippets of a page.
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

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.wanted + self.unwanted == 0
    }

    /// The F1 of finding the wanted ones and no other.
    pub fn f1(&self) -> f64 {
        let found = self.wanted_found as f64;
        let precision = found / (self.wanted_found + self.unwanted_found).max(1) as f64;
        Score::from_rates(precision, found / self.wanted.max(1) as f64).f1
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

/// How much of the reader comments leaked into the body.
///
/// Where the gold has the body's text: the words that the extracted body has more than the gold
/// body, as far as they are in the bag of the comments' words, of all the comments' words. An
/// extracted body that equals the gold leaks nothing, though comments share words with it.
///
/// Where the gold has no text, that cannot be told from words. There every line of the comments is
/// a snippet, looked for in the body without regard to case and white space: of all the lines those
/// that are found whole. As these lines often begin with the name of who wrote, it is a lower bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comments {
    pub pages: usize,
    pub words: usize,
    pub words_leaked: usize,
    pub snippets: usize,
    pub snippets_leaked: usize,
}

impl Comments {
    /// Looks for the comments of a page.
    pub fn of(body: &str, gold: Option<&str>, comments: &[String]) -> Self {
        if comments.is_empty() {
            return Self::default();
        }
        let Some(gold) = gold else {
            let squeezed = squeeze(body);
            let snippets: Vec<String> =
                comments.iter().flat_map(|text| text.lines()).map(squeeze).filter(|line| !line.is_empty()).collect();
            let leaked = snippets.iter().filter(|snippet| squeezed.contains(*snippet)).count();
            return Self { pages: 1, snippets: snippets.len(), snippets_leaked: leaked, ..Self::default() };
        };
        let (body, gold, comments) = (body.to_lowercase(), gold.to_lowercase(), comments.join("\n").to_lowercase());
        let (mut surplus, comments) = (Bag::of(&body), Bag::of(&comments));
        surplus.remove(&Bag::of(&gold));
        Self { pages: 1, words: comments.size, words_leaked: surplus.overlap(&comments), ..Self::default() }
    }
}

impl AddAssign for Comments {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        self.words += other.words;
        self.words_leaked += other.words_leaked;
        self.snippets += other.snippets;
        self.snippets_leaked += other.snippets_leaked;
    }
}

/// A part of a whole; 0 where there is no whole.
pub fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(predicted: &str, gold: &str) -> Score {
        Score::of(&Bag::of(predicted), &Bag::of(gold))
    }

    #[test]
    fn words_are_those_of_python() {
        // A joiner and a combining mark end a word, a letter-like number does not.
        assert_eq!(
            words("می\u{200c}شود e\u{301}te\u{301} x² ⅷ_a don't").collect::<Vec<_>>(),
            ["می", "شود", "e", "te", "x²", "ⅷ_a", "don", "t"]
        );
    }

    #[test]
    fn white_space_is_that_of_python() {
        assert_eq!(fold(" A\x1cB\u{85}C\u{a0}\u{2028}Σ\u{200b} "), "a b c σ\u{200b}");
        assert_eq!(fold("ΟΔΟΣ"), "οδος");
    }

    #[test]
    fn scores() {
        assert_eq!(score("a a b", "a b b c"), Score::from_rates(2.0 / 3.0, 0.5));
        assert_eq!(score("", "").f1, 1.0);
        assert_eq!(score("a", ""), Score::default());
        assert_eq!(score("", "a"), Score::default());
        assert_eq!(score("b", "a"), Score::default());
    }

    #[test]
    fn snippets() {
        let snippets = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
        let found = Snippets::of("The  Body\nof it", &snippets(&["body of", "more"]), &snippets(&["it", "share"]));
        assert_eq!((found.wanted_found, found.wanted, found.unwanted_found, found.unwanted), (1, 2, 1, 2));
        assert_eq!(found.f1(), 0.5);
    }

    #[test]
    fn comments_share_words_with_the_body() {
        let comments = ["The bridge is nice".to_string()];
        assert_eq!(Comments::of("the bridge is new", Some("The bridge is new"), &comments).words_leaked, 0);
        let leaked = Comments::of("The bridge is new. The bridge is", Some("The bridge is new"), &comments);
        assert_eq!((leaked.words_leaked, leaked.words), (3, 4));
    }

    #[test]
    fn comments_beside_snippets() {
        let comments = ["So nice!\n\nI like it".to_string()];
        let leaked = Comments::of("A bridge.\nI  likE it", None, &comments);
        assert_eq!((leaked.snippets_leaked, leaked.snippets), (1, 2));
    }
}
