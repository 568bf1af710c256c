//! Labels of advertisements and sponsored links.

use super::Filter;
use super::cue_block::{basis, certainty, cue_confidence};
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks the labels of advertisements, and lines that begin with one: [`Kind::Advertising`].
///
/// These are lines such as "Advertisement", "Sponsored content", "Article continues below this ad", and "Advertisement: …".
/// The advertisement below a label is not marked, because no words tell it from an article. Prose about advertising and
/// items of menus ("Advertising", "Publicité") are not meant.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Advertisement")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Advertising);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct AdvertisingFilter;

// All numbers of this file are hand-set on the development texts.

/// A segment of at least this certainty is a label; full prose raises the minimum.
const MIN_CERTAINTY: f32 = 0.42;
const PROSE_CERTAINTY: f32 = 0.10;
/// The score of a lead-in that is exactly a cue. Words that are only similar to those of labels are no label.
const LISTED: f32 = 1.0;
/// A label with a higher link density is an item of a menu ("Advertising", for those who want to buy some).
const MAX_LABEL_LINK_DENSITY: f32 = 0.5;

impl Filter for AdvertisingFilter {
    fn name(&self) -> &'static str {
        "advertising"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        for (index, segment) in analysis.document().segments().iter().enumerate() {
            let certainty = certainty(segment, Cue::Advertising);
            let stats = segment.stats();
            let is_led_in = stats.lead_in(Cue::Advertising) == LISTED;
            let is_label = stats.has_cue(Cue::Advertising) && segment.link_density() <= MAX_LABEL_LINK_DENSITY;
            if (is_label || is_led_in) && certainty >= MIN_CERTAINTY + PROSE_CERTAINTY * segment.prose() {
                marks.mark_by(index, Kind::Advertising, cue_confidence(certainty), basis(segment, Cue::Advertising));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::filter::testing::{kinds, marked};

    const LABELS: [&str; 16] = [
        "Advertisement",
        "- Advertisement -",
        "Sponsored content",
        "Article continues below this ad",
        "Anzeige",
        "Werbung",
        "– Anzeige –",
        "Bezahlter Inhalt",
        "Publicité",
        "Contenu sponsorisé",
        "La suite après la publicité",
        "تبلیغات",
        "رپورتاژ آگهی",
        "محتوای تبلیغاتی",
        "تبليغات",
        "محل تبلیغ شما",
    ];

    #[test]
    fn labels_are_marked_and_what_is_between_them_is_not() {
        for label in LABELS {
            let page = format!("The mill\n{label}\nThe mill at the river\n{label}\nThe mill");
            assert_eq!(marked(&AdvertisingFilter, Kind::Advertising, &page), [label, label]);
        }
    }

    #[test]
    fn lines_that_begin_with_a_label_are_marked() {
        for line in [
            "Advertisement: flour from the old mill",
            "Anzeige: Mehl aus der alten Mühle",
            "Publicité : la farine du vieux moulin",
            "آگهی: آرد آسیاب قدیمی",
        ] {
            assert_eq!(marked(&AdvertisingFilter, Kind::Advertising, line), [line]);
        }
    }

    #[test]
    fn sentences_and_headlines_about_advertising_are_not_marked() {
        for line in [
            "The miller paid for advertising in the paper, but nobody came to buy his flour that autumn.",
            "Every advertisement for flour has to say how much salt the bread has.",
            "Advertising for sugar will be banned from January",
            "Le meunier a payé une publicité dans le journal, mais personne n'est venu acheter sa farine.",
            "La publicité pour le sucre disparaîtra dès janvier",
            "Der Müller gab eine Anzeige in der Zeitung auf, doch niemand wollte in diesem Herbst sein Mehl kaufen.",
            "Der Wirt erstattete Anzeige gegen den Müller",
            "Werbung für Zucker soll ab Januar verboten sein",
            "آسیابان در روزنامه تبلیغات کرد، اما آن پاییز کسی برای خرید آرد نیامد.",
            "تبلیغات شکر از دی‌ماه ممنوع می‌شود",
        ] {
            assert_eq!(marked(&AdvertisingFilter, Kind::Advertising, line), [""; 0]);
        }
    }

    #[test]
    fn items_of_menus_are_not_marked() {
        let page = "<ul><li><a href=/ads>Publicité</a></li></ul><div>Publicité</div>";
        assert_eq!(kinds(&AdvertisingFilter, &Document::from_html(page)), [None, Some(Kind::Advertising)]);
    }
}
