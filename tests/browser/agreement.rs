//! How far what dechaff takes for visible agrees with what a browser shows, and why not.

use std::collections::BTreeMap;

use dechaff::document::{Document, Element, Segment};
use evaluation::{Bag, words};

use crate::browser::Seen;

/// The cause of words for which no text of the page accounts.
const OTHER: &str = "other";
/// No element of the text says by its name or attributes that it is hidden: a style sheet of the page does.
const UNKNOWN: &str = "unknown";
/// Shorter strings are in the middle of words by chance (hand-set).
const MIN_INNER_PART_CHARS: usize = 3;

/// How many words two texts have in common.
#[derive(Debug)]
pub struct Agreement {
    /// Twice the words in common over all words of both, from 0 to 1; 1 for two texts without words.
    pub share: f64,
    /// The same without the words whose difference is explained.
    pub share_unexplained: f64,
    /// Words that only dechaff takes for visible, by cause.
    pub ours: Differences,
    /// Words that only the browser shows, by cause.
    pub theirs: Differences,
}

/// The words that one of two texts has and the other lacks, in order, by cause.
pub type Differences = BTreeMap<String, Vec<String>>;

impl Agreement {
    /// Compares the visible segments of a document with what a browser shows of the page.
    pub fn of(document: &Document, seen: &Seen) -> Self {
        let text = |is_wanted: fn(&&Segment) -> bool| -> String {
            let segments = document.segments().iter().filter(is_wanted);
            segments.map(|segment| document.source()[segment.range()].to_owned() + "\n").collect()
        };
        let ours = text(|segment| !segment.is_hidden());
        let (our_bag, their_bag) = (Bag::of(&ours), Bag::of(&seen.text));
        let sizes = our_bag.size() + their_bag.size();
        let common = 2 * our_bag.overlap(&their_bag);
        let share_of = |sizes: usize| if sizes == 0 { 1.0 } else { common as f64 / sizes as f64 };
        let only_ours = surplus(&ours, &their_bag);
        let only_theirs = surplus(&seen.text, &our_bag);
        let hidden = document.segments().iter().filter(|segment| segment.is_hidden());
        let hidden_by_us = hidden.map(|segment| (hidden_by(document, segment), &document.source()[segment.range()]));
        let special = seen.shown.iter().filter(|(element, _)| element != "text");
        let their_causes = hidden_by_us
            .map(|(cause, text)| (format!("hidden by dechaff: {cause}"), text))
            .chain(special.map(|(element, text)| (format!("laid out by the browser: {element}"), text.as_str())));
        let our_causes =
            seen.hidden.iter().map(|(cause, text)| (format!("hidden by the browser: {cause}"), text.as_str()));
        let ours = by_cause(&only_ours, our_causes, &only_theirs);
        let theirs = by_cause(&only_theirs, their_causes, &only_ours);
        let all = ours.iter().chain(&theirs);
        let explained: usize = all.filter(|(cause, _)| is_explained(cause)).map(|(_, words)| words.len()).sum();
        Self { share: share_of(sizes), share_unexplained: share_of(sizes - explained), ours, theirs }
    }
}

/// Whether a cause is one of those for which dechaff and the browser differ on purpose: the browser has no style sheets but
/// those in the page, and no scripts, so that what they hide is shown; dechaff goes by usual names of classes and by
/// `aria-hidden` instead. It shows what a reader can open, and does not show text that only screen readers read, which
/// `innerText` has.
fn is_explained(cause: &str) -> bool {
    const CAUSES: [&str; 9] = [
        "closed details",
        "hidden by dechaff: aria-hidden",
        "hidden by dechaff: class ",
        "hidden by dechaff: <noscript>",
        "hidden by dechaff: <select>",
        "hidden by dechaff: <template>",
        "hidden by dechaff: <dialog>",
        "hidden by the browser: closed details",
        "laid out by the browser: clipped",
    ];
    CAUSES.iter().any(|known| cause.starts_with(known))
}

/// The words of a text that a bag lacks. Of words that are in the text more often than in the bag, the last ones.
fn surplus(text: &str, other: &Bag) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    words(&lower)
        .filter(|&word| {
            let count = counts.entry(word).or_default();
            *count += 1;
            *count > other.count(word)
        })
        .map(str::to_owned)
        .collect()
}

/// Puts each word under the first text of the page that has it and has not accounted for another word yet; what is unknown
/// comes last.
fn by_cause<'a>(
    surplus: &[String],
    texts: impl Iterator<Item = (String, &'a str)>,
    other_surplus: &[String],
) -> Differences {
    let mut causes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (cause, text) in texts {
        causes.entry(cause).or_default().extend(words(&text.to_lowercase()).map(str::to_owned));
    }
    let mut bags: Vec<(String, Bag)> =
        causes.into_iter().map(|(cause, words)| (cause, words.iter().map(String::as_str).collect())).collect();
    bags.sort_by_key(|(cause, _)| cause.ends_with(UNKNOWN));
    let mut differences = Differences::new();
    for word in surplus {
        let one: Bag = [word.as_str()].into_iter().collect();
        let found = bags.iter_mut().find(|(_, bag)| bag.count(word) > 0);
        let cause = match found {
            Some((cause, bag)) => {
                bag.remove(&one);
                cause.clone()
            }
            None if is_cut_otherwise(word, other_surplus) => "words cut otherwise".into(),
            None => OTHER.into(),
        };
        differences.entry(cause).or_default().push(word.clone());
    }
    differences
}

/// Whether a word is a part of another or another a part of it: of few letters, at the beginning or the end.
fn is_cut_otherwise(word: &str, others: &[String]) -> bool {
    let is_inside = |part: &str, whole: &str| part.chars().count() >= MIN_INNER_PART_CHARS && whole.contains(part);
    let is_part = |part: &str, whole: &str| {
        whole != part && (whole.starts_with(part) || whole.ends_with(part) || is_inside(part, whole))
    };
    others.iter().any(|other| is_part(word, other) || is_part(other, word))
}

/// The element for which a segment is hidden.
fn hidden_by(document: &Document, segment: &Segment) -> String {
    let element = document.element_of(segment);
    let chain = element.into_iter().chain(element.into_iter().flat_map(|element| element.ancestors()));
    chain.filter_map(hides).last().unwrap_or_else(|| UNKNOWN.into())
}

/// What of an element may hide it.
fn hides(element: Element) -> Option<String> {
    let has = |name: &str| element.attribute(name).is_some();
    let is_hidden = element.attribute("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    match element.name() {
        name @ ("noscript" | "template" | "dialog" | "select" | "datalist" | "textarea" | "object" | "iframe"
        | "video" | "audio" | "canvas" | "noframes" | "noembed") => Some(format!("<{name}>")),
        "" => Some("drawing or formula".into()),
        _ if has("hidden") => Some("attribute hidden".into()),
        _ if is_hidden => Some("aria-hidden".into()),
        _ if has("style") => Some("inline style".into()),
        _ => {
            let mut classes = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
            classes.find(|class| hides_by_name(class)).map(|class| format!("class {class}"))
        }
    }
}

/// Whether the name of a class sounds as if a style sheet, which is not part of the page, hid what has it.
fn hides_by_name(class: &str) -> bool {
    const WORDS: [&str; 8] = ["hid", "invisible", "none", "offscreen", "reader", "screen", "sr", "visually"];
    let lower = class.to_ascii_lowercase();
    lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| WORDS.iter().any(|&known| word.starts_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str, text: &str, hidden: &[(&str, &str)], shown: &[(&str, &str)]) -> Agreement {
        let own = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        let seen = Seen { text: text.to_owned(), hidden: own(hidden), shown: own(shown) };
        Agreement::of(&Document::from_html(html), &seen)
    }

    #[test]
    fn words_agree_in_any_order() {
        let agreement = of("<p>The mill<p>was built", "Was built THE MILL", &[], &[]);
        assert_eq!(agreement.share, 1.0);
        assert!(agreement.ours.is_empty() && agreement.theirs.is_empty());
    }

    #[test]
    fn words_that_differ_have_causes() {
        let html = "<p>The mill <span>menu</span><p>homenews<p aria-hidden=true>star<p>extra";
        let agreement = of(html, "The mill home news star", &[("style sheet: display", "menu")], &[]);
        assert_eq!(agreement.share, 4.0 / 10.0);
        let words = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
        assert_eq!(
            agreement.ours.into_iter().collect::<Vec<_>>(),
            [
                ("hidden by the browser: style sheet: display".into(), words(&["menu"])),
                ("other".into(), words(&["extra"])),
                ("words cut otherwise".into(), words(&["homenews"])),
            ]
        );
        assert_eq!(
            agreement.theirs.into_iter().collect::<Vec<_>>(),
            [
                ("hidden by dechaff: aria-hidden".into(), words(&["star"])),
                ("words cut otherwise".into(), words(&["home", "news"])),
            ]
        );
    }
}
