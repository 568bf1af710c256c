//! Cookie, tracking and age notices.

use super::Filter;
use super::cue_block::mark_blocks;
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks notices that ask for consent: [`Kind::Consent`].
///
/// A notice is known by its phrases; buttons and a sentence beside them belong to it.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("We use cookies to improve our service.\nAccept all\n\nThe bakery at the corner closes for good on Friday after ninety years, its owner said.")?;
/// assert_eq!(page.spans()[1].kind(), Kind::Consent);
/// assert!(page.text().starts_with("The bakery"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ConsentFilter;

impl Filter for ConsentFilter {
    fn name(&self) -> &'static str {
        "consent"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Consent, Cue::Consent), |_, segment| {
            if segment.is_label() { -0.6 } else { -1.0 - segment.prose() }
        });
    }
}
