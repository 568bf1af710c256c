//! What filters see: the source text and its segments in reading order.

mod cue_similarity;
mod element;
mod mark;
mod segment;
mod shapes;
mod text_stats;

use rustc_hash::FxHashMap;

pub use crate::lexicon::Cue;
pub use element::Element;
pub(crate) use element::ElementData;
pub use mark::{Mark, Marks};
pub use segment::Segment;
pub use text_stats::TextStats;

use self::element::{elements, settle_roles};
use self::segment::Markup;
use crate::error::InputError;
use crate::input;
use crate::input::html::{self, FlatSegment, Gap, Hidden, Parsed};
use crate::input::lines::{Position, positions};
use crate::input::page::{Page, PageFormat};
use crate::language::{Language, Text, identify_in_context};
use crate::lexicon::lexicon;
use crate::limits::Limits;
use crate::markup::{NONE, NodeId, Tree};
use crate::metadata::Metadata;
use crate::note::Note;
use crate::text::earlier_duplicates;

/// A page: its source text, and the segments of the text in reading order.
///
/// Segments do not overlap and hold every byte of the source that is not white space.
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
    /// Only for HTML.
    tree: Option<Tree>,
    elements: Vec<ElementData>,
    metadata: Metadata,
    notes: Vec<Note>,
    encoding: &'static str,
}

impl Document {
    /// Takes flattened text apart: a segment a line, several where a line holds several things.
    ///
    /// Lines end at any line break of Unicode. Linear in the length of the text; any text will do.
    pub fn from_text(text: impl Into<String>) -> Self {
        let source = text.into();
        let positions = positions(&source);
        let earlier = duplicates(&source, &positions);
        let segments = segments(&source, positions, &earlier, Vec::new());
        Self::finish(source, segments, &earlier, None, Vec::new(), Vec::new())
    }

    /// Parses a page of HTML and flattens it: block by block, what a reader of the page would see.
    ///
    /// The source text is then the flattened text. Elements that begin and end lines do so here,
    /// paragraphs are set apart by an empty line, cells of a row by a tab, white space is folded
    /// outside of `<pre>`. Text that is hidden stands in segments of its own. Any page will do; linear
    /// in its length.
    pub fn from_html(page: &str) -> Self {
        Self::from_html_within(page, Limits::new())
    }

    pub(crate) fn from_html_within(page: &str, limits: Limits) -> Self {
        let mut notes = Vec::new();
        let Parsed { tree, flat, metadata, mut roles } = html::read(page, limits, &mut notes);
        let (elements, own) = elements(&tree, &mut roles, flat.segments.iter().map(|segment| segment.node));
        let positions = positions_of(&flat.source, &flat.segments);
        let earlier = duplicates(&flat.source, &positions);
        let markup = flat.segments.iter().zip(own).map(|(segment, element)| Markup {
            element,
            link_chars: segment.link_chars,
            links: segment.links,
            hidden: segment.hidden,
        });
        let segments = segments(&flat.source, positions, &earlier, markup.collect());
        let mut document = Self::finish(flat.source, segments, &earlier, Some(tree), elements, notes);
        document.metadata = metadata;
        document
    }

    /// Decodes a page, sees what it is, and reads it.
    pub(crate) fn from_page(page: Page<'_>, limits: Limits) -> Result<Self, InputError> {
        let input::Read { text, format, encoding, notes } = input::read(page, limits)?;
        let mut document = match format {
            PageFormat::Html => Self::from_html_within(&text, limits),
            PageFormat::Text => Self::from_text(text),
        };
        document.notes.splice(0..0, notes);
        document.encoding = encoding;
        Ok(document)
    }

    fn finish(
        source: String,
        mut segments: Vec<Segment>,
        earlier: &[Option<u32>],
        tree: Option<Tree>,
        mut elements: Vec<ElementData>,
        notes: Vec<Note>,
    ) -> Self {
        count_repeats(&mut segments);
        label_languages(&source, &mut segments, earlier, tree.as_ref(), &elements);
        show_hidden_page(&mut segments);
        settle_roles(&mut elements, &segments);
        let language = main_language(&segments);
        Self { source, segments, language, tree, elements, metadata: Metadata::default(), notes, encoding: "UTF-8" }
    }

    /// Whether it was read from HTML.
    pub fn is_html(&self) -> bool {
        self.tree.is_some()
    }

    /// What a page of HTML says of itself; nothing for plain text.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The encoding that the page was in, by its name in the Encoding Standard.
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

    /// A segment's text.
    pub fn text(&self, segment: &Segment) -> &str {
        self.source.get(segment.range()).unwrap_or_default()
    }

    /// The language that most of the running text is in.
    pub fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn into_source(self) -> String {
        self.source
    }
}

/// For each segment the index of an equal one before it, if any.
fn duplicates(source: &str, positions: &[Position]) -> Vec<Option<u32>> {
    earlier_duplicates(positions.len(), |index| &source[positions[index].range.clone()])
}

/// Segments with their statistics; `earlier` is the index of an equal segment before each.
fn segments(source: &str, positions: Vec<Position>, earlier: &[Option<u32>], markup: Vec<Markup>) -> Vec<Segment> {
    let mut scratch = text_stats::Scratch::default();
    let lexicon = lexicon();
    let mut markup = markup.into_iter();
    let mut segments: Vec<Segment> = Vec::with_capacity(positions.len());
    for (position, earlier) in positions.into_iter().zip(earlier) {
        let stats = match earlier {
            Some(earlier) => segments[*earlier as usize].stats.clone(),
            None => TextStats::of(&source[position.range.clone()], lexicon, &mut scratch),
        };
        segments.push(Segment {
            stats,
            start: position.range.start,
            end: position.range.end,
            line: position.line,
            blank_lines_before: position.blank_lines_before,
            part: position.part,
            parts: position.parts,
            repeats: 1,
            language: Language::Undetermined,
            language_confidence: 0.0,
            prose: 0.0,
            markup: markup.next(),
        });
    }
    segments
}

/// The positions of flattened segments: cells of a row are parts of a line.
fn positions_of(source: &str, flat: &[FlatSegment]) -> Vec<Position> {
    let mut positions: Vec<Position> = Vec::with_capacity(flat.len());
    let (mut line, mut at) = (0, 0);
    let mut first_of_line = 0;
    for (index, segment) in flat.iter().enumerate() {
        line += memchr::memchr_iter(b'\n', &source.as_bytes()[at..segment.range.start]).count() as u32;
        at = segment.range.start;
        if segment.gap != Gap::Cell {
            first_of_line = index;
        }
        positions.push(Position {
            range: segment.range.clone(),
            line,
            blank_lines_before: u16::from(segment.gap == Gap::Blank),
            part: (index - first_of_line) as u32,
            parts: 1,
        });
    }
    let mut parts = 0;
    for position in positions.iter_mut().rev() {
        parts = parts.max(position.part + 1);
        position.parts = parts;
        if position.part == 0 {
            parts = 0;
        }
    }
    positions
}

fn count_repeats(segments: &mut [Segment]) {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for segment in segments.iter() {
        *counts.entry(segment.stats.hash).or_default() += 1;
    }
    for segment in segments {
        segment.repeats = counts[&segment.stats.hash];
    }
}

fn label_languages(
    source: &str,
    segments: &mut [Segment],
    earlier: &[Option<u32>],
    tree: Option<&Tree>,
    elements: &[ElementData],
) {
    let declared = tree.map(|tree| declared_languages(tree, elements)).unwrap_or_default();
    let texts = segments.iter().map(|segment| Text {
        text: &source[segment.range()],
        declared: segment.markup.as_ref().and_then(|markup| *declared.get(markup.element as usize)?),
    });
    let languages = identify_in_context(texts, earlier);
    for (segment, found) in segments.iter_mut().zip(languages) {
        segment.language = found.language;
        segment.language_confidence = found.confidence;
        segment.prose = segment.weigh_prose();
    }
}

/// The language that each element is said to be in: by itself, by what it has for its only segment, or
/// by an element around it.
fn declared_languages<'a>(tree: &'a Tree, elements: &[ElementData]) -> Vec<Option<&'a str>> {
    let mut declared: Vec<Option<&str>> = Vec::with_capacity(elements.len());
    for element in elements {
        let around = element.parent.and_then(|parent| *declared.get(parent as usize)?);
        let own = own_language(tree, element.node);
        let inner = || if element.segments.len() == 1 { inner_language(tree, element.node) } else { None };
        declared.push(own.or_else(inner).or(around));
    }
    declared
}

/// The language of an element's text, or, as of a switcher's links, of the page that it links to.
fn own_language(tree: &Tree, node: NodeId) -> Option<&str> {
    let tags = ["lang", "hreflang"].into_iter().filter_map(|name| tree.attribute(node, name));
    tags.into_iter().find(|tag| !tag.is_empty())
}

/// Elements that wrap a segment are no deeper in each other than this.
const WRAPPERS: usize = 4;

fn inner_language(tree: &Tree, node: NodeId) -> Option<&str> {
    let first_element = |node: NodeId| {
        let mut child = tree.first_child(node);
        while child != NONE && !tree.is_element(child) {
            child = tree.next_sibling(child);
        }
        (child != NONE).then_some(child)
    };
    std::iter::successors(first_element(node), |&node| first_element(node))
        .take(WRAPPERS)
        .find_map(|node| own_language(tree, node))
}

/// A page that shows next to no running text has so much more of it hidden, if it is the page.
const HIDDEN_PAGE: f32 = 4.0;
/// … and at least so many words.
const MIN_HIDDEN_PAGE: f32 = 40.0;

/// Where the visible page has next to no running text, what scripts would replace or uncover is the
/// page: forums keep their posts in `<noscript>`, and some pages hide all until a style sheet is there.
fn show_hidden_page(segments: &mut [Segment]) {
    for reason in [Hidden::Noscript, Hidden::Attribute] {
        let words = |segments: &[Segment], hidden: Option<Hidden>| -> f32 {
            let of_reason = segments.iter().filter(|segment| segment.hidden() == hidden);
            of_reason.map(|segment| segment.prose() * segment.stats().words() as f32).sum()
        };
        let hidden = words(segments, Some(reason));
        if hidden >= MIN_HIDDEN_PAGE && hidden >= HIDDEN_PAGE * words(segments, None) {
            for markup in segments.iter_mut().filter_map(|segment| segment.markup.as_mut()) {
                if markup.hidden == Some(reason) {
                    markup.hidden = None;
                }
            }
        }
    }
}

fn main_language(segments: &[Segment]) -> Language {
    let mut weights: FxHashMap<Language, f64> = FxHashMap::default();
    for segment in segments {
        if segment.language != Language::Undetermined {
            *weights.entry(segment.language).or_default() +=
                segment.prose() as f64 * segment.stats.chars() as f64 + 0.01;
        }
    }
    let heavier =
        |a: &(Language, f64), b: &(Language, f64)| a.1.total_cmp(&b.1).then_with(|| b.0.code().cmp(&a.0.code()));
    weights.into_iter().max_by(heavier).map_or(Language::Undetermined, |(language, _)| language)
}
