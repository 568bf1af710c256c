//! Filters, each of which recognises one kind of boilerplate and says so, and their pipeline.

mod chrome;
mod comment;
mod consent;
mod content;
mod cue_block;
mod forum;
mod headline;
mod layout;
mod legal;
mod main_content;
mod markup;
mod navigation;
mod related;
mod scorer;
mod segmentation;
mod share;
mod spam;
mod standing;
mod support;
mod text_content;
mod ticker;

use std::fmt;
use std::sync::Arc;

use crate::document::{Document, Marks};
use crate::error::PipelineError;
use crate::focus::Focus;

pub use chrome::ChromeFilter;
pub use comment::CommentFilter;
pub use consent::ConsentFilter;
pub use content::ContentFilter;
pub use legal::LegalFilter;
pub use markup::MarkupFilter;
pub use navigation::NavigationFilter;
pub use related::RelatedFilter;
pub use scorer::{Features, Scorer, ScorerFilter};
pub use share::ShareFilter;
pub use spam::SpamFilter;
pub use support::SupportFilter;
pub use ticker::TickerFilter;

/// Recognises one kind of thing on a page and marks the segments that are it.
///
/// A filter changes nothing and removes nothing. It sees the whole document and what earlier
/// filters of the pipeline said; the most confident mark of a segment wins (see [`Marks`]).
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Document, Filter, Kind, Marks, Pipeline};
///
/// /// Recognises the byte counters of an imaginary site.
/// struct ByteCounter;
///
/// impl Filter for ByteCounter {
///     fn name(&self) -> &'static str {
///         "byte-counter"
///     }
///
///     fn mark(&self, document: &Document, marks: &mut Marks) {
///         for (index, segment) in document.segments().iter().enumerate() {
///             if document.text(segment).ends_with(" bytes served.") {
///                 marks.mark(index, Kind::Chrome, 0.95);
///             }
///         }
///     }
/// }
///
/// let cleaner = Cleaner::new().with_pipeline(Pipeline::default().with(ByteCounter)?);
/// let page = cleaner.clean_text("The mill was built in 1790 and ground rye until the war.\n\n1204 bytes served.");
/// assert_eq!(page.text(), "The mill was built in 1790 and ground rye until the war.");
/// assert_eq!(page.spans()[1].filter(), "byte-counter");
/// # Ok::<(), dechaff::PipelineError>(())
/// ```
pub trait Filter: Send + Sync {
    /// A stable name; spans carry it.
    fn name(&self) -> &'static str;

    /// Marks the segments that the filter recognises.
    fn mark(&self, document: &Document, marks: &mut Marks);
}

/// The filters that look at a page, in order.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Pipeline};
///
/// let pipeline = Pipeline::default().without("comment")?;
/// assert!(!pipeline.names().contains(&"comment"));
/// let error = Pipeline::default().without("comet").unwrap_err();
/// assert!(error.to_string().starts_with("the pipeline has no filter \"comet\", it has markup, "));
/// # Ok::<(), dechaff::PipelineError>(())
/// ```
#[derive(Clone)]
pub struct Pipeline {
    filters: Vec<Arc<dyn Filter>>,
}

impl Default for Pipeline {
    /// All filters of the crate. A later filter sees what the earlier ones said: those that need
    /// no context come first, those that decide over the rest last.
    fn default() -> Self {
        Self {
            filters: vec![
                Arc::new(MarkupFilter),
                Arc::new(SpamFilter),
                Arc::new(ConsentFilter),
                Arc::new(SupportFilter),
                Arc::new(ShareFilter),
                Arc::new(LegalFilter),
                Arc::new(ChromeFilter),
                Arc::new(CommentFilter),
                Arc::new(RelatedFilter),
                Arc::new(NavigationFilter),
                Arc::new(TickerFilter),
                Arc::new(ScorerFilter::default()),
                Arc::new(ContentFilter),
            ],
        }
    }
}

impl Pipeline {
    /// A pipeline without filters: everything is kept.
    pub fn empty() -> Self {
        Self { filters: Vec::new() }
    }

    /// The names of the filters in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.filters.iter().map(|filter| filter.name()).collect()
    }

    /// Adds a filter at the end.
    ///
    /// # Errors
    ///
    /// [`PipelineError::DuplicateFilter`] where a filter of its name is there already.
    pub fn with(self, filter: impl Filter + 'static) -> Result<Self, PipelineError> {
        let end = self.filters.len();
        self.insert(end, filter)
    }

    /// Adds a filter before another.
    ///
    /// # Errors
    ///
    /// [`PipelineError::UnknownFilter`] where `name` is not there,
    /// [`PipelineError::DuplicateFilter`] where a filter of the new one's name is.
    pub fn with_before(self, name: &str, filter: impl Filter + 'static) -> Result<Self, PipelineError> {
        let place = self.place(name)?;
        self.insert(place, filter)
    }

    /// Takes a filter out.
    ///
    /// # Errors
    ///
    /// [`PipelineError::UnknownFilter`] where `name` is not there.
    pub fn without(mut self, name: &str) -> Result<Self, PipelineError> {
        let place = self.place(name)?;
        self.filters.remove(place);
        Ok(self)
    }

    /// Leaves only the named filters, in the order of the names: to pick and to reorder.
    ///
    /// # Errors
    ///
    /// [`PipelineError::UnknownFilter`] where a name is not there,
    /// [`PipelineError::DuplicateFilter`] where one is given twice.
    pub fn only(self, names: &[&str]) -> Result<Self, PipelineError> {
        let mut filters: Vec<Arc<dyn Filter>> = Vec::with_capacity(names.len());
        for name in names {
            let filter = Arc::clone(&self.filters[self.place(name)?]);
            if filters.iter().any(|known| known.name() == filter.name()) {
                return Err(PipelineError::DuplicateFilter { name: filter.name() });
            }
            filters.push(filter);
        }
        Ok(Self { filters })
    }

    fn insert(mut self, place: usize, filter: impl Filter + 'static) -> Result<Self, PipelineError> {
        let name = filter.name();
        if self.names().contains(&name) {
            return Err(PipelineError::DuplicateFilter { name });
        }
        self.filters.insert(place, Arc::new(filter));
        Ok(self)
    }

    fn place(&self, name: &str) -> Result<usize, PipelineError> {
        let unknown = || PipelineError::UnknownFilter { name: name.into(), known: self.names() };
        self.filters.iter().position(|filter| filter.name() == name).ok_or_else(unknown)
    }

    /// Runs the filters over a document.
    pub(crate) fn run(&self, document: &Document, focus: Focus) -> Marks {
        let mut marks = Marks::new(document.segments().len(), focus);
        for filter in &self.filters {
            marks.speaker(filter.name());
            filter.mark(document, &mut marks);
        }
        marks
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pipeline").field(&self.names()).finish()
    }
}
