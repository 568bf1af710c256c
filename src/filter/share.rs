//! Share and follow bars.

use super::Filter;
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks bars to share an article or follow a site: [`Kind::Share`].
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Partager sur Facebook\nTwitter\nWhatsApp");
/// assert!(page.spans().iter().all(|span| span.kind() == Kind::Share));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ShareFilter;

/// A sentence longer than this (words) is no part of a share bar.
const LONGEST: usize = 24;

impl Filter for ShareFilter {
    fn name(&self) -> &'static str {
        "share"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        let segments = document.segments();
        let inside = |index: usize| {
            let segment = &segments[index];
            let evidence = segment.evidence();
            match evidence {
                _ if evidence.is_cue(Cue::Share) => 2.6,
                _ if evidence.has_cue(Cue::Share) && evidence.words() <= LONGEST => 2.4,
                // The counts beside the buttons.
                _ if evidence.words() == evidence.numbers() && evidence.words() <= 1 => -0.3,
                _ => -1.2 - segment.prose(),
            }
        };
        let found = zones(segments.len(), Evidence { inside, enter: |_| 2.0, leave: |_| 0.0 });
        for zone in found {
            let confidence = zone.confidence(0.68);
            zone.range.for_each(|index| marks.mark(index, Kind::Share, confidence));
        }
    }
}
