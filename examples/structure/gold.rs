//! The gold text of a page, to find pieces of the page in.

use std::collections::HashSet;

use evaluation::{Bag, words};

/// A block of which this share of the words is in the gold text is content (hand-set).
const MIN_GOLD_PERCENT: usize = 80;

/// The words of a text, in lower case, with one space between them. Pieces of text are compared in this form.
pub fn words_of(text: &str) -> String {
    words(&text.to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// The gold text of a page.
pub struct Gold {
    /// All words, with a space before and after each.
    words: String,
    lines: HashSet<String>,
    bag: Bag,
}

impl Gold {
    pub fn new(text: &str) -> Self {
        let lines = text.lines().map(words_of).filter(|line| !line.is_empty()).collect();
        Self { words: format!(" {} ", words_of(text)), lines, bag: Bag::of(text) }
    }

    /// Whether a heading is a line of the text, or, if the text has only one line, stands in it.
    pub fn has_heading(&self, words: &str) -> bool {
        self.lines.contains(words) || self.lines.len() == 1 && self.words.contains(&format!(" {words} "))
    }

    /// Whether most words of a block are in the text.
    pub fn has_most_of(&self, block: &str) -> bool {
        let bag = Bag::of(block);
        bag.size() > 0 && bag.overlap(&self.bag) * 100 >= bag.size() * MIN_GOLD_PERCENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_lines_of_the_gold_text() {
        let gold = Gold::new("1. The wheel\n\nThe wheel was made of oak.");
        assert!(gold.has_heading(&words_of(" 1 – The  Wheel ¶")) && !gold.has_heading("the wheel"));
        let gold = Gold::new("The mill. The wheel. It was made of oak.");
        assert!(gold.has_heading("the wheel") && !gold.has_heading("he wheel"));
    }

    #[test]
    fn a_block_is_content_if_four_fifths_of_it_are_gold() {
        let gold = Gold::new("one two three four");
        assert!(gold.has_most_of("One, two, three, four, five") && !gold.has_most_of("one two three five"));
        // Each word of the gold text accounts for one word.
        assert!(!gold.has_most_of("one one one one") && !gold.has_most_of("–"));
    }
}
