//! The features of a text for the language identifier: character 1- to 4-grams with word borders, and whole words.
//!
//! No feature crosses the border of a word, so the features of a text are those of its words. The example
//! `train_language` includes this file, so that training and use have the same features. The words, the folding and the
//! hashes here are those that the model was trained with: a change needs a new training.

use std::sync::LazyLock;

use super::script::Script;
use crate::text::characters::is_skipped_in_language;
use crate::text::hash::GOLDEN_RATIO;

/// A receiver of the words of a text and their features.
pub(crate) trait FeatureSink {
    /// Features of the current word, as hashes whose upper halves are evenly spread. A long word
    /// takes several calls.
    fn features(&mut self, script: Script, hashes: &[u64]);
    /// Whether the sink already has the features of the word with this hash and does not need them again.
    fn has_cached(&mut self, _script: Script, _word: u64) -> bool {
        false
    }
    /// The end of a word.
    fn word(&mut self, script: Script);
    /// A letter of Arabic script that no spelling of Persian has.
    fn veto(&mut self);
}

/// The row of a feature in a table of `rows` rows.
pub(crate) fn row(hash: u64, rows: u64) -> usize {
    (((hash >> 32) * rows) >> 32) as usize
}

/// Gives the features of a text to a sink, word by word. URLs, addresses, character references and words with digits
/// belong to no language and are skipped.
pub(crate) fn read(text: &str, sink: &mut impl FeatureSink) {
    if text.is_empty() {
        return;
    }
    let mut word = WordBuffer::default();
    let mut rest = text;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let (count, whole) = letters(bytes);
        let mut seen = 0;
        let end = bytes[count..].iter().position(|byte| {
            let class = CLASSES[usize::from(*byte)];
            seen |= class;
            class == SPACE
        });
        let token;
        (token, rest) = rest.split_at(end.map_or(bytes.len(), |end| count + end));
        rest = rest.get(1..).unwrap_or_default();
        if seen & (DIGIT | SIGN) != 0 && is_code(token.as_bytes()) {
            continue;
        }
        if seen & NON_ASCII != 0 {
            read_non_ascii(token, &mut word, sink);
        } else {
            let (letters, others) = token.as_bytes().split_at(count);
            if !letters.is_empty() {
                read_letters(letters, whole, &mut word, sink);
            }
            read_ascii(others, &mut word, sink);
        }
        word.end(sink);
    }
}

const SPACE: u8 = 1;
const DIGIT: u8 = 2;
const SIGN: u8 = 4;
const NON_ASCII: u8 = 8;

/// The class of each byte; 0 for none of them. Signs are those of URLs, addresses and code.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => SPACE,
            b'0'..=b'9' => DIGIT,
            b'@' | b'_' | b'\\' | b'{' | b'}' | b'=' | b'<' | b'>' | b':' | b'.' => SIGN,
            0x80.. => NON_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Reads a token of ASCII. Words are runs of letters.
fn read_ascii(token: &[u8], word: &mut WordBuffer, sink: &mut impl FeatureSink) {
    let mut rest = token;
    while let [byte, tail @ ..] = rest {
        if !byte.is_ascii_alphabetic() {
            rest = if *byte == b'&' { skip_reference(tail) } else { tail };
            continue;
        }
        let (count, whole) = letters(rest);
        let word_letters;
        (word_letters, rest) = rest.split_at(count);
        read_letters(word_letters, whole, word, sink);
    }
}

/// The number of ASCII letters at the start, and the hash of the word of these letters.
fn letters(bytes: &[u8]) -> (usize, u64) {
    let mut whole = 0;
    let mut count = 0;
    while let Some(byte) = bytes.get(count)
        && byte.is_ascii_alphabetic()
    {
        whole = with_letter(whole, u16::from(byte | 0x20));
        count += 1;
    }
    (count, whole)
}

/// Reads a word of ASCII letters.
fn read_letters(letters: &[u8], whole: u64, word: &mut WordBuffer, sink: &mut impl FeatureSink) {
    if !sink.has_cached(Script::Latin, whole) {
        word.letters.extend(letters.iter().map(|letter| u16::from(letter | 0x20)));
        (word.script, word.whole) = (Script::Latin, whole);
        word.send_features(sink);
        word.letters.clear();
    }
    sink.word(Script::Latin);
}

/// Reads a token that is not all ASCII.
fn read_non_ascii(token: &str, word: &mut WordBuffer, sink: &mut impl FeatureSink) {
    let letters = &LETTERS[..];
    let mut chars = token.chars();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' => word.letter(Script::Latin, c as u16 | 0x20, sink),
            '&' => {
                word.end(sink);
                let left = skip_reference(chars.as_str().as_bytes()).len();
                let skipped = chars.as_str().len() - left;
                chars = chars.as_str()[skipped..].chars();
            }
            // Quotation marks and dashes need no lookup in the tables of Unicode.
            '\0'..='\x7F' | '\u{2010}'..='\u{2027}' => word.end(sink),
            _ => match letters.get(c as usize).copied().unwrap_or_else(|| Letter::of(c)) {
                Letter { is_skipped: true, .. } => {}
                Letter { script: Script::None, .. } => word.end(sink),
                Letter { script, folded, is_never_persian, .. } => {
                    if is_never_persian {
                        sink.veto();
                    }
                    word.letter(script, folded, sink);
                }
            },
        }
    }
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
            is_never_persian: is_never_persian(c),
        }
    }
}

/// The characters of Latin, Greek, Cyrillic, Hebrew and Arabic script (below U+0700).
static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| (0..0x700).map(|c| Letter::of(char::from_u32(c).unwrap_or('\0'))).collect());

/// The bytes after a character reference (`amp;`, `#8217;`), or all if there is none at the start.
fn skip_reference(bytes: &[u8]) -> &[u8] {
    /// Longer names are rare in text. Part of the training, so it must not change.
    const MAX_REFERENCE_NAME_BYTES: usize = 10;
    let name = bytes
        .iter()
        .take(MAX_REFERENCE_NAME_BYTES)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
        .count();
    if name > 0 && bytes.get(name) == Some(&b';') { &bytes[name + 1..] } else { bytes }
}

/// Whether a token is a URL, an address, a file name or a code.
fn is_code(token: &[u8]) -> bool {
    let (mut digits, mut letters) = (false, false);
    for (index, byte) in token.iter().enumerate() {
        match byte {
            b'@' | b'_' | b'\\' | b'{' | b'}' | b'=' | b'<' | b'>' => return true,
            b'0'..=b'9' => digits = true,
            b'a'..=b'z' | b'A'..=b'Z' => letters = true,
            b':' if token[index..].starts_with(b"://") => return true,
            b'.' if letters && token.is_ascii() && token.get(index + 1).is_some_and(u8::is_ascii_lowercase) => {
                return true;
            }
            _ => {}
        }
    }
    digits && letters
}

/// Whether a letter of Urdu, Sindhi, Pashto, Sorani or Uyghur is in no spelling of Persian. The Arabic ي, ك and ة are not
/// among them: on old pages, Persian was typed on an Arabic keyboard.
fn is_never_persian(c: char) -> bool {
    matches!(
        c,
        'ٹ' | 'ڈ'
            | 'ڑ'
            | 'ں'
            | 'ے'
            | 'ھ'
            | 'ہ'
            | 'ۃ'
            | 'ړ'
            | 'ډ'
            | 'ټ'
            | 'ې'
            | 'ۍ'
            | 'ښ'
            | 'ڼ'
            | 'ږ'
            | 'ګ'
            | 'څ'
            | 'ځ'
            | 'ۆ'
            | 'ێ'
            | 'ە'
            | 'ڵ'
            | 'ڕ'
            | 'ڤ'
            | 'ۇ'
            | 'ۈ'
            | 'ۋ'
            | 'ڭ'
            | 'ڪ'
            | 'ڏ'
            | 'ٿ'
            | 'ٽ'
            | 'ڊ'
            | 'ڳ'
            | 'ڱ'
            | 'ڻ'
            | 'ٻ'
            | 'ٺ'
            | 'ڄ'
            | 'ڃ'
            | 'ڇ'
            | 'ڀ'
            | 'ڦ'
            | 'ڙ'
            | 'ڌ'
    )
}

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

/// The word that is being read.
struct WordBuffer {
    script: Script,
    /// Its folded letters so far.
    letters: Vec<u16>,
    /// Their hash.
    whole: u64,
    /// A buffer for its features.
    hashes: [u64; MAX_FEATURES],
}

impl Default for WordBuffer {
    fn default() -> Self {
        Self { script: Script::None, letters: Vec::new(), whole: 0, hashes: [0; MAX_FEATURES] }
    }
}

/// The border of a word in an n-gram.
const BORDER: u16 = b' ' as u16;
/// A multiplier of word hashes other than that of n-grams: odd, with half of its bits set.
const SPREAD_WORD: u64 = 0xD6E8_FEB8_6659_FD93;

/// The hash of a word after one more letter.
fn with_letter(whole: u64, letter: u16) -> u64 {
    (whole.rotate_left(5) ^ u64::from(letter)).wrapping_mul(SPREAD_WORD)
}

/// At most this many features are given in one call of [`FeatureSink::features`].
const MAX_FEATURES: usize = 64;

impl WordBuffer {
    /// Adds a letter. One of another script begins a new word.
    fn letter(&mut self, script: Script, letter: u16, sink: &mut impl FeatureSink) {
        if !self.letters.is_empty() && script != self.script {
            self.end(sink);
        }
        if self.letters.is_empty() {
            self.script = script;
            self.whole = 0;
        }
        self.letters.push(letter);
        self.whole = with_letter(self.whole, letter);
    }

    /// Ends the word, if there is one.
    fn end(&mut self, sink: &mut impl FeatureSink) {
        if self.letters.is_empty() {
            return;
        }
        if !sink.has_cached(self.script, self.whole) {
            self.send_features(sink);
        }
        sink.word(self.script);
        self.letters.clear();
    }

    /// Gives the n-grams of the word to a sink, ordered by the letter or border that they end with, then the word itself.
    fn send_features(&mut self, sink: &mut impl FeatureSink) {
        let hashes = &mut self.hashes;
        let mut count = 0;
        // The last four letters, 16 bits each, the last one lowest.
        let mut recent = u64::from(BORDER);
        let mut end_at = |letter: u16, shortest: usize, length: usize| {
            recent = recent << 16 | u64::from(letter);
            // n-grams of one to four letters. Those longer than the word so far are overwritten by the next.
            let grams = [recent & 0xFFFF, recent & 0xFFFF_FFFF, recent & 0xFFFF_FFFF_FFFF, recent];
            for (gram, n) in grams[shortest - 1..].iter().zip(shortest as u64..) {
                hashes[count] = (gram ^ n).wrapping_mul(GOLDEN_RATIO);
                count += 1;
            }
            count -= 4 - length.min(4);
            if count > MAX_FEATURES - 8 {
                sink.features(self.script, &hashes[..count]);
                count = 0;
            }
        };
        for (length, &letter) in (2..).zip(&self.letters) {
            end_at(letter, 1, length);
        }
        end_at(BORDER, 2, self.letters.len() + 2);
        hashes[count] = self.whole.wrapping_mul(GOLDEN_RATIO);
        sink.features(self.script, &hashes[..=count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words by script, with their features as they come; counts letters that Persian does not have.
    #[derive(Default)]
    struct Words {
        words: Vec<(Script, Vec<u64>)>,
        current: Vec<u64>,
        vetoes: usize,
    }

    impl FeatureSink for Words {
        fn features(&mut self, _: Script, hashes: &[u64]) {
            self.current.extend(hashes);
        }

        fn word(&mut self, script: Script) {
            self.words.push((script, std::mem::take(&mut self.current)));
        }

        fn veto(&mut self) {
            self.vetoes += 1;
        }
    }

    fn words(text: &str) -> Words {
        let mut words = Words::default();
        read(text, &mut words);
        words
    }

    #[test]
    fn urls_codes_and_references_are_no_words() {
        for text in ["https://example.org/a", "x86_64", "a@b.org", "index.html", "&amp;&#8217;", "12:45", "$HOME=x"] {
            assert_eq!(words(text).words, [], "{text}");
        }
        assert_eq!(words("l&rsquo;été, this").words.len(), 3);
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
            assert_eq!(words(one).words, words(other).words, "{one} {other}");
        }
        assert_ne!(words("bridge").words, words("bridges").words);
        assert_eq!(words("می\u{200C}شود").words.len(), 2);
    }

    #[test]
    fn a_word_has_its_n_grams_with_borders_and_itself() {
        // Of " ab ": a, b; " a", "ab", "b "; " ab", "ab "; " ab "; and the word.
        assert_eq!(words("ab").words[0].1.len(), 9);
        // Letters 100; 2-grams 101, 3-grams 100, 4-grams 99, the word.
        assert_eq!(words(&"ab".repeat(50)).words[0].1.len(), 401);
    }

    #[test]
    fn a_change_of_script_ends_a_word() {
        let scripts: Vec<Script> = words("Samsungگوشی ЖЖ").words.iter().map(|(script, _)| *script).collect();
        assert_eq!(scripts, [Script::Latin, Script::Arabic, Script::Other]);
        assert_eq!(words("ٹھ ا").vetoes, 2);
    }
}
