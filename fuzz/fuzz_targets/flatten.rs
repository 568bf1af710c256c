//! Flattening against a second, simple implementation, on markup that both know.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("flatten", input));
