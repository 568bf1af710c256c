//! The command-line arguments.

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use dechaff::filter::Pipeline;
use dechaff::{Cleaner, Decision, Focus, Kind};
use lexopt::prelude::*;

/// The name of standard input.
pub const STDIN: &str = "-";

const HELP: &str = include_str!("help.txt");

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

/// Whether colours are written.
#[derive(Clone, Copy, PartialEq)]
pub enum Colour {
    /// To a terminal, unless the environment says otherwise.
    Auto,
    Always,
    Never,
}

const COLOURS: &[(&str, Colour)] = &[("auto", Colour::Auto), ("always", Colour::Always), ("never", Colour::Never)];

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
    /// Files and folders.
    pub files: Vec<OsString>,
    /// The folder for the output; without it, the output is one stream.
    pub out: Option<PathBuf>,
    pub colour: Colour,
    /// Files that are cleaned at a time.
    pub jobs: usize,
}

/// What is asked for.
pub enum Request {
    Clean(Box<Settings>),
    /// Help, lists or the version.
    Show(String),
}

/// Reads the arguments.
pub fn read() -> Result<Request, Box<dyn std::error::Error>> {
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
        out: None,
        colour: Colour::Auto,
        jobs: thread::available_parallelism().map_or(1, NonZero::get),
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
            Long("out") => settings.out = Some(parser.value()?.into()),
            Long("jobs") => settings.jobs = jobs(&parser.value()?.string()?)?,
            Long("color" | "colour") => settings.colour = one_of("colour", COLOURS, &parser.value()?.string()?)?,
            Long("list") => {
                let kinds = Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" ");
                let filters = pipeline.names().join(" ");
                return Ok(Request::Show(format!("kinds:   {kinds}\nfilters: {filters}\n")));
            }
            Short('h') | Long("help") => return Ok(Request::Show(HELP.into())),
            Short('V') | Long("version") => {
                return Ok(Request::Show(format!("clean (dechaff {})\n", env!("CARGO_PKG_VERSION"))));
            }
            Value(file) => settings.files.push(file),
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
    Ok(Request::Clean(Box::new(settings)))
}

fn jobs(number: &str) -> Result<usize, String> {
    let jobs: Option<NonZero<usize>> = number.parse().ok();
    jobs.map(NonZero::get).ok_or_else(|| format!("--jobs takes a number from 1 on, not {number:?}"))
}

fn one_of<T: Copy>(what: &str, known: &[(&str, T)], name: &str) -> Result<T, String> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    let found = known.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
    found.ok_or_else(|| format!("unknown {what} {name:?}, expected {} or {last}", others.join(", ")))
}
