//! What was kept of a page, what was lost, and which decision took it.

use std::collections::BTreeMap;
use std::ops::Range;

use dechaff::document::Element;
use dechaff::{Cleaned, Kind};

use crate::gold::words_of;

/// Why something is not in the body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cause {
    /// The kind of the span that holds it and what decided, or what else went wrong.
    pub name: String,
    /// What was said of the span; empty if there is none.
    pub explanation: String,
}

impl Cause {
    /// A cause that is no span.
    pub fn of(name: &str) -> Self {
        Self { name: name.into(), explanation: String::new() }
    }

    /// Something that the page has is nowhere in the source.
    pub fn not_in_source() -> Self {
        Self::of("not in the source")
    }
}

/// Something of a page that is not in its body.
#[derive(Debug, PartialEq)]
pub struct Loss {
    pub cause: Cause,
    /// What is lost.
    pub text: String,
}

/// How much of something was kept.
#[derive(Debug, Default, PartialEq)]
pub struct Tally {
    pub total: usize,
    pub kept: usize,
    pub losses: Vec<Loss>,
}

impl Tally {
    /// Counts one thing: none if it was kept, else why it was not.
    pub fn count(&mut self, text: &str, loss: Option<Cause>) {
        self.total += 1;
        match loss {
            Some(cause) => self.losses.push(Loss { cause, text: text.to_owned() }),
            None => self.kept += 1,
        }
    }
}

/// The elements of a page by name and words, and what became of them.
pub struct Fates<'a> {
    page: &'a Cleaned,
    elements: BTreeMap<(&'a str, String), Vec<Range<usize>>>,
}

impl<'a> Fates<'a> {
    /// Of the elements with one of the names.
    pub fn new(page: &'a Cleaned, names: &[&str]) -> Self {
        let mut elements: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for element in page.document().elements().filter(|element| names.contains(&element.name())) {
            elements.entry((element.name(), element_words(page, element))).or_default().push(element.segments());
        }
        Self { page, elements }
    }

    /// For each element with the name and words in the page, why it was lost; none if it was kept.
    pub fn of(&self, name: &'a str, words: &str) -> impl Iterator<Item = Option<Cause>> {
        let found = self.elements.get(&(name, words.to_owned())).map_or(&[][..], Vec::as_slice);
        found.iter().map(|segments| loss(self.page, segments.clone()))
    }
}

fn element_words(page: &Cleaned, element: Element) -> String {
    let segments = &page.document().segments()[element.segments()];
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return String::new() };
    words_of(&page.source()[first.range().start..last.range().end])
}

/// Why the first span that is neither kept nor a title is not kept; none if there is no such span.
pub fn loss(page: &Cleaned, spans: Range<usize>) -> Option<Cause> {
    let lost = |&index: &usize| {
        let span = &page.spans()[index];
        !span.is_kept() && span.kind() != Kind::Title && !words_of(&page.source()[span.range()]).is_empty()
    };
    spans.clone().find(lost).map(|index| cause(page, index))
}

fn cause(page: &Cleaned, index: usize) -> Cause {
    let span = &page.spans()[index];
    Cause { name: format!("{} by {}", span.kind(), span.filter()), explanation: page.explain(index) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::{Cleaner, Decision};

    #[test]
    fn the_cause_of_a_loss_is_the_span_that_holds_it() {
        let html = "<h2>All rights reserved.</h2><h2>© 2024. All <i>rights</i> reserved.</h2>";
        let page = Cleaner::new().with_decision(Decision::Marks).clean_html(html).expect("it is HTML");
        let fates = Fates::new(&page, &["h2"]);
        let causes: Vec<_> = fates.of("h2", "2024 all rights reserved").flatten().collect();
        assert_eq!((causes.len(), causes[0].name.as_str()), (1, "legal by legal"));
        assert!(causes[0].explanation.starts_with("removed as legal"), "{}", causes[0].explanation);
        assert_eq!((fates.of("h2", "2024").count(), fates.of("h1", "2024 all rights reserved").count()), (0, 0));
    }
}
