//! What is content, by a learned scorer.

mod features;
mod model;

use std::sync::{Arc, LazyLock};

use super::{Filter, main_content, text_content};
use crate::document::{Document, Marks};

pub use features::Features;
pub use model::Scorer;

/// Decides over the segments of a page, of HTML or of plain text, by a learned [`Scorer`] for each, in the place of
/// the rules of [`ContentFilter`](crate::ContentFilter).
///
/// It weighs what the filters before it have said, and what they recognised stays of its kind. `MODEL.md` beside
/// its source says what it was trained on and how good it is.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Pipeline, ScorerFilter};
///
/// let pipeline = Pipeline::default().with_before("content", ScorerFilter::default())?;
/// let page = Cleaner::new().with_pipeline(pipeline).clean_html(
///     "<nav><a href=/>Home</a> <a href=/a>About</a></nav><article><h1>The old mill</h1>
///      <p>After forty years the old mill at the river is grinding flour once more, the village said.</p>
///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.</p></article>",
/// );
/// assert!(page.text().starts_with("After forty years") && page.text().ends_with("by hand."));
/// # Ok::<(), dechaff::PipelineError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScorerFilter {
    html: Arc<Scorer>,
    text: Arc<Scorer>,
}

static OF_HTML: LazyLock<Arc<Scorer>> = LazyLock::new(|| built_in(include_bytes!("html.bin")));
static OF_TEXT: LazyLock<Arc<Scorer>> = LazyLock::new(|| built_in(include_bytes!("text.bin")));

fn built_in(bytes: &[u8]) -> Arc<Scorer> {
    let scorer = Scorer::read(bytes);
    Arc::new(scorer.unwrap_or_else(|error| unreachable!("the model is part of the crate, and tested: {error}")))
}

impl Default for ScorerFilter {
    /// With the models of the crate.
    fn default() -> Self {
        Self { html: Arc::clone(&OF_HTML), text: Arc::clone(&OF_TEXT) }
    }
}

impl ScorerFilter {
    /// With a model of one's own for the input that it is made for.
    pub fn with_scorer(scorer: Scorer) -> Self {
        let is_for_html = scorer.is_for_html();
        let scorer = Arc::new(scorer);
        if is_for_html { Self { html: scorer, ..Self::default() } } else { Self { text: scorer, ..Self::default() } }
    }
}

/// This filter's name.
pub(super) const NAME: &str = "scorer";

impl Filter for ScorerFilter {
    fn name(&self) -> &'static str {
        NAME
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        let scorer = if document.is_html() { &self.html } else { &self.text };
        let Ok(odds) = scorer.log_odds(&Features::of(document, marks)) else { return };
        if document.is_html() {
            main_content::mark_by_scores(document, marks, &odds);
        } else {
            text_content::mark_by_scores(document, marks, &odds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_of_the_crate_are_sound() {
        let filter = ScorerFilter::default();
        assert!(filter.html.is_for_html() && !filter.text.is_for_html());
    }

    #[test]
    fn a_scorer_takes_the_place_of_that_for_its_input() {
        let own = Scorer::read(include_bytes!("text.bin")).expect("the model is sound");
        let filter = ScorerFilter::with_scorer(own);
        assert!(Arc::ptr_eq(&filter.html, &OF_HTML) && !Arc::ptr_eq(&filter.text, &OF_TEXT));
    }
}
