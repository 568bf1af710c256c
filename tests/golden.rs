//! Every page of `testdata/pages` gives what its `expected.txt` says.
//!
//! `DECHAFF_BLESS=1 cargo test --test golden` writes the files anew: read the diff before you
//! commit it.

mod pages;

use std::fs;

use libtest_mimic::{Arguments, Failed, Trial};
use pages::Page;
use similar::{ChangeTag, TextDiff};

fn main() {
    let arguments = Arguments::from_args();
    let trials =
        pages::pages("pages").into_iter().map(|page| Trial::test(page.name.clone(), move || compare(&page))).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn compare(page: &Page) -> Result<(), Failed> {
    let file = page.folder.join("expected.txt");
    let actual = pages::render(&dechaff::clean_text(&page.source));
    if std::env::var_os("DECHAFF_BLESS").is_some() {
        return Ok(fs::write(file, actual)?);
    }
    let expected = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    if expected == actual { Ok(()) } else { Err(diff(&expected, &actual).into()) }
}

fn diff(expected: &str, actual: &str) -> String {
    let mut out = String::from("expected (-) and actual (+) differ; DECHAFF_BLESS=1 writes the actual:\n");
    for change in TextDiff::from_lines(expected, actual).iter_all_changes() {
        match change.tag() {
            ChangeTag::Delete => out += &format!("- {change}"),
            ChangeTag::Insert => out += &format!("+ {change}"),
            ChangeTag::Equal => {}
        }
    }
    out
}
