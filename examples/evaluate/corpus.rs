//! Corpora on disk, read row by row, and the folds of cross-validation.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::lines::Label;

const GOLD: &str = "gold.jsonl";
const LINES_ENDING: &str = ".jsonl.gz";

/// What the rows of a corpus are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// HTML pages with gold bodies or snippets.
    Pages,
    /// Flattened pages with a label a line.
    Lines,
}

/// A folder of pages or a file of labelled lines.
#[derive(Debug)]
pub struct Corpus {
    pub name: String,
    pub shape: Shape,
    /// The folder of pages, or the file of lines.
    path: PathBuf,
}

/// A page with what is known of it.
#[derive(Debug, Default)]
pub struct Page {
    pub id: String,
    pub url: Option<String>,
    pub page_type: Option<String>,
    pub language: Option<String>,
    pub text: Option<String>,
    pub wanted: Vec<String>,
    pub unwanted: Vec<String>,
    pub comments: Vec<String>,
    /// Of a flattened page.
    pub lines: Vec<String>,
    pub labels: Vec<Label>,
}

/// The corpora at a path: one, or one for each file of a folder of labelled lines.
pub fn open(path: &str) -> io::Result<Vec<Corpus>> {
    let path = Path::new(path);
    if path.join(GOLD).is_file() {
        return Ok(vec![Corpus { name: name(path), shape: Shape::Pages, path: path.into() }]);
    }
    let has_lines = |path: &Path| path.is_file() && path.to_string_lossy().ends_with(LINES_ENDING);
    let mut corpora = Vec::new();
    if has_lines(path) {
        corpora.extend(labelled(path)?);
    } else if path.is_dir() {
        let entries = path.read_dir().map_err(|error| named(path, error))?;
        let mut files = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        files.sort();
        for file in files.iter().filter(|file| has_lines(file)) {
            corpora.extend(labelled(file)?);
        }
    }
    if corpora.is_empty() {
        let what = format!("{}: neither a folder with {GOLD} nor labelled lines in {LINES_ENDING}", path.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, what));
    }
    Ok(corpora)
}

/// A corpus of lines, if the rows of the file have labels: other data lies beside such files.
fn labelled(path: &Path) -> io::Result<Option<Corpus>> {
    let corpus = Corpus { name: name(path), shape: Shape::Lines, path: path.into() };
    let first = corpus.rows()?.next().transpose()?;
    let has_labels =
        first.is_some_and(|row| serde_json::from_str(&row).is_ok_and(|row: Value| row["labels"].is_array()));
    Ok(has_labels.then_some(corpus))
}

fn name(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.into());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_end_matches(LINES_ENDING).to_owned()
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

impl Corpus {
    /// The rows as they stand in the file.
    pub fn rows(&self) -> io::Result<Box<dyn Iterator<Item = io::Result<String>> + Send>> {
        let path = match self.shape {
            Shape::Pages => self.path.join(GOLD),
            Shape::Lines => self.path.clone(),
        };
        let file = File::open(&path).map_err(|error| named(&path, error))?;
        let reader: Box<dyn Read + Send> = match self.shape {
            Shape::Pages => Box::new(file),
            Shape::Lines => Box::new(MultiGzDecoder::new(file)),
        };
        Ok(Box::new(BufReader::new(reader).lines().map(move |row| row.map_err(|error| named(&path, error)))))
    }

    /// Understands a row.
    pub fn page(&self, row: &str) -> io::Result<Page> {
        let wrong =
            |what: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {what}", self.path.display()));
        let row: Value = serde_json::from_str(row).map_err(|error| wrong(error.to_string()))?;
        let page = Page {
            id: string(&row["id"]).ok_or_else(|| wrong("a row without an id".into()))?,
            url: string(&row["url"]).filter(|url| !url.is_empty()),
            page_type: string(&row["type"]),
            language: string(&row["lang"]),
            text: string(&row["text"]),
            wanted: strings(&row["with"]),
            unwanted: strings(&row["without"]),
            comments: strings(&row["comments"]),
            // The lines are joined to a page: a line that has breaks would be several.
            lines: strings(&row["lines"]).iter().map(|line| line.replace('\n', " ")).collect(),
            labels: row["labels"].as_array().into_iter().flatten().map(label).collect(),
        };
        if page.lines.len() != page.labels.len() {
            return Err(wrong(format!("{} has {} lines, {} labels", page.id, page.lines.len(), page.labels.len())));
        }
        Ok(page)
    }

    /// The bytes of a page, unpacked.
    pub fn html(&self, id: &str) -> io::Result<Vec<u8>> {
        let path = self.path.join("html").join(format!("{id}.html.gz"));
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|file| MultiGzDecoder::new(file).read_to_end(&mut bytes))
            .map_err(|error| named(&path, error))?;
        Ok(bytes)
    }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A list of strings; one string is a list of one.
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

/// Which site every page of a corpus is of.
///
/// Pages without an address are of the site of other pages whose ids begin alike, as a page of the
/// training folds in a newer layout or a copy of it would give an answer away.
#[derive(Debug, Default)]
pub struct Sites {
    by_head: HashMap<String, String>,
}

impl Sites {
    /// Reads all rows of a corpus once.
    pub fn of(corpus: &Corpus) -> io::Result<Self> {
        let mut sites = Self::default();
        for row in corpus.rows()? {
            let page = corpus.page(&row?)?;
            if let Some(site) = page.url.as_deref().and_then(site) {
                sites.by_head.entry(head(&page.id)).or_insert(site);
            }
        }
        Ok(sites)
    }

    /// The site of a page.
    pub fn site(&self, page: &Page) -> String {
        page.url.as_deref().and_then(site).unwrap_or_else(|| {
            let head = head(&page.id);
            self.by_head.get(&head).cloned().unwrap_or(head)
        })
    }
}

/// What ids of pages of one site begin with: a publisher (`ZDF_2024_04_20`) or a domain (`zeit.de.zug`, `dw.com-war`).
fn head(id: &str) -> String {
    if let Some((publisher, _)) = id.split_once('_') {
        return publisher.into();
    }
    let mut labels = id.split('.');
    match (labels.next(), labels.next()) {
        (Some(first), Some(second)) => format!("{first}.{}", second.split('-').next().unwrap_or(second)),
        _ => id.into(),
    }
}

/// The registrable domain, guessed: two labels of the host, three below `co.uk` and its like.
pub fn site(url: &str) -> Option<String> {
    /// What countries have second-level domains for.
    const SECOND_LEVELS: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne"];
    let (_, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or(authority).split(':').next().unwrap_or(authority).to_lowercase();
    // A page of the archive is a page of the site that was archived.
    if host == "web.archive.org"
        && let Some((_, archived)) = path.strip_prefix("/web/").and_then(|path| path.split_once('/'))
    {
        return if archived.contains("://") { site(archived) } else { site(&format!("http://{archived}")) };
    }
    let labels: Vec<&str> = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.').split('.').collect();
    let kept = match labels[..] {
        [.., second, top] if top.len() == 2 && SECOND_LEVELS.contains(&second) => 3,
        _ => 2,
    };
    let site = labels[labels.len().saturating_sub(kept)..].join(".");
    (!site.is_empty()).then_some(site)
}

/// The fold of a site: its FNV-1a hash, which is the same on every machine and in every version.
pub fn fold_of(site: &str, folds: u64) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in site.bytes() {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    hash % folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites() {
        for (url, expected) in [
            ("https://www.bbc.co.uk/news?x=1", "bbc.co.uk"),
            ("http://edition.cnn.com:8080", "cnn.com"),
            ("https://user@Sub.Example.org/a@b", "example.org"),
            ("https://www.gov.uk/", "gov.uk"),
            ("https://localhost/", "localhost"),
            ("https://example.de?u=http://other.fr/", "example.de"),
            ("https://web.archive.org/web/2016/http://a.orga.com/x", "orga.com"),
            ("https://web.archive.org/web/2013id_/the-pain.net/2008", "the-pain.net"),
        ] {
            assert_eq!(site(url).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(site("hard::dw.com.colonial.html"), None);
    }

    #[test]
    fn pages_without_an_address() {
        let sites = Sites { by_head: [("ZDF".to_string(), "zdf.de".to_string())].into() };
        let site = |id: &str| sites.site(&Page { id: id.into(), ..Page::default() });
        assert_eq!(site("ZDF_2024_04_20_old-2"), "zdf.de");
        assert_eq!(site("dw.com-war"), "dw.com");
        assert_eq!(site("0551"), "0551");
    }

    #[test]
    fn folds_never_change() {
        assert_eq!(fold_of("", u64::MAX), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fold_of("a", u64::MAX), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fold_of("foobar", u64::MAX), 0x8594_4171_f739_67e8);
    }
}
