//! The compiled lexicon, read where it stands: nothing of it is taken apart when a program starts.

use super::cue::{CueSet, GROUPS};
use super::format::{GAP, branch, first_slot};

/// What `compile.rs` wrote; there stands what the bytes are.
pub(super) struct Tables {
    pub(super) slots: &'static [[u8; 4]],
    pub(super) words: &'static [[u8; 16]],
    pub(super) texts: &'static [u8],
    pub(super) uses: &'static [[u8; GROUPS]],
    pub(super) nodes: &'static [[u8; 16]],
    pub(super) edges: &'static [[u8; 2]],
    pub(super) terminals: &'static [[[u8; 4]; 4]],
}

pub(super) struct WordRecord {
    pub(super) number: u32,
    pub(super) first: u32,
    pub(super) ways: u32,
    pub(super) row: u16,
    pub(super) function_word_of: u8,
    pub(super) flags: u8,
}

#[derive(Clone, Copy)]
pub(super) struct Node {
    first: u32,
    count: u16,
    terminal: u16,
    branches: u32,
}

impl Node {
    /// The words with which a cue may go on; all where one ends here.
    pub(super) fn ways(self) -> u32 {
        if self.terminal == 0 { self.branches } else { u32::MAX }
    }
}

impl Tables {
    /// The record of a folded word of this hash.
    pub(super) fn word(&self, folded: &[u8], hash: u32) -> Option<WordRecord> {
        let mut place = first_slot(hash, self.slots.len());
        loop {
            let slot = u32::from_le_bytes(self.slots[place]);
            if slot == 0 {
                return None;
            }
            if slot >> 16 == hash & 0xFFFF {
                let number = slot & 0xFFFF;
                let [t0, t1, t2, t3, f0, f1, f2, f3, row0, row1, function_word_of, flags, w0, w1, w2, w3] =
                    self.words[number as usize];
                let text = u32::from_le_bytes([t0, t1, t2, t3]);
                let (start, length) = ((text >> 8) as usize, (text & 0xFF) as usize);
                if self.texts.get(start..start + length) == Some(folded) {
                    return Some(WordRecord {
                        number,
                        first: u32::from_le_bytes([f0, f1, f2, f3]),
                        ways: u32::from_le_bytes([w0, w1, w2, w3]),
                        row: u16::from_le_bytes([row0, row1]),
                        function_word_of,
                        flags,
                    });
                }
            }
            place = (place + 1) % self.slots.len();
        }
    }

    /// A node as it is to be seen from a cue's beginning at the beginning of a text, or further inside: what is bound to
    /// the beginning is not to be found there.
    pub(super) fn node(&self, node: u32, is_inside: bool) -> Node {
        let [f0, f1, f2, f3, c0, c1, t0, t1, b0, b1, b2, b3, i0, i1, i2, i3] = self.nodes[node as usize];
        Node {
            first: u32::from_le_bytes([f0, f1, f2, f3]),
            count: u16::from_le_bytes([c0, c1]),
            terminal: u16::from_le_bytes([t0, t1]),
            branches: u32::from_le_bytes(if is_inside { [i0, i1, i2, i3] } else { [b0, b1, b2, b3] }),
        }
    }

    /// The child of a node that a word leads to.
    pub(super) fn child(&self, node: Node, word: u32) -> Option<u32> {
        if node.branches & branch(word) == 0 {
            return None;
        }
        let place = self.edges(node)?.binary_search_by_key(&word, |edge| u32::from(u16::from_le_bytes(*edge))).ok()?;
        Some(node.first + place as u32)
    }

    /// The child of a node that any words lead to. It is the first of all, but for that of numbers.
    pub(super) fn gap(&self, node: Node) -> Option<u32> {
        if node.branches & branch(GAP) == 0 {
            return None;
        }
        let is_gap = |edge: &[u8; 2]| u32::from(u16::from_le_bytes(*edge)) == GAP;
        let place = self.edges(node)?.iter().take(GAP as usize + 1).position(is_gap)?;
        Some(node.first + place as u32)
    }

    fn edges(&self, node: Node) -> Option<&[[u8; 2]]> {
        let start = node.first as usize;
        self.edges.get(start..start + usize::from(node.count))
    }

    /// The groups of the cues that end at a node, by how they are bound; `None` where none ends.
    pub(super) fn groups(&self, node: Node) -> Option<[CueSet; 4]> {
        (node.terminal != 0).then(|| self.terminals[usize::from(node.terminal)].map(CueSet::of_bits))
    }
}
