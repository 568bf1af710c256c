//! A page: its source text, segments and elements.

use super::address::{Base, has_other_scheme, resolve, resolve_fetched};
use super::element_data::ElementData;
use super::inlines::Inlines;
use super::segment::Segment;
use crate::language::Language;
use crate::markup::{NodeId, Tag, Tree};
use crate::metadata::{Metadata, MetadataValue};
use crate::note::Note;

/// A page: its source text, and the segments of the text in reading order.
///
/// Segments do not overlap and contain every byte of the source that is not white space.
///
/// # Example
///
/// ```
/// use dechaff::Language;
/// use dechaff::document::Document;
///
/// let document = Document::from_text("Ein Satz steht in dieser Zeile.\n\nUnd hier ist noch einer.");
/// assert_eq!(document.segments().len(), 2);
/// assert_eq!(document.language(), Language::German);
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) source: String,
    pub(super) segments: Vec<Segment>,
    pub(super) language: Language,
    pub(super) is_html: bool,
    /// Only for HTML, until it is discarded.
    pub(super) tree: Option<Tree>,
    /// Only for HTML, until they are discarded. Ancestors come before their descendants.
    pub(super) elements: Vec<ElementData>,
    /// The markup within lines; none for plain text.
    pub(super) inlines: Inlines,
    /// The address that addresses in the page are relative to, if it is known.
    pub(super) base: Option<Base>,
    pub(super) url: Option<String>,
    pub(super) metadata: Metadata,
    pub(super) notes: Vec<Note>,
    pub(super) encoding: &'static str,
}

impl Document {
    /// Whether the page is HTML.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// Frees the elements, and what is marked within lines.
    pub(crate) fn discard_markup(&mut self) {
        self.tree = None;
        self.elements = Vec::new();
        self.inlines = Inlines::default();
    }

    /// The metadata that the markup of a page of HTML has; empty for plain text.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    pub(crate) fn metadata_mut(&mut self) -> &mut Metadata {
        &mut self.metadata
    }

    /// The name of the page's encoding in the Encoding Standard.
    pub(crate) fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The element tree of a page of HTML, until it is discarded.
    pub(crate) fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }

    pub(crate) fn inlines(&self) -> &Inlines {
        &self.inlines
    }

    /// What an address means on the page; `None` if it is not safe to follow, or means nothing.
    pub(crate) fn resolve(&self, address: &str) -> Option<String> {
        resolve(address, self.base.as_ref())
    }

    /// As [`Document::resolve`], for an address of `http` or `https` only.
    pub(crate) fn resolve_fetched(&self, address: &str) -> Option<String> {
        resolve_fetched(address, self.base.as_ref())
    }

    /// Sets the address of the page, against which others are resolved, unless `<base>` sets another one.
    pub(super) fn set_url(&mut self, url: Option<&str>) {
        let Some(tree) = &self.tree else { return };
        let is_base = |&node: &NodeId| tree.tag(node) == Tag::Base;
        let bases = (0..tree.len() as NodeId).filter(is_base);
        self.base = Base::of(url, bases.filter_map(|node| tree.attribute(node, "href")).next());
        self.url = url.map(str::to_owned);
        // A relative address stays as it is until the page's own is known.
        let base = self.base.as_ref();
        let settle = |value: &mut Option<MetadataValue>| {
            let resolved = value.as_ref().and_then(|value| resolve_fetched(&value.value, base));
            *value = value.take().zip(resolved).map(|(value, address)| MetadataValue { value: address, ..value });
        };
        settle(&mut self.metadata.url);
        settle(&mut self.metadata.image);
        // A licence may be a name.
        self.metadata.license = self.metadata.license.take().filter(|license| !has_other_scheme(&license.value));
    }

    /// The address that the page was fetched from, if the caller has given it.
    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The segment that holds the rest of a page with too many of them.
    pub(crate) fn rest(&self) -> Option<usize> {
        let is_cut = self.notes.iter().any(|note| matches!(note, Note::TooManySegments { .. }));
        self.segments.len().checked_sub(1).filter(|_| is_cut)
    }

    pub(crate) fn add_note(&mut self, note: Note) {
        self.notes.push(note);
    }

    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The source text; all ranges are byte offsets into it. It keeps every character of the page, control characters too.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The segments in reading order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The text of a segment, with every character of the source.
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
