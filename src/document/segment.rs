//! A segment: the smallest stretch of text that is kept or removed as a whole.

use std::ops::Range;

use super::text_stats::TextStats;
use crate::input::html::Hidden;
use crate::language::Language;

/// A line of the source text, or a part of a line that holds several things.
///
/// # Example
///
/// ```
/// use dechaff::Language;
/// use dechaff::document::Document;
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
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) line: u32,
    pub(crate) blank_lines_before: u16,
    pub(crate) part: u32,
    pub(crate) parts: u32,
    pub(crate) repeats: u32,
    pub(crate) language: Language,
    pub(crate) language_confidence: f32,
    pub(crate) stats: TextStats,
    /// As [`Segment::weigh_prose`] says, once the language is known.
    pub(crate) prose: f32,
    /// Only for segments of HTML.
    pub(crate) markup: Option<Markup>,
}

/// What a segment of HTML knows of its markup.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Markup {
    /// The place of its element in the document's.
    pub(crate) element: u32,
    pub(crate) link_chars: u32,
    pub(crate) links: u16,
    pub(crate) hidden: Option<Hidden>,
}

impl Segment {
    /// Its bytes in the source text, without the white space around.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The number of its line, the first is 0.
    pub fn line(&self) -> usize {
        self.line as usize
    }

    /// Empty lines between it and the segment before; 0 inside a line.
    pub fn blank_lines_before(&self) -> usize {
        self.blank_lines_before.into()
    }

    /// Whether the segment before is of the same line.
    pub fn continues_line(&self) -> bool {
        self.part > 0
    }

    /// How many segments its line has.
    pub fn parts_of_line(&self) -> usize {
        self.parts as usize
    }

    /// How many segments of the document, itself included, have the same words.
    pub fn repeats(&self) -> usize {
        self.repeats as usize
    }

    /// The language it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// How sure its language is, from 0 to 1.
    pub fn language_confidence(&self) -> f32 {
        self.language_confidence
    }

    /// How many characters of it, white space left out, are links; 0 for plain text.
    pub fn link_chars(&self) -> usize {
        self.markup.map_or(0, |markup| markup.link_chars as usize)
    }

    /// How many links begin in it; 0 for plain text.
    pub fn links(&self) -> usize {
        self.markup.map_or(0, |markup| markup.links.into())
    }

    /// The share of its characters that are links, from 0 to 1.
    pub fn link_density(&self) -> f32 {
        let chars = self.stats.solid_chars();
        if chars == 0 { 0.0 } else { (self.link_chars() as f32 / chars as f32).min(1.0) }
    }

    /// Whether the reader of the page would not see it: it stands in an element that is `hidden`,
    /// `aria-hidden`, `display:none`, a template, or shown without scripts only.
    pub fn is_hidden(&self) -> bool {
        self.markup.is_some_and(|markup| markup.hidden.is_some())
    }

    pub(crate) fn hidden(&self) -> Option<Hidden> {
        self.markup.and_then(|markup| markup.hidden)
    }

    /// What can be seen in its text.
    pub fn stats(&self) -> &TextStats {
        &self.stats
    }
}

/// So many words make a full-grown paragraph.
const PARAGRAPH_WORDS: f32 = 24.0;
/// So great is the share of function words in running text, or greater.
const FUNCTION_WORDS: f32 = 0.24;

/// A text without any may still be one: of names, or of a trade.
const MIN_FUNCTION_WORDS: f32 = 0.3;
/// A list of names looks like a language that is not known, but not as surely as its texts do.
const SURE: f32 = 0.9;

impl Segment {
    /// How much it reads like running text, from 0 (a label, a list of names, a URL) to 1.
    ///
    /// Weighs length, function words and the end of a sentence, as jusText does (Pomikálek,
    /// "Removing Boilerplate and Duplicate Content from Web Corpora", 2011), on a sliding scale.
    /// Languages without a list of function words are judged by the rest alone.
    pub fn prose(&self) -> f32 {
        self.prose
    }

    pub(super) fn weigh_prose(&self) -> f32 {
        let stats = &self.stats;
        let words = stats.words() as f32;
        if words < 4.0 || stats.url_bytes() * 2 > self.range().len() {
            return 0.0;
        }
        let length = ((words - 3.0) / (PARAGRAPH_WORDS - 3.0)).clamp(0.0, 1.0).sqrt();
        let share = match self.language {
            Language::Other(_) if self.language_confidence > SURE => FUNCTION_WORDS * 0.7,
            _ => stats.function_words() as f32 / (words - stats.numbers() as f32).max(1.0),
        };
        let function_words = (share / FUNCTION_WORDS).clamp(MIN_FUNCTION_WORDS, 1.0);
        let sentence = if stats.ends_sentence() && !stats.ends_ellipsis() {
            1.0
        } else if stats.sentence_ends() > 0 || stats.ends_colon() {
            0.75
        } else {
            0.4
        };
        length * function_words * sentence
    }

    /// Whether it reads like a headline or heading: a few words, no full stop.
    pub fn is_headline_like(&self) -> bool {
        let stats = &self.stats;
        let is_plain_sentence =
            stats.ends_sentence() && !stats.ends_quote() && !stats.ends_question() && stats.exclamations() == 0;
        (3..=24).contains(&stats.words())
            && stats.chars() <= 180
            && !is_plain_sentence
            && !stats.ends_colon()
            && stats.sentence_ends() <= 2
            && stats.urls() == 0
    }

    /// Whether it is a label: very few words, no sentence.
    pub fn is_label(&self) -> bool {
        self.stats.words() <= 4 && self.stats.chars() <= 48 && self.stats.sentence_ends() == 0
    }
}
