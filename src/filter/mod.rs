//! Filters, each of which recognises one kind of boilerplate and says so, and their pipeline.

mod advertising;
mod calendar;
mod chrome;
mod comment;
mod consent;
mod cue_block;
mod legal;
mod markup;
mod navigation;
mod pipeline;
mod related;
mod share;
mod spam;
mod support;
#[cfg(test)]
mod testing;
mod ticker;
#[cfg(test)]
mod wordings;

use std::panic::{RefUnwindSafe, UnwindSafe};

use crate::document::Marks;

pub use crate::analysis::Analysis;
pub use advertising::AdvertisingFilter;
pub use calendar::CalendarFilter;
pub use chrome::ChromeFilter;
pub use comment::CommentFilter;
pub(crate) use comment::DECLARED_CONFIDENCE;
pub use consent::ConsentFilter;
pub use legal::LegalFilter;
pub use markup::MarkupFilter;
pub use navigation::NavigationFilter;
pub use pipeline::Pipeline;
pub use related::RelatedFilter;
pub use share::ShareFilter;
pub use spam::SpamFilter;
pub use support::SupportFilter;
pub use ticker::TickerFilter;

/// Recognises one kind of boilerplate and marks the segments that are it.
///
/// A filter changes and removes nothing. It sees the document, facts of the page and the marks of the filters
/// before it. A filter that is not one of the crate's own affects only the segments that it marks: there its mark
/// competes with the [`Decision`](crate::Decision), and the more confident of the two wins, wherever the filter is
/// in the pipeline.
///
/// # Example
///
/// ```
/// use dechaff::document::Marks;
/// use dechaff::filter::{Analysis, Filter, Pipeline};
/// use dechaff::{Cleaner, Kind};
///
/// /// Recognises the byte counters of an imaginary site.
/// struct ByteCounter;
///
/// impl Filter for ByteCounter {
///     fn name(&self) -> &'static str {
///         "byte-counter"
///     }
///
///     fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
///         let document = analysis.document();
///         for (index, segment) in document.segments().iter().enumerate() {
///             if document.text(segment).ends_with(" bytes served.") {
///                 marks.mark(index, Kind::Chrome, 0.98);
///             }
///         }
///     }
/// }
///
/// let cleaner = Cleaner::new().with_pipeline(Pipeline::default().with(ByteCounter)?);
/// let page = cleaner.clean_text("The mill was built in 1790 and ground rye until the war.\n\n1204 bytes served.")?;
/// assert_eq!(page.text(), "The mill was built in 1790 and ground rye until the war.");
/// assert_eq!(page.spans()[1].filter(), "byte-counter");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Filter: Send + Sync + UnwindSafe + RefUnwindSafe {
    /// A stable name; marks and spans carry it.
    fn name(&self) -> &'static str;

    /// Marks the segments that the filter recognises.
    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks);
}
