//! What filters see: the source text and its segments in reading order.

mod evidence;
mod likeness;
mod mark;
mod segment;
mod shapes;

use rustc_hash::FxHashMap;

pub use evidence::Evidence;
pub use mark::{Mark, Marks};
pub use segment::Segment;

use crate::input::text::{Place, places};
use crate::language::{Language, identify};
use crate::lexicon::lexicon;

/// A page: its source text, and the segments of the text in reading order.
///
/// Segments do not overlap and hold every byte of the source that is not white space.
///
/// # Example
///
/// ```
/// use dechaff::{Document, Language};
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
}

impl Document {
    /// Takes flattened text apart: a segment a line, several where a line holds several things.
    ///
    /// Lines end at any line break of Unicode. Linear in the length of the text; any text will do.
    pub fn from_text(text: impl Into<String>) -> Self {
        let source = text.into();
        let places = places(&source);
        let mut segments = segments(&source, places);
        count_repeats(&mut segments);
        label_languages(&source, &mut segments);
        let language = main_language(&segments);
        Self { source, segments, language }
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

fn segments(source: &str, places: Vec<Place>) -> Vec<Segment> {
    let mut scratch = evidence::Scratch::default();
    let lexicon = lexicon();
    places
        .into_iter()
        .map(|place| Segment {
            evidence: Evidence::of(&source[place.range.clone()], lexicon, &mut scratch),
            start: place.range.start,
            end: place.range.end,
            line: place.line,
            blank_lines_before: place.blank_lines_before,
            part: place.part,
            parts: place.parts,
            repeats: 1,
            language: Language::Undetermined,
            language_confidence: 0.0,
        })
        .collect()
}

fn count_repeats(segments: &mut [Segment]) {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for segment in segments.iter() {
        *counts.entry(segment.evidence.hash).or_default() += 1;
    }
    for segment in segments {
        segment.repeats = counts[&segment.evidence.hash];
    }
}

fn label_languages(source: &str, segments: &mut [Segment]) {
    let languages = identify(segments.iter().map(|segment| (&source[segment.range()], segment.evidence())));
    for (segment, (language, confidence)) in segments.iter_mut().zip(languages) {
        segment.language = language;
        segment.language_confidence = confidence;
    }
}

fn main_language(segments: &[Segment]) -> Language {
    let mut weights: FxHashMap<Language, f64> = FxHashMap::default();
    for segment in segments {
        if segment.language != Language::Undetermined {
            *weights.entry(segment.language).or_default() +=
                segment.prose() as f64 * segment.evidence.chars() as f64 + 0.01;
        }
    }
    let heavier =
        |a: &(Language, f64), b: &(Language, f64)| a.1.total_cmp(&b.1).then_with(|| b.0.code().cmp(&a.0.code()));
    weights.into_iter().max_by(heavier).map_or(Language::Undetermined, |(language, _)| language)
}
