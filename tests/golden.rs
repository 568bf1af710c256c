//! Compares the spans of every page of `testdata/pages` and `testdata/html` with its `expected.txt`.
//!
//! `DECHAFF_BLESS=1 cargo test --test golden` rewrites the files: read the diff before you commit it.

mod pages;

use std::fs;
use std::path::Path;

use dechaff::Cleaned;
use libtest_mimic::{Arguments, Failed, Trial};
use similar::{ChangeTag, TextDiff};

fn main() {
    let arguments = Arguments::from_args();
    let of_text = pages::pages("pages")
        .into_iter()
        .map(|page| Trial::test(page.name.clone(), move || compare(&page.folder, &dechaff::clean_text(&page.source)?)));
    let of_html = pages::html_pages().into_iter().map(|page| {
        Trial::test(format!("html {}", page.name), move || compare(&page.folder, &dechaff::clean_bytes(&page.source)?))
    });
    libtest_mimic::run(&arguments, of_text.chain(of_html).collect()).exit();
}

fn compare(folder: &Path, page: &Cleaned) -> Result<(), Failed> {
    let file = folder.join("expected.txt");
    let actual = pages::render(page);
    if std::env::var_os("DECHAFF_BLESS").is_some() {
        return Ok(fs::write(file, actual)?);
    }
    let expected = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    if expected == actual { Ok(()) } else { Err(diff(&expected, &actual).into()) }
}

fn diff(expected: &str, actual: &str) -> String {
    let mut out = String::from("expected (-) and actual (+) differ; DECHAFF_BLESS=1 writes the actual spans:\n");
    for change in TextDiff::from_lines(expected, actual).iter_all_changes() {
        match change.tag() {
            ChangeTag::Delete => out += &format!("- {change}"),
            ChangeTag::Insert => out += &format!("+ {change}"),
            ChangeTag::Equal => {}
        }
    }
    out
}
