//! Reader comments that no markup tells from the article.

mod declared;
mod posts;
mod traces;

use super::Filter;
use super::cue_block::certainty;
use crate::analysis::{Analysis, Layout, Run, RunScores, runs};
use crate::document::{Basis, Document, Mark, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;
use declared::declared_comments;
use posts::lists_of_posts;
use traces::{
    MAX_TRACE_WORDS, MIN_CERTAINTY, heading_certainty, is_comment_text, is_name, is_nickname, style_score, trace_score,
};

/// Marks comment sections: [`Kind::Comment`].
///
/// A section begins at its heading or at the first traces of single comments (names, dates, "reply"), and ends where
/// another part of the page begins. Comments may be as long and as well written as the article: their text counts
/// little, their position much. There are no comments above the first running text.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text(
///     "The ferry between the islands has taken up its service again after a winter in the dock, the harbour office said on Monday. \
///      It will sail four times a day until the end of October and twice a day in the winter, weather permitting.\n\n\
///      2 comments\n\n\
///      Martha says:\n4 May 2024 at 10:12\nAbout time! I had given up hope.\nReply\n\n\
///      Old Tom says:\n4 May 2024 at 11:40\nThe price is a shame, though.\nReply",
/// )?;
/// assert_eq!(page.spans().iter().filter(|span| span.kind() == Kind::Comment).count(), 9);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CommentFilter;

// All numbers of this file are hand-set on the development texts. Scores and costs are log odds.

/// Characters of running text before a comment section.
const MIN_ARTICLE_CHARS: u32 = 160;
/// The cost of entering a section, how much a heading of full certainty lowers it, and how much a position above the
/// article raises it.
const ENTER: f32 = 7.0;
const HEADING: f32 = 5.5;
const TOO_EARLY: f32 = 6.0;
/// A heading is a link to the comments, and lowers the cost only by `LINK`, unless one of this many segments below it
/// has more than this score.
const MIN_CONFIRMING_SCORE: f32 = 0.4;
const MAX_CONFIRMING_DISTANCE: usize = 10;
const LINK: f32 = 1.0;
/// Controls of a section may be above its heading: segments of more than this score, this many with the heading.
const MIN_CONTROL_SCORE: f32 = 0.8;
const MAX_CONTROLS_WITH_HEADING: usize = 4;
/// The cost of leaving a section, and of leaving it where another part of the page begins.
const LEAVE: f32 = 5.0;
const LEAVE_AT_END: f32 = 1.0;
/// The score that a segment loses if another part of the page begins with it.
const OTHER_PART: f32 = 2.5;
/// Another part begins with a mark of other boilerplate of more than this confidence, a cue of teasers or tickers of
/// more than this certainty, or a cue of menus of more than the second one.
const MIN_OTHER_PART: f32 = 0.7;
const MIN_MENU_CERTAINTY: f32 = 0.8;
/// The confidence of a mark on a heading outside of a section: without certainty, and what full certainty adds.
const MIN_HEADING_CONFIDENCE: f32 = 0.46;
const HEADING_CONFIDENCE: f32 = 0.3;
/// The confidence of marks on what the page itself declares to be comments, by schema.org. It binds the decision.
pub(crate) const DECLARED_CONFIDENCE: f32 = 0.96;
/// The least confidence of a section.
const MIN_SECTION_CONFIDENCE: f32 = 0.8;
/// At most this many labels above a section are looked at for controls.
const MAX_LABELS_ABOVE: usize = 8;

impl Filter for CommentFilter {
    fn name(&self) -> &'static str {
        "comment"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let segments = document.segments();
        let layout = analysis.layout(marks);
        let dense_names = dense_names(document, &layout);
        let scores = scores(document, &layout, dense_names);
        let mut is_in_list = vec![false; segments.len()];
        for list in lists_of_posts(analysis) {
            is_in_list[list].fill(true);
        }
        let inside = |index: usize| {
            if is_in_list[index] {
                return -ENTER;
            }
            scores[index] - if is_other_part(&segments[index], marks.evidence(index)) { OTHER_PART } else { 0.0 }
        };
        let enter = |index: usize| {
            let too_early = if layout.chars_before(index) < MIN_ARTICLE_CHARS { TOO_EARLY } else { 0.0 };
            let controls = (index..segments.len().min(index + MAX_CONTROLS_WITH_HEADING))
                .take_while(|&control| control == index || scores[control - 1] > MIN_CONTROL_SCORE);
            let heading = controls.map(|control| heading_certainty(&segments[control])).fold(0.0, f32::max);
            let heading = if dense_names == Some(index) { heading.max(DENSE_NAMES_CERTAINTY) } else { heading };
            let is_confirmed = scores[index + 1..segments.len().min(index + 1 + MAX_CONFIRMING_DISTANCE)]
                .iter()
                .any(|&score| score > MIN_CONFIRMING_SCORE);
            ENTER - if is_confirmed { HEADING } else { LINK } * heading + too_early
        };
        let leave = |index: usize| match segments.get(index) {
            Some(segment) if is_other_part(segment, marks.evidence(index)) => LEAVE_AT_END,
            Some(_) => LEAVE,
            None => 0.0,
        };
        let found = runs(segments.len(), RunScores { inside, enter, leave });
        for index in declared_comments(analysis, &layout, MIN_ARTICLE_CHARS) {
            marks.mark_by(index, Kind::Comment, DECLARED_CONFIDENCE, Basis::Markup);
        }
        // A heading of comments or a link to them belongs to them wherever it is.
        for (index, segment) in segments.iter().enumerate() {
            let certainty = heading_certainty(segment);
            if certainty > 0.0 {
                let confidence = MIN_HEADING_CONFIDENCE + HEADING_CONFIDENCE * certainty;
                marks.mark_by(index, Kind::Comment, confidence, Basis::Cue);
            }
        }
        for run in found {
            if is_section(document, &run) {
                let confidence = run.confidence(MIN_SECTION_CONFIDENCE);
                (first_control(segments, run.range.start)..run.range.end)
                    .for_each(|index| marks.mark_by(index, Kind::Comment, confidence, Basis::Run));
            }
        }
    }
}

/// The first of the controls directly above a section ("subscribe", "notify of", "label"); the section's first
/// segment if there are none.
fn first_control(segments: &[Segment], section: usize) -> usize {
    let is_control = |segment: &Segment| segment.is_label() && segment.stats().urls() == 0;
    let labels =
        segments[..section].iter().rev().take(MAX_LABELS_ABOVE).take_while(|segment| is_control(segment)).count();
    let is_of_comments = |index: &usize| {
        [Cue::CommentForm, Cue::CommentSection]
            .into_iter()
            .any(|cue| certainty(&segments[*index], cue) >= MIN_CERTAINTY)
    };
    let first = (section - labels..section).find(is_of_comments).unwrap_or(section);
    // "Subscribe" above them is theirs too, although other parts of a page have it as well.
    let has_shared_label = first > 0
        && first < section
        && segments[first - 1].is_label()
        && certainty(&segments[first - 1], Cue::Support) > MIN_CERTAINTY;
    first - usize::from(has_shared_label)
}

/// The score of a segment that nothing says to be near comments, and how much full prose lowers it.
const FAR: f32 = -0.3;
const FAR_PROSE: f32 = 0.3;
/// The score of a name above a text.
const NAME: f32 = 0.6;
/// A trace of more than this score begins a comment.
const MIN_COMMENT_START: f32 = 0.8;
/// A segment with more prose is a paragraph. A comment with more paragraphs than this loses a score by its prose.
const MIN_PROSE: f32 = 0.5;
const MAX_COMMENT_PARAGRAPHS: usize = 5;
const LONG_COMMENT_PROSE: f32 = 0.15;
/// The score that a line of code loses: comments have a line or two of it, lessons many.
const CODE: f32 = 0.6;

/// The score of each segment for being in a comment section.
///
/// It is negative until a heading, a strong trace or dense names open a section; below that, only long text without
/// traces and names and lines of code lower it.
fn scores(document: &Document, layout: &Layout, dense_names: Option<usize>) -> Vec<f32> {
    let segments = document.segments();
    let is_near_trace = near_traces(segments, layout);
    let mut is_open = false;
    let mut paragraphs = 0;
    let score = |(index, segment): (usize, &Segment)| {
        let has_article_above = layout.chars_before(index) >= MIN_ARTICLE_CHARS;
        is_open |= has_article_above && heading_certainty(segment) > 0.0 || dense_names == Some(index);
        if !is_open && !is_near_trace[index] {
            return FAR - FAR_PROSE * segment.prose();
        }
        let is_code = |index: usize| segments[index].stats().is_code_like();
        // A line below code is its output.
        let trace = if index > 0 && is_code(index - 1) { 0.0 } else { trace_score(segment) };
        let has_name = is_open && is_name_above_text(document, index);
        let is_start = has_name || trace > MIN_COMMENT_START;
        paragraphs = if is_start { 0 } else { paragraphs + usize::from(segment.prose() > MIN_PROSE) };
        let long = if paragraphs > MAX_COMMENT_PARAGRAPHS { LONG_COMMENT_PROSE * segment.prose() } else { 0.0 };
        let code = if is_code(index) { CODE } else { 0.0 };
        trace + style_score(segment) + if has_name { NAME } else { 0.0 } - long - code
    };
    segments.iter().enumerate().map(score).collect()
}

/// Whether a segment may be the name of a commenter, and the next one what that person wrote.
fn is_name_above_text(document: &Document, index: usize) -> bool {
    let segments = document.segments();
    is_name(&segments[index], document.text(&segments[index])) && segments.get(index + 1).is_some_and(is_comment_text)
}

/// Names are dense if there are at least this many among this many segments, and this many of them nicknames.
const MIN_DENSE_NAMES: usize = 4;
const MIN_DENSE_NICKNAMES: usize = 2;
const DENSE_NAMES_SEGMENTS: usize = 20;
/// Dense names count as a heading of this certainty.
const DENSE_NAMES_CERTAINTY: f32 = 0.6;

/// The first segment behind running text from which on names are dense: they must be those of commenters.
fn dense_names(document: &Document, layout: &Layout) -> Option<usize> {
    let segments = document.segments();
    // For each name above a text, whether it is a nickname.
    let is_nickname: Vec<Option<bool>> = (0..segments.len())
        .map(|index| {
            let nickname = || is_nickname(&segments[index], document.text(&segments[index]));
            is_name_above_text(document, index).then(nickname)
        })
        .collect();
    let is_dense = |index: usize| {
        let near = &is_nickname[index..segments.len().min(index + DENSE_NAMES_SEGMENTS)];
        near.iter().flatten().count() >= MIN_DENSE_NAMES
            && near.iter().flatten().filter(|&&is_nickname| is_nickname).count() >= MIN_DENSE_NICKNAMES
    };
    (0..segments.len()).find(|&index| {
        is_nickname[index].is_some() && layout.chars_before(index) >= MIN_ARTICLE_CHARS && is_dense(index)
    })
}

/// A trace of at least this score is strong; segments up to this many before and behind it are near it.
const MIN_STRONG_TRACE: f32 = 1.1;
const MAX_NEAR_DISTANCE: usize = 5;

/// Whether a heading or a strong trace of a comment is near each segment.
fn near_traces(segments: &[Segment], layout: &Layout) -> Vec<bool> {
    let mut is_near = vec![false; segments.len()];
    let mut last: Option<usize> = None;
    for (index, segment) in segments.iter().enumerate() {
        if layout.chars_before(index) < MIN_ARTICLE_CHARS {
            continue;
        }
        if heading_certainty(segment) > 0.0 || trace_score(segment) >= MIN_STRONG_TRACE {
            let from = last.map_or(0, |last| last + 1).max(index.saturating_sub(MAX_NEAR_DISTANCE));
            is_near[from..=index].fill(true);
            last = Some(index);
        } else if last.is_some_and(|last| index - last <= MAX_NEAR_DISTANCE) {
            is_near[index] = true;
        }
    }
    is_near
}

/// Whether another part of the page begins with a segment.
fn is_other_part(segment: &Segment, mark: Option<&Mark>) -> bool {
    let stats = segment.stats();
    let is_marked = mark.is_some_and(|mark| {
        mark.confidence() > MIN_OTHER_PART
            && matches!(mark.kind(), Kind::Legal | Kind::Consent | Kind::Spam | Kind::Support)
    });
    let is_menu = certainty(segment, Cue::Navigation) > MIN_MENU_CERTAINTY
        && !stats.has_cue(Cue::CommentItem)
        && !stats.has_cue(Cue::CommentForm);
    is_marked
        || is_menu
        || certainty(segment, Cue::Related) > MIN_OTHER_PART && stats.words() <= MAX_TRACE_WORDS
        || certainty(segment, Cue::Ticker) > MIN_OTHER_PART
}

/// Whether a run has a cue that only comment sections have.
fn is_section(document: &Document, run: &Run) -> bool {
    let segments = &document.segments()[run.range.clone()];
    let has = |cue: Cue| {
        segments
            .iter()
            .any(|segment| certainty(segment, cue) >= MIN_CERTAINTY && segment.stats().words() <= MAX_TRACE_WORDS)
    };
    segments.len() > 1 && (has(Cue::CommentSection) || has(Cue::CommentItem) || has(Cue::CommentForm))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::{kinds, marked};

    const ARTICLE: &str = "The ferry between the islands has taken up its service again after a winter in the dock, the office said.\n\
        It will sail four times a day until the end of October and twice a day in the winter, weather permitting.";

    #[test]
    fn a_section_is_marked_from_its_heading_to_the_foot() {
        for section in [
            "2 comments\nMartha says:\n4 May 2024 at 10:12\nAbout time!\nReply\nTom says:\n4 May 2024 at 11:40\nA shame.\nReply",
            "2 commentaires\nMarthe dit :\n4 mai 2024 à 10:12\nEnfin !\nRépondre\nTom dit :\n4 mai 2024 à 11:40\nDommage.\nRépondre",
            "2 Kommentare\nMartha sagt:\n4. Mai 2024 um 10:12\nEndlich!\nAntworten\nTom sagt:\n4. Mai 2024 um 11:40\nSchade.\nAntworten",
            "۲ دیدگاه\nمریم گفت:\n۱۲ خرداد ۱۴۰۳ در ۱۰:۱۲\nبالاخره!\nپاسخ\nعلی گفت:\n۱۲ خرداد ۱۴۰۳ در ۱۱:۴۰\nحیف شد.\nپاسخ",
        ] {
            let page = format!("{ARTICLE}\n\n{section}\n\nHome\nAbout us\nContact");
            let found = marked(&CommentFilter, Kind::Comment, &page);
            assert_eq!(found, section.split('\n').collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_paragraphs_of_an_article_are_not_marked() {
        for paragraph in [
            "The office said on 4 May 2024 at 10:12 that the ferry would sail again, and that nobody would have to pay more.",
            "Le bureau a dit le 4 mai 2024 à 10:12 que le bac reprendrait son service et que personne ne paierait plus.",
            "Das Amt sagte am 4. Mai 2024 um 10:12, dass die Fähre wieder fahren und niemand mehr zahlen werde als vorher.",
            "اداره در ۱۲ خرداد ۱۴۰۳ در ۱۰:۱۲ گفت که کشتی دوباره حرکت می‌کند و هیچ کس پول بیشتری نخواهد داد.",
        ] {
            let page = format!("{ARTICLE}\n{paragraph}\n{paragraph}\n{paragraph}");
            assert_eq!(marked(&CommentFilter, Kind::Comment, &page), [""; 0]);
        }
    }

    #[test]
    fn a_link_to_the_comments_above_the_article_opens_no_section() {
        let document = Document::from_text(format!("2 comments\n{ARTICLE}"));
        assert_eq!(kinds(&CommentFilter, &document), [Some(Kind::Comment), None, None]);
    }

    #[test]
    fn another_part_of_the_page_ends_a_section() {
        let comments = "2 comments\nMartha says:\n4 May 2024 at 10:12\nAbout time!\nReply";
        let page = format!("{ARTICLE}\n\n{comments}\n\nRelated articles\nHow the old bridge was built");
        assert_eq!(marked(&CommentFilter, Kind::Comment, &page), comments.split('\n').collect::<Vec<_>>());
    }

    #[test]
    fn dense_names_below_an_article_open_a_section() {
        let names = ["tom_75", "Martha", "miller", "Anne R."];
        let section: String = names.iter().map(|name| format!("{name}\nI had given up hope, really.\n")).collect();
        let document = Document::from_text(format!("{ARTICLE}\n\n{section}"));
        let layout = Analysis::of(&document).layout(&Marks::new(document.segments().len()));
        assert_eq!(dense_names(&document, &layout), Some(2));
        let without_nicknames = section.replace("tom_75", "Tom").replace("miller", "Miller").replace("Anne R.", "Anne");
        let document = Document::from_text(format!("{ARTICLE}\n\n{without_nicknames}"));
        assert_eq!(dense_names(&document, &layout), None);
    }
}
