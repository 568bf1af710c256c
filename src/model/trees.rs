//! Symmetric trees: all nodes of a level ask the same question, so that a tree is a table of 64 leaves and six
//! questions (oblivious decision trees: Kohavi 1994; boosted: Prokhorenkova et al., "CatBoost", 2018).

use super::features::{BLOCK_ROWS, Column as Values, Facts, Features, HTML, HtmlPage, TEXT, Table, TextPage};
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
        let mut evaluation = Evaluation::of(self);
        for block in rows.chunks(BLOCK_ROWS) {
            for (index, column) in self.columns.iter().enumerate() {
                let mut values = [0.0; BLOCK_ROWS];
                values.iter_mut().zip(block).for_each(|(value, row)| *value = row[column.feature]);
                evaluation.ranks[index] = column.ranks(&values);
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
        if self.is_for_html {
            self.evaluate(&HTML, &HtmlPage::of(analysis, marks), count)
        } else {
            self.evaluate(&TEXT, &TextPage::of(analysis, marks), count)
        }
    }

    fn evaluate<F: Facts>(&self, table: &Table<F>, page: &F::Page<'_>, count: usize) -> Vec<f32> {
        let mut evaluation = Evaluation::of(self);
        let features = table.features();
        let mut of_segments = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            match features[column.feature].of_page(page) {
                Some(value) => evaluation.ranks[index] = [column.rank(value); BLOCK_ROWS],
                None => of_segments.push((index, column)),
            }
        }
        let mut values = [0.0; BLOCK_ROWS];
        for start in (0..count).step_by(BLOCK_ROWS) {
            let segments = start..(start + BLOCK_ROWS).min(count);
            for &(index, column) in &of_segments {
                features[column.feature].fill(page, segments.clone(), &mut values);
                evaluation.ranks[index] = column.ranks(&values);
            }
            evaluation.add_block(segments.len());
        }
        evaluation.log_odds
    }
}

/// For each column (as many as a question can name) and row of a block the number of borders below the value,
/// [`signed`].
type Ranks = [[i8; BLOCK_ROWS]; 256];

/// The evaluation of a model, block by block.
struct Evaluation<'a> {
    model: &'a Model,
    ranks: Box<Ranks>,
    log_odds: Vec<f32>,
}

/// Trees that are added up together, so that the sums are loaded and stored once for all of them.
const GROUP: usize = 4;

impl<'a> Evaluation<'a> {
    fn of(model: &'a Model) -> Self {
        Self { model, ranks: Box::new([[0; BLOCK_ROWS]; 256]), log_odds: Vec::new() }
    }

    /// Adds the log odds of a block whose ranks are filled in.
    fn add_block(&mut self, rows: usize) {
        let mut sums = [self.model.bias; BLOCK_ROWS];
        let sums = &mut sums[..rows];
        let (groups, others) = self.model.trees.as_chunks::<GROUP>();
        groups.iter().for_each(|trees| add(trees, &self.ranks, sums));
        others.iter().for_each(|tree| add(std::array::from_ref(tree), &self.ranks, sums));
        self.log_odds.extend_from_slice(sums);
    }
}

/// Adds the leaves that the rows of a block fall into.
fn add<const N: usize>(trees: &[Tree; N], ranks: &Ranks, sums: &mut [f32]) {
    let leaves: [[u8; BLOCK_ROWS]; N] = std::array::from_fn(|tree| trees[tree].leaves_of(ranks));
    for (row, sum) in sums.iter_mut().enumerate() {
        for (tree, leaves) in trees.iter().zip(&leaves) {
            *sum += tree.leaves[usize::from(leaves[row % BLOCK_ROWS]) % LEAVES];
        }
    }
}

impl Column {
    /// The number of borders below a value, [`signed`].
    fn rank(&self, value: f32) -> i8 {
        signed(self.borders.iter().filter(|&&border| border < value).count() as u8)
    }

    /// The ranks of the rows of a block.
    fn ranks(&self, values: &Values) -> [i8; BLOCK_ROWS] {
        // Many features have the same value in a whole block.
        let first = values[0];
        let difference = values.iter().fold(0, |bits, value| bits | value.to_bits() ^ first.to_bits());
        if difference == 0 {
            return [self.rank(first); BLOCK_ROWS];
        }
        // All borders are counted, without branches: few columns have many.
        let mut counts = [0_i32; BLOCK_ROWS];
        for &border in &self.borders {
            for (count, &value) in counts.iter_mut().zip(values) {
                *count += i32::from(border < value);
            }
        }
        counts.map(|count| signed(count as u8))
    }
}

/// 0 to 255 mapped to -128 to 127 in order: SSE2 compares signed bytes only.
pub(super) const fn signed(number: u8) -> i8 {
    (number ^ 0x80) as i8
}

impl Tree {
    /// The leaf of each row of a block.
    fn leaves_of(&self, ranks: &Ranks) -> [u8; BLOCK_ROWS] {
        let mut leaves = [0_u8; BLOCK_ROWS];
        for (level, &(column, border)) in self.questions.iter().enumerate() {
            for (leaf, &rank) in leaves.iter_mut().zip(&ranks[usize::from(column)]) {
                *leaf |= u8::from(rank > border) << level;
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
