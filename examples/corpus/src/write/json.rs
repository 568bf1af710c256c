//! Rows as JSON.

use dechaff::Span;
use serde_json::{Map, Value, json};

use crate::row::Row;
use dechaff_archives::dates;

/// Digits of shares, qualities and confidences: more say nothing.
const SCALE: f64 = 1e4;

/// A row as an object with the names of the Parquet columns.
pub fn object(row: &Row) -> Value {
    let languages: Vec<Value> = row
        .languages
        .iter()
        .map(|(language, share)| json!({ "language": language, "share": rounded(*share) }))
        .collect();
    let mut object = json!({
        "id": row.id,
        "url": row.url,
        "fetched": row.fetched.and_then(dates::written),
        "content_type": row.content_type,
        "status": row.status,
        "title": row.title,
        "authors": row.authors,
        "published": row.published,
        "language": row.language,
        "languages": languages,
        "page_type": row.page_type,
        "quality": row.quality.map(|quality| rounded(f64::from(quality))),
        "text": row.text,
        "spans": row.spans.iter().map(span).collect::<Vec<_>>(),
        "notes": row.notes,
        "error": row.error,
    });
    if let Some(object) = object.as_object_mut() {
        insert(object, "markdown", row.markdown.as_ref());
        insert(object, "source", row.source.as_ref());
    }
    object
}

fn insert(object: &mut Map<String, Value>, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        object.insert(name.into(), value.as_str().into());
    }
}

fn span(span: &Span) -> Value {
    json!({
        "start": span.start(),
        "end": span.end(),
        "kind": span.kind().name(),
        "language": span.language().code(),
        "confidence": rounded(f64::from(span.confidence())),
        "filter": span.filter(),
        "kept": span.is_kept(),
    })
}

pub fn rounded(number: f64) -> f64 {
    (number * SCALE).round() / SCALE
}
