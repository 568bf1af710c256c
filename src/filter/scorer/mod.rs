//! What is content, by a learned scorer.

mod decision;
mod features;
mod model;

use std::sync::{Arc, LazyLock};

use super::{Filter, main_content, text_content};
use crate::document::{Document, Marks};

pub(super) use decision::least_probability;
pub use features::Features;
pub use model::Scorer;

/// Decides over the segments of a page, of HTML or of plain text, by a learned [`Scorer`] for each, in the place of
/// the rules of [`ContentFilter`](crate::filter::ContentFilter).
///
/// It weighs what the filters before it have said, and what they recognised stays of its kind. `MODEL.md` beside
/// its source says what it was trained on and how good it is.
///
/// # Example
///
/// ```
/// use dechaff::Cleaner;
/// use dechaff::filter::Pipeline;
///
/// let page = "<nav><a href=/>Home</a> <a href=/a>About</a></nav><article><h1>The old mill</h1>
///      <p>After forty years the old mill at the river is grinding flour once more, the village said.</p>
///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.</p></article>";
/// let cleaned = Cleaner::new().clean_html(page)?;
/// assert!(cleaned.text().starts_with("After forty years") && cleaned.text().ends_with("by hand."));
/// assert!(cleaned.spans().iter().any(|span| span.filter() == "scorer"));
///
/// // Rules alone:
/// let cleaner = Cleaner::new().with_pipeline(Pipeline::default().without("scorer")?);
/// assert!(cleaner.clean_html(page)?.spans().iter().all(|span| span.filter() != "scorer"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ScorerFilter {
    /// Models in the place of the crate's.
    html: Option<Arc<Scorer>>,
    text: Option<Arc<Scorer>>,
}

static OF_HTML: LazyLock<Scorer> = LazyLock::new(|| built_in(include_bytes!("html.bin")));
static OF_TEXT: LazyLock<Scorer> = LazyLock::new(|| built_in(include_bytes!("text.bin")));

fn built_in(bytes: &[u8]) -> Scorer {
    let scorer = Scorer::read(bytes);
    scorer.unwrap_or_else(|error| unreachable!("the model is part of the crate, and tested: {error}"))
}

impl ScorerFilter {
    /// With a model of one's own for what that is made for, HTML or plain text.
    pub fn with_scorer(mut self, scorer: Scorer) -> Self {
        let of_input = if scorer.is_for_html() { &mut self.html } else { &mut self.text };
        *of_input = Some(Arc::new(scorer));
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
        let (own, built_in) = if document.is_html() { (&self.html, &OF_HTML) } else { (&self.text, &OF_TEXT) };
        let scorer = own.as_deref().unwrap_or_else(|| built_in);
        let Ok(odds) = scorer.log_odds_of(document, marks) else { return };
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
        assert!(OF_HTML.is_for_html() && !OF_TEXT.is_for_html());
    }

    #[test]
    fn a_scorer_takes_the_place_of_that_for_its_input() {
        let own = Scorer::read(include_bytes!("text.bin")).expect("the model is sound");
        let filter = ScorerFilter::default().with_scorer(own);
        assert!(filter.html.is_none() && filter.text.is_some());
    }
}
