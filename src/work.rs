//! Counts the steps of reading and cleaning a page.
//!
//! A step is what takes about the same time on any page: to visit a node, to look at some bytes, to compare a rule. Steps do
//! not depend on the machine, so that a limit on them gives the same result everywhere. The count belongs to the thread: to
//! hand it through every function would put it into most signatures.

use std::cell::Cell;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
    static LIMIT: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// Bytes that are looked at in one step.
const BYTES_PER_STEP: usize = 8;

/// Adds steps.
#[inline]
pub(crate) fn add(steps: u64) {
    STEPS.set(STEPS.get().wrapping_add(steps));
}

/// Adds the steps of looking at a text of a number of bytes.
#[inline]
pub(crate) fn add_bytes(bytes: usize) {
    add(1 + (bytes / BYTES_PER_STEP) as u64);
}

/// Whether the page has taken more steps than it may.
#[inline]
pub(crate) fn is_spent() -> bool {
    STEPS.get() > LIMIT.get()
}

/// The count of one page, from its begin to its end. A page that is cleaned while another one is has a count and a limit of
/// its own; its steps are steps of the other one too.
pub(crate) struct Work {
    outer: (u64, u64),
}

impl Work {
    /// Begins to count, up to a limit.
    pub(crate) fn begin(limit: u64) -> Self {
        Self { outer: (STEPS.replace(0), LIMIT.replace(limit)) }
    }

    /// The steps so far.
    #[cfg(any(test, feature = "bench-internals"))]
    pub(crate) fn steps(&self) -> u64 {
        STEPS.get()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        STEPS.set(self.outer.0.wrapping_add(STEPS.get()));
        LIMIT.set(self.outer.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_inside_another_has_its_own_count() {
        let outer = Work::begin(10);
        add(4);
        {
            let inner = Work::begin(3);
            add_bytes(24);
            assert_eq!((inner.steps(), is_spent()), (4, true));
        }
        assert_eq!((outer.steps(), is_spent()), (8, false));
        add(3);
        assert!(is_spent());
    }
}
