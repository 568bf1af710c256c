//! A filter that is not one of the crate's own changes only what it marks, wherever it is in the pipeline.

mod pages;

use dechaff::document::{Document, Marks};
use dechaff::error::PipelineError;
use dechaff::filter::{Analysis, Filter, Pipeline, SpamFilter};
use dechaff::{Cleaner, Decision, Kind, Span};

/// Marks one segment, or none.
struct MarksOne(Option<usize>);

const CONFIDENCE: f32 = 0.99;

impl Filter for MarksOne {
    fn name(&self) -> &'static str {
        "marks-one"
    }

    fn mark(&self, _: &Analysis<'_>, marks: &mut Marks) {
        if let Some(segment) = self.0 {
            marks.mark(segment, Kind::Support, CONFIDENCE);
        }
    }
}

/// The pages of `testdata`, HTML and flattened text.
fn documents() -> Vec<Document> {
    let html = pages::html_pages().into_iter().map(|page| Document::from_html(&String::from_utf8_lossy(&page.source)));
    let texts = ["pages", "unseen"].into_iter().flat_map(pages::pages).map(|page| Document::from_text(page.source));
    html.chain(texts).collect()
}

/// A cleaner with a filter inserted at a position of the default pipeline.
fn with_filter(position: usize, filter: MarksOne, decision: Decision) -> Result<Cleaner, PipelineError> {
    let pipeline = Pipeline::default();
    let before = pipeline.names().get(position).copied();
    let pipeline = match before {
        Some(before) => pipeline.with_before(before, filter)?,
        None => pipeline.with(filter)?,
    };
    Ok(Cleaner::new().with_pipeline(pipeline).with_decision(decision))
}

/// A filter that marks one segment of a page changes that one, at any position in the pipeline.
fn assert_changes_only_what_it_marks(decision: Decision) -> Result<(), PipelineError> {
    let documents = documents();
    assert!(documents.len() > 100);
    let plain = Cleaner::new().with_decision(decision);
    for (number, document) in documents.iter().enumerate() {
        let expected = plain.clean(document.clone()).spans().to_vec();
        // A segment of the running text, where a mark that counted as evidence would change the most.
        let prose = |index: &usize| document.segments()[*index].prose();
        let marked = (0..expected.len()).max_by(|a, b| prose(a).total_cmp(&prose(b)));
        // At a third of the positions of each page, because the run takes long: every page has others.
        for position in (0..=Pipeline::default().names().len()).filter(|position| (number + position) % 3 == 0) {
            let clean = |filter| with_filter(position, filter, decision).map(|cleaner| cleaner.clean(document.clone()));
            assert_eq!(clean(MarksOne(None))?.spans(), expected, "marks nothing, at {position}");
            let page = clean(MarksOne(marked))?;
            let changed: Vec<usize> =
                (0..expected.len()).filter(|&index| page.spans()[index] != expected[index]).collect();
            assert_eq!(changed, Vec::from_iter(marked), "{decision:?}, at {position}");
            let span = page.spans()[changed[0]];
            assert_eq!((span.kind(), span.filter(), span.confidence()), (Kind::Support, "marks-one", CONFIDENCE));
        }
    }
    Ok(())
}

#[test]
fn a_filter_changes_only_what_it_marks_if_the_model_decides() -> Result<(), PipelineError> {
    assert_changes_only_what_it_marks(Decision::Model)
}

#[test]
fn a_filter_changes_only_what_it_marks_if_rules_decide() -> Result<(), PipelineError> {
    assert_changes_only_what_it_marks(Decision::Rules)
}

#[test]
fn a_filter_changes_only_what_it_marks_if_marks_decide() -> Result<(), PipelineError> {
    assert_changes_only_what_it_marks(Decision::Marks)
}

#[test]
fn a_filter_of_the_crate_that_is_put_back_is_evidence_again() -> Result<(), PipelineError> {
    let pipeline = Pipeline::default().without("spam")?.with_before("advertising", SpamFilter)?;
    assert_eq!(pipeline.names(), Pipeline::default().names());
    let cleaner = Cleaner::new().with_pipeline(pipeline);
    let spans =
        |cleaner: &Cleaner, document: &Document| -> Vec<Span> { cleaner.clean(document.clone()).spans().to_vec() };
    for document in documents() {
        assert_eq!(spans(&cleaner, &document), spans(&Cleaner::new(), &document));
    }
    Ok(())
}

#[test]
fn a_doubtful_mark_loses_and_says_so() -> Result<(), Box<dyn std::error::Error>> {
    struct Doubtful;
    impl Filter for Doubtful {
        fn name(&self) -> &'static str {
            "doubtful"
        }

        fn mark(&self, _: &Analysis<'_>, marks: &mut Marks) {
            marks.mark(0, Kind::Spam, 0.1);
        }
    }
    let cleaner = Cleaner::new().with_pipeline(Pipeline::default().with(Doubtful)?);
    let page = cleaner
        .clean_text("The mill was built in 1790 and ground rye until the war, which ended its work for ever.")?;
    assert_eq!(page.spans()[0].kind(), Kind::Paragraph);
    let mark = page.marks(0).find(|mark| mark.filter() == "doubtful").expect("it is kept");
    assert!(!mark.is_winner());
    Ok(())
}
