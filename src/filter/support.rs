//! Calls for donations, subscriptions, newsletters, memberships.

use super::Filter;
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks calls for money or for a subscription: [`Kind::Support`].
///
/// They are known by their phrases and by lines that hold nothing but amounts of money. A long
/// paragraph with a single such phrase is taken for an article about the matter.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("0 €\n250 €\n1.000 €\n\nDer Verein hat im Frühjahr die alte Mühle gekauft und will sie bis zum Herbst wieder in Gang setzen.");
/// assert_eq!(page.spans()[0].kind(), Kind::Support);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SupportFilter;

/// Paragraphs with more words than this need two hints.
const LONGEST_CALL: usize = 70;

impl Filter for SupportFilter {
    fn name(&self) -> &'static str {
        "support"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        let segments = document.segments();
        let inside = |index: usize| {
            let segment = &segments[index];
            let evidence = segment.evidence();
            if is_amount(segment) {
                1.0
            } else if evidence.is_cue(Cue::Support) {
                2.6
            } else if evidence.has_cue(Cue::Support) {
                if evidence.words() <= LONGEST_CALL { 2.6 } else { 0.8 }
            } else if segment.is_label() {
                -0.8
            } else {
                -1.0 - segment.prose()
            }
        };
        let found = zones(segments.len(), Evidence { inside, enter: |_| 2.2, leave: |_| 0.0 });
        for zone in found {
            let confidence = zone.confidence(0.7);
            zone.range.for_each(|index| marks.mark(index, Kind::Support, confidence));
        }
    }
}

/// Whether a segment is an amount of money and nothing else.
fn is_amount(segment: &Segment) -> bool {
    let evidence = segment.evidence();
    evidence.has_amount() && evidence.words() == evidence.numbers() && evidence.numbers() <= 3
}
