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

    /// Whether a segment has it.
    pub(super) fn has(&self, index: usize) -> bool {
        self.0[index / u32::BITS as usize].bits >> (index % u32::BITS as usize) & 1 == 1
    }

    /// The number of segments that have it before one.
    pub(super) fn before(&self, index: usize) -> u32 {
        let Stretch { bits, before } = self.0[index / u32::BITS as usize];
        let lower = (1 << (index % u32::BITS as usize)) - 1;
        before + (bits & lower).count_ones()
    }
}

/// The segments that have something, by their indexes.
pub(super) struct Positions(Vec<Around>);

/// Some segments in a row, as many as there are bits.
#[derive(Clone, Copy)]
struct Around {
    /// A bit for each segment that has it.
    bits: u32,
    /// The last segment before the stretch that has it, and the first one after it; [`NONE`] if there is none.
    last: u32,
    next: u32,
}

const NONE: u32 = u32::MAX;

impl Positions {
    pub(super) fn of(count: usize, has_it: impl Fn(usize) -> bool) -> Self {
        const LENGTH: usize = u32::BITS as usize;
        let mut stretches = Vec::with_capacity(count / LENGTH + 1);
        let mut last = NONE;
        // The place after the last segment is asked for too.
        for start in (0..=count).step_by(LENGTH) {
            let inside = start..(start + LENGTH).min(count);
            let bits = inside.zip(0..).fold(0, |bits, (index, bit)| bits | u32::from(has_it(index)) << bit);
            stretches.push(Around { bits, last, next: NONE });
            last = bits.checked_ilog2().map_or(last, |bit| start as u32 + bit);
        }
        let mut next = NONE;
        for (number, stretch) in stretches.iter_mut().enumerate().rev() {
            stretch.next = next;
            next = if stretch.bits == 0 { next } else { (number * LENGTH) as u32 + stretch.bits.trailing_zeros() };
        }
        Self(stretches)
    }

    /// The last one before a segment.
    pub(super) fn last_before(&self, index: usize) -> Option<u32> {
        let (stretch, bit) = (self.0[index / u32::BITS as usize], index as u32 % u32::BITS);
        let before = stretch.bits & ((1 << bit) - 1);
        match before.checked_ilog2() {
            Some(last) => Some(index as u32 - bit + last),
            None => Some(stretch.last).filter(|&last| last != NONE),
        }
    }

    /// The first one that is this segment or after it.
    pub(super) fn first_from(&self, index: usize) -> Option<u32> {
        let (stretch, bit) = (self.0[index / u32::BITS as usize], index as u32 % u32::BITS);
        let from = stretch.bits >> bit;
        if from == 0 {
            Some(stretch.next).filter(|&next| next != NONE)
        } else {
            Some(index as u32 + from.trailing_zeros())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_and_counted_across_stretches() {
        let third = |index: usize| index % 3 == 1;
        let rare = |index: usize| index == 5 || index == 70;
        let has_its: [fn(usize) -> bool; 2] = [third, rare];
        for (count, has_it) in
            [0, 1, 31, 32, 33, 64, 100, 200].into_iter().flat_map(|count| has_its.map(|has_it| (count, has_it)))
        {
            let (ranks, positions) = (Ranks::of(count, has_it), Positions::of(count, has_it));
            for index in 0..=count {
                let mut before = (0..index).filter(|&index| has_it(index));
                assert_eq!(ranks.before(index) as usize, before.clone().count());
                assert_eq!(ranks.has(index), index < count && has_it(index));
                assert_eq!(positions.last_before(index).map(|last| last as usize), before.next_back());
                let first = (index..count).find(|&index| has_it(index));
                assert_eq!(positions.first_from(index).map(|first| first as usize), first);
            }
        }
    }
}
