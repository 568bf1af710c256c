//! The inputs that fuzzing begins with: the test pages of the repository, and what the targets once failed on.

use std::fs;
use std::path::{Path, PathBuf};

/// Pages are cut into pieces of this size, so that inputs stay short.
const PIECE_BYTES: usize = 2_048;

/// Choices before the page that leave all as it is: for `bytes`, charset and format are those that are found.
const BYTES_DEFAULTS: &[u8] = &[0, 0];
/// For `options`: limits, pipeline, focus, decision, no kinds, bytes with charset, format, address and type; then the same
/// with rules, and with marks alone.
const OPTIONS_DEFAULTS: [&[u8]; 3] =
    [&[0, 0, 0, 0, 0, 0, 0, 0, 1, 1], &[0, 0, 1, 1, 0, 0, 0, 0, 1, 1], &[0, 1, 2, 2, 0, 0, 0, 1, 1, 2]];
/// For `model`: each model of the crate as it is, cut, and with a number in its header that is none.
const MODELS: [&[u8]; 5] = [&[0], &[1], &[0, 1, 9, 0, 2], &[1, 2, 1, 0, 0, 2], &[0, 0, 20, 1, 0, 1, 8, 1, 1, 2]];

/// Writes the seeds into `fuzz/corpus`, which is not committed. Returns how many there are.
pub fn write(root: &Path) -> Result<usize, String> {
    let mut count = 0;
    let mut add = |target: &str, name: &str, parts: &[&[u8]]| -> Result<(), String> {
        let folder = root.join("fuzz/corpus").join(target);
        let path = folder.join(name);
        let write = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, parts.concat()));
        count += 1;
        write.map_err(|error| format!("{}: {error}", path.display()))
    };
    for (number, page) in pages(&root.join("testdata"))?.iter().enumerate() {
        let bytes = fs::read(page).map_err(|error| format!("{}: {error}", page.display()))?;
        let is_html = page.extension().is_some_and(|extension| extension == "html");
        for (piece, bytes) in bytes.chunks(PIECE_BYTES).enumerate() {
            let name = format!("seed-{number}-{piece}");
            add("bytes", &name, &[BYTES_DEFAULTS, bytes])?;
            add("options", &name, &[OPTIONS_DEFAULTS[piece % OPTIONS_DEFAULTS.len()], bytes])?;
            if !is_html {
                add("text", &name, &[bytes])?;
            }
        }
    }
    for (number, model) in MODELS.iter().enumerate() {
        add("model", &format!("seed-{number}"), &[model])?;
    }
    Ok(count)
}

/// The sources of all test pages, in order.
fn pages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.file_stem().is_some_and(|stem| stem == "source") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_page_is_a_seed() {
        let root = tempfile::tempdir().expect("there is a folder for it");
        let page = root.path().join("testdata/html/en-01");
        fs::create_dir_all(&page).expect("it can be made");
        fs::write(page.join("source.html"), "<p>x".repeat(600)).expect("it can be written");
        fs::write(page.join("body.txt"), "x").expect("it can be written");
        assert_eq!(write(root.path()), Ok(2 * 2 + MODELS.len()));
        let seed = fs::read(root.path().join("fuzz/corpus/bytes/seed-0-0")).expect("it is there");
        assert!(seed.starts_with(b"\0\0<p>x") && seed.len() == 2 + PIECE_BYTES);
    }
}
