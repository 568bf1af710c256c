//! Facts of a page, each computed once and shared by filters, features and the decision.

mod body_runs;
mod containers;
mod credits;
mod headings;
mod labels;
mod landmarks;
mod layout;
mod page_type;
mod rule_score;
mod segmentation;
mod title;
mod verse;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::document::{Document, ElementData, Marks, Segment};
use crate::text::Shingles;

pub(crate) use body_runs::body_runs;
pub(crate) use containers::Containers;
pub(crate) use credits::{credit_kind, is_article_paragraph};
pub(crate) use headings::Headings;
pub(crate) use labels::is_counted_label;
pub(crate) use landmarks::Landmarks;
pub(crate) use layout::{Layout, MIN_PARAGRAPH_PROSE};
pub(crate) use rule_score::rule_scores;
pub(crate) use segmentation::{Run, RunScores, runs};

/// Facts of a page that filters, features and the decision share.
///
/// Each fact is computed when it is first asked for, and kept.
///
/// # Example
///
/// ```
/// use dechaff::document::Document;
/// use dechaff::filter::Analysis;
///
/// let document = Document::from_html("<div class=forum><div itemtype=https://schema.org/QAPage>Why does it rain?");
/// let analysis = Analysis::of(&document);
/// assert!(analysis.is_thread());
/// assert_eq!(analysis.document().segments().len(), 1);
/// ```
pub struct Analysis<'a> {
    document: &'a Document,
    is_thread: OnceLock<bool>,
    prose_words: OnceLock<Vec<f32>>,
    containers: OnceLock<Containers>,
    landmarks: OnceLock<Vec<Landmarks>>,
    main_heading: OnceLock<Option<usize>>,
    headings: OnceLock<Headings>,
    title: OnceLock<Option<usize>>,
    verse: OnceLock<Vec<bool>>,
    in_article_body: OnceLock<Option<Vec<f32>>>,
    /// The last layout, and the hash of the boilerplate that it was computed with.
    layout: Mutex<Option<(u64, Arc<Layout>)>>,
}

impl<'a> Analysis<'a> {
    /// The facts of a document. Each will be found when it is first asked for.
    pub fn of(document: &'a Document) -> Self {
        Self {
            document,
            is_thread: OnceLock::new(),
            prose_words: OnceLock::new(),
            containers: OnceLock::new(),
            landmarks: OnceLock::new(),
            main_heading: OnceLock::new(),
            headings: OnceLock::new(),
            title: OnceLock::new(),
            verse: OnceLock::new(),
            in_article_body: OnceLock::new(),
            layout: Mutex::new(None),
        }
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// Whether the page is a thread of a forum or a question with its answers, whose posts are its content.
    pub fn is_thread(&self) -> bool {
        *self.is_thread.get_or_init(|| page_type::is_thread(self.document))
    }

    /// Whether the page declares itself an article.
    pub(crate) fn is_article(&self) -> bool {
        page_type::is_article(self.document)
    }

    /// The position of the running text that no filter has marked as boilerplate. It is computed again only if
    /// the boilerplate has changed.
    pub(crate) fn layout(&self, marks: &Marks) -> Arc<Layout> {
        let hash = marks.boilerplate_hash();
        let mut layout = self.layout.lock().unwrap_or_else(PoisonError::into_inner);
        match &*layout {
            Some((known, layout)) if *known == hash => Arc::clone(layout),
            _ => {
                let found = Arc::new(Layout::of(self.document, marks));
                *layout = Some((hash, Arc::clone(&found)));
                found
            }
        }
    }

    /// Frees what only filters ask for.
    pub(crate) fn end_filters(&self) {
        *self.layout.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The running text of each segment, in words: its words weighted by prose, without links and hidden text.
    pub(crate) fn prose_words(&self) -> &[f32] {
        let prose_words = |segment: &Segment| {
            let is_hidden = segment.is_hidden();
            let words = segment.stats().words() as f32;
            if is_hidden { 0.0 } else { segment.prose() * words * (1.0 - segment.link_density()) }
        };
        self.prose_words.get_or_init(|| self.document.segments().iter().map(prose_words).collect())
    }

    /// The containers of a page of HTML, weighed by the running text in them.
    pub(crate) fn containers(&self) -> &Containers {
        self.containers.get_or_init(|| Containers::of(self.document, self.prose_words()))
    }

    /// The landmarks around the inside of each element.
    pub(crate) fn landmarks(&self) -> &[Landmarks] {
        self.landmarks.get_or_init(|| landmarks::landmarks(self.document.element_data()))
    }

    /// The landmarks around a segment.
    pub(crate) fn landmarks_of(&self, segment: &Segment) -> Landmarks {
        self.document.element_index(segment).map(|element| self.landmarks()[element]).unwrap_or_default()
    }

    /// Whether a segment is a program, or a line of one.
    pub(crate) fn is_code(&self, segment: &Segment) -> bool {
        segment.is_code || self.landmarks_of(segment).has(Landmarks::CODE)
    }

    /// Whether a segment is a line of a poem in plain text.
    pub(crate) fn is_verse(&self, index: usize) -> bool {
        self.verse.get_or_init(|| verse::verse(self.document))[index]
    }

    /// The first visible segment in an `<h1>`.
    pub(crate) fn main_heading(&self) -> Option<usize> {
        let is_main =
            |segment: &Segment| self.landmarks_of(segment).has(Landmarks::MAIN_HEADING) && !segment.is_hidden();
        *self.main_heading.get_or_init(|| self.document.segments().iter().position(is_main))
    }

    /// The headings of a page of HTML.
    pub(crate) fn headings(&self) -> &Headings {
        self.headings.get_or_init(|| Headings::of(self.document))
    }

    /// The segment that is the title of a page of HTML.
    pub(crate) fn title(&self) -> Option<usize> {
        *self.title.get_or_init(|| title::title(self.document, self.headings()))
    }

    /// For each segment the share of its word sequences that are also in the article's text in JSON-LD, from 0 to 1;
    /// `None` if JSON-LD has no such text.
    pub(crate) fn in_article_body(&self) -> Option<&[f32]> {
        let shares = || {
            let body = self.document.metadata().article_body().and_then(Shingles::of)?;
            let share = |segment: &Segment| body.share_of(self.document.text(segment));
            Some(self.document.segments().iter().map(share).collect())
        };
        self.in_article_body.get_or_init(shares).as_deref()
    }
}

impl fmt::Debug for Analysis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Analysis").field("segments", &self.document.segments().len()).finish_non_exhaustive()
    }
}

/// An element and its ancestors, the nearest first.
pub(crate) fn with_ancestors(elements: &[ElementData], element: usize) -> impl Iterator<Item = &ElementData> {
    std::iter::successors(elements.get(element), |element| Some(&elements[element.parent? as usize]))
}
