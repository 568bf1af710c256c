//! How far dechaff agrees with readers on the HTML pages of `testdata/html`.
//!
//! Beside each `source.html` stand `body.txt` (what a reader takes for the body), `comments.txt`
//! (readers' comments, where there are any) and `metadata.txt` (what the page says of itself). The
//! floors below are what was reached; whoever improves a figure raises its floor.
//!
//! `cargo test --test html_pages -- --nocapture` prints the figures.

mod pages;

use std::collections::HashMap;

use dechaff::{Cleaned, MetadataValue, clean_bytes};
use pages::HtmlPage;

type Words = HashMap<String, usize>;

fn words(text: &str) -> Words {
    let mut words = Words::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

fn count(words: &Words) -> usize {
    words.values().sum()
}

fn overlap(a: &Words, b: &Words) -> usize {
    a.iter().map(|(word, count)| *count.min(b.get(word).unwrap_or(&0))).sum()
}

fn without(words: &Words, others: &Words) -> Words {
    words.iter().map(|(word, count)| (word.clone(), count.saturating_sub(*others.get(word).unwrap_or(&0)))).collect()
}

/// The word F1 of the body; 1 where there is none and none was found.
fn f1(found: &Words, wanted: &Words) -> f64 {
    match (count(found), count(wanted)) {
        (0, 0) => 1.0,
        (found_count, wanted_count) => 2.0 * overlap(found, wanted) as f64 / (found_count + wanted_count) as f64,
    }
}

fn clean(page: &HtmlPage) -> Cleaned {
    clean_bytes(&page.source).unwrap_or_else(|error| panic!("{}: {error}", page.name))
}

#[test]
fn bodies_are_what_readers_take_for_them() {
    let mut of_language: HashMap<String, Vec<f64>> = HashMap::new();
    for page in pages::html_pages() {
        let score = f1(&words(&clean(&page).text()), &words(&page.read("body.txt").unwrap_or_default()));
        println!("{:24} body F1 {score:.3}", page.name);
        assert!(score >= 0.75, "{}: body F1 {score:.3}", page.name);
        of_language.entry(page.name[..2].to_owned()).or_default().push(score);
    }
    assert_eq!(of_language.len(), 4);
    for (language, scores) in of_language {
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        println!("{language} mean body F1 {mean:.4} of {} pages", scores.len());
        assert!(scores.len() >= 8 && mean >= 0.955, "{language}: mean body F1 {mean:.4}");
    }
}

#[test]
fn comments_are_found_and_stay_out_of_the_body() {
    let (mut leaked, mut listed, mut all) = (0, 0, 0);
    for page in pages::html_pages() {
        let Some(comments) = page.read("comments.txt") else { continue };
        let cleaned = clean(&page);
        let body = words(&page.read("body.txt").unwrap_or_default());
        let comments = without(&words(&comments), &body);
        let kept = without(&words(&cleaned.text()), &body);
        let found: String = cleaned.comments().iter().map(|comment| comment.text() + "\n").collect();
        println!(
            "{:24} leaked {} listed {} of {} words of comments",
            page.name,
            overlap(&kept, &comments),
            overlap(&words(&found), &comments),
            count(&comments)
        );
        leaked += overlap(&kept, &comments);
        listed += overlap(&words(&found), &comments);
        all += count(&comments);
    }
    assert!(all > 500, "the pages have comments");
    assert!(leaked * 100 < 3 * all, "{leaked} of {all} words of comments are in the body");
    assert!(listed * 100 > 88 * all, "{listed} of {all} words of comments are in the list");
}

#[test]
fn metadata_is_what_the_page_says() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for page in pages::html_pages() {
        let cleaned = clean(&page);
        let metadata = cleaned.metadata();
        for line in page.read("metadata.txt").unwrap_or_default().lines() {
            let Some((name, wanted)) = line.split_once(": ") else { continue };
            let found = match name {
                "title" => metadata.title(),
                "author" => metadata.author(),
                "date" => metadata.date(),
                "language" => metadata.language(),
                "site" => metadata.site_name(),
                "url" => metadata.url(),
                other => panic!("{}: {other}?", page.name),
            };
            let found = found.map_or("", MetadataValue::value);
            let matches = match name {
                // Times and regions may follow.
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
fn nothing_of_a_body_is_lost_in_the_source() {
    for page in pages::html_pages() {
        let cleaned = clean(&page);
        let source = words(cleaned.source());
        for line in page.read("body.txt").unwrap_or_default().lines() {
            let line_words = words(line);
            assert_eq!(overlap(&line_words, &source), count(&line_words), "{}: {line:?}", page.name);
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
