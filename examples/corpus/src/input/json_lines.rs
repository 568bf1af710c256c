//! The pages of files with a JSON object in each line.

use std::io;
use std::path::Path;

use serde_json::{Map, Value};

use super::datasets::{DatasetColumns, DatasetRow};
use super::{ReadError, ReadSettings, Take};
use dechaff_archives::compressed::{Piece, Stream};
use dechaff_archives::counts::InputCounts;
use dechaff_archives::dates;
use dechaff_archives::raw_page::RawPage;

/// A line may be longer than its page by this factor (JSON writes a control character in six bytes) and this many bytes for
/// the other fields; hand-set.
const ESCAPE_FACTOR: usize = 6;
const OTHER_FIELDS_BYTES: usize = 16 << 20;

pub fn read(
    mut stream: Stream,
    path: &Path,
    settings: &ReadSettings,
    counts: &mut InputCounts,
    take: &mut Take,
) -> Result<(), ReadError> {
    let limit = settings.limit.saturating_mul(ESCAPE_FACTOR).saturating_add(OTHER_FIELDS_BYTES);
    let mut number = 0;
    while let Some(line) = next_line(&mut stream, limit, counts)? {
        number += 1;
        let page = match line {
            Line::Whole(bytes) if bytes.trim_ascii().is_empty() => continue,
            Line::Whole(bytes) => page(&bytes, number, &settings.columns),
            Line::Fault(fault) => fault_page(number, fault),
        };
        counts.records += 1;
        if !take(page) {
            break;
        }
    }
    if counts.records == 0 {
        return Err(ReadError::Content(format!("{} has no line", path.display())));
    }
    Ok(())
}

enum Line {
    Whole(Vec<u8>),
    Fault(String),
}

/// The next line without its end; `None` at the end of the file.
fn next_line(stream: &mut Stream, limit: usize, counts: &mut InputCounts) -> io::Result<Option<Line>> {
    let mut searched = 0;
    let mut is_too_long = false;
    loop {
        stream.fill_to(searched + 1)?;
        let window = stream.window();
        if let Some(at) = memchr::memchr(b'\n', &window[searched..]) {
            let end = searched + at;
            let line = window[..end].to_vec();
            stream.consume(end + 1);
            let fault = Line::Fault(format!("the line is longer than {limit} bytes"));
            return Ok(Some(if is_too_long { fault } else { Line::Whole(line) }));
        }
        searched = window.len();
        if searched > limit {
            is_too_long = true;
            stream.consume(searched);
            searched = 0;
        }
        match stream.piece().clone() {
            Piece::Data => {}
            Piece::End => {
                let line = stream.window().to_vec();
                stream.consume(line.len());
                return Ok((!line.is_empty()).then_some(Line::Whole(line)));
            }
            Piece::Fault(fault) => {
                stream.consume(searched);
                stream.resume();
                counts.add_faults(std::slice::from_ref(&fault));
                if searched > 0 {
                    return Ok(Some(Line::Fault(fault.to_string())));
                }
            }
        }
    }
}

fn page(line: &[u8], number: u64, columns: &DatasetColumns) -> RawPage {
    // Text that is not UTF-8 is no JSON; most of such a line can be read nevertheless.
    let line = String::from_utf8_lossy(line);
    match serde_json::from_str(&line) {
        Ok(Value::Object(object)) => row(object, columns).into_page(number, columns),
        Ok(_) => fault_page(number, "the line is no JSON object".into()),
        Err(error) => fault_page(number, format!("the line is no JSON: {error}")),
    }
}

fn row(mut object: Map<String, Value>, columns: &DatasetColumns) -> DatasetRow {
    let mut text = |name: &str| match object.remove(name) {
        Some(Value::String(text)) => Some(text),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    DatasetRow {
        html: text(&columns.html).map(String::into_bytes),
        text: text(&columns.text).map(String::into_bytes),
        url: text(&columns.url),
        id: text(&columns.id),
        fetched: text(&columns.date).and_then(|date| dates::microseconds(&date)),
    }
}

fn fault_page(number: u64, fault: String) -> RawPage {
    RawPage { id: format!("row-{number}"), fault: Some(fault), ..RawPage::default() }
}
