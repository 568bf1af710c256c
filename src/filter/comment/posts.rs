//! Lists of posts: home pages and archives of blogs, where a line below each post counts its comments.

use std::ops::Range;

use super::traces::{MAX_TRACE_WORDS, heading_certainty, trace_score};
use crate::analysis::Analysis;
use crate::document::Segment;
use crate::lexicon::Cue;

// All numbers of this file are hand-set on the development pages.

/// A list has at least this many posts.
const MIN_POSTS: usize = 3;
/// A post has at least this many characters of paragraphs; comments between two such lines are mostly shorter.
const MIN_POST_CHARS: usize = 240;
/// A segment with more prose is of a paragraph.
const MIN_PROSE: f32 = 0.5;
/// The foot of a post has its author and date at most this many segments from the counter.
const MAX_FOOT_SEGMENTS: usize = 1;
/// A line with a higher score is a trace of a comment.
const MIN_TRACE: f32 = 1.1;

/// The segments of lists of posts: for each list from the foot of its first post to the foot of its last one.
///
/// The lines that count comments look like the headings of comment sections, and "posted by" below a post like the
/// head of a comment. But there are no traces of comments between one foot and the next; and if the foot of a post has
/// no more than an author and a date, a heading element is there.
pub(super) fn lists_of_posts(analysis: &Analysis<'_>) -> Vec<Range<usize>> {
    let segments = analysis.document().segments();
    let feet = (0..segments.len()).filter(|&index| is_foot(&segments[index]));
    let mut lists = Vec::new();
    // The first and last foot of the open list, and their number.
    let mut open: Option<(usize, usize, usize)> = None;
    let mut close = |(first, last, posts): (usize, usize, usize)| {
        if posts >= MIN_POSTS {
            lists.push(first..segments.len().min(last + 1 + MAX_FOOT_SEGMENTS));
        }
    };
    for foot in feet {
        match &mut open {
            Some((_, last, posts)) if is_post(analysis, *last, foot) => (*last, *posts) = (foot, *posts + 1),
            // "2 trackbacks" beside "3 comments" is of the same foot.
            Some((_, last, _)) if foot - *last <= MAX_FOOT_SEGMENTS => *last = foot,
            open => {
                if let Some(list) = open.replace((foot, foot, 1)) {
                    close(list);
                }
            }
        }
    }
    if let Some(list) = open {
        close(list);
    }
    lists
}

/// Whether a line may be the foot of a post.
fn is_foot(segment: &Segment) -> bool {
    let stats = segment.stats();
    let has_cue = stats.has_cue(Cue::CommentItem) || stats.has_cue(Cue::CommentSection);
    stats.numbers() > 0 && stats.words() <= MAX_TRACE_WORDS && (heading_certainty(segment) > 0.0 || has_cue)
}

/// Whether the segments between two feet are a post, which the second one ends.
fn is_post(analysis: &Analysis<'_>, before: usize, foot: usize) -> bool {
    let segments = analysis.document().segments();
    let own = &segments[before + 1..foot];
    let inner = own.get(MAX_FOOT_SEGMENTS..own.len().saturating_sub(MAX_FOOT_SEGMENTS)).unwrap_or_default();
    let paragraphs = own.iter().filter(|segment| segment.prose() > MIN_PROSE);
    let chars: usize = paragraphs.map(|segment| segment.stats().chars()).sum();
    let has_heading = || (before + 1..foot).any(|index| analysis.headings().level_of_kind(index).is_some());
    chars >= MIN_POST_CHARS
        && inner.iter().all(|segment| trace_score(segment) < MIN_TRACE)
        && (heading_certainty(&segments[foot]) > 0.0 || analysis.document().is_html() && has_heading())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn lists(text: &str) -> Vec<Range<usize>> {
        lists_of_posts(&Analysis::of(&Document::from_text(text)))
    }

    #[test]
    fn posts_with_counters_are_a_list() {
        for (paragraph, foot) in [
            (
                "The ferry between the islands has taken up its service again after a winter in the dock, the office said.",
                "Comments (2)",
            ),
            (
                "Le bac entre les îles a repris son service après un hiver passé au chantier, a indiqué la capitainerie lundi.",
                "2 commentaires",
            ),
            (
                "Die Fähre zwischen den Inseln hat nach einem Winter im Dock ihren Dienst wieder aufgenommen, so das Amt.",
                "2 Kommentare",
            ),
            (
                "کشتی میان جزیره‌ها پس از یک زمستان تعمیر دوباره سرویس خود را آغاز کرد و هر روز چهار بار حرکت خواهد کرد، اداره گفت.",
                "۲ دیدگاه",
            ),
        ] {
            let post = format!("{paragraph}\n{paragraph}\n{paragraph}\n{foot}\n");
            assert_eq!(lists(&post.repeat(4)).first(), Some(&(3..16)), "{foot}");
            assert!(lists(&post.repeat(2)).is_empty(), "{foot}");
        }
    }

    #[test]
    fn comments_are_no_posts() {
        let comment = "Martha says:\n4 May 2024 at 10:12\nAbout time! I had given up hope, and so had all the others who live on \
            the island and have to be at work by eight in the morning, whatever the weather may be like.\nReply\n1 comment\n";
        assert!(lists(&comment.repeat(5)).is_empty());
    }
}
