//! The evaluation of a model on the segments of a page, in two stages: a few trees over some of the features decide on the
//! boilerplate that they are sure of, and all other segments are left to all trees.

use super::classes::{KINDS, KindProbabilities, PackedProbabilities, one_against_all};
use super::features::{BLOCK_ROWS, Facts, STRETCH_ROWS, Table};
use super::trees::{Column, Forest, MAX_COLUMNS, Ranks};

/// What a model judges segments by.
#[derive(Clone, Debug)]
pub(super) struct Stages {
    /// The features that trees ask for.
    pub(super) columns: Vec<Column>,
    pub(super) first: Option<FirstStage>,
    /// All trees.
    pub(super) trees: SegmentTrees,
}

/// Trees for content and for kinds.
#[derive(Clone, Debug)]
pub(super) struct SegmentTrees {
    pub(super) content: Forest<1>,
    pub(super) kinds: Forest<{ KINDS.len() }>,
}

/// A first stage of few trees.
#[derive(Clone, Debug)]
pub(super) struct FirstStage {
    /// The columns that its trees ask for, by index.
    pub(super) columns: Vec<u8>,
    /// The highest log odds of content of a segment that is decided.
    pub(super) max_log_odds: f32,
    /// The least probability of its likeliest kind.
    pub(super) min_probability: f32,
    pub(super) trees: SegmentTrees,
}

/// What trees say of each segment of a page.
#[derive(Default)]
pub(super) struct Verdicts {
    /// The log odds of being content.
    pub(super) log_odds: Vec<f32>,
    /// The probability of each kind.
    pub(super) kinds: Vec<PackedProbabilities>,
}

/// A column with its index, if it differs from segment to segment.
type Indexed<'a> = (usize, &'a Column);

impl Stages {
    /// Evaluates all segments of a page, in blocks of up to `ROWS`. Only the features that some tree asks for are
    /// computed, and not for all segments at once: they take many times the memory of the page.
    pub(super) fn evaluate<F: Facts, const ROWS: usize>(
        &self,
        table: &Table<F>,
        mut page: F::Page<'_>,
        count: usize,
    ) -> Verdicts {
        let unknown = PackedProbabilities::from([0.0; KINDS.len()]);
        let mut verdicts = Verdicts { log_odds: vec![0.0; count], kinds: vec![unknown; count] };
        let mut ranks = Ranks::<ROWS>::new();
        let (mut first_columns, mut other_columns) = (Vec::new(), Vec::with_capacity(self.columns.len()));
        let mut is_in_first_stage = [false; MAX_COLUMNS];
        for &column in self.first.iter().flat_map(|stage| &stage.columns) {
            is_in_first_stage[usize::from(column)] = true;
        }
        for (index, column) in self.columns.iter().enumerate() {
            match table.features()[column.feature].of_page(&page) {
                Some(value) => ranks.fill(index, column, value),
                None if is_in_first_stage[index] => first_columns.push((index, column)),
                None => other_columns.push((index, column)),
            }
        }
        // The blocks of a stretch, for the first stage.
        let blocks = if self.first.is_some() { count.min(STRETCH_ROWS).div_ceil(ROWS) } else { 0 };
        let mut first_ranks = vec![ranks.clone(); blocks];
        let (mut segments, mut undecided) = (Vec::with_capacity(ROWS), Vec::with_capacity(count.min(STRETCH_ROWS)));
        for start in (0..count).step_by(STRETCH_ROWS) {
            let stretch = start..(start + STRETCH_ROWS).min(count);
            F::advance(&mut page, stretch.clone());
            undecided.clear();
            match &self.first {
                Some(stage) => {
                    for (first, ranks) in stretch.clone().step_by(ROWS).zip(&mut first_ranks) {
                        segments.clear();
                        segments.extend(first..(first + ROWS).min(stretch.end));
                        write(&first_columns, table, &page, &segments, ranks);
                        stage.decide(ranks, &segments, &mut verdicts, &mut undecided);
                    }
                }
                None => undecided.extend(stretch),
            }
            for segments in undecided.chunks(ROWS) {
                if let Some(stage) = &self.first {
                    for (row, segment) in segments.iter().map(|segment| segment - start).enumerate() {
                        ranks.copy(row, &first_ranks[segment / ROWS], segment % ROWS, &stage.columns);
                    }
                }
                write(&other_columns, table, &page, segments, &mut ranks);
                self.trees.decide(&ranks, segments, &mut verdicts);
            }
        }
        verdicts
    }
}

/// Computes the features of up to `ROWS` segments, and writes the ranks of their values.
fn write<F: Facts, const ROWS: usize>(
    columns: &[Indexed<'_>],
    table: &Table<F>,
    page: &F::Page<'_>,
    segments: &[usize],
    ranks: &mut Ranks<ROWS>,
) {
    let mut values = [0.0; BLOCK_ROWS];
    for &(index, column) in columns {
        table.features()[column.feature].fill(page, segments, &mut values);
        ranks.write(index, column, &values[..segments.len()]);
    }
}

impl FirstStage {
    /// Judges the segments of a block, at least one, and adds those that it is not sure of to the others.
    fn decide<const ROWS: usize>(
        &self,
        ranks: &Ranks<ROWS>,
        segments: &[usize],
        verdicts: &mut Verdicts,
        undecided: &mut Vec<usize>,
    ) {
        let is_boilerplate = |[log_odds]: &[f32; 1]| *log_odds <= self.max_log_odds;
        let content = &self.trees.content.sums(ranks, segments.len())[..segments.len()];
        if !content.iter().any(is_boilerplate) {
            undecided.extend(segments);
            return;
        }
        let kinds = self.trees.kinds.sums(ranks, segments.len());
        for ((&segment, log_odds), kinds) in segments.iter().zip(content).zip(kinds) {
            let sure = is_boilerplate(log_odds).then(|| one_against_all(kinds)).filter(|kinds| self.is_sure(kinds));
            match sure {
                Some(kinds) => verdicts.set(segment, log_odds[0], kinds),
                None => undecided.push(segment),
            }
        }
    }

    fn is_sure(&self, kinds: &KindProbabilities) -> bool {
        kinds.iter().any(|&probability| probability >= self.min_probability)
    }
}

impl SegmentTrees {
    /// The column of each question, by index.
    pub(super) fn columns(&self) -> impl Iterator<Item = u8> {
        self.content.columns().chain(self.kinds.columns())
    }

    /// Judges the segments of a block, at least one.
    fn decide<const ROWS: usize>(&self, ranks: &Ranks<ROWS>, segments: &[usize], verdicts: &mut Verdicts) {
        let content = self.content.sums(ranks, segments.len());
        let kinds = self.kinds.sums(ranks, segments.len());
        for ((&segment, [log_odds]), kinds) in segments.iter().zip(content).zip(kinds) {
            verdicts.set(segment, log_odds, one_against_all(kinds));
        }
    }
}

impl Verdicts {
    fn set(&mut self, segment: usize, log_odds: f32, kinds: KindProbabilities) {
        (self.log_odds[segment], self.kinds[segment]) = (log_odds, kinds.into());
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analysis;
    use crate::document::{Document, Marks};
    use crate::model::Model;
    use crate::model::format::tests::{first_stage, model_with};

    #[test]
    fn what_the_first_stage_is_not_sure_of_is_left_to_all_trees() {
        let model = Model::read(&model_with(&first_stage())).expect("the model is sound");
        // Short pages, whole and partial blocks and stretches; in some blocks all segments or none are sure.
        for count in [1, 2, 31, 33, 63, 64, 65, 200] {
            for period in [1, 2, 3, 40, 500] {
                let is_long = |index: usize| index.is_multiple_of(period);
                let page = |index: usize| if is_long(index) { "<p>one two three</p>" } else { "<p>one two</p>" };
                let document = Document::from_html(&(0..count).map(page).collect::<String>());
                let prediction = model.predict(&Analysis::of(&document), &Marks::new(count));
                let expected: Vec<f32> = (0..count).map(|index| if is_long(index) { 30.5 } else { -3.0 }).collect();
                assert_eq!(prediction.log_odds, expected, "{count} segments, each {period}th long");
            }
        }
    }
}
