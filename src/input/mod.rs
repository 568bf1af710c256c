//! From bytes or text to a flattened page.

pub(crate) mod decode;
pub(crate) mod double_encoding;
pub(crate) mod html;
pub(crate) mod lines;
pub(crate) mod page;
pub(crate) mod sniff;

use std::borrow::Cow;

use self::page::{Page, PageFormat};
use crate::error::InputError;
use crate::limits::Limits;
use crate::note::Note;

/// A decoded page.
pub(crate) struct Read<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) format: PageFormat,
    pub(crate) encoding: &'static str,
    pub(crate) notes: Vec<Note>,
}

/// Decodes a page and detects its format.
pub(crate) fn read(page: Page<'_>, limits: Limits) -> Result<Read<'_>, InputError> {
    limits.check(page.bytes.len())?;
    if let Some(what) = sniff::binary(page.bytes) {
        return Err(InputError::NotText { what });
    }
    let mut notes = Vec::new();
    let decode::Decoded { text, encoding } = decode::decode(page.bytes, page.charset, &mut notes);
    if sniff::is_noise(&text) {
        return Err(InputError::NotText { what: "binary data" });
    }
    let text = if page.is_repaired {
        double_encoding::repair(text, &mut notes)
    } else {
        double_encoding::note(&text, &mut notes);
        text
    };
    let format = page.format.unwrap_or_else(|| sniff::format(&text));
    Ok(Read { text, format, encoding, notes })
}
