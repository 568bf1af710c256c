//! The filters that look at a page, in order.

use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

use super::{
    AdvertisingFilter, CalendarFilter, ChromeFilter, CommentFilter, ConsentFilter, Filter, LegalFilter, MarkupFilter,
    NavigationFilter, RelatedFilter, ShareFilter, SpamFilter, SupportFilter, TickerFilter,
};
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::error::PipelineError;
use crate::filter_name::FilterName;
use crate::work;

/// The list of the crate's own filters, in the order in which they run.
macro_rules! default_filters {
    ($($filter:ident),* $(,)?) => {
        fn default_filters() -> Vec<Entry> {
            vec![$(Entry::of($filter)),*]
        }

        /// Whether a type is one of the crate's own filters.
        fn is_own(filter: TypeId) -> bool {
            [$(TypeId::of::<$filter>()),*].contains(&filter)
        }
    };
}

// A filter sees the marks of the filters before it: those that need no context come first.
default_filters![
    MarkupFilter,
    SpamFilter,
    AdvertisingFilter,
    ConsentFilter,
    SupportFilter,
    ShareFilter,
    LegalFilter,
    ChromeFilter,
    CommentFilter,
    RelatedFilter,
    CalendarFilter,
    NavigationFilter,
    TickerFilter,
];

/// The filters that look at a page, in order.
///
/// # Example
///
/// ```
/// use dechaff::filter::Pipeline;
///
/// let pipeline = Pipeline::default().without("comment")?;
/// assert!(!pipeline.names().contains(&"comment"));
/// let error = Pipeline::default().without("comet").unwrap_err();
/// assert!(error.to_string().starts_with("the pipeline has no filter \"comet\", it has markup, "));
/// # Ok::<(), dechaff::error::PipelineError>(())
/// ```
#[derive(Clone)]
pub struct Pipeline {
    filters: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    filter: Arc<dyn Filter>,
    name: FilterName,
    /// Whether it is one of the crate's own filters, whose marks are evidence for the others.
    is_evidence: bool,
}

impl Entry {
    fn of<F: Filter + 'static>(filter: F) -> Self {
        let name = FilterName::of(filter.name());
        Self { filter: Arc::new(filter), name, is_evidence: is_own(TypeId::of::<F>()) }
    }
}

impl Default for Pipeline {
    /// All filters of the crate.
    fn default() -> Self {
        Self { filters: default_filters() }
    }
}

impl Pipeline {
    /// A pipeline without filters.
    pub fn empty() -> Self {
        Self { filters: Vec::new() }
    }

    /// The names of the filters in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.filters.iter().map(|entry| entry.filter.name()).collect()
    }

    /// Adds a filter at the end.
    ///
    /// # Errors
    ///
    /// [`PipelineError::DuplicateFilter`] if there is a filter of its name already.
    pub fn with(self, filter: impl Filter + 'static) -> Result<Self, PipelineError> {
        let end = self.filters.len();
        self.insert(end, filter)
    }

    /// Adds a filter before another.
    ///
    /// # Errors
    ///
    /// [`PipelineError::UnknownFilter`] if there is no filter `name`, [`PipelineError::DuplicateFilter`] if there is
    /// a filter of the new one's name already.
    pub fn with_before(self, name: &str, filter: impl Filter + 'static) -> Result<Self, PipelineError> {
        let position = self.position(name)?;
        self.insert(position, filter)
    }

    /// Removes a filter.
    ///
    /// # Errors
    ///
    /// [`PipelineError::UnknownFilter`] if there is no filter `name`.
    pub fn without(mut self, name: &str) -> Result<Self, PipelineError> {
        let position = self.position(name)?;
        self.filters.remove(position);
        Ok(self)
    }

    /// Keeps only the named filters, in the order of the names.
    ///
    /// # Errors
    ///
    /// [`PipelineError::UnknownFilter`] if there is no filter of a name, [`PipelineError::DuplicateFilter`] if a
    /// name is given twice.
    pub fn only(self, names: &[&str]) -> Result<Self, PipelineError> {
        let mut filters: Vec<Entry> = Vec::with_capacity(names.len());
        for name in names {
            let entry = self.filters[self.position(name)?].clone();
            let name = entry.filter.name();
            if filters.iter().any(|known| known.filter.name() == name) {
                return Err(PipelineError::DuplicateFilter { name });
            }
            filters.push(entry);
        }
        Ok(Self { filters })
    }

    fn insert<F: Filter + 'static>(mut self, position: usize, filter: F) -> Result<Self, PipelineError> {
        let name = filter.name();
        if self.names().contains(&name) {
            return Err(PipelineError::DuplicateFilter { name });
        }
        self.filters.insert(position, Entry::of(filter));
        Ok(self)
    }

    fn position(&self, name: &str) -> Result<usize, PipelineError> {
        let unknown = || PipelineError::UnknownFilter { name: name.into(), known: self.names() };
        self.filters.iter().position(|entry| entry.filter.name() == name).ok_or_else(unknown)
    }

    /// Runs the filters over a document.
    pub(crate) fn run(&self, analysis: &Analysis<'_>) -> Marks {
        let mut marks = Marks::new(analysis.document().segments().len());
        for Entry { filter, name, is_evidence } in &self.filters {
            if work::is_spent() {
                break;
            }
            work::add(analysis.document().segments().len() as u64);
            marks.begin_filter(*name, *is_evidence);
            filter.mark(analysis, &mut marks);
        }
        marks.shrink();
        analysis.end_filters();
        marks
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pipeline").field(&self.names()).finish()
    }
}
