//! Any bytes are cleaned or refused, whatever charset and format the caller names.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| dechaff_fuzz::check("bytes", input));
