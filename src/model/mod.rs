//! Learned models of what is content: features, trees, and the models that come with the crate.
//!
//! `MODEL.md` beside the source says what they were trained on and how good they are.

mod classes;
mod features;
mod format;
mod lexical;
mod prediction;
mod stages;
mod trees;

use std::sync::{Arc, LazyLock};

use crate::analysis::Analysis;
use crate::document::Marks;

use crate::work;
pub(crate) use classes::{KINDS, KindProbabilities};
pub use features::{FeatureInfo, Features};
pub use prediction::Model;
pub(crate) use prediction::Prediction;

static HTML: LazyLock<Model> = LazyLock::new(|| built_in(include_bytes!("html.bin")));
static TEXT: LazyLock<Model> = LazyLock::new(|| built_in(include_bytes!("text.bin")));

fn built_in(bytes: &[u8]) -> Model {
    Model::read(bytes).unwrap_or_else(|error| unreachable!("the models of the crate are tested: {error}"))
}

/// To compute the features of a segment and ask all trees takes about this many steps (measured on ordinary pages).
const STEPS_PER_SEGMENT: u64 = 1_000;

/// The models in use, one for each kind of input; the crate's own where none is given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Models {
    html: Option<Arc<Model>>,
    text: Option<Arc<Model>>,
}

impl Models {
    /// Uses a model for the kind of input that it is made for.
    pub(crate) fn with(mut self, model: Model) -> Self {
        let slot = if model.is_for_html() { &mut self.html } else { &mut self.text };
        *slot = Some(Arc::new(model));
        self
    }

    /// What the model for a document's kind of input says of it.
    pub(crate) fn predict(&self, analysis: &Analysis<'_>, marks: &Marks) -> Prediction {
        work::add(STEPS_PER_SEGMENT * analysis.document().segments().len() as u64);
        let (own, built_in) = if analysis.document().is_html() { (&self.html, &HTML) } else { (&self.text, &TEXT) };
        own.as_deref().unwrap_or_else(|| built_in).predict(analysis, marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_of_the_crate_can_be_read() {
        assert!(HTML.is_for_html() && !TEXT.is_for_html());
    }

    #[test]
    fn a_model_replaces_that_of_its_kind_of_input() {
        let own = Model::read(include_bytes!("text.bin")).expect("the model is sound");
        let models = Models::default().with(own);
        assert!(models.html.is_none() && models.text.is_some());
    }
}
