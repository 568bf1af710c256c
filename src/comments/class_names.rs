//! What an element of a comment holds, by its class names.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What an element may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Hold {
    Author,
    NoAuthor,
    Date,
    NoDate,
    Text,
    Replies,
}

const SECTIONS: &[(&str, Hold)] = &[
    ("author", Hold::Author),
    ("no-author", Hold::NoAuthor),
    ("date", Hold::Date),
    ("no-date", Hold::NoDate),
    ("text", Hold::Text),
    ("replies", Hold::Replies),
];

/// At most this many classes of an element are read, and this many bytes of each (hand-set).
const MAX_CLASS_NAMES: usize = 12;
const MAX_CLASS_BYTES: usize = 60;
/// Entries have at most this many words.
const MAX_WORDS: usize = 3;

/// The entries of `names.txt` with their ranks, from 0: lower ones are more telling.
static NAMES: LazyLock<FxHashMap<(Hold, &str), usize>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    let mut section = None;
    let mut rank = 0;
    for line in include_str!("names.txt").lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = SECTIONS.iter().find(|(section, _)| *section == name).map(|&(_, hold)| hold);
            rank = 0;
        } else if let Some(hold) = section.filter(|_| !line.is_empty() && !line.starts_with('#')) {
            names.entry((hold, line)).or_insert(rank);
            rank += 1;
        }
    }
    names
});

/// The rank of an element with these classes among those that hold something, if its classes say that it does.
pub(super) fn hold(classes: &str, wanted: Hold) -> Option<usize> {
    classes.split_ascii_whitespace().take(MAX_CLASS_NAMES).filter_map(|class| rank(class, wanted)).min()
}

fn rank(class: &str, wanted: Hold) -> Option<usize> {
    let class = class.get(..MAX_CLASS_BYTES).unwrap_or(class);
    let words = words(class);
    (1..=MAX_WORDS.min(words.len()))
        .filter_map(|count| NAMES.get(&(wanted, words[words.len() - count..].join("-").as_str())).copied())
        .min()
}

/// The words of a class name in lower case: `comment__author-name`, `CommentAuthorName`.
fn words(class: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for c in class.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            was_lower = false;
            continue;
        }
        if c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_of_a_class_say_what_an_element_holds() {
        for class in ["author-name", "comment-author-name", "comment__author-name", "CommentAuthorName", "x fn"] {
            assert!(hold(class, Hold::Author).is_some(), "{class}");
        }
        assert!(hold("fn", Hold::Author) < hold("author", Hold::Author));
        assert_eq!(hold("author-box wide", Hold::Author), None);
        assert!(hold("author-avatar", Hold::NoAuthor).is_some());
        assert!(hold("comment-content", Hold::Text) < hold("comment-body", Hold::Text));
        assert!(hold("children", Hold::Replies).is_some());
        assert_eq!(hold("", Hold::Text), None);
    }

    #[test]
    fn every_section_of_the_file_is_known() {
        let sections = include_str!("names.txt").lines().filter(|line| line.starts_with('['));
        assert!(sections.clone().all(|line| SECTIONS.iter().any(|(name, _)| line == format!("[{name}]"))));
        assert_eq!(sections.count(), SECTIONS.len());
    }
}
