//! The command-line arguments.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use dechaff::{Kind, Limits};
use lexopt::prelude::*;

use crate::input::{DatasetColumns, ReadSettings};
use crate::settings::{FOCUSES, OutputSettings};
use crate::write::Format;

const HELP: &str = include_str!("help.txt");
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Longer pages are not allowed (bytes): their text, three times as long at most, must fit into a column of Arrow, which has
/// 2 GiB.
const MAX_LIMIT_BYTES: usize = 256 << 20;

pub struct Arguments {
    pub inputs: Vec<PathBuf>,
    pub out: PathBuf,
    pub report: Option<PathBuf>,
    pub threads: usize,
    pub settings: OutputSettings,
}

/// What is asked for.
pub enum Request {
    Clean(Box<Arguments>),
    /// Help or the version.
    Show(String),
}

/// Reads the arguments of the process.
pub fn read() -> Result<Request, Box<dyn std::error::Error>> {
    parse(lexopt::Parser::from_env())
}

fn parse(mut parser: lexopt::Parser) -> Result<Request, Box<dyn std::error::Error>> {
    let mut inputs: Vec<PathBuf> = Vec::new();
    let (mut out, mut report) = (None, None);
    let mut threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut settings = defaults();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => out = Some(parser.value()?.into()),
            Long("report") => report = Some(parser.value()?.into()),
            Long("format") => settings.format = one_of("format", Format::ALL, &parser.value()?.string()?)?,
            Long("markdown") => settings.markdown = true,
            Long("source") => settings.source = true,
            Long("threads") => threads = number("threads", &parser.value()?.string()?)?,
            Long("max-pages") => {
                settings.read.max_pages = Some(number("max-pages", &parser.value()?.string()?)? as u64)
            }
            Long("focus") => {
                let name = parser.value()?.string()?;
                one_of("focus", FOCUSES, &name)?;
                settings.focus = name;
            }
            Long("keep") => settings.keep.push(kind(&parser.value()?.string()?)?),
            Long("drop") => settings.drop.push(kind(&parser.value()?.string()?)?),
            Long("limit-bytes") => settings.read.limit = limit_bytes(&parser.value()?.string()?)?,
            Long("limit-steps") => settings.limit_steps = number("limit-steps", &parser.value()?.string()?)? as u64,
            Long("html-column") => settings.read.columns.html = parser.value()?.string()?,
            Long("text-column") => settings.read.columns.text = parser.value()?.string()?,
            Long("url-column") => settings.read.columns.url = parser.value()?.string()?,
            Long("id-column") => settings.read.columns.id = parser.value()?.string()?,
            Long("date-column") => settings.read.columns.date = parser.value()?.string()?,
            Short('h') | Long("help") => return Ok(Request::Show(HELP.into())),
            Short('V') | Long("version") => return Ok(Request::Show(format!("corpus {VERSION}\n"))),
            Value(input) => inputs.push(input.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if inputs.is_empty() {
        return Err("name a file or folder to read".into());
    }
    let out = out.ok_or("name the folder for the output with --out")?;
    Ok(Request::Clean(Box::new(Arguments { inputs, out, report, threads, settings })))
}

fn defaults() -> OutputSettings {
    let limits = Limits::new();
    OutputSettings {
        version: VERSION.into(),
        format: Format::Parquet,
        markdown: false,
        source: false,
        focus: "balanced".into(),
        keep: Vec::new(),
        drop: Vec::new(),
        limit_steps: limits.steps(),
        read: ReadSettings { columns: DatasetColumns::default(), limit: limits.bytes(), max_pages: None },
    }
}

fn kind(name: &str) -> Result<String, dechaff::error::UnknownKind> {
    name.parse::<Kind>().map(|kind| kind.name().to_owned())
}

fn number(option: &str, text: &str) -> Result<usize, String> {
    let number: Option<NonZero<usize>> = text.parse().ok();
    number.map(NonZero::get).ok_or_else(|| format!("--{option} takes a number from 1 on, not {text:?}"))
}

fn limit_bytes(text: &str) -> Result<usize, String> {
    let limit = number("limit-bytes", text)?;
    if limit > MAX_LIMIT_BYTES {
        return Err(format!("--limit-bytes takes at most {MAX_LIMIT_BYTES}, not {limit}"));
    }
    Ok(limit)
}

fn one_of<T: Copy>(what: &str, known: &[(&str, T)], name: &str) -> Result<T, String> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    let found = known.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
    found.ok_or_else(|| format!("unknown {what} {name:?}, expected {} or {last}", others.join(", ")))
}
