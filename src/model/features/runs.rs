//! Runs of consecutive segments that have something in common, and distances to the nearest segments of some kind.

use std::ops::Range;

/// The run that each segment is in.
pub(super) struct Runs {
    /// The first segment of each segment's run, and the one after its last.
    ranges: Vec<[u32; 2]>,
}

impl Runs {
    /// `continues` says whether a segment, never the first, is in the run of the segment before.
    pub(super) fn of(count: usize, continues: impl Fn(usize) -> bool) -> Self {
        let mut ranges = vec![[0, count as u32]; count];
        let mut start = 0;
        for index in 1..count {
            if !continues(index) {
                ranges[start..index].iter_mut().for_each(|[_, end]| *end = index as u32);
                start = index;
            }
            ranges[index][0] = start as u32;
        }
        Self { ranges }
    }

    /// The run of a segment.
    pub(super) fn around(&self, index: usize) -> Range<usize> {
        let [start, end] = self.ranges[index];
        start as usize..end as usize
    }
}

/// For each segment the distances to the nearest segments of some kind before and after it.
pub(super) struct Distances(Vec<[u32; 2]>);

/// There is no such segment.
const NONE: u32 = u32::MAX;

impl Distances {
    pub(super) fn of(count: usize, is_meant: impl Fn(usize) -> bool) -> Self {
        let mut distances = vec![[NONE; 2]; count];
        let mut last = None;
        for index in 0..count {
            distances[index][0] = last.map_or(NONE, |last| (index - last) as u32);
            if is_meant(index) {
                let from = last.unwrap_or(0);
                for (before, [_, until]) in distances[from..index].iter_mut().enumerate() {
                    *until = (index - from - before) as u32;
                }
                last = Some(index);
            }
        }
        Self(distances)
    }

    /// The number of segments back to the last one before this segment.
    pub(super) fn since(&self, index: usize) -> Option<u32> {
        Some(self.0[index][0]).filter(|&distance| distance != NONE)
    }

    /// The number of segments on to the next one after this segment.
    pub(super) fn until(&self, index: usize) -> Option<u32> {
        Some(self.0[index][1]).filter(|&distance| distance != NONE)
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
