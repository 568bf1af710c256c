//! Runs of consecutive segments that have something in common, and distances to the nearest segments of some kind.

use std::ops::Range;

use super::positions::Positions;

/// The run that each segment is in.
pub(super) struct Runs {
    starts: Positions,
    count: u32,
}

impl Runs {
    /// `continues` says whether a segment, never the first, is in the run of the segment before.
    pub(super) fn of(count: usize, continues: impl Fn(usize) -> bool) -> Self {
        Self { starts: Positions::of(count, |index| index == 0 || !continues(index)), count: count as u32 }
    }

    /// The run of a segment.
    pub(super) fn around(&self, index: usize) -> Range<usize> {
        let start = self.starts.last_before(index + 1).unwrap_or(0);
        let end = self.starts.first_from(index + 1).unwrap_or(self.count);
        start as usize..end as usize
    }
}

/// For each segment the distances to the nearest segments of some kind before and after it.
pub(super) struct Distances(Positions);

impl Distances {
    pub(super) fn of(count: usize, is_meant: impl Fn(usize) -> bool) -> Self {
        Self(Positions::of(count, is_meant))
    }

    /// The number of segments back to the last one before this segment.
    pub(super) fn since(&self, index: usize) -> Option<u32> {
        self.0.last_before(index).map(|last| index as u32 - last)
    }

    /// The number of segments on to the next one after this segment.
    pub(super) fn until(&self, index: usize) -> Option<u32> {
        self.0.first_from(index + 1).map(|next| next - index as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_all_segments() {
        let runs = Runs::of(5, |index| index != 2 && index != 3);
        let around: Vec<_> = (0..5).map(|index| runs.around(index)).collect();
        assert_eq!(around, [0..2, 0..2, 2..3, 3..5, 3..5]);
    }

    #[test]
    fn distances_to_the_next_and_from_the_last() {
        let distances = Distances::of(5, |index| index == 1 || index == 3);
        let found: Vec<_> = (0..5).map(|index| (distances.since(index), distances.until(index))).collect();
        let expected = [(None, Some(1)), (None, Some(2)), (Some(1), Some(1)), (Some(2), None), (Some(1), None)];
        assert_eq!(found, expected);
    }
}
