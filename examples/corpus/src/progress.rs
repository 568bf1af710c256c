//! The progress bar, on a terminal.

use std::cell::RefCell;
use std::io::{IsTerminal, stderr};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::row::Row;

/// Pages between changes of the text beside the bar; hand-set.
const PAGES_PER_CHANGE: u64 = 16;

pub struct Progress {
    bar: ProgressBar,
    state: RefCell<State>,
}

struct State {
    start: Instant,
    name: String,
    pages: u64,
    errors: u64,
    kept_bytes: u64,
    bytes: u64,
}

impl Progress {
    /// A bar for a number of inputs; hidden if the standard error is no terminal.
    pub fn new(units: usize) -> Self {
        let bar = if stderr().is_terminal() { ProgressBar::new(units as u64) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{bar:20} {pos}/{len} inputs, {msg}");
        let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let state = State { start: Instant::now(), name: String::new(), pages: 0, errors: 0, kept_bytes: 0, bytes: 0 };
        Self { bar, state: RefCell::new(state) }
    }

    pub fn begin(&self, name: &str) {
        self.state.borrow_mut().name = shown(name);
        self.show();
    }

    pub fn add(&self, row: &Row) {
        let mut state = self.state.borrow_mut();
        state.pages += 1;
        state.errors += u64::from(row.error.is_some());
        for span in &row.spans {
            let bytes = span.range().len() as u64;
            state.bytes += bytes;
            state.kept_bytes += if span.is_kept() { bytes } else { 0 };
        }
        let is_due = state.pages.is_multiple_of(PAGES_PER_CHANGE);
        drop(state);
        if is_due {
            self.show();
        }
    }

    pub fn end(&self) {
        self.bar.inc(1);
    }

    /// A line above the bar.
    pub fn message(&self, text: &str) {
        self.bar.suspend(|| eprintln!("corpus: {}", shown(text)));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show(&self) {
        let State { start, name, pages, errors, kept_bytes, bytes } = &*self.state.borrow();
        let rate = *pages as f64 / start.elapsed().as_secs_f64().max(0.001);
        let kept = 100.0 * *kept_bytes as f64 / (*bytes).max(1) as f64;
        self.bar.set_message(format!("{pages} pages, {rate:.0} pages/s, {kept:.0} % kept, {errors} errors: {name}"));
    }
}

/// Text for a terminal: names and messages of inputs may have control characters.
pub fn shown(text: &str) -> String {
    text.chars().flat_map(|char| if char.is_control() { char.escape_default().collect() } else { vec![char] }).collect()
}
