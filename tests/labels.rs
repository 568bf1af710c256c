//! Agreement of dechaff with human readers on the pages of `testdata`.
//!
//! `labels.txt` of a page has the kind and language of each line, as a reader sees it. Rules are tuned on
//! `testdata/pages` and never on `testdata/unseen`. The floors below are the figures reached so far; raise a floor when
//! a figure improves.
//!
//! `cargo test --test labels -- --nocapture` prints the figures.

mod pages;

use std::ops::Range;

use dechaff::{Cleaned, Kind, Span, clean_text};
use evaluation::{Label, LineScore, share};
use pages::Page;

#[derive(Default)]
struct Score {
    lines: LineScore,
    kinds: Share,
    languages: Share,
}

impl Score {
    fn add(&mut self, page: &Page) {
        let cleaned = clean_text(&page.source).unwrap();
        let mut lines = Vec::new();
        let mut end = 0;
        for label in &page.labels {
            let rest = &page.source[end..];
            let start = end + rest.find(&label.text).unwrap_or_else(|| panic!("{}: {:?}", page.name, label.text));
            end = start + label.text.len();
            let (kind, language) = majority(&cleaned, &(start..end));
            let in_body = match label.kind {
                kind if kind.is_body() => Label::Body,
                // Titles, bylines and captions are neither.
                kind if kind.is_article() => Label::Neutral,
                _ => Label::Chrome,
            };
            lines.push((start..end, in_body));
            if !label.kind.is_article() {
                self.kinds.add(kind == Some(label.kind));
            }
            if let Some(code) = &label.language {
                self.languages.add(language == Some(code.as_str()));
            }
        }
        let kept: Vec<Range<usize>> = cleaned.spans().iter().filter(|span| span.is_kept()).map(Span::range).collect();
        self.lines += LineScore::of(lines, &kept, &[]);
    }
}

/// The share of right answers.
#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, is_right: bool) {
        self.all += 1;
        self.right += usize::from(is_right);
    }

    fn value(&self) -> f64 {
        share(self.right, self.all)
    }
}

/// The kind and the language code of most bytes of a line.
fn majority<'a>(page: &'a Cleaned, line: &Range<usize>) -> (Option<Kind>, Option<&'a str>) {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    let mut languages: Vec<(Option<&str>, usize)> = Vec::new();
    for span in page.spans().iter().filter(|span| span.start() < line.end && span.end() > line.start) {
        let bytes = span.end().min(line.end) - span.start().max(line.start);
        tally(&mut kinds, span.kind(), bytes);
        tally(&mut languages, span.language().code(), bytes);
    }
    (most(kinds), most(languages).flatten())
}

fn tally<T: PartialEq>(counts: &mut Vec<(T, usize)>, value: T, bytes: usize) {
    match counts.iter_mut().find(|(known, _)| *known == value) {
        Some((_, count)) => *count += bytes,
        None => counts.push((value, bytes)),
    }
}

fn most<T>(counts: Vec<(T, usize)>) -> Option<T> {
    counts.into_iter().max_by_key(|&(_, count)| count).map(|(value, _)| value)
}

/// Scores the pages of a folder, all together and by the language code that begins their names.
fn assert_floors(folder: &str, f1: f64, kinds: f64, languages: f64) {
    let pages = pages::pages(folder);
    for group in ["", "de-", "en-", "fa-", "fr-"] {
        let mut score = Score::default();
        pages.iter().filter(|page| page.name.starts_with(group)).for_each(|page| score.add(page));
        let figures = [
            ("body F1", score.lines.body().f1, f1),
            ("kinds", score.kinds.value(), kinds),
            ("languages", score.languages.value(), languages),
        ];
        for (name, figure, floor) in figures {
            println!("{folder:7} {group:3} {name:9} {figure:.4}, floor {floor}");
            assert!(!group.is_empty() || figure >= floor, "{name} {figure:.4} is below the floor {floor}");
        }
        println!("{:11} of {} kinds, {} languages", "", score.kinds.all, score.languages.all);
    }
}

#[test]
fn pages_for_tuning_reach_the_floors() {
    assert_floors("pages", 0.954, 0.776, 0.989);
}

#[test]
fn unseen_pages_reach_the_floors() {
    assert_floors("unseen", 0.943, 0.776, 0.979);
}
