//! Reader comments, where no tag tells them from the article.

use super::Filter;
use super::cue_block::certainty;
use crate::analysis::{Analysis, Layout, Run, RunScores, runs};
use crate::document::{Document, Mark, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::text::is_invisible;

/// Marks comment sections: [`Kind::Comment`].
///
/// A section is entered at its heading or where the traces of single comments begin (names,
/// dates, "reply"), and left where another part of the page begins. Between, comments may be as
/// long and as well written as the article; what they are made of hardly counts, where they stand
/// does. Above the first running text there are no comments.
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

/// Characters of running text that have to come before a comment section.
const ARTICLE: u32 = 160;
/// Traces of single comments stand in lines of no more words than this.
const MAX_TRACE: usize = 16;
/// Headings of sections may repeat the article's title.
const MAX_HEADING: usize = 26;
/// No more controls stand above a section's heading.
const MAX_CONTROLS: usize = 8;
/// What entering a section costs where nothing heads it, how much less it is at a certain heading, and
/// how much more above running text.
const ENTER: f32 = 7.0;
const AT_HEADING: f32 = 5.5;
const TOO_EARLY: f32 = 6.0;
/// What leaving a section costs, and where another part of the page begins.
const LEAVE: f32 = 5.0;
const LEAVE_AT_END: f32 = 1.0;
/// What the beginning of another part says against being inside.
const AGAINST: f32 = 2.5;
/// A heading that no name, trace or control bears out within so many segments is a link to the
/// comments, and makes entering only so much cheaper.
const BORNE_OUT_WITHIN: usize = 10;
const BORNE_OUT: f32 = 0.4;
const AT_LINK: f32 = 1.0;
/// The segment after a control may be the heading.
const CONTROL: f32 = 0.8;
const CONTROLS_WITHIN: usize = 4;

impl Filter for CommentFilter {
    fn name(&self) -> &'static str {
        "comment"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let segments = document.segments();
        let layout = analysis.layout(marks);
        let roll_call = roll_call(document, &layout);
        let weights = weights(document, &layout, roll_call);
        let inside = |index: usize| {
            weights[index] - if ends_section(&segments[index], marks.evidence(index)) { AGAINST } else { 0.0 }
        };
        let enter = |index: usize| {
            let too_early = if layout.chars_before(index) < ARTICLE { TOO_EARLY } else { 0.0 };
            // Other controls of the section may stand above its heading.
            let controls = (index..segments.len().min(index + CONTROLS_WITHIN))
                .take_while(|&control| control == index || weights[control - 1] > CONTROL);
            let heading = controls.map(|control| heading(&segments[control])).fold(0.0, f32::max);
            let heading = if roll_call == Some(index) { heading.max(ROLL_CALL) } else { heading };
            let borne_out = weights[index + 1..segments.len().min(index + 1 + BORNE_OUT_WITHIN)]
                .iter()
                .any(|&weight| weight > BORNE_OUT);
            ENTER - if borne_out { AT_HEADING } else { AT_LINK } * heading + too_early
        };
        let leave = |index: usize| match segments.get(index) {
            Some(segment) if ends_section(segment, marks.evidence(index)) => LEAVE_AT_END,
            Some(_) => LEAVE,
            None => 0.0,
        };
        let found = runs(segments.len(), RunScores { inside, enter, leave });
        for (index, segment) in segments.iter().enumerate() {
            // A heading or a link to the comments is furniture of theirs wherever it stands.
            let certainty = heading(segment);
            if certainty > 0.0 {
                marks.mark(index, Kind::Comment, 0.46 + 0.3 * certainty);
            }
        }
        for run in found {
            if is_section(document, &run) {
                let confidence = run.confidence(0.8);
                (first_control(segments, run.range.start)..run.range.end)
                    .for_each(|index| marks.mark(index, Kind::Comment, confidence));
            }
        }
    }
}

/// How certain it is that a segment heads a comment section (or links to one).
fn heading(segment: &Segment) -> f32 {
    let stats = segment.stats();
    let certainty = certainty(segment, Cue::CommentSection);
    if stats.words() > MAX_HEADING || certainty < 0.5 {
        return 0.0;
    }
    // "All" or "most popular" heads other lists as well.
    if is_other_boilerplate(segment) { 0.3 * certainty } else { certainty }
}

/// Whether a segment as a whole is a cue for furniture other than that of comments.
fn is_other_boilerplate(segment: &Segment) -> bool {
    [
        Cue::Navigation,
        Cue::Ticker,
        Cue::Related,
        Cue::Teaser,
        Cue::Share,
        Cue::Support,
        Cue::Consent,
        Cue::Legal,
        Cue::Chrome,
    ]
    .into_iter()
    .any(|cue| segment.stats().is_cue(cue))
}

/// Where the controls begin that stand right above a section ("subscribe", "notify of", "label").
fn first_control(segments: &[Segment], section: usize) -> usize {
    let is_control = |segment: &Segment| segment.is_label() && segment.stats().urls() == 0;
    let labels = segments[..section].iter().rev().take(MAX_CONTROLS).take_while(|segment| is_control(segment)).count();
    let of_comments = |index: &usize| {
        [Cue::CommentForm, Cue::CommentSection].into_iter().any(|cue| certainty(&segments[*index], cue) >= 0.5)
    };
    let first = (section - labels..section).find(of_comments).unwrap_or(section);
    // A label above them that other parts of a page have as well is theirs.
    let is_shared = first > 0
        && first < section
        && segments[first - 1].is_label()
        && certainty(&segments[first - 1], Cue::Support) > 0.5;
    first - usize::from(is_shared)
}

/// Whether a segment could be the name of somebody who comments.
fn is_name(segment: &Segment, text: &str) -> bool {
    let stats = segment.stats();
    let is_nickname = stats.words() == 1 && !stats.ends_sentence();
    let is_written_alike = stats.capitalized() + stats.numbers() == stats.words() || stats.capitalized() == 0;
    (1..=3).contains(&stats.words())
        && stats.letters() > 0
        && stats.chars() <= 32
        && stats.function_words() == 0
        && (is_nickname || is_written_alike)
        && !is_other_boilerplate(segment)
        && text.chars().all(|c| {
            c.is_alphanumeric()
                || is_invisible(c)
                || matches!(c, ' ' | '.' | '-' | '_' | '\'' | '’' | '@' | '*' | '\u{A0}')
        })
        && !text.split_whitespace().any(|word| word.trim_end_matches('.').contains('.'))
}

/// Whether a segment could be something that somebody says.
fn is_utterance(segment: &Segment) -> bool {
    segment.stats().sentence_ends() > 0 || segment.stats().words() > 4
}

/// Traces of single comments: dates, names with "says", reply links, parts of the form.
fn trace(segment: &Segment) -> f32 {
    let stats = segment.stats();
    if stats.is_code_like() {
        return 0.0;
    }
    if stats.words() > MAX_TRACE {
        return 0.8 * certainty(segment, Cue::CommentForm).min(0.5);
    }
    // "He wrote it down." is a sentence, "Martha wrote:" is not.
    let is_plain = stats.ends_sentence() && stats.words() >= 3;
    let of_item =
        certainty(segment, Cue::CommentItem) * if is_plain || is_other_boilerplate(segment) { 0.5 } else { 1.0 };
    let of_form = certainty(segment, Cue::CommentForm);
    let of_section = certainty(segment, Cue::CommentSection);
    let mut weight = (2.2 * of_item).max(1.4 * of_form).max(1.2 * of_section);
    if !is_plain {
        weight += match (stats.has_date(), stats.has_time()) {
            (true, true) => 1.5,
            (false, true) if stats.starts_time() && stats.words() > 3 => 0.0,
            (true, false) | (false, true) => 0.5,
            (false, false) => 0.0,
        };
        if stats.has_cue(Cue::Ago) {
            weight += 0.9;
        }
    }
    weight
}

/// What each segment says for or against being inside a comment section, in the order of the page.
///
/// Before anything has spoken of comments, everything speaks against; behind a heading or a strong
/// trace only long text without a trace or a name does.
fn weights(document: &Document, layout: &Layout, roll_call: Option<usize>) -> Vec<f32> {
    let segments = document.segments();
    let near_trace = near_traces(segments, layout);
    let mut opened = false;
    let mut paragraphs = 0;
    segments
        .iter()
        .enumerate()
        .map(|(index, segment)| {
            opened |= layout.chars_before(index) >= ARTICLE && heading(segment) > 0.0 || roll_call == Some(index);
            if !opened && !near_trace[index] {
                return -0.3 - 0.3 * segment.prose();
            }
            let is_code = |index: usize| segments[index].stats().is_code_like();
            // What stands right below a line of a program is what it prints.
            let trace = if index > 0 && is_code(index - 1) { 0.0 } else { trace(segment) };
            let is_named =
                opened && is_name(segment, document.text(segment)) && segments.get(index + 1).is_some_and(is_utterance);
            paragraphs = if is_named || trace > 0.8 { 0 } else { paragraphs + usize::from(segment.prose() > 0.5) };
            let endless = if paragraphs > MAX_COMMENT { 0.15 * segment.prose() } else { 0.0 };
            // Readers show a line or two of a program, lessons show many.
            let code = if is_code(index) { CODE } else { 0.0 };
            trace + style(segment) + if is_named { 0.6 } else { 0.0 } - endless - code
        })
        .collect()
}

/// Where names begin to come so thick behind running text that they must be those of people who
/// comment, though nothing has said so.
fn roll_call(document: &Document, layout: &Layout) -> Option<usize> {
    let segments = document.segments();
    let names: Vec<Option<bool>> = segments
        .iter()
        .enumerate()
        .map(|(index, segment)| {
            let text = document.text(segment);
            let is_called = is_name(segment, text) && segments.get(index + 1).is_some_and(is_utterance);
            is_called.then(|| is_nickname(segment, text))
        })
        .collect();
    let is_thick = |index: usize| {
        let near = &names[index..segments.len().min(index + ROLL_CALL_WITHIN)];
        near.iter().flatten().count() >= MIN_NAMES
            && near.iter().flatten().filter(|&&nickname| nickname).count() >= MIN_NICKNAMES
    };
    (0..segments.len())
        .find(|&index| names[index].is_some() && layout.chars_before(index) >= ARTICLE && is_thick(index))
}

/// Names count as a heading of this certainty where so many stand within so many segments, some of
/// them such as only people who comment have.
const ROLL_CALL: f32 = 0.6;
const ROLL_CALL_WITHIN: usize = 20;
const MIN_NAMES: usize = 4;
const MIN_NICKNAMES: usize = 2;

/// Whether a name is one that nobody's heading is: an initial, a digit, no capital.
fn is_nickname(segment: &Segment, text: &str) -> bool {
    let stats = segment.stats();
    let has_initial = text
        .split_whitespace()
        .any(|word| word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase));
    let has_digit = stats.numbers() < stats.words() && text.contains(|c: char| c.is_ascii_digit() || c == '_');
    has_initial || has_digit || stats.words() == 1 && stats.starts_lower() && stats.chars() >= 4
}

/// A segment so far from a trace (segments) is near it.
const NEAR: usize = 5;
/// A line with so much weight is a strong trace.
const STRONG: f32 = 1.1;
/// What a line of a program says against being inside.
const CODE: f32 = 0.6;
/// Paragraphs that a comment seldom has more of.
const MAX_COMMENT: usize = 5;

/// For every segment, whether a strong trace of a comment is near.
fn near_traces(segments: &[Segment], layout: &Layout) -> Vec<bool> {
    let mut near = vec![false; segments.len()];
    let mut last: Option<usize> = None;
    for (index, segment) in segments.iter().enumerate() {
        if layout.chars_before(index) < ARTICLE {
            continue;
        }
        if heading(segment) > 0.0 || trace(segment) >= STRONG {
            let from = last.map_or(0, |last| last + 1).max(index.saturating_sub(NEAR));
            near[from..=index].fill(true);
            last = Some(index);
        } else if last.is_some_and(|last| index - last <= NEAR) {
            near[index] = true;
        }
    }
    near
}

/// How readers write, against how editors do. It must not outweigh where the text stands: there
/// are chatty articles and solemn comments.
fn style(segment: &Segment) -> f32 {
    let stats = segment.stats();
    let mut weight = -0.03;
    if stats.has_mention() {
        weight += 0.3;
    }
    if stats.has_emoticon() {
        weight += 0.2;
    }
    if stats.count(Cue::Attribution) > 0 && stats.count(Cue::Informal) == 0 && stats.quotes() > 0 {
        weight -= 0.15;
    }
    weight
}

/// Whether another part of the page begins with a segment.
fn ends_section(segment: &Segment, mark: Option<&Mark>) -> bool {
    let stats = segment.stats();
    let marked = mark.is_some_and(|mark| {
        mark.confidence() > 0.7 && matches!(mark.kind(), Kind::Legal | Kind::Consent | Kind::Spam | Kind::Support)
    });
    let of_menu = certainty(segment, Cue::Navigation) > 0.8
        && !stats.has_cue(Cue::CommentItem)
        && !stats.has_cue(Cue::CommentForm);
    marked
        || of_menu
        || certainty(segment, Cue::Related) > 0.7 && stats.words() <= MAX_TRACE
        || certainty(segment, Cue::Ticker) > 0.7
}

/// Whether a zone has something that only comment sections have.
fn is_section(document: &Document, run: &Run) -> bool {
    let segments = &document.segments()[run.range.clone()];
    let has = |cue: Cue| {
        segments.iter().any(|segment| certainty(segment, cue) >= 0.5 && segment.stats().words() <= MAX_TRACE)
    };
    segments.len() > 1 && (has(Cue::CommentSection) || has(Cue::CommentItem) || has(Cue::CommentForm))
}
