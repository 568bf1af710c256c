//! Corpora on disk, read row by row.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::kinds::{KindLabel, LabelledParts};
use crate::lines::Label;

const GOLD: &str = "gold.jsonl";
const LINES_ENDING: &str = ".jsonl.gz";
/// Files of pages whose segments are labelled with kinds.
const KINDS: [&str; 2] = ["kinds.jsonl", "kinds.jsonl.gz"];

/// What the rows of a corpus are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// HTML pages with gold bodies or snippets: a folder with `gold.jsonl` and `html/<id>.html.gz`.
    Pages,
    /// Flattened pages with a label for each line: a file `<name>.jsonl.gz`.
    Lines,
    /// HTML pages of which every segment has a kind: a file `kinds.jsonl` or `kinds.jsonl.gz`. The pages are in the
    /// folders `<set>/html` of a neighbouring folder, or in `html` beside the file.
    Kinds,
}

/// A folder of pages or a file of labelled lines.
#[derive(Debug)]
pub struct Corpus {
    name: String,
    shape: Shape,
    /// The folder of pages, or the file of lines.
    path: PathBuf,
}

/// A page and its gold.
#[derive(Debug, Default)]
pub struct Page {
    /// Unique in its corpus; the name of the HTML file.
    pub id: String,
    /// The address, if known.
    pub url: Option<String>,
    /// The kind of page, such as `article` or `forum`.
    pub page_type: Option<String>,
    /// The ISO 639-1 code.
    pub language: Option<String>,
    /// The whole body, if somebody wrote it down.
    pub text: Option<String>,
    /// The whole body as Markdown, if there is one.
    pub markdown: Option<String>,
    /// Snippets that must be in the body.
    pub wanted: Vec<String>,
    /// Snippets that must not be in the body.
    pub unwanted: Vec<String>,
    /// Readers' comments.
    pub comments: Vec<String>,
    /// The lines of a flattened page, without line breaks.
    pub lines: Vec<String>,
    /// A label for each line.
    pub labels: Vec<Label>,
    /// The kind of each line, if that is what is labelled; none where it cannot be told.
    pub kinds: Vec<Option<KindLabel>>,
}

impl Page {
    /// The flattened page.
    pub fn joined_lines(&self) -> String {
        self.lines.join("\n")
    }

    /// The range of each line in [`joined_lines`](Self::joined_lines), with its label.
    pub fn labelled_lines(&self) -> impl Iterator<Item = (Range<usize>, Label)> {
        let mut start = 0;
        self.lines.iter().zip(&self.labels).map(move |(line, &label)| {
            let range = start..start + line.len();
            start = range.end + 1;
            (range, label)
        })
    }

    /// The labelled kinds of the parts of a text of the page.
    pub fn labelled_parts(&self, text: &str) -> LabelledParts {
        LabelledParts::find(text, self.lines.iter().map(String::as_str).zip(self.kinds.iter().copied()))
    }
}

impl Corpus {
    /// The corpora at a path: one, or one for each file in a folder of labelled lines.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Vec<Self>> {
        let path = path.as_ref();
        if path.join(GOLD).is_file() {
            return Ok(vec![Self { name: name(path), shape: Shape::Pages, path: path.into() }]);
        }
        if path.file_name().is_some_and(|name| KINDS.iter().any(|kinds| name == *kinds)) {
            return Ok(vec![Self { name: "kinds".into(), shape: Shape::Kinds, path: path.into() }]);
        }
        let has_lines = |path: &Path| path.is_file() && path.to_string_lossy().ends_with(LINES_ENDING);
        let mut corpora = Vec::new();
        if has_lines(path) {
            corpora.extend(labelled(path)?);
        } else if path.is_dir() {
            for file in entries(path)?.iter().filter(|file| has_lines(file)) {
                corpora.extend(labelled(file)?);
            }
        }
        if corpora.is_empty() {
            let what = format!("{}: neither a folder with {GOLD} nor labelled lines in {LINES_ENDING}", path.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, what));
        }
        Ok(corpora)
    }

    /// The name of the folder, or of the file without its ending.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the rows are.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The rows as JSON, unread.
    pub fn rows(&self) -> io::Result<Box<dyn Iterator<Item = io::Result<String>> + Send>> {
        let path = match self.shape {
            Shape::Pages => self.path.join(GOLD),
            Shape::Lines | Shape::Kinds => self.path.clone(),
        };
        let file = File::open(&path).map_err(|error| with_path(&path, error))?;
        let is_packed = path.extension().is_some_and(|ending| ending == "gz");
        let reader: Box<dyn Read + Send> = if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        Ok(Box::new(BufReader::new(reader).lines().map(move |row| row.map_err(|error| with_path(&path, error)))))
    }

    /// Reads a row.
    pub fn page(&self, row: &str) -> io::Result<Page> {
        let invalid =
            |what: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {what}", self.path.display()));
        let row: Value = serde_json::from_str(row).map_err(|error| invalid(error.to_string()))?;
        if self.shape == Shape::Kinds {
            return kinds_page(&row).ok_or_else(|| invalid("a row without id, set, lines and labels".into()));
        }
        let page = Page {
            id: string(&row["id"]).ok_or_else(|| invalid("a row without an id".into()))?,
            url: string(&row["url"]).filter(|url| !url.is_empty()),
            page_type: string(&row["type"]),
            language: string(&row["lang"]),
            text: string(&row["text"]),
            markdown: string(&row["markdown"]),
            wanted: strings(&row["with"]),
            unwanted: strings(&row["without"]),
            comments: strings(&row["comments"]),
            // The lines are joined to a page: a line with breaks would become several.
            lines: strings(&row["lines"]).iter().map(|line| line.replace('\n', " ")).collect(),
            labels: row["labels"].as_array().into_iter().flatten().map(label).collect(),
            kinds: Vec::new(),
        };
        if page.lines.len() != page.labels.len() {
            return Err(invalid(format!("{} has {} lines, {} labels", page.id, page.lines.len(), page.labels.len())));
        }
        Ok(page)
    }

    /// All pages, in the order of the file.
    pub fn pages(&self) -> io::Result<impl Iterator<Item = io::Result<Page>>> {
        Ok(self.rows()?.map(|row| self.page(&row?)))
    }

    /// The bytes of an HTML page, unpacked.
    pub fn html(&self, id: &str) -> io::Result<Vec<u8>> {
        let path = match self.shape {
            Shape::Kinds => self.html_of_kinds(id),
            _ => self.path.join("html").join(format!("{id}.html.gz")),
        };
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|file| MultiGzDecoder::new(file).read_to_end(&mut bytes))
            .map_err(|error| with_path(&path, error))?;
        Ok(bytes)
    }

    /// The HTML file of a page `<set>/<name>` whose segments are labelled.
    fn html_of_kinds(&self, id: &str) -> PathBuf {
        let (set, name) = id.split_once('/').unwrap_or(("", id));
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let file = Path::new("html").join(format!("{name}.html.gz"));
        let neighbours = folder.join("..").read_dir().into_iter().flatten().flatten();
        let found = neighbours.map(|entry| entry.path().join(set).join(&file)).find(|path| path.is_file());
        found.unwrap_or_else(|| folder.join(&file))
    }

    /// The corpora of pages whose pages the flattened ones may come from: those in the folder above that of the lines,
    /// as in `corpora/wcxb/gold.jsonl` and `corpora/text/flat.jsonl.gz`. Of a corpus of pages, itself.
    pub(crate) fn sources(&self) -> io::Result<Vec<Self>> {
        let folder = match self.shape {
            Shape::Pages => return Self::open(&self.path),
            Shape::Kinds => {
                let folders = self.path.canonicalize()?;
                folders.ancestors().nth(2).map(|folder| folder.join("corpora")).filter(|folder| folder.is_dir())
            }
            Shape::Lines => self.path.canonicalize()?.parent().and_then(Path::parent).map(Path::to_path_buf),
        };
        let mut corpora = Vec::new();
        for path in folder.map_or(Ok(Vec::new()), |folder| entries(&folder))? {
            if path.join(GOLD).is_file() {
                corpora.extend(Self::open(&path)?);
            }
        }
        Ok(corpora)
    }
}

/// A corpus of lines, if the rows of the file have labels: other data may lie beside such files.
fn labelled(path: &Path) -> io::Result<Option<Corpus>> {
    let corpus = Corpus { name: name(path), shape: Shape::Lines, path: path.into() };
    let first = corpus.rows()?.next().transpose()?;
    let has_labels =
        first.is_some_and(|row| serde_json::from_str(&row).is_ok_and(|row: Value| row["labels"].is_array()));
    Ok(has_labels.then_some(corpus))
}

/// A page whose segments are labelled with kinds. Its body is what is labelled so.
fn kinds_page(row: &Value) -> Option<Page> {
    let lines = strings(&row["lines"]);
    let kinds: Vec<_> = row["labels"].as_str()?.chars().map(KindLabel::of_letter).collect();
    if kinds.len() != lines.len() {
        return None;
    }
    let is_body = |(line, kind): (&String, &Option<KindLabel>)| (*kind == Some(KindLabel::Body)).then(|| line.clone());
    Some(Page {
        id: format!("{}/{}", row["set"].as_str()?, row["id"].as_str()?),
        url: string(&row["url"]).filter(|url| !url.is_empty()),
        page_type: string(&row["type"]),
        language: string(&row["lang"]),
        text: Some(lines.iter().zip(&kinds).filter_map(is_body).collect::<Vec<_>>().join("\n")),
        lines,
        kinds,
        ..Page::default()
    })
}

/// What a folder holds, sorted.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = folder.read_dir().map_err(|error| with_path(folder, error))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.into());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_end_matches(LINES_ENDING).to_owned()
}

fn with_path(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A list of strings; a string alone is a list of one.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(texts) => texts.iter().filter_map(string).collect(),
        _ => Vec::new(),
    }
}

fn label(value: &Value) -> Label {
    match (value.as_str(), value.as_u64()) {
        (Some("keep"), _) | (_, Some(1)) => Label::Body,
        (Some("drop"), _) | (_, Some(0)) => Label::Chrome,
        (Some("comment"), _) => Label::Comment,
        _ => Label::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Corpus {
        Corpus { name: "lines".into(), shape: Shape::Lines, path: "lines.jsonl.gz".into() }
    }

    #[test]
    fn rows_of_lines() {
        let row = r#"{"id": "a", "lang": "fa", "lines": ["one\ntwo", "é", "x"], "labels": ["keep", 0, "optional"]}"#;
        let page = lines().page(row).expect("the row is valid");
        assert_eq!((page.id.as_str(), page.language.as_deref()), ("a", Some("fa")));
        assert_eq!(page.joined_lines(), "one two\né\nx");
        assert_eq!(
            page.labelled_lines().collect::<Vec<_>>(),
            [(0..7, Label::Body), (8..10, Label::Chrome), (11..12, Label::Neutral)]
        );
    }

    #[test]
    fn rows_of_kinds() {
        let corpus = Corpus { name: "kinds".into(), shape: Shape::Kinds, path: "kinds.jsonl".into() };
        let row = r#"{"id": "a", "set": "s", "type": "article", "lines": ["Home", "The mill", "?"], "labels": "NbX"}"#;
        let page = corpus.page(row).expect("the row is valid");
        assert_eq!((page.id.as_str(), page.text.as_deref()), ("s/a", Some("The mill")));
        assert_eq!(page.kinds, [Some(KindLabel::Navigation), Some(KindLabel::Body), None]);
        assert!(corpus.page(r#"{"id": "a", "set": "s", "lines": ["one"], "labels": ""}"#).is_err());
    }

    #[test]
    fn rows_of_pages() {
        let row = r#"{"id": "a", "url": "", "text": "The body", "with": ["body"], "comments": "Nice"}"#;
        let page = lines().page(row).expect("the row is valid");
        assert_eq!((page.url, page.text.as_deref()), (None, Some("The body")));
        assert_eq!((page.wanted, page.unwanted, page.comments), (vec!["body".into()], vec![], vec!["Nice".into()]));
    }

    #[test]
    fn invalid_rows_are_named() {
        for row in [r#"{"lines": []}"#, "", r#"{"id": "a", "lines": ["one"], "labels": []}"#] {
            let error = lines().page(row).expect_err("the row is invalid");
            assert!(error.to_string().starts_with("lines.jsonl.gz: "), "{error}");
        }
    }

    #[test]
    fn what_is_no_corpus_is_named() {
        let error = Corpus::open("no/such/folder").expect_err("there is no such folder");
        assert!(error.to_string().contains("no/such/folder"), "{error}");
    }
}
