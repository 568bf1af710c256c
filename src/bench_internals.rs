//! The stages of cleaning one by one, for `benches/stages.rs`, and their steps, for `tests/growth`. Not part of the API.

// Only they read this.
#![allow(missing_docs)]

use crate::analysis::Analysis;
use crate::decide;
use crate::document::{Document, Marks, statistics_of};
use crate::filter::Pipeline;
use crate::focus::Focus;
use crate::input::html;
use crate::input::lines::positions;
use crate::limits::Limits;
use crate::markup::Tree;
use crate::model::{Models, Prediction};
use crate::work::Work;

pub struct Parsed {
    tree: Tree,
    bytes: usize,
}

pub struct Predicted(Prediction);

pub fn parse(page: &str) -> Parsed {
    Parsed { tree: html::parse(page, Limits::new(), &mut Vec::new()), bytes: page.len() }
}

/// Returns the number of segments.
pub fn flatten(page: &Parsed) -> usize {
    html::flatten(&page.tree, page.bytes).segments.len()
}

/// Divides flattened text into segments; returns their number.
pub fn divide(text: &str) -> usize {
    positions(text, usize::MAX).len()
}

/// Computes the statistics of all segments anew; returns the number of words.
pub fn statistics(document: &Document) -> usize {
    statistics_of(document).iter().map(|stats| stats.words()).sum()
}

/// Runs the default filters; what they find of the page stays in the analysis.
pub fn mark(analysis: &Analysis<'_>) -> Marks {
    Pipeline::default().run(analysis)
}

/// Computes the features that the model asks for, and evaluates its trees.
pub fn predict(analysis: &Analysis<'_>, marks: &Marks) -> Predicted {
    Predicted(Models::default().predict(analysis, marks))
}

/// Returns the number of segments that are decided.
pub fn decide(analysis: &Analysis<'_>, marks: &Marks, predicted: &Predicted) -> usize {
    decide::by_model(analysis, marks, &predicted.0, Focus::default()).into_iter().flatten().count()
}

/// The steps that something takes: a page that is read, cleaned, written.
pub fn steps_of(task: impl FnOnce()) -> u64 {
    let work = Work::begin(u64::MAX);
    task();
    work.steps()
}
