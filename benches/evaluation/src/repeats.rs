//! Text that is said twice.

use std::collections::HashMap;
use std::ops::AddAssign;

use crate::words::words;

/// So many words in a row are hardly ever the same by chance: shorter runs are set phrases, captions of a series, or
/// rows of a table (hand-set).
const RUN_WORDS: usize = 12;

/// How many words of texts repeat an earlier run of 12 words of the same text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repeats {
    /// All words.
    pub words: usize,
    /// Words in a run of 12 that stands before in the text, without overlap.
    pub repeated: usize,
}

impl Repeats {
    /// Counts the words of a text.
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<&str> = words(&lower).collect();
        let repeated = repeated_words(&words).into_iter().filter(|&is_repeated| is_repeated).count();
        Self { words: words.len(), repeated }
    }

    /// The first words of a text that repeat an earlier run, if any, lower-cased.
    pub fn first(text: &str) -> Option<String> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = words(&lower).collect();
        let start = repeated_words(&words).iter().position(|&is_repeated| is_repeated)?;
        Some(words[start..start + RUN_WORDS].join(" "))
    }
}

impl AddAssign for Repeats {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.repeated += other.repeated;
    }
}

/// Whether each word is in a run that stands before.
fn repeated_words(words: &[&str]) -> Vec<bool> {
    let mut is_repeated = vec![false; words.len()];
    let mut first_starts: HashMap<&[&str], usize> = HashMap::new();
    for (start, run) in words.windows(RUN_WORDS).enumerate() {
        let first = *first_starts.entry(run).or_insert(start);
        if first + RUN_WORDS <= start {
            is_repeated[start..start + RUN_WORDS].fill(true);
        }
    }
    is_repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "The old mill by the river has been ground to dust by time and rain.";

    #[test]
    fn a_sentence_said_twice_is_counted_once() {
        let count = SENTENCE.split_whitespace().count();
        let twice = format!("{SENTENCE} Nobody mourns. {}", SENTENCE.to_uppercase());
        assert_eq!(Repeats::of(&twice), Repeats { words: 2 * count + 2, repeated: count });
        assert_eq!(Repeats::first(&twice).as_deref(), Some("the old mill by the river has been ground to dust by"));
    }

    #[test]
    fn short_runs_may_be_said_again() {
        let text = "one two three four five six seven eight nine ten eleven ".repeat(2);
        // A run of twelve is there, but only across the two, and once.
        assert_eq!(Repeats::of(&text), Repeats { words: 22, repeated: 0 });
        assert_eq!(Repeats::first(&text), None);
    }

    #[test]
    fn a_run_does_not_repeat_itself() {
        assert_eq!(Repeats::of(&"la ".repeat(23)).repeated, 0);
        assert_eq!(Repeats::of(&"la ".repeat(24)).repeated, 12);
    }
}
