//! What is measured of flattened pages: the figures of `score_lines.py`.

use std::ops::{AddAssign, Range};

use dechaff::{Kind, Span};

use crate::scores::{Score, share};

/// What a line of a flattened page is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label {
    Body,
    Chrome,
    Comment,
    /// Optional or unknown: counts for nothing.
    Neutral,
}

/// Bytes of labelled lines by what became of them; a line is kept when most of its bytes are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines {
    body_kept: usize,
    body_lost: usize,
    /// Of chrome and comments.
    other_kept: usize,
    pub lines: usize,
    lines_right: usize,
    pub comment: usize,
    comment_kept: usize,
    comment_called: usize,
    body_called: usize,
}

impl Lines {
    /// Compares spans with the labels of the lines that their source was joined from.
    pub fn of(spans: &[Span], lines: &[String], labels: &[Label]) -> Self {
        let ranges = |wanted: fn(&Span) -> bool| -> Vec<Range<usize>> {
            spans.iter().filter(|span| wanted(span)).map(|span| span.range()).collect()
        };
        let kept = ranges(|span| span.is_kept());
        let called = ranges(|span| span.kind() == Kind::Comment);
        let mut counts = Self::default();
        let mut start = 0;
        for (line, &label) in lines.iter().zip(labels) {
            let range = start..start + line.len();
            start = range.end + 1;
            counts.add(label, line.len(), covered(&kept, &range), covered(&called, &range));
        }
        counts
    }

    fn add(&mut self, label: Label, size: usize, kept: usize, called: usize) {
        let is_kept = kept * 2 > size;
        match label {
            Label::Neutral => return,
            Label::Body if is_kept => self.body_kept += size,
            Label::Body => self.body_lost += size,
            Label::Chrome | Label::Comment if is_kept => self.other_kept += size,
            Label::Chrome | Label::Comment => {}
        }
        self.lines += 1;
        self.lines_right += usize::from(is_kept == (label == Label::Body));
        match label {
            Label::Comment => {
                self.comment += size;
                self.comment_kept += if is_kept { size } else { 0 };
                self.comment_called += called;
            }
            Label::Body => self.body_called += called,
            _ => {}
        }
    }

    /// Precision, recall and F1 of the body, by bytes.
    pub fn body(&self) -> Score {
        Score::from_rates(
            share(self.body_kept, self.body_kept + self.other_kept),
            share(self.body_kept, self.body_kept + self.body_lost),
        )
    }

    /// The share of lines that are rightly kept or dropped.
    pub fn right(&self) -> f64 {
        share(self.lines_right, self.lines)
    }

    /// The share of the comments' bytes in lines that were kept.
    pub fn leaked(&self) -> f64 {
        share(self.comment_kept, self.comment)
    }

    /// The share of the comments' bytes in spans of that kind.
    pub fn called_comment(&self) -> f64 {
        share(self.comment_called, self.comment)
    }

    /// The share of the body's bytes in spans of kind comment.
    pub fn body_called_comment(&self) -> f64 {
        share(self.body_called, self.body_kept + self.body_lost)
    }
}

impl AddAssign for Lines {
    fn add_assign(&mut self, other: Self) {
        self.body_kept += other.body_kept;
        self.body_lost += other.body_lost;
        self.other_kept += other.other_kept;
        self.lines += other.lines;
        self.lines_right += other.lines_right;
        self.comment += other.comment;
        self.comment_kept += other.comment_kept;
        self.comment_called += other.comment_called;
        self.body_called += other.body_called;
    }
}

/// How many bytes of a line are in ranges, which are in order and do not overlap.
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
}
