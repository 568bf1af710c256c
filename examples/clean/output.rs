//! Prints pages.

use std::io;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use dechaff::{Cleaned, Kind, Span};
use serde_json::{Value, json};

use crate::arguments::{Format, Settings, What};
use crate::metadata;
use crate::terminal::{Screen, visible};

/// Prints a page in one of the text formats.
pub fn write(out: &mut impl Write, page: &Cleaned, name: &str, settings: &Settings, screen: Screen) -> io::Result<()> {
    match (settings.what, settings.format) {
        (What::Comments, _) => write_comments(out, page, screen),
        (What::Metadata, _) => metadata::write(out, page.metadata(), screen),
        (What::Body, Format::Markdown) => writeln!(out, "{}", screen.text(&page.markdown())),
        (What::Body, Format::Html) => writeln!(out, "{}", screen.text(&page.html())),
        (What::Body, Format::Report) => write!(out, "{}", screen.text(&page.report_on(name))),
        (What::Body, Format::Spans) => write_spans(out, page, screen),
        (What::Body, _) => writeln!(out, "{}", screen.text(&page.text())),
    }
}

/// Prints comments as a list, each with a dash and indented lines.
fn write_comments(out: &mut impl Write, page: &Cleaned, screen: Screen) -> io::Result<()> {
    for comment in page.comments() {
        let text = comment.text();
        for (index, line) in screen.text(&text).lines().enumerate() {
            let before = if index == 0 { "- " } else { "  " };
            writeln!(out, "{}", format!("{before}{line}").trim_end())?;
        }
    }
    Ok(())
}

/// A page as a JSON object. `row.schema.json` describes its fields; `tests/clean_example/schema.rs` fails on one that it
/// does not.
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
                        "date": comment.date().map(|date| date.to_string()),
                        "written_date": comment.written_date(),
                        "level": comment.level(),
                        "parent": comment.parent(),
                        "spans": [spans.start, spans.end],
                    })
                })
                .collect();
        }
        What::Metadata => {
            object["metadata"] = metadata::object(page.metadata());
        }
    }
    object
}

/// Writes a value as an element of an array, which is indented.
pub fn write_element(out: &mut impl Write, json: &str) -> io::Result<()> {
    // A line break within a string of JSON is escaped, so every line is one of the layout.
    for (index, line) in json.lines().enumerate() {
        let before = if index == 0 { "  " } else { "\n  " };
        write!(out, "{before}{line}")?;
    }
    Ok(())
}

fn write_spans(out: &mut impl Write, page: &Cleaned, screen: Screen) -> io::Result<()> {
    let mut at = 0;
    for span in page.spans() {
        let source = page.source();
        write!(out, "{}", visible(&source[at..span.start()]))?;
        at = span.end();
        let text = visible(&source[span.range()]);
        if span.is_kept() {
            write!(out, "{text}")?;
        } else {
            let (label, dimmed) = if screen.has_colours {
                (label_style(span), Style::new().dimmed())
            } else {
                (Style::new(), Style::new())
            };
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
    writeln!(out, "{}", visible(page.source()[at..].trim_end()))
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
