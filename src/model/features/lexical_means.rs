//! What the lexical model says of each segment, and on average of several.

use std::ops::Range;

use crate::model::classes::{KINDS, KindProbabilities};

/// The sums are kept for one of this many segments; those between are added up when they are asked for. Hand-set: they
/// take half of the memory, and hardly more time.
const SEGMENTS_PER_SUM: usize = 2;

/// The probability of each kind by the lexical model.
pub(super) struct LexicalMeans {
    probabilities: Vec<KindProbabilities>,
    /// The sums over all segments before each that has one.
    sums: Vec<KindProbabilities>,
}

impl LexicalMeans {
    pub(super) fn of(probabilities: Vec<KindProbabilities>) -> Self {
        let mut sums = Vec::with_capacity(probabilities.len() / SEGMENTS_PER_SUM + 1);
        let mut sum = [0.0; KINDS.len()];
        sums.push(sum);
        for (own, count) in probabilities.iter().zip(1..) {
            sum = std::array::from_fn(|kind| sum[kind] + own[kind]);
            if count % SEGMENTS_PER_SUM == 0 {
                sums.push(sum);
            }
        }
        Self { probabilities, sums }
    }

    /// The probability of a kind, by its number; `None` without a lexical model.
    pub(super) fn probability(&self, index: usize, kind: usize) -> Option<f32> {
        self.probabilities.get(index).map(|kinds| kinds[kind])
    }

    /// The mean probability of a kind over a range; 0 without a lexical model.
    pub(super) fn mean(&self, kind: usize, range: Range<usize>) -> f32 {
        if self.probabilities.is_empty() {
            return 0.0;
        }
        let segments = range.len() as f32;
        (self.before(kind, range.end) - self.before(kind, range.start)) / segments.max(1.0)
    }

    /// The sum over the segments before one. It is added up in the same order however many sums are kept.
    fn before(&self, kind: usize, index: usize) -> f32 {
        let known = index / SEGMENTS_PER_SUM;
        let rest = &self.probabilities[known * SEGMENTS_PER_SUM..index];
        rest.iter().fold(self.sums[known][kind], |sum, kinds| sum + kinds[kind])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_those_of_all_segments_of_a_range() {
        let probabilities = |index: usize| [index as f32; KINDS.len()];
        let means = LexicalMeans::of((0..11).map(probabilities).collect());
        for (range, mean) in [(0..11, 5.0), (3..4, 3.0), (4..8, 5.5), (2..2, 0.0), (7..11, 8.5)] {
            assert_eq!(means.mean(1, range.clone()), mean, "{range:?}");
        }
        assert_eq!((means.probability(9, 0), means.probability(11, 0)), (Some(9.0), None));
        assert_eq!(LexicalMeans::of(Vec::new()).mean(0, 0..0), 0.0);
    }
}
