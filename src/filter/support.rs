//! Calls for donations, subscriptions, newsletters, memberships.

use super::Filter;
use super::cue_block::mark_scored_blocks;
use crate::analysis::Analysis;
use crate::document::{Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks calls for money or for a subscription: [`Kind::Support`].
///
/// They are recognised by their phrases, by lines that consist of an amount of money, and beside these by paragraphs
/// in which the authors address the reader. A phrase counts less in a longer paragraph.
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

// All numbers of this file are hand-set on the development texts.

/// A line that consists of an amount of money has at most this many words: the donor's name may be one of them.
const MAX_AMOUNT_WORDS: usize = 5;

/// Scores for being in a block without a certain cue, in log odds. Full cue similarity raises the score of an appeal
/// by `APPEAL_SIMILARITY`; prose lowers that of other texts further.
const AMOUNT: f32 = 0.9;
const APPEAL: f32 = 0.4;
const APPEAL_SIMILARITY: f32 = 3.0;
const LABEL: f32 = -0.6;
const OTHER_TEXT: f32 = -1.0;

impl Filter for SupportFilter {
    fn name(&self) -> &'static str {
        "support"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_scored_blocks(document, marks, (Kind::Support, Cue::Support), |_, segment| {
            if is_amount(segment) {
                AMOUNT
            } else if is_appeal(segment) {
                APPEAL + APPEAL_SIMILARITY * segment.stats().cue_similarity(Cue::Support)
            } else if segment.is_label() {
                LABEL
            } else {
                OTHER_TEXT - segment.prose()
            }
        });
    }
}

/// Whether a segment consists of an amount of money, perhaps with a donor's name.
fn is_amount(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.has_amount() && stats.numbers() > 0 && stats.words() <= MAX_AMOUNT_WORDS && !stats.ends_sentence()
}

/// Whether the authors of a paragraph write of themselves and address the reader, as in appeals and seldom in articles.
fn is_appeal(segment: &Segment) -> bool {
    let stats = segment.stats();
    stats.has_cue(Cue::We) && stats.has_cue(Cue::Reader) && stats.quotes() == 0 && stats.count(Cue::Attribution) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    #[test]
    fn calls_and_amounts_are_marked() {
        for line in [
            "Donate now",
            "Subscribe to our newsletter",
            "Faire un don",
            "Abonnez-vous à notre newsletter",
            "Jetzt spenden",
            "Newsletter abonnieren",
            "حمایت مالی",
            "عضویت در خبرنامه",
        ] {
            assert_eq!(marked(&SupportFilter, Kind::Support, line), [line]);
        }
        assert_eq!(marked(&SupportFilter, Kind::Support, "The mill\n\n20 €\n50 €\n100 €"), ["20 €", "50 €", "100 €"]);
    }

    #[test]
    fn an_appeal_is_marked_beside_a_call_only() {
        let appeal = "We have worked for this mill for ten years, and without you none of our stones would turn.";
        assert_eq!(marked(&SupportFilter, Kind::Support, &format!("Donate now\n{appeal}")), ["Donate now", appeal]);
        assert_eq!(marked(&SupportFilter, Kind::Support, appeal), [""; 0]);
    }

    #[test]
    fn articles_about_money_are_not_marked() {
        for text in [
            "The village gave 250 euros for the old mill, and the council said it would give as much again next year.",
            "Le village a donné 250 euros pour le vieux moulin, et le conseil a dit qu'il en donnerait autant en mai.",
            "Das Dorf gab 250 Euro für die alte Mühle, und der Rat sagte, er werde im Mai noch einmal so viel geben.",
            "روستا ۲۵۰ یورو برای آسیاب قدیمی داد و شورا گفت که سال آینده نیز همین مقدار برای آن خواهد داد.",
        ] {
            assert_eq!(marked(&SupportFilter, Kind::Support, text), [""; 0]);
        }
    }
}
