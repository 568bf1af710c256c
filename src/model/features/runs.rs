//! Runs of consecutive segments that have something in common, and distances to the nearest segments of some kind.

use std::ops::Range;

/// The run that each segment is in.
pub(super) struct Runs {
    /// The first segment of each run, and the number of segments at the end.
    starts: Vec<u32>,
    run_of: Vec<u32>,
}

impl Runs {
    /// `continues` says whether a segment, never the first, is in the run of the segment before.
    pub(super) fn of(count: usize, continues: impl Fn(usize) -> bool) -> Self {
        let (mut starts, mut run_of) = (Vec::new(), Vec::with_capacity(count));
        for index in 0..count {
            if index == 0 || !continues(index) {
                starts.push(index as u32);
            }
            run_of.push(starts.len() as u32 - 1);
        }
        starts.push(count as u32);
        Self { starts, run_of }
    }

    /// The run of a segment.
    pub(super) fn around(&self, index: usize) -> Range<usize> {
        let run = self.run_of[index] as usize;
        self.starts[run] as usize..self.starts[run + 1] as usize
    }
}

/// For each segment the distances to the nearest segments of some kind before and after it.
pub(super) struct Distances {
    since: Vec<u32>,
    until: Vec<u32>,
}

/// There is no such segment.
const NONE: u32 = u32::MAX;

impl Distances {
    pub(super) fn of(count: usize, is_meant: impl Fn(usize) -> bool) -> Self {
        let (mut since, mut until) = (Vec::with_capacity(count), vec![NONE; count]);
        let mut last = None;
        for index in 0..count {
            since.push(last.map_or(NONE, |last| (index - last) as u32));
            if is_meant(index) {
                let from = last.unwrap_or(0);
                for (before, until) in until[from..index].iter_mut().enumerate() {
                    *until = (index - from - before) as u32;
                }
                last = Some(index);
            }
        }
        Self { since, until }
    }

    /// The number of segments back to the last one before this segment.
    pub(super) fn since(&self, index: usize) -> Option<u32> {
        Some(self.since[index]).filter(|&distance| distance != NONE)
    }

    /// The number of segments on to the next one after this segment.
    pub(super) fn until(&self, index: usize) -> Option<u32> {
        Some(self.until[index]).filter(|&distance| distance != NONE)
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
