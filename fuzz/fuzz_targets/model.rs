//! Files of models: a damaged one is refused with a reason, and one that is read cleans pages.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("model", input));
