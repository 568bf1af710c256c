//! Precision, recall and F1.

use crate::words::Bag;

/// Precision, recall and F1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// The share of what was found that is right.
    pub precision: f64,
    /// The share of what is right that was found.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

impl Score {
    /// Compares the words of an extracted body with those of the gold body, as the WCXB benchmark does: the overlap
    /// of the two bags of words. Two empty texts agree.
    pub fn of(body: &str, gold: &str) -> Self {
        Self::of_bags(&Bag::of(body), &Bag::of(gold))
    }

    /// Compares bags of words.
    pub fn of_bags(body: &Bag, gold: &Bag) -> Self {
        if body.size() == 0 && gold.size() == 0 {
            return Self { precision: 1.0, recall: 1.0, f1: 1.0 };
        }
        let common = body.overlap(gold) as f64;
        Self::from_rates(common / body.size().max(1) as f64, common / gold.size().max(1) as f64)
    }

    /// Adds the F1 to a precision and a recall.
    pub fn from_rates(precision: f64, recall: f64) -> Self {
        let f1 = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Self { precision, recall, f1 }
    }
}

/// The mean of the scores of several pages: every page weighs the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanScore {
    pages: usize,
    sum: Score,
}

impl MeanScore {
    /// Adds a page.
    pub fn add(&mut self, score: Score) {
        self.pages += 1;
        self.sum.precision += score.precision;
        self.sum.recall += score.recall;
        self.sum.f1 += score.f1;
    }

    /// The number of pages.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// The mean over the pages; 0 without pages.
    pub fn mean(&self) -> Score {
        let pages = self.pages.max(1) as f64;
        Score { precision: self.sum.precision / pages, recall: self.sum.recall / pages, f1: self.sum.f1 / pages }
    }
}

impl Extend<Score> for MeanScore {
    fn extend<I: IntoIterator<Item = Score>>(&mut self, scores: I) {
        scores.into_iter().for_each(|score| self.add(score));
    }
}

impl FromIterator<Score> for MeanScore {
    fn from_iter<I: IntoIterator<Item = Score>>(scores: I) -> Self {
        let mut mean = Self::default();
        mean.extend(scores);
        mean
    }
}

/// A part of a whole; 0 if the whole is 0.
pub fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_count_common_words() {
        assert_eq!(Score::of("a a b", "a b b c"), Score::from_rates(2.0 / 3.0, 0.5));
        assert_eq!(Score::of("B", "b").f1, 1.0);
        assert_eq!(Score::of("", "").f1, 1.0);
        assert_eq!(Score::of("a", ""), Score::default());
        assert_eq!(Score::of("", "a"), Score::default());
        assert_eq!(Score::of("b", "a"), Score::default());
    }

    #[test]
    fn pages_weigh_the_same() {
        let mean: MeanScore = [Score::of("a b c d", "a b c d"), Score::of("a", "b")].into_iter().collect();
        assert_eq!((mean.pages(), mean.mean().f1), (2, 0.5));
        assert_eq!(MeanScore::default().mean(), Score::default());
    }
}
