//! Options that concern the run as a whole: help, version, jobs, names between pages, the summary.

use crate::support::{clean, folder, html, page, rows, run, run_in, sentence, stderr, stdout};

#[test]
fn help_names_every_option_and_exit_status() {
    let help = stdout(&run(&["--help"]));
    for option in [
        "--format",
        "--from",
        "--charset",
        "--url",
        "--comments",
        "--metadata",
        "--focus",
        "--keep",
        "--drop",
        "--only",
        "--without",
        "--decision",
        "--out",
        "--jobs",
        "--color",
        "--list",
        "--version",
        "--help",
    ] {
        assert!(help.contains(&format!("  {option}")), "{option}");
    }
    assert!(help.contains("Exit status\n  0") && help.contains("\n  1  ") && help.contains("\n  2  "));
    let widest = help.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(120), "{widest:?}");
}

#[test]
fn the_version_is_that_of_the_crate() {
    for option in ["--version", "-V"] {
        assert_eq!(stdout(&run(&[option])), format!("clean (dechaff {})\n", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn focus_moves_the_body_towards_precision_or_recall() {
    let file = html("de-05-home");
    let length = |focus| stdout(&run(&["--focus", focus, &file])).len();
    assert!(length("precise") < length("complete"));
    assert!((length("precise")..=length("complete")).contains(&length("balanced")));
    assert_eq!(stdout(&run(&["--focus", "balanced", &file])), stdout(&run(&[&file])));
    assert!(stderr(&run(&["--focus", "sharp"])).contains("expected precise, balanced or complete"));
}

#[test]
fn jobs_do_not_change_the_output() {
    let files: Vec<(String, Vec<u8>)> =
        (0..40).map(|number| (format!("{number:02}.html"), sentence(1700 + number))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, page)| (name.as_str(), page.as_slice())).collect();
    let folder = folder(&files);
    let one = run_in(&folder, &["--jobs", "1", "--format", "jsonl", "."]);
    let names: Vec<String> = rows(&one).iter().map(|row| row["id"].as_str().expect("a name").to_owned()).collect();
    assert_eq!(names.len(), 40);
    assert!(names.is_sorted());
    for jobs in ["2", "7", "100"] {
        assert_eq!(stdout(&run_in(&folder, &["--jobs", jobs, "--format", "jsonl", "."])), stdout(&one), "{jobs}");
    }
    for wrong in ["0", "-1", "many"] {
        let output = run(&[&format!("--jobs={wrong}")]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("--jobs takes a number from 1 on"), "{}", stderr(&output));
    }
}

#[test]
fn names_stand_between_pages_as_head_prints_them() {
    let (one, two) = (page("en-12-clean"), page("de-12-clean"));
    for format in ["text", "markdown", "html", "spans", "report"] {
        let both = stdout(&run(&["--format", format, &one, &two]));
        let each: Vec<String> = [&one, &two].iter().map(|file| stdout(&run(&["--format", format, file]))).collect();
        assert_eq!(both, format!("==> {one} <==\n{}\n==> {two} <==\n{}", each[0], each[1]), "{format}");
    }
    for option in ["--comments", "--metadata"] {
        let both = stdout(&run(&[option, &one, &two]));
        assert_eq!(both.matches("==> ").count(), 2, "{option}");
    }
    for format in ["json", "jsonl"] {
        assert!(!stdout(&run(&["--format", format, &one, &two])).contains("==> "), "{format}");
    }
}

#[test]
fn json_is_an_array_of_any_length() {
    let folder = folder(&[
        ("1.html", &sentence(1790)),
        ("2.html", &sentence(1791)),
        ("image.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01"),
    ]);
    for (files, pages) in [(&["image.jpg"][..], 0), (&["1.html"], 1), (&["1.html", "image.jpg", "2.html"], 2)] {
        let output = stdout(&run_in(&folder, &[&["--format", "json"], files].concat()));
        let rows: Vec<serde_json::Value> = serde_json::from_str(&output).expect("an array");
        assert_eq!(rows.len(), pages);
        // The layout of serde_json.
        let pretty = serde_json::to_string_pretty(&rows).expect("a value is JSON");
        assert_eq!(output.lines().collect::<Vec<_>>(), pretty.lines().collect::<Vec<_>>());
    }
}

#[test]
fn many_pages_have_a_summary() {
    let files: Vec<(String, Vec<u8>)> = (0..11).map(|number| (format!("{number}.html"), sentence(1790))).collect();
    let mut files: Vec<(&str, &[u8])> = files.iter().map(|(name, page)| (name.as_str(), page.as_slice())).collect();
    files.push(("empty.txt", b""));
    files.push(("image.html", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01"));
    let output = run_in(&folder(&files), &["."]);
    let messages = stderr(&output);
    let last = messages.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("clean: 12 pages (0.0 MB) in ") && last.ends_with(" s, 1 without body, 1 error"),
        "{last}"
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&run(&[page("en-12-clean")])), "");
}

#[test]
fn a_reader_that_stops_is_no_fault() {
    let output = clean()
        .args(["--format", "jsonl"])
        .args(std::iter::repeat_n(html("en-01-news"), 20))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .and_then(|mut child| {
            drop(child.stdout.take());
            child.wait()
        });
    assert_eq!(output.expect("the example was built").code(), Some(0));
}
