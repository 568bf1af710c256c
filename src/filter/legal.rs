//! Copyright, terms, imprint.

use super::Filter;
use super::cue_block::mark_scored_blocks;

use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks legal lines, most of which are at the foot of a page: [`Kind::Legal`].
///
/// Behind the running text, short lines between legal ones are marked too.
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

// All numbers of this file are hand-set on the development texts.

/// A text with a copyright sign and more words is not a copyright notice.
const MAX_NOTICE_WORDS: usize = 40;
/// The last paragraph of a page is legal from this topic score on (`TextStats::topic_score`).
const MIN_LAST_TOPIC_SCORE: f32 = 0.06;
/// The running text before the last paragraph is at least this many times the running text behind it.
const MIN_BEFORE_PER_BEHIND: u32 = 12;
/// The running text before the last paragraph is more than this many times its length.
const MIN_BEFORE_PER_LAST: u32 = 2;

/// Scores for being in a legal block without a certain cue, in log odds. Prose lowers the last two further.
const COPYRIGHT: f32 = 2.2;
const LAST_PARAGRAPH: f32 = 1.8;
const BEHIND_TEXT: f32 = -0.7;
const OTHER_TEXT: f32 = -1.2;

impl Filter for LegalFilter {
    fn name(&self) -> &'static str {
        "legal"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let layout = analysis.layout(marks);
        let is_last_paragraph = |index: usize| {
            let own = document.segments()[index].stats().chars() as u32;
            layout.chars_from(index + 1) * MIN_BEFORE_PER_BEHIND <= layout.chars_before(index)
                && layout.chars_before(index) > MIN_BEFORE_PER_LAST * own
        };
        mark_scored_blocks(document, marks, (Kind::Legal, Cue::Legal), |index, segment| {
            let stats = segment.stats();
            if stats.has_copyright() && stats.words() <= MAX_NOTICE_WORDS {
                COPYRIGHT
            } else if is_last_paragraph(index) && stats.topic_score(Cue::Legal) >= MIN_LAST_TOPIC_SCORE {
                LAST_PARAGRAPH
            } else if layout.is_back(index) {
                BEHIND_TEXT - segment.prose()
            } else {
                OTHER_TEXT - segment.prose()
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    #[test]
    fn legal_lines_are_marked() {
        for line in [
            "© 2024 Mill Press",
            "All rights reserved.",
            "Tous droits réservés.",
            "Mentions légales",
            "Alle Rechte vorbehalten.",
            "Impressum",
            "تمام حقوق محفوظ است",
            "Original-Content von: Mühlenwerke GmbH, übermittelt durch Presseboten",
            "Original content from: Mill Works Ltd, sent by Press Carriers",
            "Contenu original de : Moulins SA, transmis par Presse Courrier",
        ] {
            assert_eq!(marked(&LegalFilter, Kind::Legal, line), [line]);
        }
    }

    #[test]
    fn articles_about_rights_are_not_marked() {
        for text in [
            "The mill and its rights to the water were sold in 1790 to a farmer, who had to let the village grind there.",
            "Le moulin et ses droits sur l'eau furent vendus en 1790 à un paysan, qui devait y laisser moudre le village.",
            "Die Mühle und ihre Rechte am Wasser wurden 1790 einem Bauern verkauft, der das Dorf dort mahlen ließ.",
            "آسیاب و حق آب آن در سال ۱۷۹۰ به کشاورزی فروخته شد که باید می‌گذاشت مردم روستا در آن گندم آرد کنند.",
        ] {
            assert_eq!(marked(&LegalFilter, Kind::Legal, text), [""; 0]);
        }
    }

    #[test]
    fn a_label_between_legal_lines_is_legal_behind_the_text_only() {
        let article = "The mill was sold in 1790 to a farmer, who had to let the whole village grind its rye there.";
        let foot = "© 2024 Mill Press\nMill\nMill\n© 2024 Mill Press";
        assert_eq!(marked(&LegalFilter, Kind::Legal, &format!("{article}\n\n{foot}")).len(), 4);
        assert_eq!(marked(&LegalFilter, Kind::Legal, &format!("{foot}\n\n{article}")).len(), 2);
    }
}
