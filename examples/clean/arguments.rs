//! The command-line arguments.

use dechaff::filter::Pipeline;
use dechaff::{Cleaner, Decision, Focus, Kind};
use lexopt::prelude::*;

use crate::input::STDIN;

const HELP: &str = "\
Cleans web pages, HTML or flattened text: prints the article body, or the page with every removed span marked.

usage: clean [OPTIONS] [FILE…]        without FILE, or where it is -, standard input is read

A file may be compressed with gzip. Format and encoding are detected.

  --format text      the body (default)
  --format markdown  the body as Markdown
  --format html      the body as a fragment of clean HTML
  --format report    an HTML page for the browser: the body to read, what was removed folded, the reason for each span
  --format spans     the whole page; removed spans are dimmed and labelled
  --format json      an array with one object per page
  --format jsonl     one object per page, each in a line
  --comments         the readers' comments one by one instead of the body (text, json, jsonl)
  --metadata         title, author, date …, each with its source, instead of the body (text, json, jsonl)
  --from html        read every page as HTML
  --from text        read every page as flattened text
  --charset LABEL    the charset that the server declared (windows-1256, iso-8859-1 …)
  --url ADDRESS      the address of the page, to make those of links and pictures absolute
  --focus precise    remove doubtful text from the body
  --focus complete   keep doubtful text in the body
  --keep KIND        keep spans of a kind in the body (may be given several times)
  --drop KIND        remove spans of a kind from the body
  --only FILTER      run only this filter (several: in the order given)
  --without FILTER   run all filters but this one
  --decision HOW     what decides which spans are the body: model (the default), rules or marks
  --list             list the kinds and the filters
  --help             this text";

/// How a page is printed.
#[derive(Clone, Copy, PartialEq)]
pub enum Format {
    Text,
    Markdown,
    Html,
    Report,
    Spans,
    Json,
    Jsonl,
}

impl Format {
    const ALL: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("report", Self::Report),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("spans", Self::Spans),
    ];

    /// Whether it shows only the body.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Html)
    }
}

const DECISIONS: &[(&str, Decision)] =
    &[("model", Decision::Model), ("rules", Decision::Rules), ("marks", Decision::Marks)];

const FOCUSES: &[(&str, Focus)] =
    &[("precise", Focus::Precise), ("balanced", Focus::Balanced), ("complete", Focus::Complete)];

/// The part of a page that is printed.
#[derive(Clone, Copy, PartialEq)]
pub enum What {
    Body,
    Comments,
    Metadata,
}

/// The format of the input.
#[derive(Clone, Copy, PartialEq)]
pub enum From {
    Any,
    Html,
    Text,
}

pub struct Settings {
    pub cleaner: Cleaner,
    pub format: Format,
    pub what: What,
    pub from: From,
    pub charset: Option<String>,
    pub url: Option<String>,
    pub files: Vec<String>,
}

/// Reads the arguments; `None` if they only asked for help or lists.
pub fn read() -> Result<Option<Settings>, Box<dyn std::error::Error>> {
    let mut pipeline = Pipeline::default();
    let mut only: Vec<String> = Vec::new();
    let mut settings = Settings {
        cleaner: Cleaner::new(),
        format: Format::Text,
        what: What::Body,
        from: From::Any,
        charset: None,
        url: None,
        files: Vec::new(),
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("format") => settings.format = one_of("format", Format::ALL, &parser.value()?.string()?)?,
            Long("from") => {
                settings.from =
                    one_of("input", &[("html", From::Html), ("text", From::Text)], &parser.value()?.string()?)?;
            }
            Long("charset") => settings.charset = Some(parser.value()?.string()?),
            Long("url") => settings.url = Some(parser.value()?.string()?),
            Long("comments") => settings.what = What::Comments,
            Long("metadata") => settings.what = What::Metadata,
            Long("focus") => {
                let focus = one_of("focus", FOCUSES, &parser.value()?.string()?)?;
                settings.cleaner = settings.cleaner.with_focus(focus);
            }
            Long("keep") => settings.cleaner = settings.cleaner.with_kept(parser.value()?.string()?.parse()?),
            Long("drop") => settings.cleaner = settings.cleaner.with_removed(parser.value()?.string()?.parse()?),
            Long("only") => only.push(parser.value()?.string()?),
            Long("decision") => {
                let decision = one_of("decision", DECISIONS, &parser.value()?.string()?)?;
                settings.cleaner = settings.cleaner.with_decision(decision);
            }
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
            Value(file) => settings.files.push(file.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if !only.is_empty() {
        pipeline = pipeline.only(&only.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if settings.what != What::Body && !matches!(settings.format, Format::Text | Format::Json | Format::Jsonl) {
        return Err("comments and metadata are printed as text, json or jsonl".into());
    }
    settings.cleaner = settings.cleaner.with_pipeline(pipeline);
    if settings.files.is_empty() {
        settings.files.push(STDIN.into());
    }
    Ok(Some(settings))
}

fn one_of<T: Copy>(what: &str, known: &[(&str, T)], name: &str) -> Result<T, String> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    let found = known.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
    found.ok_or_else(|| format!("unknown {what} {name:?}, expected {} or {last}", others.join(", ")))
}
