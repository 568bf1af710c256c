//! Markdown and HTML of a body say the same: headings, links, images, code and words, on the pages of `testdata` and, where
//! the variable `DECHAFF_CORPORA` names folders of corpora, separated by colons, on all of their pages:
//!
//! ```sh
//! DECHAFF_CORPORA=corpora/one:corpora/two cargo test --release --test markdown_and_html -- --nocapture
//! ```

mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use dechaff::Cleaned;
use evaluation::{Corpus, Shape};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use scraper::{ElementRef, Html, Node};

const CORPORA: &str = "DECHAFF_CORPORA";

/// What a body has besides words, and how often: "h2 The mill", "link /a", "image /b.png", "code x = 1", and its words.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outline {
    parts: BTreeMap<String, usize>,
    /// All letters and digits in their order, without the labels of footnotes.
    words: String,
}

impl Outline {
    fn add(&mut self, part: String) {
        *self.parts.entry(part).or_default() += 1;
    }

    fn add_text(&mut self, text: &str) {
        self.words.extend(text.chars().filter(|c| c.is_alphanumeric()));
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// An address without the escapes of the characters that mean something in Markdown.
fn plain(address: &str) -> String {
    let escapes = [("%28", "("), ("%29", ")"), ("%20", " "), ("%3C", "<"), ("%3E", ">"), ("%5C", "\\"), ("%60", "`")];
    escapes.into_iter().fold(address.to_owned(), |address, (escape, character)| address.replace(escape, character))
}

/// Reads Markdown as a reader that knows CommonMark and the extensions of GitHub.
fn outline_of_markdown(markdown: &str) -> Outline {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut outline = Outline::default();
    // The texts of open headings, code blocks and images.
    let mut open: Vec<String> = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::Image { .. }) => {
                if let Event::Start(Tag::Image { dest_url, .. }) = &event {
                    outline.add(format!("image {}", plain(dest_url)));
                }
                open.push(String::new());
            }
            Event::Start(Tag::Link { dest_url, .. }) => outline.add(format!("link {}", plain(&dest_url))),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => panic!("indented code in {markdown}"),
            Event::End(TagEnd::Heading(level)) => {
                let text = open.pop().unwrap_or_default();
                outline.add(format!("{level} {}", letters(&text)));
                outline.add_text(&text);
            }
            Event::End(TagEnd::CodeBlock) => {
                let text = open.pop().unwrap_or_default();
                outline.add(format!("block {}", text.trim_end_matches('\n')));
                outline.add_text(&text);
            }
            Event::End(TagEnd::Image) => drop(open.pop()),
            Event::Code(text) => {
                outline.add(format!("code {}", letters(&text)));
                match open.last_mut() {
                    Some(open) => open.push_str(&text),
                    None => outline.add_text(&text),
                }
            }
            Event::Text(text) => match open.last_mut() {
                Some(open) => open.push_str(&text),
                None => outline.add_text(&text),
            },
            _ => {}
        }
    }
    outline
}

/// Reads the HTML that dechaff writes.
fn outline_of_html(html: &str) -> Outline {
    let fragment = Html::parse_fragment(html);
    // The notes that HTML lists below the text have names that references point to.
    let ids = fragment.root_element().descendants().filter_map(|node| node.value().as_element()?.id());
    let notes: BTreeSet<String> = ids.map(|id| format!("#{id}")).collect();
    let mut outline = Outline::default();
    for node in fragment.root_element().descendants() {
        match node.value() {
            Node::Text(text) => {
                let around = node.parent().and_then(|around| around.value().as_element());
                if around.and_then(|element| element.attr("href")).is_some_and(|href| notes.contains(href)) {
                    continue;
                }
                let callout = node.ancestors().nth(2).and_then(|around| around.value().as_element());
                let callout =
                    callout.filter(|element| element.name() == "aside").and_then(|element| element.attr("class"));
                // Markdown has a sign for the title of a callout that is the name of its kind.
                if !callout.is_some_and(|kind| text.trim().eq_ignore_ascii_case(kind)) {
                    outline.add_text(text);
                }
            }
            Node::Element(element) => {
                let text =
                    || ElementRef::wrap(node).map(|element| element.text().collect::<String>()).unwrap_or_default();
                let is_in = |name: &str| {
                    let mut around = node.ancestors().filter_map(|around| around.value().as_element());
                    around.any(|element| element.name() == name)
                };
                let attribute = |name| element.attr(name).unwrap_or_default();
                match element.name() {
                    name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                        outline.add(format!("{name} {}", letters(&text())))
                    }
                    // Markdown has signs of its own for footnotes, and no links in code.
                    "a" if !notes.contains(attribute("href")) && !is_in("code") => {
                        outline.add(format!("link {}", plain(attribute("href"))))
                    }
                    "img" => outline.add(format!("image {}", plain(attribute("src")))),
                    "pre" => outline.add(format!("block {}", text().trim_end_matches('\n'))),
                    "code" if !is_in("pre") => outline.add(format!("code {}", letters(&text()))),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    outline
}

/// What one of both has and the other lacks, a line each.
fn differences(page: &Cleaned) -> Vec<String> {
    let (markdown, html) = (outline_of_markdown(&page.markdown()), outline_of_html(&page.html()));
    let mut found = Vec::new();
    for (name, one, other) in [("HTML lacks", &markdown, &html), ("Markdown lacks", &html, &markdown)] {
        let lacks = one.parts.iter().filter(|(part, count)| other.parts.get(*part).is_none_or(|other| other < count));
        found.extend(lacks.map(|(part, _)| format!("{name} {part}")));
    }
    if markdown.words != html.words {
        let same = markdown.words.chars().zip(html.words.chars()).take_while(|(one, other)| one == other).count();
        let from = |words: &str| words.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
        found.push(format!("other words: {} / {}", from(&markdown.words), from(&html.words)));
    }
    found
}

#[test]
fn markdown_and_html_of_our_pages_say_the_same() {
    for page in pages::html_pages() {
        let cleaned = dechaff::clean_bytes(&page.source).expect("it is a page");
        assert_eq!(differences(&cleaned), Vec::<String>::new(), "{}", page.name);
    }
}

#[test]
fn markdown_and_html_of_corpora_say_the_same() -> Result<(), Box<dyn Error>> {
    let Some(folders) = std::env::var_os(CORPORA) else {
        println!("skipped: {CORPORA} names no corpora");
        return Ok(());
    };
    let (mut pages, mut differing) = (0, 0);
    for folder in std::env::split_paths(&folders) {
        for corpus in Corpus::open(folder)?.into_iter().filter(|corpus| corpus.shape() == Shape::Pages) {
            for page in corpus.pages()? {
                let id = page?.id;
                let Ok(cleaned) = dechaff::clean_bytes(&corpus.html(&id)?) else { continue };
                pages += 1;
                let found = differences(&cleaned);
                differing += usize::from(!found.is_empty());
                found.iter().take(4).for_each(|difference| println!("{}/{id}: {difference}", corpus.name()));
            }
        }
    }
    println!("{pages} pages, {differing} of them say something else in Markdown than in HTML");
    assert_eq!(differing, 0, "of {pages} pages");
    Ok(())
}
