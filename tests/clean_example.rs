//! `examples/clean` as a user meets it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// `cargo test` builds the examples beside the tests.
fn clean() -> Command {
    let test = std::env::current_exe().expect("a test has a path");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("tests are built two folders deep");
    Command::new(folder.join("examples").join("clean"))
}

fn page(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/pages").join(name).join("source.txt");
    path.to_string_lossy().into_owned()
}

fn run(arguments: &[&str]) -> Output {
    clean().args(arguments).output().expect("the example was built")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_file_that_is_missing_is_named_and_the_others_are_done() {
    let output = run(&["--format", "jsonl", "no-such-file.txt", &page("en-12-clean")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no-such-file.txt"));
    assert_eq!(stdout(&output).lines().count(), 1);
}

#[test]
fn standard_input_is_read_where_no_file_is_named() {
    let mut child = clean().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the example was built");
    let text = "The old mill was built in 1790 and ground rye until the war, the village said on Friday.";
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("the child reads");
    let output = child.wait_with_output().expect("the child ends");
    assert_eq!(stdout(&output).trim_end(), text);
}

#[test]
fn jsonl_holds_every_span() {
    let output = run(&["--format", "jsonl", &page("fr-14-everything")]);
    let row: serde_json::Value = serde_json::from_str(stdout(&output).trim_end()).expect("a row is JSON");
    let source = row["source"].as_str().expect("a source");
    for span in row["spans"].as_array().expect("spans") {
        let range = span["start"].as_u64().expect("a start") as usize..span["end"].as_u64().expect("an end") as usize;
        assert!(source.get(range).is_some(), "{span}");
        for key in ["kind", "lang", "confidence", "keep", "filter"] {
            assert!(span.get(key).is_some(), "{span} has no {key}");
        }
    }
    assert_eq!(row["language"], "fr");
}

#[test]
fn json_is_one_array() {
    let output = run(&["--format", "json", &page("en-12-clean"), &page("de-12-clean")]);
    let rows: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
}

#[test]
fn spans_show_the_whole_page_without_colours_in_a_pipe() {
    let file = page("en-09-consent");
    let output = stdout(&run(&["--format", "spans", &file]));
    assert!(output.contains("[consent en consent 0."));
    assert!(!output.contains('\u{1b}'));
}

#[test]
fn kinds_and_filters_can_be_chosen() {
    let file = page("en-08-share");
    let all = stdout(&run(&[&file]));
    let with_title = stdout(&run(&["--keep", "title", &file]));
    assert!(with_title.len() > all.len());
    let without = stdout(&run(&["--without", "share", "--without", "content", &file]));
    assert!(without.len() > all.len());
    let only = stdout(&run(&["--only", "share", "--drop", "paragraph", &file]));
    assert_eq!(only.trim(), "");
}

#[test]
fn wrong_options_are_explained() {
    for (arguments, explanation) in [
        (["--keep", "advert"], "unknown kind \"advert\""),
        (["--only", "comet"], "no filter \"comet\""),
        (["--format", "xml"], "unknown format \"xml\""),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(explanation), "{}", stderr(&output));
    }
}
