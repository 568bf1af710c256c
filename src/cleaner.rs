//! The driver of the pipeline.

use crate::analysis::Analysis;
use crate::cleaned::Cleaned;
use crate::decide::{Decision, decide};
use crate::document::{Document, Mark, Marks, Segment};
use crate::error::InputError;
use crate::filter::Pipeline;
use crate::filter_name::FilterName;
use crate::focus::Focus;
use crate::input::page::Page;
use crate::kind::{Kind, KindSet};
use crate::limits::Limits;
use crate::model::{Model, Models};
use crate::note::Note;
use crate::span::Span;
use crate::visible_metadata::VisibleMetadata;
use crate::work::{self, Work};

/// Cleans pages: a pipeline of filters, and which kinds of spans are kept.
///
/// Build one and use it for any number of pages; it holds no state between them.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Kind};
///
/// let cleaner = Cleaner::new().with_kept(Kind::Title).with_removed(Kind::Quote);
/// let page = cleaner.clean_text(
///     "A mill turns again\n\nAfter forty years the old mill at the river is grinding flour once more, the village said.",
/// )?;
/// assert!(page.text().starts_with("A mill turns again\n\nAfter forty years"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cleaner {
    pipeline: Pipeline,
    kept: KindSet,
    limits: Limits,
    focus: Focus,
    decision: Decision,
    models: Models,
}

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl Cleaner {
    /// All filters; headings, paragraphs, list items and quotes are kept.
    pub fn new() -> Self {
        Self {
            pipeline: Pipeline::default(),
            kept: KindSet::body(),
            limits: Limits::new(),
            focus: Focus::default(),
            decision: Decision::default(),
            models: Models::default(),
        }
    }

    /// Uses another pipeline.
    ///
    /// ```
    /// use dechaff::filter::Pipeline;
    /// use dechaff::{Cleaner, Decision};
    ///
    /// let cleaner = Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks);
    /// assert_eq!(cleaner.clean_text("Home | News | Contact")?.text(), "Home | News | Contact");
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn with_pipeline(mut self, pipeline: Pipeline) -> Self {
        self.pipeline = pipeline;
        self
    }

    /// Prefers precision, recall or neither if it is unclear what belongs to the body.
    pub fn with_focus(mut self, focus: Focus) -> Self {
        self.focus = focus;
        self
    }

    /// Uses another method to decide what belongs to the body.
    pub fn with_decision(mut self, decision: Decision) -> Self {
        self.decision = decision;
        self
    }

    /// Uses another model for the kind of input that it was trained on, HTML or flattened text.
    pub fn with_model(mut self, model: Model) -> Self {
        self.models = self.models.with(model);
        self
    }

    /// Keeps spans of a kind in the body.
    pub fn with_kept(mut self, kind: Kind) -> Self {
        self.kept = self.kept.with(kind);
        self
    }

    /// Removes spans of a kind from the body.
    pub fn with_removed(mut self, kind: Kind) -> Self {
        self.kept = self.kept.without(kind);
        self
    }

    /// Reads no more of a page than these limits allow.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Cleans plain text, for example flattened HTML, in time linear in its length.
    ///
    /// # Errors
    ///
    /// [`InputError::TooLong`] if the text is longer than [`Limits::bytes`].
    pub fn clean_text(&self, text: impl Into<String>) -> Result<Cleaned, InputError> {
        let text = text.into();
        self.limits.check(text.len())?;
        let _work = Work::begin(self.limits.steps());
        Ok(self.clean_counted(Document::from_text_within(text, self.limits)))
    }

    /// Cleans a decoded HTML page, in time linear in its length.
    ///
    /// # Errors
    ///
    /// [`InputError::TooLong`] if the page is longer than [`Limits::bytes`]. The limits of nodes and depth
    /// give [`Cleaned::notes`].
    ///
    /// ```
    /// let page = dechaff::Cleaner::new().clean_html(
    ///     "<nav><a href=/>Home</a></nav><p>The mill was built in 1790 and ground rye until the war.",
    /// )?;
    /// assert_eq!(page.text(), "The mill was built in 1790 and ground rye until the war.");
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn clean_html(&self, html: &str) -> Result<Cleaned, InputError> {
        self.limits.check(html.len())?;
        let _work = Work::begin(self.limits.steps());
        Ok(self.clean_counted(Document::from_html_within(html, self.limits)))
    }

    /// Cleans a page as it was fetched: HTML or plain text, in any encoding.
    ///
    /// # Errors
    ///
    /// [`InputError::TooLong`] if the page is longer than [`Limits::bytes`], [`InputError::NotText`] for images,
    /// archives and the like. Wrong charsets and malformed bytes give [`Cleaned::notes`].
    ///
    /// ```
    /// let image = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01";
    /// let error = dechaff::Cleaner::new().clean_bytes(image).unwrap_err();
    /// assert_eq!(error.to_string(), "the input is not text but a JPEG image; HTML or plain text is expected");
    /// ```
    pub fn clean_bytes<'a>(&self, page: impl Into<Page<'a>>) -> Result<Cleaned, InputError> {
        let _work = Work::begin(self.limits.steps());
        Document::from_page(page.into(), self.limits).map(|document| self.clean_counted(document))
    }

    /// Runs the filters over a document, without deciding anything.
    pub fn mark(&self, document: &Document) -> Marks {
        self.pipeline.run(&Analysis::of(document))
    }

    /// Cleans a document.
    pub fn clean(&self, document: Document) -> Cleaned {
        let _work = Work::begin(self.limits.steps());
        self.clean_counted(document)
    }

    /// Cleans a document while its steps are counted.
    fn clean_counted(&self, mut document: Document) -> Cleaned {
        let (marks, decided) = {
            let analysis = Analysis::of(&document);
            let marks = self.pipeline.run(&analysis);
            let decision = if work::is_spent() { Decision::Marks } else { self.decision };
            let decided = decide(&analysis, &marks, decision, &self.models, self.focus);
            (marks, decided)
        };
        let marks = marks.settle(|segment| decided.mark(segment));
        let (estimates, is_thread) = (decided.estimates, decided.is_thread);
        if work::is_spent() {
            document.add_note(Note::TooMuchWork { steps: self.limits.steps() });
        }
        let spans = spans(&document, &marks, self.kept);
        let visible = VisibleMetadata::of(&document, &spans);
        visible.complete(document.metadata_mut(), is_thread);
        Cleaned::new(document, spans, marks, estimates)
    }
}

/// The spans of the segments, by the winning marks. A segment without a mark is kept as a paragraph.
fn spans(document: &Document, marks: &[Mark], kept: KindSet) -> Vec<Span> {
    let mut of_segments = marks.chunk_by(|one, next| one.segment() == next.segment()).peekable();
    let span = |(index, segment): (usize, &Segment)| {
        let marks = of_segments.next_if(|marks| marks[0].segment() == index).unwrap_or_default();
        let winner = marks.iter().find(|mark| mark.is_winner());
        let (kind, filter) = winner.map_or((Kind::Paragraph, FilterName::NONE), |mark| (mark.kind(), mark.filter));
        // A filter of the crate says what a segment is; the decision, if it agrees, knows better how sure that is.
        let decision = marks.iter().rev().find(|mark| mark.is_decision() && mark.kind() == kind);
        let decision = decision.filter(|_| winner.is_some_and(|winner| winner.is_evidence() || winner.is_decision()));
        let confidence = decision.or(winner).map_or(0.0, Mark::confidence);
        Span {
            start: segment.start,
            end: segment.end,
            kind,
            language: segment.language,
            confidence,
            keep: kept.contains(kind),
            filter,
        }
    };
    document.segments().iter().enumerate().map(span).collect()
}
