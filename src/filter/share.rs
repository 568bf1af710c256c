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

/// Scores for being in a bar without a certain cue, in log odds: of a number, as the count beside a button, and of
/// any other text. Prose lowers the latter further. Hand-set on the development texts.
const COUNT: f32 = -0.2;
const OTHER_TEXT: f32 = -1.2;

impl Filter for ShareFilter {
    fn name(&self) -> &'static str {
        "share"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Share, Cue::Share), |segment| {
            let stats = segment.stats();
            let is_count = stats.words() == 1 && stats.numbers() == 1;
            if is_count { COUNT } else { OTHER_TEXT - segment.prose() }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    #[test]
    fn bars_are_marked_with_their_counts() {
        for button in ["Share on Facebook", "Partager sur Facebook", "Auf Facebook teilen", "اشتراک‌گذاری در فیسبوک"]
        {
            let bar = format!("1790\n\n{button}\n17\nTwitter\n\n1790");
            assert_eq!(marked(&ShareFilter, Kind::Share, &bar), [button, "17", "Twitter"]);
        }
    }

    #[test]
    fn sentences_about_networks_are_not_marked() {
        for sentence in [
            "The miller wrote on Facebook that he would share the flour of this autumn with everybody in the village.",
            "Le meunier a écrit sur Facebook que la farine de cet automne serait pour tous les habitants du village.",
            "Der Müller schrieb auf Facebook, dass das Mehl dieses Herbstes für alle im Dorf da sein werde.",
            "آسیابان در فیسبوک نوشت که آرد این پاییز برای همه مردم روستا خواهد بود و کسی بی‌نصیب نمی‌ماند.",
        ] {
            assert_eq!(marked(&ShareFilter, Kind::Share, sentence), [""; 0]);
        }
    }
}
