//! Checks and cleaners that several tests share.

#![allow(dead_code, reason = "each test uses a part of this module")]

pub mod harmless;

use dechaff::{Cleaned, Cleaner, Kind};

/// Checks that spans are in order, lie on character boundaries and leave out nothing but white space.
#[track_caller]
pub fn assert_covered(page: &Cleaned) {
    let source = page.source();
    let mut at = 0;
    for span in page.spans() {
        assert!(span.start() >= at && span.end() > span.start(), "{span:?} after byte {at}");
        assert!(source.get(span.range()).is_some(), "{span:?} cuts a character");
        assert!(source[at..span.start()].chars().all(char::is_whitespace), "a gap before {span:?}");
        assert!((0.0..=1.0).contains(&span.confidence()), "{span:?}");
        at = span.end();
    }
    assert!(source[at..].chars().all(char::is_whitespace), "a gap at the end");
}

/// A cleaner that keeps every kind, so that the body is the whole page.
pub fn keeping_all() -> Cleaner {
    Kind::ALL.iter().fold(Cleaner::new(), |cleaner, &kind| cleaner.with_kept(kind))
}
