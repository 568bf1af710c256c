//! Whether the time of cleaning grows with the length of the input and no faster.

use std::time::{Duration, Instant};

use dechaff::{Cleaned, clean_html, clean_text};

use super::soup::soup;

/// Checks the text that repeats the input, which is UTF-8.
pub fn check_text(input: &[u8]) {
    if let Ok(piece) = str::from_utf8(input) {
        assert_linear(piece, |text| clean_text(text).expect("it is within the limits"));
    }
}

/// Checks the page that repeats what the bytes choose.
pub fn check_html(input: &[u8]) {
    assert_linear(&soup(input), |html| clean_html(html).expect("it is within the limits"));
}

/// The smaller of the two inputs that are timed (bytes).
const MIN_TIMED_BYTES: usize = 64 * 1024;
/// The larger input may take at most this many times as long per byte; hand-set, well above the noise of timing.
const MAX_SLOWDOWN: u32 = 4;

/// Checks that four times the input takes about four times as long; slowness is a bug.
fn assert_linear(piece: &str, clean: impl Fn(&str) -> Cleaned) {
    if piece.is_empty() {
        return;
    }
    let time = |text: &str| {
        let fastest = |_| {
            let start = Instant::now();
            let _ = clean(text);
            start.elapsed()
        };
        (0..3).map(fastest).min().unwrap_or_default()
    };
    let small = piece.repeat(MIN_TIMED_BYTES / piece.len() + 1);
    let large = small.repeat(4);
    let (fast, slow) = (time(&small), time(&large));
    assert!(
        slow < fast * 4 * MAX_SLOWDOWN + Duration::from_millis(20),
        "{fast:?} for {} bytes, {slow:?} for four times as many",
        small.len()
    );
}
