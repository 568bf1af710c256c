//! Cue words and phrases, one data file a language, and their matcher.
//!
//! A file `<language code>.txt` in this folder is all a language needs. Sections are `[name]`
//! lines, a cue a line below; `#` stands for a number, `~` for one to four words, a leading `^`
//! and a trailing `$` bind the cue to the segment's beginning and end. Lines that begin with `//`
//! are remarks. Words are matched [folded](fold), so a cue is written once, in good spelling.

#[cfg(test)]
mod compile;
mod cue;
mod fold;
mod format;
mod plain;
mod tables;
mod words;

use format::{GAP, MAX_WORD, NUMBER, branch, flag, hash, slot_hash};
use tables::{Node, Tables};

pub use cue::Cue;
pub(crate) use cue::{CueSet, GROUPS};
pub(crate) use fold::{fold_into, is_invisible};
pub(crate) use plain::{FoldedWord, PlainWord, plain_word};
pub(crate) use words::{Word, begins_word, word_at, words};

// The codes of the languages in the order of `WordEntry::function_word_of`.
include!(concat!(env!("OUT_DIR"), "/language_codes.rs"));

/// How many languages have a lexicon.
pub(crate) const LANGUAGES: usize = LANGUAGE_CODES.len();

/// How many words `~` may stand for.
const MAX_GAP: usize = 4;
/// … at the end of a cue that has so many words before.
const MAX_TITLE: usize = 24;
const MIN_WORDS_BEFORE_TITLE: usize = 3;

type WordId = u32;
type NodeId = u32;

const ROOT: NodeId = 0;
/// A word that is in no lexicon.
pub(crate) const UNKNOWN: WordId = WordId::MAX;

/// What is known of a single word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordEntry {
    pub(crate) id: WordId,
    /// A bit for every language, by its place in [`LANGUAGE_CODES`].
    pub(crate) function_word_of: u8,
    /// In how many cues of each group of furniture it stands.
    pub(crate) uses: &'static [u8; GROUPS],
    flags: u8,
    /// Where the cues go on that begin with the word; [`ROOT`] where there are none.
    first: NodeId,
    /// The words with which they do where they are not bound to the beginning; all where one ends with the word.
    ways: u32,
}

impl WordEntry {
    /// Whether it is the name of a month.
    pub(crate) fn is_month(&self) -> bool {
        self.flags & flag::MONTH != 0
    }

    /// Whether it alone marks a picture's caption or credit.
    pub(crate) fn is_caption(&self) -> bool {
        self.flags & flag::CAPTION != 0
    }
}

/// The cues found in a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matches {
    /// Groups of which some cue was found.
    pub(crate) cues: CueSet,
    /// Groups of which a cue that is bound to both ends was found: the segment is that cue.
    pub(crate) whole: CueSet,
    /// Groups of which a cue that is bound to the beginning was found.
    pub(crate) leading: CueSet,
    /// How many cues of each group were found.
    pub(crate) counts: [u8; GROUPS],
}

impl Matches {
    /// Takes note of the cues that end at one place, by how they are bound.
    fn see(&mut self, ends: &[CueSet; 4], at_start: bool, at_end: bool) {
        for (bound, groups) in ends.iter().enumerate().filter(|(_, groups)| !groups.is_empty()) {
            let (to_start, to_end) = (bound & 1 == 1, bound & 2 == 2);
            if (to_start && !at_start) || (to_end && !at_end) {
                continue;
            }
            self.cues = self.cues.union(*groups);
            if to_start && to_end {
                self.whole = self.whole.union(*groups);
            }
            if to_start {
                self.leading = self.leading.union(*groups);
            }
            let mut bits = groups.bits();
            while bits != 0 {
                let count = &mut self.counts[bits.trailing_zeros() as usize];
                *count = count.saturating_add(1);
                bits &= bits - 1;
            }
        }
    }
}

/// The lexicons of all languages, ready to match.
pub(crate) struct Lexicon(Tables);

macro_rules! table {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name)).as_chunks().0
    };
}

/// The lexicon of all languages, as the build script compiled it.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: Lexicon = Lexicon(Tables {
        slots: table!("slots.bin"),
        words: table!("words.bin"),
        texts: include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin")),
        uses: table!("uses.bin"),
        nodes: table!("nodes.bin"),
        edges: table!("edges.bin"),
        terminals: include_bytes!(concat!(env!("OUT_DIR"), "/terminals.bin")).as_chunks().0.as_chunks().0,
    });
    &LEXICON
}

impl Lexicon {
    /// What is known of a folded word; `None` when no lexicon has it.
    pub(crate) fn word(&self, folded: &str) -> Option<WordEntry> {
        self.hashed_word(folded.as_bytes(), hash(folded.as_bytes()))
    }

    /// What is known of a folded word, whose hash is known already.
    pub(crate) fn hashed_word(&self, folded: &[u8], hash: u64) -> Option<WordEntry> {
        if folded.len() > MAX_WORD {
            return None;
        }
        let word = self.0.word(folded, slot_hash(hash))?;
        Some(WordEntry {
            id: word.number,
            function_word_of: word.function_word_of,
            uses: &self.0.uses[usize::from(word.row)],
            flags: word.flags,
            first: word.first,
            ways: word.ways,
        })
    }

    /// Finds the cues in a segment given as its word ids.
    pub(crate) fn find(&self, words: &[MatchWord]) -> Matches {
        let mut matches = Matches::default();
        for (start, word) in words.iter().enumerate() {
            if start == 0 || word.id == NUMBER {
                self.walk(words, start, ROOT, start, &mut matches);
            } else if word.first != ROOT && words.get(start + 1).is_none_or(|next| next.is_among(word.ways)) {
                self.walk(words, start + 1, word.first, start, &mut matches);
            }
        }
        matches
    }

    fn child(&self, node: Node, is_root: bool, word: MatchWord) -> Option<NodeId> {
        if is_root && word.id != NUMBER {
            return (word.first != ROOT).then_some(word.first);
        }
        self.0.child(node, word.id)
    }

    /// Goes on from a node if it leads anywhere.
    fn follow(&self, words: &[MatchWord], at: usize, node: NodeId, start: usize, matches: &mut Matches) {
        let ways = self.0.node(node, start > 0).ways();
        if words.get(at).map_or(ways == u32::MAX, |next| next.is_among(ways)) {
            self.walk(words, at, node, start, matches);
        }
    }

    /// Follows all paths of the trie from a node; as deep as the longest cue, no deeper.
    fn walk(&self, words: &[MatchWord], at: usize, node: NodeId, start: usize, matches: &mut Matches) {
        let is_root = node == ROOT;
        let node = self.0.node(node, start > 0);
        if let Some(ends) = self.0.groups(node) {
            matches.see(&ends, start == 0, at == words.len());
        }
        if let Some(word) = words.get(at)
            && word.id != UNKNOWN
            && let Some(child) = self.child(node, is_root, *word)
        {
            self.follow(words, at + 1, child, start, matches);
        }
        if let Some(child) = self.0.gap(node) {
            let longest = (at + MAX_GAP).min(words.len());
            for next in at + 1..=longest {
                self.follow(words, next, child, start, matches);
            }
            // What a long enough cue ends with may be a title.
            let rest = words.len() - at;
            if rest > MAX_GAP && rest <= MAX_TITLE && at - start >= MIN_WORDS_BEFORE_TITLE {
                self.walk(words, words.len(), child, start, matches);
            }
        }
    }
}

/// A word as the matcher sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MatchWord {
    id: WordId,
    first: NodeId,
    ways: u32,
}

impl MatchWord {
    pub(crate) const NUMBER: Self = Self { id: NUMBER, first: ROOT, ways: 0 };
    pub(crate) const UNKNOWN: Self = Self { id: UNKNOWN, first: ROOT, ways: 0 };

    pub(crate) fn known(entry: WordEntry) -> Self {
        Self { id: entry.id, first: entry.first, ways: entry.ways }
    }

    /// Whether it, or any word, may be one of those with which a cue goes on.
    fn is_among(self, ways: u32) -> bool {
        let own = if self.id == UNKNOWN { 0 } else { branch(self.id) };
        ways & (branch(GAP) | own) != 0
    }
}

/// Whether a breadcrumb can begin with a word.
pub(crate) fn is_home(word: &str) -> bool {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    lexicon().word(&folded).is_some_and(|entry| entry.flags & flag::HOME != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lexicon of one file.
    fn compiled(file: &str) -> Lexicon {
        let others = Cue::ALL.iter().map(|cue| format!("\n[{}]", cue.section())).chain(["\n[function-words]".into()]);
        let others: String = others.filter(|section| !file.contains(section.trim())).collect();
        let compiled = compile::compile(&[("test".into(), file.to_owned() + &others)]).expect("the file is sound");
        let leak = |bytes: Vec<u8>| &*bytes.leak();
        Lexicon(Tables {
            slots: leak(compiled.slots).as_chunks().0,
            words: leak(compiled.words).as_chunks().0,
            texts: leak(compiled.texts),
            uses: leak(compiled.uses).as_chunks().0,
            nodes: leak(compiled.nodes).as_chunks().0,
            edges: leak(compiled.edges).as_chunks().0,
            terminals: leak(compiled.terminals).as_chunks().0.as_chunks().0,
        })
    }

    #[test]
    fn words_of_the_files_are_found() {
        for (word, languages) in [("the", "en"), ("und", "de"), ("les", "fr"), ("از", "fa")] {
            let entry = lexicon().word(word).expect("it is in a file");
            let language = LANGUAGE_CODES.iter().position(|code| *code == languages).expect("it has a file");
            assert!(entry.function_word_of >> language & 1 == 1, "{word}");
        }
        assert!(lexicon().word("#").is_none() && lexicon().word("~").is_none() && lexicon().word("").is_none());
    }

    #[test]
    fn cues_are_found_as_they_are_bound() {
        let lexicon = compiled(
            "[related]\n^read also$\n[share]\n^share ~ on ~\n[legal]\nall rights reserved\n[comment-section]\n# comments$",
        );
        let found = |text: &str| {
            let ids: Vec<MatchWord> = words(text)
                .map(|word| match lexicon.word(&text[word.range.clone()].to_lowercase()) {
                    _ if word.is_number => MatchWord::NUMBER,
                    Some(entry) => MatchWord::known(entry),
                    None => MatchWord::UNKNOWN,
                })
                .collect();
            lexicon.find(&ids)
        };
        assert!(found("Read also").whole.contains(Cue::Related));
        assert!(found("Read also this").cues.is_empty());
        assert!(found("Share this long story on Mastodon").leading.contains(Cue::Share));
        assert!(found("They share this on Mastodon").cues.is_empty());
        assert!(found("2024, all rights reserved.").cues.contains(Cue::Legal));
        assert!(found("There are 12 comments").cues.contains(Cue::CommentSection));
        assert!(found("12 comments were made").cues.is_empty());
        assert_eq!(found("All rights reserved. All rights reserved.").counts[Cue::Legal as usize], 2);
    }

    #[test]
    fn signs_alone_are_no_cue() {
        let lexicon = compiled("[legal]\n^© #\n^(c)\n[chrome]\n#");
        assert!(lexicon.find(&[MatchWord::NUMBER]).cues.is_empty());
    }
}
