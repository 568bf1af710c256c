//! Headings kept: of the headings of a page that the gold text has, those that are in the body or are its title.

use std::collections::BTreeSet;

use dechaff::Cleaned;
use scraper::Html;

use crate::gold::{Gold, words_of};
use crate::loss::{Cause, Fates, Tally};
use crate::markup;

const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// A text of fewer words below a heading is another heading, a date or a name (hand-set).
const MIN_TEXT_WORDS: usize = 5;
/// The text that a heading heads begins at most this many spans below it (hand-set).
const MAX_SPANS_BELOW: usize = 4;

/// The words of the spans whose text below is in the body: headings in a comment or a box that is removed as a whole are
/// none of the body.
fn heads_of_body(page: &Cleaned) -> BTreeSet<String> {
    let spans = page.spans();
    let words: Vec<String> = spans.iter().map(|span| words_of(&page.source()[span.range()])).collect();
    let is_text = |index: &usize| words[*index].split(' ').count() >= MIN_TEXT_WORDS;
    let heads_body = |index: &usize| {
        let below = index + 1..spans.len().min(index + 1 + MAX_SPANS_BELOW);
        below.into_iter().find(is_text).is_some_and(|next| spans[next].is_kept())
    };
    (0..spans.len()).filter(heads_body).map(|index| words[index].clone()).collect()
}

/// Counts the headings of a page whose text below is in the body, as [`tally`] does all.
pub fn tally_in_body(markup: &Html, page: &Cleaned, gold: &Gold) -> Tally {
    let heads = heads_of_body(page);
    tally_if(markup, page, gold, |words| heads.contains(words))
}

/// Counts the headings of a page. Headings with the same words are one: one of them in the body is enough.
pub fn tally(markup: &Html, page: &Cleaned, gold: &Gold) -> Tally {
    tally_if(markup, page, gold, |_| true)
}

fn tally_if(markup: &Html, page: &Cleaned, gold: &Gold, counts: impl Fn(&str) -> bool) -> Tally {
    let mut tally = Tally::default();
    let fates = Fates::new(page, &NAMES);
    let lines: BTreeSet<String> = page.text().lines().flat_map(|line| line.split('\t')).map(words_of).collect();
    let title = page.title().map(words_of);
    let mut seen = BTreeSet::new();
    for heading in markup::select(markup, &NAMES.join(",")) {
        let text = markup::text(heading);
        let words = words_of(&text);
        if words.is_empty() || !gold.has_heading(&words) || !counts(&words) || !seen.insert(words.clone()) {
            continue;
        }
        let mut losses: Vec<Option<Cause>> = NAMES.iter().flat_map(|name| fates.of(name, &words)).collect();
        let is_kept = losses.contains(&None) || lines.contains(&words) || title.as_ref() == Some(&words);
        let loss = if losses.is_empty() { Some(Cause::not_in_source()) } else { losses.swap_remove(0) };
        tally.count(&format!("{} {}", heading.value().name(), text.trim()), loss.filter(|_| !is_kept));
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::{Cleaner, Decision};

    #[test]
    fn headings_of_the_gold_text_are_looked_for_in_the_body() {
        let html = "<h1>A mill</h1><p>The mill was built in 1790 and ground rye until the war.</p>
            <h2>The <i>wheel</i></h2><h2>All rights reserved.</h2><noscript><h2>Unseen</h2></noscript><h3>Nowhere</h3>
            <aside><h3>The wheel</h3></aside>";
        let page = Cleaner::new().with_decision(Decision::Marks).clean_html(html).expect("it is HTML");
        let gold = Gold::new("A mill\nThe mill was built\nThe wheel\nAll rights reserved\nUnseen");
        let tally = tally(&Html::parse_document(html), &page, &gold);
        assert_eq!((tally.total, tally.kept), (3, 2));
        assert_eq!(
            (tally.losses[0].cause.name.as_str(), tally.losses[0].text.as_str()),
            ("legal by legal", "h2 All rights reserved.")
        );
        let in_body = tally_in_body(&Html::parse_document(html), &page, &gold);
        assert_eq!((in_body.total, in_body.kept), (1, 1), "no text is below the others");
    }
}
