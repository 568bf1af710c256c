//! Segments: the smallest parts of a text that are kept or removed as a whole.

use std::ops::{Range, RangeInclusive};

use super::text_stats::TextStats;
use crate::input::html::Hidden;
use crate::language::{Language, PackedLanguage};

/// A line of the source text, or one part of a line that has several.
///
/// # Example
///
/// ```
/// use dechaff::document::Document;
/// use dechaff::Language;
///
/// let document = Document::from_text("First headline    Second headline\n\nThen a paragraph follows.");
/// let segments = document.segments();
/// assert_eq!(segments.len(), 3);
/// assert_eq!(document.text(&segments[1]), "Second headline");
/// assert!(segments[1].continues_line());
/// assert_eq!(segments[2].blank_lines_before(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Segment {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) line: u32,
    pub(crate) blank_lines_before: u16,
    pub(crate) part: u16,
    pub(crate) parts: u16,
    pub(crate) language: PackedLanguage,
    pub(crate) language_confidence: f32,
    pub(crate) stats: TextStats,
    /// Found by [`Segment::find_prose`] when the language is known.
    pub(crate) prose: f32,
    /// Whether it is a line of a program, or a whole one: preformatted in HTML, several such lines in plain text.
    pub(crate) is_code: bool,
    /// `None` for plain text.
    pub(crate) markup: Option<Markup>,
}

/// The markup of a segment of HTML.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Markup {
    /// The index of its element in the document.
    pub(crate) element: u32,
    /// Characters in links, white space left out.
    pub(crate) link_chars: u32,
    /// Links that begin in the segment.
    pub(crate) links: u16,
    pub(crate) hidden: Option<Hidden>,
    pub(crate) is_preformatted: bool,
}

impl Segment {
    /// The byte range in the source text, without white space at either end.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Offset of its first byte.
    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }

    /// Offset of the byte after its last one.
    pub(crate) fn end(&self) -> usize {
        self.end as usize
    }

    /// The number of the line, from 0.
    pub fn line(&self) -> usize {
        self.line as usize
    }

    /// The number of empty lines before the segment; 0 inside a line.
    pub fn blank_lines_before(&self) -> usize {
        self.blank_lines_before.into()
    }

    /// Whether the segment before it is in the same line.
    pub fn continues_line(&self) -> bool {
        self.part > 0
    }

    /// The number of segments in the line; 65,535 if there are more.
    pub fn parts_of_line(&self) -> usize {
        self.parts.into()
    }

    /// The number of segments in the document with the same words, including this one; 65,535 if there are more.
    pub fn repeats(&self) -> usize {
        self.stats.repeats.into()
    }

    /// The language of the text.
    pub fn language(&self) -> Language {
        self.language.into()
    }

    /// The confidence of the language, from 0 to 1.
    pub fn language_confidence(&self) -> f32 {
        self.language_confidence
    }

    /// The number of characters in links, white space left out; 0 for plain text.
    pub fn link_chars(&self) -> usize {
        self.markup.map_or(0, |markup| markup.link_chars as usize)
    }

    /// The number of links that begin in the segment; 0 for plain text.
    pub fn links(&self) -> usize {
        self.markup.map_or(0, |markup| markup.links.into())
    }

    /// The share of the characters in links, from 0 to 1; white space is left out.
    pub fn link_density(&self) -> f32 {
        let chars = self.stats.solid_chars();
        if chars == 0 { 0.0 } else { (self.link_chars() as f32 / chars as f32).min(1.0) }
    }

    /// Whether a reader of the page would not see the segment, because its element is `hidden`, `aria-hidden`,
    /// hidden by a style, by the page's own style sheet or by the name of a class, a template, a form field, or shown
    /// without scripts only. What a reader can open (tabs, answers, the rest of a text) is not hidden.
    pub fn is_hidden(&self) -> bool {
        self.markup.is_some_and(|markup| markup.hidden.is_some())
    }

    /// Whether it is a control beside the text: the number of a line of a program, a link to a heading.
    pub(crate) fn is_control(&self) -> bool {
        self.hidden() == Some(Hidden::Control)
    }

    pub(crate) fn hidden(&self) -> Option<Hidden> {
        self.markup.and_then(|markup| markup.hidden)
    }

    /// The statistics of the text.
    pub fn stats(&self) -> &TextStats {
        &self.stats
    }
}

// All numbers below are hand-set on the development texts.

/// A text with fewer words has no prose; one with this many is a paragraph of full length.
const MIN_PROSE_WORDS: f32 = 4.0;
const PARAGRAPH_WORDS: f32 = 24.0;
/// The length factor rises from 0 at this many words.
const NO_PROSE_WORDS: f32 = 3.0;
/// The share of function words among the words of running text.
const FUNCTION_WORDS: f32 = 0.24;
/// The part of that share that is assumed for a language without a list of function words.
const UNKNOWN_FUNCTION_WORDS: f32 = 0.7;
/// Such a language needs more than this confidence: a list of names looks like an unknown language, with less.
const MIN_LANGUAGE_CONFIDENCE: f32 = 0.9;
/// Floor of the function-word factor, so that name lists and jargon can still score as prose.
const MIN_FUNCTION_WORD_FACTOR: f32 = 0.3;
/// The sentence factor of a text that has the end of a sentence inside or ends with a colon, and of one without.
const INNER_SENTENCE_FACTOR: f32 = 0.75;
const NO_SENTENCE_FACTOR: f32 = 0.4;

/// A headline has this many words, and at most this many characters and sentence ends.
const HEADLINE_WORDS: RangeInclusive<usize> = 3..=24;
const MAX_HEADLINE_CHARS: usize = 180;
const MAX_HEADLINE_SENTENCE_ENDS: usize = 2;
/// A label has at most this many words and characters.
const MAX_LABEL_WORDS: usize = 4;
const MAX_LABEL_CHARS: usize = 48;

impl Segment {
    /// How much the text reads like running text, from 0 (a label, a list of names, a URL) to 1.
    ///
    /// The product of factors for length, function words and the end of a sentence. jusText uses the same features
    /// with fixed thresholds (Pomikálek, "Removing Boilerplate and Duplicate Content from Web Corpora", 2011).
    /// Languages without a list of function words are judged by the other two factors.
    pub fn prose(&self) -> f32 {
        self.prose
    }

    /// Computes [`Segment::prose`] from the text and its language.
    pub(super) fn find_prose(&self) -> f32 {
        let stats = &self.stats;
        let words = stats.words() as f32;
        let is_mostly_url = stats.url_bytes() * 2 > self.range().len();
        if words < MIN_PROSE_WORDS || is_mostly_url {
            return 0.0;
        }
        let length = ((words - NO_PROSE_WORDS) / (PARAGRAPH_WORDS - NO_PROSE_WORDS)).clamp(0.0, 1.0).sqrt();
        let share = match self.language() {
            Language::Other(_) if self.language_confidence > MIN_LANGUAGE_CONFIDENCE => {
                FUNCTION_WORDS * UNKNOWN_FUNCTION_WORDS
            }
            _ => stats.function_words() as f32 / (words - stats.numbers() as f32).max(1.0),
        };
        let function_words = (share / FUNCTION_WORDS).clamp(MIN_FUNCTION_WORD_FACTOR, 1.0);
        let sentence = if stats.ends_sentence() && !stats.ends_ellipsis() {
            1.0
        } else if stats.sentence_ends() > 0 || stats.ends_colon() {
            INNER_SENTENCE_FACTOR
        } else {
            NO_SENTENCE_FACTOR
        };
        length * function_words * sentence
    }

    /// Whether the text reads like a headline or heading: a few words, no full stop at the end.
    pub fn is_headline_like(&self) -> bool {
        let stats = &self.stats;
        let is_plain_sentence =
            stats.ends_sentence() && !stats.ends_quote() && !stats.ends_question() && stats.exclamations() == 0;
        HEADLINE_WORDS.contains(&stats.words())
            && stats.chars() <= MAX_HEADLINE_CHARS
            && !is_plain_sentence
            && !stats.ends_colon()
            && stats.sentence_ends() <= MAX_HEADLINE_SENTENCE_ENDS
            && stats.urls() == 0
    }

    /// Whether the text is a label: very few words, no sentence.
    pub fn is_label(&self) -> bool {
        self.stats.words() <= MAX_LABEL_WORDS
            && self.stats.chars() <= MAX_LABEL_CHARS
            && self.stats.sentence_ends() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn of<T>(text: &str, look: impl Fn(&Segment) -> T) -> T {
        look(&Document::from_text(text).segments()[0])
    }

    #[test]
    fn running_text_is_prose_in_all_languages() {
        for text in [
            "The mill was sold in 1790 to a farmer, who had to let the whole village grind its rye there for nothing.",
            "Le moulin fut vendu en 1790 à un paysan, qui devait y laisser moudre le seigle de tout le village.",
            "Die Mühle wurde 1790 an einen Bauern verkauft, der das ganze Dorf dort seinen Roggen mahlen ließ.",
            "آسیاب در سال ۱۷۹۰ به کشاورزی فروخته شد که باید می‌گذاشت مردم روستا گندم خود را در آن آرد کنند.",
            "A malomot 1790-ben eladták egy gazdának, akinek meg kellett engednie, hogy az egész falu ott őröljön.",
        ] {
            assert!(of(text, Segment::prose) > 0.5, "{text}");
        }
    }

    #[test]
    fn labels_urls_and_lists_of_names_are_no_prose() {
        for text in ["The mill.", "https://mill.example.com/the-mill-and-the-river-and-the-rye is the mill"] {
            assert_eq!(of(text, Segment::prose), 0.0, "{text}");
        }
        let names = "Anna Reed, Thomas Miller, Martha Stone, Peter Bridge, John Ferry, Mary Harbour";
        assert!(of(names, Segment::prose) < 0.2);
    }

    #[test]
    fn prose_falls_with_fewer_words_and_without_a_full_stop() {
        let prose = |text: &str| of(text, Segment::prose);
        let whole = prose("The mill at the river was sold to a farmer in the year of the flood.");
        let open = prose("The mill at the river was sold to a farmer in the year of the flood");
        let inner = prose("The mill at the river was sold. To a farmer in the year of the flood");
        let short = prose("The mill was sold to a farmer.");
        assert!(whole > inner && inner > open && open > 0.0 && whole > short && short > 0.0);
    }

    #[test]
    fn headlines_have_a_few_words_and_no_full_stop() {
        for headline in ["A mill is sold", "Who buys the mill?", "“We sold the mill.”", "آسیاب قدیمی فروخته شد"]
        {
            assert!(of(headline, Segment::is_headline_like), "{headline}");
        }
        for other in ["Mill", "The mill was sold.", "The mill was sold to:", "See mill.example.com for the mill"] {
            assert!(!of(other, Segment::is_headline_like), "{other}");
        }
    }

    #[test]
    fn labels_have_very_few_words_and_no_sentence() {
        for label in ["Mill", "About the old mill", "درباره ما"] {
            assert!(of(label, Segment::is_label), "{label}");
        }
        for other in ["It rained.", "A mill at the river"] {
            assert!(!of(other, Segment::is_label), "{other}");
        }
    }
}
