//! One pass over a segment's text that computes nearly all statistics.

use std::sync::Arc;

use super::{Counts, Flags, MAX_CHARS_PER_CODE_SYMBOL, MIN_CODE_SYMBOLS, Rare, TextStats};
use crate::document::cue_similarity::{CueSimilarity, lead_in, lead_in_end};
use crate::document::shapes::{is_credited, is_french_time, is_ordinal, is_url};
use crate::language::{Reading, TextReader, WordReader, WordSums};
use crate::lexicon::{Cue, LANGUAGES, Lexicon, MatchWord, UNKNOWN, WordId};
use crate::text::characters::{is_closing, is_letter, is_plain_letter, is_terminator};
use crate::text::hash::{combine, hash};
use crate::text::{PageSet, Token, Word, WordClass, WordTable, fold_into, is_invisible, tokens};
use crate::work;

/// A number and the name of a month at most this many words apart are a date. Hand-set.
const MAX_MONTH_DISTANCE: usize = 2;

/// Cues are looked for among this many words of a segment, so that a page in one segment does not take a list of all its
/// words. Hand-set: far more than a paragraph has.
const MAX_MATCHED_WORDS: usize = 4_096;

/// What all segments of a document share.
pub(in crate::document) struct Scratch {
    known: WordTable<KnownWord>,
    /// A buffer for a folded word.
    folded: String,
    reader: WordReader,
    /// The words of the segment.
    words: Vec<MatchWord>,
    /// What texts have found so far.
    found: PageSet<Arc<Rare>>,
}

/// What is known of a word of the document.
#[derive(Clone, Default)]
struct KnownWord {
    /// The hash of its folded form, and its id in the lexicon.
    hash: u64,
    id: WordId,
    /// `None` until the word is read as evidence for a language.
    language: Option<WordSums>,
}

/// At most this many findings are kept to be shared. Hand-set: hardly a page has as many.
const MAX_SHARED: usize = 224;

impl Scratch {
    /// For a document of `bytes` bytes.
    pub(in crate::document) fn for_text(bytes: usize) -> Self {
        Self {
            known: WordTable::for_text(bytes),
            folded: String::new(),
            reader: WordReader::default(),
            words: Vec::new(),
            found: PageSet::default(),
        }
    }

    /// The same findings of an earlier text, if they are known.
    fn shared(&mut self, rare: Rare) -> Arc<Rare> {
        if let Some(known) = self.found.get(&rare) {
            return Arc::clone(known);
        }
        if self.found.len() == MAX_SHARED {
            self.found.clear();
        }
        let rare = Arc::new(rare);
        self.found.insert(Arc::clone(&rare));
        rare
    }
}

/// What a text shows when it is read.
pub(in crate::document) struct TextRead {
    pub(in crate::document) stats: TextStats,
    /// A hash of its folded words.
    pub(in crate::document) hash: u64,
    /// The evidence for its language.
    pub(in crate::document) language: Reading,
}

impl TextStats {
    /// Reads a text once, in time linear in its length.
    pub(in crate::document) fn read(text: &str, lexicon: &Lexicon, scratch: &mut Scratch) -> TextRead {
        work::add_bytes(text.len());
        let mut stats = Self::default();
        let (counts, hash, language) = scan(text, lexicon, scratch, &mut stats);
        let matches = lexicon.find(&scratch.words);
        let (urls, url_bytes) = count_urls(text);
        stats.cues = matches.cues;
        stats.counts = counts.narrow();
        stats.flags.set(Flags::LONG, counts.chars.max(counts.words) > u16::MAX.into());
        if urls > 0 || !matches.cues.is_empty() || stats.has(Flags::LONG) {
            let counts = stats.has(Flags::LONG).then(|| Box::new(counts));
            stats.rare = Some(scratch.shared(Rare { matches, url_bytes, urls, counts }));
        }
        let currency = counts.numbers > 0 && stats.has_cue(Cue::Currency);
        stats.flags.set(Flags::AMOUNT, currency);
        TextRead { stats, hash, language }
    }
}

/// Counts the characters and words of a text, and finds what shows while they are read. Returns the counts, the hash of the
/// words and the evidence for the language.
fn scan(text: &str, lexicon: &Lexicon, scratch: &mut Scratch, stats: &mut TextStats) -> (Counts<u32>, u64, Reading) {
    scratch.words.clear();
    let mut scan = Scan {
        text,
        lexicon,
        scratch,
        language: TextReader::of(text),
        last: ' ',
        after_terminator: false,
        hash: 0,
        last_number: None,
        last_month: None,
        similarity: CueSimilarity::default(),
        lead_in_end: lead_in_end(text),
        function_words: [0; LANGUAGES],
        stats,
        symbols: 0,
        counts: Counts::default(),
    };
    scan.run();
    let Scan { similarity, hash, function_words, counts, symbols, language, .. } = scan;
    let language = language.finish();
    let is_dense = u32::from(symbols) * MAX_CHARS_PER_CODE_SYMBOL >= counts.chars;
    stats.flags.set(Flags::CODE, is_dense && symbols >= MIN_CODE_SYMBOLS);
    stats.function_words = function_words.into_iter().max().unwrap_or(0);
    stats.similarity = similarity.best().into();
    stats.topic = similarity.topic().into();
    stats.add_ends(text);
    (counts, hash, language)
}

struct Scan<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    scratch: &'a mut Scratch,
    stats: &'a mut TextStats,
    language: TextReader<'a>,
    /// Signs of programs: brackets, underscores and the like.
    symbols: u16,
    counts: Counts<u32>,
    /// The last visible character.
    last: char,
    /// Whether `last` ends a sentence if white space follows.
    after_terminator: bool,
    /// Hash of the words so far.
    hash: u64,
    /// Index of the last number among the words.
    last_number: Option<usize>,
    /// Index of the last name of a month among the words.
    last_month: Option<usize>,
    similarity: CueSimilarity,
    lead_in_end: Option<usize>,
    /// The function words of each language.
    function_words: [u16; LANGUAGES],
}

impl<'a> Scan<'a> {
    fn run(&mut self) {
        for token in tokens(self.text) {
            match token {
                Token::Word(word) => match word.class {
                    WordClass::Ascii { digits } => self.add_ascii_word(&word, digits),
                    WordClass::Number => self.add_number(&word),
                    WordClass::Other { .. } => self.add_word(&word),
                },
                // Most words are followed by a space.
                Token::Other(at, ' ') => {
                    self.counts.chars += 1;
                    self.counts.spaces += 1;
                    self.stats.sentence_ends =
                        self.stats.sentence_ends.saturating_add(u16::from(self.after_terminator));
                    (self.last, self.after_terminator) = (' ', false);
                    self.language.pass(at, ' ');
                }
                Token::Other(at, c) => {
                    self.add_char(c);
                    self.language.pass(at, c);
                }
            }
        }
        if self.after_terminator {
            self.stats.sentence_ends = self.stats.sentence_ends.saturating_add(1);
        }
    }

    fn add_char(&mut self, c: char) {
        if is_plain_letter(c) {
            self.counts.chars += 1;
            self.counts.letters += 1;
            (self.last, self.after_terminator) = (c, false);
            return;
        }
        if is_invisible(c) {
            return;
        }
        self.symbols = self.symbols.saturating_add(self.stats.add_char(c, self.last, &mut self.counts).into());
        if self.after_terminator && (c.is_whitespace() || is_closing(c)) {
            self.stats.sentence_ends = self.stats.sentence_ends.saturating_add(1);
        }
        self.after_terminator = is_terminator(c);
        self.last = c;
    }

    fn add_ascii_word(&mut self, word: &Word, digits: u32) {
        let written = &self.text.as_bytes()[word.range.clone()];
        self.counts.chars += written.len() as u32;
        self.counts.letters += written.len() as u32 - digits;
        if matches!(written[0], b'D' | b'P') {
            self.stats.flags.set(Flags::EMOTICON, matches!(self.last, ':' | ';'));
        }
        (self.last, self.after_terminator) = (char::from(written[written.len() - 1]), false);
        self.counts.capitalized += u32::from(written[0].is_ascii_uppercase());
        self.begin_word(word.range.start);
        self.look_up(word);
    }

    /// Adds a word that is not all ASCII, or begins with a digit.
    fn add_word(&mut self, word: &Word) {
        let (written, index) = self.begin_other_word(word);
        if written.as_bytes()[0].is_ascii_digit() {
            if is_french_time(written) {
                self.stats.flags.set(Flags::TIME, true);
                self.stats.flags.set(Flags::STARTS_TIME, index == 0);
            }
            if is_ordinal(written) {
                self.stats.flags.set(Flags::DATE, self.is_near_month(index));
                self.last_number = Some(index);
            }
        }
        self.counts.capitalized += u32::from(written.starts_with(char::is_uppercase));
        self.look_up(word);
    }

    fn add_number(&mut self, word: &Word) {
        let (written, index) = self.begin_other_word(word);
        self.counts.numbers += 1;
        self.language.pass_number();
        self.stats.add_number(written, index, word, self.text);
        self.add_match_word(MatchWord::NUMBER);
        self.hash = combine(self.hash, hash(written.as_bytes()));
        self.stats.flags.set(Flags::DATE, self.is_near_month(index));
        self.last_number = Some(index);
    }

    /// Counts a word, character by character; returns what is written and its index among the words.
    fn begin_other_word(&mut self, word: &Word) -> (&'a str, usize) {
        let written = &self.text[word.range.clone()];
        written.chars().for_each(|c| self.add_char(c));
        (written, self.begin_word(word.range.start))
    }

    fn is_near_month(&self, index: usize) -> bool {
        self.last_month.is_some_and(|month| index - month <= MAX_MONTH_DISTANCE)
    }

    /// Counts a word and returns its index among the words.
    fn begin_word(&mut self, start: usize) -> usize {
        // The words before the colon are complete at the first word after it.
        if self.lead_in_end.take_if(|end| start >= *end).is_some() {
            self.stats.lead_in = lead_in(&self.scratch.words, &self.similarity, self.lexicon).into();
        }
        self.counts.words += 1;
        self.counts.words as usize - 1
    }

    /// Adds what is known of a word: its entry in the lexicon, its evidence for a language.
    fn look_up(&mut self, word: &Word) {
        let index = self.counts.words as usize - 1;
        let Scratch { known, folded, reader, .. } = &mut *self.scratch;
        let written = &self.text[word.range.clone()];
        let hash_as_written = word.hash(self.text);
        let known = known.get_or_insert_with(hash_as_written, || {
            folded.clear();
            fold_into(written, folded);
            let hash = hash(folded.as_bytes());
            KnownWord { hash, id: self.lexicon.id(folded, hash), language: None }
        });
        self.hash = combine(self.hash, known.hash);
        if self.language.reads(word) {
            self.language.add(known.language.get_or_insert_with(|| WordSums::of(written, reader)));
        }
        let entry = if known.id == UNKNOWN { None } else { self.lexicon.entry(known.id) };
        let Some(entry) = entry else {
            self.add_match_word(MatchWord::UNKNOWN);
            self.similarity.add_unknown();
            return;
        };
        self.similarity.add(&entry);
        if entry.function_word_of != 0 {
            for (language, count) in self.function_words.iter_mut().enumerate() {
                *count = count.saturating_add(u16::from(entry.function_word_of >> language & 1));
            }
        }
        if entry.is_caption() {
            self.stats.flags.set(Flags::PICTURE_CREDIT, is_credited(self.text, word.range.clone()));
        }
        if entry.is_month() {
            self.stats
                .flags
                .set(Flags::DATE, self.last_number.is_some_and(|number| index - number <= MAX_MONTH_DISTANCE));
            self.last_month = Some(index);
        }
        self.add_match_word(MatchWord::known(entry));
    }

    /// Adds a word in which cues are looked for. What follows the last of them is no end of the segment.
    fn add_match_word(&mut self, word: MatchWord) {
        let words = &mut self.scratch.words;
        match words.len() {
            ..MAX_MATCHED_WORDS => words.push(word),
            MAX_MATCHED_WORDS => words.push(MatchWord::UNKNOWN),
            _ => {}
        }
    }
}

impl TextStats {
    /// Returns whether it is a sign of programs.
    fn add_char(&mut self, c: char, last: char, counts: &mut Counts<u32>) -> bool {
        counts.chars += 1;
        counts.letters += u32::from(is_letter(c));
        counts.spaces += u32::from(c.is_whitespace());
        match c {
            ',' | ';' | '،' | '؛' | '、' => self.commas = self.commas.saturating_add(1),
            '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' => self.quotes = self.quotes.saturating_add(1),
            '!' => self.exclamations = self.exclamations.saturating_add(1),
            '(' | ')' if last == ':' || last == ';' => self.flags.set(Flags::EMOTICON, true),
            // `f(` and `a[` as in code, not `Comments (12)`.
            '(' | '[' => return is_letter(last),
            ')' | ']' => return !last.is_numeric(),
            '{' | '}' | '=' | '_' | '#' | '\\' | '<' | '$' | '`' => {
                self.flags.set(Flags::AMOUNT, c == '$');
                return true;
            }
            '©' | '®' | '™' => self.flags.set(Flags::COPYRIGHT, c == '©'),
            '€' | '£' | '﷼' => self.flags.set(Flags::AMOUNT, true),
            '@' => self.flags.set(Flags::MENTION, last == ' ' || last == '('),
            '\u{1F300}'..='\u{1FAFF}' | '\u{2639}'..='\u{263B}' => self.flags.set(Flags::EMOTICON, true),
            'D' | 'P' => self.flags.set(Flags::EMOTICON, last == ':' || last == ';'),
            _ => {}
        }
        false
    }

    /// Sets the flags of the start and the end of a text.
    fn add_ends(&mut self, text: &str) {
        // A text that ends with a letter has none of the flags of endings.
        if !text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
            self.add_end(text);
        }
        match text.as_bytes().first() {
            Some(first) if first.is_ascii_alphanumeric() => {
                self.flags.set(Flags::STARTS_LOWER, first.is_ascii_lowercase());
            }
            _ => self.add_start(text),
        }
    }

    fn add_end(&mut self, text: &str) {
        let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let unquoted = trimmed.trim_end_matches(is_closing);
        self.flags.set(Flags::ENDS_QUOTE, unquoted.len() < trimmed.len());
        self.flags.set(Flags::ENDS_SENTENCE, unquoted.ends_with(is_terminator));
        self.flags.set(Flags::ENDS_QUESTION, unquoted.ends_with(['?', '؟', '？']));
        self.flags.set(
            Flags::ENDS_ELLIPSIS,
            unquoted.ends_with(['…', '»', '→', '▸', '›'])
                || unquoted.ends_with("...")
                || trimmed.ends_with("[…]")
                || trimmed.ends_with("[...]"),
        );
        self.flags.set(Flags::ENDS_COLON, unquoted.ends_with([':', '：']));
    }

    fn add_start(&mut self, text: &str) {
        let mut start = text.chars().filter(|c| !is_invisible(*c));
        if let Some(first) = start.next() {
            let second = start.next().unwrap_or(' ');
            self.flags.set(Flags::STARTS_LOWER, first.is_lowercase());
            let is_prompt = first == '$' && second == ' ' && start.next().is_some_and(|c| !c.is_numeric());
            self.flags.set(Flags::CODE, first == ';' || is_prompt);
            self.flags.set(
                Flags::STARTS_BULLET,
                matches!(first, '•' | '·' | '▪' | '●' | '◦' | '‣' | '■' | '►' | '➤' | '✓' | '✔')
                    || (matches!(first, '-' | '–' | '—' | '*') && second.is_whitespace()),
            );
            self.flags.set(Flags::STARTS_QUOTE, matches!(first, '"' | '“' | '„' | '«' | '‘' | '”' | '»' | '’'));
        }
    }

    fn add_number(&mut self, written: &str, index: usize, word: &Word, text: &str) {
        let digits = written.chars().filter(|c| c.is_numeric()).count();
        let count = |separator: &[char]| written.chars().filter(|c| separator.contains(c)).count();
        let is_time = count(&[':']) == 1 && digits <= 4 || count(&[':']) == 2 && digits <= 6;
        self.flags.set(Flags::TIME, is_time);
        self.flags.set(Flags::STARTS_TIME, is_time && index == 0);
        let is_date = [&['.'][..], &['/'], &['-', '\u{2013}']].iter().any(|separator| count(separator) == 2)
            && (4..=8).contains(&digits);
        self.flags.set(Flags::DATE, is_date);
        self.flags.set(
            Flags::AMOUNT,
            digits >= 4
                && count(&[',', '.', '٬', '’', '\'', '،']) > 0
                && written.ends_with(['0', '۰', '٠'])
                && !is_date,
        );
        if index == 0 && word.range.start <= 1 && digits <= 2 {
            self.flags.set(Flags::STARTS_NUMBER, text[word.range.end..].starts_with(['.', ')', '\u{66B}', '-']));
        }
    }
}

/// The number of URLs and of their bytes. Each has a full stop or a colon.
fn count_urls(text: &str) -> (u16, u32) {
    let (mut urls, mut url_bytes) = (0_u16, 0_u32);
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'.', b':', &bytes[from..]) {
        let at = from + found;
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
        let before = &text[std::mem::replace(&mut from, end)..at];
        // A mark at the end of a word is not part of a URL.
        if end == at + 1 {
            continue;
        }
        let start = before.char_indices().rev().find(|(_, c)| c.is_whitespace());
        let start = at - before.len() + start.map_or(0, |(offset, c)| offset + c.len_utf8());
        let chunk = &text[start..from];
        if is_url(chunk) {
            urls = urls.saturating_add(1);
            url_bytes = url_bytes.saturating_add(chunk.len() as u32);
        }
    }
    (urls, url_bytes)
}
