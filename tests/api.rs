//! Promises of the public types.

use dechaff::document::{Cue, Document, Mark, Marks, Segment, TextStats};
use dechaff::error::{PipelineError, UnknownKind};
use dechaff::filter::{Analysis, Filter, Pipeline};
use dechaff::{Article, Cleaned, Cleaner, Decision, Kind, Language, Span};

#[test]
fn every_type_can_be_sent_and_shared() {
    fn sent_and_shared<T: Send + Sync>() {}
    sent_and_shared::<Article<'_>>();
    sent_and_shared::<Cleaned>();
    sent_and_shared::<Cleaner>();
    sent_and_shared::<Cue>();
    sent_and_shared::<Document>();
    sent_and_shared::<TextStats>();
    sent_and_shared::<Kind>();
    sent_and_shared::<Language>();
    sent_and_shared::<Mark>();
    sent_and_shared::<Marks>();
    sent_and_shared::<Pipeline>();
    sent_and_shared::<PipelineError>();
    sent_and_shared::<Segment>();
    sent_and_shared::<Span>();
    sent_and_shared::<UnknownKind>();
    sent_and_shared::<Box<dyn Filter>>();
}

#[test]
fn every_kind_reads_its_own_name() {
    for &kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
        assert_eq!(kind.to_string(), kind.name());
    }
    assert_eq!("LIST_ITEM".parse(), Ok(Kind::ListItem));
    assert_eq!("".parse::<Kind>().map_err(|error| error.name().to_owned()), Err(String::new()));
}

#[test]
fn a_pipeline_can_be_changed() -> Result<(), PipelineError> {
    struct Nothing;
    impl Filter for Nothing {
        fn name(&self) -> &'static str {
            "nothing"
        }
        fn mark(&self, _: &Analysis<'_>, _: &mut Marks) {}
    }

    let names = Pipeline::default().with_before("ticker", Nothing)?.names();
    assert_eq!(names[names.len() - 2..], ["nothing", "ticker"]);
    assert_eq!(Pipeline::default().only(&["legal", "spam"])?.names(), ["legal", "spam"]);
    let twice = Pipeline::empty().with(Nothing)?.with(Nothing);
    assert_eq!(twice.map(|_| ()), Err(PipelineError::DuplicateFilter { name: "nothing" }));
    assert!(matches!(Pipeline::default().only(&["legal", "legal"]), Err(PipelineError::DuplicateFilter { .. })));
    assert!(matches!(Pipeline::default().without("x"), Err(PipelineError::UnknownFilter { .. })));
    Ok(())
}

#[test]
fn one_filter_alone_keeps_the_rest() -> Result<(), PipelineError> {
    let pipeline = Pipeline::default().only(&["legal"])?;
    let cleaner = Cleaner::new().with_pipeline(pipeline).with_decision(Decision::Marks);
    let page = cleaner.clean_text("Home\n\n© 2024 All rights reserved.");
    assert_eq!(page.text(), "Home");
    assert_eq!(page.spans()[0].filter(), "none");
    Ok(())
}

#[test]
fn marks_explain_spans() {
    let page = dechaff::clean_text("Home\n\nShare on Facebook\nAll rights reserved. Share on Facebook.");
    for (index, span) in page.spans().iter().enumerate() {
        let winners: Vec<&Mark> = page.marks(index).filter(|mark| mark.is_winner()).collect();
        let [winner] = winners[..] else { panic!("{winners:?}") };
        let explained = (winner.kind(), winner.filter(), winner.confidence());
        assert_eq!(explained, (span.kind(), span.filter(), span.confidence()));
    }
    assert!(
        page.marks(2).any(|mark| !mark.is_winner()),
        "losing marks are kept: {:?}",
        page.marks(2).collect::<Vec<_>>()
    );
    assert_eq!(page.marks(3).count(), 0);
}
