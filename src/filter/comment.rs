//! Reader comments, where no tag tells them from the article.

use super::Filter;
use super::layout::Layout;
use super::zone::{Evidence, Zone, zones};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

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
/// );
/// assert_eq!(page.spans().iter().filter(|span| span.kind() == Kind::Comment).count(), 9);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CommentFilter;

/// Characters of running text that have to come before a comment section.
const ARTICLE: u32 = 160;
/// Whether a segment heads a comment section (or links to one).
fn is_heading(segment: &Segment) -> bool {
    let evidence = segment.evidence();
    evidence.is_cue(Cue::CommentSection)
        || evidence.begins_with_cue(Cue::CommentSection) && evidence.words() <= LONGEST_TRACE
        || evidence.likeness(Cue::CommentSection) > 0.6
}

/// Traces of single comments stand in lines of no more words than this.
const LONGEST_TRACE: usize = 16;

impl Filter for CommentFilter {
    fn name(&self) -> &'static str {
        "comment"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        let segments = document.segments();
        let layout = Layout::of(document, marks);
        let inside = |index: usize| {
            let own = trace(&segments[index]) + style(&segments[index]);
            if ends_section(&segments[index], marks.kind(index)) { own - 2.5 } else { own }
        };
        let enter = |index: usize| {
            let opened = match segments[index].evidence() {
                evidence if evidence.is_cue(Cue::CommentSection) => 5.0,
                _ if is_heading(&segments[index]) => 4.0,
                evidence if evidence.has_cue(Cue::CommentSection) && evidence.words() <= LONGEST_TRACE => 2.5,
                _ => 0.0,
            };
            let too_early = if layout.prose_before(index) < ARTICLE { 6.0 } else { 0.0 };
            7.0 - opened + too_early
        };
        let leave = |index: usize| if ends_section(&segments[index], marks.kind(index)) { 1.0 } else { 5.0 };
        let found = zones(segments.len(), Evidence { inside, enter, leave });
        for (index, segment) in segments.iter().enumerate() {
            if is_heading(segment) {
                marks.mark(index, Kind::Comment, 0.66);
            }
        }
        for zone in found {
            if is_section(document, &zone) {
                let confidence = zone.confidence(0.75);
                zone.range.for_each(|index| marks.mark(index, Kind::Comment, confidence));
            }
        }
    }
}

/// Traces of single comments: dates, names with "says", reply links, parts of the form.
fn trace(segment: &Segment) -> f32 {
    let evidence = segment.evidence();
    if evidence.words() > LONGEST_TRACE {
        return 0.0;
    }
    let mut weight: f32 = 0.0;
    if evidence.is_cue(Cue::CommentItem) {
        weight += 1.8;
    } else if evidence.has_cue(Cue::CommentItem) {
        weight += 1.2;
    }
    if evidence.has_cue(Cue::CommentForm) {
        weight += 0.8;
    }
    if evidence.has_cue(Cue::CommentSection) {
        weight += 0.8;
    }
    let is_sentence = evidence.ends_sentence() && segment.prose() > 0.3;
    if !is_sentence {
        weight += match (evidence.has_date(), evidence.has_time()) {
            (true, true) => 1.5,
            (true, false) => 0.5,
            (false, true) => 0.5,
            (false, false) => 0.0,
        };
        if evidence.has_cue(Cue::Ago) {
            weight += 0.9;
        }
    }
    let name_like = segment.is_label() && evidence.letters() > 0;
    if name_like && segment.repeats() > 1 && weight == 0.0 {
        weight += 0.3;
    }
    weight
}

/// How readers write, against how editors do. It must not outweigh where the text stands: there
/// are chatty articles and solemn comments.
fn style(segment: &Segment) -> f32 {
    let evidence = segment.evidence();
    let mut weight = -0.04;
    weight += (0.04 * evidence.count(Cue::Informal) as f32).min(0.08);
    if evidence.has_mention() {
        weight += 0.4;
    }
    if evidence.has_emoticon() {
        weight += 0.25;
    }
    if evidence.starts_lower() && evidence.ends_sentence() {
        weight += 0.1;
    }
    if evidence.count(Cue::Attribution) > 0 && evidence.count(Cue::Informal) == 0 && evidence.quotes() > 0 {
        weight -= 0.15;
    }
    weight
}

/// Whether another part of the page begins with a segment.
fn ends_section(segment: &Segment, kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Legal | Kind::Consent)) || segment.evidence().is_cue(Cue::Related)
}

/// Whether a zone has something that only comment sections have.
fn is_section(document: &Document, zone: &Zone) -> bool {
    let segments = &document.segments()[zone.range.clone()];
    let count = |cue: Cue| segments.iter().filter(|segment| segment.evidence().has_cue(cue)).count();
    count(Cue::CommentSection) + count(Cue::CommentItem) + count(Cue::CommentForm) > 0 && segments.len() > 1
}
