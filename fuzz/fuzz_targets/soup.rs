//! Any page of HTML is cleaned without a panic, its spans cover its text, its elements hold its
//! segments, and cleaning is deterministic.

#![no_main]

use dechaff::clean_html;
use dechaff_fuzz::{assert_covered, soup};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let html = soup(bytes);
    let page = clean_html(&html).unwrap();
    assert_covered(&page);
    assert_eq!(page.spans(), clean_html(&html).unwrap().spans());
    let document = page.document();
    for (index, segment) in document.segments().iter().enumerate() {
        let Some(element) = document.element_of(segment) else { continue };
        assert!(element.segments().contains(&index));
        assert!(element.ancestors().all(|around| around.segments().contains(&index)));
        assert!(element.written().end <= html.len());
    }
});
