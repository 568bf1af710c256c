//! A page of repeated pieces is cleaned in steps linear in their number.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("growth", input));
