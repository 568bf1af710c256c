//! Compiles the lexicon files to the tables that the matcher reads. Used by the build script and by tests.

use std::collections::{BTreeMap, HashMap};

use super::cue::{Cue, CueSet, GROUPS};
use super::format::{GAP, MAX_WORD_BYTES, NUMBER, bloom_bit, first_slot, flag, slot_hash};
use crate::text::hash::hash;
use crate::text::{fold_into, words};

/// `WordEntry::function_word_of` has this many bits.
const MAX_LANGUAGES: usize = 8;
/// The section of function words. The names of the other sections are in [`Cue`].
const FUNCTION_WORDS_SECTION: &str = "function-words";

/// The tables as bytes, numbers in little endian. `tables.rs` reads them.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// A hash table of words with linear probing; its size is a power of two. Four bytes per slot: the lower half
    /// of [`slot_hash`] in the upper half, the word's id in the lower half; 0 if the slot is free.
    pub(crate) slots: Vec<u8>,
    /// Sixteen bytes per word, ordered by id:
    /// - offset in `texts` (3 bytes) and length (1),
    /// - the trie node of cues that begin with the word (4),
    /// - its row in `uses` (2),
    /// - the languages in which it is a function word, one bit each (1),
    /// - its flags (1),
    /// - Bloom mask of the words that may follow it in an unanchored cue; all ones if it is such a cue itself (4).
    pub(crate) words: Vec<u8>,
    /// The folded words, one after the other.
    pub(crate) texts: Vec<u8>,
    /// The number of cues of each boilerplate group in which a word occurs, one byte per group. Equal rows are stored
    /// once.
    pub(crate) uses: Vec<u8>,
    /// Sixteen bytes per node of the trie:
    /// - its first child (4), which the others follow,
    /// - the number of its children (2),
    /// - its entry in `terminals` (2), 0 if no cue ends here,
    /// - Bloom mask of the words that lead to a child (4),
    /// - Bloom mask of the words that lead to a cue that is not anchored to the start (4).
    pub(crate) nodes: Vec<u8>,
    /// For each node the id of the word that leads to it (2 bytes). The children of a node are sorted by it.
    pub(crate) edges: Vec<u8>,
    /// Sets of the groups whose cues end at a node: four bytes a set, four sets an entry, by [`anchors`].
    pub(crate) terminals: Vec<u8>,
}

/// Index into an entry of `terminals`: which ends of the segment a cue is anchored to.
const fn anchors(at_start: bool, at_end: bool) -> usize {
    at_start as usize | (at_end as usize) << 1
}

/// Compiles files, given as name and content. Errors name the file and the line.
pub(crate) fn compile(files: &[(String, String)]) -> Result<Compiled, String> {
    if files.len() > MAX_LANGUAGES {
        return Err(format!("there are {} languages, more than {MAX_LANGUAGES} need wider tables", files.len()));
    }
    let mut builder = Builder::new();
    for (language, (name, text)) in files.iter().enumerate() {
        builder.add(1 << language, text).map_err(|(line, error)| format!("{name}:{line}: {error}"))?;
    }
    builder.finish()
}

#[derive(Clone, Debug, Default)]
struct LexiconWord {
    text: String,
    first: u32,
    next_words: u32,
    function_word_of: u8,
    flags: u8,
    uses: [u8; GROUPS],
}

#[derive(Clone, Debug, Default)]
struct TrieNode {
    children: BTreeMap<u32, usize>,
    groups: [CueSet; 4],
}

fn cue_of(section: &str) -> Option<Cue> {
    Cue::ALL.iter().copied().find(|cue| cue.section() == section)
}

struct Builder {
    ids: HashMap<String, u32>,
    words: Vec<LexiconWord>,
    nodes: Vec<TrieNode>,
}

const ROOT: usize = 0;

impl Builder {
    fn new() -> Self {
        let mut builder = Self { ids: HashMap::new(), words: Vec::new(), nodes: vec![TrieNode::default()] };
        for (placeholder, id) in [("#", NUMBER), ("~", GAP)] {
            builder.ids.insert(placeholder.into(), id);
            builder.words.push(LexiconWord::default());
        }
        builder
    }

    /// Adds one language's file. An error has the number of its line.
    fn add(&mut self, language: u8, file: &str) -> Result<(), (usize, String)> {
        let mut sections: Vec<&str> = Vec::new();
        for (number, line) in (1..).zip(file.lines().map(str::trim)) {
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                if section != FUNCTION_WORDS_SECTION && cue_of(section).is_none() {
                    return Err((number, format!("[{section}] is no section")));
                }
                if sections.contains(&section) {
                    return Err((number, format!("section [{section}] is already in this file")));
                }
                sections.push(section);
                continue;
            }
            let Some(&section) = sections.last() else {
                return Err((number, format!("{line:?} is in no section")));
            };
            for spelling in std::iter::once(line.to_owned()).chain(other_spellings(line)) {
                match cue_of(section) {
                    Some(group) => self.add_cue(group, &spelling),
                    None => self.add_function_word(language, &spelling),
                }
            }
        }
        let lacks = |section: &&str| !sections.contains(section);
        match Cue::ALL.iter().map(|cue| cue.section()).chain([FUNCTION_WORDS_SECTION]).find(lacks) {
            Some(section) => Err((file.lines().count(), format!("there is no section [{section}]"))),
            None => Ok(()),
        }
    }

    fn add_function_word(&mut self, language: u8, text: &str) {
        for word in words(text) {
            self.word(&text[word.range]).1.function_word_of |= language;
        }
    }

    /// The id and the entry of a word, given unfolded.
    fn word(&mut self, written: &str) -> (u32, &mut LexiconWord) {
        let mut folded = String::new();
        fold_into(written, &mut folded);
        let next = self.words.len() as u32;
        let id = *self.ids.entry(folded.clone()).or_insert(next);
        if id == next {
            self.words.push(LexiconWord { text: folded, ..LexiconWord::default() });
        }
        (id, &mut self.words[id as usize])
    }

    fn add_cue(&mut self, group: Cue, cue: &str) {
        let (at_start, rest) = cue.strip_prefix('^').map_or((false, cue), |rest| (true, rest));
        let (at_end, rest) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
        if !is_distinctive(rest) {
            return;
        }
        let is_single_word = !rest.trim().contains(char::is_whitespace);
        let flag = match group {
            Cue::Breadcrumb if is_single_word => flag::HOME,
            Cue::Caption if is_single_word => flag::CAPTION,
            Cue::Month if is_single_word => flag::MONTH,
            _ => 0,
        };
        let mut node = ROOT;
        for piece in rest.split_whitespace() {
            match piece {
                "#" => node = self.child(node, NUMBER),
                "~" => node = self.child(node, GAP),
                _ => {
                    for word in words(piece) {
                        if word.is_number() {
                            node = self.child(node, NUMBER);
                            continue;
                        }
                        let (id, entry) = self.word(&piece[word.range]);
                        let uses = &mut entry.uses[group as usize];
                        *uses = uses.saturating_add(u8::from(group.is_boilerplate()));
                        entry.flags |= flag;
                        node = self.child(node, id);
                    }
                }
            }
        }
        if node != ROOT {
            let groups = &mut self.nodes[node].groups[anchors(at_start, at_end)];
            *groups = groups.union(CueSet::of(group));
        }
    }

    fn child(&mut self, node: usize, word: u32) -> usize {
        let next = self.nodes.len();
        let child = *self.nodes[node].children.entry(word).or_insert(next);
        if child == next {
            self.nodes.push(TrieNode::default());
        }
        child
    }

    fn finish(mut self) -> Result<Compiled, String> {
        if self.words.len() >= usize::from(u16::MAX) {
            return Err(format!("there are {} words, more need wider tables", self.words.len()));
        }
        let mut compiled = Compiled::default();
        self.write_nodes(&mut compiled);
        self.write_words(&mut compiled)?;
        self.write_slots(&mut compiled);
        Ok(compiled)
    }

    /// Writes the trie level by level, so that the children of a node are next to each other.
    fn write_nodes(&mut self, compiled: &mut Compiled) {
        let is_unanchored = self.leads_to_unanchored();
        let mut terminals: Vec<[CueSet; 4]> = vec![Default::default()];
        let mut order = vec![(0, ROOT)];
        let mut index = 0;
        while let Some(&(word, node)) = order.get(index) {
            let TrieNode { children, groups } = &self.nodes[node];
            let first = order.len() as u32;
            let terminal = terminals.iter().position(|known| known == groups).unwrap_or_else(|| {
                terminals.push(*groups);
                terminals.len() - 1
            });
            let bloom_mask = |is_wanted: &dyn Fn(usize) -> bool| {
                let wanted = children.iter().filter(|&(_, &child)| is_wanted(child));
                wanted.fold(0, |mask, (&word, _)| mask | bloom_bit(word))
            };
            let (all, unanchored) = (bloom_mask(&|_| true), bloom_mask(&|child| is_unanchored[child]));
            for (child, (&word, &node)) in (first..).zip(children) {
                order.push((word, node));
                if index == 0 {
                    self.words[word as usize].first = child;
                }
            }
            if index > 0 && self.words[word as usize].first as usize == index {
                let is_cue = !groups[anchors(false, false)].is_empty();
                self.words[word as usize].next_words = if is_cue { u32::MAX } else { unanchored };
            }
            compiled.edges.extend((word as u16).to_le_bytes());
            compiled.nodes.extend(first.to_le_bytes());
            compiled.nodes.extend((children.len() as u16).to_le_bytes());
            compiled.nodes.extend((terminal as u16).to_le_bytes());
            compiled.nodes.extend(all.to_le_bytes());
            compiled.nodes.extend(unanchored.to_le_bytes());
            index += 1;
        }
        compiled.terminals = terminals.iter().flatten().flat_map(|groups| groups.bits().to_le_bytes()).collect();
    }

    /// For each node whether a cue ends at or below it that is not anchored to the start.
    fn leads_to_unanchored(&self) -> Vec<bool> {
        let mut leads = vec![false; self.nodes.len()];
        // In reverse, because children have higher indexes than their parents.
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let ends = [false, true].into_iter().any(|at_end| !node.groups[anchors(false, at_end)].is_empty());
            leads[index] = ends || node.children.values().any(|&child| leads[child]);
        }
        leads
    }

    fn write_words(&self, compiled: &mut Compiled) -> Result<(), String> {
        let mut rows: HashMap<[u8; GROUPS], u16> = HashMap::new();
        for word in &self.words {
            if word.text.len() > MAX_WORD_BYTES {
                return Err(format!("the word {:?} is too long", word.text));
            }
            let next = rows.len() as u16;
            let row = *rows.entry(word.uses).or_insert_with(|| {
                compiled.uses.extend(word.uses);
                next
            });
            let text = (compiled.texts.len() as u32) << 8 | word.text.len() as u32;
            compiled.texts.extend(word.text.bytes());
            compiled.words.extend(text.to_le_bytes());
            compiled.words.extend(word.first.to_le_bytes());
            compiled.words.extend(row.to_le_bytes());
            compiled.words.extend([word.function_word_of, word.flags]);
            compiled.words.extend(word.next_words.to_le_bytes());
        }
        Ok(())
    }

    fn write_slots(&self, compiled: &mut Compiled) {
        // At most half of the slots are taken.
        let size = (2 * self.words.len()).next_power_of_two();
        let mut slots = vec![0_u32; size];
        for (id, word) in self.words.iter().enumerate().skip(GAP as usize + 1) {
            let hash = slot_hash(hash(word.text.as_bytes()));
            let mut slot = first_slot(hash, size);
            while slots[slot] != 0 {
                slot = (slot + 1) % size;
            }
            slots[slot] = hash << 16 | id as u32;
        }
        compiled.slots = slots.into_iter().flat_map(u32::to_le_bytes).collect();
    }
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';

/// Other spellings of a cue: a space for each zero-width non-joiner (which folding drops), two letters for each German
/// umlaut.
fn other_spellings(cue: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if cue.is_ascii() {
        return forms;
    }
    if cue.contains(ZERO_WIDTH_NON_JOINER) {
        forms.push(cue.replace(ZERO_WIDTH_NON_JOINER, " "));
    }
    if cue.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        let mut two_letters = cue.to_owned();
        for (from, to) in [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue")] {
            two_letters = two_letters.replace(from, to);
        }
        forms.push(two_letters);
    }
    forms
}

/// Whether a cue has at least two letters, and a word in each piece. Signs and numbers alone are too
/// frequent in any text.
fn is_distinctive(cue: &str) -> bool {
    let has_words = |piece: &str| matches!(piece, "#" | "~") || words(piece).next().is_some();
    cue.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2 && cue.split_whitespace().all(has_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        compile(&[("xx.txt".into(), text.into())]).expect_err("there is something wrong with it")
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        assert_eq!(error("// xx\n\n[legle]\n"), "xx.txt:3: [legle] is no section");
        assert_eq!(error("[legal]\n^terms$\n[legal]\n"), "xx.txt:3: section [legal] is already in this file");
        assert_eq!(error("^terms$\n"), "xx.txt:1: \"^terms$\" is in no section");
        assert_eq!(error("[legal]\n^terms$\n"), "xx.txt:2: there is no section [navigation]");
    }

    #[test]
    fn other_spellings_of_a_cue_are_added() {
        assert_eq!(other_spellings("دیدگاه\u{200C}ها"), ["دیدگاه ها"]);
        assert_eq!(other_spellings("über uns"), ["ueber uns"]);
        assert_eq!(other_spellings("plain"), Vec::<String>::new());
    }
}
