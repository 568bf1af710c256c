//! Whether style sheets set texts of one line apart, as far as class names say.
//!
//! Two elements without white space between them are glued in a browser, unless a style sheet gives them margins or
//! makes them boxes. Style sheets are not read; the names of their classes tell.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::name_weights::{MAX_NAME_WORDS, split};
use super::tree::{NodeId, Tree};

/// The class names of an element that are looked at (hand-set), because it may be looked at for each of its texts.
const MAX_NAMES: usize = 32;

/// What a word of a class name says of the spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Apart,
    Role,
    Glued,
    Children,
    Box,
}

/// Single words of names, and whole names.
struct Names {
    words: FxHashMap<&'static str, Meaning>,
    names: FxHashMap<&'static str, Meaning>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| read(include_str!("spacing.txt")));

fn read(text: &'static str) -> Names {
    let mut names = Names { words: FxHashMap::default(), names: FxHashMap::default() };
    let mut meaning = Meaning::Apart;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        match line {
            "[apart]" => meaning = Meaning::Apart,
            "[role]" => meaning = Meaning::Role,
            "[glued]" => meaning = Meaning::Glued,
            "[children]" => meaning = Meaning::Children,
            "[box]" => meaning = Meaning::Box,
            line => {
                let is_word = matches!(meaning, Meaning::Apart | Meaning::Role | Meaning::Glued);
                let known = if is_word { &mut names.words } else { &mut names.names };
                known.extend(line.split_whitespace().map(|name| (name, meaning)));
            }
        }
    }
    names
}

/// The spacing of an element within a line, or of the innermost elements around a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spacing {
    /// It is set apart from what is beside it.
    pub(crate) is_apart: bool,
    /// It is part of a word or number.
    pub(crate) is_glued: bool,
    /// It has a margin before it, or after it.
    pub(crate) has_margin: (bool, bool),
    /// The words that say what it is.
    roles: Vec<&'static str>,
    has_class: bool,
}

impl Spacing {
    /// Adds what the class names of an element say.
    pub(crate) fn add(&mut self, tree: &Tree, node: NodeId) {
        let (mut word, mut wanted) = (String::new(), MAX_NAME_WORDS);
        self.has_class |= !tree.class(node).is_empty();
        for name in tree.classes(node).take(MAX_NAMES) {
            // `md:inline-block` is for wide windows.
            let plain = name.rsplit(':').next().unwrap_or(name);
            self.is_apart |= NAMES.names.get(plain) == Some(&Meaning::Box);
            let (before, after) = margins(plain);
            self.has_margin = (self.has_margin.0 | before, self.has_margin.1 | after);
            split(name, &mut word, &mut wanted, |word| {
                if let Some((&word, meaning)) = NAMES.words.get_key_value(word) {
                    self.is_apart |= *meaning == Meaning::Apart;
                    self.is_glued |= *meaning == Meaning::Glued;
                    if *meaning != Meaning::Glued {
                        self.roles.push(word);
                    }
                }
            });
        }
    }

    /// Whether the element has a class, whatever it says.
    pub(crate) fn has_class(&self) -> bool {
        self.has_class
    }

    /// Whether two elements hold different things: both are named, and have no name in common.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        let is_named = !self.roles.is_empty() && !other.roles.is_empty();
        is_named && self.roles.iter().all(|role| !other.roles.contains(role))
    }
}

/// Whether an element lays its children out as boxes.
pub(crate) fn lays_out_children(tree: &Tree, node: NodeId) -> bool {
    tree.classes(node).take(MAX_NAMES).any(|name| {
        let plain = name.rsplit(':').next().unwrap_or(name);
        let has_gap = plain.starts_with("gap-") || plain.starts_with("space-x-");
        NAMES.names.get(plain) == Some(&Meaning::Children) || has_gap
    })
}

/// Whether a class of Bootstrap or Tailwind gives a margin before and after an element: `mr-2`, `mx-1.5`, `ms-auto`.
fn margins(name: &str) -> (bool, bool) {
    let (side, size) = name.split_once('-').unwrap_or_default();
    if matches!(size, "" | "0") || !(size == "auto" || size.starts_with(|c: char| c.is_ascii_digit())) {
        return (false, false);
    }
    match side {
        "mx" | "m" | "px" => (true, true),
        "ml" | "ms" | "pl" | "ps" => (true, false),
        "mr" | "me" | "pr" | "pe" => (false, true),
        _ => (false, false),
    }
}

#[cfg(test)]
mod tests {
    use html5ever::{LocalName, QualName, ns};

    use super::*;

    fn element(class: &str) -> (Tree, NodeId) {
        let mut tree = Tree::with_capacity(1, 0);
        let id = tree.create_element(QualName::new(None, ns!(html), LocalName::from("span")));
        tree.add_attribute(LocalName::from("class"), class);
        (tree, id)
    }

    fn spacing(class: &str) -> Spacing {
        let (tree, id) = element(class);
        let mut spacing = Spacing::default();
        spacing.add(&tree, id);
        spacing
    }

    #[test]
    fn badges_and_boxes_are_set_apart() {
        for class in ["badge", "x nav-badge", "md:inline-block", "postDate", "prix"] {
            assert!(spacing(class).is_apart, "{class}");
        }
        for class in ["", "x", "blocked", "stage", "inline", "title"] {
            assert!(!spacing(class).is_apart, "{class}");
        }
        assert!(spacing("drop-cap").is_glued && spacing("price-decimal").is_glued && !spacing("price").is_glued);
    }

    #[test]
    fn only_margins_of_a_size_count() {
        assert_eq!(spacing("mr-2 sm:ml-4").has_margin, (true, true));
        assert_eq!(spacing("me-1.5").has_margin, (false, true));
        for class in ["mr-0", "mr", "mb-2", "m-x", "mx-"] {
            assert_eq!(spacing(class).has_margin, (false, false), "{class}");
        }
    }

    #[test]
    fn elements_differ_if_no_word_is_common() {
        assert!(spacing("teaser__title").differs(&spacing("teaser__source")));
        assert!(!spacing("item-title").differs(&spacing("item-text")));
        assert!(!spacing("title").differs(&spacing("x")));
    }

    #[test]
    fn flexible_boxes_lay_out_their_children() {
        for class in ["flex", "x md:flex", "d-inline-flex", "gap-2", "tag-list"] {
            let (tree, id) = element(class);
            assert!(lays_out_children(&tree, id), "{class}");
        }
        for class in ["", "flexible", "align-gap", "x-grid"] {
            let (tree, id) = element(class);
            assert!(!lays_out_children(&tree, id), "{class}");
        }
    }

    #[test]
    fn every_word_of_the_file_can_be_found() {
        assert!(NAMES.words.len() > 150 && NAMES.names.len() > 20);
        for word in NAMES.words.keys() {
            let mut found = Vec::new();
            split(word, &mut String::new(), &mut 100, |word| found.push(word.to_owned()));
            assert_eq!(found, [*word]);
        }
    }
}
