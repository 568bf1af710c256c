//! The promises of `.github/SECURITY.md` name tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a folder")
}

/// Tests that a text names, each with its file: what is between backticks after a file of tests or sources, up to the
/// next file.
fn named(text: &str) -> Vec<(String, Option<String>)> {
    let mut named = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let Some((_, held_by)) = row.trim_end_matches('|').trim_end().rsplit_once(" | ") else { continue };
        let mut file = None;
        for name in held_by.split('`').skip(1).step_by(2) {
            if name.ends_with(".rs") {
                named.push((name.to_owned(), None));
                file = Some(name.to_owned());
            } else if let Some(file) = &file {
                named.push((file.clone(), Some(name.to_owned())));
            }
        }
    }
    named
}

/// The functions of a file that are tests.
fn tests(source: &str) -> BTreeSet<&str> {
    let mut tests = BTreeSet::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("fn ") {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            if std::mem::take(&mut is_test) {
                tests.insert(name);
            }
        } else if line.starts_with("#[test]") {
            is_test = true;
        } else if !line.starts_with('#') {
            is_test = false;
        }
    }
    tests
}

#[test]
fn every_promise_is_held_by_a_test_that_exists() {
    let text = fs::read_to_string(root().join(".github/SECURITY.md")).expect("SECURITY.md can be read");
    let named = named(&text);
    assert!(named.iter().filter(|(_, test)| test.is_some()).count() >= 10, "{named:?}");
    for (file, test) in named {
        let source = fs::read_to_string(root().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let tests = tests(&source);
        assert!(!tests.is_empty(), "{file} has no tests");
        assert!(test.iter().all(|test| tests.contains(&**test)), "{file} has no test {test:?}");
    }
}

#[test]
fn every_promise_has_a_test() {
    let text = fs::read_to_string(root().join(".github/SECURITY.md")).expect("SECURITY.md can be read");
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.ends_with("| held by |"));
    for row in rows {
        assert!(!named(row).is_empty() || row.contains("the compiler"), "{row}");
    }
}

#[test]
fn sources_open_nothing() {
    let mut folders = vec![root().join("src")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for path in
            fs::read_dir(folder).expect("src can be listed").map(|entry| entry.expect("it can be listed").path())
        {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a source file can be read");
                // Imports of the standard library are written one by one, not in braces.
                for module in ["std::fs", "std::net", "std::process", "std::os", "std::{"] {
                    assert!(!source.contains(module), "{} names {module}", path.display());
                }
                files += 1;
            }
        }
    }
    assert!(files > 100);
}

#[test]
fn names_are_read_from_rows() {
    let found = named("`a.rs`: `no_row`\n| x `y` | `a.rs`: `one`, `two`; `b.rs` |\n");
    let expected = [("a.rs", None), ("a.rs", Some("one")), ("a.rs", Some("two")), ("b.rs", None)];
    assert_eq!(found, expected.map(|(file, test)| (file.to_owned(), test.map(str::to_owned))));
}

#[test]
fn only_tests_count() {
    let source = "#[test]\nfn one() {\n    fn two() {}\n}\n#[test]\n#[ignore]\nfn three(a: u8) {}\nfn four() {}\n";
    assert_eq!(tests(source), BTreeSet::from(["one", "three"]));
}
