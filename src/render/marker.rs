//! Bullets and numbers in the text that mark the items of a list.

use crate::text::is_invisible;

/// The number of an item has at most this many digits (hand-set).
const MAX_NUMBER_DIGITS: usize = 6;

/// The bullet or number of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// `None` for a bullet.
    pub(super) number: Option<u32>,
    /// Bytes from the start of the line to the item's text.
    pub(super) length: usize,
}

/// The marker at the start of a line; `None` if no text follows it.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let text = line.trim_start_matches(is_invisible);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = if (1..=MAX_NUMBER_DIGITS).contains(&digits) {
        (text[..digits].parse().ok(), text[digits..].strip_prefix(['.', ')'])?)
    } else {
        const BULLETS: [char; 14] = ['•', '·', '▪', '●', '◦', '‣', '■', '►', '➤', '✓', '-', '–', '—', '*'];
        (None, text.strip_prefix(BULLETS)?)
    };
    let item = rest.trim_start();
    (item.len() < rest.len() && !item.is_empty()).then(|| Marker { number, length: line.len() - item.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_numbers_are_found_before_text() {
        let found = |line| marker(line).map(|Marker { number, length }| (number, &line[length..]));
        assert_eq!(found("• Bread"), Some((None, "Bread")));
        assert_eq!(found("\u{200F}- نان"), Some((None, "نان")));
        assert_eq!(found("12) Bread"), Some((Some(12), "Bread")));
        assert_eq!(found("3. "), None);
        assert_eq!(found("3.5 litres"), None);
        assert_eq!(found("-5 degrees"), None);
        assert_eq!(found("Bread"), None);
    }
}
