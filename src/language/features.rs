//! What the identifier sees of a text: character 1- to 4-grams with word borders, and whole words.
//!
//! No feature reaches over the border of a word, so a text's features are those of its words. The
//! example `train_language` is built with this very file: what is learned is what is asked for.

use std::sync::LazyLock;

use super::script::Script;

/// What a text's words are made known to.
pub(crate) trait Sink {
    /// Features of a word in this script, as hashes whose upper halves are evenly spread.
    fn features(&mut self, script: Script, hashes: &[u64]);
    /// Whether the features of a word with this hash are known already: they are not shown then.
    fn knows(&mut self, _script: Script, _word: u64) -> bool {
        false
    }
    /// A word in this script ends here.
    fn word(&mut self, script: Script);
    /// A letter of Arabic script that Persian never uses, not in any spelling of it.
    fn veto(&mut self);
}

/// The row of a table of so many that a feature stands in.
pub(crate) fn row(hash: u64, rows: u64) -> usize {
    (((hash >> 32) * rows) >> 32) as usize
}

/// Shows the features of a text, word by word, to a sink. URLs, addresses, character references and
/// words with digits in them belong to no language; they are passed over.
pub(crate) fn read(text: &str, sink: &mut impl Sink) {
    if text.is_empty() {
        return;
    }
    let mut word = Word::default();
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
        if seen & (DIGIT | SIGN) != 0 && is_foreign_to_language(token.as_bytes()) {
            continue;
        }
        if seen & WIDE != 0 {
            read_wide(token, &mut word, sink);
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
const WIDE: u8 = 8;

/// The classes of bytes, in one of which or in none each is. Signs are those that stand in URLs,
/// addresses and code.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => SPACE,
            b'0'..=b'9' => DIGIT,
            b'@' | b'_' | b'\\' | b'{' | b'}' | b'=' | b'<' | b'>' | b':' | b'.' => SIGN,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Reads a token of ASCII: words are runs of letters, which are gone through once more only where a word is new.
fn read_ascii(token: &[u8], word: &mut Word, sink: &mut impl Sink) {
    let mut rest = token;
    while let [byte, tail @ ..] = rest {
        if !byte.is_ascii_alphabetic() {
            rest = if *byte == b'&' { behind_reference(tail) } else { tail };
            continue;
        }
        let (count, whole) = letters(rest);
        let word_letters;
        (word_letters, rest) = rest.split_at(count);
        read_letters(word_letters, whole, word, sink);
    }
}

/// How many letters of ASCII are at the beginning, and the hash of the word that they are.
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

/// Reads a word of letters of ASCII.
fn read_letters(letters: &[u8], whole: u64, word: &mut Word, sink: &mut impl Sink) {
    if !sink.knows(Script::Latin, whole) {
        word.letters.extend(letters.iter().map(|letter| u16::from(letter | 0x20)));
        (word.script, word.whole) = (Script::Latin, whole);
        word.show(sink);
        word.letters.clear();
    }
    sink.word(Script::Latin);
}

fn read_wide(token: &str, word: &mut Word, sink: &mut impl Sink) {
    let letters = &LETTERS[..];
    let mut chars = token.chars();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' => word.letter(Script::Latin, c as u16 | 0x20, sink),
            '&' => {
                word.end(sink);
                let behind = behind_reference(chars.as_str().as_bytes()).len();
                let skipped = chars.as_str().len() - behind;
                chars = chars.as_str()[skipped..].chars();
            }
            // Quotation marks and dashes need no look into the tables of Unicode.
            '\0'..='\x7F' | '\u{2010}'..='\u{2027}' => word.end(sink),
            _ => match letters.get(c as usize).copied().unwrap_or_else(|| Letter::of(c)) {
                Letter { script: Script::None, is_ignored: true, .. } => {}
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

/// What there is to know of a character.
#[derive(Clone, Copy)]
struct Letter {
    script: Script,
    folded: u16,
    is_ignored: bool,
    is_never_persian: bool,
}

impl Letter {
    fn of(c: char) -> Self {
        let is_ignored = is_ignored(c);
        let script = if is_ignored { Script::None } else { Script::of(c) };
        Self { script, folded: fold(c), is_ignored, is_never_persian: is_never_persian(c) }
    }
}

/// The characters of Latin, Greek, Cyrillic, Hebrew and Arabic script, looked up but once.
static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| (0..0x700).map(|c| Letter::of(char::from_u32(c).unwrap_or('\0'))).collect());

/// What comes after a character reference (`amp;`, `#8217;`) at the beginning, if there is one.
fn behind_reference(bytes: &[u8]) -> &[u8] {
    const LONGEST: usize = 10;
    let name = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    if name > 0 && bytes.get(name) == Some(&b';') { &bytes[name + 1..] } else { bytes }
}

/// Whether a token is a URL, an address, a file name or a code.
fn is_foreign_to_language(token: &[u8]) -> bool {
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

/// Marks that a word is the same with or without: vowel signs, the tatweel, joiners, soft hyphens.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{640}' | '\u{64B}'..='\u{655}' | '\u{670}'
        | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Letters of Urdu, Sindhi, Pashto, Sorani and Uyghur that no spelling of Persian has. The Arabic ي, ك
/// and ة are not among them: old pages write Persian with the letters of an Arabic keyboard.
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

/// A letter without case, full-width or presentation form, and the Arabic ي and ك as Persian has them.
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

/// The letters of the word that is being read.
struct Word {
    script: Script,
    letters: Vec<u16>,
    whole: u64,
    /// A buffer for its features.
    hashes: [u64; MAX_SHOWN],
}

impl Default for Word {
    fn default() -> Self {
        Self { script: Script::None, letters: Vec::new(), whole: 0, hashes: [0; MAX_SHOWN] }
    }
}

const BORDER: u16 = b' ' as u16;
/// Odd, with half of its bits set: the 64-bit golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const SPREAD_WORD: u64 = 0xD6E8_FEB8_6659_FD93;

/// The hash of a word that goes on with a letter.
fn with_letter(whole: u64, letter: u16) -> u64 {
    (whole.rotate_left(5) ^ u64::from(letter)).wrapping_mul(SPREAD_WORD)
}

/// So many features are shown at a time at the most.
const MAX_SHOWN: usize = 64;

impl Word {
    fn letter(&mut self, script: Script, letter: u16, sink: &mut impl Sink) {
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

    fn end(&mut self, sink: &mut impl Sink) {
        if self.letters.is_empty() {
            return;
        }
        if !sink.knows(self.script, self.whole) {
            self.show(sink);
        }
        sink.word(self.script);
        self.letters.clear();
    }

    /// Shows the n-grams of the word, by the letter or border that they end with, and the word itself.
    fn show(&mut self, sink: &mut impl Sink) {
        let hashes = &mut self.hashes;
        let mut count = 0;
        // The last four letters, the last one lowest.
        let mut recent = u64::from(BORDER);
        let mut end_at = |letter: u16, shortest: usize, length: usize| {
            recent = recent << 16 | u64::from(letter);
            // All four, of which those that are not asked for are written over.
            let grams = [recent & 0xFFFF, recent & 0xFFFF_FFFF, recent & 0xFFFF_FFFF_FFFF, recent];
            for (gram, n) in grams[shortest - 1..].iter().zip(shortest as u64..) {
                hashes[count] = (gram ^ n).wrapping_mul(SPREAD);
                count += 1;
            }
            count -= 4 - length.min(4);
            if count > MAX_SHOWN - 8 {
                sink.features(self.script, &hashes[..count]);
                count = 0;
            }
        };
        for (length, &letter) in (2..).zip(&self.letters) {
            end_at(letter, 1, length);
        }
        end_at(BORDER, 2, self.letters.len() + 2);
        hashes[count] = self.whole.wrapping_mul(SPREAD);
        sink.features(self.script, &hashes[..=count]);
    }
}
