//! The pages under `testdata`, and the format of `expected.txt`.

#![allow(dead_code, reason = "each test uses a part of this module")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use dechaff::{Cleaned, Kind};

/// A page of `testdata`.
pub struct Page {
    pub name: String,
    pub folder: PathBuf,
    pub source: String,
    /// A reader's label for each line that is not blank.
    pub labels: Vec<Label>,
}

/// A reader's label for a line.
pub struct Label {
    pub kind: Kind,
    /// The ISO 639-1 code; `None` if the language cannot be told.
    pub language: Option<String>,
    /// The line's text.
    pub text: String,
}

/// A page of `testdata/html`.
pub struct HtmlPage {
    pub name: String,
    pub folder: PathBuf,
    pub source: Vec<u8>,
}

impl HtmlPage {
    /// A file beside the page, if there is one.
    pub fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(name)).ok()
    }
}

/// All pages of `testdata/html`, by name.
pub fn html_pages() -> Vec<HtmlPage> {
    folders("html")
        .into_iter()
        .map(|folder| {
            let path = folder.join("source.html");
            HtmlPage {
                name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                source: fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
                folder,
            }
        })
        .collect()
}

/// All pages of a folder of `testdata`, by name.
pub fn pages(folder: &str) -> Vec<Page> {
    folders(folder).into_iter().map(page).collect()
}

fn folders(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut folders: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "{} has no pages", root.display());
    folders
}

fn page(folder: PathBuf) -> Page {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    Page {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        source: read("source.txt"),
        labels: read("labels.txt").lines().filter(|line| !line.is_empty()).map(label).collect(),
        folder,
    }
}

/// Reads `kind language | text`.
fn label(line: &str) -> Label {
    let (head, text) = line.split_once(" | ").unwrap_or_else(|| panic!("no label in {line:?}"));
    let (kind, language) = head.split_once(' ').unwrap_or_else(|| panic!("no language in {line:?}"));
    Label {
        kind: kind.parse().unwrap_or_else(|error| panic!("{line:?}: {error}")),
        language: (language != "-").then(|| language.to_owned()),
        text: text.to_owned(),
    }
}

/// Longer spans are cut.
const MAX_SPAN_CHARS: usize = 100;

/// A line for every span: `+` if it is part of the body, `=` if it belongs to the article but not to its body (title,
/// byline, caption), `-` if it is removed; then kind, language and text.
pub fn render(page: &Cleaned) -> String {
    let mut out = String::new();
    for span in page.spans() {
        let sign = match (span.is_kept(), span.kind().is_article()) {
            (true, _) => '+',
            (false, true) => '=',
            (false, false) => '-',
        };
        let text = &page.source()[span.range()];
        let short: String = text.chars().take(MAX_SPAN_CHARS).collect();
        let more = if short.len() < text.len() { "…" } else { "" };
        writeln!(
            out,
            "{sign} {:10} {:5} | {}{more}",
            span.kind(),
            span.language(),
            short.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
        )
        .expect("writing to a String cannot fail");
    }
    out
}
