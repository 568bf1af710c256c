//! How a document is built: from text or HTML to segments with statistics and languages.

use std::ops::Range;

use super::element_data::{ElementData, elements, settle_roles};
use super::glued_line::{MAX_LINE_BYTES as MAX_GLUED_BYTES, glued_line};
use super::inlines::{InlineElement, Inlines};
use super::page::Document;
use super::segment::{Markup, Segment};
use super::text_stats::{Scratch, TextRead, TextStats};
use crate::error::InputError;
use crate::input;
use crate::input::double_encoding;
use crate::input::html::{self, FlatSegment, Gap, Hidden, Parsed};
use crate::input::lines::{SegmentPosition, positions, saturated};
use crate::input::page::{Page, PageFormat};
use crate::language::{Identified, Language, Reading, Texts, identify_in_context};
use crate::lexicon::{Lexicon, lexicon};
use crate::limits::Limits;
use crate::markup::{NONE, NodeId, Tag, Tree};
use crate::metadata::Metadata;
use crate::note::Note;
use crate::text::{PageMap, first_of_equals};

impl Document {
    /// Reads flattened text: a line is a segment, or several if it contains several things.
    ///
    /// Lines end at any line break of Unicode. Linear in the length of the text.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self::from_text_within(text.into(), Limits::new())
    }

    pub(crate) fn from_text_within(source: String, limits: Limits) -> Self {
        let mut notes = Vec::new();
        double_encoding::note(&source, &mut notes);
        Self::from_decoded_text(source, limits, notes)
    }

    fn from_decoded_text(source: String, limits: Limits, mut notes: Vec<Note>) -> Self {
        let max = limits.segments_of_text(source.len());
        let mut positions = cut_glued_lines(&source, positions(&source, max));
        if let Some(rest) = cut_rest(&source, &mut positions, max, |position| position.start as usize, &mut notes) {
            let last = &mut positions[max - 1];
            (last.start, last.end) = (rest.start as u32, rest.end as u32);
            last.parts = last.part.saturating_add(1);
        }
        let declared = Declared::default();
        let mut segments = segments(positions, Vec::new());
        Reader::read(&source, &mut segments, &declared);
        Self::finish(source, segments, None, Vec::new(), notes)
    }

    /// Parses a page of HTML and flattens it, block by block, as a reader would see it.
    ///
    /// The source text is then the flattened text. Block elements are on lines of their own, paragraphs are separated
    /// by an empty line, the cells of a row by a tab, and white space is collapsed outside of `<pre>`. Hidden text is
    /// in segments of its own. Linear in the length of the page.
    pub fn from_html(page: &str) -> Self {
        Self::from_html_within(page, Limits::new())
    }

    pub(crate) fn from_html_within(page: &str, limits: Limits) -> Self {
        let mut notes = Vec::new();
        double_encoding::note(page, &mut notes);
        Self::from_decoded_html(page, limits, notes)
    }

    fn from_decoded_html(page: &str, limits: Limits, mut notes: Vec<Note>) -> Self {
        let Parsed { tree, mut flat, metadata, roles } = html::read(page, limits, &mut notes);
        let inlines = Inlines::of(std::mem::take(&mut flat.inlines));
        flat.segments = cut_glued_flat_lines(&flat.source, flat.segments);
        let max = limits.segments_of_html(page.len());
        if let Some(rest) = cut_rest(&flat.source, &mut flat.segments, max, |segment| segment.range.start, &mut notes) {
            let last = &mut flat.segments[max - 1];
            (last.range, last.hidden, last.is_preformatted) = (rest, None, false);
        }
        let (elements, own) =
            elements(&tree, roles, &flat.data_tables, flat.segments.iter().map(|segment| segment.node));
        let positions = flat_positions(&flat.source, &flat.segments);
        let markup = flat.segments.iter().zip(own).map(|(segment, element)| Markup {
            element,
            link_chars: segment.link_chars,
            links: segment.links,
            hidden: segment.hidden,
            is_preformatted: segment.is_preformatted,
        });
        let markup: Vec<Markup> = markup.collect();
        flat.segments = Vec::new();
        let declared = Declared::of(&tree, &elements, &markup);
        let mut segments = segments(positions, markup);
        Reader::read(&flat.source, &mut segments, &declared);
        drop(declared);
        let mut document = Self::finish(flat.source, segments, Some(tree), elements, notes);
        document.metadata = metadata;
        document.inlines = inlines;
        document.find_lone_code();
        document.set_url(None);
        document
    }

    /// Finds the programs that are a block without `<pre>`: a `<code>` between blocks and not within a paragraph.
    fn find_lone_code(&mut self) {
        let Some(tree) = &self.tree else { return };
        let is_between_blocks = |inline: &&InlineElement| {
            tree.tag(inline.node) == Tag::Code
                && matches!(
                    tree.tag(tree.parent(inline.node)),
                    Tag::Div | Tag::Section | Tag::Article | Tag::Main | Tag::Body
                )
        };
        for code in self.inlines.iter().filter(is_between_blocks) {
            let range = code.range();
            let found = self.segments.binary_search_by_key(&range.start, |segment| segment.range().start);
            if let Some(segment) = found.ok().map(|index| &mut self.segments[index])
                && segment.range() == range
            {
                segment.is_code = true;
            }
        }
    }

    /// Decodes a page, detects its format and reads it.
    pub(crate) fn from_page(page: Page<'_>, limits: Limits) -> Result<Self, InputError> {
        let url = page.url;
        let input::Read { text, format, encoding, notes } = input::read(page, limits)?;
        let mut document = match format {
            PageFormat::Html => {
                let mut document = Self::from_decoded_html(&text, limits, notes);
                if let Some(url) = url {
                    document.set_url(Some(url));
                }
                document
            }
            PageFormat::Text => {
                let mut document = Self::from_decoded_text(text.into_owned(), limits, notes);
                document.url = url.map(str::to_owned);
                document
            }
        };
        document.encoding = encoding;
        Ok(document)
    }

    /// Adds what needs all segments: their language, hidden pages, programs, settled roles.
    fn finish(
        source: String,
        mut segments: Vec<Segment>,
        tree: Option<Tree>,
        mut elements: Vec<ElementData>,
        notes: Vec<Note>,
    ) -> Self {
        show_hidden_page(&mut segments);
        find_code(&source, &mut segments);
        settle_roles(&mut elements, &segments);
        let language = main_language(&segments);
        Self {
            is_html: tree.is_some(),
            source,
            segments,
            language,
            tree,
            elements,
            inlines: Inlines::default(),
            base: None,
            url: None,
            metadata: Metadata::default(),
            notes,
            encoding: "UTF-8",
        }
    }
}

/// Makes segments of the lines of boilerplate that are glued to the ends of paragraphs.
fn cut_glued_lines(source: &str, positions: Vec<SegmentPosition>) -> Vec<SegmentPosition> {
    let mut scratch = Scratch::for_text(MAX_GLUED_BYTES);
    let mut cut = Vec::with_capacity(positions.len());
    for position in positions {
        // A part of a line stays whole, because its neighbours know the number of parts.
        let is_line = position.parts == 1;
        let text = &source[position.range()];
        match is_line.then(|| glued_line(text, lexicon(), &mut scratch)).flatten() {
            Some(offset) => {
                let [paragraph, line] = halves(source, &position.range(), offset);
                cut.push(SegmentPosition { end: paragraph.end as u32, parts: 2, ..position.clone() });
                let start = line.start as u32;
                cut.push(SegmentPosition { start, part: 1, parts: 2, blank_lines_before: 0, ..position });
            }
            None => cut.push(position),
        }
    }
    cut
}

/// The same for the segments of a flattened page. A link is taken to be in the line if all of it fits into it.
fn cut_glued_flat_lines(source: &str, segments: Vec<FlatSegment>) -> Vec<FlatSegment> {
    let mut scratch = Scratch::for_text(MAX_GLUED_BYTES);
    let mut cut = Vec::with_capacity(segments.len());
    for segment in segments {
        match glued_line(&source[segment.range.clone()], lexicon(), &mut scratch) {
            Some(offset) => {
                let [paragraph, line] = halves(source, &segment.range, offset);
                let line_chars = source[line.clone()].chars().filter(|c| !c.is_whitespace()).count() as u32;
                let is_in_line = segment.link_chars <= line_chars;
                let (link_chars, links) = (segment.link_chars, segment.links);
                let of = |has_links: bool| if has_links { (link_chars, links) } else { (0, 0) };
                let ((of_paragraph, links_of_paragraph), (of_line, links_of_line)) = (of(!is_in_line), of(is_in_line));
                cut.push(FlatSegment {
                    range: paragraph,
                    link_chars: of_paragraph,
                    links: links_of_paragraph,
                    ..segment.clone()
                });
                let gap = Gap::Cell;
                cut.push(FlatSegment { range: line, link_chars: of_line, links: links_of_line, gap, ..segment });
            }
            None => cut.push(segment),
        }
    }
    cut
}

/// Drops the segments beyond the limit, and notes it. The last one has to hold the range that is returned: all that is left of
/// the page.
fn cut_rest<T>(
    source: &str,
    segments: &mut Vec<T>,
    max: usize,
    start_of: impl Fn(&T) -> usize,
    notes: &mut Vec<Note>,
) -> Option<Range<usize>> {
    segments.get(max)?;
    let at = start_of(&segments[max - 1]);
    segments.truncate(max);
    segments.shrink_to_fit();
    notes.push(Note::TooManySegments { at });
    Some(at..source.trim_end().len())
}

/// Both sides of an offset into a range, without the white space between them.
fn halves(source: &str, range: &Range<usize>, offset: usize) -> [Range<usize>; 2] {
    let at = range.start + offset;
    let end = range.start + source[range.start..at].trim_end().len();
    [range.start..end, at..range.end]
}

/// The statistics of all segments, computed anew.
#[cfg(feature = "bench-internals")]
pub(crate) fn statistics_of(document: &Document) -> Vec<TextStats> {
    let (mut scratch, lexicon) = (Scratch::for_text(document.source().len()), lexicon());
    let texts = document.segments().iter().map(|segment| document.text(segment));
    texts.map(|text| TextStats::read(text, lexicon, &mut scratch).stats).collect()
}

/// Segments that are not read yet.
fn segments(positions: Vec<SegmentPosition>, markup: Vec<Markup>) -> Vec<Segment> {
    let mut markup = markup.into_iter();
    let segments = positions.into_iter().map(|position| Segment {
        start: position.start,
        end: position.end,
        line: position.line,
        blank_lines_before: position.blank_lines_before,
        part: position.part,
        parts: position.parts,
        language: Language::Undetermined.into(),
        language_confidence: 0.0,
        stats: TextStats::default(),
        prose: 0.0,
        is_code: false,
        markup: markup.next(),
    });
    segments.collect()
}

/// Reads the segments of a page: their statistics and languages.
struct Reader<'a> {
    source: &'a str,
    segments: &'a mut [Segment],
    declared: &'a Declared<'a>,
    lexicon: &'a Lexicon,
    scratch: Scratch,
    /// A hash of the words of each segment.
    hashes: Vec<u64>,
}

impl<'a> Reader<'a> {
    /// Reads all segments.
    fn read(source: &'a str, segments: &'a mut [Segment], declared: &'a Declared<'a>) {
        let firsts = first_of_equals(segments.iter().map(|segment| &source[segment.range()]));
        let (scratch, hashes) = (Scratch::for_text(source.len()), vec![0; segments.len()]);
        let mut reader = Self { source, segments, declared, lexicon: lexicon(), scratch, hashes };
        identify_in_context(&mut reader, &firsts);
        count_repeats(reader.segments, &reader.hashes);
        reader.segments.iter_mut().for_each(|segment| segment.prose = segment.find_prose());
    }
}

impl Texts for Reader<'_> {
    fn text(&self, index: usize) -> &str {
        &self.source[self.segments[index].range()]
    }

    fn declared(&self, index: usize) -> Option<&str> {
        self.declared.language(index)
    }

    fn read(&mut self, index: usize) -> Reading {
        let text = &self.source[self.segments[index].range()];
        let TextRead { stats, hash, language } = TextStats::read(text, self.lexicon, &mut self.scratch);
        (self.segments[index].stats, self.hashes[index]) = (stats, hash);
        language
    }

    fn repeat(&mut self, index: usize, first: usize) {
        (self.segments[index].stats, self.hashes[index]) = (self.segments[first].stats.clone(), self.hashes[first]);
    }

    fn end_reading(&mut self) {
        self.scratch = Scratch::for_text(0);
    }

    fn set(&mut self, index: usize, identified: Identified) {
        let segment = &mut self.segments[index];
        (segment.language, segment.language_confidence) = (identified.language.into(), identified.confidence);
    }
}

/// The positions of flattened segments: the cells of a row are parts of one line.
fn flat_positions(source: &str, flat: &[FlatSegment]) -> Vec<SegmentPosition> {
    let mut positions: Vec<SegmentPosition> = Vec::with_capacity(flat.len());
    let (mut line, mut offset) = (0, 0);
    let mut first_of_line = 0;
    for (index, segment) in flat.iter().enumerate() {
        line += memchr::memchr_iter(b'\n', &source.as_bytes()[offset..segment.range.start]).count() as u32;
        offset = segment.range.start;
        if segment.gap != Gap::Cell {
            first_of_line = index;
        }
        positions.push(SegmentPosition {
            start: segment.range.start as u32,
            end: segment.range.end as u32,
            line,
            blank_lines_before: u16::from(segment.gap == Gap::Blank),
            part: saturated(index - first_of_line),
            parts: 1,
        });
    }
    let mut parts = 0;
    for position in positions.iter_mut().rev() {
        parts = parts.max(position.part.saturating_add(1));
        position.parts = parts;
        if position.part == 0 {
            parts = 0;
        }
    }
    positions
}

/// Finds the segments of programs: preformatted text, or in plain text lines that look like code beside each other.
fn find_code(source: &str, segments: &mut [Segment]) {
    let ends_statement =
        |text: &str| text.ends_with(['{', '}', ';']) && text.contains(['(', '{', '}', '=', '<', '>', '[', '.']);
    let is_code = |segment: &Segment| {
        !segment.stats.starts_bullet() && (segment.stats.is_code_like() || ends_statement(&source[segment.range()]))
    };
    // A line with nothing but brackets and the like goes with the code beside it.
    let is_rest =
        |segment: &Segment| segment.stats.words() == 0 && source[segment.range()].contains(['{', '}', ')', ']']);
    let is_line = |segment: &Segment| is_code(segment) || is_rest(segment);
    let mut start = 0;
    while start < segments.len() {
        if segments[start].markup.is_some_and(|markup| markup.is_preformatted) {
            segments[start].is_code = true;
        }
        let next = |at: usize| segments.get(at).is_some_and(|segment| segment.markup.is_none() && is_line(segment));
        let mut end = start + usize::from(next(start));
        while end > start && next(end) && segments[end].blank_lines_before <= 1 {
            end += 1;
        }
        let lines = &mut segments[start..end];
        if lines.iter().filter(|segment| is_code(segment)).count() >= MIN_CODE_LINES {
            lines.iter_mut().for_each(|segment| segment.is_code = true);
        }
        start = end.max(start + 1);
    }
}

/// A program in plain text has at least this many lines that look like code. Hand-set.
const MIN_CODE_LINES: usize = 2;

/// Counts the segments with the same words.
fn count_repeats(segments: &mut [Segment], hashes: &[u64]) {
    let firsts = first_of_equals(hashes.iter().copied());
    for &first in &firsts {
        let repeats = &mut segments[first as usize].stats.repeats;
        *repeats = repeats.saturating_add(1);
    }
    for (index, &first) in firsts.iter().enumerate() {
        segments[index].stats.repeats = segments[first as usize].stats.repeats;
    }
}

/// The languages that a page declares.
#[derive(Default)]
struct Declared<'a> {
    languages: Vec<&'a str>,
    /// For each segment the number of its language, counted from 1; 0 for none. Empty for plain text.
    of_segments: Vec<u32>,
}

impl<'a> Declared<'a> {
    /// The declared language of each segment is that of its own element. That of an element is its own, that of a wrapper
    /// around its only segment, or its parent's.
    fn of(tree: &'a Tree, elements: &[ElementData], markup: &[Markup]) -> Self {
        let mut languages = Vec::new();
        let mut of_elements: Vec<u32> = Vec::with_capacity(elements.len());
        for element in elements {
            let inner = || if element.segments.len() == 1 { inner_language(tree, element.node) } else { None };
            of_elements.push(match tree.language(element.node).or_else(inner) {
                Some(language) => {
                    languages.push(language);
                    languages.len() as u32
                }
                None => element.parent.map_or(0, |parent| of_elements[parent as usize]),
            });
        }
        let declaring = if languages.is_empty() { &[] } else { markup };
        Self { languages, of_segments: declaring.iter().map(|markup| of_elements[markup.element as usize]).collect() }
    }

    fn language(&self, segment: usize) -> Option<&'a str> {
        self.of_segments.get(segment)?.checked_sub(1).map(|number| self.languages[number as usize])
    }
}

/// A segment is wrapped in at most this many elements that hold nothing else.
const MAX_WRAPPERS: usize = 4;

fn inner_language(tree: &Tree, node: NodeId) -> Option<&str> {
    let first_element = |node: NodeId| {
        let mut child = tree.first_child(node);
        while child != NONE && !tree.is_element(child) {
            child = tree.next_sibling(child);
        }
        (child != NONE).then_some(child)
    };
    std::iter::successors(first_element(node), |&node| first_element(node))
        .take(MAX_WRAPPERS)
        .find_map(|node| tree.language(node))
}

/// Hidden text is the page if it has at least this many words of running text, and this many times those of the
/// visible page. Hand-set.
const MIN_HIDDEN_PAGE_WORDS: f32 = 40.0;
const MIN_HIDDEN_PAGE_RATIO: f32 = 4.0;

/// Shows hidden text on a page that has next to no visible running text: some forums have their posts in `<noscript>`,
/// and some pages hide everything until a style sheet is loaded.
fn show_hidden_page(segments: &mut [Segment]) {
    for reason in [Hidden::Noscript, Hidden::Attribute] {
        let words = |segments: &[Segment], hidden: Option<Hidden>| -> f32 {
            let meant = segments.iter().filter(|segment| segment.hidden() == hidden);
            meant.map(|segment| segment.prose() * segment.stats().words() as f32).sum()
        };
        let hidden = words(segments, Some(reason));
        if hidden >= MIN_HIDDEN_PAGE_WORDS && hidden >= MIN_HIDDEN_PAGE_RATIO * words(segments, None) {
            for markup in segments.iter_mut().filter_map(|segment| segment.markup.as_mut()) {
                if markup.hidden == Some(reason) {
                    markup.hidden = None;
                }
            }
        }
    }
}

/// A small weight of each segment, so that a page without running text has a language too.
const MIN_LANGUAGE_WEIGHT: f64 = 0.01;

/// The language of most of the running text.
fn main_language(segments: &[Segment]) -> Language {
    let mut weights: PageMap<Language, f64> = PageMap::default();
    for segment in segments {
        if segment.language() != Language::Undetermined {
            *weights.entry(segment.language()).or_default() +=
                segment.prose() as f64 * segment.stats.chars() as f64 + MIN_LANGUAGE_WEIGHT;
        }
    }
    let heavier =
        |a: &(Language, f64), b: &(Language, f64)| a.1.total_cmp(&b.1).then_with(|| b.0.code().cmp(&a.0.code()));
    weights.into_iter().max_by(heavier).map_or(Language::Undetermined, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_code_in_plain_text_are_found() {
        let is_code = |text: &str| -> Vec<bool> {
            Document::from_text(text).segments().iter().map(|segment| segment.is_code).collect()
        };
        let program =
            "Put this in:\n\nfunction stop(c) {\n    c.style.animation = \"none\";\n    c.pause();\n}\n\nIt works.";
        assert_eq!(is_code(program), [false, true, true, true, true, false]);
        assert_eq!(is_code("Cats (old)\nDogs (new) [1]\nA mill."), [false; 3]);
    }

    const ENGLISH: &str =
        "The mill was sold in 1790 to a farmer, who had to let the whole village grind its rye there.";
    const GERMAN: &str =
        "Die Mühle wurde 1790 einem Bauern verkauft, der das ganze Dorf dort seinen Roggen mahlen ließ.";
    const FRENCH: &str =
        "Le moulin fut vendu en 1790 à un paysan, qui devait y laisser moudre le seigle de tout le village.";
    const FARSI: &str = "آسیاب در سال ۱۷۹۰ به کشاورزی فروخته شد که باید می‌گذاشت مردم روستا گندم خود را در آن آرد کنند.";

    #[test]
    fn the_main_language_is_that_of_the_running_text() {
        let texts = [ENGLISH, GERMAN, FRENCH, FARSI];
        let languages = [Language::English, Language::German, Language::French, Language::Farsi];
        for (text, language) in texts.into_iter().zip(languages) {
            let labels = "Contact us\nAbout this site\nKontakt zur Redaktion\nÜber diese Seite\n";
            assert_eq!(Document::from_text(format!("{labels}{text}\n{text}")).language(), language);
        }
        let longer = Document::from_text(format!("{ENGLISH}\n\n{GERMAN} {GERMAN}"));
        assert_eq!(longer.language(), Language::German);
        assert_eq!(Document::from_text("1790").language(), Language::Undetermined);
    }

    #[test]
    fn labels_decide_the_language_of_a_page_without_running_text() {
        assert_eq!(Document::from_text("Über diese Seite\nKontakt zur Redaktion").language(), Language::German);
    }

    #[test]
    fn a_hidden_page_is_shown_if_nothing_else_is_there() {
        let posts = format!("<p>{ENGLISH}</p>").repeat(4);
        let is_hidden = |page: &str| {
            let document = Document::from_html(page);
            document.segments().iter().map(Segment::is_hidden).collect::<Vec<_>>()
        };
        assert_eq!(is_hidden(&format!("<p>Forum<noscript>{posts}</noscript>")), [false; 5]);
        assert_eq!(is_hidden(&format!("<p>Forum<div hidden>{posts}</div>")), [false; 5]);
        let beside_article = is_hidden(&format!("<p>{ENGLISH}</p><p>{ENGLISH}</p><noscript>{posts}</noscript>"));
        assert_eq!(beside_article, [false, false, true, true, true, true]);
        let small = is_hidden(&format!("<p>Forum</p><noscript><p>{ENGLISH}</noscript>"));
        assert_eq!(small, [false, true]);
    }

    #[test]
    fn cells_of_a_row_are_parts_of_a_line() {
        let document = Document::from_html("<p>Mills<table><tr><td>Rye<td>Wheat<tr><td>Oats</table>");
        let positions = |segment: &Segment| (segment.line(), segment.continues_line(), segment.parts_of_line());
        let positions: Vec<_> = document.segments().iter().map(positions).collect();
        let first = positions[1].0;
        assert_eq!(positions, [(0, false, 1), (first, false, 2), (first, true, 2), (first + 1, false, 1)]);
    }

    #[test]
    fn segments_with_the_same_words_are_counted() {
        let document = Document::from_text("Home\nMill\nHome\n— Home —");
        assert_eq!(document.segments().iter().map(Segment::repeats).collect::<Vec<_>>(), [3, 1, 3, 3]);
    }

    #[test]
    fn languages_are_declared_by_elements_around_and_inside() {
        let page = "<div lang=de><p>Mühle<p lang=fr>Moulin<p><a hreflang=fa>Mill</a></div><p lang=''>Mill";
        let document = Document::from_html(page);
        let tree = document.tree.as_ref().expect("it is HTML");
        let markup: Vec<_> = document.segments().iter().filter_map(|segment| segment.markup).collect();
        let of_segments = Declared::of(tree, &document.elements, &markup);
        let declared: Vec<_> = (0..markup.len()).map(|segment| of_segments.language(segment)).collect();
        assert_eq!(declared, [Some("de"), Some("fr"), Some("fa"), None]);
    }
}
