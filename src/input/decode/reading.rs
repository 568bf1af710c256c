//! How well a decoded text reads: whether its characters beyond ASCII are where writers put them.
//!
//! Text that was decoded with a wrong encoding is full of misfits: replaced bytes and control characters, letters that no
//! one language has together, capitals behind small letters, signs within words, two scripts in a word, accents without a
//! letter. Right text of any language has next to none. What is counted is characters beyond ASCII only, because
//! encodings agree on ASCII.

use unicode_normalization::char::canonical_combining_class;

use super::letters::{JAPANESE, LETTERS, MAX_LANGUAGES};
use crate::text::characters::is_unspaced;

/// With fewer letters than this, their frequency says nothing (hand-set).
const MIN_LETTERS_FOR_FREQUENCY: usize = 30;
/// The common letters of an alphabet make up at least this percentage of a text (hand-set; about 60 in articles).
const MIN_COMMON_PERCENT: usize = 47;
/// Japanese has a syllabic character per this many characters at least (hand-set; more than every second in articles).
const MAX_CHARS_PER_KANA: usize = 12;

/// Chinese and Japanese have at most one space between two of their characters per this many characters (hand-set; text
/// in other scripts has a space per six).
const MIN_CHARS_PER_SPACE: usize = 10;

/// Of letters of Western Europe that no one language has together, this many eighths fit: names come from many languages
/// (hand-set).
const WESTERN_EIGHTHS: usize = 7;

/// What was counted in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Letters beyond ASCII, and misfits of other kinds.
    pub(super) characters: usize,
    pub(super) misfits: usize,
}

impl Reading {
    pub(super) fn of(text: &str) -> Self {
        let mut counts = Counts::default();
        let mut before = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            counts.add(before, c, chars.peek().copied());
            before = Some(c);
        }
        counts.reading()
    }

    /// Whether there is at most one misfit per this many characters.
    pub(super) fn has_at_most_one_in(self, characters: usize) -> bool {
        self.misfits * characters <= self.characters
    }

    /// Whether the share of misfits is smaller than that of another text by a factor.
    pub(super) fn is_better_by(self, factor: usize, other: Self) -> bool {
        // Signs that fit are not counted, so that a text of good signs alone has no characters.
        self.misfits * factor * other.characters.max(1) < other.misfits * self.characters.max(1)
    }
}

/// A script that some encoding is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    EastAsian,
    Other,
}

struct Counts {
    letters: usize,
    /// Misfits that are no letters.
    signs: usize,
    misplaced_capitals_of_ascii: usize,
    kana: usize,
    /// Characters of Chinese and Japanese.
    unspaced: usize,
    /// Spaces between two of them.
    spaces: usize,
    /// Whether the last character that is no space is one of them.
    is_after_unspaced: bool,
    /// Letters of Western Europe beside one of ASCII.
    western: usize,
    /// The letters of each language.
    languages: [usize; MAX_LANGUAGES],
    /// Those that are common in it.
    common: [usize; MAX_LANGUAGES],
}

impl Default for Counts {
    fn default() -> Self {
        let none = [0; MAX_LANGUAGES];
        Self {
            letters: 0,
            signs: 0,
            misplaced_capitals_of_ascii: 0,
            kana: 0,
            unspaced: 0,
            spaces: 0,
            is_after_unspaced: false,
            western: 0,
            languages: none,
            common: none,
        }
    }
}

impl Counts {
    /// Counts a character between two others.
    fn add(&mut self, before: Option<char>, c: char, after: Option<char>) {
        let before = before.unwrap_or(' ');
        let after = after.unwrap_or(' ');
        let is_unspaced = is_unspaced(c);
        self.unspaced += usize::from(is_unspaced);
        self.spaces += usize::from(is_unspaced && before == ' ' && self.is_after_unspaced);
        if c != ' ' {
            self.is_after_unspaced = is_unspaced;
        }
        if c.is_ascii() {
            self.misplaced_capitals_of_ascii += usize::from(!before.is_ascii() && is_misplaced_capital(before, c));
            return;
        }
        let Some(script) = script(c) else {
            self.signs += usize::from(is_no_text(c) || is_misplaced_sign(before, c, after));
            return;
        };
        self.letters += 1;
        self.kana += usize::from(matches!(c, '\u{3041}'..='\u{30FF}'));
        if is_misplaced_letter(before, c, after, script) {
            return;
        }
        let is_beside_ascii = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
        self.western += usize::from(is_beside_ascii && matches!(c, '\u{C0}'..='\u{FF}'));
        let small = if c.is_uppercase() { c.to_lowercase().next().unwrap_or(c) } else { c };
        for_each_bit(LETTERS.languages(small), |language| self.languages[language] += 1);
        for_each_bit(LETTERS.languages_with_common(small), |language| self.common[language] += 1);
    }

    /// A page has one language beside those in Latin letters: that is what an encoding of one country can write.
    fn reading(&self) -> Reading {
        let fitting = |languages: u64| {
            let known = (0..MAX_LANGUAGES).filter(|language| languages & (1 << language) != 0);
            known.map(|language| self.fitting(language)).max().unwrap_or(0)
        };
        let latin = fitting(LETTERS.latin).max(self.western * WESTERN_EIGHTHS / 8);
        let fitting = latin + fitting(!LETTERS.latin);
        let misfits = self.signs + self.misplaced_capitals_of_ascii + self.letters.saturating_sub(fitting);
        Reading { characters: self.letters + self.signs + self.misplaced_capitals_of_ascii, misfits }
    }

    /// The letters of a language; half of them if they are not as frequent as in the language, or not spaced like it.
    fn fitting(&self, language: usize) -> usize {
        let letters = self.languages[language];
        let has_common = LETTERS.with_common & (1 << language) != 0;
        let is_odd = has_common && self.common[language] * 100 < letters * MIN_COMMON_PERCENT
            || language == JAPANESE && self.kana * MAX_CHARS_PER_KANA < letters
            || language <= JAPANESE && self.spaces * MIN_CHARS_PER_SPACE > self.unspaced;
        if is_odd && letters >= MIN_LETTERS_FOR_FREQUENCY { letters / 2 } else { letters }
    }
}

fn for_each_bit(mut bits: u64, mut each: impl FnMut(usize)) {
    while bits != 0 {
        each(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

/// The script of a letter or of a mark that goes with letters.
fn script(c: char) -> Option<Script> {
    Some(match c {
        'A'..='Z' | 'a'..='z' => Script::Latin,
        'ª' | 'º' | 'µ' | '×' | '÷' => return None,
        '\u{C0}'..='\u{24F}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{386}' | '\u{388}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{591}'..='\u{5F2}' => Script::Hebrew,
        '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{640}' | '\u{660}'..='\u{66D}' | '\u{6D4}' | '\u{6F0}'..='\u{6F9}' => {
            return None;
        }
        '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' => Script::Arabic,
        '\u{E3F}' | '\u{E4F}'..='\u{E5B}' => return None,
        '\u{E01}'..='\u{E4E}' => Script::Thai,
        '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF66}'..='\u{FF9F}' => {
            Script::EastAsian
        }
        '\u{FF21}'..='\u{FF5A}' | '\u{3005}'..='\u{3007}' => return None,
        '\u{20000}'..='\u{3FFFF}' => Script::EastAsian,
        c if !c.is_ascii() && (c.is_alphabetic() || canonical_combining_class(c) != 0) => Script::Other,
        _ => return None,
    })
}

/// Whether a character is in no text that was decoded rightly: replaced bytes, control characters, private use.
fn is_no_text(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..)
}

/// Whether a sign between two characters is where no writer puts it: within a word, or, for signs that are hardly used
/// at all, beside one. Lines are drawn with boxes, but hardly two kinds of them in a row.
fn is_misplaced_sign(before: char, c: char, after: char) -> bool {
    let is_spaced = |c: char| script(c).is_some_and(|script| !matches!(script, Script::EastAsian | Script::Thai));
    let is_box = |c: char| matches!(c, '\u{2320}' | '\u{2321}' | '\u{2500}'..='\u{259F}');
    match c {
        // Spaces, dots, hyphens, dashes, apostrophes, joiners, Arabic punctuation.
        '\u{A0}' | '\u{AD}' | '·' | '\u{200B}'..='\u{200D}' | '\u{2000}'..='\u{200A}' | '\u{2010}'..='\u{2019}' => {
            false
        }
        '…' | '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{640}' | '\u{6D4}' | '\u{2028}'..='\u{202F}' | '\u{FEFF}' => {
            false
        }
        c if is_box(c) => is_spaced(before) || is_spaced(after) || is_box(before) && before != c,
        '¤' | '¦' | '¨' | '¬' | '¯' | '¸' | 'ˆ' | '˜' | '˘' | '˙' | '˛' | '˝' | '\u{2200}'..='\u{22FF}' => {
            is_spaced(before) || is_spaced(after)
        }
        _ => is_spaced(before) && is_spaced(after),
    }
}

/// Whether a letter or mark is where no writer puts it.
fn is_misplaced_letter(before: char, c: char, after: char, own: Script) -> bool {
    let is_of_other_script =
        |other: char| self::script(other).is_some_and(|other| other != own && other != Script::EastAsian);
    let is_mark =
        canonical_combining_class(c) != 0 || matches!(c, '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}');
    // Letters that stand at the ends of words.
    let is_final = matches!(c, 'ך' | 'ם' | 'ן' | 'ף' | 'ץ' | 'ς' | 'ة');
    let is_alone = |other: char| script(other) != Some(own);
    let is_letter = |other: char| script(other) == Some(own) && canonical_combining_class(other) == 0;
    match own {
        Script::EastAsian => before.is_ascii_alphabetic() && after.is_ascii_alphabetic(),
        _ if is_of_other_script(before) => true,
        _ if is_mark => is_alone(before),
        _ if is_final => is_letter(after),
        // Vowels that are written before their consonants.
        Script::Thai if matches!(c, 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ') => is_alone(after),
        _ => is_misplaced_capital(before, c),
    }
}

/// Whether a capital follows a small letter.
fn is_misplaced_capital(before: char, c: char) -> bool {
    c.is_uppercase() && before.is_lowercase() && script(before).is_some()
}
