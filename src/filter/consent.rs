//! Cookie, tracking and age notices.

use super::Filter;
use super::cue_block::mark_blocks;
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks notices that ask for consent: [`Kind::Consent`].
///
/// A notice is recognised by its phrases. Buttons and short sentences between them are part of it.
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

/// Scores for being in a notice without a certain cue, in log odds. Prose lowers the score of a longer text further.
/// Hand-set on the development texts.
const LABEL: f32 = -0.6;
const LONGER_TEXT: f32 = -1.0;

impl Filter for ConsentFilter {
    fn name(&self) -> &'static str {
        "consent"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Consent, Cue::Consent), |segment| {
            if segment.is_label() { LABEL } else { LONGER_TEXT - segment.prose() }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    #[test]
    fn notices_are_marked_with_their_buttons() {
        for (notice, button, article) in [
            (
                "We use cookies to improve our service.",
                "Accept all",
                "The bakery at the corner closes for good on Friday after ninety years, its owner said.",
            ),
            (
                "Nous utilisons des cookies pour améliorer notre service.",
                "Tout accepter",
                "La boulangerie du coin ferme vendredi après quatre-vingt-dix ans, a dit son propriétaire.",
            ),
            (
                "Wir verwenden Cookies, um unseren Dienst zu verbessern.",
                "Alle akzeptieren",
                "Die Bäckerei an der Ecke schließt am Freitag nach neunzig Jahren, sagte ihr Besitzer.",
            ),
            (
                "ما از کوکی‌ها برای بهبود خدمات استفاده می‌کنیم.",
                "پذیرش همه",
                "نانوایی سر کوچه پس از نود سال روز جمعه برای همیشه بسته می‌شود و صاحب آن این را گفت.",
            ),
        ] {
            let page = format!("{notice}\n{button}\n\n{article}");
            assert_eq!(marked(&ConsentFilter, Kind::Consent, &page), [notice, button]);
        }
    }

    #[test]
    fn an_article_about_cookies_is_not_marked() {
        let article = "The baker said on Monday that her cookies had always been made of rye, as those of her mother were, \
            and that nobody in the village had ever asked for others.";
        assert_eq!(marked(&ConsentFilter, Kind::Consent, article), [""; 0]);
    }
}
