//! Cue words and phrases of each language, and the matcher that finds them.
//!
//! A language needs one file in this folder, `<language code>.txt`. A line `[name]` begins a section, each line below
//! is a cue. `#` matches a number, `~` one to four words; a leading `^` anchors the cue to the start of the
//! segment, a trailing `$` to its end. Lines that begin with `//` are comments. Words are
//! [folded](crate::text::fold_into) before they are compared, so one correct spelling is enough.

#[cfg(test)]
mod compile;
mod cue;
mod format;
mod tables;

use format::{GAP, MAX_WORD_BYTES, NUMBER, bloom_bit, flag, slot_hash};
use tables::{NodeRecord, Tables};

pub use cue::Cue;
pub(crate) use cue::{CueSet, GROUPS};

use crate::text::fold_into;
use crate::text::hash::hash;

// `LANGUAGE_CODES`, in the order of the bits of `WordEntry::function_word_of`.
include!(concat!(env!("OUT_DIR"), "/language_codes.rs"));

/// Number of languages that have a lexicon.
pub(crate) const LANGUAGES: usize = LANGUAGE_CODES.len();

/// `~` matches at most this many words.
const MAX_GAP_WORDS: usize = 4;
/// At the end of a cue, `~` matches at most this many words, because it can be a name or title, as in
/// `^view all posts by ~`. Hand-set.
const MAX_LAST_GAP_WORDS: usize = 24;
/// The cue has at least this many words before such a `~`. Hand-set.
const MIN_WORDS_BEFORE_LAST_GAP: usize = 3;

pub(crate) type WordId = u32;
type TrieNodeId = u32;

const ROOT: TrieNodeId = 0;
/// Id of a word that is in no lexicon.
pub(crate) const UNKNOWN: WordId = WordId::MAX;

/// The entry of a word in the lexicon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordEntry {
    pub(crate) id: WordId,
    /// A bit for each language that has it as a function word, by the index in [`LANGUAGE_CODES`].
    pub(crate) function_word_of: u8,
    /// The number of cues of each boilerplate group in which it occurs.
    pub(crate) uses: &'static [u8; GROUPS],
    flags: u8,
    /// The trie node of cues that begin with the word; [`ROOT`] if there are none.
    first: TrieNodeId,
    /// Bloom mask (bit = word id mod 32) of words that may follow in an unanchored cue; all ones if a cue ends here.
    next_words: u32,
}

impl WordEntry {
    /// Whether it is the name of a month.
    pub(crate) fn is_month(&self) -> bool {
        self.flags & flag::MONTH != 0
    }

    /// Whether it marks a picture's caption or credit without further words.
    pub(crate) fn is_caption(&self) -> bool {
        self.flags & flag::CAPTION != 0
    }
}

/// The cues found in a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Matches {
    /// Groups with at least one cue.
    pub(crate) cues: CueSet,
    /// Groups with a cue that is anchored to both ends: the segment is that cue.
    pub(crate) whole: CueSet,
    /// Groups with a cue that is anchored to the start.
    pub(crate) leading: CueSet,
    /// Number of cues of each group.
    pub(crate) counts: [u8; GROUPS],
}

impl Matches {
    /// Adds the cues that end at a trie node, given by their anchors. The match is `at_start` if it begins with the
    /// segment, and `at_end` if it ends with it.
    fn add(&mut self, ends: &[CueSet; 4], at_start: bool, at_end: bool) {
        for (anchors, groups) in ends.iter().enumerate().filter(|(_, groups)| !groups.is_empty()) {
            let (needs_start, needs_end) = (anchors & 1 == 1, anchors & 2 == 2);
            if (needs_start && !at_start) || (needs_end && !at_end) {
                continue;
            }
            self.cues = self.cues.union(*groups);
            if needs_start && needs_end {
                self.whole = self.whole.union(*groups);
            }
            if needs_start {
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

/// The lexicons of all languages.
pub(crate) struct Lexicon(Tables);

macro_rules! table {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name)).as_chunks().0
    };
}

/// The lexicon that the build script compiled.
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
    /// The entry of a folded word; `None` if no lexicon has it.
    pub(crate) fn word(&self, folded: &str) -> Option<WordEntry> {
        self.entry(self.id(folded, hash(folded.as_bytes())))
    }

    /// The id of a folded word, given with its [`hash`]; [`UNKNOWN`] if no lexicon has it.
    pub(crate) fn id(&self, folded: &str, hash: u64) -> WordId {
        if folded.len() > MAX_WORD_BYTES {
            return UNKNOWN;
        }
        self.0.id(folded.as_bytes(), slot_hash(hash)).unwrap_or(UNKNOWN)
    }

    /// The entry of the word with an id; `None` for [`UNKNOWN`].
    pub(crate) fn entry(&self, id: WordId) -> Option<WordEntry> {
        let word = self.0.word(id)?;
        Some(WordEntry {
            id,
            function_word_of: word.function_word_of,
            uses: &self.0.uses[usize::from(word.row)],
            flags: word.flags,
            first: word.first,
            next_words: word.next_words,
        })
    }

    /// Finds the cues in a segment, given as its words.
    pub(crate) fn find(&self, words: &[MatchWord]) -> Matches {
        let mut matches = Matches::default();
        for (start, word) in words.iter().enumerate() {
            if start == 0 || word.id == NUMBER {
                self.walk(words, start, ROOT, start, &mut matches);
            } else if word.first != ROOT && words.get(start + 1).is_none_or(|next| next.is_in(word.next_words)) {
                self.walk(words, start + 1, word.first, start, &mut matches);
            }
        }
        matches
    }

    /// The child of a node that a word leads to. The children of the root are in the entries of the words.
    fn child(&self, node: NodeRecord, is_root: bool, word: MatchWord) -> Option<TrieNodeId> {
        if is_root && word.id != NUMBER {
            return (word.first != ROOT).then_some(word.first);
        }
        self.0.child(node, word.id)
    }

    /// Walks on from a node unless its Bloom mask rules the next word out.
    fn follow(&self, words: &[MatchWord], at: usize, node: TrieNodeId, start: usize, matches: &mut Matches) {
        let next_words = self.0.node(node, start > 0).next_words();
        if words.get(at).map_or(next_words == u32::MAX, |next| next.is_in(next_words)) {
            self.walk(words, at, node, start, matches);
        }
    }

    /// Follows all paths of the trie from a node that was reached with the words from `start` to before `at`. The
    /// recursion is as deep as the longest cue.
    fn walk(&self, words: &[MatchWord], at: usize, node: TrieNodeId, start: usize, matches: &mut Matches) {
        let is_root = node == ROOT;
        let node = self.0.node(node, start > 0);
        if let Some(ends) = self.0.groups(node) {
            matches.add(&ends, start == 0, at == words.len());
        }
        if let Some(word) = words.get(at)
            && word.id != UNKNOWN
            && let Some(child) = self.child(node, is_root, *word)
        {
            self.follow(words, at + 1, child, start, matches);
        }
        if let Some(child) = self.0.gap(node) {
            let last = (at + MAX_GAP_WORDS).min(words.len());
            for next in at + 1..=last {
                self.follow(words, next, child, start, matches);
            }
            // The rest of the segment may be a title.
            let rest = words.len() - at;
            if rest > MAX_GAP_WORDS && rest <= MAX_LAST_GAP_WORDS && at - start >= MIN_WORDS_BEFORE_LAST_GAP {
                self.walk(words, words.len(), child, start, matches);
            }
        }
    }
}

/// A word of a segment, as the matcher needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MatchWord {
    id: WordId,
    first: TrieNodeId,
    next_words: u32,
}

impl MatchWord {
    pub(crate) const NUMBER: Self = Self { id: NUMBER, first: ROOT, next_words: 0 };
    pub(crate) const UNKNOWN: Self = Self { id: UNKNOWN, first: ROOT, next_words: 0 };

    pub(crate) fn known(entry: WordEntry) -> Self {
        Self { id: entry.id, first: entry.first, next_words: entry.next_words }
    }

    /// Whether a Bloom mask of words may contain it, or contains `~`, which any word matches.
    fn is_in(self, mask: u32) -> bool {
        let own = if self.id == UNKNOWN { 0 } else { bloom_bit(self.id) };
        mask & (bloom_bit(GAP) | own) != 0
    }
}

/// Whether a breadcrumb can begin with a word, as with `Home`.
pub(crate) fn is_home(word: &str) -> bool {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    lexicon().word(&folded).is_some_and(|entry| entry.flags & flag::HOME != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lexicon of one file; sections that it lacks are empty.
    fn compiled(file: &str) -> Lexicon {
        let others = Cue::ALL.iter().map(|cue| format!("\n[{}]", cue.section())).chain(["\n[function-words]".into()]);
        let others: String = others.filter(|section| !file.contains(section.trim())).collect();
        let compiled = compile::compile(&[("test".into(), file.to_owned() + &others)]).expect("the file is valid");
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
    fn cues_are_found_where_they_are_anchored() {
        let lexicon = compiled(
            "[related]\n^read also$\n[share]\n^share ~ on ~\n[legal]\nall rights reserved\n[comment-section]\n# comments$",
        );
        let found = |text: &str| {
            let ids: Vec<MatchWord> = crate::text::words(text)
                .map(|word| match lexicon.word(&text[word.range.clone()].to_lowercase()) {
                    _ if word.is_number() => MatchWord::NUMBER,
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
