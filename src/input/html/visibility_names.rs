//! Class names that hide an element, or say that a reader can open it or that it is a control, from `visibility.txt`.

use std::cell::RefCell;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::markup::{ClassFacts, Tree};

/// What a whole class name says of its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClassMeaning {
    /// Nobody sees the element.
    Hides,
    /// Only screen readers read it.
    Assistive,
    /// A reader can open it: a panel of tabs, an answer, the rest behind "Read more".
    Panel,
    /// It is a list of tabs.
    Tabs,
    /// It holds the numbers of the lines of a program.
    LineNumber,
    /// It is a link to the heading that it is in.
    Permalink,
    /// It is another control beside a heading: a link to edit the section.
    HeadingControl,
}

/// What the class names of an element say together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClassMeanings {
    /// A bit for each [`ClassMeaning`].
    bits: u16,
    /// Whether a class shows the element, which another one hides, on screens of some width.
    pub(super) shows_on_some_screen: bool,
}

impl ClassMeanings {
    /// Reads the value of a class attribute.
    pub(super) fn read(classes: &str) -> Self {
        let mut meanings = Self::default();
        for meaning in classes.split_ascii_whitespace().filter_map(class_meaning) {
            meanings.bits |= 1 << meaning as u16;
        }
        let hides = meanings.contains(ClassMeaning::Hides);
        meanings.shows_on_some_screen = hides && classes.split_ascii_whitespace().any(shows_on_some_screen);
        meanings
    }

    pub(super) fn contains(self, meaning: ClassMeaning) -> bool {
        self.bits & (1 << meaning as u16) != 0
    }
}

/// Reads class attributes of a tree. Most elements of a page share theirs with others, and each value is read once.
#[derive(Default)]
pub(super) struct ClassReader {
    known: RefCell<ClassFacts<ClassMeanings>>,
}

impl ClassReader {
    /// What the value of a class attribute says.
    pub(super) fn read(&self, tree: &Tree, classes: &str) -> ClassMeanings {
        if classes.is_empty() {
            return ClassMeanings::default();
        }
        *self.known.borrow_mut().of(tree.class_list(classes), || ClassMeanings::read(classes))
    }
}

struct Names {
    classes: FxHashMap<&'static str, ClassMeaning>,
    panel_words: FxHashSet<&'static str>,
    closed: FxHashSet<&'static str>,
    states: FxHashSet<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| read(include_str!("visibility.txt")));

fn read(text: &'static str) -> Names {
    let mut names = Names {
        classes: FxHashMap::default(),
        panel_words: FxHashSet::default(),
        closed: FxHashSet::default(),
        states: FxHashSet::default(),
    };
    let mut section = "";
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            continue;
        }
        for name in line.split_whitespace() {
            let meaning = match section {
                "hides" => ClassMeaning::Hides,
                "assistive" => ClassMeaning::Assistive,
                "panel" => ClassMeaning::Panel,
                "tabs" => ClassMeaning::Tabs,
                "line number" => ClassMeaning::LineNumber,
                "permalink" => ClassMeaning::Permalink,
                "heading control" => ClassMeaning::HeadingControl,
                "panel words" => {
                    names.panel_words.insert(name);
                    continue;
                }
                "closed" => {
                    names.closed.insert(name);
                    continue;
                }
                _ => {
                    names.states.insert(name);
                    continue;
                }
            };
            names.classes.insert(name, meaning);
        }
    }
    names
}

/// The meaning of a class name.
pub(super) fn class_meaning(class: &str) -> Option<ClassMeaning> {
    NAMES.classes.get(class).copied()
}

/// Whether a word of a name in lower case is of what a reader opens, or of what opens it.
pub(super) fn is_panel_word(word: &str) -> bool {
    NAMES.panel_words.contains(word)
}

/// Whether a word of a name in lower case is of something that opens for the moment: a menu, a dialog, a tooltip.
pub(super) fn is_closed_word(word: &str) -> bool {
    NAMES.closed.contains(word)
}

/// Whether a word of a selector names a state in which an element is open.
pub(super) fn is_state_word(word: &str) -> bool {
    NAMES.states.contains(word)
}

/// The ends of classes that show an element from a width of the screen on (Tailwind `md:block`, Bootstrap
/// `d-md-block`), or in a state.
const SHOWING: &[&str] = &[
    "block",
    "inline-block",
    "inline",
    "flex",
    "inline-flex",
    "grid",
    "inline-grid",
    "table",
    "table-cell",
    "table-row",
    "contents",
    "flow-root",
    "list-item",
    "visible",
    "not-sr-only",
];
/// The names of widths in these classes.
const WIDTHS: &[&str] = &["xs", "sm", "md", "lg", "xl", "xxl", "2xl", "3xl", "tablet", "desktop", "mobile"];

/// Whether a class shows its element on screens of some width: `md:block`, `d-lg-flex`, `visible-xs`,
/// `show-for-medium`.
fn shows_on_some_screen(class: &str) -> bool {
    if let Some((variant, utility)) = class.rsplit_once(':') {
        let width = variant.strip_prefix("max-").or(variant.strip_prefix("min-")).unwrap_or(variant);
        return WIDTHS.contains(&width) && SHOWING.contains(&utility);
    }
    if let Some((width, utility)) = class.strip_prefix("d-").and_then(|rest| rest.split_once('-')) {
        return WIDTHS.contains(&width) && SHOWING.contains(&utility);
    }
    if let Some(rest) = class.strip_prefix("visible-") {
        return WIDTHS.contains(&rest.split('-').next().unwrap_or_default());
    }
    class.strip_prefix("show-for-").is_some_and(|rest| !matches!(rest, "print" | "sr"))
}

/// Whether a class shows its element in a state that a reader brings about (Tailwind: `peer-checked:block`).
pub(super) fn shows_in_a_state(class: &str) -> bool {
    let Some((variant, utility)) = class.rsplit_once(':') else { return false };
    let states =
        ["peer-checked", "group-open", "open", "target", "data-[state", "group-data-[state", "group-[", "has-["];
    SHOWING.contains(&utility) && states.iter().any(|state| variant.starts_with(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_classes_have_a_meaning() {
        for (class, meaning) in [
            ("d-none", Some(ClassMeaning::Hides)),
            ("screen-reader-text", Some(ClassMeaning::Assistive)),
            ("tab-pane", Some(ClassMeaning::Panel)),
            ("nav-tabs", Some(ClassMeaning::Tabs)),
            ("lineno", Some(ClassMeaning::LineNumber)),
            ("headerlink", Some(ClassMeaning::Permalink)),
            ("mw-editsection", Some(ClassMeaning::HeadingControl)),
            ("d-md-none", None),
            ("md:hidden", None),
            ("hidden-xs", None),
            ("modal", None),
        ] {
            assert_eq!(class_meaning(class), meaning, "{class}");
        }
        assert!(is_closed_word("modal") && !is_closed_word("panel"));
        assert!(is_panel_word("accordion") && !is_panel_word("panel"));
        assert!(is_state_word("active") && !is_state_word("panel"));
    }

    #[test]
    fn a_name_is_in_one_section_only() {
        let text = include_str!("visibility.txt");
        let names = |line: &&str| !line.starts_with(['#', '[']);
        let mut seen = FxHashSet::default();
        let classes = text.split("[panel words]").next().expect("a split has a first part");
        for name in classes.lines().filter(names).flat_map(str::split_whitespace) {
            assert!(seen.insert(name), "{name} is there twice");
        }
    }

    #[test]
    fn classes_show_on_screens_of_some_width() {
        for class in
            ["md:block", "max-lg:inline-flex", "d-md-block", "d-lg-table-cell", "visible-xs", "show-for-medium"]
        {
            assert!(shows_on_some_screen(class), "{class}");
        }
        for class in ["md:hidden", "d-md-none", "d-print-block", "print:block", "show-for-sr", "hidden-xs", "block", ""]
        {
            assert!(!shows_on_some_screen(class), "{class}");
        }
        assert!(shows_in_a_state("peer-checked:block") && shows_in_a_state("data-[state=open]:block"));
        assert!(!shows_in_a_state("focus:not-sr-only") && !shows_in_a_state("print:block"));
    }
}
