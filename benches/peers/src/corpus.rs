//! Pages as every tool gets them.

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8};
use evaluation::{Page as Gold, Shape};
use regex::bytes::Regex;
use url::Url;

/// The declaration of the encoding is looked for in this part of a page. The HTML standard says 1,024 bytes; real pages
/// declare it later.
const MAX_PRESCAN_BYTES: usize = 4096;

/// A decoded page.
pub struct Page {
    pub html: String,
    /// An absolute HTTP address. Some golds have a note instead, which parses as an address with another scheme.
    pub url: Option<Url>,
}

impl Page {
    /// Whether the page has no scripts: in some corpora they were removed before.
    pub fn is_stripped(&self) -> bool {
        !self.html.as_bytes().windows(7).any(|window| window.eq_ignore_ascii_case(b"<script"))
    }
}

/// A corpus folder with its golds. Pages are read when they are needed, because all of them do not fit in memory.
pub struct Corpus {
    pub golds: Vec<Gold>,
    corpus: evaluation::Corpus,
}

impl Corpus {
    /// Reads the golds of the first `limit` pages.
    pub fn open(folder: &Path, limit: usize) -> Result<Self, Box<dyn Error>> {
        let corpus = evaluation::Corpus::open(folder)?.into_iter().find(|corpus| corpus.shape() == Shape::Pages);
        let corpus = corpus.ok_or_else(|| format!("{}: no HTML pages", folder.display()))?;
        let golds = corpus.pages()?.take(limit).collect::<io::Result<Vec<_>>>()?;
        if golds.is_empty() {
            return Err(format!("{}: no pages", folder.display()).into());
        }
        Ok(Self { golds, corpus })
    }

    pub fn name(&self) -> &str {
        self.corpus.name()
    }

    /// Reads and decodes a page.
    pub fn page(&self, gold: &Gold) -> io::Result<Page> {
        let url =
            gold.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(|url| url.scheme().starts_with("http"));
        Ok(Page { html: decode(self.corpus.html(&gold.id)?), url })
    }
}

fn decode(bytes: Vec<u8>) -> String {
    // UTF-8 comes before the declaration: text in another encoding is hardly ever valid UTF-8, but declarations are
    // often left over from before a conversion.
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        declared_encoding(&bytes).unwrap_or(UTF_8).decode(&bytes).0.into_owned()
    })
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)<meta[^>]*charset\s*=\s*["']?\s*([a-z0-9:_-]+)"#).expect("the pattern is valid")
    });
    let label = DECLARATION.captures(&bytes[..bytes.len().min(MAX_PRESCAN_BYTES)])?.get(1)?;
    Encoding::for_label(label.as_bytes())
}
