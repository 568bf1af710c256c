//! How far dechaff agrees with readers on the pages of `testdata`.
//!
//! `labels.txt` of a page says for each line what a reader takes it for. Rules are tuned on
//! `testdata/pages`; `testdata/unseen` is there to judge by and must not be tuned on. The floors
//! below are what was reached; whoever improves a figure raises its floor.
//!
//! `cargo test --test labels -- --nocapture` prints the figures.

mod pages;

use std::ops::Range;

use dechaff::{Cleaned, Kind, clean_text};
use pages::Page;

#[derive(Default)]
struct Score {
    kept_body: usize,
    kept_other: usize,
    lost_body: usize,
    kinds: (usize, usize),
    languages: (usize, usize),
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.kept_body as f64 / (2 * self.kept_body + self.kept_other + self.lost_body).max(1) as f64
    }

    fn share((right, all): (usize, usize)) -> f64 {
        right as f64 / all.max(1) as f64
    }

    fn add(&mut self, page: &Page) {
        let cleaned = clean_text(&page.source).unwrap();
        let mut at = 0;
        for label in &page.labels {
            let start =
                at + page.source[at..].find(&label.text).unwrap_or_else(|| panic!("{}: {:?}", page.name, label.text));
            at = start + label.text.len();
            let line = start..at;
            let (kind, language, kept) = majority(&cleaned, &line);
            match (label.kind.is_body(), kept) {
                (true, true) => self.kept_body += line.len(),
                (true, false) => self.lost_body += line.len(),
                (false, true) if !label.kind.is_article() => self.kept_other += line.len(),
                _ => {}
            }
            if !label.kind.is_article() {
                self.kinds.1 += 1;
                self.kinds.0 += usize::from(kind == Some(label.kind));
            }
            if let Some(code) = &label.language {
                self.languages.1 += 1;
                self.languages.0 += usize::from(language == Some(code.as_str()));
            }
        }
    }
}

/// What most bytes of a line are: kind, language code, whether they are kept.
fn majority<'a>(page: &'a Cleaned, line: &Range<usize>) -> (Option<Kind>, Option<&'a str>, bool) {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    let mut languages: Vec<(Option<&str>, usize)> = Vec::new();
    let (mut kept, mut all) = (0, 0);
    for span in page.spans().iter().filter(|span| span.start() < line.end && span.end() > line.start) {
        let bytes = span.end().min(line.end) - span.start().max(line.start);
        tally(&mut kinds, span.kind(), bytes);
        tally(&mut languages, span.language().code(), bytes);
        kept += if span.is_kept() { bytes } else { 0 };
        all += bytes;
    }
    (most(kinds), most(languages).flatten(), kept * 2 > all)
}

fn tally<T: PartialEq>(counts: &mut Vec<(T, usize)>, what: T, bytes: usize) {
    match counts.iter_mut().find(|(known, _)| *known == what) {
        Some((_, count)) => *count += bytes,
        None => counts.push((what, bytes)),
    }
}

fn most<T>(counts: Vec<(T, usize)>) -> Option<T> {
    counts.into_iter().max_by_key(|&(_, count)| count).map(|(what, _)| what)
}

/// Scores the pages of a folder, all and by the language that their names begin with.
fn assert_floors(folder: &str, f1: f64, kinds: f64, languages: f64) {
    let pages = pages::pages(folder);
    for group in ["", "de-", "en-", "fa-", "fr-"] {
        let mut score = Score::default();
        pages.iter().filter(|page| page.name.starts_with(group)).for_each(|page| score.add(page));
        println!(
            "{folder:7} {group:3} body F1 {:.4}, kinds {:.4} of {}, languages {:.4} of {}",
            score.f1(),
            Score::share(score.kinds),
            score.kinds.1,
            Score::share(score.languages),
            score.languages.1
        );
        if group.is_empty() {
            assert!(score.f1() >= f1, "body F1 {:.4} is under the floor", score.f1());
            assert!(Score::share(score.kinds) >= kinds, "kinds {:.4} are under the floor", Score::share(score.kinds));
            assert!(
                Score::share(score.languages) >= languages,
                "languages {:.4} are under the floor",
                Score::share(score.languages)
            );
        }
    }
}

#[test]
fn pages_to_tune_on() {
    assert_floors("pages", 0.954, 0.779, 0.989);
}

#[test]
fn pages_to_judge_by() {
    assert_floors("unseen", 0.943, 0.776, 0.979);
}
