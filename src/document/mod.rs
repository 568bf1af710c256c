//! A page as filters see it: the source text and its segments in reading order.

mod build;
mod cue_similarity;
mod element;
mod mark;
mod segment;
mod shapes;
mod text_stats;

pub use crate::lexicon::Cue;
pub use element::Element;
pub(crate) use element::ElementData;
pub use mark::{Mark, Marks};
pub use segment::Segment;
pub use text_stats::TextStats;

use crate::language::Language;
use crate::markup::Tree;
use crate::metadata::Metadata;
use crate::note::Note;

/// A page: its source text, and the segments of the text in reading order.
///
/// Segments do not overlap and cover every byte of the source that is not white space.
///
/// # Example
///
/// ```
/// use dechaff::document::Document;
/// use dechaff::Language;
///
/// let document = Document::from_text("Ein Satz steht in dieser Zeile.\n\nUnd hier ist noch einer.");
/// assert_eq!(document.segments().len(), 2);
/// assert_eq!(document.language(), Language::German);
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    source: String,
    segments: Vec<Segment>,
    language: Language,
    /// `None` for plain text.
    tree: Option<Tree>,
    elements: Vec<ElementData>,
    metadata: Metadata,
    notes: Vec<Note>,
    encoding: &'static str,
}

impl Document {
    /// Whether the page is HTML.
    pub fn is_html(&self) -> bool {
        self.tree.is_some()
    }

    /// The metadata of a page of HTML; empty for plain text.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The name of the page's encoding in the Encoding Standard (WHATWG).
    pub(crate) fn encoding(&self) -> &'static str {
        self.encoding
    }

    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The source text; all ranges are byte offsets into it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The segments in reading order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The text of a segment.
    pub fn text(&self, segment: &Segment) -> &str {
        self.source.get(segment.range()).unwrap_or_default()
    }

    /// The language of most of the running text.
    pub fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn into_source(self) -> String {
        self.source
    }
}
