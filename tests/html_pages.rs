//! Agreement of dechaff with human readers on the HTML pages of `testdata/html`.
//!
//! Beside each `source.html` are `body.txt` (the body as a reader sees it), `comments.txt` (readers' comments, if any)
//! and `metadata.txt` (the metadata of the page). The floors below are the figures reached so far; raise a floor
//! when a figure improves.
//!
//! `cargo test --test html_pages -- --nocapture` prints the figures.

mod pages;

use std::collections::HashMap;

use dechaff::{Cleaned, MetadataValue, clean_bytes};
use evaluation::{Bag, MeanScore, Score};
use pages::HtmlPage;

/// The words of a text that another lacks.
fn surplus(text: &str, other: &str) -> Bag {
    let mut words = Bag::of(text);
    words.remove(&Bag::of(other));
    words
}

fn clean(page: &HtmlPage) -> Cleaned {
    clean_bytes(&page.source).unwrap_or_else(|error| panic!("{}: {error}", page.name))
}

#[test]
fn bodies_are_those_that_readers_see() {
    let mut of_language: HashMap<String, MeanScore> = HashMap::new();
    for page in pages::html_pages() {
        let score = Score::of(&clean(&page).text(), &page.read("body.txt").unwrap_or_default());
        println!("{:24} body F1 {:.3}", page.name, score.f1);
        assert!(score.f1 >= 0.75, "{}: body F1 {:.3}", page.name, score.f1);
        of_language.entry(page.name[..2].to_owned()).or_default().add(score);
    }
    assert_eq!(of_language.len(), 4);
    for (language, scores) in of_language {
        let mean = scores.mean().f1;
        println!("{language} mean body F1 {mean:.4} of {} pages", scores.pages());
        assert!(scores.pages() >= 8 && mean >= 0.955, "{language}: mean body F1 {mean:.4}");
    }
}

#[test]
fn comments_are_found_and_stay_out_of_the_body() {
    let (mut leaked, mut listed, mut all) = (0, 0, 0);
    for page in pages::html_pages() {
        let Some(comments) = page.read("comments.txt") else { continue };
        let cleaned = clean(&page);
        let body = page.read("body.txt").unwrap_or_default();
        let comments = surplus(&comments, &body);
        let in_body = surplus(&cleaned.text(), &body).overlap(&comments);
        let found: String = cleaned.comments().iter().map(|comment| comment.text() + "\n").collect();
        let in_list = Bag::of(&found).overlap(&comments);
        println!("{:24} leaked {in_body} listed {in_list} of {} words of comments", page.name, comments.size());
        leaked += in_body;
        listed += in_list;
        all += comments.size();
    }
    assert!(all > 500, "the pages have comments");
    assert!(leaked * 100 < 3 * all, "{leaked} of {all} words of comments are in the body");
    assert!(listed * 100 > 88 * all, "{listed} of {all} words of comments are in the list");
}

#[test]
fn metadata_matches_the_files() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for page in pages::html_pages() {
        let cleaned = clean(&page);
        let metadata = cleaned.metadata();
        for line in page.read("metadata.txt").unwrap_or_default().lines() {
            let Some((name, wanted)) = line.split_once(": ") else { continue };
            let text = |value: Option<&MetadataValue>| value.map_or("", MetadataValue::value).to_owned();
            let found = match name {
                "title" => text(metadata.title()),
                "author" => metadata.authors().iter().map(MetadataValue::value).collect::<Vec<_>>().join(", "),
                "date" => metadata.published().map(|date| date.date().to_string()).unwrap_or_default(),
                "language" => text(metadata.language()),
                "site" => text(metadata.site_name()),
                "url" => text(metadata.url()),
                other => panic!("{}: {other}?", page.name),
            };
            let matches = match name {
                // A time or a region may follow.
                "date" | "language" => found.starts_with(wanted),
                _ => found == wanted,
            };
            all += 1;
            if !matches {
                wrong.push(format!("{}: {name} is {found:?}, wanted {wanted:?}", page.name));
            }
        }
    }
    println!("{} of {all} values wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(all > 100 && wrong.len() * 100 <= 13 * all);
}

#[test]
fn the_source_contains_every_word_of_the_body() {
    for page in pages::html_pages() {
        let cleaned = clean(&page);
        let source = Bag::of(cleaned.source());
        for line in page.read("body.txt").unwrap_or_default().lines() {
            let words = Bag::of(line);
            assert_eq!(words.overlap(&source), words.size(), "{}: {line:?}", page.name);
        }
    }
}

#[test]
fn pages_are_read_in_their_encoding() {
    let encoding = |name: &str| {
        let page = pages::html_pages().into_iter().find(|page| page.name == name).expect("the page is there");
        let cleaned = clean(&page);
        assert!(cleaned.notes().is_empty(), "{name}: {:?}", cleaned.notes());
        cleaned.encoding()
    };
    assert_eq!(encoding("fr-08-old"), "windows-1252");
    assert_eq!(encoding("de-08-old"), "windows-1252");
    assert_eq!(encoding("en-08-old"), "windows-1252");
    assert_eq!(encoding("fa-08-old"), "windows-1256");
}
