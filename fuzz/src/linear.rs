//! Whether the steps of cleaning grow with the length of the input and no faster.
//!
//! The crate counts its steps, so that a finding is one on every machine.

use dechaff::bench_internals::steps_of;
use dechaff::{Cleaned, Cleaner, Decision, clean_html, clean_text};

use super::choices::Choices;
use super::pieces::{PIECES, Piece, page_of_parts};
use super::soup::soup;

/// Checks the text that repeats the input, which is UTF-8.
pub fn check_text(input: &[u8]) {
    if let Ok(piece) = str::from_utf8(input) {
        assert_repeats_linearly(piece, |text| clean_text(text).expect("it is within the limits"));
    }
}

/// Checks the page that repeats what the bytes choose.
pub fn check_html(input: &[u8]) {
    assert_repeats_linearly(&soup(input), |html| clean_html(html).expect("it is within the limits"));
}

/// Pieces of a page at most.
const MAX_PIECES: usize = 3;
/// Repetitions of each piece in the shorter page: from above the limits to what is read of a title or an author.
const MIN_REPETITIONS: usize = 100;
const MAX_REPETITIONS: usize = 300;

/// Checks pages of some pieces, each repeated a number of times, and four times as often.
pub fn check_pieces(input: &[u8]) {
    let mut choices = Choices::new(input);
    let cleaner = Cleaner::new().with_decision(choices.pick(&[Decision::Marks, Decision::Model]));
    let count = 1 + choices.below(MAX_PIECES);
    let pieces: Vec<(&Piece, usize)> = (0..count)
        .map(|_| {
            let piece = &PIECES[choices.below(PIECES.len())];
            (piece, MIN_REPETITIONS + choices.below(MAX_REPETITIONS - MIN_REPETITIONS))
        })
        .collect();
    let page =
        |times: usize| page_of_parts(pieces.iter().map(|(piece, repetitions)| (piece.write)(times * repetitions)));
    assert_linear(page, |html| cleaner.clean_html(html).expect("it is within the limits"));
}

/// Bytes of the smaller of two inputs that repeat a piece.
const MIN_BYTES: usize = 8 * 1024;

fn assert_repeats_linearly(piece: &str, clean: impl Fn(&str) -> Cleaned) {
    if !piece.is_empty() {
        assert_linear(|times| piece.repeat((MIN_BYTES / piece.len() + 1) * times), clean);
    }
}

/// Inputs that take fewer steps a byte are within what ordinary pages take.
const MIN_STEPS_PER_BYTE: f64 = 12.0;
/// A byte of the longer input may take at most this many times the steps of a byte of the shorter one.
const MAX_GROWTH: f64 = 2.0;

/// Checks that a byte of a page takes about as many steps as one of a page four times as long; `page` gives a page and its
/// multiples. At a limit, of depth for example, a page may change once and for all: it grows too fast if a page of sixteen
/// times its length takes more steps a byte again.
fn assert_linear(page: impl Fn(usize) -> String, clean: impl Fn(&str) -> Cleaned) {
    let steps = |times: usize| {
        let page = page(times);
        let steps = steps_of(|| {
            let cleaned = clean(&page);
            assert!(cleaned.markdown().len() + cleaned.html().len() < usize::MAX);
        });
        (page.len(), steps as f64 / page.len() as f64)
    };
    let grows = |few: f64, many: f64| many >= MIN_STEPS_PER_BYTE && many >= few * MAX_GROWTH;
    let ((small, few), (large, many)) = (steps(1), steps(4));
    if grows(few, many) {
        let (larger, more) = steps(16);
        assert!(!grows(many, more), "{few:.1} steps a byte of {small}, {many:.1} of {large}, {more:.1} of {larger}");
    }
}
