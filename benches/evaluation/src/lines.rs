//! Lines of flattened pages with a label each: the figures of the public `score_lines.py`.

use std::ops::{AddAssign, Range};

use crate::score::{Score, share};

/// What a line of a flattened page is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label {
    /// Part of the body.
    Body,
    /// Boilerplate.
    Chrome,
    /// A reader's comment.
    Comment,
    /// Optional or unknown: not counted.
    Neutral,
}

/// Bytes of labelled lines. A line is kept if more than half of its bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineScore {
    lines: usize,
    lines_right: usize,
    body_kept: usize,
    body_lost: usize,
    body_called_comment: usize,
    /// Of boilerplate and comments.
    other_kept: usize,
    comment: usize,
    comment_kept: usize,
    comment_called: usize,
}

impl LineScore {
    /// Scores the lines of a page against the byte ranges that were kept and those that were called comment. Both
    /// lists are in order and do not overlap.
    pub fn of(
        lines: impl IntoIterator<Item = (Range<usize>, Label)>,
        kept: &[Range<usize>],
        comments: &[Range<usize>],
    ) -> Self {
        let mut score = Self::default();
        for (line, label) in lines {
            score.add(label, line.len(), covered(kept, &line), covered(comments, &line));
        }
        score
    }

    fn add(&mut self, label: Label, bytes: usize, kept: usize, called_comment: usize) {
        let is_kept = kept * 2 > bytes;
        match label {
            Label::Neutral => return,
            Label::Body => {
                *(if is_kept { &mut self.body_kept } else { &mut self.body_lost }) += bytes;
                self.body_called_comment += called_comment;
            }
            Label::Chrome => self.other_kept += if is_kept { bytes } else { 0 },
            Label::Comment => {
                self.other_kept += if is_kept { bytes } else { 0 };
                self.comment += bytes;
                self.comment_kept += if is_kept { bytes } else { 0 };
                self.comment_called += called_comment;
            }
        }
        self.lines += 1;
        self.lines_right += usize::from(is_kept == (label == Label::Body));
    }

    /// The number of labelled lines.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Whether any line is a comment.
    pub fn has_comments(&self) -> bool {
        self.comment > 0
    }

    /// Precision, recall and F1 of the body, by bytes.
    pub fn body(&self) -> Score {
        Score::from_rates(
            share(self.body_kept, self.body_kept + self.other_kept),
            share(self.body_kept, self.body_kept + self.body_lost),
        )
    }

    /// The share of lines that are rightly kept or removed.
    pub fn right(&self) -> f64 {
        share(self.lines_right, self.lines)
    }

    /// The share of the comments' bytes in lines that were kept.
    pub fn comments_leaked(&self) -> f64 {
        share(self.comment_kept, self.comment)
    }

    /// The share of the comments' bytes that were called comment.
    pub fn called_comment(&self) -> f64 {
        share(self.comment_called, self.comment)
    }

    /// The share of the body's bytes that were called comment.
    pub fn body_called_comment(&self) -> f64 {
        share(self.body_called_comment, self.body_kept + self.body_lost)
    }
}

impl AddAssign for LineScore {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.lines_right += other.lines_right;
        self.body_kept += other.body_kept;
        self.body_lost += other.body_lost;
        self.body_called_comment += other.body_called_comment;
        self.other_kept += other.other_kept;
        self.comment += other.comment;
        self.comment_kept += other.comment_kept;
        self.comment_called += other.comment_called;
    }
}

/// The number of bytes of a line that lie in ranges.
fn covered(ranges: &[Range<usize>], line: &Range<usize>) -> usize {
    let first = ranges.partition_point(|range| range.end <= line.start);
    ranges[first..]
        .iter()
        .take_while(|range| range.start < line.end)
        .map(|range| range.end.min(line.end) - range.start.max(line.start))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_ranges() {
        let ranges = [2..4, 4..6, 10..20];
        assert_eq!(covered(&ranges, &(0..2)), 0);
        assert_eq!(covered(&ranges, &(3..11)), 4);
        assert_eq!(covered(&ranges, &(12..13)), 1);
        assert_eq!(covered(&ranges, &(20..30)), 0);
    }

    #[test]
    fn a_line_is_kept_if_most_of_it_is() {
        let lines = [
            (0..10, Label::Body),
            (11..21, Label::Body),
            (22..32, Label::Chrome),
            (33..43, Label::Comment),
            (44..54, Label::Neutral),
        ];
        let score = LineScore::of(lines, &[0..6, 11..16, 33..54], &[16..21, 60..61]);
        assert_eq!((score.lines(), score.right()), (4, 0.5));
        assert_eq!(score.body(), Score::from_rates(0.5, 0.5));
        assert!(score.has_comments());
        assert_eq!((score.comments_leaked(), score.called_comment(), score.body_called_comment()), (1.0, 0.0, 0.25));
    }
}
