//! Prefix sums of quantities of the segments: the sum over any range is a difference.

use std::ops::Range;

/// The prefix sums of `N` quantities.
pub(super) struct PrefixSums<const N: usize> {
    segments: usize,
    /// For each quantity the sums over the segments before each segment, and over all; one quantity after another.
    sums: Vec<f32>,
}

impl<const N: usize> PrefixSums<N> {
    /// `quantities` gives the quantities of a segment.
    pub(super) fn of<A: Accumulator>(segments: usize, quantities: impl Fn(usize) -> [f32; N]) -> Self {
        let mut sums = vec![0.0; N * (segments + 1)];
        let mut sum = [A::default(); N];
        for segment in 0..segments {
            let own = quantities(segment);
            for quantity in 0..N {
                sum[quantity] = sum[quantity].plus(own[quantity]);
                sums[quantity * (segments + 1) + segment + 1] = sum[quantity].rounded();
            }
        }
        Self { segments, sums }
    }

    /// The sum of a quantity over a range of segments.
    pub(super) fn within(&self, quantity: usize, range: Range<usize>) -> f32 {
        self.before(quantity, range.end) - self.before(quantity, range.start)
    }

    /// The sum of a quantity over the segments before one.
    pub(super) fn before(&self, quantity: usize, segment: usize) -> f32 {
        self.sums[quantity * (self.segments + 1) + segment]
    }

    /// The sum of a quantity over all segments.
    pub(super) fn all(&self, quantity: usize) -> f32 {
        self.before(quantity, self.segments)
    }
}

/// The precision in which sums are added up: that in which a model was trained, since other last digits can fall on the
/// other side of a border.
pub(super) trait Accumulator: Copy + Default {
    fn plus(self, value: f32) -> Self;
    fn rounded(self) -> f32;
}

impl Accumulator for f32 {
    fn plus(self, value: f32) -> Self {
        self + value
    }

    fn rounded(self) -> f32 {
        self
    }
}

impl Accumulator for f64 {
    fn plus(self, value: f32) -> Self {
        self + f64::from(value)
    }

    fn rounded(self) -> f32 {
        self as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_over_any_range() {
        let sums = PrefixSums::of::<f64>(4, |segment| [segment as f32, 1.0]);
        assert_eq!((sums.within(0, 1..4), sums.within(1, 1..4), sums.within(0, 2..2)), (6.0, 3.0, 0.0));
        assert_eq!((sums.before(0, 3), sums.all(0), sums.all(1)), (3.0, 6.0, 4.0));
        assert_eq!(PrefixSums::of::<f32>(0, |_| [1.0]).all(0), 0.0);
    }
}
