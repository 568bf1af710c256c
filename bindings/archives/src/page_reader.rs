//! The pages of WARC and ARC files.

use std::fs::File;
use std::io;
use std::path::Path;

use dechaff::PageFormat;
use thiserror::Error;

use crate::archive::{ArchiveFormat, Record, RecordKind, RecordReader};
use crate::compressed::{Codec, FileInput, ReadSeek, Stream, ending};
use crate::counts::InputCounts;
use crate::dates;
use crate::http::{Response, media_type};
use crate::media_type::MediaType;
use crate::raw_page::{Content, RawPage};

/// An input that could not be read to its end.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The disk or the system failed; another run may succeed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The content is not what it should be; another run would find the same.
    #[error("{0}")]
    Content(String),
}

/// Opens a file, decompressed.
pub fn open(path: &Path) -> io::Result<Stream> {
    stream(Box::new(File::open(path)?), path)
}

/// Decompresses what a file has; its name tells what its first bytes do not.
pub fn stream(source: Box<dyn ReadSeek>, name: &Path) -> io::Result<Stream> {
    let hint = match name.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => Some(Codec::Gzip),
        Some("zst") => Some(Codec::Zstd),
        Some("lz4") => Some(Codec::Lz4),
        Some("br") => Some(Codec::Brotli),
        _ => None,
    };
    Stream::new(FileInput::new(source)?, hint, is_record)
}

/// Whether a record of any format begins here.
fn is_record(bytes: &[u8]) -> bool {
    !bytes.is_empty() && (ArchiveFormat::of(bytes).is_some() || bytes.starts_with(b"{"))
}

/// Bytes that tell the format of a file; hand-set. The first line of an ARC file has a name in it.
const FORMAT_BYTES: usize = 4 << 10;
/// The format of a file, if it is an archive. It leaves the first bytes in the window of the stream.
pub fn archive_format(stream: &mut Stream, path: &Path) -> io::Result<Option<ArchiveFormat>> {
    stream.fill_to(FORMAT_BYTES)?;
    // Damage at the beginning must not change what a file is taken for, so its name counts too.
    let by_name = match ending(path).as_deref() {
        Some("warc" | "wet" | "wat") => Some(ArchiveFormat::Warc),
        Some("arc") => Some(ArchiveFormat::Arc),
        _ => None,
    };
    let window = stream.window();
    // A text without a line end can look like the beginning of an ARC file: "Update: the ferry sails again".
    Ok(ArchiveFormat::of(window).filter(|_| window.contains(&b'\n')).or(by_name))
}

/// Reads the pages of an archive one after the other.
pub struct PageReader {
    reader: RecordReader,
    format: ArchiveFormat,
}

impl PageReader {
    /// `limit` is the longest page in bytes.
    pub fn new(stream: Stream, format: ArchiveFormat, limit: usize) -> Self {
        Self { reader: RecordReader::new(stream, format, limit), format }
    }

    /// The next page; `None` at the end of the file. Counts what is no page.
    pub fn next_page(&mut self, counts: &mut InputCounts) -> Result<Option<RawPage>, ReadError> {
        while let Some(record) = self.reader.next_record()? {
            counts.records += 1;
            if let Some(page) = page(record, self.format, counts) {
                return Ok(Some(page));
            }
        }
        self.count_damage(counts);
        if counts.records == 0 {
            return Err(ReadError::Content("the file has no record that can be read".into()));
        }
        Ok(None)
    }

    /// Counts the damage of what was read since the last call; [`Self::next_page`] does so at the end of the file.
    pub fn count_damage(&mut self, counts: &mut InputCounts) {
        let read = self.reader.take_damage();
        counts.skipped_bytes += read.skipped_bytes;
        if read.skipped_bytes > 0 {
            counts.add_message(format!("{} bytes belong to no record", read.skipped_bytes));
        }
        counts.add_faults(&read.faults);
    }
}

/// The page of a record, if it is one.
fn page(record: Record, format: ArchiveFormat, counts: &mut InputCounts) -> Option<RawPage> {
    let Record { kind, fields, block, faults, offset } = record;
    let id = fields.get("WARC-Record-ID").map(|id| id.trim_matches(['<', '>']).to_owned());
    let mut page = RawPage {
        id: id.unwrap_or_else(|| format!("offset-{offset}")),
        url: fields.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned()),
        fetched: fields.get("WARC-Date").and_then(dates::microseconds),
        ..RawPage::default()
    };
    let record_type = fields.get("Content-Type");
    let is_damaged = faults.iter().any(|fault| fault.is_fatal());
    for fault in &faults {
        if fault.is_fatal() && page.fault.is_none() {
            page.fault = Some(fault.to_string());
        } else {
            page.notes.push(fault.to_string());
        }
    }
    let is_http = format == ArchiveFormat::Arc
        || record_type.is_none_or(|of| media_type(of).is_some_and(|of| of == "application/http"))
        || block.starts_with(b"HTTP/");
    let media = match kind {
        RecordKind::Response => {
            counts.responses += 1;
            if !is_http {
                counts.leave_out(&format!("response of {}", record_type.unwrap_or("unknown type")));
                return None;
            }
            let response = Response::parse(&block);
            page.status = response.status;
            // The type in the line of an ARC record is that of the response.
            let arc_type = record_type.filter(|_| format == ArchiveFormat::Arc && response.status.is_none());
            page.content_type = response.fields.get("Content-Type").or(arc_type).map(str::to_owned);
            let has_body = block.len() > response.body_start;
            let media = page.content_type.as_deref().and_then(media_type);
            counts.html_responses += u64::from(is_html(media.as_deref(), !block.is_empty()));
            page.content = Content::Http { block, response };
            if !has_body && !is_damaged && MediaType::of(media.as_deref()) != MediaType::Html {
                counts.leave_out("response without body");
                return None;
            }
            if format == ArchiveFormat::Arc && page.content.bytes() == 0 {
                counts.leave_out("response without body");
                return None;
            }
            media
        }
        RecordKind::Resource | RecordKind::Conversion => {
            page.content_type = record_type.map(str::to_owned);
            let media = record_type.and_then(media_type);
            let is_flat = kind == RecordKind::Conversion && MediaType::of(media.as_deref()) == MediaType::Text;
            page.content = Content::Page { bytes: block, format: is_flat.then_some(PageFormat::Text) };
            media
        }
        _ => {
            counts.leave_out(&format!("record {}", kind.name()));
            return None;
        }
    };
    match MediaType::of(media.as_deref()) {
        MediaType::Html | MediaType::Text => {}
        MediaType::Unknown => page.is_doubtful = true,
        MediaType::Other => {
            counts.leave_out(media.as_deref().unwrap_or_default());
            return None;
        }
    }
    Some(page)
}

fn is_html(media: Option<&str>, has_block: bool) -> bool {
    has_block && MediaType::of(media) == MediaType::Html
}
