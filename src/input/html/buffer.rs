//! A part of the page in html5ever's own type of string.

use std::ops::Range;

use html5ever::Attribute;
use html5ever::tendril::StrTendril;

/// Bytes of the page that are copied at a time (hand-set).
const BLOCK_BYTES: usize = 64 * 1024;

/// A part of the page, pieces of which can be given to html5ever without a copy.
#[derive(Default)]
pub(super) struct PageBuffer {
    tendril: StrTendril,
    range: Range<usize>,
    /// An empty list for the attributes of the next tag.
    pub(super) attributes: Vec<Attribute>,
}

impl PageBuffer {
    /// A piece of the page. Pieces should be asked for in the order of the page.
    pub(super) fn piece(&mut self, html: &str, piece: Range<usize>) -> StrTendril {
        // An attribute without a value has the piece 0..0, which no later part of the page contains.
        if piece.is_empty() {
            return StrTendril::new();
        }
        if piece.start < self.range.start || piece.end > self.range.end {
            let end = (piece.start + BLOCK_BYTES).min(html.len());
            let end = (end..=html.len()).find(|&end| html.is_char_boundary(end)).unwrap_or(html.len());
            self.range = piece.start..end.max(piece.end);
            self.tendril = StrTendril::from_slice(&html[self.range.clone()]);
        }
        self.tendril.subtendril((piece.start - self.range.start) as u32, (piece.end - piece.start) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_the_page() {
        let html = "aé".repeat(BLOCK_BYTES);
        let mut buffer = PageBuffer::default();
        for piece in [0..1, 1..3, 6..6, 3..4, BLOCK_BYTES / 3 * 3..BLOCK_BYTES * 2 / 3 * 3, 0..html.len(), 0..0] {
            assert_eq!(&*buffer.piece(&html, piece.clone()), &html[piece]);
        }
    }

    #[test]
    fn an_empty_piece_leaves_the_block_as_it_is() {
        let html = "a".repeat(3 * BLOCK_BYTES);
        let mut buffer = PageBuffer::default();
        buffer.piece(&html, BLOCK_BYTES..BLOCK_BYTES + 1);
        let range = buffer.range.clone();
        buffer.piece(&html, 0..0);
        assert_eq!(buffer.range, range);
    }
}
