//! Cookie, tracking and age notices.

use super::Filter;
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks notices that ask for consent: [`Kind::Consent`].
///
/// A notice is known by its phrases; buttons and a sentence beside them belong to it.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("We use cookies to improve our service.\nAccept all\n\nThe bakery at the corner closes for good on Friday after ninety years, its owner said.");
/// assert_eq!(page.spans()[1].kind(), Kind::Consent);
/// assert!(page.text().starts_with("The bakery"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ConsentFilter;

impl Filter for ConsentFilter {
    fn name(&self) -> &'static str {
        "consent"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        let segments = document.segments();
        let inside = |index: usize| {
            let segment = &segments[index];
            let evidence = segment.evidence();
            match evidence {
                _ if evidence.is_cue(Cue::Consent) => 2.2,
                _ if evidence.has_cue(Cue::Consent) => 3.0,
                _ if segment.is_label() => -0.5,
                _ => -1.0 - segment.prose(),
            }
        };
        let found = zones(segments.len(), Evidence { inside, enter: |_| 2.0, leave: |_| 0.0 });
        for zone in found {
            let confidence = zone.confidence(0.72);
            zone.range.for_each(|index| marks.mark(index, Kind::Consent, confidence));
        }
    }
}
