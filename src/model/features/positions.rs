//! The segments of a page that have something: how many, the last before and the first from any segment. They take a
//! fraction of the memory that a number for each segment takes.

/// The number of segments that have something before each segment.
pub(super) struct Ranks(Vec<Stretch>);

/// Some segments in a row, as many as there are bits.
#[derive(Clone, Copy, Default)]
struct Stretch {
    /// A bit for each segment that has it.
    bits: u32,
    /// The number of segments that have it before the stretch.
    before: u32,
}

impl Ranks {
    pub(super) fn of(count: usize, mut has_it: impl FnMut(usize) -> bool) -> Self {
        const LENGTH: usize = u32::BITS as usize;
        // Also the number of all is asked for.
        let mut stretches = Vec::with_capacity(count / LENGTH + 1);
        let mut before = 0;
        for start in (0..=count).step_by(LENGTH) {
            let inside = start..(start + LENGTH).min(count);
            let bits = inside.zip(0..).fold(0, |bits, (index, bit)| bits | u32::from(has_it(index)) << bit);
            stretches.push(Stretch { bits, before });
            before += bits.count_ones();
        }
        Self(stretches)
    }

    /// The number of segments that have it before one.
    pub(super) fn before(&self, index: usize) -> u32 {
        let Stretch { bits, before } = self.0[index / u32::BITS as usize];
        let lower = (1 << (index % u32::BITS as usize)) - 1;
        before + (bits & lower).count_ones()
    }
}

/// The segments that have something, by their indexes.
pub(super) struct Positions {
    ranks: Ranks,
    indexes: Vec<u32>,
}

impl Positions {
    pub(super) fn of(count: usize, has_it: impl Fn(usize) -> bool) -> Self {
        let ranks = Ranks::of(count, has_it);
        let mut indexes = Vec::with_capacity(ranks.before(count) as usize);
        for (stretch, start) in ranks.0.iter().zip((0..).step_by(u32::BITS as usize)) {
            let mut bits = stretch.bits;
            while bits != 0 {
                indexes.push(start + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        Self { ranks, indexes }
    }

    /// The last one before a segment.
    pub(super) fn last_before(&self, index: usize) -> Option<u32> {
        let before = self.ranks.before(index) as usize;
        before.checked_sub(1).map(|last| self.indexes[last])
    }

    /// The first one that is this segment or after it.
    pub(super) fn first_from(&self, index: usize) -> Option<u32> {
        self.indexes.get(self.ranks.before(index) as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_and_counted_across_stretches() {
        let has_it = |index: usize| index % 3 == 1;
        for count in [0, 1, 31, 32, 33, 64, 100] {
            let positions = Positions::of(count, has_it);
            for index in 0..=count {
                let mut before = (0..index).filter(|&index| has_it(index));
                assert_eq!(positions.ranks.before(index) as usize, before.clone().count());
                assert_eq!(positions.last_before(index).map(|last| last as usize), before.next_back());
                let first = (index..count).find(|&index| has_it(index));
                assert_eq!(positions.first_from(index).map(|first| first as usize), first);
            }
        }
    }
}
