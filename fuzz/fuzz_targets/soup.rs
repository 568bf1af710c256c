//! Pages of pieces of markup in any order.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("soup", input));
