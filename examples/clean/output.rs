//! Prints pages.

use std::io;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use dechaff::{Cleaned, Kind, MetadataSource, MetadataValue, Span};
use serde_json::{Value, json};

use crate::arguments::{Format, Settings, What};

/// Prints a page in one of the text formats.
pub fn write(out: &mut impl Write, page: &Cleaned, settings: &Settings, colours: bool) -> io::Result<()> {
    match (settings.what, settings.format) {
        (What::Comments, _) => write_comments(out, page),
        (What::Metadata, _) => write_metadata(out, page),
        (What::Body, Format::Markdown) => writeln!(out, "{}", page.markdown()),
        (What::Body, Format::Html) => writeln!(out, "{}", page.html()),
        (What::Body, Format::Report) => write!(out, "{}", page.report()),
        (What::Body, Format::Spans) => write_spans(out, page, colours),
        (What::Body, _) => writeln!(out, "{}", page.text()),
    }
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
    for (name, value) in metadata(page) {
        if let Some(value) = value {
            writeln!(out, "{name}: {} ({})", value.value(), source_name(value.source()))?;
        }
    }
    Ok(())
}

fn metadata(page: &Cleaned) -> [(&'static str, Option<&MetadataValue>); 6] {
    let metadata = page.metadata();
    [
        ("title", metadata.title()),
        ("author", metadata.author()),
        ("date", metadata.date()),
        ("language", metadata.language()),
        ("site", metadata.site_name()),
        ("url", metadata.url()),
    ]
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
                    json!({
                        "text": comment.text(),
                        "author": comment.author(),
                        "date": comment.date(),
                        "iso_date": comment.iso_date(),
                        "level": comment.level(),
                        "parent": comment.parent(),
                        "spans": [spans.start, spans.end],
                    })
                })
                .collect();
        }
        What::Metadata => {
            for (name, value) in metadata(page) {
                object["metadata"][name] = value.map_or(
                    Value::Null,
                    |value| json!({ "value": value.value(), "found": source_name(value.source()) }),
                );
            }
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
