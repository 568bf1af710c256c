//! A bound on the pages that are read and not yet written.
//!
//! Rows are written in the order of the input. While one page takes long, those behind it wait; without a bound, all of the
//! input could.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of pages that may be in memory before they are cleaned; hand-set. One page may have more.
const MAX_BYTES: usize = 128 << 20;

pub struct Window {
    state: Mutex<State>,
    has_changed: Condvar,
    max_pages: usize,
}

#[derive(Default)]
struct State {
    pages: usize,
    bytes: usize,
    is_closed: bool,
}

impl Window {
    pub fn new(max_pages: usize) -> Self {
        Self { state: Mutex::default(), has_changed: Condvar::new(), max_pages }
    }

    /// Waits until a page of this size may be read. False if nobody wants more pages.
    pub fn enter(&self, bytes: usize) -> bool {
        let mut state = self.lock();
        loop {
            let has_room = state.pages == 0 || (state.pages < self.max_pages && state.bytes + bytes <= MAX_BYTES);
            if state.is_closed {
                return false;
            }
            if has_room {
                state.pages += 1;
                state.bytes += bytes;
                return true;
            }
            state = self.has_changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A page of this size was written.
    pub fn leave(&self, bytes: usize) {
        let mut state = self.lock();
        state.pages -= 1;
        state.bytes -= bytes;
        self.has_changed.notify_all();
    }

    /// Nobody wants more pages.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.has_changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
