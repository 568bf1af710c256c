//! Code blocks: of those that are content, those that are in the body whole, with their indentation.

use std::collections::BTreeSet;

use dechaff::Cleaned;
use scraper::Html;

use crate::gold::{Gold, words_of};
use crate::loss::{Cause, Fates, Tally};
use crate::markup;

/// What became of the code blocks of a page in two forms of its body.
#[derive(Debug, Default)]
pub struct CodeTally {
    pub in_text: Tally,
    pub in_html: Tally,
}

/// Counts the `<pre>` elements with at least two lines, most words of which are in the gold text; the numbers of lines, in
/// an element of their own, are no code.
///
/// White space at the ends of lines and empty lines around the block do not matter.
pub fn tally(markup: &Html, page: &Cleaned, gold: &Gold) -> CodeTally {
    let mut tally = CodeTally::default();
    let fates = Fates::new(page, &["pre"]);
    let lines = trimmed(&page.text());
    let html = Html::parse_document(&page.html());
    let blocks: BTreeSet<String> =
        markup::select(&html, "pre").into_iter().map(|block| trimmed(&markup::text(block))).collect();
    let in_blocks = blocks.iter().map(|block| block.to_owned() + "\n").collect::<String>();
    for block in markup::select(markup, "pre") {
        let code = trimmed(&markup::text(block));
        let is_code = code.contains(char::is_alphabetic) && code.lines().filter(|line| !line.is_empty()).count() >= 2;
        if !is_code || !gold.has_most_of(&code) {
            continue;
        }
        let words = words_of(&code);
        let lost = |found: &str| match fates.of("pre", &words).next() {
            None => Cause::not_in_source(),
            Some(Some(cause)) => cause,
            Some(None) => Cause::of(difference(&code, found)),
        };
        // Whole lines: the block must not begin in the middle of one.
        let in_text = format!("\n{lines}\n").contains(&format!("\n{code}\n"));
        tally.in_text.count(&code, (!in_text).then(|| lost(&lines)));
        tally.in_html.count(&code, (!blocks.contains(&code)).then(|| lost(&in_blocks)));
    }
    tally
}

/// Without white space at the ends of lines and empty lines at the ends of the text.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// How a text differs that has the words of a block.
fn difference(code: &str, found: &str) -> &'static str {
    let unindented = |text: &str| -> String {
        let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty());
        lines.map(|line| line.to_owned() + "\n").collect()
    };
    match () {
        () if found.contains(code.trim_start()) => "indentation of the first line",
        () if unindented(found).contains(&unindented(code)) => "indentation or empty lines",
        () if squeezed(found).contains(&squeezed(code)) => "line breaks or spaces",
        () => "other text in between",
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::Cleaner;

    fn of(html: &str, gold: &str) -> CodeTally {
        let page = Cleaner::new().clean_html(html).expect("it is HTML");
        tally(&Html::parse_document(html), &page, &Gold::new(gold))
    }

    const PROSE: &str =
        "<p>The mill was built in 1790 and ground rye until the war, when its wheel was taken away.</p>";

    #[test]
    fn code_is_looked_for_with_its_indentation() {
        let html =
            format!("{PROSE}<pre>fn main() {{\n    run();  \n}}\n</pre>{PROSE}<pre>one line</pre><pre>not\ngold</pre>");
        let tally = of(&html, "fn main() { run(); } one line");
        assert_eq!((tally.in_text.total, tally.in_text.kept, tally.in_html.kept), (1, 1, 1));
    }

    #[test]
    fn code_that_is_not_whole_is_lost() {
        let page = Cleaner::new().clean_html("<p>Nothing of it.").expect("it is HTML");
        let markup = Html::parse_document("<pre>fn main() {\n    run();\n}</pre>");
        let tally = tally(&markup, &page, &Gold::new("fn main() { run(); }"));
        assert_eq!((tally.in_text.total, tally.in_text.kept, tally.in_html.kept), (1, 0, 0));
        assert_eq!(tally.in_text.losses[0].cause, Cause::not_in_source());
    }

    #[test]
    fn differences_have_names() {
        let code = "  if x {\n    y\n  }";
        for (found, name) in [
            ("if x {\n    y\n  }", "indentation of the first line"),
            ("  if x {\ny\n\n}", "indentation or empty lines"),
            ("if x { y }", "line breaks or spaces"),
            ("if x {\n1\n    y\n  }", "other text in between"),
        ] {
            assert_eq!(difference(code, found), name);
        }
    }

    #[test]
    fn lines_are_trimmed_at_their_ends() {
        assert_eq!(trimmed("\r\n  a \r\n\n\tb\n\n"), "  a\n\n\tb");
    }
}
