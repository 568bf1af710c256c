//! What a reader wrote, told from what stands around it; and where comments begin in plain text.

use std::ops::Range;

use crate::cleaned::Cleaned;
use crate::document::{Document, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::markup::Tag;

/// A line with a name or a date has no more words.
const MAX_TRACE: usize = 12;
/// … nor a line of controls, which is so much alike to them.
const MAX_CONTROL: usize = 8;
const ALIKE: f32 = 0.5;
/// … nor a name, and one that could be a sentence so many.
const MAX_NAME: usize = 6;
const MAX_PLAIN_NAME: usize = 3;
/// Where there are more names for each line that says who speaks, names begin comments.
const NAMES_A_TRACE: usize = 2;
/// So great a share of a text that is a link makes it nothing else.
const MOSTLY_LINK: f32 = 0.8;
/// Controls stand in their elements, or not much deeper.
const CONTROL_WITHIN: usize = 3;

/// What is said in a stretch of spans, whatever kind it is taken for.
pub(super) fn text(page: &Cleaned, spans: Range<usize>) -> String {
    let document = page.document();
    let segments = document.segments();
    let may_be_said: Vec<usize> = spans
        .filter(|&index| page.spans()[index].kind() != Kind::Hidden && !is_boilerplate(document, &segments[index]))
        .collect();
    // A name stands before what its bearer says.
    let is_name = |index: &&usize| {
        let segment = &segments[**index];
        segment.is_label() || is_name(segment) || segment.stats().ends_colon() && segment.stats().words() <= MAX_CONTROL
    };
    let names = may_be_said.iter().take_while(is_name).count();
    let said = match &may_be_said[names..] {
        [] => may_be_said.last().map(std::slice::from_ref).unwrap_or_default(),
        said => said,
    };
    said.iter().map(|&index| document.text(&segments[index])).collect::<Vec<_>>().join("\n\n")
}

/// Whether a segment is a control, a date, a line that says who speaks, or a link from another page.
fn is_boilerplate(document: &Document, segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_cue = |cue: &Cue| stats.is_cue(*cue);
    let boilerplate =
        [Cue::CommentItem, Cue::CommentForm, Cue::CommentSection, Cue::Share, Cue::Chrome, Cue::Navigation];
    // Several controls in a line, with numbers between: "Reply Recommend (58) Report".
    let is_line_of_controls = stats.words() <= MAX_CONTROL
        && stats.cue_similarity(Cue::CommentItem).max(stats.lead_in(Cue::CommentItem)) >= ALIKE
        && !stats.ends_sentence();
    is_trace(segment)
        || is_line_of_controls
        || segment.is_label() && (segment.links() > 0 || boilerplate.iter().any(is_cue))
        || segment.link_density() > MOSTLY_LINK && !stats.ends_sentence()
        || is_control(document, segment)
        || stats.letters() == 0
}

fn is_control(document: &Document, segment: &Segment) -> bool {
    let Some(element) = document.element_of(segment) else { return false };
    let around = element.ancestors().take(CONTROL_WITHIN);
    std::iter::once(element).chain(around).any(|element| element.tag().is_control() || element.tag() == Tag::Legend)
}

/// Whether a segment says who speaks, or when.
pub(super) fn is_trace(segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_dated = stats.has_date() || stats.has_time() || stats.has_cue(Cue::Ago);
    let is_introduced = stats.has_cue(Cue::CommentItem) && stats.ends_colon();
    stats.words() <= MAX_TRACE && (is_dated || is_introduced) && !stats.ends_sentence()
}

/// Whether a segment could be somebody's name.
fn is_name(segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_label = stats.sentence_ends() == 0 && stats.function_words() == 0;
    stats.letters() > 0
        && stats.words() <= if is_label { MAX_NAME } else { MAX_PLAIN_NAME }
        && stats.exclamations() == 0
        && !stats.ends_question()
}

/// Whether a segment could be what a reader wrote.
pub(super) fn is_utterance(document: &Document, segment: &Segment) -> bool {
    !segment.is_label() && !is_boilerplate(document, segment)
}

/// The comments of plain text: of each run of spans, one from every line that says who speaks or when,
/// or from every name where there are no such lines. What stands above the first of these heads the
/// section, the form for a new comment ends it.
pub(super) fn by_lines(page: &Cleaned) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let segments = page.document().segments();
    let mut start = 0;
    while start < segments.len() {
        let is_comment = |index: &usize| page.spans()[*index].kind() == Kind::Comment;
        let run = start..(start..segments.len()).find(|index| !is_comment(index)).unwrap_or(segments.len());
        start = run.end + 1;
        let starts = starts(page.document(), run.clone());
        let ends = starts.iter().skip(1).copied().chain([run.end]);
        comments.extend(starts.iter().zip(ends).map(|(&start, end)| {
            let is_form = |index: &usize| {
                let stats = segments[*index].stats();
                stats.is_cue(Cue::CommentForm) || stats.is_cue(Cue::CommentSection)
            };
            let says = (start..end).find(|&index| is_utterance(page.document(), &segments[index])).unwrap_or(start);
            start..(says + 1..end).find(is_form).unwrap_or(end)
        }));
    }
    comments
}

/// Where comments begin in a run of spans.
fn starts(document: &Document, run: Range<usize>) -> Vec<usize> {
    let segments = document.segments();
    let could_name = |index: usize| is_name(&segments[index]) && !is_boilerplate(document, &segments[index]);
    let is_said = |index: usize| is_utterance(document, &segments[index]);
    let mut starts: Vec<usize> = Vec::new();
    let mut has_spoken = true;
    for index in run.clone() {
        if is_trace(&segments[index]) {
            if has_spoken {
                let first = starts.last().map_or(run.start, |&last| last + 1);
                starts.push(index.checked_sub(1).filter(|&name| name >= first && could_name(name)).unwrap_or(index));
            }
            has_spoken = false;
        } else {
            has_spoken |= is_said(index);
        }
    }
    // Where next to no line says who speaks, names have to do.
    let names: Vec<usize> =
        run.clone().filter(|&index| could_name(index) && index + 1 < run.end && is_said(index + 1)).collect();
    if names.len() > NAMES_A_TRACE * starts.len() {
        return names;
    }
    if starts.is_empty() && run.len() > 1 && run.clone().any(is_said) {
        starts.push(run.start);
    }
    starts
}

#[cfg(test)]
mod tests {
    use crate::clean_text;

    #[test]
    fn lines_that_say_who_speaks_begin_a_comment() {
        let page = clean_text(
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
        assert!(clean_text("").comments().is_empty());
        assert!(clean_text("The old mill was built in 1790 and ground rye until the war.").comments().is_empty());
    }
}
