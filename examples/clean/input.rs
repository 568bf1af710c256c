//! Reads files, and finds the pages in them.

use std::fs::File;
use std::io;
use std::io::{ErrorKind, Read};

use dechaff::{Limits, PageFormat};

use crate::arguments::{From, Settings};
use crate::compression::decompress;
use crate::feeds::{self, Feed};
use crate::mhtml;
use crate::walk::Input;

/// The largest file, and the largest page after decompression, in bytes.
const LIMIT_BYTES: usize = Limits::new().bytes();

/// A page before it is cleaned.
pub struct Source {
    pub bytes: Vec<u8>,
    pub charset: Option<String>,
    pub url: Option<String>,
    pub format: Option<PageFormat>,
    /// Its number from 1 on, if it is an entry of a feed.
    pub entry: Option<usize>,
    /// What is not read of the file.
    pub note: Option<String>,
}

/// Hands on the pages of a file or of standard input, and what is wrong with it, until `take` returns false.
pub fn each_page(input: &Input, settings: &Settings, mut take: impl FnMut(Result<Source, String>) -> bool) {
    let bytes = match read(input) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            take(Err("there is no such file or folder; check the name".into()));
            return;
        }
        Err(error) => {
            take(Err(error.to_string()));
            return;
        }
    };
    let format = match settings.from {
        From::Any => None,
        From::Html => Some(PageFormat::Html),
        From::Text => Some(PageFormat::Text),
    };
    let (charset, url) = (settings.charset.clone(), settings.url.clone());
    if format.is_none() {
        if mhtml::is_archive(&bytes) {
            take(mhtml::page(&bytes).map(|part| Source {
                bytes: part.bytes,
                charset: charset.or(part.charset),
                url: url.or(part.url),
                format: Some(PageFormat::Html),
                entry: None,
                note: (part.frames > 0).then(|| format!("{} more HTML parts (frames) are not read", part.frames)),
            }));
            return;
        }
        if let Some((text, is_malformed)) = feeds::text(&bytes, charset.as_deref()) {
            let note = is_malformed.then(|| "some bytes of the feed are malformed in its encoding".to_owned());
            each_entry(Feed::new(&text), url.as_deref(), note, take);
            return;
        }
    }
    take(Ok(Source { bytes, charset, url, format, entry: None, note: None }));
}

/// Hands on the entries of a feed, the first with a note on all of it.
fn each_entry(
    mut feed: Feed,
    base: Option<&str>,
    mut note: Option<String>,
    mut take: impl FnMut(Result<Source, String>) -> bool,
) {
    let mut number = 0;
    while let Some(entry) = feed.next() {
        let page = entry.map(|entry| {
            number += 1;
            let url = feed.url(&entry, base);
            Source {
                bytes: entry.html(url.as_deref(), feed.language()).into_bytes(),
                charset: Some("utf-8".into()),
                url,
                format: Some(PageFormat::Html),
                entry: Some(number),
                note: note.take(),
            }
        });
        let is_fault = page.is_err();
        if !take(page) || is_fault {
            return;
        }
    }
    if number == 0 {
        take(Err("the feed has no entries".into()));
    }
}

/// The bytes of a file or of standard input, decompressed.
fn read(input: &Input) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte above the limit is enough to refuse it.
    let max = LIMIT_BYTES as u64 + 1;
    match &input.path {
        None => io::stdin().lock().take(max).read_to_end(&mut bytes)?,
        Some(path) => File::open(path)?.take(max).read_to_end(&mut bytes)?,
    };
    if bytes.len() > LIMIT_BYTES {
        let mib = LIMIT_BYTES >> 20;
        return Err(io::Error::other(format!("longer than {mib} MiB, which is the limit; split it into pages")));
    }
    decompress(bytes, input.path.as_deref(), LIMIT_BYTES)
}
