//! Prints the metadata of a page.

use std::io;
use std::io::Write;

use dechaff::{Metadata, MetadataDate, MetadataSource, MetadataValue};
use serde_json::{Value, json};

use crate::terminal::Screen;

/// Prints one value per line with its source.
pub fn write(out: &mut impl Write, metadata: &Metadata, screen: Screen) -> io::Result<()> {
    for (name, value) in values(metadata) {
        if let Some(value) = value {
            writeln!(out, "{name}: {} ({})", screen.text(value.value()), source_name(value.source()))?;
        }
    }
    for (name, values) in lists(metadata) {
        if let Some(first) = values.first() {
            writeln!(out, "{name}: {} ({})", screen.text(&joined(values)), source_name(first.source()))?;
        }
    }
    for (name, date) in dates(metadata) {
        if let Some(date) = date {
            writeln!(out, "{name}: {} ({})", date.date(), source_name(date.source()))?;
        }
    }
    Ok(())
}

fn values(metadata: &Metadata) -> [(&'static str, Option<&MetadataValue>); 8] {
    [
        ("title", metadata.title()),
        ("language", metadata.language()),
        ("site", metadata.site_name()),
        ("url", metadata.url()),
        ("description", metadata.description()),
        ("image", metadata.image()),
        ("section", metadata.section()),
        ("license", metadata.license()),
    ]
}

/// What there may be several of, printed in one line.
fn lists(metadata: &Metadata) -> [(&'static str, &[MetadataValue]); 2] {
    [("author", metadata.authors()), ("keywords", metadata.keywords())]
}

/// `date` is the date that readers see, or else that of publication, or that of the last change.
fn dates(metadata: &Metadata) -> [(&'static str, Option<&MetadataDate>); 3] {
    [("date", metadata.date()), ("published", metadata.published()), ("modified", metadata.modified())]
}

fn joined(values: &[MetadataValue]) -> String {
    values.iter().map(MetadataValue::value).collect::<Vec<_>>().join(", ")
}

/// Metadata as a JSON object: each value with the place it was found in, null where there is none.
pub fn object(metadata: &Metadata) -> Value {
    let mut object = json!({});
    let found = |value: &str, source: MetadataSource| json!({ "value": value, "found": source_name(source) });
    for (name, value) in values(metadata) {
        object[name] = value.map_or(Value::Null, |value| found(value.value(), value.source()));
    }
    let authors = metadata.authors();
    object["author"] = authors.first().map_or(Value::Null, |first| found(&joined(authors), first.source()));
    for (name, date) in dates(metadata) {
        object[name] = date.map_or(Value::Null, |date| {
            let mut value = found(&date.date().to_string(), date.source());
            value["written"] = json!(date.written());
            value
        });
    }
    let each = |values: &[MetadataValue]| -> Vec<Value> {
        values.iter().map(|value| found(value.value(), value.source())).collect()
    };
    object["authors"] = json!(each(metadata.authors()));
    object["keywords"] = json!(each(metadata.keywords()));
    object
}

fn source_name(source: MetadataSource) -> &'static str {
    match source {
        MetadataSource::JsonLd => "JSON-LD",
        MetadataSource::OpenGraph => "Open Graph",
        MetadataSource::Meta => "head",
        MetadataSource::Page => "page",
        _ => "elsewhere",
    }
}
