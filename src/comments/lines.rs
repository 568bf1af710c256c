//! Comments in plain text: the start of each comment, and what its lines are.

use std::ops::Range;

use super::attribution;
use super::words::{is_controls, is_guest};
use crate::document::{Document, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::markup::Tag;
use crate::span::Span;

// The limits below are hand-set on the development pages.

/// An attribution has at most this many words.
const MAX_ATTRIBUTION_WORDS: usize = 12;
/// A line of controls ("Reply Recommend (58) Report") has at most this many words.
const MAX_CONTROL_WORDS: usize = 8;
/// A short line is one of controls from this cue similarity (0 to 1) on.
const MIN_CONTROL_SIMILARITY: f32 = 0.5;
/// A name has at most this many words if the line has no function word and no end of a sentence.
const MAX_COMMENTER_NAME_WORDS: usize = 6;
/// A name has at most this many words if the line could also be a sentence.
const MAX_AMBIGUOUS_NAME_WORDS: usize = 3;
/// With more names than this per attribution, comments begin at names, not at attributions.
const MAX_NAMES_PER_ATTRIBUTION: usize = 2;
/// A segment with a higher link density is a link, not text of a comment.
const MAX_TEXT_LINK_DENSITY: f32 = 0.8;
/// A name that is there twice has at most this many lines between.
const MAX_NAME_DISTANCE: usize = 3;
/// Text belongs to a control if its element or one of this many nearest ancestors is a control.
const MAX_CONTROL_DEPTH: usize = 3;

/// Whether a segment is a control, an attribution or a link.
fn is_boilerplate(document: &Document, segment: &Segment) -> bool {
    is_attribution(segment) || is_beside_text(document, segment)
}

/// Whether a segment is a control or a link.
pub(super) fn is_beside_text(document: &Document, segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_cue = |cue: &Cue| stats.is_cue(*cue);
    let boilerplate =
        [Cue::CommentItem, Cue::CommentForm, Cue::CommentSection, Cue::Share, Cue::Chrome, Cue::Navigation];
    let is_line_of_controls = stats.words() <= MAX_CONTROL_WORDS
        && stats.cue_similarity(Cue::CommentItem).max(stats.lead_in(Cue::CommentItem)) >= MIN_CONTROL_SIMILARITY
        && !stats.ends_sentence();
    is_line_of_controls
        || segment.is_label() && (segment.links() > 0 || boilerplate.iter().any(is_cue))
        || segment.link_density() > MAX_TEXT_LINK_DENSITY && !stats.ends_sentence()
        || is_control(document, segment)
        || stats.letters() == 0
        || is_controls(document.text(segment))
}

pub(super) fn is_control(document: &Document, segment: &Segment) -> bool {
    let Some(element) = document.element_of(segment) else { return false };
    let ancestors = element.ancestors().take(MAX_CONTROL_DEPTH);
    std::iter::once(element).chain(ancestors).any(|element| element.tag().is_control() || element.tag() == Tag::Legend)
}

/// Whether a segment names the author or the time of a comment: "Martha says:", "4 May 2024 at 10:12".
pub(super) fn is_attribution(segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_dated = stats.has_date() || stats.has_time() || stats.has_cue(Cue::Ago);
    let is_introduced = stats.has_cue(Cue::CommentItem) && stats.ends_colon();
    stats.words() <= MAX_ATTRIBUTION_WORDS && (is_dated || is_introduced) && !stats.ends_sentence()
}

/// Whether a segment could be somebody's name.
pub(super) fn is_name(segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_label = stats.sentence_ends() == 0 && stats.function_words() == 0;
    stats.letters() > 0
        && stats.words() <= if is_label { MAX_COMMENTER_NAME_WORDS } else { MAX_AMBIGUOUS_NAME_WORDS }
        && stats.exclamations() == 0
        && !stats.ends_question()
}

/// Whether a segment is of the section, not of a comment: its heading or the form for a new comment.
fn is_of_section(segment: &Segment) -> bool {
    let stats = segment.stats();
    let has = |cue: Cue| stats.is_cue(cue) || stats.has_cue(cue) && stats.words() <= MAX_CONTROL_WORDS;
    has(Cue::CommentForm) || has(Cue::CommentSection)
}

/// Whether a segment could be the text of a comment.
pub(super) fn is_comment_text(document: &Document, segment: &Segment) -> bool {
    !segment.is_label() && !is_boilerplate(document, segment)
}

/// The spans of each comment in plain text.
///
/// In each run of comment spans, a comment begins at every attribution, or at every name if there are
/// too few attributions. Spans before the first comment are the heading of the section; the form for a new
/// comment ends the last comment.
pub(super) fn find(document: &Document, spans: &[Span]) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let segments = document.segments();
    let mut start = 0;
    while start < segments.len() {
        let is_comment = |index: &usize| spans[*index].kind() == Kind::Comment;
        let run = start..(start..segments.len()).find(|index| !is_comment(index)).unwrap_or(segments.len());
        start = run.end + 1;
        let starts = starts(document, run.clone());
        let ends = starts.iter().skip(1).copied().chain([run.end]);
        comments.extend(starts.iter().zip(ends).map(|(&start, end)| {
            let is_form = |index: &usize| is_of_section(&segments[*index]);
            let text = (start..end).find(|&index| is_comment_text(document, &segments[index])).unwrap_or(start);
            start..(text + 1..end).find(is_form).unwrap_or(end)
        }));
    }
    comments
}

/// The spans of a run at which comments begin.
fn starts(document: &Document, run: Range<usize>) -> Vec<usize> {
    let segments = document.segments();
    let could_be_name = |index: usize| {
        let is_guest = || is_guest(document.text(&segments[index]));
        is_name(&segments[index]) && (!is_boilerplate(document, &segments[index]) || is_guest())
    };
    let is_text = |index: usize| is_comment_text(document, &segments[index]);
    if let Some(starts) = starts_above_feet(document, run.clone()) {
        return starts;
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut has_text = true;
    for index in run.clone() {
        if is_attribution(&segments[index]) {
            if has_text {
                let first = starts.last().map_or(run.start, |&last| last + 1);
                let name = index.checked_sub(1).filter(|&name| name >= first && could_be_name(name));
                // The name may be there twice, with a counter between.
                let text = |index: usize| document.text(&segments[index]);
                let twice = name.and_then(|name| {
                    (first.max(name.saturating_sub(MAX_NAME_DISTANCE))..name).find(|&above| text(above) == text(name))
                });
                starts.push(twice.or(name).unwrap_or(index));
            }
            has_text = false;
        } else {
            has_text |= is_text(index);
        }
    }
    let names: Vec<usize> =
        run.clone().filter(|&index| could_be_name(index) && index + 1 < run.end && is_text(index + 1)).collect();
    if names.len() > MAX_NAMES_PER_ATTRIBUTION * starts.len() {
        return names;
    }
    if starts.is_empty() && run.len() > 1 && run.clone().any(is_text) {
        starts.push(run.start);
    }
    starts
}

/// The spans at which comments begin whose author and date are below the text; `None` if they are above it.
fn starts_above_feet(document: &Document, run: Range<usize>) -> Option<Vec<usize>> {
    let segments = document.segments();
    let is_foot = |index: usize| {
        let line = attribution::read(document.text(&segments[index]));
        line.date.is_some() && line.is_whole() && !segments[index].stats().ends_sentence()
    };
    let feet: Vec<usize> = run.clone().filter(|&index| is_foot(index)).collect();
    let (&first, &last) = (feet.first()?, feet.last()?);
    let is_form = |index: usize| is_of_section(&segments[index]);
    let is_text = |index: usize| is_comment_text(document, &segments[index]) && !is_form(index);
    let has_text_above = (run.start..first).any(|index| is_text(index) && !is_name(&segments[index]));
    let has_text_below = (last + 1..run.end).take_while(|&index| !is_form(index)).any(is_text);
    if !has_text_above || has_text_below {
        return None;
    }
    let is_content = |index: &usize| !is_beside_text(document, &segments[*index]) && !is_form(*index);
    let borders = std::iter::once(run.start).chain(feet.iter().map(|foot| foot + 1));
    let starts = borders.zip(&feet).filter_map(|(from, &foot)| (from..foot).find(is_content));
    Some(starts.collect())
}

#[cfg(test)]
mod tests {
    use crate::{Cleaned, clean_text};

    fn clean(text: &str) -> Cleaned {
        clean_text(text).unwrap()
    }

    #[test]
    fn comments_begin_at_attributions() {
        let page = clean(
            "The ferry between the islands has taken up its service again after a winter in the dock, the harbour office said on Monday. \
             It will sail four times a day until the end of October and twice a day in the winter, weather permitting.\n\n\
             3 comments\n\n\
             Martha says:\n4 May 2024 at 10:12\nAbout time! I had given up hope.\nI really had.\nReply\n\n\
             Old Tom\n4 May 2024 at 11:40\nThe price is a shame, though.\nReply\n\n\
             Kim says:\n4 May 2024 at 12:02\nGreat!\nReply",
        );
        let comments: Vec<String> = page.comments().iter().map(|comment| comment.text()).collect();
        assert_eq!(
            comments,
            ["About time! I had given up hope.\n\nI really had.", "The price is a shame, though.", "Great!"]
        );
    }

    #[test]
    fn a_page_without_comments_has_none() {
        assert!(clean("").comments().is_empty());
        assert!(clean("The old mill was built in 1790 and ground rye until the war.").comments().is_empty());
    }
}
