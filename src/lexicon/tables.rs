//! Reads the compiled lexicon in place, so that nothing is parsed when a program starts.

use super::cue::{CueSet, GROUPS};
use super::format::{GAP, bloom_bit, first_slot};

/// The tables that `compile.rs` writes and describes.
pub(super) struct Tables {
    pub(super) slots: &'static [[u8; 4]],
    pub(super) words: &'static [[u8; 16]],
    pub(super) texts: &'static [u8],
    pub(super) uses: &'static [[u8; GROUPS]],
    pub(super) nodes: &'static [[u8; 16]],
    pub(super) edges: &'static [[u8; 2]],
    pub(super) terminals: &'static [[[u8; 4]; 4]],
}

/// A word of the lexicon, as [`Tables::words`] has it.
pub(super) struct WordRecord {
    /// The trie node of cues that begin with the word.
    pub(super) first: u32,
    pub(super) next_words: u32,
    /// Row in [`Tables::uses`].
    pub(super) row: u16,
    pub(super) function_word_of: u8,
    pub(super) flags: u8,
}

/// A node of the trie, as [`Tables::nodes`] has it.
#[derive(Clone, Copy)]
pub(super) struct NodeRecord {
    first: u32,
    count: u16,
    terminal: u16,
    child_words: u32,
}

impl NodeRecord {
    /// Bloom mask of the words that may follow here in a cue; all ones if a cue ends here.
    pub(super) fn next_words(self) -> u32 {
        if self.terminal == 0 { self.child_words } else { u32::MAX }
    }
}

impl Tables {
    /// The id of a folded word; `hash` is its `slot_hash`.
    pub(super) fn id(&self, folded: &[u8], hash: u32) -> Option<u32> {
        let mut index = first_slot(hash, self.slots.len());
        loop {
            let slot = u32::from_le_bytes(self.slots[index]);
            if slot == 0 {
                return None;
            }
            let id = slot & 0xFFFF;
            if slot >> 16 == hash & 0xFFFF && self.text(id) == Some(folded) {
                return Some(id);
            }
            index = (index + 1) % self.slots.len();
        }
    }

    fn text(&self, id: u32) -> Option<&[u8]> {
        let text = u32::from_le_bytes(*self.words[id as usize].first_chunk()?);
        let (start, length) = ((text >> 8) as usize, (text & 0xFF) as usize);
        self.texts.get(start..start + length)
    }

    /// The record of the word with an id.
    pub(super) fn word(&self, id: u32) -> Option<WordRecord> {
        let [_, _, _, _, f0, f1, f2, f3, row0, row1, function_word_of, flags, n0, n1, n2, n3] =
            *self.words.get(id as usize)?;
        Some(WordRecord {
            first: u32::from_le_bytes([f0, f1, f2, f3]),
            next_words: u32::from_le_bytes([n0, n1, n2, n3]),
            row: u16::from_le_bytes([row0, row1]),
            function_word_of,
            flags,
        })
    }

    /// A node. If `is_inside`, the match began after the segment's start, where cues anchored to the start cannot match.
    pub(super) fn node(&self, node: u32, is_inside: bool) -> NodeRecord {
        let [f0, f1, f2, f3, c0, c1, t0, t1, a0, a1, a2, a3, u0, u1, u2, u3] = self.nodes[node as usize];
        NodeRecord {
            first: u32::from_le_bytes([f0, f1, f2, f3]),
            count: u16::from_le_bytes([c0, c1]),
            terminal: u16::from_le_bytes([t0, t1]),
            child_words: u32::from_le_bytes(if is_inside { [u0, u1, u2, u3] } else { [a0, a1, a2, a3] }),
        }
    }

    /// The child of a node that a word leads to.
    pub(super) fn child(&self, node: NodeRecord, word: u32) -> Option<u32> {
        if node.child_words & bloom_bit(word) == 0 {
            return None;
        }
        let position =
            self.edges(node)?.binary_search_by_key(&word, |edge| u32::from(u16::from_le_bytes(*edge))).ok()?;
        Some(node.first + position as u32)
    }

    /// The child of a node for `~`. Ids are sorted, so it is the first or, after that of `#`, the second.
    pub(super) fn gap(&self, node: NodeRecord) -> Option<u32> {
        if node.child_words & bloom_bit(GAP) == 0 {
            return None;
        }
        let is_gap = |edge: &[u8; 2]| u32::from(u16::from_le_bytes(*edge)) == GAP;
        let position = self.edges(node)?.iter().take(GAP as usize + 1).position(is_gap)?;
        Some(node.first + position as u32)
    }

    /// The words that lead to the children of a node.
    fn edges(&self, node: NodeRecord) -> Option<&[[u8; 2]]> {
        let start = node.first as usize;
        self.edges.get(start..start + usize::from(node.count))
    }

    /// The groups of the cues that end at a node, by their anchors: index 1 is the start, 2 the end, 3 both, 0 neither.
    /// `None` if no cue ends here.
    pub(super) fn groups(&self, node: NodeRecord) -> Option<[CueSet; 4]> {
        (node.terminal != 0).then(|| self.terminals[usize::from(node.terminal)].map(CueSet::of_bits))
    }
}
