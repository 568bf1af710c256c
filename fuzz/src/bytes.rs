//! Any bytes are cleaned or refused, whatever charset and format the caller names.

use dechaff::{Page, PageFormat, clean_bytes};

use super::checks::assert_covered;
use super::choices::Choices;

/// Charset labels that a transport may name, true or not. The first stands for none.
#[rustfmt::skip]
pub const LABELS: [&str; 17] = [
    "", "utf-8", "windows-1252", "latin1", "utf-16", "utf-16be", "windows-1256", "gb18030", "big5", "shift_jis", "euc-jp",
    "iso-2022-jp", "euc-kr", "koi8-r", "x-user-defined", "iso-2022-kr", "no such charset",
];
pub const FORMATS: [Option<PageFormat>; 3] = [None, Some(PageFormat::Html), Some(PageFormat::Text)];

/// The first byte chooses the label, the second the format; the rest is the page.
pub fn check(input: &[u8]) {
    let mut choices = Choices::new(input);
    let (label, format) = (choices.pick(&LABELS), choices.pick(&FORMATS));
    let mut page = Page::new(choices.rest());
    if !label.is_empty() {
        page = page.with_charset(label);
    }
    if let Some(format) = format {
        page = page.with_format(format);
    }
    match clean_bytes(page) {
        Ok(page) => assert_covered(&page),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
