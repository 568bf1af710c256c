//! Menus, breadcrumbs, tags, language switchers.

use super::Filter;
use super::cue_block::certainty;
use crate::analysis::{Analysis, RunScores, is_counted_label, runs};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::{Cue, is_home};
use crate::text::words;

/// Marks menus and breadcrumbs: [`Kind::Navigation`].
///
/// Menus are runs of labels, some of which the lexicon knows; before and behind the running text
/// a long enough run of labels will do. Breadcrumbs begin with the home page and go on with
/// arrows, or are glued to the title that stands again below.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Accueil › Région › Montagne")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Navigation);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NavigationFilter;

/// A breadcrumb trail has no more characters, each of its steps no more words.
const MAX_TRAIL: usize = 200;
const MAX_STEP: usize = 5;
/// What is taken for a label by its shape and company is no surer than this.
const BY_SHAPE: f32 = 0.74;
/// Labels have no more words than this.
const MAX_LABEL: usize = 12;

impl Filter for NavigationFilter {
    fn name(&self) -> &'static str {
        "navigation"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        mark_menus(analysis, marks);
        mark_breadcrumbs(analysis.document(), marks);
    }
}

fn mark_menus(analysis: &Analysis<'_>, marks: &mut Marks) {
    let document = analysis.document();
    let segments = document.segments();
    let layout = analysis.layout(marks);
    let outside_text = |index: usize| layout.is_front(index) || layout.is_back(index);
    let inside = |index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        let certainty = certainty(segment, Cue::Navigation);
        if certainty >= 0.5 && stats.words() <= MAX_LABEL {
            return 2.6 * certainty;
        }
        if marks.is_boilerplate(index) {
            return -0.1;
        }
        if is_counted_label(segment, document.text(segment)) {
            return 0.7;
        }
        if segment.is_label() && !stats.starts_bullet() && !stats.starts_number() {
            // Labels of menus seldom have articles or prepositions, short headlines do.
            return if outside_text(index) && stats.function_words() == 0 { 0.45 } else { -0.1 };
        }
        if is_row_of_labels(segment) && outside_text(index) {
            return 0.5;
        }
        -1.0 - 2.0 * segment.prose()
    };
    let found = runs(segments.len(), RunScores { inside, enter: |_| 1.4, leave: |_| 0.2 });
    for run in found {
        let confidence = run.confidence(0.56);
        for index in run.range {
            let own = certainty(&segments[index], Cue::Navigation);
            marks.mark(index, Kind::Navigation, confidence.min(BY_SHAPE.max(0.46 + 0.5 * own)));
        }
    }
}

/// Whether a segment is several labels with nothing between: capitals and no function word.
fn is_row_of_labels(segment: &Segment) -> bool {
    let stats = segment.stats();
    let plain =
        stats.function_words() == 0 && stats.sentence_ends() == 0 && stats.commas() == 0 && stats.numbers() == 0;
    plain && (4..=20).contains(&stats.words()) && stats.capitalized() * 4 >= stats.words() * 3
}

fn mark_breadcrumbs(document: &Document, marks: &mut Marks) {
    let segments = document.segments();
    for (index, segment) in segments.iter().enumerate() {
        if let Some(confidence) = breadcrumb(document.text(segment), segment) {
            marks.mark(index, Kind::Navigation, confidence);
        }
        let Some(title) = segments.get(index + 1) else { continue };
        let glued = title.continues_line() && title.range().start == segment.range().end;
        if glued && title.repeats() > 1 {
            marks.mark(index, Kind::Navigation, 0.9);
            marks.mark(index + 1, Kind::Navigation, 0.88);
        }
    }
}

fn is_arrow(c: char) -> bool {
    matches!(c, '›' | '»' | '>' | '→' | '«' | '‹' | '←' | '/' | '\\')
}

/// Most lines have none. Those of French quotations begin with the byte C2, the others that are not ASCII with E2.
fn has_arrow(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'>', b'/', b'\\', bytes).is_some()
        || memchr::memchr2_iter(0xC2, 0xE2, bytes).any(|at| text[at..].starts_with(is_arrow))
}

/// How sure it is that a segment is a trail of labels with arrows between.
fn breadcrumb(text: &str, segment: &Segment) -> Option<f32> {
    if segment.stats().chars() > MAX_TRAIL || segment.prose() > 0.8 {
        return None;
    }
    if !has_arrow(text) {
        return None;
    }
    let mut steps = text.split(is_arrow).map(str::trim);
    let first = steps.next()?;
    let others = steps.clone().count();
    let from_home = words(first).next().is_some_and(|word| is_home(&first[word.range]));
    if from_home && others >= 1 {
        return Some(0.86);
    }
    // A path of labels; quotation marks, which look like arrows, stand in pairs around words.
    let spaced = text.split_whitespace().filter(|piece| piece.chars().all(is_arrow)).count();
    let short_steps = text.split(is_arrow).all(|step| words(step).count() <= MAX_STEP);
    match spaced {
        2.. if short_steps => Some(0.76),
        1 if short_steps && others == 1 && !text.contains('/') => Some(0.62),
        _ => None,
    }
}
