//! What is said after many pages.

use std::fmt;
use std::time::Instant;

/// From this number of pages on, a summary is written; hand-set. Of fewer one sees what became of them.
const MIN_PAGES: usize = 10;

/// Counts pages and faults.
pub struct Summary {
    start: Instant,
    pages: usize,
    bytes: usize,
    without_body: usize,
    errors: usize,
}

impl Summary {
    pub fn new() -> Self {
        Self { start: Instant::now(), pages: 0, bytes: 0, without_body: 0, errors: 0 }
    }

    pub fn add_page(&mut self, bytes: usize, has_body: bool) {
        self.pages += 1;
        self.bytes += bytes;
        self.without_body += usize::from(!has_body);
    }

    pub fn add_error(&mut self) {
        self.errors += 1;
    }

    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether it is worth a line.
    pub fn is_long(&self) -> bool {
        self.pages + self.errors >= MIN_PAGES
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { start, pages, bytes, without_body, errors } = self;
        let seconds = start.elapsed().as_secs_f64();
        let megabytes = *bytes as f64 / 1e6;
        let ending = |count: &usize| if *count == 1 { "" } else { "s" };
        let (page, error) = (ending(pages), ending(errors));
        write!(
            f,
            "{pages} page{page} ({megabytes:.1} MB) in {seconds:.1} s, {without_body} without body, {errors} error{error}"
        )
    }
}
