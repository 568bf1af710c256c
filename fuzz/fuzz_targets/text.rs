//! Any text is cleaned: spans cover it, and a second run gives the same.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("text", input));
