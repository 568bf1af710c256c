//! Reads and cleans files.

use std::error::Error;
use std::io::Read;
use std::{fs, io};

use dechaff::{Cleaned, Limits, Page, PageFormat};
use flate2::read::MultiGzDecoder;

use crate::arguments::{From, Settings};

/// The name of standard input.
pub const STDIN: &str = "-";

const GZIP: &[u8] = b"\x1F\x8B";

/// Reads and cleans a file.
pub fn clean(settings: &Settings, file: &str) -> Result<Cleaned, Box<dyn Error>> {
    let bytes = read(file)?;
    let mut page = Page::new(&bytes);
    if let Some(label) = &settings.charset {
        page = page.with_charset(label);
    }
    if let Some(url) = &settings.url {
        page = page.with_url(url);
    }
    page = match settings.from {
        From::Any => page,
        From::Html => page.with_format(PageFormat::Html),
        From::Text => page.with_format(PageFormat::Text),
    };
    Ok(settings.cleaner.clean_bytes(page)?)
}

/// The bytes of a file or of standard input, decompressed if they are gzip.
fn read(file: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == STDIN {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(file)?;
    }
    if !bytes.starts_with(GZIP) {
        return Ok(bytes);
    }
    // A small file can decompress to a huge one: one byte above the limit is enough to refuse it.
    let max = Limits::new().bytes() as u64 + 1;
    let mut page = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).take(max).read_to_end(&mut page)?;
    Ok(page)
}
