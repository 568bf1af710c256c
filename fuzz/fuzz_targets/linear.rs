//! Any text is cleaned in time linear in its length.

#![no_main]

use dechaff::clean_text;
use dechaff_fuzz::assert_linear;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|piece: &str| assert_linear(piece, |text| clean_text(text).expect("it is within the limits")));
