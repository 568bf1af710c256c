//! From the data files to the tables that the matcher reads: part of the build script, and of the tests.

use std::collections::{BTreeMap, HashMap};

use super::cue::{Cue, CueSet, GROUPS};
use super::fold::fold_into;
use super::format::{GAP, MAX_WORD, NUMBER, branch, first_slot, flag, hash, slot_hash};
use super::words::words;

/// More languages than this do not fit the bits of [`WordEntry::function_word_of`](super::WordEntry).
const MAX_LANGUAGES: usize = 8;
/// The section of function words; the others are named by [`Cue`].
const FUNCTION_WORDS: &str = "function-words";

/// Tables in bytes, numbers with their little end first; `tables.rs` reads them.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// A hash table of words, its size a power of two, places taken in order behind those that are taken: four
    /// bytes each, the upper half the lower half of the hash, the lower half the word's number; 0 where it is free.
    pub(crate) slots: Vec<u8>,
    /// Sixteen bytes a word: where its text stands (three) and how long it is; the node where cues go on that begin
    /// with it; its row of uses (two), the bits of the languages that it is a function word of, its flags; with
    /// which words cues go on from that node where they need not stand at the beginning (as of a node, all bits where
    /// one ends there that is not bound at all).
    pub(crate) words: Vec<u8>,
    pub(crate) texts: Vec<u8>,
    /// In how many cues of each group of furniture a word stands: a byte each, rows that are the same once.
    pub(crate) uses: Vec<u8>,
    /// Sixteen bytes a node of the trie: its first child (the others follow), how many there are and by which set of
    /// groups cues end (two each), which words some child is for: a bit for each, by its number's last five bits; and
    /// which of them lead to a cue that is not bound to the beginning.
    pub(crate) nodes: Vec<u8>,
    /// For each node the word that leads to it: two bytes. The children of a node are sorted by it.
    pub(crate) edges: Vec<u8>,
    /// Sets of groups by how a cue is bound: four bytes each, sixteen a set.
    pub(crate) terminals: Vec<u8>,
}

/// By which of its bounds the groups of a cue stand.
const fn binding(to_start: bool, to_end: bool) -> usize {
    to_start as usize | (to_end as usize) << 1
}

/// Compiles files, each with its name. What is wrong with one is said with its name and line.
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
struct Word {
    text: String,
    first: u32,
    ways: u32,
    function_word_of: u8,
    flags: u8,
    uses: [u8; GROUPS],
}

#[derive(Clone, Debug, Default)]
struct Node {
    children: BTreeMap<u32, usize>,
    groups: [CueSet; 4],
}

fn cue_of(section: &str) -> Option<Cue> {
    Cue::ALL.iter().copied().find(|cue| cue.section() == section)
}

struct Builder {
    numbers: HashMap<String, u32>,
    words: Vec<Word>,
    nodes: Vec<Node>,
}

const ROOT: usize = 0;

impl Builder {
    fn new() -> Self {
        let mut builder = Self { numbers: HashMap::new(), words: Vec::new(), nodes: vec![Node::default()] };
        for (pseudo, number) in [("#", NUMBER), ("~", GAP)] {
            builder.numbers.insert(pseudo.into(), number);
            builder.words.push(Word::default());
        }
        builder
    }

    /// Adds one language's file; on an error the line and what is wrong with it.
    fn add(&mut self, language: u8, file: &str) -> Result<(), (usize, String)> {
        let mut sections: Vec<&str> = Vec::new();
        for (number, line) in (1..).zip(file.lines().map(str::trim)) {
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                if section != FUNCTION_WORDS && cue_of(section).is_none() {
                    return Err((number, format!("[{section}] is no section")));
                }
                if sections.contains(&section) {
                    return Err((number, format!("section [{section}] stands here twice")));
                }
                sections.push(section);
                continue;
            }
            let Some(&section) = sections.last() else {
                return Err((number, format!("{line:?} stands in no section")));
            };
            for spelling in std::iter::once(line.to_owned()).chain(other_spellings(line)) {
                match cue_of(section) {
                    Some(group) => self.add_cue(group, &spelling),
                    None => self.add_function_word(language, &spelling),
                }
            }
        }
        let lacks = |section: &&str| !sections.contains(section);
        match Cue::ALL.iter().map(|cue| cue.section()).chain([FUNCTION_WORDS]).find(lacks) {
            Some(section) => Err((file.lines().count(), format!("there is no section [{section}]"))),
            None => Ok(()),
        }
    }

    fn add_function_word(&mut self, language: u8, text: &str) {
        for word in words(text) {
            self.word(&text[word.range]).1.function_word_of |= language;
        }
    }

    /// The number of a word as it is written, and what is known of it.
    fn word(&mut self, written: &str) -> (u32, &mut Word) {
        let mut folded = String::new();
        fold_into(written, &mut folded);
        let next = self.words.len() as u32;
        let number = *self.numbers.entry(folded.clone()).or_insert(next);
        if number == next {
            self.words.push(Word { text: folded, ..Word::default() });
        }
        (number, &mut self.words[number as usize])
    }

    fn add_cue(&mut self, group: Cue, cue: &str) {
        let (to_start, rest) = cue.strip_prefix('^').map_or((false, cue), |rest| (true, rest));
        let (to_end, rest) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
        if !can_be_told(rest) {
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
                        if word.is_number {
                            node = self.child(node, NUMBER);
                            continue;
                        }
                        let (number, known) = self.word(&piece[word.range]);
                        let uses = &mut known.uses[group as usize];
                        *uses = uses.saturating_add(u8::from(group.is_boilerplate()));
                        known.flags |= flag;
                        node = self.child(node, number);
                    }
                }
            }
        }
        if node != ROOT {
            let groups = &mut self.nodes[node].groups[binding(to_start, to_end)];
            *groups = groups.union(CueSet::of(group));
        }
    }

    fn child(&mut self, node: usize, word: u32) -> usize {
        let next = self.nodes.len();
        let child = *self.nodes[node].children.entry(word).or_insert(next);
        if child == next {
            self.nodes.push(Node::default());
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

    /// Writes the trie level by level, so that the children of a node stand side by side.
    fn write_nodes(&mut self, compiled: &mut Compiled) {
        let leads_inside = self.leads_inside();
        let mut terminals: Vec<[CueSet; 4]> = vec![Default::default()];
        let mut order = vec![(0, ROOT)];
        let mut place = 0;
        while let Some(&(word, node)) = order.get(place) {
            let Node { children, groups } = &self.nodes[node];
            let first = order.len() as u32;
            let terminal = terminals.iter().position(|known| known == groups).unwrap_or_else(|| {
                terminals.push(*groups);
                terminals.len() - 1
            });
            let branches = |is_meant: &dyn Fn(usize) -> bool| {
                let meant = children.iter().filter(|&(_, &child)| is_meant(child));
                meant.fold(0, |branches, (&word, _)| branches | branch(word))
            };
            let (all, inside) = (branches(&|_| true), branches(&|child| leads_inside[child]));
            for (child, (&word, &node)) in (first..).zip(children) {
                order.push((word, node));
                if place == 0 {
                    self.words[word as usize].first = child;
                }
            }
            if place > 0 && self.words[word as usize].first as usize == place {
                let ends_anywhere = !groups[binding(false, false)].is_empty();
                self.words[word as usize].ways = if ends_anywhere { u32::MAX } else { inside };
            }
            compiled.edges.extend((word as u16).to_le_bytes());
            compiled.nodes.extend(first.to_le_bytes());
            compiled.nodes.extend((children.len() as u16).to_le_bytes());
            compiled.nodes.extend((terminal as u16).to_le_bytes());
            compiled.nodes.extend(all.to_le_bytes());
            compiled.nodes.extend(inside.to_le_bytes());
            place += 1;
        }
        compiled.terminals = terminals.iter().flatten().flat_map(|groups| groups.bits().to_le_bytes()).collect();
    }

    /// Whether each node leads to a cue that is not bound to the beginning. Children come behind their parents.
    fn leads_inside(&self) -> Vec<bool> {
        let mut leads = vec![false; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let ends = [false, true].into_iter().any(|to_end| !node.groups[binding(false, to_end)].is_empty());
            leads[index] = ends || node.children.values().any(|&child| leads[child]);
        }
        leads
    }

    fn write_words(&self, compiled: &mut Compiled) -> Result<(), String> {
        let mut rows: HashMap<[u8; GROUPS], u16> = HashMap::new();
        for word in &self.words {
            if word.text.len() > MAX_WORD {
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
            compiled.words.extend(word.ways.to_le_bytes());
        }
        Ok(())
    }

    fn write_slots(&self, compiled: &mut Compiled) {
        // No more than half of the places are taken.
        let size = (2 * self.words.len()).next_power_of_two();
        let mut slots = vec![0_u32; size];
        for (number, word) in self.words.iter().enumerate().skip(GAP as usize + 1) {
            let hash = slot_hash(hash(word.text.as_bytes()));
            let mut place = first_slot(hash, size);
            while slots[place] != 0 {
                place = (place + 1) % size;
            }
            slots[place] = hash << 16 | number as u32;
        }
        compiled.slots = slots.into_iter().flat_map(u32::to_le_bytes).collect();
    }
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';

/// Other spellings under which a cue of a data file is found: a zero-width non-joiner (folding drops
/// it) as a space, German umlauts as two letters.
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

/// Whether a cue has more to go by than signs, numbers and a single letter.
fn can_be_told(cue: &str) -> bool {
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
    fn errors_are_said_with_their_place() {
        assert_eq!(error("// xx\n\n[legle]\n"), "xx.txt:3: [legle] is no section");
        assert_eq!(error("[legal]\n^terms$\n[legal]\n"), "xx.txt:3: section [legal] stands here twice");
        assert_eq!(error("^terms$\n"), "xx.txt:1: \"^terms$\" stands in no section");
        assert_eq!(error("[legal]\n^terms$\n"), "xx.txt:2: there is no section [navigation]");
    }

    #[test]
    fn data_files_need_one_spelling() {
        assert_eq!(other_spellings("دیدگاه\u{200C}ها"), ["دیدگاه ها"]);
        assert_eq!(other_spellings("über uns"), ["ueber uns"]);
        assert_eq!(other_spellings("plain"), Vec::<String>::new());
    }
}
