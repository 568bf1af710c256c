//! Copyright, terms, imprint.

use super::Filter;
use super::cue_block::mark_blocks;

use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks the legal lines of a page's foot: [`Kind::Legal`].
///
/// At the page's end what stands between such lines belongs to them.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("© ۱۴۰۳ تمام حقوق محفوظ است")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Legal);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct LegalFilter;

/// A copyright sign in a longer text (words) is not its subject.
const MAX_NOTICE: usize = 40;

/// What the last paragraph of a page is about (see `TextStats::theme`) to be its foot.
const MIN_TOPIC_SCORE_AT_FOOT: f32 = 0.06;

/// Less than one part in so many of the running text comes behind a page's foot.
const STILL_TO_COME: u32 = 12;

impl Filter for LegalFilter {
    fn name(&self) -> &'static str {
        "legal"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let layout = analysis.layout(marks);
        // The last paragraph of several, or nearly so.
        let is_last = |index: usize| {
            let own = document.segments()[index].stats().chars() as u32;
            layout.chars_from(index + 1) * STILL_TO_COME <= layout.chars_before(index)
                && layout.chars_before(index) > 2 * own
        };
        mark_blocks(document, marks, (Kind::Legal, Cue::Legal), |index, segment| {
            let stats = segment.stats();
            if stats.has_copyright() && stats.words() <= MAX_NOTICE {
                2.2
            } else if is_last(index) && stats.topic_score(Cue::Legal) >= MIN_TOPIC_SCORE_AT_FOOT {
                1.8
            } else if layout.is_back(index) {
                -0.7 - segment.prose()
            } else {
                -1.2 - segment.prose()
            }
        });
    }
}
