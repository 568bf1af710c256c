//! Inputs that a fuzz target once failed on, or that have the shape of such: `fuzz/crashes/<target>`.
//!
//! Each is given to its target again. `fuzz/crashes/README.md` tells the story of every file.

#[allow(dead_code, reason = "not all of it is used here")]
#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/crashes")
}

/// Target and path of each kept input, in order.
fn kept() -> Vec<(String, PathBuf)> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder()).expect("fuzz/crashes can be listed") {
        let path = entry.expect("fuzz/crashes can be listed").path();
        if path.is_dir() {
            let target = path.file_name().expect("it has a name").to_string_lossy().into_owned();
            for file in fs::read_dir(path).expect("the folder of a target can be listed") {
                kept.push((target.clone(), file.expect("the folder of a target can be listed").path()));
            }
        }
    }
    kept.sort();
    assert!(!kept.is_empty());
    kept
}

#[test]
fn no_kept_input_fails_again() {
    for (target, path) in kept() {
        println!("{}", path.display());
        fuzz::check(&target, &fs::read(&path).expect("a kept input can be read"));
    }
}

#[test]
fn every_kept_input_has_its_story() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("fuzz/crashes has a README.md");
    let told: BTreeSet<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect();
    let files: BTreeSet<String> = kept()
        .iter()
        .map(|(target, path)| format!("{target}/{}", path.file_name().expect("it has a name").to_string_lossy()))
        .collect();
    assert_eq!(told, files, "the table of fuzz/crashes/README.md and its folders");
}
