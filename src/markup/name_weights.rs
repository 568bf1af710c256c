//! Weights of the words in class names, ids and roles: evidence for or against content in an element.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use html5ever::local_name;
use rustc_hash::FxHashMap;

use super::class_list::ClassList;
use super::tree::{NodeId, Tree};

/// Log odds that the text in an element is content, by the words in its class names, id and roles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct NameWeights {
    /// The lowest weight of a word, at most 0.
    pub(crate) against: f32,
    /// The highest weight of a word, at least 0.
    pub(crate) support: f32,
}

static WEIGHTS: LazyLock<FxHashMap<&str, f32>> = LazyLock::new(|| read(include_str!("name_weights.txt")));

/// Shorter words are skipped, because they are abbreviations with several meanings.
const MIN_NAME_WORD_BYTES: usize = 3;
/// Only the first words in the names of an element count: utility classes come in long lists. Hand-set.
pub(crate) const MAX_NAME_WORDS: usize = 48;

fn read(text: &'static str) -> FxHashMap<&'static str, f32> {
    let mut weights = FxHashMap::default();
    let mut weight = 0.0;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(section) => weight = section.parse().unwrap_or(0.0),
            None => weights.extend(line.split_whitespace().map(|word| (word, weight))),
        }
    }
    weights
}

impl NameWeights {
    /// The weights of an element's own names.
    pub(crate) fn of(names: Names<'_>) -> Self {
        let mut weights = Self::default();
        names.words(MAX_NAME_WORDS, |word| {
            if let Some(&weight) = WEIGHTS.get(word) {
                weights.against = weights.against.min(weight);
                weights.support = weights.support.max(weight);
            }
        });
        weights
    }
}

/// The class names, the id, the role and the schema.org properties of an element, as they are written. On most pages
/// many elements share them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names<'a> {
    classes: &'a str,
    class_list: Option<ClassList>,
    id: &'a str,
    role: &'a str,
    property: &'a str,
}

impl<'a> Names<'a> {
    pub(crate) fn of(tree: &'a Tree, id: NodeId) -> Self {
        let mut names = Self::default();
        for (name, value) in tree.named_attributes(id) {
            match *name {
                local_name!("class") if !value.is_empty() => {
                    (names.classes, names.class_list) = (value, Some(tree.class_list(value)));
                }
                local_name!("id") => names.id = value,
                local_name!("role") => names.role = value,
                local_name!("itemprop") => names.property = value,
                _ => {}
            }
        }
        names
    }

    /// Calls a function with each of the first words of the names, in lower case.
    pub(crate) fn words(self, max_words: usize, mut see: impl FnMut(&str)) {
        let (mut lower, mut words) = (String::new(), max_words);
        for value in [self.classes, self.id, self.role, self.property] {
            split(value, &mut lower, &mut words, &mut see);
        }
    }
}

/// Names of one tree, which has equal lists of classes at one place.
impl PartialEq for Names<'_> {
    fn eq(&self, other: &Self) -> bool {
        let key = |names: &Self| (names.class_list, names.id, names.role, names.property);
        key(self) == key(other)
    }
}

impl Eq for Names<'_> {}

impl Hash for Names<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.class_list.hash(state);
        [self.id, self.role, self.property].iter().filter(|name| !name.is_empty()).for_each(|name| name.hash(state));
    }
}

/// Calls a function with each word of a name, in lower case, until no more words are wanted: `article-body`,
/// `articleBody` and `ARTICLE_BODY` have two words each. `lower` is a buffer.
pub(super) fn split(value: &str, lower: &mut String, wanted: &mut usize, mut see: impl FnMut(&str)) {
    let bytes = value.as_bytes();
    let mut start = 0;
    while start < bytes.len() && *wanted > 0 {
        if !bytes[start].is_ascii_alphabetic() {
            start += 1;
            continue;
        }
        let letters = bytes[start..].iter().position(|byte| !byte.is_ascii_alphabetic());
        let end = letters.map_or(bytes.len(), |letters| start + letters);
        // A word ends before a capital that comes after a small letter or before one.
        let capital = (start + 1..end).find(|&at| {
            let before_lower = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
            bytes[at].is_ascii_uppercase() && (bytes[at - 1].is_ascii_lowercase() || before_lower)
        });
        let word = &value[start..capital.unwrap_or(end)];
        if word.len() >= MIN_NAME_WORD_BYTES {
            *wanted -= 1;
            if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
                lower.clear();
                lower.push_str(word);
                lower.make_ascii_lowercase();
                see(lower);
            } else {
                see(word);
            }
        }
        start = capital.unwrap_or(end + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(value: &str) -> Vec<String> {
        let mut words = Vec::new();
        split(value, &mut String::new(), &mut 100, |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(
            words("post-body articleBody HTMLText nav2_item XY a"),
            ["post", "body", "article", "body", "html", "text", "nav", "item"]
        );
        assert_eq!(words("«R19q»-trigger “contentTitle”→ čmenu"), ["trigger", "content", "title", "menu"]);
    }

    #[test]
    fn every_word_of_the_file_has_a_weight() {
        assert!(WEIGHTS.len() > 200 && WEIGHTS.values().all(|weight| *weight != 0.0 && weight.abs() <= 3.0));
        assert!(
            WEIGHTS
                .keys()
                .all(|word| word.len() >= MIN_NAME_WORD_BYTES && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        );
    }
}
