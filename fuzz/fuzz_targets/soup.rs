//! Any HTML is cleaned without a panic: spans cover the text, every segment is among those of its element and of that
//! element's ancestors, and a second run gives the same spans.

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
