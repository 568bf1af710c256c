//! What the lexical model says of each segment, and on average of several.

use std::ops::Range;

use super::table::STRETCH_ROWS;
use crate::model::classes::{KINDS, KindProbabilities};

/// The segments on each side of a row over which probabilities are averaged, for each of two features.
pub(super) const REACHES: [usize; 2] = [2, 8];
const MAX_REACH: usize = REACHES[1];
/// The segments that are known at a time: enough for the rows of a stretch, those within reach, and the sum after the last.
const KNOWN: usize = (STRETCH_ROWS + 2 * MAX_REACH + 1).next_power_of_two();

/// The probability of each kind by the lexical model, for the segments around the rows in work: those of all take more
/// memory than the segments do.
pub(super) struct LexicalMeans<'a> {
    /// The probabilities of the segments that are not known yet.
    rest: Box<dyn Iterator<Item = KindProbabilities> + 'a>,
    /// The place of a segment is its index modulo the number of places, a power of two; empty without a lexical model.
    probabilities: Vec<KindProbabilities>,
    /// The sums over all segments before each.
    sums: Vec<KindProbabilities>,
    /// The bits of an index that are the place.
    mask: usize,
    /// For each of the rows in work the mean over the segments within each of [`REACHES`].
    means: Vec<[KindProbabilities; REACHES.len()]>,
    /// The first of these rows.
    first: usize,
    /// The number of segments that are known or were.
    seen: usize,
    count: usize,
}

impl<'a> LexicalMeans<'a> {
    /// `rest` has the probabilities of all `count` segments, or none without a lexical model.
    pub(super) fn of(count: usize, rest: impl Iterator<Item = KindProbabilities> + 'a) -> Self {
        let mut rest = rest.peekable();
        let places = rest.peek().map_or(0, |_| (count + 1).next_power_of_two().min(KNOWN));
        let none = [0.0; KINDS.len()];
        Self {
            rest: Box::new(rest),
            probabilities: vec![none; places],
            sums: vec![none; places],
            mask: places.saturating_sub(1),
            means: Vec::with_capacity(places.min(STRETCH_ROWS)),
            first: 0,
            seen: 0,
            count,
        }
    }

    /// Gets to know the segments that the features of some rows ask for. The rows come in order, at most
    /// [`STRETCH_ROWS`] at a time.
    pub(super) fn advance(&mut self, rows: Range<usize>) {
        while self.seen < (rows.end + MAX_REACH).min(self.count)
            && let Some(own) = self.rest.next()
        {
            let sum = self.sums[self.seen & self.mask];
            self.probabilities[self.seen & self.mask] = own;
            self.seen += 1;
            self.sums[self.seen & self.mask] = std::array::from_fn(|kind| sum[kind] + own[kind]);
        }
        if self.sums.is_empty() {
            return;
        }
        self.first = rows.start;
        self.means.clear();
        for row in rows {
            let mean = REACHES.map(|reach| self.mean(row.saturating_sub(reach)..(row + reach + 1).min(self.count)));
            self.means.push(mean);
        }
    }

    /// The mean probability of each kind over a range.
    fn mean(&self, range: Range<usize>) -> KindProbabilities {
        let (before, up_to) = (&self.sums[range.start & self.mask], &self.sums[range.end & self.mask]);
        let segments = range.len() as f32;
        std::array::from_fn(|kind| (up_to[kind] - before[kind]) / segments)
    }

    /// The probability of a kind, by its number; `None` without a lexical model.
    pub(super) fn probability(&self, index: usize, kind: usize) -> Option<f32> {
        self.probabilities.get(index & self.mask).map(|kinds| kinds[kind])
    }

    /// The mean probability of a kind, by its number, over the segments around a row in work that are within one of
    /// [`REACHES`], by its number; 0 without a lexical model.
    pub(super) fn near(&self, index: usize, reach: usize, kind: usize) -> f32 {
        self.means.get(index - self.first).map_or(0.0, |means| means[reach][kind])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_those_of_all_segments_within_reach() {
        for count in [1, 2, 20, 63, 64, 100, 200] {
            let all = (0..count).map(|index| [index as f32; KINDS.len()]);
            let mut means = LexicalMeans::of(count, all);
            for start in (0..count).step_by(STRETCH_ROWS) {
                let rows = start..(start + STRETCH_ROWS).min(count);
                means.advance(rows.clone());
                for index in rows {
                    assert_eq!(means.probability(index, 3), Some(index as f32));
                    for (number, reach) in REACHES.into_iter().enumerate() {
                        let near = index.saturating_sub(reach)..(index + reach + 1).min(count);
                        let mean = (near.start + near.end - 1) as f32 / 2.0;
                        assert_eq!(means.near(index, number, 1), mean, "{index} of {count}");
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_is_known_without_a_model() {
        let mut means = LexicalMeans::of(9, std::iter::empty());
        means.advance(0..9);
        assert_eq!((means.probability(0, 0), means.near(8, 1, 0)), (None, 0.0));
    }
}
