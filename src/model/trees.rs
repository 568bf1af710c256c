//! Symmetric trees: all nodes of a level ask the same question, so that a tree is a table of 64 leaves and six
//! questions (oblivious decision trees: Kohavi 1994; boosted: Prokhorenkova et al., "CatBoost", 2018).

use super::features::{BLOCK_ROWS, Facts, Features, HTML, HtmlPage, TEXT, Table, TextPage};
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::error::ModelError;

/// Questions of a tree.
pub(super) const DEPTH: usize = 6;
pub(super) const LEAVES: usize = 1 << DEPTH;

/// A learned model: the log odds of each segment being content, from its [`Features`].
///
/// It is made for pages of HTML or for flattened text.
///
/// # Example
///
/// ```
/// use dechaff::model::Model;
///
/// let error = Model::read(b"something else").unwrap_err();
/// assert!(error.to_string().starts_with("the bytes are not a dechaff model"));
/// ```
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) is_for_html: bool,
    pub(super) columns: Vec<Column>,
    pub(super) trees: Vec<Tree>,
    pub(super) bias: f32,
}

/// A feature that some tree asks for, and the borders between which its values fall.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) feature: usize,
    pub(super) borders: Vec<f32>,
}

#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// Whether the value of a column is above a border, both by index; the border's is [`signed`].
    pub(super) questions: [(u8, i8); DEPTH],
    pub(super) leaves: [f32; LEAVES],
}

impl Model {
    /// Whether it is made for pages of HTML; for flattened text if not.
    pub fn is_for_html(&self) -> bool {
        self.is_for_html
    }

    /// The log odds of each segment being content; above 0 it is more likely than not. Linear in the number of
    /// segments.
    ///
    /// # Errors
    ///
    /// [`ModelError::OtherFeatures`] if the features are of flattened text and the model is for HTML, or the reverse.
    pub fn log_odds(&self, features: &Features) -> Result<Vec<f32>, ModelError> {
        if features.is_html() != self.is_for_html {
            return Err(ModelError::OtherFeatures);
        }
        let rows: Vec<&[f32]> = features.rows().collect();
        let mut evaluation = Evaluation::<BLOCK_ROWS>::of(self);
        for block in rows.chunks(BLOCK_ROWS) {
            for (index, column) in self.columns.iter().enumerate() {
                let mut values = [0.0; BLOCK_ROWS];
                values.iter_mut().zip(block).for_each(|(value, row)| *value = row[column.feature]);
                column.write_ranks(&values[..block.len()], &mut evaluation.ranks[index]);
            }
            evaluation.add_block(block.len());
        }
        Ok(evaluation.log_odds)
    }

    /// The log odds of the segments of a document of the model's kind of input. Only the features that some tree asks
    /// for are computed, block by block: all features of all segments take many times the memory of the page.
    pub(super) fn log_odds_of(&self, analysis: &Analysis<'_>, marks: &Marks) -> Vec<f32> {
        let count = analysis.document().segments().len();
        if count == 0 {
            return Vec::new();
        }
        match (self.is_for_html, count) {
            (true, 1) => self.evaluate::<_, 1>(&HTML, &HtmlPage::of(analysis, marks), count),
            (true, _) => self.evaluate::<_, BLOCK_ROWS>(&HTML, &HtmlPage::of(analysis, marks), count),
            (false, 1) => self.evaluate::<_, 1>(&TEXT, &TextPage::of(analysis, marks), count),
            (false, _) => self.evaluate::<_, BLOCK_ROWS>(&TEXT, &TextPage::of(analysis, marks), count),
        }
    }

    /// Evaluates blocks of up to `ROWS` segments.
    fn evaluate<F: Facts, const ROWS: usize>(&self, table: &Table<F>, page: &F::Page<'_>, count: usize) -> Vec<f32> {
        let mut evaluation = Evaluation::<ROWS>::of(self);
        let features = table.features();
        let mut of_segments = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            match features[column.feature].of_page(page) {
                Some(value) => evaluation.ranks[index] = [column.rank(value); ROWS],
                None => of_segments.push((index, column)),
            }
        }
        let mut values = [0.0; BLOCK_ROWS];
        for start in (0..count).step_by(ROWS) {
            let segments = start..(start + ROWS).min(count);
            for &(index, column) in &of_segments {
                features[column.feature].fill(page, segments.clone(), &mut values);
                column.write_ranks(&values[..segments.len()], &mut evaluation.ranks[index]);
            }
            evaluation.add_block(segments.len());
        }
        evaluation.log_odds
    }
}

/// For each column (as many as a question can name) and row of a block the number of borders below the value,
/// [`signed`].
type Ranks<const ROWS: usize> = [[i8; ROWS]; 256];

/// The evaluation of a model, block by block. Blocks of one row are for pages of one segment.
struct Evaluation<'a, const ROWS: usize> {
    model: &'a Model,
    ranks: Box<Ranks<ROWS>>,
    log_odds: Vec<f32>,
}

/// Trees that are added up together, so that the sums are loaded and stored once for all of them.
const GROUP: usize = 4;
/// Rows that fit into one vector of SSE2 or NEON.
const HALF_BLOCK_ROWS: usize = BLOCK_ROWS / 2;

impl<'a, const ROWS: usize> Evaluation<'a, ROWS> {
    fn of(model: &'a Model) -> Self {
        Self { model, ranks: Box::new([[0; ROWS]; 256]), log_odds: Vec::new() }
    }

    /// Adds the log odds of a block whose ranks are filled in.
    fn add_block(&mut self, rows: usize) {
        // Short pages, and the ends of long ones, are not computed as whole blocks.
        if ROWS > HALF_BLOCK_ROWS && rows <= HALF_BLOCK_ROWS {
            self.add_rows::<HALF_BLOCK_ROWS>(rows);
        } else {
            self.add_rows::<ROWS>(rows);
        }
    }

    /// Adds the log odds of the first rows of a block, at most `N`.
    fn add_rows<const N: usize>(&mut self, rows: usize) {
        let mut sums = [self.model.bias; N];
        let sums = &mut sums[..rows];
        let (groups, others) = self.model.trees.as_chunks::<GROUP>();
        groups.iter().for_each(|trees| add::<GROUP, N, ROWS>(trees, &self.ranks, sums));
        others.iter().for_each(|tree| add::<1, N, ROWS>(std::array::from_ref(tree), &self.ranks, sums));
        self.log_odds.extend_from_slice(sums);
    }
}

/// Adds the leaves that the first rows of a block, at most `N`, fall into.
fn add<const TREES: usize, const N: usize, const ROWS: usize>(
    trees: &[Tree; TREES],
    ranks: &Ranks<ROWS>,
    sums: &mut [f32],
) {
    let leaves: [[u8; N]; TREES] = std::array::from_fn(|tree| trees[tree].leaves_of(ranks));
    for (row, sum) in sums.iter_mut().enumerate() {
        for (tree, leaves) in trees.iter().zip(&leaves) {
            *sum += tree.leaves[usize::from(leaves[row % N]) % LEAVES];
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
        // All borders are counted, without branches: few columns have many.
        for (values, ranks) in values.chunks(HALF_BLOCK_ROWS).zip(ranks.chunks_mut(HALF_BLOCK_ROWS)) {
            let mut padded = [first; HALF_BLOCK_ROWS];
            padded[..values.len()].copy_from_slice(values);
            let mut counts = [0_i32; HALF_BLOCK_ROWS];
            for &border in &self.borders {
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

impl Tree {
    /// The leaf of each of the first `N` rows of a block.
    fn leaves_of<const N: usize, const ROWS: usize>(&self, ranks: &Ranks<ROWS>) -> [u8; N] {
        let mut leaves = [0_u8; N];
        // The first question is the lowest bit.
        for &(column, border) in self.questions.iter().rev() {
            for (leaf, &rank) in leaves.iter_mut().zip(&ranks[usize::from(column)]) {
                *leaf = (*leaf << 1) | u8::from(rank > border);
            }
        }
        leaves
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::model::format::tests::small_model;

    #[test]
    fn a_tree_asks_its_questions() {
        let model = Model::read(&small_model()).expect("the model is sound");
        let document = Document::from_html(&"<p>one two three</p><p>one two</p>".repeat(50));
        let marks = Marks::new(document.segments().len());
        let log_odds = model.log_odds(&Features::of(&document, &marks)).expect("both are of HTML");
        assert_eq!(log_odds.len(), 100);
        // All six answers are yes (the last leaf, 63 halves) or no (the first leaf, 0). The bias is -1.
        assert!(log_odds.chunks(2).all(|pair| pair == [30.5, -1.0]), "{log_odds:?}");
        assert_eq!(model.log_odds_of(&Analysis::of(&document), &marks), log_odds);
    }

    #[test]
    fn text_is_not_judged_by_a_model_for_html() {
        let model = Model::read(&small_model()).expect("the model is sound");
        let features = Features::of(&Document::from_text("one two three"), &Marks::new(1));
        assert!(model.is_for_html() && matches!(model.log_odds(&features), Err(ModelError::OtherFeatures)));
    }
}
