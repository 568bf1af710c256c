//! Any text is cleaned without a panic: spans cover it, and a second run gives the same spans.

#![no_main]

use dechaff::clean_text;
use dechaff_fuzz::assert_covered;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let page = clean_text(text).unwrap();
    assert_eq!(page.source(), text);
    assert_covered(&page);
    assert_eq!(page.spans(), clean_text(text).unwrap().spans());
});
