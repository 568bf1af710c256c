//! Every setting with any input: what is promised holds for all of them.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("options", input));
