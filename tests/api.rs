//! Guarantees of the public types and functions.

use std::panic::{RefUnwindSafe, UnwindSafe};

use dechaff::document::{Basis, Cue, Document, Element, Mark, Marks, Segment, TextStats};
use dechaff::error::{InputError, InvalidDate, ModelError, PipelineError, UnknownKind};
use dechaff::filter::{
    AdvertisingFilter, Analysis, CalendarFilter, ChromeFilter, CommentFilter, ConsentFilter, Filter, LegalFilter,
    MarkupFilter, NavigationFilter, Pipeline, RelatedFilter, ShareFilter, SpamFilter, SupportFilter, TickerFilter,
};
use dechaff::model::{FeatureInfo, Features, Model};
use dechaff::{
    Article, Cleaned, Cleaner, Comment, DateTime, Decision, Focus, Identified, Image, Inline, InlineKind, Kind,
    Language, Limits, Link, Markdown, Metadata, MetadataDate, MetadataSource, MetadataValue, Note, Page, PageFormat,
    Span,
};

/// Checked by the compiler.
#[test]
fn every_type_has_the_auto_traits() {
    fn all<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>() {}

    all::<Article<'_>>();
    all::<Cleaned>();
    all::<Comment<'_>>();
    all::<Focus>();
    all::<Identified>();
    all::<Image<'_>>();
    all::<Inline<'_>>();
    all::<InlineKind>();
    all::<Link<'_>>();
    all::<Markdown>();
    all::<Kind>();
    all::<Language>();
    all::<Limits>();
    all::<Metadata>();
    all::<MetadataSource>();
    all::<MetadataValue>();
    all::<MetadataDate>();
    all::<DateTime>();
    all::<Note>();
    all::<Page<'_>>();
    all::<PageFormat>();
    all::<Span>();

    all::<Cue>();
    all::<Document>();
    all::<Element<'_>>();
    all::<Mark>();
    all::<Marks>();
    all::<Segment>();
    all::<TextStats>();

    all::<AdvertisingFilter>();
    all::<ChromeFilter>();
    all::<CommentFilter>();
    all::<ConsentFilter>();
    all::<LegalFilter>();
    all::<MarkupFilter>();
    all::<NavigationFilter>();
    all::<RelatedFilter>();
    all::<ShareFilter>();
    all::<SpamFilter>();
    all::<SupportFilter>();
    all::<TickerFilter>();
    all::<CalendarFilter>();

    all::<Features>();
    all::<FeatureInfo>();
    all::<Model>();

    all::<InputError>();
    all::<InvalidDate>();
    all::<PipelineError>();
    all::<ModelError>();
    all::<UnknownKind>();

    #[cfg(feature = "serde")]
    {
        all::<dechaff::record::CleanedRecord>();
        all::<dechaff::record::CommentRecord>();
        all::<dechaff::record::LinkRecord>();
        all::<dechaff::record::ImageRecord>();
        all::<dechaff::record::InlineRecord>();
    }

    all::<Analysis<'_>>();
    all::<Pipeline>();
    all::<Cleaner>();
    all::<Decision>();
    all::<Box<dyn Filter>>();
}

#[test]
fn input_over_the_limit_is_refused_by_every_function() {
    let cleaner = Cleaner::new().with_limits(Limits::new().with_bytes(10));
    let too_long = InputError::TooLong { bytes: 11, limit: 10 };
    assert_eq!(cleaner.clean_text("a".repeat(11)).unwrap_err(), too_long);
    assert_eq!(cleaner.clean_html(&"a".repeat(11)).unwrap_err(), too_long);
    assert_eq!(cleaner.clean_bytes(&[b'a'; 11]).unwrap_err(), too_long);
    assert_eq!(cleaner.clean_text("a".repeat(10)).unwrap().source().len(), 10);
    assert_eq!(cleaner.clean_html(&"a".repeat(10)).unwrap().source().len(), 10);
    assert_eq!(cleaner.clean_bytes(&[b'a'; 10]).unwrap().source().len(), 10);
    assert_eq!(
        too_long.to_string(),
        "the input has 11 bytes, the limit is 10; Limits::with_bytes can raise it",
        "errors say what to do"
    );
}

#[test]
fn functions_and_methods_give_the_same_result() {
    let text = "The old mill\n\nAfter forty years the old mill at the river is grinding flour once more.";
    let html = format!("<h1>{}</p>", text.replace("\n\n", "</h1><p>"));
    let cleaner = Cleaner::new();
    assert_eq!(dechaff::clean_text(text).unwrap().spans(), cleaner.clean_text(text).unwrap().spans());
    assert_eq!(dechaff::clean_html(&html).unwrap().spans(), cleaner.clean_html(&html).unwrap().spans());
    let page = Page::new(html.as_bytes()).with_format(PageFormat::Html);
    assert_eq!(dechaff::clean_bytes(page).unwrap().spans(), cleaner.clean_html(&html).unwrap().spans());
}

#[test]
fn kinds_can_be_kept_and_removed() {
    let text = "The old mill\n\nAfter forty years the old mill at the river is grinding flour once more.";
    let kinds = |cleaner: Cleaner| -> Vec<Kind> {
        let page = cleaner.clean_text(text).unwrap();
        page.spans().iter().filter(|span| span.is_kept()).map(Span::kind).collect()
    };
    assert_eq!(kinds(Cleaner::new()), [Kind::Paragraph]);
    assert_eq!(kinds(Cleaner::new().with_kept(Kind::Title)), [Kind::Title, Kind::Paragraph]);
    assert_eq!(kinds(Cleaner::new().with_kept(Kind::Title).with_removed(Kind::Paragraph)), [Kind::Title]);
    assert_eq!(kinds(Cleaner::new().with_kept(Kind::Title).with_removed(Kind::Title)), [Kind::Paragraph]);
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

    let names = Pipeline::default().with_before("legal", Nothing)?.names();
    let legal = names.iter().position(|&name| name == "legal");
    assert_eq!(legal.map(|index| names[index - 1]), Some("nothing"));
    assert_eq!(Pipeline::default().only(&["legal", "spam"])?.names(), ["legal", "spam"]);
    let twice = Pipeline::empty().with(Nothing)?.with(Nothing);
    assert_eq!(twice.map(|_| ()), Err(PipelineError::DuplicateFilter { name: "nothing" }));
    assert!(matches!(Pipeline::default().only(&["legal", "legal"]), Err(PipelineError::DuplicateFilter { .. })));
    assert!(matches!(Pipeline::default().without("x"), Err(PipelineError::UnknownFilter { .. })));
    Ok(())
}

#[test]
fn a_single_filter_removes_only_what_it_marks() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = Pipeline::default().only(&["legal"])?;
    let cleaner = Cleaner::new().with_pipeline(pipeline).with_decision(Decision::Marks);
    let page = cleaner.clean_text("Home\n\n© 2024 All rights reserved.")?;
    assert_eq!(page.text(), "Home");
    assert_eq!(page.spans()[0].filter(), "none");
    Ok(())
}

#[test]
fn the_winning_mark_of_a_span_has_its_kind_and_filter() {
    let page = dechaff::clean_text("Home\n\nShare on Facebook\nAll rights reserved. Share on Facebook.").unwrap();
    for (index, span) in page.spans().iter().enumerate() {
        let winners: Vec<&Mark> = page.marks(index).filter(|mark| mark.is_winner()).collect();
        let [winner] = winners[..] else { panic!("{winners:?}") };
        assert_eq!((winner.kind(), winner.filter()), (span.kind(), span.filter()));
        let decision = page.marks(index).find(|mark| mark.basis() == Basis::Decision).expect("the model decides");
        assert_eq!((decision.kind(), decision.confidence()), (span.kind(), span.confidence()));
    }
    assert!(page.marks(2).any(|mark| !mark.is_winner()), "losing marks are kept");
    assert_eq!(page.marks(3).count(), 0);
}
