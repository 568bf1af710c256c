//! What the words of class names, ids and roles say of the text inside an element.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tag::Tag;
use super::tree::{NodeId, Tree};

/// What the names of an element say of the text in it: log odds of its being content.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Names {
    /// The strongest word against, 0 or less.
    pub(crate) against: f32,
    /// The strongest word for, 0 or more.
    pub(crate) support: f32,
}

static WORDS: LazyLock<FxHashMap<&str, f32>> = LazyLock::new(|| read(include_str!("words.txt")));

/// Shorter words are abbreviations.
const SHORTEST: usize = 3;

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

/// What the names of an element say.
pub(crate) fn names(tree: &Tree, id: NodeId) -> Names {
    let mut names = Names::default();
    // The whole page is called "has-sidebar" or "cookie-accepted".
    if matches!(tree.tag(id), Tag::Html | Tag::Body) {
        return names;
    }
    let mut word = String::new();
    for (name, value) in tree.attributes(id) {
        if matches!(name, "class" | "id" | "role" | "itemprop") {
            split(value, &mut word, |word| {
                if let Some(&weight) = WORDS.get(word) {
                    names.against = names.against.min(weight);
                    names.support = names.support.max(weight);
                }
            });
        }
    }
    names
}

/// The words of names: `article-body`, `articleBody` and `ARTICLE_BODY` have two each.
fn split(value: &str, word: &mut String, mut see: impl FnMut(&str)) {
    let mut end = |word: &mut String| {
        if word.len() >= SHORTEST {
            see(word);
        }
        word.clear();
    };
    let bytes = value.as_bytes();
    for (place, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphabetic() {
            end(word);
            continue;
        }
        let after_lower = place > 0 && bytes[place - 1].is_ascii_lowercase();
        let before_lower = bytes.get(place + 1).is_some_and(u8::is_ascii_lowercase);
        if byte.is_ascii_uppercase() && (after_lower || before_lower) {
            end(word);
        }
        word.push(byte.to_ascii_lowercase().into());
    }
    end(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(value: &str) -> Vec<String> {
        let mut words = Vec::new();
        split(value, &mut String::new(), |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(
            words("post-body articleBody HTMLText nav2_item XY a"),
            ["post", "body", "article", "body", "html", "text", "nav", "item"]
        );
    }

    #[test]
    fn the_file_has_numbers_for_its_words() {
        assert!(WORDS.len() > 200 && WORDS.values().all(|weight| *weight != 0.0 && weight.abs() <= 3.0));
        assert!(WORDS.keys().all(|word| word.len() >= SHORTEST && word.bytes().all(|byte| byte.is_ascii_lowercase())));
    }
}
