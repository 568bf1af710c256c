//! Any text is cleaned: spans cover it, and a second run gives the same.

use dechaff::clean_text;

use super::checks::{assert_promises, assert_same};

/// Checks the input up to its first byte that is not UTF-8.
pub fn check(input: &[u8]) {
    let text = match str::from_utf8(input) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&input[..error.valid_up_to()]).unwrap_or_default(),
    };
    let page = clean_text(text).expect("it is within the limits");
    assert_eq!(page.source(), text);
    assert_promises(&page);
    assert_same(&page, &clean_text(text).expect("it is within the limits"));
}
