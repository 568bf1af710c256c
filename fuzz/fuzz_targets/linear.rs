//! Slowness is a bug: four times the input must not take much more than four times as long.

#![no_main]

use std::time::{Duration, Instant};

use dechaff::clean_text;
use libfuzzer_sys::fuzz_target;

/// Inputs are grown to this size before the first measurement.
const SIZE: usize = 64 * 1024;
/// So much slower per byte may the larger input be; the rest is noise of the machine.
const MOST: u32 = 4;

fn time(text: &str) -> Duration {
    let fastest = |_| {
        let start = Instant::now();
        let _ = clean_text(text);
        start.elapsed()
    };
    (0..3).map(fastest).min().unwrap_or_default()
}

fuzz_target!(|piece: &str| {
    if piece.is_empty() {
        return;
    }
    let small = piece.repeat(SIZE / piece.len() + 1);
    let large = small.repeat(4);
    let (fast, slow) = (time(&small), time(&large));
    assert!(slow < fast * 4 * MOST + Duration::from_millis(20), "{fast:?} for one, {slow:?} for four");
});
