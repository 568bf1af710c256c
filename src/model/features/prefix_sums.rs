//! Prefix sums of quantities of the segments: the sum over any range is a difference.

use std::ops::Range;

use super::positions::Ranks;

/// The prefix sums of some numbers and then of some flags, each of which counts as one. Those of numbers are kept for one
/// of `STEP` segments.
pub(super) struct PrefixSums<const NUMBERS: usize, const FLAGS: usize, const STEP: usize> {
    segments: usize,
    /// For each number the sums over the segments before each segment that has them; one number after another.
    sums: Vec<f32>,
    flags: [Ranks; FLAGS],
}

impl<const NUMBERS: usize, const FLAGS: usize, const STEP: usize> PrefixSums<NUMBERS, FLAGS, STEP> {
    /// `numbers` gives the numbers of a segment, `is_set` whether it has one of the `flags`.
    pub(super) fn of<A: Accumulator, F: Copy>(
        segments: usize,
        numbers: impl Fn(usize) -> [f32; NUMBERS],
        flags: [F; FLAGS],
        is_set: impl Fn(F, usize) -> bool,
    ) -> Self {
        let places = segments / STEP + 1;
        let mut sums = vec![0.0; NUMBERS * places];
        let mut sum = [A::default(); NUMBERS];
        for segment in 0..segments {
            let own = numbers(segment);
            for quantity in 0..NUMBERS {
                sum[quantity] = sum[quantity].plus(own[quantity]);
                if (segment + 1) % STEP == 0 {
                    sums[quantity * places + (segment + 1) / STEP] = sum[quantity].rounded();
                }
            }
        }
        let flags = flags.map(|flag| Ranks::of(segments, |segment| is_set(flag, segment)));
        Self { segments, sums, flags }
    }

    /// The sum of a quantity over the segments before one. The number of a segment that has to be added to the last sum that
    /// is kept is given by `number`.
    pub(super) fn before(&self, quantity: usize, segment: usize, number: impl Fn(usize) -> f32) -> f32 {
        match quantity.checked_sub(NUMBERS) {
            None => {
                let known = self.sums[quantity * (self.segments / STEP + 1) + segment / STEP];
                (segment / STEP * STEP..segment).fold(known, |sum, segment| sum + number(segment))
            }
            Some(flag) => self.flags[flag].before(segment) as f32,
        }
    }
}

impl<const NUMBERS: usize, const FLAGS: usize> PrefixSums<NUMBERS, FLAGS, 2> {
    /// Makes the sums of all quantities over the segments before one those over the segments up to it; `number` gives its
    /// numbers.
    pub(super) fn add(&self, segment: usize, sums: &mut [f32], number: impl Fn(usize) -> f32) {
        let (numbers, flags) = sums.split_at_mut(NUMBERS);
        numbers.iter_mut().enumerate().for_each(|(quantity, sum)| *sum += number(quantity));
        flags.iter_mut().zip(&self.flags).for_each(|(sum, flag)| *sum += f32::from(u8::from(flag.has(segment))));
    }
}

impl<const NUMBERS: usize, const FLAGS: usize> PrefixSums<NUMBERS, FLAGS, 1> {
    /// The sum of a quantity over a range of segments.
    pub(super) fn within(&self, quantity: usize, range: Range<usize>) -> f32 {
        self.up_to(quantity, range.end) - self.up_to(quantity, range.start)
    }

    /// The sum of a quantity over the segments before one.
    pub(super) fn up_to(&self, quantity: usize, segment: usize) -> f32 {
        self.before(quantity, segment, |_| 0.0)
    }

    /// The sum of a quantity over all segments.
    pub(super) fn all(&self, quantity: usize) -> f32 {
        self.up_to(quantity, self.segments)
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
        let sums =
            PrefixSums::<1, 2, 1>::of::<f64, _>(4, |segment| [segment as f32], [true, false], |is_set, _| is_set);
        assert_eq!((sums.within(0, 1..4), sums.within(1, 1..4), sums.within(0, 2..2)), (6.0, 3.0, 0.0));
        assert_eq!((sums.up_to(0, 3), sums.all(0), sums.all(1), sums.all(2)), (3.0, 6.0, 4.0, 0.0));
        assert_eq!(PrefixSums::<1, 1, 1>::of::<f32, _>(0, |_| [1.0], [true], |is_set, _| is_set).all(0), 0.0);
    }

    #[test]
    fn sums_that_are_not_kept_are_added_up() {
        let number = |segment: usize| (segment * segment) as f32;
        let sums = PrefixSums::<1, 1, 2>::of::<f32, _>(5, |segment| [number(segment)], [()], |(), segment| segment > 1);
        let before: Vec<f32> = (0..=5).map(|segment| sums.before(0, segment, number)).collect();
        assert_eq!(before, [0.0, 0.0, 1.0, 5.0, 14.0, 30.0]);
        assert_eq!(sums.before(1, 5, number), 3.0);
    }
}
