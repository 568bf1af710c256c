//! Statistics of a segment's text.

mod scan;

use std::sync::Arc;

pub(super) use scan::{Scratch, TextRead};

use crate::lexicon::{Cue, CueSet, Matches};

/// Statistics of a segment's text alone: counts, how it begins and ends, and the cues found in it.
///
/// # Example
///
/// ```
/// use dechaff::document::Document;
///
/// let document = Document::from_text("See https://example.org/ on 3 May 2024, at 12:45.");
/// let stats = document.segments()[0].stats();
/// assert_eq!(stats.words(), 10);
/// assert!(stats.ends_sentence() && stats.has_date() && stats.has_time());
/// assert_eq!(stats.url_bytes(), "https://example.org/".len());
/// ```
// A page has thousands of these: fields that few texts need are in `rare`.
#[derive(Clone, Debug, Default)]
pub struct TextStats {
    /// `None` without a cue and a URL in a text that is not long. Texts with the same findings share it.
    rare: Option<Arc<Rare>>,
    /// Groups with at least one cue.
    cues: CueSet,
    /// All of them are too low in a text that is [long](Flags::LONG).
    counts: Counts<u16>,
    sentence_ends: u16,
    commas: u16,
    quotes: u16,
    exclamations: u16,
    function_words: u16,
    /// The number of segments of the document with the same words.
    pub(crate) repeats: u16,
    flags: Flags,
    similarity: ScoredCue,
    lead_in: ScoredCue,
    topic: ScoredCue,
}

/// What few texts have.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
struct Rare {
    matches: Matches,
    url_bytes: u32,
    urls: u16,
    /// Of a long text.
    counts: Option<Box<Counts<u32>>>,
}

/// The counts of a text that may be as long as the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Counts<N> {
    chars: N,
    spaces: N,
    words: N,
    letters: N,
    numbers: N,
    capitalized: N,
}

impl Counts<u32> {
    /// In half the memory, for a text whose counts have room there.
    fn narrow(self) -> Counts<u16> {
        let Self { chars, spaces, words, letters, numbers, capitalized } = self;
        let [chars, spaces, words, letters, numbers, capitalized] =
            [chars, spaces, words, letters, numbers, capitalized].map(|count| count as u16);
        Counts { chars, spaces, words, letters, numbers, capitalized }
    }
}

/// A group of cues and a score, whose bytes are apart so that they take no room for alignment.
#[derive(Clone, Copy, Debug, Default)]
struct ScoredCue {
    cue: Option<Cue>,
    score: [u8; 4],
}

impl From<Option<(Cue, f32)>> for ScoredCue {
    fn from(scored: Option<(Cue, f32)>) -> Self {
        scored.map_or(Self::default(), |(cue, score)| Self { cue: Some(cue), score: score.to_le_bytes() })
    }
}

impl ScoredCue {
    fn get(self) -> Option<(Cue, f32)> {
        self.cue.map(|cue| (cue, f32::from_le_bytes(self.score)))
    }

    /// The score of a group; 0 of all but one.
    fn of(self, cue: Cue) -> f32 {
        if self.cue == Some(cue) { f32::from_le_bytes(self.score) } else { 0.0 }
    }
}

/// Code has at least one symbol (bracket, underscore, equals sign) for this many characters. Hand-set.
const MAX_CHARS_PER_CODE_SYMBOL: u32 = 10;
/// Code has at least this many symbols. Hand-set.
const MIN_CODE_SYMBOLS: u16 = 2;

/// Findings in a text, one bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Flags(u32);

impl Flags {
    const ENDS_SENTENCE: u32 = 1;
    const ENDS_ELLIPSIS: u32 = 1 << 1;
    const ENDS_COLON: u32 = 1 << 2;
    const STARTS_LOWER: u32 = 1 << 3;
    const STARTS_BULLET: u32 = 1 << 4;
    const STARTS_NUMBER: u32 = 1 << 5;
    const STARTS_QUOTE: u32 = 1 << 6;
    const DATE: u32 = 1 << 7;
    const TIME: u32 = 1 << 8;
    const AMOUNT: u32 = 1 << 9;
    const COPYRIGHT: u32 = 1 << 10;
    const MENTION: u32 = 1 << 11;
    const EMOTICON: u32 = 1 << 12;
    const ENDS_QUOTE: u32 = 1 << 14;
    const STARTS_TIME: u32 = 1 << 15;
    const ENDS_QUESTION: u32 = 1 << 16;
    const PICTURE_CREDIT: u32 = 1 << 17;
    /// Many symbols of code, or a prompt.
    const CODE: u32 = 1 << 13;
    /// More characters than 16 bits can count.
    const LONG: u32 = 1 << 19;

    fn set(&mut self, flag: u32, on: bool) {
        if on {
            self.0 |= flag;
        }
    }
}

impl TextStats {
    /// Visible characters, white space included.
    pub fn chars(&self) -> usize {
        self.long().map_or(self.counts.chars.into(), |long| long.chars) as usize
    }

    /// Words and numbers.
    pub fn words(&self) -> usize {
        self.long().map_or(self.counts.words.into(), |long| long.words) as usize
    }

    /// Letters of any script.
    pub fn letters(&self) -> usize {
        self.long().map_or(self.counts.letters.into(), |long| long.letters) as usize
    }

    /// Numbers; dates and times count as one.
    pub fn numbers(&self) -> usize {
        self.long().map_or(self.counts.numbers.into(), |long| long.numbers) as usize
    }

    /// Words that begin with a capital.
    pub fn capitalized(&self) -> usize {
        self.long().map_or(self.counts.capitalized.into(), |long| long.capitalized) as usize
    }

    /// Bytes in URLs and bare host names.
    pub fn url_bytes(&self) -> usize {
        self.rare.as_ref().map_or(0, |rare| rare.url_bytes as usize)
    }

    /// URLs and bare host names.
    pub fn urls(&self) -> usize {
        self.rare.as_ref().map_or(0, |rare| rare.urls.into())
    }

    /// Full stops, question marks and similar marks that end a sentence.
    pub fn sentence_ends(&self) -> usize {
        self.sentence_ends.into()
    }

    /// Commas and semicolons of any script.
    pub fn commas(&self) -> usize {
        self.commas.into()
    }

    /// Double quotation marks of any form.
    pub fn quotes(&self) -> usize {
        self.quotes.into()
    }

    /// Exclamation marks.
    pub fn exclamations(&self) -> usize {
        self.exclamations.into()
    }

    /// Whether the text looks like a line of a program or a shell: brackets, underscores, equals signs, a prompt.
    pub fn is_code_like(&self) -> bool {
        self.has(Flags::CODE)
    }

    /// Function words (articles, prepositions, auxiliaries) of the language with the most of them.
    pub fn function_words(&self) -> usize {
        self.function_words.into()
    }

    /// Whether a cue of the group was found.
    pub fn has_cue(&self, cue: Cue) -> bool {
        self.cues.contains(cue)
    }

    /// Whether the whole segment is a cue of the group.
    pub fn is_cue(&self, cue: Cue) -> bool {
        self.cues.contains(cue) && self.rare.as_ref().is_some_and(|rare| rare.matches.whole.contains(cue))
    }

    /// Whether the whole segment is a cue of a boilerplate group.
    pub(crate) fn is_boilerplate(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.matches.whole.meets(CueSet::BOILERPLATE))
    }

    /// Whether the segment begins with a cue of the group that is anchored to the start.
    pub fn begins_with_cue(&self, cue: Cue) -> bool {
        self.cues.contains(cue) && self.rare.as_ref().is_some_and(|rare| rare.matches.leading.contains(cue))
    }

    /// Similarity of a short line to the cues of a group, from 0 to 1; 0 unless the group is the most similar of all. It
    /// finds wordings that no lexicon lists exactly.
    pub fn cue_similarity(&self, cue: Cue) -> f32 {
        self.similarity.of(cue)
    }

    /// The boilerplate group that the text is most similar to, and the similarity, from 0 to 1.
    pub(crate) fn most_similar_cue(&self) -> Option<(Cue, f32)> {
        self.similarity.get()
    }

    /// How typical the words are of a group's cues on average, from 0 to 1, for a text of any length; 0 unless the group
    /// has the highest score of all. Running text nearly always scores below 0.06; appeals for money score higher, whatever
    /// their wording.
    pub fn topic_score(&self, cue: Cue) -> f32 {
        self.topic.of(cue)
    }

    /// The group with the highest topic score, and the score.
    pub(crate) fn topic(&self) -> Option<(Cue, f32)> {
        self.topic.get()
    }

    /// Similarity of the words before the line's first colon or bar to the cues of a group, from 0 to 1. The text after
    /// "read also:" is a teaser, whatever its wording.
    pub fn lead_in(&self, cue: Cue) -> f32 {
        self.lead_in.of(cue)
    }

    /// Whether the text has a cue of a group, or a similarity, a lead-in or a topic score for it.
    pub(crate) fn hints_at(&self, cue: Cue) -> bool {
        self.cues.contains(cue)
            || [self.similarity, self.lead_in, self.topic].iter().any(|scored| scored.cue == Some(cue))
    }

    /// Visible characters without white space.
    pub(crate) fn solid_chars(&self) -> u32 {
        self.chars() as u32 - self.long().map_or(self.counts.spaces.into(), |long| long.spaces)
    }

    /// Number of cues of the group.
    pub fn count(&self, cue: Cue) -> usize {
        self.rare.as_ref().map_or(0, |rare| rare.matches.counts[cue as usize].into())
    }

    /// Whether the text ends like a sentence; closing quotes and brackets are ignored.
    pub fn ends_sentence(&self) -> bool {
        self.has(Flags::ENDS_SENTENCE)
    }

    /// Whether the text ends with a question mark; closing quotes and brackets are ignored.
    pub fn ends_question(&self) -> bool {
        self.has(Flags::ENDS_QUESTION)
    }

    /// Whether the text ends with an ellipsis or an arrow.
    pub fn ends_ellipsis(&self) -> bool {
        self.has(Flags::ENDS_ELLIPSIS)
    }

    /// Whether the text ends with a colon.
    pub fn ends_colon(&self) -> bool {
        self.has(Flags::ENDS_COLON)
    }

    /// Whether the text ends with a closing quotation mark or bracket.
    pub fn ends_quote(&self) -> bool {
        self.has(Flags::ENDS_QUOTE)
    }

    /// Whether the first character is a lower-case letter.
    pub fn starts_lower(&self) -> bool {
        self.has(Flags::STARTS_LOWER)
    }

    /// Whether the text begins with a bullet or a dash and a space.
    pub fn starts_bullet(&self) -> bool {
        self.has(Flags::STARTS_BULLET)
    }

    /// Whether the text begins with the number of a list item (`3.`, `3)`).
    pub fn starts_number(&self) -> bool {
        self.has(Flags::STARTS_NUMBER)
    }

    /// Whether the text begins with an opening quotation mark.
    pub fn starts_quote(&self) -> bool {
        self.has(Flags::STARTS_QUOTE)
    }

    /// Whether a date is found: digits with separators, or a number beside a month's name.
    pub fn has_date(&self) -> bool {
        self.has(Flags::DATE)
    }

    /// Whether a time of day is found.
    pub fn has_time(&self) -> bool {
        self.has(Flags::TIME)
    }

    /// Whether the text begins with a time of day.
    pub fn starts_time(&self) -> bool {
        self.has(Flags::STARTS_TIME)
    }

    /// Whether an amount of money is found: the sign of a currency, its name beside a number, or a round number in groups
    /// of three digits.
    pub fn has_amount(&self) -> bool {
        self.has(Flags::AMOUNT)
    }

    /// Whether a copyright sign is found.
    pub fn has_copyright(&self) -> bool {
        self.has(Flags::COPYRIGHT)
    }

    /// Whether somebody is addressed as `@name`.
    pub fn has_mention(&self) -> bool {
        self.has(Flags::MENTION)
    }

    /// Whether an emoji or emoticon is found.
    pub fn has_emoticon(&self) -> bool {
        self.has(Flags::EMOTICON)
    }

    /// Whether a picture's credit is found: a word such as "photo" before a colon, a bar or a slash, or at the start of a
    /// bracket.
    pub fn has_picture_credit(&self) -> bool {
        self.has(Flags::PICTURE_CREDIT)
    }

    /// The counts of a long text.
    fn long(&self) -> Option<&Counts<u32>> {
        if self.has(Flags::LONG) { self.rare.as_deref().and_then(|rare| rare.counts.as_deref()) } else { None }
    }

    fn has(&self, flag: u32) -> bool {
        self.flags.0 & flag != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;

    fn stats(text: &str) -> TextStats {
        TextStats::read(text, lexicon(), &mut Scratch::for_text(text.len())).stats
    }

    #[test]
    fn a_long_text_is_counted_to_its_end() {
        let long = stats(&"Mill 12 ".repeat(40_000));
        assert_eq!((long.words(), long.numbers(), long.capitalized()), (80_000, 40_000, 40_000));
        assert_eq!((long.chars(), long.letters(), long.solid_chars()), (320_000, 160_000, 240_000));
    }

    #[test]
    fn lines_of_programs_are_told_from_text() {
        for code in ["print('Hi')", "volume_of(x) = {}", "$ ls", ";; QUESTION SECTION:", "a[i]"] {
            assert!(stats(code).is_code_like(), "{code}");
        }
        for text in ["Comments (12)", "Comments(12)", "[Reply]", "A remark (or two)", "$ 20", "Part #1", "[12]"] {
            assert!(!stats(text).is_code_like(), "{text}");
        }
    }

    #[test]
    fn dates_and_times_are_found_in_all_languages() {
        for date in [
            "18.10.2019",
            "07.21.12",
            "2012-07-21",
            "3 May 2024",
            "May 3rd",
            "le 3 mai",
            "3. März",
            "۱۲ خرداد ۱۴۰۳",
            "۱۴۰۳/۰۲/۰۱",
        ] {
            assert!(stats(date).has_date(), "{date}");
        }
        for time in ["at 17:46", "۱۲:۴۵", "à 9h", "16h12"] {
            assert!(stats(time).has_time(), "{time}");
        }
        assert!(!stats("1,234 comments").has_date());
        assert!(!stats("version 3.5").has_date());
    }

    #[test]
    fn the_end_of_a_sentence_is_found_behind_quotation_marks() {
        assert!(stats("He said: “Go.”").ends_sentence());
        assert!(stats("به کجا می\u{200C}رویم؟").ends_sentence());
        assert!(stats("More to come […]").ends_ellipsis());
        assert!(!stats("A headline without an end").ends_sentence());
    }
}
