//! Menus, breadcrumbs, tags, language switchers.

use super::Filter;
use super::block::certainty;
use super::layout::{Layout, is_boilerplate};
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks};
use crate::kind::Kind;
use crate::lexicon::{Cue, words};

/// Marks menus and breadcrumbs: [`Kind::Navigation`].
///
/// Menus are runs of labels, some of which the lexicon knows; before and behind the running text
/// a long enough run of labels will do. Breadcrumbs begin with the home page and go on with
/// arrows, or are glued to the title that stands again below.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Accueil › Région › Montagne");
/// assert_eq!(page.spans()[0].kind(), Kind::Navigation);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NavigationFilter;

/// Labels have no more words than this.
const LONGEST_LABEL: usize = 12;

impl Filter for NavigationFilter {
    fn name(&self) -> &'static str {
        "navigation"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        mark_menus(document, marks);
        mark_breadcrumbs(document, marks);
    }
}

fn mark_menus(document: &Document, marks: &mut Marks) {
    let segments = document.segments();
    let layout = Layout::of(document, marks);
    let outside_text = |index: usize| layout.is_front(index) || layout.is_back(index);
    let inside = |index: usize| {
        let segment = &segments[index];
        let evidence = segment.evidence();
        let certainty = certainty(segment, Cue::Navigation);
        if certainty >= 0.5 && evidence.words() <= LONGEST_LABEL {
            return 2.6 * certainty;
        }
        if is_boilerplate(marks, index) {
            return -0.1;
        }
        if segment.is_label() && evidence.numbers() == 1 && document.text(segment).ends_with(')') {
            // A category and how many articles it has.
            return 0.7;
        }
        if segment.is_label() && !evidence.starts_bullet() && !evidence.starts_number() {
            return if outside_text(index) { 0.45 } else { -0.1 };
        }
        -1.0 - 2.0 * segment.prose()
    };
    let found = zones(segments.len(), Evidence { inside, enter: |_| 1.4, leave: |_| 0.2 });
    for zone in found {
        let confidence = zone.confidence(0.56);
        zone.range.for_each(|index| marks.mark(index, Kind::Navigation, confidence));
    }
}

fn mark_breadcrumbs(document: &Document, marks: &mut Marks) {
    for (index, segment) in document.segments().iter().enumerate() {
        let text = document.text(segment);
        let evidence = segment.evidence();
        let short = evidence.words() <= 40 && evidence.chars() <= 240;
        if !short {
            continue;
        }
        let steps = text.matches(['›', '»', '>', '/', '→', '«', '‹']).count();
        let from_home = begins_with_home(text);
        if from_home && steps >= 1 && segment.prose() < 0.8 {
            marks.mark(index, Kind::Navigation, 0.86);
        }
        let next = document.segments().get(index + 1);
        if segment.parts_of_line() == 2 && !segment.continues_line() {
            let glued = next.is_some_and(|next| next.range().start == segment.range().end);
            if glued && next.is_some_and(|next| next.repeats() > 1) {
                marks.mark(index, Kind::Navigation, 0.9);
                marks.mark(index + 1, Kind::Navigation, 0.88);
            }
        }
    }
}

/// Whether a text begins with the word for the home page, a capital or a sign right behind it.
fn begins_with_home(text: &str) -> bool {
    let Some(first) = words(text).next() else { return false };
    crate::lexicon::is_home(&text[first.range])
}
