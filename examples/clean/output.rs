//! Prints pages.

use std::io;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use dechaff::{Cleaned, Kind, Metadata, MetadataDate, MetadataSource, MetadataValue, Span};
use serde_json::{Value, json};

use crate::arguments::{Format, Settings, What};
use crate::input::STDIN;

/// Prints a page in one of the text formats.
pub fn write(out: &mut impl Write, page: &Cleaned, file: &str, settings: &Settings, colours: bool) -> io::Result<()> {
    match (settings.what, settings.format) {
        (What::Comments, _) => write_comments(out, page),
        (What::Metadata, _) => write_metadata(out, page),
        (What::Body, Format::Markdown) => writeln!(out, "{}", page.markdown()),
        (What::Body, Format::Html) => writeln!(out, "{}", page.html()),
        (What::Body, Format::Report) => write!(out, "{}", page.report_on(name_of(file))),
        (What::Body, Format::Spans) => write_spans(out, page, colours),
        (What::Body, _) => writeln!(out, "{}", page.text()),
    }
}

fn name_of(file: &str) -> &str {
    if file == STDIN { "standard input" } else { file }
}

/// Prints comments as a list, each with a dash and indented lines.
fn write_comments(out: &mut impl Write, page: &Cleaned) -> io::Result<()> {
    for comment in page.comments() {
        let text = comment.text();
        for (index, line) in text.lines().enumerate() {
            let before = if index == 0 { "- " } else { "  " };
            writeln!(out, "{}", format!("{before}{line}").trim_end())?;
        }
    }
    Ok(())
}

/// Prints one value per line with its source.
fn write_metadata(out: &mut impl Write, page: &Cleaned) -> io::Result<()> {
    let metadata = page.metadata();
    for (name, value) in values(metadata) {
        if let Some(value) = value {
            writeln!(out, "{name}: {} ({})", value.value(), source_name(value.source()))?;
        }
    }
    for (name, values) in lists(metadata) {
        if let Some(first) = values.first() {
            writeln!(out, "{name}: {} ({})", joined(values), source_name(first.source()))?;
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

/// The names of authors and the keywords, the former as `author` if they are printed in one line.
fn lists(metadata: &Metadata) -> [(&'static str, &[MetadataValue]); 2] {
    [("author", metadata.authors()), ("keywords", metadata.keywords())]
}

/// `date` is the date of publication, or that of the last change where nothing else is known.
fn dates(metadata: &Metadata) -> [(&'static str, Option<&MetadataDate>); 3] {
    [("date", metadata.date()), ("published", metadata.published()), ("modified", metadata.modified())]
}

fn joined(values: &[MetadataValue]) -> String {
    values.iter().map(MetadataValue::value).collect::<Vec<_>>().join(", ")
}

/// Metadata as a JSON object: each value with the place it was found in, null where there is none.
fn metadata_object(metadata: &Metadata) -> Value {
    let mut object = json!({});
    let found = |value: &str, source: MetadataSource| json!({ "value": value, "found": source_name(source) });
    for (name, value) in values(metadata) {
        object[name] = value.map_or(Value::Null, |value| found(value.value(), value.source()));
    }
    for (name, values) in lists(metadata) {
        object[name] = values.first().map_or(Value::Null, |first| found(&joined(values), first.source()));
    }
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

/// A page as a JSON object.
pub fn object(page: &Cleaned, file: &str, what: What) -> Value {
    let spans: Vec<_> = page
        .spans()
        .iter()
        .map(|span| {
            json!({
                "start": span.start(),
                "end": span.end(),
                "kind": span.kind().name(),
                "lang": span.language().code(),
                "confidence": (f64::from(span.confidence()) * 1000.0).round() / 1000.0,
                "keep": span.is_kept(),
                "filter": span.filter(),
            })
        })
        .collect();
    let languages: Vec<Value> = page
        .languages()
        .iter()
        .map(|(language, share)| json!({ "lang": language.code(), "share": (share * 1e4).round() / 1e4 }))
        .collect();
    let mut object = json!({
        "id": file,
        "source": page.source(),
        "text": page.text(),
        "title": page.title(),
        "language": page.language().code(),
        "languages": languages,
        "page_type": page.page_type().map(dechaff::PageType::name),
        "page_type_probability": page.page_type().map(|of| (f64::from(page.page_type_probability(of)) * 1e4).round() / 1e4),
        "quality": page.quality().map(|quality| (f64::from(quality) * 1e4).round() / 1e4),
        "spans": spans,
    });
    match what {
        What::Body => {}
        What::Comments => {
            let comments = page.comments();
            object["comments"] = comments
                .iter()
                .map(|comment| {
                    let spans = comment.spans();
                    json!({ "text": comment.text(), "spans": [spans.start, spans.end] })
                })
                .collect();
        }
        What::Metadata => {
            object["metadata"] = metadata_object(page.metadata());
        }
    }
    object
}

fn write_spans(out: &mut impl Write, page: &Cleaned, colours: bool) -> io::Result<()> {
    let mut at = 0;
    for span in page.spans() {
        let source = page.source();
        write!(out, "{}", &source[at..span.start()])?;
        at = span.end();
        let text = &source[span.range()];
        if span.is_kept() {
            write!(out, "{text}")?;
        } else {
            let (label, dimmed) =
                if colours { (label_style(span), Style::new().dimmed()) } else { (Style::new(), Style::new()) };
            write!(
                out,
                "{label}[{} {} {} {:.2}]{label:#} {dimmed}{text}{dimmed:#}",
                span.kind(),
                span.language(),
                span.filter(),
                span.confidence()
            )?;
        }
    }
    writeln!(out, "{}", page.source()[at..].trim_end())
}

fn label_style(span: &Span) -> Style {
    let colour = match span.kind() {
        kind if kind.is_article() => AnsiColor::Green,
        Kind::Spam | Kind::Advertising => AnsiColor::Red,
        Kind::Comment => AnsiColor::Magenta,
        Kind::Ticker | Kind::Related => AnsiColor::Yellow,
        Kind::Support | Kind::Share => AnsiColor::Blue,
        _ => AnsiColor::Cyan,
    };
    colour.on_default()
}
