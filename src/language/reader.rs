//! Reads the words of a text, one by one, as evidence for its language.

use std::ops::Range;

use super::features::WordReader;
use super::model::{MODEL, Reading, Sums, WordSums};
use crate::text::{Token, Word, WordClass, WordTable, tokens};

/// Length of each of the three pieces (start, middle, end) that are read of a long text. More of it takes time and does
/// not change the result. Hand-set.
const PIECE_BYTES: usize = 160;
/// A longer text is not read whole.
const MAX_READ_WHOLE_BYTES: usize = 4 * PIECE_BYTES;

/// Adds up the evidence of a text's words, for a caller that goes through the tokens of the text.
///
/// URLs, addresses, character references and words with digits are not read: whether a word is in one of them is known at the
/// white space that follows. A name with capitals inside (`YouTube`) counts as a word of no language.
pub(crate) struct TextReader<'a> {
    text: &'a str,
    /// Where the words that count begin.
    pieces: [Range<usize>; 3],
    sums: Sums,
    /// What stands between white space: its offset, its words, and whether these may be none.
    chunk: usize,
    words: WordSums,
    may_be_code: bool,
    /// Where the last word ended.
    last_end: usize,
}

impl<'a> TextReader<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let none = text.len()..text.len();
        let pieces = if text.len() <= MAX_READ_WHOLE_BYTES {
            [0..text.len(), none.clone(), none]
        } else {
            let middle = text.len() / 2;
            [0..PIECE_BYTES, middle..middle + PIECE_BYTES, text.len() - PIECE_BYTES..text.len()]
        };
        Self { text, pieces, sums: Sums::ZERO, chunk: 0, words: WordSums::NONE, may_be_code: false, last_end: 0 }
    }

    /// Whether a word is to be added: it is no number, character reference or part of a name, and in one of the pieces.
    #[inline]
    pub(crate) fn reads(&mut self, word: &Word) -> bool {
        let Range { start, end } = word.range;
        match word.class {
            WordClass::Ascii { digits: 0 } | WordClass::Other { has_ascii_digit: false } => {}
            WordClass::Number => {
                self.pass_number();
                return false;
            }
            WordClass::Ascii { .. } | WordClass::Other { .. } => self.may_be_code = true,
        }
        let bytes = self.text.as_bytes();
        let follows_word = std::mem::replace(&mut self.last_end, end) == start;
        if !self.pieces.iter().any(|piece| piece.contains(&start)) {
            return false;
        }
        if bytes.get(end).is_some_and(u8::is_ascii_uppercase) {
            return false;
        }
        if follows_word && start > 0 && bytes[start].is_ascii_uppercase() {
            self.add(&WordSums::NAME);
            return false;
        }
        let is_reference = start > 0 && bytes[start - 1] == b'&' && bytes.get(end) == Some(&b';');
        !is_reference
    }

    /// Goes past a number.
    #[inline]
    pub(crate) fn pass_number(&mut self) {
        self.may_be_code = true;
    }

    /// Adds a word that is read.
    #[inline]
    pub(crate) fn add(&mut self, word: &WordSums) {
        if !self.words.add(word) {
            self.sums.add(&self.words);
            self.words = *word;
        }
    }

    /// Goes past a character between words.
    #[inline]
    pub(crate) fn pass(&mut self, at: usize, c: char) {
        match c {
            ' ' | '\t'..='\r' => self.end_chunk(at),
            '@' | '_' | '\\' | '{' | '}' | '=' | '<' | '>' | ':' | '.' => self.may_be_code = true,
            _ => {}
        }
    }

    fn end_chunk(&mut self, at: usize) {
        if !self.words.is_none() {
            if !(self.may_be_code && is_code(&self.text.as_bytes()[self.chunk..at])) {
                self.sums.add(&self.words);
            }
            self.words = WordSums::NONE;
        }
        (self.chunk, self.may_be_code) = (at + 1, false);
    }

    /// The evidence of the whole text.
    pub(crate) fn finish(mut self) -> Reading {
        self.end_chunk(self.text.len());
        MODEL.reading(&self.sums)
    }
}

/// Whether what stands between white space is a URL, an address, a file name or a code.
fn is_code(chunk: &[u8]) -> bool {
    let is_ascii = chunk.is_ascii();
    let (mut digits, mut letters) = (false, false);
    for (index, byte) in chunk.iter().enumerate() {
        match byte {
            b'@' | b'_' | b'\\' | b'{' | b'}' | b'=' | b'<' | b'>' => return true,
            b'0'..=b'9' => digits = true,
            b'a'..=b'z' | b'A'..=b'Z' => letters = true,
            b':' if chunk[index..].starts_with(b"://") => return true,
            b'.' if letters && is_ascii && chunk.get(index + 1).is_some_and(u8::is_ascii_lowercase) => {
                return true;
            }
            _ => {}
        }
    }
    digits && letters
}

/// The words of some texts.
pub(super) struct Words {
    known: WordTable<Option<WordSums>>,
    reader: WordReader,
}

impl Words {
    /// For texts of `bytes` bytes together.
    pub(super) fn of(bytes: usize) -> Self {
        Self { known: WordTable::for_text(bytes), reader: WordReader::default() }
    }

    /// The evidence of the words of a text.
    pub(super) fn read(&mut self, text: &str) -> Reading {
        let mut sums = TextReader::of(text);
        for token in tokens(text) {
            match token {
                Token::Word(word) if sums.reads(&word) => {
                    let find = || Some(WordSums::of(&text[word.range.clone()], &mut self.reader));
                    let known = self.known.get_or_insert_with(word.hash(text), find);
                    known.iter().for_each(|known| sums.add(known));
                }
                Token::Word(_) => {}
                Token::Other(at, c) => sums.pass(at, c),
            }
        }
        sums.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::Script;
    use super::*;

    fn words(text: &str) -> u32 {
        Words::of(text.len()).read(text).words
    }

    #[test]
    fn urls_codes_and_references_are_no_words() {
        for text in ["https://example.org/a", "x86_64", "a@b.org", "index.html", "&amp;&#8217;", "12:45", "$HOME=x"] {
            assert_eq!(words(text), 0, "{text}");
        }
        assert_eq!(words("l&rsquo;été, this"), 3);
        assert_eq!(words("The iPad on YouTube"), 4);
        assert_eq!(words("See https://example.org/a for more. And more"), 5);
    }

    #[test]
    fn a_long_text_is_read_at_its_start_middle_and_end() {
        let of = |number: usize| "word ".repeat(number);
        let whole = MAX_READ_WHOLE_BYTES / "word ".len();
        assert_eq!(words(&of(whole)), whole as u32);
        assert_eq!(words(&of(10 * whole)), 3 * (PIECE_BYTES / "word ".len()) as u32);
        let with_names = format!("{}{}{}", "واژه ".repeat(60), "YouTube ".repeat(60), "واژه ".repeat(300));
        assert_eq!(Words::of(0).read(&with_names).script, Script::Arabic);
    }

    #[test]
    fn words_of_several_scripts_are_counted_apart() {
        let mut words = Words::of(0);
        let of_glued = words.read("Mill/آسیاب/Mühle");
        assert_eq!((of_glued.words, words.read("آسیاب آسیاب Mill").words), (2, 2));
    }
}
