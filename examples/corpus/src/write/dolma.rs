//! The format of the Dolma toolkit: documents, and attributes with ranges of characters in files of the same names.
//!
//! The text of a document is the whole flattened page, and attributes say what to remove of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};

use dechaff::Span;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::RowWriter;
use super::json::rounded;
use crate::row::Row;
use dechaff_archives::dates;

/// The name of the set of attributes.
pub const ATTRIBUTES: &str = "dechaff";

pub struct Dolma {
    attributes: GzEncoder<BufWriter<File>>,
    documents: GzEncoder<BufWriter<File>>,
}

impl Dolma {
    pub fn new(attributes: File, documents: File) -> Self {
        let encoder = |file| GzEncoder::new(BufWriter::new(file), Compression::default());
        Self { attributes: encoder(attributes), documents: encoder(documents) }
    }
}

impl RowWriter for Dolma {
    fn write(&mut self, row: &Row) -> io::Result<()> {
        serde_json::to_writer(&mut self.documents, &document(row))?;
        self.documents.write_all(b"\n")?;
        serde_json::to_writer(&mut self.attributes, &json!({ "id": row.id, "attributes": attributes(row) }))?;
        self.attributes.write_all(b"\n")
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<File>> {
        let files = [self.attributes, self.documents].into_iter().map(|encoder| {
            let buffer = encoder.finish()?;
            buffer.into_inner().map_err(io::IntoInnerError::into_error)
        });
        files.collect()
    }
}

fn document(row: &Row) -> Value {
    let fetched = row.fetched.and_then(dates::written);
    json!({
        "id": row.id,
        "text": row.source.as_deref().unwrap_or_default(),
        "source": ATTRIBUTES,
        "added": fetched,
        "created": row.published.as_ref().or(fetched.as_ref()),
        "metadata": {
            "url": row.url,
            "content_type": row.content_type,
            "status": row.status,
            "title": row.title,
            "authors": row.authors,
            "published": row.published,
            "language": row.language,
            "page_type": row.page_type,
            "quality": row.quality.map(|quality| rounded(f64::from(quality))),
            "notes": row.notes,
            "error": row.error,
        },
    })
}

/// Ranges of characters with a score, by name: `dechaff__removed` is what is not body, `dechaff__navigation` and so on
/// have the spans of one kind, `dechaff__quality` has one range, the whole document.
fn attributes(row: &Row) -> BTreeMap<String, Vec<Value>> {
    let source = row.source.as_deref().unwrap_or_default();
    let mut attributes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut at = Position::default();
    let mut add = |name: &str, range: Value| attributes.entry(format!("{ATTRIBUTES}__{name}")).or_default().push(range);
    for span in &row.spans {
        let (start, end) = at.of(source, span);
        let range = json!([start, end, rounded(f64::from(span.confidence()))]);
        if !span.is_kept() {
            add("removed", range.clone());
        }
        add(&span.kind().name().replace('-', "_"), range);
    }
    if let Some(quality) = row.quality {
        add("quality", json!([0, at.end(source), rounded(f64::from(quality))]));
    }
    attributes
}

/// A place in the text, in bytes and in characters.
#[derive(Default)]
struct Position {
    byte: usize,
    character: usize,
}

impl Position {
    /// The range of a span in characters. Spans are in order.
    fn of(&mut self, source: &str, span: &Span) -> (usize, usize) {
        (self.go_to(source, span.start()), self.go_to(source, span.end()))
    }

    fn end(&mut self, source: &str) -> usize {
        self.go_to(source, source.len())
    }

    fn go_to(&mut self, source: &str, byte: usize) -> usize {
        self.character += source[self.byte..byte].chars().count();
        self.byte = byte;
        self.character
    }
}
