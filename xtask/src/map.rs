//! The map of files in `ARCHITECTURE.md` is complete, and names no file that is gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn the_map_of_files_is_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a folder");
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    let mapped = mapped(&text);
    let mut files = BTreeSet::new();
    add_files(&root.join("src"), "", &mut files);
    // A row about a folder says what its mod.rs is.
    let missing: Vec<_> = files.difference(&mapped).filter(|file| is_code(file) && !file.ends_with("mod.rs")).collect();
    let gone: Vec<_> = mapped.difference(&files).collect();
    assert!(missing.is_empty() && gone.is_empty(), "the map of ARCHITECTURE.md lacks {missing:?} and has {gone:?}");
}

fn is_code(file: &str) -> bool {
    file.ends_with(".rs")
}

/// The files in the first column of the map. A name without a folder is in the folder of the name before it, and
/// `.txt` is that name with another ending.
fn mapped(text: &str) -> BTreeSet<String> {
    let map = text.lines().skip_while(|line| *line != "## Map").take_while(|line| !line.starts_with("Outside of"));
    let mut names = BTreeSet::new();
    for row in map.filter_map(|line| line.strip_prefix("| `")) {
        let column = row.split(" |").next().unwrap_or_default();
        let mut before = String::new();
        for name in column.split('`').filter(|part| part.contains('.')) {
            before = if let Some(ending) = name.strip_prefix('.') {
                let stem = before.rsplit_once('.').map_or("", |(stem, _)| stem);
                format!("{stem}.{ending}")
            } else if name.contains('/') {
                name.to_owned()
            } else {
                before.rsplit_once('/').map_or(name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
            };
            names.insert(before.clone());
        }
    }
    names
}

fn add_files(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("src can be listed") {
        let path = entry.expect("src can be listed").path();
        let name = format!("{prefix}{}", path.file_name().expect("a file has a name").to_string_lossy());
        if path.is_dir() {
            add_files(&path, &format!("{name}/"), files);
        } else {
            files.insert(name);
        }
    }
}

#[test]
fn names_of_a_row_share_a_folder() {
    let text =
        "## Map\n\n| `a/b.rs`, `c.txt` | x |\n| `a/d.rs`, `.css` | `e.rs` |\n| **`a/`** | y |\nOutside of `src`:\n";
    assert_eq!(mapped(text), ["a/b.rs", "a/c.txt", "a/d.rs", "a/d.css"].map(String::from).into());
}
