//! Takes the chaff out of scraped web pages.
//!
//! Whoever scrapes the web gets articles buried in boilerplate: headline tickers, spam links,
//! reader comments, "support us" boxes, teasers of other articles, share bars, cookie notices,
//! counters. dechaff marks every span of a page by what it is (its [`Kind`]), by its
//! [`Language`], with a confidence and the name of the filter that decided, and gives back the
//! clean body. It does so for text that somebody already flattened, where no tag is left to tell
//! a comment from the article.
//!
//! ```
//! let page = dechaff::clean_text(
//!     "Home | News | Contact\n\n\
//!      A bridge for Lindental\n\n\
//!      The village council decided on Monday to build a new bridge over the river, after the old \
//!      one had been closed for two years.\n\n\
//!      Share on Facebook\n",
//! );
//! assert_eq!(page.title(), Some("A bridge for Lindental"));
//! assert!(page.text().starts_with("The village council") && page.text().ends_with("two years."));
//! for span in page.spans() {
//!     println!("{:10} {:3} {}", span.kind(), span.language(), &page.source()[span.range()]);
//! }
//! ```
//!
//! Data flows one way: text is taken apart into the segments of a [`Document`]; the filters of a
//! [`Pipeline`] mark segments; the [`Cleaner`] turns the winning marks into the spans of a
//! [`Cleaned`] page; rendering reads spans. Filters never change the text, so nothing is lost:
//! the spans cover every byte of the source that is not white space.
//!
//! To write a filter of one's own, see [`Filter`].

mod cleaned;
mod cleaner;
mod comment;
mod document;
mod error;
mod filter;
mod focus;
mod input;
mod kind;
mod language;
mod lexicon;
mod limits;
mod markup;
mod metadata;
mod note;
mod render;
mod span;
mod text;

pub use cleaned::{Article, Cleaned};
pub use cleaner::Cleaner;
pub use comment::Comment;
pub use document::{Document, Element, Mark, Marks, Segment, TextStats};
pub use error::{InputError, PipelineError, ScorerError, UnknownKind};
pub use filter::{
    ChromeFilter, CommentFilter, ConsentFilter, ContentFilter, Features, Filter, LegalFilter, MarkupFilter,
    NavigationFilter, Pipeline, RelatedFilter, Scorer, ScorerFilter, ShareFilter, SpamFilter, SupportFilter,
    TickerFilter,
};
pub use focus::Focus;
pub use input::page::Page;
pub use kind::Kind;
pub use language::{Identified, Language, identify, identify_together};
pub use lexicon::Cue;
pub use limits::Limits;
pub use metadata::{Metadata, MetadataSource, MetadataValue};
pub use note::Note;
pub use span::Span;

/// Cleans text that somebody already flattened, with all filters.
///
/// Any text will do: it cannot fail, and takes time linear in the length of the text. For
/// settings see [`Cleaner`].
///
/// ```
/// let page = dechaff::clean_text("");
/// assert!(page.is_empty() && page.spans().is_empty());
/// ```
pub fn clean_text(text: &str) -> Cleaned {
    Cleaner::new().clean_text(text)
}

/// Cleans a page as it was fetched, HTML or plain text in any encoding, with all filters.
///
/// For settings, and to name the charset of the transport, see [`Cleaner::clean_bytes`].
///
/// # Errors
///
/// [`InputError`] where the input is too long or no text.
///
/// ```
/// let page = dechaff::clean_bytes("<h1>Regen</h1><p>Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.".as_bytes())?;
/// assert_eq!(page.text(), "Am Montag regnete es in der ganzen Stadt, und am Dienstag auch.");
/// # Ok::<(), dechaff::InputError>(())
/// ```
pub fn clean_bytes<'a>(page: impl Into<Page<'a>>) -> Result<Cleaned, InputError> {
    Cleaner::new().clean_bytes(page)
}
