//! A learned model and what it says of a page.

use super::classes::{KindProbabilities, PackedProbabilities, softmax};
use super::features::{BLOCK_ROWS, Features, HTML, HtmlPage, PAGE, PageFacts, TEXT, TextPage};
use super::lexical::Lexical;
use super::stages::{Stages, Verdicts};
use super::trees::{Column, Forest, Ranks};
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::error::ModelError;
use crate::page_type::PageType;

/// The number of types of pages.
const PAGE_TYPES: usize = PageType::ALL.len();

/// A learned model: of each segment the log odds of being content and the probability of each kind, from its
/// [`Features`], and of the page the probability of each [`PageType`].
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
    pub(super) lexical: Lexical,
    pub(super) segments: Stages,
    /// The features that the trees for types of pages ask for.
    pub(super) page_columns: Vec<Column>,
    pub(super) page_types: Forest<PAGE_TYPES>,
}

/// What a model says of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prediction {
    /// For each segment the log odds of being content.
    pub(crate) log_odds: Vec<f32>,
    kinds: Vec<PackedProbabilities>,
    /// The probability of each type of page, in the order of [`PageType::ALL`].
    pub(crate) page_types: [f32; PAGE_TYPES],
}

impl Prediction {
    /// The probability of each kind for a segment.
    pub(crate) fn kinds(&self, segment: usize) -> KindProbabilities {
        self.kinds[segment].into()
    }

    /// What is said of an article with the same probabilities of kinds for all its segments.
    #[cfg(test)]
    pub(crate) fn of_article(log_odds: &[f32], kinds: KindProbabilities) -> Self {
        let mut page_types = [0.0; PAGE_TYPES];
        page_types[PageType::Article as usize] = 1.0;
        Self { log_odds: log_odds.to_vec(), kinds: vec![kinds.into(); log_odds.len()], page_types }
    }
}

impl Model {
    /// Whether it is made for pages of HTML; for flattened text if not.
    pub fn is_for_html(&self) -> bool {
        self.is_for_html
    }

    /// The log odds of each segment being content by all trees, without a first stage of few; above 0 it is more likely
    /// than not. Linear in the number of segments.
    ///
    /// # Errors
    ///
    /// [`ModelError::OtherFeatures`] if the features are of flattened text and the model is for HTML, or the reverse.
    pub fn log_odds(&self, features: &Features) -> Result<Vec<f32>, ModelError> {
        if features.is_html() != self.is_for_html {
            return Err(ModelError::OtherFeatures);
        }
        let rows: Vec<&[f32]> = features.rows().collect();
        let mut ranks = Ranks::<BLOCK_ROWS>::new();
        let mut log_odds = Vec::with_capacity(rows.len());
        for block in rows.chunks(BLOCK_ROWS) {
            for (index, column) in self.segments.columns.iter().enumerate() {
                let mut values = [0.0; BLOCK_ROWS];
                values.iter_mut().zip(block).for_each(|(value, row)| *value = row[column.feature]);
                ranks.write(index, column, &values[..block.len()]);
            }
            log_odds
                .extend(self.segments.trees.content.sums(&ranks, block.len())[..block.len()].iter().map(|[sum]| sum));
        }
        Ok(log_odds)
    }

    /// What the model says of a document of its kind of input.
    pub(super) fn predict(&self, analysis: &Analysis<'_>, marks: &Marks) -> Prediction {
        let count = analysis.document().segments().len();
        let lexical = self.lexical.probabilities(analysis.document());
        let Verdicts { log_odds, kinds } = match (self.is_for_html, count) {
            (_, 0) => Verdicts::default(),
            (true, 1) => self.segments.evaluate::<_, 1>(&HTML, HtmlPage::of(analysis, marks, lexical), count),
            (true, _) => self.segments.evaluate::<_, BLOCK_ROWS>(&HTML, HtmlPage::of(analysis, marks, lexical), count),
            (false, 1) => self.segments.evaluate::<_, 1>(&TEXT, TextPage::of(analysis, marks, lexical), count),
            (false, _) => self.segments.evaluate::<_, BLOCK_ROWS>(&TEXT, TextPage::of(analysis, marks, lexical), count),
        };
        Prediction { log_odds, kinds, page_types: self.page_types_of(analysis, marks) }
    }

    fn page_types_of(&self, analysis: &Analysis<'_>, marks: &Marks) -> [f32; PAGE_TYPES] {
        let page = PageFacts::of(analysis, marks);
        let mut ranks = Ranks::<1>::new();
        for (index, column) in self.page_columns.iter().enumerate() {
            let value = PAGE.features()[column.feature].of_page(&page).unwrap_or_default();
            ranks.fill(index, column, value);
        }
        let [sums] = self.page_types.sums(&ranks, 1);
        softmax(sums)
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
        let prediction = model.predict(&Analysis::of(&document), &marks);
        assert_eq!(prediction.log_odds, log_odds);
        assert!(prediction.kinds.iter().all(|kinds| *kinds == [1.0 / 16.0; 16].into()), "nothing is known of kinds");
    }

    #[test]
    fn text_is_not_judged_by_a_model_for_html() {
        let model = Model::read(&small_model()).expect("the model is sound");
        let features = Features::of(&Document::from_text("one two three"), &Marks::new(1));
        assert!(model.is_for_html() && matches!(model.log_odds(&features), Err(ModelError::OtherFeatures)));
    }
}
