//! One file for each page: `--out`.

use std::path::{Path, PathBuf};

use crate::support::{folder, read, run_in, run_with_input, sentence, stderr, stdout};

/// The files below a folder, with their paths, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.into()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let path =
                    entry.path().strip_prefix(folder).expect("a file below").to_string_lossy().replace('\\', "/");
                files.push(path);
            }
        }
    }
    files.retain(|file| file != ".dechaff-clean.jsonl");
    files.sort();
    files
}

#[test]
fn the_ending_is_that_of_the_format() {
    let folder = folder(&[("page.html.gz", &crate::support::gzip(&sentence(1790)))]);
    for (arguments, file) in [
        (&["--format", "text"][..], "page.txt"),
        (&["--format", "markdown"], "page.md"),
        (&["--format", "html"], "page.html"),
        (&["--format", "report"], "page.report.html"),
        (&["--format", "spans"], "page.spans.txt"),
        (&["--format", "json"], "page.json"),
        (&["--format", "jsonl"], "page.jsonl"),
        (&["--comments"], "page.comments.txt"),
        (&["--metadata", "--format", "json"], "page.metadata.json"),
    ] {
        let output = run_in(&folder, &[arguments, &["--out", "out", "page.html.gz"]].concat());
        assert_eq!((stdout(&output).as_str(), stderr(&output).as_str()), ("", ""), "{file}");
        // The file is what the stream would be.
        let stream = stdout(&run_in(&folder, &[arguments, &["page.html.gz"]].concat()));
        assert_eq!(read(&folder.path().join("out").join(file)), stream, "{file}");
    }
    assert_eq!(files(&folder.path().join("out")).len(), 9);
}

#[test]
fn folders_are_kept() {
    let page = sentence(1790);
    let folder = folder(&[("fr/a.html", &page), ("fr/b/a.html", &page), ("de/a.html", &page), ("top.txt", &page)]);
    let output = run_in(&folder, &["--out", "out", "fr", "./de/../de/a.html", "top.txt"]);
    assert_eq!(stderr(&output), "");
    assert_eq!(files(&folder.path().join("out")), ["de/de/a.txt", "fr/a.txt", "fr/b/a.txt", "top.txt"]);
    // No path leads out of the folder.
    let absolute = folder.path().join("top.txt").to_string_lossy().into_owned();
    assert_eq!(
        stderr(&run_in(&folder, &["--out", "absolute", &absolute, "fr/../../../../../../../nowhere"])).lines().count(),
        1
    );
    let files = files(&folder.path().join("absolute"));
    assert!(files.len() == 1 && files[0].ends_with("/top.txt"), "{files:?}");
}

#[test]
fn names_that_collide_are_told_apart_and_stay() {
    let folder = folder(&[("a.htm", &sentence(1791)), ("a.html", &sentence(1792)), ("a.txt", &sentence(1793))]);
    let text = |name: &str| read(&folder.path().join("out").join(name));
    run_in(&folder, &["--out", "out", "a.html", "a.txt", "a.htm"]);
    assert!(text("a.txt").contains("1792") && text("a-2.txt").contains("1793") && text("a-3.txt").contains("1791"));
    // In another order, each page has the file that it had.
    let output = run_in(&folder, &["--out", "out", "a.htm", "a.txt", "a.html", "a.html"]);
    assert_eq!(stderr(&output), "");
    assert!(text("a.txt").contains("1792") && text("a-2.txt").contains("1793") && text("a-3.txt").contains("1791"));
    assert_eq!(files(&folder.path().join("out")).len(), 3);
}

#[test]
fn only_files_of_an_earlier_run_are_written_over() {
    let folder = folder(&[("a.html", &sentence(1790)), ("b.html", &sentence(1791)), ("out/a.txt", b"mine")]);
    let output = run_in(&folder, &["--out", "out", "a.html", "b.html"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("was not written by clean; move it away"), "{}", stderr(&output));
    let text = |name: &str| read(&folder.path().join("out").join(name));
    assert_eq!(text("a.txt"), "mine");
    assert!(text("b.txt").contains("1791"));
    // A run that was refused does not make the file ours.
    assert_eq!(run_in(&folder, &["--out", "out", "a.html"]).status.code(), Some(1));
    assert_eq!(text("a.txt"), "mine");
    std::fs::write(folder.path().join("b.html"), sentence(1888)).expect("the page can be changed");
    assert_eq!(run_in(&folder, &["--out", "out", "b.html"]).status.code(), Some(0));
    assert!(text("b.txt").contains("1888"));
    // A page is not written over itself.
    let output = run_in(&folder, &["--out", ".", "--format", "html", "a.html"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(read(&folder.path().join("a.html")).into_bytes(), sentence(1790));
}

#[test]
fn a_list_that_ends_in_half_a_line_is_gone_on_with() {
    let folder = folder(&[("a.html", &sentence(1790)), ("b.html", &sentence(1791))]);
    let list = folder.path().join("out/.dechaff-clean.jsonl");
    run_in(&folder, &["--out", "out", "a.html"]);
    std::fs::write(&list, read(&list) + "{\"file\":\"c.t").expect("the list can be written");
    for _ in 0..2 {
        assert_eq!(stderr(&run_in(&folder, &["--out", "out", "a.html", "b.html"])), "");
    }
    assert_eq!(read(&list).lines().count(), 3);
}

#[test]
fn output_within_the_input_is_not_read_again() {
    let folder = folder(&[("a.html", &sentence(1790)), ("b/c.html", &sentence(1791))]);
    for _ in 0..3 {
        let output = run_in(&folder, &["--out", "clean", "."]);
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    }
    assert_eq!(
        files(folder.path()),
        ["a.html", "b/c.html", "clean/.dechaff-clean.jsonl", "clean/a.txt", "clean/b/c.txt"]
    );
}

#[test]
fn standard_input_has_a_file_too() {
    let folder = folder(&[]);
    let out = folder.path().join("out").to_string_lossy().into_owned();
    run_with_input(&["--out", &out], &sentence(1790));
    assert!(read(&folder.path().join("out/stdin.txt")).contains("1790"));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = folder(&[("page.html", &sentence(1790))]);
    let output = run_in(&folder, &["--out", "page.html", "page.html"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("clean: cannot write: page.html: "), "{}", stderr(&output));
}
