//! Any HTML is cleaned in steps linear in its length.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("linear_html", input));
