//! What is content, by a learned scorer.

mod features;
mod model;

use std::sync::{Arc, LazyLock};

use super::{Filter, main_content};
use crate::document::{Document, Marks};

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
    scorer: Arc<Scorer>,
}

static BUILT_IN: LazyLock<Arc<Scorer>> = LazyLock::new(|| {
    let scorer = Scorer::read(include_bytes!("html.bin"));
    Arc::new(scorer.unwrap_or_else(|error| unreachable!("the model is part of the crate, and tested: {error}")))
});

impl Default for ScorerFilter {
    /// With the model of the crate.
    fn default() -> Self {
        Self { scorer: Arc::clone(&BUILT_IN) }
    }
}

impl ScorerFilter {
    /// With a model of one's own.
    pub fn with_scorer(scorer: Scorer) -> Self {
        Self { scorer: Arc::new(scorer) }
    }
}

/// This filter's name.
pub(super) const NAME: &str = "scorer";

impl Filter for ScorerFilter {
    fn name(&self) -> &'static str {
        NAME
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        if document.is_html() == self.scorer.is_for_html()
            && let Ok(odds) = self.scorer.log_odds(&Features::of(document, marks))
        {
            main_content::mark_by_scores(document, marks, &odds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_of_the_crate_is_sound() {
        let _ = ScorerFilter::default();
    }
}
