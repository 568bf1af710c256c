//! Calls for donations, subscriptions, newsletters, memberships.

use super::Filter;
use super::cue_block::mark_blocks;
use crate::analysis::Analysis;
use crate::document::{Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks calls for money or for a subscription: [`Kind::Support`].
///
/// They are known by their phrases and by lines that hold nothing but amounts of money; beside them,
/// by paragraphs in which the authors speak to the reader. The longer a paragraph, the less a phrase
/// in it counts.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("0 €\n250 €\n1.000 €\n\nDer Verein hat im Frühjahr die alte Mühle gekauft und will sie bis zum Herbst wieder in Gang setzen.")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Support);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SupportFilter;

impl Filter for SupportFilter {
    fn name(&self) -> &'static str {
        "support"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Support, Cue::Support), |_, segment| {
            if is_amount(segment) {
                0.9
            } else if is_appeal(segment) {
                0.4 + 3.0 * segment.stats().cue_similarity(Cue::Support)
            } else if segment.is_label() {
                -0.6
            } else {
                -1.0 - segment.prose()
            }
        });
    }
}

/// Whether a segment is an amount of money, a giver's name beside it perhaps, and nothing else.
fn is_amount(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.has_amount() && stats.numbers() > 0 && stats.words() <= 5 && !stats.ends_sentence()
}

/// Whether a paragraph speaks of its authors and to its reader, as appeals do and articles seldom.
fn is_appeal(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.has_cue(Cue::We) && stats.has_cue(Cue::Reader) && stats.quotes() == 0 && stats.count(Cue::Attribution) == 0
}
