//! Reader comments that leaked into the body.

use std::ops::AddAssign;

use crate::words::{Bag, squeeze};

/// How much of the reader comments is in the extracted body.
///
/// If the gold has the text of the body, words are counted: those that the extracted body has beyond the gold body and
/// that are also words of the comments, divided by all words of the comments. A body that equals the gold leaks
/// nothing, even if it shares words with the comments.
///
/// Without a gold text that cannot be told from words. Then every line of the comments is a snippet, looked for in the
/// body without regard to case and white space. Lines often begin with the name of the author, so that this is a lower
/// bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CommentLeak {
    /// Pages with comments.
    pub pages: usize,
    /// Words of comments, on pages with a gold text.
    pub words: usize,
    /// Of these, leaked.
    pub words_leaked: usize,
    /// Lines of comments, on pages without a gold text.
    pub lines: usize,
    /// Of these, leaked whole.
    pub lines_leaked: usize,
}

impl CommentLeak {
    /// Looks for the comments of a page in its body.
    pub fn of(body: &str, gold: Option<&str>, comments: &[String]) -> Self {
        if comments.is_empty() {
            return Self::default();
        }
        let Some(gold) = gold else {
            let squeezed = squeeze(body);
            let lines: Vec<String> =
                comments.iter().flat_map(|text| text.lines()).map(squeeze).filter(|line| !line.is_empty()).collect();
            let leaked = lines.iter().filter(|line| squeezed.contains(*line)).count();
            return Self { pages: 1, lines: lines.len(), lines_leaked: leaked, ..Self::default() };
        };
        let mut surplus = Bag::of(body);
        surplus.remove(&Bag::of(gold));
        let comments = Bag::of(&comments.join("\n"));
        Self { pages: 1, words: comments.size(), words_leaked: surplus.overlap(&comments), ..Self::default() }
    }
}

impl AddAssign for CommentLeak {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        self.words += other.words;
        self.words_leaked += other.words_leaked;
        self.lines += other.lines;
        self.lines_leaked += other.lines_leaked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_the_gold_has_do_not_leak() {
        let comments = ["The bridge is nice".to_string()];
        assert_eq!(CommentLeak::of("the bridge is new", Some("The bridge is new"), &comments).words_leaked, 0);
        let leaked = CommentLeak::of("The bridge is new. The bridge is", Some("The bridge is new"), &comments);
        assert_eq!((leaked.words_leaked, leaked.words), (3, 4));
    }

    #[test]
    fn without_a_gold_text_lines_are_looked_for() {
        let comments = ["So nice!\n\nI like it".to_string()];
        let leaked = CommentLeak::of("A bridge.\nI  likE it", None, &comments);
        assert_eq!((leaked.lines_leaked, leaked.lines), (1, 2));
    }
}
