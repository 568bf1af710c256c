//! Any bytes are cleaned or refused without a panic, whatever charset and type the caller names.

#![no_main]

use dechaff::{Page, PageFormat, clean_bytes};
use dechaff_fuzz::assert_covered;
use libfuzzer_sys::fuzz_target;

/// Charset labels that a transport may name, true or not.
const LABELS: [&str; 16] = [
    "utf-8",
    "windows-1252",
    "latin1",
    "utf-16",
    "utf-16be",
    "windows-1256",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "koi8-r",
    "x-user-defined",
    "iso-2022-kr",
    "",
];

fuzz_target!(|input: (Option<u8>, Option<bool>, &[u8])| {
    let (label, is_html, bytes) = input;
    let mut page = Page::new(bytes);
    if let Some(label) = label {
        page = page.with_charset(LABELS[usize::from(label) % LABELS.len()]);
    }
    page = match is_html {
        Some(true) => page.with_format(PageFormat::Html),
        Some(false) => page.with_format(PageFormat::Text),
        None => page,
    };
    if let Ok(page) = clean_bytes(page) {
        assert_covered(&page);
    }
});
