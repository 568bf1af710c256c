//! Any HTML is cleaned in time linear in its length.

#![no_main]

use dechaff::clean_html;
use dechaff_fuzz::{assert_linear, soup};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| assert_linear(&soup(bytes), |html| clean_html(html).expect("it is within the limits")));
