//! Removes boilerplate from scraped web pages, and keeps the article.
//!
//! A scraped page is mostly boilerplate: menus, headlines of other articles, comments, "support us" boxes, share
//! buttons, cookie notices. dechaff divides the page into spans, gives each a [`Kind`], a [`Language`] and a
//! confidence, and returns the body without boilerplate as text, Markdown or HTML. It reads HTML, and it reads text
//! that was flattened before and has no tags left.
//!
//! ```
//! let page = dechaff::clean_text(
//!     "Home | News | Contact\n\n\
//!      A bridge for Lindental\n\n\
//!      The village council decided on Monday to build a new bridge over the river, after the old \
//!      one had been closed for two years.\n\n\
//!      Share on Facebook\n",
//! )?;
//! assert_eq!(page.title(), Some("A bridge for Lindental"));
//! assert!(page.text().starts_with("The village council") && page.text().ends_with("two years."));
//! for span in page.spans() {
//!     println!("{:10} {:3} {}", span.kind(), span.language(), &page.source()[span.range()]);
//! }
//! # Ok::<(), dechaff::error::InputError>(())
//! ```
//!
//! - [`clean_text`], [`clean_html`] and [`clean_bytes`] clean a page with the default settings, [`Cleaner`] with
//!   settings of your own.
//! - [`Cleaned`] is the result: the body, its spans, title, language, comments, metadata.
//! - [`filter`] has the filters that recognise boilerplate, [`document`] what they see of a page. The documentation of
//!   [`Filter`](filter::Filter) shows how to write one.
//! - [`model`] is the learned part, [`error`] has the errors.
//! - The feature `serde` serializes results and reads them back as a `record::CleanedRecord`.
//!
//! Cleaning has three steps. The input is divided into the segments of a [`Document`](document::Document). The filters of
//! a [`Pipeline`](filter::Pipeline) mark segments. The [`Decision`] weighs the marks and decides the kind of each segment;
//! segments with their kinds are the spans of the result. No step changes the text: the spans cover every byte of the
//! source that is not white space.

mod analysis;
#[cfg(feature = "bench-internals")]
#[doc(hidden)]
pub mod bench_internals;
mod cleaned;
mod cleaner;
mod comments;
mod date_time;
mod decide;
pub mod document;
pub mod error;
pub mod filter;
mod filter_name;
mod focus;
mod inline;
mod inline_kind;
mod input;
mod kind;
mod language;
mod lexicon;
mod limits;
mod markdown;
mod markup;
mod metadata;
pub mod model;
mod note;
mod page_type;
#[cfg(feature = "serde")]
pub mod record;
mod render;
mod span;
mod text;
mod visible_metadata;
mod work;

pub use cleaned::{Article, Cleaned};
pub use cleaner::Cleaner;
pub use comments::Comment;
pub use date_time::DateTime;
pub use decide::Decision;
pub use focus::Focus;
pub use inline::{Image, Inline, Link};
pub use inline_kind::InlineKind;
pub use input::page::{Page, PageFormat};
pub use kind::Kind;
pub use language::{Identified, Language, identify, identify_together};
pub use limits::Limits;
pub use markdown::Markdown;
pub use metadata::{Metadata, MetadataDate, MetadataSource, MetadataValue};
pub use note::{CharsetSource, Note};
pub use page_type::PageType;
pub use span::Span;

use std::sync::LazyLock;

use error::InputError;

/// Shared by the free functions: building one allocates once for each filter.
static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::new);

/// Cleans plain text, for example flattened HTML, with the default settings.
///
/// Takes time linear in the length of the text. For settings see [`Cleaner`].
///
/// # Errors
///
/// [`InputError::TooLong`] if the text is longer than the default of [`Limits::bytes`].
///
/// ```
/// let page = dechaff::clean_text("")?;
/// assert!(page.is_empty() && page.spans().is_empty());
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
pub fn clean_text(text: impl Into<String>) -> Result<Cleaned, InputError> {
    CLEANER.clean_text(text)
}

/// Cleans a decoded HTML page with the default settings.
///
/// Takes time linear in the length of the page. For settings see [`Cleaner`].
///
/// # Errors
///
/// [`InputError::TooLong`] if the page is longer than the default of [`Limits::bytes`].
///
/// ```
/// let page = dechaff::clean_html("<nav><a href=/>Start</a></nav><p>Am Montag regnete es in der ganzen Stadt.")?;
/// assert_eq!(page.text(), "Am Montag regnete es in der ganzen Stadt.");
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
pub fn clean_html(html: &str) -> Result<Cleaned, InputError> {
    CLEANER.clean_html(html)
}

/// Cleans a page as it was fetched, HTML or plain text in any encoding, with the default settings.
///
/// [`Page`] adds the charset that the server declared. For settings see [`Cleaner`].
///
/// # Errors
///
/// [`InputError`] if the input is too long or is not text.
///
/// ```
/// let page = dechaff::clean_bytes("<h1>Regen</h1><p>Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.".as_bytes())?;
/// assert_eq!(page.text(), "Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.");
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
pub fn clean_bytes<'a>(page: impl Into<Page<'a>>) -> Result<Cleaned, InputError> {
    CLEANER.clean_bytes(page)
}
