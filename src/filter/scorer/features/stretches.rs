//! Stretches of segments that have something in common, and the way to the nearest segment of some kind.

use std::ops::Range;

/// The stretch that each segment is in.
pub(super) struct Stretches {
    /// Where each begins, and the number of segments at the end.
    starts: Vec<u32>,
    stretch_of: Vec<u32>,
}

impl Stretches {
    /// `continues` says whether a segment, never the first, is in the stretch of the one before.
    pub(super) fn of(count: usize, continues: impl Fn(usize) -> bool) -> Self {
        let (mut starts, mut stretch_of) = (Vec::new(), Vec::with_capacity(count));
        for index in 0..count {
            if index == 0 || !continues(index) {
                starts.push(index as u32);
            }
            stretch_of.push(starts.len() as u32 - 1);
        }
        starts.push(count as u32);
        Self { starts, stretch_of }
    }

    pub(super) fn around(&self, index: usize) -> Range<usize> {
        let stretch = self.stretch_of[index] as usize;
        self.starts[stretch] as usize..self.starts[stretch + 1] as usize
    }
}

/// How far the nearest segments of some kind are on both sides of each.
pub(super) struct Distances {
    since: Vec<u32>,
    until: Vec<u32>,
}

/// There is none.
const NONE: u32 = u32::MAX;

impl Distances {
    pub(super) fn of(count: usize, is_it: impl Fn(usize) -> bool) -> Self {
        let (mut since, mut until) = (Vec::with_capacity(count), vec![NONE; count]);
        let mut last = None;
        for index in 0..count {
            since.push(last.map_or(NONE, |last| (index - last) as u32));
            if is_it(index) {
                let way = (1..=index as u32).rev();
                let from = last.unwrap_or(0);
                until[from..index].iter_mut().zip(way.skip(from)).for_each(|(until, way)| *until = way);
                last = Some(index);
            }
        }
        Self { since, until }
    }

    /// How many segments ago the last one was that is not the segment itself.
    pub(super) fn since(&self, index: usize) -> Option<u32> {
        Some(self.since[index]).filter(|&way| way != NONE)
    }

    /// How many segments it is to the next one that is not the segment itself.
    pub(super) fn until(&self, index: usize) -> Option<u32> {
        Some(self.until[index]).filter(|&way| way != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_cover_all() {
        let stretches = Stretches::of(5, |index| index != 2 && index != 3);
        let around: Vec<_> = (0..5).map(|index| stretches.around(index)).collect();
        assert_eq!(around, [0..2, 0..2, 2..3, 3..5, 3..5]);
    }

    #[test]
    fn the_way_to_the_next_and_from_the_last() {
        let distances = Distances::of(5, |index| index == 1 || index == 3);
        let ways: Vec<_> = (0..5).map(|index| (distances.since(index), distances.until(index))).collect();
        let expected = [(None, Some(1)), (None, Some(2)), (Some(1), Some(1)), (Some(2), None), (Some(1), None)];
        assert_eq!(ways, expected);
    }
}
