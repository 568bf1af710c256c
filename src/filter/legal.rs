//! Copyright, terms, imprint.

use super::Filter;
use super::layout::Layout;
use super::zone::{Evidence, zones};
use crate::document::{Document, Marks};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks the legal lines of a page's foot: [`Kind::Legal`].
///
/// Between paragraphs an article may speak of the law; there a hint weighs less than at the
/// page's end.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("© ۱۴۰۳ تمام حقوق محفوظ است");
/// assert_eq!(page.spans()[0].kind(), Kind::Legal);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct LegalFilter;

impl Filter for LegalFilter {
    fn name(&self) -> &'static str {
        "legal"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        let segments = document.segments();
        let layout = Layout::of(document, marks);
        let inside = |index: usize| {
            let segment = &segments[index];
            let evidence = segment.evidence();
            let mut weight = -1.2 - segment.prose();
            if evidence.is_cue(Cue::Legal) {
                weight = 2.4;
            } else if evidence.has_cue(Cue::Legal) {
                weight = 2.8 - 0.02 * evidence.words() as f32;
            }
            if evidence.has_copyright() && evidence.words() <= 40 {
                weight = weight.max(0.0) + 2.4;
            }
            if weight > 0.0 && layout.is_back(index) {
                weight += 0.4;
            }
            weight
        };
        let found = zones(segments.len(), Evidence { inside, enter: |_| 2.0, leave: |_| 0.0 });
        for zone in found {
            let confidence = zone.confidence(0.7);
            zone.range.for_each(|index| marks.mark(index, Kind::Legal, confidence));
        }
    }
}
