//! The decision: from the marks of filters, the model and the facts of a page to the kind of each segment.
//!
//! No other module decides kinds.

mod headline;
mod html;
mod kinds;
mod text;
mod threshold;
mod verdict;

use crate::analysis::Analysis;
#[cfg(test)]
use crate::document::Document;
use crate::document::{Mark, Marks};
use crate::focus::Focus;
#[cfg(test)]
use crate::kind::Kind;
use crate::model::Models;
use verdict::Verdict;

/// How a [`Cleaner`](crate::Cleaner) decides which segments are the body.
///
/// In any case, a mark of a filter that is not one of the crate's own wins on its segment if it is more confident.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Decision};
///
/// let page = "<nav><a href=/>Home</a> <a href=/a>About</a></nav><article><h1>The old mill</h1>
///      <p>After forty years the old mill at the river is grinding flour once more, the village said.</p>
///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.</p></article>";
/// let by_model = Cleaner::new().clean_html(page)?;
/// assert!(by_model.spans().iter().any(|span| span.filter() == "model"));
/// let by_rules = Cleaner::new().with_decision(Decision::Rules).clean_html(page)?;
/// assert!(by_rules.spans().iter().any(|span| span.filter() == "rules"));
/// assert_eq!(by_model.text(), by_rules.text());
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decision {
    /// By a learned model, with the marks of the filters as evidence: a model of the crate, or the one given to
    /// [`Cleaner::with_model`](crate::Cleaner::with_model).
    #[default]
    Model,
    /// By rules alone: slightly worse on most pages, but no model is read.
    Rules,
    /// By the most confident mark of each segment. A segment without a mark is kept as a paragraph.
    Marks,
}

/// The deciding mark of each segment; `None` where the most confident evidence decides, if there is any.
pub(crate) fn decide(
    analysis: &Analysis<'_>,
    marks: &Marks,
    decision: Decision,
    models: &Models,
    focus: Focus,
) -> Vec<Option<Mark>> {
    let is_html = analysis.document().is_html();
    let (name, verdicts) = match decision {
        Decision::Model => {
            let log_odds = models.log_odds(analysis, marks);
            ("model", by_model(analysis, marks, &log_odds, focus))
        }
        Decision::Rules if is_html => ("rules", html::by_rules(analysis, marks, focus)),
        Decision::Rules => ("rules", text::by_rules(analysis, marks)),
        Decision::Marks => ("none", vec![None; analysis.document().segments().len()]),
    };
    let mark = |(segment, verdict): (u32, Verdict)| {
        let (kind, confidence) = verdict?;
        Some(Mark { segment, kind, confidence, filter: name, is_evidence: false, is_winner: false })
    };
    (0..).zip(verdicts).map(mark).collect()
}

/// The verdicts by the log odds of the model.
pub(crate) fn by_model(analysis: &Analysis<'_>, marks: &Marks, log_odds: &[f32], focus: Focus) -> Vec<Verdict> {
    let by_model = if analysis.document().is_html() { html::by_model } else { text::by_model };
    by_model(analysis, marks, log_odds, focus)
}

/// The kinds that the model's decision gives to the segments of a document, for given log odds. The segment with the
/// index `comment` is marked as a comment.
#[cfg(test)]
fn kinds_by_model(document: &Document, log_odds: &[f32], comment: Option<usize>) -> Vec<Option<Kind>> {
    let mut marks = Marks::new(document.segments().len());
    if let Some(index) = comment {
        marks.mark(index, Kind::Comment, 0.9);
    }
    let verdicts = by_model(&Analysis::of(document), &marks, log_odds, Focus::Balanced);
    verdicts.into_iter().map(|verdict| verdict.map(|(kind, _)| kind)).collect()
}
