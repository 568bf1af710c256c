//! Any HTML is cleaned without a panic: spans cover the text, every segment is among those of its element and of that
//! element's ancestors, and a second run gives the same spans.

#![no_main]

use dechaff::Cleaner;
use dechaff_fuzz::{assert_covered, soup};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let html = soup(bytes);
    let page = Cleaner::new().clean_html(&html);
    assert_covered(&page);
    assert_eq!(page.spans(), Cleaner::new().clean_html(&html).spans());
    let document = page.document();
    for (index, segment) in document.segments().iter().enumerate() {
        let Some(element) = document.element_of(segment) else { continue };
        assert!(element.segments().contains(&index));
        assert!(element.ancestors().all(|around| around.segments().contains(&index)));
        assert!(element.written().end <= html.len());
    }
});
