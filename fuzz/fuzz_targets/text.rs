//! Any text is cleaned without a panic, its spans cover it, and cleaning is deterministic.

#![no_main]

use dechaff::clean_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let page = clean_text(text);
    let mut at = 0;
    for span in page.spans() {
        assert!(span.start() >= at && span.end() > span.start());
        assert!(text[at..span.start()].chars().all(char::is_whitespace));
        assert!(text.get(span.range()).is_some());
        at = span.end();
    }
    assert!(text[at..].chars().all(char::is_whitespace));
    assert_eq!(page.spans(), clean_text(text).spans());
    let _ = (page.text(), page.title(), page.language(), page.articles().len());
});
