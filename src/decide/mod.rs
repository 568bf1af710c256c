//! The decision: from the marks of filters, the model and the facts of a page to the kind of each segment.
//!
//! No other module decides kinds.

mod binding;
mod captions;
mod copies;
mod following;
mod headline;
mod html;
mod kinds;
mod learned;
mod running_text;
mod small_page;
mod structure;
mod text;
mod threshold;
mod verdict;

use crate::analysis::Analysis;
#[cfg(test)]
use crate::document::Document;
use crate::document::{Basis, Mark, Marks};
use crate::filter_name::FilterName;
use crate::focus::Focus;
use crate::kind::Kind;
#[cfg(test)]
use crate::model::KINDS;
use crate::model::{Models, Prediction};
use crate::page_type::PageType;
use binding::MIN_THREAD_PROBABILITY;
use following::following_articles;
use verdict::{MAX_CONFIDENCE, Verdict, probability};

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

/// A page is one article from this probability on. Hand-set.
const MIN_SURE_ARTICLE_PROBABILITY: f32 = 0.5;

/// What was decided about a page.
pub(crate) struct Decided {
    verdicts: Vec<Verdict>,
    /// Segments that are copies of others or belong to other articles, in order.
    copies: Vec<usize>,
    following: Vec<usize>,
    /// The name of what decided all others.
    name: FilterName,
    pub(crate) estimates: Estimates,
    /// Whether the page is a thread, whose posts are its content.
    pub(crate) is_thread: bool,
}

impl Decided {
    /// The deciding mark of a segment; `None` where the most confident evidence decides, if there is any.
    pub(crate) fn mark(&self, segment: usize) -> Option<Mark> {
        let (kind, confidence) = self.verdicts[segment]?;
        let is_in = |indexes: &[usize]| indexes.binary_search(&segment).is_ok();
        let filter = match () {
            () if is_in(&self.copies) => FilterName::COPY,
            () if is_in(&self.following) => FilterName::FOLLOWING_ARTICLE,
            () => self.name,
        };
        Some(Mark::new(segment, kind, confidence, filter, Basis::Decision, false))
    }
}

/// What the decision estimates of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Estimates {
    /// For each segment the probability of being content; 0.5 where only a filter has said anything.
    pub(crate) content: Vec<f32>,
    /// The probability of each [`PageType`], in the order of [`PageType::ALL`]; `None` without a model.
    pub(crate) page_types: Option<[f32; PageType::ALL.len()]>,
}

/// Decides the kind of each segment.
pub(crate) fn decide(
    analysis: &Analysis<'_>,
    marks: &Marks,
    decision: Decision,
    models: &Models,
    focus: Focus,
) -> Decided {
    let is_html = analysis.document().is_html();
    let (name, mut verdicts, estimates) = match decision {
        Decision::Model => {
            let prediction = models.predict(analysis, marks);
            let verdicts = by_model(analysis, marks, &prediction, focus);
            let content = prediction.log_odds.iter().map(|&log_odds| probability(log_odds)).collect();
            (FilterName::MODEL, verdicts, Estimates { content, page_types: Some(prediction.page_types) })
        }
        Decision::Rules => {
            let verdicts =
                if is_html { html::by_rules(analysis, marks, focus) } else { text::by_rules(analysis, marks) };
            let content = verdicts.iter().map(content_of).collect();
            (FilterName::RULES, verdicts, Estimates { content, page_types: None })
        }
        Decision::Marks => (FilterName::NONE, vec![None; analysis.document().segments().len()], Estimates::default()),
    };
    small_page::keep_small_page(analysis, marks, &mut verdicts);
    let types = estimates.page_types.unwrap_or_default();
    let is_thread = analysis.is_thread()
        || types[PageType::Thread as usize] + types[PageType::QuestionAndAnswers as usize] >= MIN_THREAD_PROBABILITY;
    // The posts of a thread quote each other.
    let copies = if is_thread { Vec::new() } else { copies::copies(analysis, &verdicts) };
    for &copy in &copies {
        verdicts[copy] = Some((Kind::Chrome, MAX_CONFIDENCE));
    }
    let is_article = match estimates.page_types {
        Some(types) => types[PageType::Article as usize] >= MIN_SURE_ARTICLE_PROBABILITY,
        None => analysis.is_article(),
    };
    let following = if is_html { following_articles(analysis, is_article, &verdicts) } else { Vec::new() };
    for &index in &following {
        verdicts[index] = Some((Kind::Related, MAX_CONFIDENCE));
    }
    // What nobody has looked at is no boilerplate.
    if let Some(rest) = analysis.document().rest() {
        verdicts[rest] = Some((Kind::Paragraph, MAX_CONFIDENCE));
    }
    Decided { verdicts, copies, following, name, estimates, is_thread }
}

/// The probability of being content that a verdict of rules means.
fn content_of(verdict: &Verdict) -> f32 {
    match *verdict {
        Some((kind, confidence)) if kind.is_body() => confidence,
        Some((_, confidence)) => 1.0 - confidence,
        None => 0.5,
    }
}

/// The verdicts by what the model says.
pub(crate) fn by_model(analysis: &Analysis<'_>, marks: &Marks, prediction: &Prediction, focus: Focus) -> Vec<Verdict> {
    let by_model = if analysis.document().is_html() { html::by_model } else { text::by_model };
    by_model(analysis, marks, prediction, focus)
}

/// The kinds that the model's decision gives to the segments of an article, for given log odds, if the model knows
/// nothing of kinds but that boilerplate is chrome. The segment with the index `comment` is marked as a comment by the
/// markup.
#[cfg(test)]
fn kinds_by_model(document: &Document, log_odds: &[f32], comment: Option<usize>) -> Vec<Option<Kind>> {
    let mut marks = Marks::new(document.segments().len());
    if let Some(index) = comment {
        marks.mark_by(index, Kind::Comment, 0.9, Basis::Markup);
    }
    let kinds = KINDS.map(|kind| match kind {
        Kind::Paragraph => 0.6,
        Kind::Chrome => 0.26,
        _ => 0.01,
    });
    let prediction = Prediction::of_article(log_odds, kinds);
    let verdicts = by_model(&Analysis::of(document), &marks, &prediction, Focus::Balanced);
    verdicts.into_iter().map(|verdict| verdict.map(|(kind, _)| kind)).collect()
}
