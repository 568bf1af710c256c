//! Pages with the shape of real ones are cleaned, and a second run gives the same.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("tree", input));
