//! Pages and their gold texts.

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use regex::bytes::Regex;
use serde::Deserialize;
use url::Url;

/// How far into a page the declaration of its encoding is looked for. The standard says 1,024 bytes;
/// real pages put it later.
const PRESCAN: usize = 4096;

/// What a page should give.
#[derive(Deserialize)]
pub struct Gold {
    pub id: String,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default, rename = "type")]
    pub page_type: Option<String>,
    #[serde(default, rename = "lang")]
    pub language: Option<String>,
    /// The whole body, where there is one.
    #[serde(default)]
    pub text: Option<String>,
    /// Snippets that belong in the body.
    #[serde(default, rename = "with")]
    pub wanted: Option<Vec<String>>,
    /// Snippets that do not.
    #[serde(default, rename = "without")]
    pub unwanted: Option<Vec<String>>,
}

/// A page as every tool gets it.
pub struct Page {
    pub html: String,
    /// Absolute; some golds have a note in its place, which looks like an address of another scheme.
    pub url: Option<Url>,
}

impl Page {
    /// Whether somebody took the scripts out before the page got here.
    pub fn is_stripped(&self) -> bool {
        !self.html.as_bytes().windows(7).any(|window| window.eq_ignore_ascii_case(b"<script"))
    }
}

/// A corpus folder. Pages are read when they are asked for: all of them at once are too many.
pub struct Corpus {
    pub name: String,
    pub golds: Vec<Gold>,
    folder: PathBuf,
}

impl Corpus {
    /// Reads the golds of the first `limit` pages.
    pub fn open(folder: &Path, limit: usize) -> Result<Self, Box<dyn Error>> {
        let path = folder.join("gold.jsonl");
        let rows = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let golds: Vec<Gold> = rows.lines().take(limit).map(serde_json::from_str).collect::<Result<_, _>>()?;
        if golds.is_empty() {
            return Err(format!("{}: no pages", path.display()).into());
        }
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { name, golds, folder: folder.to_owned() })
    }

    /// Reads and decodes a page.
    pub fn page(&self, gold: &Gold) -> Result<Page, Box<dyn Error>> {
        let path = self.folder.join("html").join(format!("{}.html.gz", gold.id));
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|file| MultiGzDecoder::new(file).read_to_end(&mut bytes))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let url =
            gold.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(|url| url.scheme().starts_with("http"));
        Ok(Page { html: decode(bytes), url })
    }
}

fn decode(bytes: Vec<u8>) -> String {
    // Nothing else is valid UTF-8 by accident, whereas declarations outlive a conversion.
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        declared_encoding(&bytes).unwrap_or(UTF_8).decode(&bytes).0.into_owned()
    })
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)<meta[^>]*charset\s*=\s*["']?\s*([a-z0-9:_-]+)"#).expect("a valid pattern")
    });
    let label = DECLARATION.captures(&bytes[..bytes.len().min(PRESCAN)])?.get(1)?;
    Encoding::for_label(label.as_bytes())
}
