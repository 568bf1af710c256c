//! The features of a word for the language identifier: character 1- to 4-grams with word borders, and the whole word.
//!
//! The example `train_language` includes this file, so that training and use have the same features. The folding and the
//! hashes here are those that the model was trained with: a change needs a new training.

use std::sync::LazyLock;

use super::script::Script;
use crate::text::characters::is_skipped_in_language;
use crate::text::hash::GOLDEN_RATIO;

/// The row of a feature in a table of `rows` rows.
pub(crate) fn row(hash: u64, rows: u64) -> usize {
    (((hash >> 32) * rows) >> 32) as usize
}

/// A word has at most this many letters that are read. A longer one belongs to no language.
const MAX_LETTERS: usize = 50;
/// A word of that many letters has at most this many features: five for each, if each is a part of its own.
pub(crate) const MAX_FEATURES: usize = 5 * MAX_LETTERS;

/// Reads words; the buffer is used again for the next word.
pub(crate) struct WordReader {
    /// The features of the word so far. Those after `count` are overwritten.
    hashes: [u64; MAX_FEATURES + 4],
    count: usize,
}

impl Default for WordReader {
    fn default() -> Self {
        Self { hashes: [0; MAX_FEATURES + 4], count: 0 }
    }
}

/// What was read of a word.
pub(crate) struct WordRead<'a> {
    /// The script of its first letter in Latin or Arabic script, if there is one.
    pub(crate) script: Script,
    /// Its parts: what is not a letter of the script (a zero-width non-joiner, a digit) divides a word.
    pub(crate) parts: u8,
    /// Letters of Arabic script that no spelling of Persian has.
    pub(crate) vetoes: u8,
    /// Its features, as hashes whose upper halves are evenly spread. None in other scripts than Latin and Arabic.
    pub(crate) features: &'a [u64],
}

impl WordReader {
    /// Reads a word.
    pub(crate) fn read(&mut self, word: &str) -> WordRead<'_> {
        self.count = 0;
        let mut part = Part::NEW;
        if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            word.bytes().take(MAX_LETTERS).for_each(|byte| self.add(&mut part, u16::from(byte | 0x20)));
            self.end(&mut part);
            return WordRead { script: Script::Latin, parts: 1, vetoes: 0, features: &self.hashes[..self.count] };
        }
        let (mut script, mut parts, mut vetoes) = (Script::None, 0, 0);
        let table = &LETTERS[..];
        let letters = word.chars().map(|c| table.get(c as usize).copied().unwrap_or_else(|| Letter::of(c)));
        for letter in letters.filter(|letter| !letter.is_skipped).take(MAX_LETTERS) {
            match (script, letter.script) {
                (Script::None | Script::Other, Script::Latin | Script::Arabic) => (script, parts) = (letter.script, 0),
                (Script::None, Script::Other) => (script, parts) = (Script::Other, 1),
                _ => {}
            }
            if letter.script != script || matches!(script, Script::None | Script::Other) {
                self.end(&mut part);
                continue;
            }
            parts += u8::from(part.length == 0);
            vetoes += u8::from(letter.is_never_persian);
            self.add(&mut part, letter.folded);
        }
        self.end(&mut part);
        WordRead { script, parts, vetoes, features: &self.hashes[..self.count] }
    }

    /// Adds a letter: the n-grams that end with it.
    fn add(&mut self, part: &mut Part, letter: u16) {
        part.length += 1;
        part.whole = with_letter(part.whole, letter);
        self.add_grams(part, letter, 1, part.length + 1);
    }

    /// Ends a part that has letters: the n-grams that end with the border, and the part itself.
    fn end(&mut self, part: &mut Part) {
        if part.length > 0 {
            self.add_grams(part, BORDER, 2, part.length + 2);
            self.hashes[self.count] = part.whole.wrapping_mul(GOLDEN_RATIO);
            self.count += 1;
        }
        *part = Part::NEW;
    }

    /// Adds the n-grams from `shortest` to four letters that end with a letter, as far as the part is as long as that: it has
    /// `length` letters with its borders.
    fn add_grams(&mut self, part: &mut Part, letter: u16, shortest: usize, length: usize) {
        part.recent = part.recent << 16 | u64::from(letter);
        let recent = part.recent;
        let grams = [recent & 0xFFFF, recent & 0xFFFF_FFFF, recent & 0xFFFF_FFFF_FFFF, recent];
        // Those longer than the part are overwritten by the next.
        for (hash, n) in self.hashes[self.count..].iter_mut().zip(shortest..=grams.len()) {
            *hash = (grams[n - 1] ^ n as u64).wrapping_mul(GOLDEN_RATIO);
        }
        self.count += length.min(grams.len()) + 1 - shortest;
    }
}

/// Letters without anything between them.
struct Part {
    length: usize,
    /// Its last letters, 16 bits each, the last one lowest.
    recent: u64,
    /// The hash of its letters.
    whole: u64,
}

impl Part {
    const NEW: Self = Self { length: 0, recent: BORDER as u64, whole: 0 };
}

/// The border of a word in an n-gram.
const BORDER: u16 = b' ' as u16;
/// A multiplier of word hashes other than that of n-grams: odd, with half of its bits set.
const SPREAD_WORD: u64 = 0xD6E8_FEB8_6659_FD93;

/// The hash of a word after one more letter.
fn with_letter(whole: u64, letter: u16) -> u64 {
    (whole.rotate_left(5) ^ u64::from(letter)).wrapping_mul(SPREAD_WORD)
}

/// The properties of a character.
#[derive(Clone, Copy)]
struct Letter {
    /// [`Script::None`] if it is no letter.
    script: Script,
    folded: u16,
    is_skipped: bool,
    is_never_persian: bool,
}

impl Letter {
    fn of(c: char) -> Self {
        Self {
            script: Script::of(c),
            folded: fold(c),
            is_skipped: is_skipped_in_language(c),
            is_never_persian: NEVER_PERSIAN.contains(c),
        }
    }
}

/// The characters of Latin, Greek, Cyrillic, Hebrew and Arabic script (below U+0700).
static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| (0..0x700).map(|c| Letter::of(char::from_u32(c).unwrap_or('\0'))).collect());

/// Letters of Urdu, Sindhi, Pashto, Sorani and Uyghur that are in no spelling of Persian. The Arabic ي, ك and ة are not among
/// them: on old pages, Persian was typed on an Arabic keyboard.
const NEVER_PERSIAN: &str = "ٹڈڑںےھہۃړډټېۍښڼږګڅځۆێەڵڕڤۇۈۋڭڪڏٿٽڊڳڱڻٻٺڄڃڇڀڦڙڌ";

/// A letter in lower case. Full-width and presentation forms become plain letters, the Arabic ي and ك the Persian ones.
fn fold(c: char) -> u16 {
    let folded = match c {
        'ي' => 'ی',
        'ك' => 'ک',
        '\u{FF21}'..='\u{FF3A}' => char::from((c as u32 - 0xFF21) as u8 + b'a'),
        '\u{FF41}'..='\u{FF5A}' => char::from((c as u32 - 0xFF41) as u8 + b'a'),
        '\u{FB00}'..='\u{FB06}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            let mut plain = '\0';
            unicode_normalization::char::decompose_compatible(c, |part| {
                if plain == '\0' || plain == ' ' {
                    plain = part;
                }
            });
            match plain {
                'ي' => 'ی',
                'ك' => 'ک',
                plain => plain,
            }
        }
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    u16::try_from(folded as u32).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str) -> (Script, u8, Vec<u64>) {
        let mut reader = WordReader::default();
        let read = reader.read(word);
        (read.script, read.parts, read.features.to_vec())
    }

    #[test]
    fn all_spellings_of_a_word_have_the_same_features() {
        for (one, other) in [
            ("Bridge", "bridge"),
            ("ＢＲＩＤＧＥ", "bridge"),
            ("كتابي", "کتابی"),
            ("ﮐﺘﺎﺏ", "کتاب"),
            ("so\u{AD}ft", "soft"),
        ] {
            assert_eq!(read(one), read(other), "{one} {other}");
        }
        assert_ne!(read("bridge"), read("bridges"));
    }

    #[test]
    fn a_word_has_its_n_grams_with_borders_and_itself() {
        // Of " ab ": a, b; " a", "ab", "b "; " ab", "ab "; " ab "; and the word.
        assert_eq!(read("ab").2.len(), 9);
        // Letters 50; 2-grams 51, 3-grams 50, 4-grams 49, the word.
        assert_eq!(read(&"ab".repeat(50)).2.len(), 201);
        assert_eq!(read(&"a1".repeat(50)).2.len(), MAX_FEATURES / 2);
    }

    #[test]
    fn a_word_is_read_part_by_part() {
        let parts = ["می", "شود"].map(|part| read(part).2);
        assert_eq!(read("می\u{200C}شود"), (Script::Arabic, 2, parts.concat()));
    }

    #[test]
    fn a_word_is_read_in_one_script() {
        assert_eq!(read("Samsungگوشی"), read("Samsung"));
        assert_eq!(read("əlavə"), read("lav"));
        assert_eq!(read("ЖЖ"), (Script::Other, 1, Vec::new()));
        assert_eq!(read("۱۲"), (Script::None, 0, Vec::new()));
        assert_eq!(WordReader::default().read("ٹھا").vetoes, 2);
    }
}
