//! The pages of WARC and ARC files.

use dechaff::PageFormat;

use super::damage::add_faults;
use super::{ReadError, ReadSettings, Take};
use crate::archive::{ArchiveFormat, Record, RecordKind, RecordReader};
use crate::compressed::Stream;
use crate::counts::Counts;
use crate::dates;
use crate::http::{Response, media_type};
use crate::media_type::MediaType;
use crate::raw_page::{Content, RawPage};

pub fn read(
    stream: Stream,
    format: ArchiveFormat,
    settings: &ReadSettings,
    counts: &mut Counts,
    take: &mut Take,
) -> Result<(), ReadError> {
    let mut reader = RecordReader::new(stream, format, settings.limit);
    while let Some(record) = reader.next_record()? {
        counts.records += 1;
        if let Some(page) = page(record, format, counts)
            && !take(page)
        {
            break;
        }
    }
    let read = reader.counts();
    counts.skipped_bytes += read.skipped_bytes;
    if read.skipped_bytes > 0 {
        counts.add_message(format!("{} bytes belong to no record", read.skipped_bytes));
    }
    add_faults(&read.faults, counts);
    if counts.records == 0 {
        return Err(ReadError::Content("the file has no record that can be read".into()));
    }
    Ok(())
}

/// The page of a record, if it is one.
fn page(record: Record, format: ArchiveFormat, counts: &mut Counts) -> Option<RawPage> {
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
