//! The rest of a site's furniture.

use super::Filter;
use super::cue_block::mark_blocks;
use crate::analysis::Analysis;
use crate::document::Marks;
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
/// let page = clean_text("Seite 1 von 3")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Chrome);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ChromeFilter;

impl Filter for ChromeFilter {
    fn name(&self) -> &'static str {
        "chrome"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Chrome, Cue::Chrome), |_, segment| {
            if segment.is_label() { -1.0 } else { -1.4 - segment.prose() }
        });
        for (index, segment) in document.segments().iter().enumerate() {
            let stats = segment.stats();
            if stats.words() == 0 && !stats.has_emoticon() {
                marks.mark(index, Kind::Chrome, 0.55);
            }
        }
    }
}
