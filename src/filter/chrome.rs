//! The rest of a site's furniture.

use super::Filter;
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks what is neither article nor any other kind: [`Kind::Chrome`].
///
/// Counters, pagers, "read at the source", "appeared first on", notices about reported images,
/// edit links; and lines in which nothing can be read.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Seite 1 von 3");
/// assert_eq!(page.spans()[0].kind(), Kind::Chrome);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ChromeFilter;

/// A paragraph with more words than this is not furniture for one phrase.
const LONGEST: usize = 40;

impl Filter for ChromeFilter {
    fn name(&self) -> &'static str {
        "chrome"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        for (index, segment) in document.segments().iter().enumerate() {
            if let Some(confidence) = confidence(segment) {
                marks.mark(index, Kind::Chrome, confidence);
            }
        }
    }
}

fn confidence(segment: &Segment) -> Option<f32> {
    let evidence = segment.evidence();
    if evidence.is_cue(Cue::Chrome) {
        Some(0.85)
    } else if evidence.has_cue(Cue::Chrome) && evidence.words() <= LONGEST {
        Some(0.82 - 0.3 * segment.prose() * evidence.words() as f32 / LONGEST as f32)
    } else if evidence.words() == 0 && !evidence.has_emoticon() {
        Some(0.55)
    } else {
        None
    }
}
