//! What is content, by a learned scorer.

mod decision;
mod features;
mod model;

use std::sync::{Arc, LazyLock};

use super::{Filter, main_content};
use crate::document::{Document, Marks};

pub(super) use decision::least_probability;
pub use features::Features;
pub use model::Scorer;

/// Decides over the segments of a page of HTML by a learned [`Scorer`], in the place of the rules of
/// [`ContentFilter`](crate::ContentFilter); plain text is left to that.
///
/// It weighs what the filters before it have said, and what they recognised stays of its kind. `MODEL.md` beside
/// its source says what it was trained on and how good it is.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Pipeline};
///
/// let page = "<nav><a href=/>Home</a> <a href=/a>About</a></nav><article><h1>The old mill</h1>
///      <p>After forty years the old mill at the river is grinding flour once more, the village said.</p>
///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.</p></article>";
/// let cleaned = Cleaner::new().clean_html(page);
/// assert!(cleaned.text().starts_with("After forty years") && cleaned.text().ends_with("by hand."));
/// assert!(cleaned.spans().iter().any(|span| span.filter() == "scorer"));
///
/// // Rules alone:
/// let cleaner = Cleaner::new().with_pipeline(Pipeline::default().without("scorer")?);
/// assert!(cleaner.clean_html(page).spans().iter().all(|span| span.filter() != "scorer"));
/// # Ok::<(), dechaff::PipelineError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ScorerFilter {
    /// A model in the place of the crate's.
    html: Option<Arc<Scorer>>,
}

static HTML: LazyLock<Scorer> = LazyLock::new(|| {
    let scorer = Scorer::read(include_bytes!("html.bin"));
    scorer.unwrap_or_else(|error| unreachable!("the model is part of the crate, and tested: {error}"))
});

impl ScorerFilter {
    /// With a model of one's own for what that is made for, HTML or plain text.
    pub fn with_scorer(mut self, scorer: Scorer) -> Self {
        if scorer.is_for_html() {
            self.html = Some(Arc::new(scorer));
        }
        self
    }
}

/// This filter's name.
pub(super) const NAME: &str = "scorer";

impl Filter for ScorerFilter {
    fn name(&self) -> &'static str {
        NAME
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        if document.is_html() {
            let scorer = self.html.as_deref().unwrap_or(&HTML);
            if let Ok(odds) = scorer.log_odds_of(document, marks) {
                main_content::mark_by_scores(document, marks, &odds);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_of_the_crate_is_sound() {
        assert!(HTML.is_for_html());
    }
}
