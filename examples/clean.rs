//! Cleans pages by hand.
//!
//! ```text
//! cargo run --release --example clean -- [OPTIONS] [FILE…]
//! ```

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;
use std::{fs, io};

use anstyle::{AnsiColor, Style};
use dechaff::{Cleaned, Cleaner, Kind, Pipeline, Span};
use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::*;
use serde_json::json;

const HELP: &str = "\
Cleans flattened web pages: prints the article body, or the page with every removed span marked.

usage: clean [OPTIONS] [FILE…]        without FILE, or where it is -, standard input is read

  --format text      the body (default)
  --format json      an array of one object a page
  --format jsonl     one object a page and line
  --format spans     the whole page; removed spans are dimmed and labelled
  --keep KIND        count spans of a kind to the body (may be given several times)
  --drop KIND        leave spans of a kind out of the body
  --only FILTER      run only this filter (several: in the order given)
  --without FILTER   run all filters but this one
  --list             list the kinds and the filters
  --help             this text";

/// From so many files on a progress bar is shown.
const MANY_FILES: usize = 4;
const STDIN: &str = "-";

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Text,
    Json,
    Jsonl,
    Spans,
}

struct Settings {
    cleaner: Cleaner,
    format: Format,
    files: Vec<String>,
}

fn main() -> ExitCode {
    let settings = match read_arguments() {
        Ok(Some(settings)) => settings,
        Ok(None) => return ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clean: {error} (see --help)");
            return ExitCode::from(2);
        }
    };
    match run(&settings) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clean: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read_arguments() -> Result<Option<Settings>, Box<dyn std::error::Error>> {
    let mut cleaner = Cleaner::new();
    let mut pipeline = Pipeline::default();
    let mut only: Vec<String> = Vec::new();
    let mut format = Format::Text;
    let mut files = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("format") => {
                format = match parser.value()?.string()?.as_str() {
                    "text" => Format::Text,
                    "json" => Format::Json,
                    "jsonl" => Format::Jsonl,
                    "spans" => Format::Spans,
                    other => {
                        return Err(format!("unknown format {other:?}, expected text, json, jsonl or spans").into());
                    }
                }
            }
            Long("keep") => cleaner = cleaner.keep(parser.value()?.string()?.parse()?),
            Long("drop") => cleaner = cleaner.drop(parser.value()?.string()?.parse()?),
            Long("only") => only.push(parser.value()?.string()?),
            Long("without") => pipeline = pipeline.without(&parser.value()?.string()?)?,
            Long("list") => {
                println!("kinds:   {}", Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" "));
                println!("filters: {}", pipeline.names().join(" "));
                return Ok(None);
            }
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(None);
            }
            Value(file) => files.push(file.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if !only.is_empty() {
        pipeline = pipeline.only(&only.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if files.is_empty() {
        files.push(STDIN.into());
    }
    Ok(Some(Settings { cleaner: cleaner.with_pipeline(pipeline), format, files }))
}

/// Cleans all files; whether all could be read.
fn run(settings: &Settings) -> io::Result<bool> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let colours = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let progress = progress_bar(settings);
    let mut all_read = true;
    let mut objects = Vec::new();
    for file in &settings.files {
        progress.set_message(file.clone());
        match read(file) {
            Err(error) => {
                progress.suspend(|| eprintln!("clean: {file}: {error}"));
                all_read = false;
            }
            Ok(text) => {
                let page = settings.cleaner.clean_text(text);
                match settings.format {
                    Format::Text => write_body(&mut out, &page, file, settings.files.len() > 1)?,
                    Format::Spans => write_spans(&mut out, &page, colours)?,
                    Format::Json => objects.push(object(&page, file)),
                    Format::Jsonl => writeln!(out, "{}", object(&page, file))?,
                }
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    if settings.format == Format::Json {
        serde_json::to_writer_pretty(&mut out, &objects)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(all_read)
}

fn progress_bar(settings: &Settings) -> ProgressBar {
    // Beside text on the same terminal a bar would be in the way.
    if settings.files.len() < MANY_FILES || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(settings.files.len() as u64).with_style(style)
}

fn read(file: &str) -> io::Result<String> {
    if file == STDIN {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    fs::read_to_string(file)
}

fn write_body(out: &mut impl Write, page: &Cleaned, file: &str, name: bool) -> io::Result<()> {
    if name {
        writeln!(out, "==> {file} <==")?;
    }
    if page.is_empty() {
        eprintln!("clean: {file}: nothing on the page is article body");
    }
    writeln!(out, "{}", page.text())
}

fn object(page: &Cleaned, file: &str) -> serde_json::Value {
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
    json!({
        "id": file,
        "source": page.source(),
        "text": page.text(),
        "title": page.title(),
        "language": page.language().code(),
        "spans": spans,
    })
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
        Kind::Spam => AnsiColor::Red,
        Kind::Comment => AnsiColor::Magenta,
        Kind::Ticker | Kind::Related => AnsiColor::Yellow,
        Kind::Support | Kind::Share => AnsiColor::Blue,
        _ => AnsiColor::Cyan,
    };
    colour.on_default()
}
