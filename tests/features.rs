//! The values of all features on a few pages of `testdata` are those of `testdata/features`.
//!
//! A model knows a feature by its place in the table, not by its meaning: where a value has changed, the shipped model
//! is fed with numbers that it was not trained on. Retrain it (`examples/train_scorer`), or restore the meaning;
//! then `DECHAFF_BLESS=1 cargo test --test features` writes the files anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use dechaff::Cleaner;
use dechaff::document::Document;
use dechaff::model::Features;

/// Segments of each page whose values are written down, evenly spaced from the first to the last.
const SEGMENTS: usize = 4;
/// Characters of each segment's text in the head of its column.
const HEAD_CHARS: usize = 24;

#[test]
fn german_blog() {
    check("html/de-02-blog-wordpress/source.html", "html-de-blog.tsv");
}

#[test]
fn english_product() {
    check("html/en-06-product/source.html", "html-en-product.tsv");
}

#[test]
fn farsi_forum() {
    check("html/fa-03-forum/source.html", "html-fa-forum.tsv");
}

#[test]
fn french_documentation() {
    check("html/fr-04-documentation/source.html", "html-fr-documentation.tsv");
}

#[test]
fn german_digest_as_text() {
    check("pages/de-13-digest/source.txt", "text-de-digest.tsv");
}

#[test]
fn english_page_of_everything_as_text() {
    check("pages/en-14-everything/source.txt", "text-en-everything.tsv");
}

#[test]
fn farsi_ticker_as_text() {
    check("pages/fa-01-ticker/source.txt", "text-fa-ticker.tsv");
}

#[test]
fn french_comments_as_text() {
    check("pages/fr-04-comments-wordpress/source.txt", "text-fr-comments.tsv");
}

fn check(page: &str, expected: &str) {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let source = fs::read_to_string(testdata.join(page)).expect("the page is UTF-8");
    let document = if page.ends_with(".html") { Document::from_html(&source) } else { Document::from_text(source) };
    let actual = table(&document);
    let file = testdata.join("features").join(expected);
    if std::env::var_os("DECHAFF_BLESS").is_some() {
        fs::write(&file, &actual).expect("the file can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (expected, actual): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let mut changes = String::new();
    for (expected, actual) in expected.iter().zip(&actual).filter(|(expected, actual)| expected != actual) {
        write!(changes, "- {expected}\n+ {actual}\n").expect("strings can be written to");
    }
    assert!(changes.is_empty(), "{page}: features mean something else than before (-):\n{changes}");
    assert_eq!(expected.len(), actual.len(), "{page}: features were added or removed");
}

/// A line for each feature: its name, its unit, its mean over all segments, its value for some segments.
fn table(document: &Document) -> String {
    let segments = document.segments();
    let features = Features::of(document, &Cleaner::new().mark(document));
    let rows: Vec<&[f32]> = features.rows().collect();
    let chosen = (0..SEGMENTS).map(|number| number * (segments.len() - 1) / (SEGMENTS - 1));
    let mut out = String::from("feature\tunit\tmean");
    for segment in chosen.clone() {
        let head: String = document.text(&segments[segment]).chars().take(HEAD_CHARS).collect();
        write!(out, "\t{segment}: {}", head.replace(['\t', '\n'], " ")).expect("strings can be written to");
    }
    out.push('\n');
    for (column, info) in features.infos().iter().enumerate() {
        let mean = rows.iter().map(|row| f64::from(row[column])).sum::<f64>() / rows.len() as f64;
        let values = chosen.clone().map(|segment| f64::from(rows[segment][column]));
        let values: Vec<String> = [mean].into_iter().chain(values).map(number).collect();
        writeln!(out, "{}\t{}\t{}", info.name(), info.unit(), values.join("\t")).expect("strings can be written to");
    }
    out
}

/// A number with four digits after the point, without trailing zeros: other digits may differ between machines.
fn number(value: f64) -> String {
    let digits = format!("{value:.4}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    if digits == "-0" { "0".into() } else { digits.into() }
}
