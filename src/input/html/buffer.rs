//! The page in html5ever's own kind of buffer.

use std::ops::Range;

use html5ever::tendril::StrTendril;

/// Bytes that are copied into a buffer at a time (hand-set).
const BLOCK_BYTES: usize = 64 * 1024;

/// A part of the page in a buffer whose pieces can be shared without a copy.
#[derive(Default)]
pub(super) struct Block {
    tendril: StrTendril,
    range: Range<usize>,
}

impl Block {
    /// A piece of the page. Pieces should be asked for in the order of the page.
    pub(super) fn piece(&mut self, html: &str, piece: Range<usize>) -> StrTendril {
        // The piece of an attribute without a value is 0..0, which is in no later block.
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
        let mut block = Block::default();
        for piece in [0..1, 1..3, 6..6, 3..4, BLOCK_BYTES / 3 * 3..BLOCK_BYTES * 2 / 3 * 3, 0..html.len(), 0..0] {
            assert_eq!(&*block.piece(&html, piece.clone()), &html[piece]);
        }
    }

    #[test]
    fn an_empty_piece_leaves_the_block_as_it_is() {
        let html = "a".repeat(3 * BLOCK_BYTES);
        let mut block = Block::default();
        block.piece(&html, BLOCK_BYTES..BLOCK_BYTES + 1);
        let range = block.range.clone();
        block.piece(&html, 0..0);
        assert_eq!(block.range, range);
    }
}
