//! Cue words and phrases, one data file a language, and their matcher.
//!
//! A file `<language code>.txt` in this folder is all a language needs. Sections are `[name]`
//! lines, a cue a line below; `#` stands for a number, `~` for one to four words, a leading `^`
//! and a trailing `$` bind the cue to the segment's beginning and end. Lines that begin with `//`
//! are remarks. Words are matched [folded](fold), so a cue is written once, in good spelling.

mod cue;
mod fold;
mod words;

use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

pub use cue::Cue;
pub(crate) use cue::{CueSet, GROUPS};
pub(crate) use fold::{fold_into, is_invisible};
pub(crate) use words::{Word, words};

include!(concat!(env!("OUT_DIR"), "/lexicon_files.rs"));

/// How many languages have a lexicon.
pub(crate) const LANGUAGES: usize = FILES.len();

/// The language codes of the lexicon files, in the order of [`WordEntry::function_word_of`].
pub(crate) fn language_codes() -> [&'static str; LANGUAGES] {
    FILES.map(|(code, _)| code)
}

/// Words longer than this (in folded bytes) are in no lexicon.
const LONGEST_WORD: usize = 64;
/// How many words `~` may stand for.
const LONGEST_GAP: usize = 4;

/// Room that is made beforehand for the words and cues of all files.
const EXPECTED_WORDS: usize = 16_000;
const EXPECTED_NODES: usize = 70_000;
/// … at the end of a cue that has so many words before.
const LONGEST_TITLE: usize = 24;
const FEWEST_WORDS_BEFORE_TITLE: usize = 3;

type WordId = u32;
type NodeId = u32;

const ROOT: NodeId = 0;
/// The pseudo word `#`.
const NUMBER: WordId = 0;
/// The pseudo word `~`.
const GAP: WordId = 1;
/// A word that is in no lexicon.
pub(crate) const UNKNOWN: WordId = WordId::MAX;

/// What is known of a single word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordEntry {
    pub(crate) id: WordId,
    /// A bit for every language, by its place in [`language_codes`].
    pub(crate) function_word_of: u8,
    /// In how many cues of each group of furniture it stands.
    pub(crate) uses: [u8; GROUPS],
    /// Whether it is the name of a month.
    pub(crate) is_month: bool,
    /// Whether it alone marks a picture's caption or credit.
    pub(crate) is_caption: bool,
    /// Whether a breadcrumb begins with it.
    is_home: bool,
    /// Where the cues go on that begin with the word; [`ROOT`] where there are none.
    first: NodeId,
}

/// Where a cue ends in the trie: the groups it belongs to, by how it is bound.
#[derive(Clone, Copy, Debug, Default)]
struct Terminal {
    /// Indexed by [`binding`].
    groups: [CueSet; 4],
    /// A bit for each word that some cue goes on with here, by its number's last bits: most words need
    /// not be looked up.
    branches: u32,
    /// Where a cue goes on with a gap.
    gap: Option<NodeId>,
}

/// The bit of a word in [`Terminal::branches`].
const fn branch(word: WordId) -> u32 {
    1 << (word % 32)
}

const fn binding(to_start: bool, to_end: bool) -> usize {
    to_start as usize | (to_end as usize) << 1
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

/// All lexicon files, ready to match.
pub(crate) struct Lexicon {
    words: FxHashMap<Box<str>, WordEntry>,
    edges: FxHashMap<(NodeId, WordId), NodeId>,
    terminals: Vec<Terminal>,
    /// Where words are folded.
    scratch: String,
}

/// The lexicon of all languages, built at its first use.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let mut lexicon = Lexicon::empty();
        for (language, (_, text)) in FILES.iter().enumerate() {
            lexicon.add(1 << language, text);
        }
        lexicon
    });
    &LEXICON
}

impl Lexicon {
    fn empty() -> Self {
        let mut words = FxHashMap::with_capacity_and_hasher(EXPECTED_WORDS, FxBuildHasher);
        for (name, id) in [("#", NUMBER), ("~", GAP)] {
            words.insert(name.into(), WordEntry { id, ..WordEntry::default() });
        }
        let edges = FxHashMap::with_capacity_and_hasher(EXPECTED_NODES, FxBuildHasher);
        let mut terminals = Vec::with_capacity(EXPECTED_NODES);
        terminals.push(Terminal::default());
        Self { words, edges, terminals, scratch: String::new() }
    }

    /// Adds one language's file.
    fn add(&mut self, language: u8, file: &str) {
        let mut group = None;
        let mut function_words = false;
        for line in file.lines().map(str::trim) {
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                function_words = section == "function-words";
                group = Cue::of_section(section);
                continue;
            }
            let mut add = |spelling: &str| {
                if function_words {
                    self.add_function_word(language, spelling);
                } else if let Some(group) = group {
                    self.add_cue(group, spelling);
                }
            };
            add(line);
            fold::other_spellings(line).iter().for_each(|spelling| add(spelling));
        }
    }

    fn add_function_word(&mut self, language: u8, text: &str) {
        for word in words(text) {
            let entry = self.entry(&text[word.range]);
            entry.function_word_of |= language;
        }
    }

    /// The entry of a word as it is written.
    fn entry(&mut self, word: &str) -> &mut WordEntry {
        let mut folded = std::mem::take(&mut self.scratch);
        folded.clear();
        fold_into(word, &mut folded);
        let next = self.words.len() as WordId;
        if !self.words.contains_key(folded.as_str()) {
            self.words.insert(folded.as_str().into(), WordEntry { id: next, ..WordEntry::default() });
        }
        let entry = self.words.get_mut(folded.as_str()).expect("it was put in when it was not there");
        self.scratch = folded;
        entry
    }

    fn add_cue(&mut self, group: Cue, cue: &str) {
        let (to_start, rest) = cue.strip_prefix('^').map_or((false, cue), |rest| (true, rest));
        let (to_end, rest) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
        if !can_be_told(rest) {
            return;
        }
        let is_single_word = !rest.trim().contains(char::is_whitespace);
        let mut node = ROOT;
        for piece in rest.split_whitespace() {
            match piece {
                "#" => node = self.child(node, NUMBER),
                "~" => node = self.child(node, GAP),
                _ => {
                    for word in words(piece) {
                        let id = if word.is_number {
                            NUMBER
                        } else {
                            let entry = self.entry(&piece[word.range.clone()]);
                            let uses = &mut entry.uses[group as usize];
                            *uses = uses.saturating_add(u8::from(group.is_furniture()));
                            entry.is_home |= group == Cue::Breadcrumb && is_single_word;
                            entry.is_caption |= group == Cue::Caption && is_single_word;
                            entry.is_month |= group == Cue::Month && is_single_word;
                            entry.id
                        };
                        let child = self.child(node, id);
                        if node == ROOT && id != NUMBER {
                            self.entry(&piece[word.range]).first = child;
                        }
                        node = child;
                    }
                }
            }
        }
        if node != ROOT {
            let terminal = &mut self.terminals[node as usize];
            let groups = &mut terminal.groups[binding(to_start, to_end)];
            *groups = groups.union(CueSet::of(group));
        }
    }

    fn child(&mut self, node: NodeId, word: WordId) -> NodeId {
        let next = self.terminals.len() as NodeId;
        let child = if word == GAP {
            *self.terminals[node as usize].gap.get_or_insert(next)
        } else {
            self.terminals[node as usize].branches |= branch(word);
            *self.edges.entry((node, word)).or_insert(next)
        };
        if child == next {
            self.terminals.push(Terminal::default());
        }
        child
    }

    /// What is known of a folded word; `None` when no lexicon has it.
    pub(crate) fn word(&self, folded: &str) -> Option<WordEntry> {
        if folded.len() > LONGEST_WORD { None } else { self.words.get(folded).copied() }
    }

    /// Finds the cues in a segment given as its word ids.
    pub(crate) fn find(&self, words: &[MatchWord]) -> Matches {
        let mut matches = Matches::default();
        for (start, word) in words.iter().enumerate() {
            if start == 0 || word.id == NUMBER {
                self.walk(words, start, ROOT, start, &mut matches);
            } else if word.first != ROOT {
                self.walk(words, start + 1, word.first, start, &mut matches);
            }
        }
        matches
    }

    /// Follows all paths of the trie from a node; as deep as the longest cue, no deeper.
    fn walk(&self, words: &[MatchWord], at: usize, node: NodeId, start: usize, matches: &mut Matches) {
        let from_start = start == 0;
        let terminal = &self.terminals[node as usize];
        for (bound, groups) in terminal.groups.iter().enumerate().filter(|(_, groups)| !groups.is_empty()) {
            let (to_start, to_end) = (bound & 1 == 1, bound & 2 == 2);
            if (to_start && !from_start) || (to_end && at != words.len()) {
                continue;
            }
            matches.cues = matches.cues.union(*groups);
            if to_start && to_end {
                matches.whole = matches.whole.union(*groups);
            }
            if to_start {
                matches.leading = matches.leading.union(*groups);
            }
            for &cue in Cue::ALL.iter().filter(|&&cue| groups.contains(cue)) {
                let count = &mut matches.counts[cue as usize];
                *count = count.saturating_add(1);
            }
        }
        if let Some(word) = words.get(at)
            && word.id != UNKNOWN
            && terminal.branches & branch(word.id) != 0
            && let Some(&child) = self.edges.get(&(node, word.id))
        {
            self.walk(words, at + 1, child, start, matches);
        }
        if let Some(child) = terminal.gap {
            let longest = (at + LONGEST_GAP).min(words.len());
            for next in at + 1..=longest {
                self.walk(words, next, child, start, matches);
            }
            // What a long enough cue ends with may be a title.
            let rest = words.len() - at;
            if rest > LONGEST_GAP && rest <= LONGEST_TITLE && at - start >= FEWEST_WORDS_BEFORE_TITLE {
                self.walk(words, words.len(), child, start, matches);
            }
        }
    }
}

/// Whether a cue has more to go by than signs, numbers and a single letter.
fn can_be_told(cue: &str) -> bool {
    let has_words = |piece: &str| matches!(piece, "#" | "~") || words(piece).next().is_some();
    cue.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2 && cue.split_whitespace().all(has_words)
}

/// A word as the matcher sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MatchWord {
    id: WordId,
    first: NodeId,
}

impl MatchWord {
    pub(crate) const NUMBER: Self = Self { id: NUMBER, first: ROOT };
    pub(crate) const UNKNOWN: Self = Self { id: UNKNOWN, first: ROOT };

    pub(crate) fn known(entry: WordEntry) -> Self {
        Self { id: entry.id, first: entry.first }
    }
}

/// Whether a breadcrumb can begin with a word.
pub(crate) fn is_home(word: &str) -> bool {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    lexicon().word(&folded).is_some_and(|entry| entry.is_home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_every_section_and_no_other() {
        for (language, file) in FILES {
            let sections: Vec<&str> = file
                .lines()
                .filter_map(|line| line.trim().strip_prefix('[').and_then(|line| line.strip_suffix(']')))
                .collect();
            for &section in &sections {
                assert!(section == "function-words" || Cue::of_section(section).is_some(), "{language}: [{section}]");
            }
            assert_eq!(sections.len(), Cue::ALL.len() + 1, "{language} lacks a section or has one twice: {sections:?}");
        }
    }

    #[test]
    fn cues_are_found_as_they_are_bound() {
        let mut lexicon = Lexicon::empty();
        lexicon.add(1, "[related]\n^read also$\n[share]\n^share ~ on ~\n[legal]\nall rights reserved\n[comment-section]\n# comments$");
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
        let mut lexicon = Lexicon::empty();
        lexicon.add(1, "[legal]\n^© #\n^(c)\n[chrome]\n#");
        assert!(lexicon.find(&[MatchWord::NUMBER]).cues.is_empty());
    }
}
