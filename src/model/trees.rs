//! Symmetric trees: all nodes of a level ask the same question, so that a tree is a table of 64 leaves and six
//! questions (oblivious decision trees: Kohavi 1994; boosted: Prokhorenkova et al., "CatBoost", 2018).

use super::features::BLOCK_ROWS;

/// Questions of a tree.
pub(super) const DEPTH: usize = 6;
pub(super) const LEAVES: usize = 1 << DEPTH;
/// The most columns of a model: questions name them by a byte.
pub(super) const MAX_COLUMNS: usize = 256;

/// A feature that some tree asks for, and the borders between which its values fall.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) feature: usize,
    pub(super) borders: Vec<f32>,
}

/// Trees that are added up, each with a number for each of `OUTPUTS` outputs.
#[derive(Clone, Debug)]
pub(super) struct Forest<const OUTPUTS: usize> {
    trees: Vec<Tree<OUTPUTS>>,
    biases: [f32; OUTPUTS],
    /// What a leaf's number is multiplied by.
    unit: f32,
}

#[derive(Clone, Debug)]
pub(super) struct Tree<const OUTPUTS: usize> {
    /// Whether the value of a column is above a border, both by index; the border's is [`signed`].
    pub(super) questions: [(u8, i8); DEPTH],
    pub(super) leaves: [[i16; OUTPUTS]; LEAVES],
}

/// For each column and row of a block the number of borders below the value, [`signed`].
#[derive(Clone)]
pub(super) struct Ranks<const ROWS: usize>(Box<[[i8; ROWS]; MAX_COLUMNS]>);

/// Rows that fit into one vector of SSE2 or NEON.
const HALF_BLOCK_ROWS: usize = BLOCK_ROWS / 2;
/// Trees that are added up together, so that the sums are loaded and stored once for all of them.
const GROUP: usize = 4;

impl<const ROWS: usize> Ranks<ROWS> {
    pub(super) fn new() -> Self {
        Self(Box::new([[0; ROWS]; MAX_COLUMNS]))
    }

    /// Sets all rows of a column to the rank of a value.
    pub(super) fn fill(&mut self, index: usize, column: &Column, value: f32) {
        self.0[index] = [column.rank(value); ROWS];
    }

    /// Sets a row of some columns to the ranks of a row elsewhere.
    pub(super) fn copy(&mut self, row: usize, other: &Self, other_row: usize, columns: &[u8]) {
        for &column in columns {
            self.0[usize::from(column)][row] = other.0[usize::from(column)][other_row];
        }
    }

    /// Sets the first rows of a column to the ranks of values, of which there is at least one.
    pub(super) fn write(&mut self, index: usize, column: &Column, values: &[f32]) {
        column.write_ranks(values, &mut self.0[index]);
    }
}

impl<const OUTPUTS: usize> Forest<OUTPUTS> {
    /// The column of each question, by index.
    pub(super) fn columns(&self) -> impl Iterator<Item = u8> {
        self.trees.iter().flat_map(|tree| tree.questions).map(|(column, _)| column)
    }

    /// `unit` is what the numbers of leaves are multiplied by. They are rounded to a coarser unit that lets their sums
    /// have 16 bits, so that sums for all kinds fit into two vectors.
    pub(super) fn new(mut trees: Vec<Tree<OUTPUTS>>, biases: [f32; OUTPUTS], unit: f32) -> Self {
        let largest = |tree: &Tree<OUTPUTS>| {
            tree.leaves.as_flattened().iter().map(|leaf| u64::from(leaf.unsigned_abs())).max().unwrap_or(0)
        };
        // Each leaf is rounded by up to one half.
        let largest_sum = trees.iter().map(largest).sum::<u64>() as f32;
        let ratio = (largest_sum / (f32::from(i16::MAX) - trees.len() as f32)).max(1.0);
        for leaf in trees.iter_mut().flat_map(|tree| tree.leaves.as_flattened_mut()) {
            let exact = f32::from(*leaf) / ratio;
            // Rounds like `f32::round`, but is compiled to vectors.
            *leaf = (exact + 0.5_f32.copysign(exact)) as i16;
        }
        Self { trees, biases, unit: unit * ratio }
    }

    /// The sums of the first rows of a block, at least one.
    pub(super) fn sums<const ROWS: usize>(&self, ranks: &Ranks<ROWS>, rows: usize) -> [[f32; OUTPUTS]; ROWS] {
        let mut sums = [[0; OUTPUTS]; ROWS];
        // Short pages, and the ends of long ones, are not computed as whole blocks.
        if ROWS > HALF_BLOCK_ROWS && rows <= HALF_BLOCK_ROWS {
            self.add_rows::<HALF_BLOCK_ROWS, ROWS>(ranks, &mut sums[..rows]);
        } else {
            self.add_rows::<ROWS, ROWS>(ranks, &mut sums[..rows]);
        }
        sums.map(|sums| std::array::from_fn(|output| self.biases[output] + self.unit * f32::from(sums[output])))
    }

    /// Adds the leaves that the first rows of a block, at most `N`, fall into.
    fn add_rows<const N: usize, const ROWS: usize>(&self, ranks: &Ranks<ROWS>, sums: &mut [[i16; OUTPUTS]]) {
        let (groups, others) = self.trees.as_chunks::<GROUP>();
        groups.iter().for_each(|trees| add::<OUTPUTS, GROUP, N, ROWS>(trees, ranks, sums));
        others.iter().for_each(|tree| add::<OUTPUTS, 1, N, ROWS>(std::array::from_ref(tree), ranks, sums));
    }
}

fn add<const OUTPUTS: usize, const TREES: usize, const N: usize, const ROWS: usize>(
    trees: &[Tree<OUTPUTS>; TREES],
    ranks: &Ranks<ROWS>,
    sums: &mut [[i16; OUTPUTS]],
) {
    let leaves: [[u8; N]; TREES] = std::array::from_fn(|tree| trees[tree].leaves_of(ranks));
    for (row, sums) in sums.iter_mut().enumerate() {
        for (tree, leaves) in trees.iter().zip(&leaves) {
            let leaf = &tree.leaves[usize::from(leaves[row % N]) % LEAVES];
            // No sum overflows: see `Forest::new`. An array as a whole is compiled to vectors.
            *sums = std::array::from_fn(|output| sums[output].wrapping_add(leaf[output]));
        }
    }
}

impl Column {
    /// The number of borders below a value, [`signed`].
    fn rank(&self, value: f32) -> i8 {
        signed(self.borders.partition_point(|&border| border < value) as u8)
    }

    /// Writes the ranks of some values.
    fn write_ranks<const ROWS: usize>(&self, values: &[f32], ranks: &mut [i8; ROWS]) {
        // Many features have the same value in a whole block.
        let first = values[0];
        let difference = values.iter().fold(0, |bits, value| bits | value.to_bits() ^ first.to_bits());
        if difference == 0 {
            ranks.fill(self.rank(first));
            return;
        }
        // Borders that no value is beyond, or all are, need not be compared with each.
        let lowest = values.iter().fold(f32::INFINITY, |lowest, &value| if value < lowest { value } else { lowest });
        let highest =
            values.iter().fold(f32::NEG_INFINITY, |highest, &value| if value > highest { value } else { highest });
        let below = self.borders.iter().take_while(|&&border| border < lowest).count();
        let between = self.borders[below..].iter().take_while(|&&border| border < highest).count();
        let between = &self.borders[below..below + between];
        // All others are counted, without branches: few columns have many.
        for (values, ranks) in values.chunks(HALF_BLOCK_ROWS).zip(ranks.chunks_mut(HALF_BLOCK_ROWS)) {
            let mut padded = [first; HALF_BLOCK_ROWS];
            padded[..values.len()].copy_from_slice(values);
            let mut counts = [below as i32; HALF_BLOCK_ROWS];
            for &border in between {
                counts = std::array::from_fn(|row| counts[row] + i32::from(border < padded[row]));
            }
            for (rank, count) in ranks.iter_mut().zip(counts) {
                *rank = signed(count as u8);
            }
        }
    }
}

/// 0 to 255 mapped to -128 to 127 in order: SSE2 compares signed bytes only.
pub(super) const fn signed(number: u8) -> i8 {
    (number ^ 0x80) as i8
}

impl<const OUTPUTS: usize> Tree<OUTPUTS> {
    /// The leaf of each of the first `N` rows of a block.
    fn leaves_of<const N: usize, const ROWS: usize>(&self, ranks: &Ranks<ROWS>) -> [u8; N] {
        let mut leaves = [0_u8; N];
        // The first question is the lowest bit.
        for &(column, border) in self.questions.iter().rev() {
            for (leaf, &rank) in leaves.iter_mut().zip(&ranks.0[usize::from(column)]) {
                *leaf = (*leaf << 1) | u8::from(rank > border);
            }
        }
        leaves
    }
}
