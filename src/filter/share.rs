//! Share and follow bars.

use super::Filter;
use super::cue_block::mark_blocks;
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks bars to share an article or follow a site: [`Kind::Share`].
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Partager sur Facebook\nTwitter\nWhatsApp")?;
/// assert!(page.spans().iter().all(|span| span.kind() == Kind::Share));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ShareFilter;

impl Filter for ShareFilter {
    fn name(&self) -> &'static str {
        "share"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Share, Cue::Share), |_, segment| {
            let stats = segment.stats();
            let is_count = stats.words() == 1 && stats.numbers() == 1;
            // The counts beside the buttons.
            if is_count { -0.2 } else { -1.2 - segment.prose() }
        });
    }
}
