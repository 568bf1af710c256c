//! How a value of the metadata is made from what is written: folded, bounded, of the right form.

use crate::date_time::DateTime;
use crate::metadata::{MetadataDate, MetadataSource, MetadataValue};
use crate::text::characters::is_break_sign;
use crate::text::{collapse_white_space, declared_names};

/// Longer values are not a name, title or date (hand-set).
pub(super) const MAX_VALUE_BYTES: usize = 500;
/// Longer descriptions are articles (hand-set).
const MAX_DESCRIPTION_BYTES: usize = 2_000;
/// A page has at most this many authors and keywords (hand-set).
const MAX_AUTHORS: usize = 40;
const MAX_KEYWORDS: usize = 100;

/// A value of at most [`MAX_VALUE_BYTES`], without soft hyphens and the like; `None` if it is empty or longer.
pub(super) fn value(written: &str, source: MetadataSource) -> Option<MetadataValue> {
    bounded(written, source, MAX_VALUE_BYTES)
}

pub(super) fn description(written: &str, source: MetadataSource) -> Option<MetadataValue> {
    bounded(written, source, MAX_DESCRIPTION_BYTES)
}

fn bounded(written: &str, source: MetadataSource, max_bytes: usize) -> Option<MetadataValue> {
    // White space may double the length, but what is far longer is not worth folding.
    if written.len() > 8 * max_bytes {
        return None;
    }
    let visible: String = written.chars().filter(|&c| !is_break_sign(c, None)).collect();
    let value = collapse_white_space(&visible);
    (!value.is_empty() && value.len() <= max_bytes).then_some(MetadataValue { value, source })
}

/// The date in a value; `None` if there is none.
pub(super) fn date(written: &str, source: MetadataSource) -> Option<MetadataDate> {
    let MetadataValue { value: written, source } = value(written, source)?;
    Some(MetadataDate { date: DateTime::find(&written)?, written, source })
}

/// The names in some values, each of which may have several.
pub(super) fn authors<'a>(written: impl Iterator<Item = &'a str>, source: MetadataSource) -> Vec<MetadataValue> {
    let mut authors: Vec<MetadataValue> = Vec::new();
    for name in written.flat_map(declared_names) {
        if authors.len() < MAX_AUTHORS && !authors.iter().any(|known| known.value.eq_ignore_ascii_case(&name)) {
            authors.push(MetadataValue { value: name, source });
        }
    }
    authors
}

/// The keywords in some values, each of which may be a list with commas.
pub(super) fn keywords<'a>(written: impl Iterator<Item = &'a str>, source: MetadataSource) -> Vec<MetadataValue> {
    let mut keywords: Vec<MetadataValue> = Vec::new();
    for keyword in written.flat_map(|list| list.split([',', ';', '،'])) {
        if keywords.len() == MAX_KEYWORDS {
            break;
        }
        let keyword = value(keyword, source);
        keywords.extend(keyword.filter(|keyword| !keywords.iter().any(|known| known.value == keyword.value)));
    }
    keywords
}
