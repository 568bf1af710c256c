//! The language of each line of a file.
//!
//! `identify FILE.tsv[.gz]` reads lines of four columns (id, set, language, text) and identifies each text alone. It
//! writes `id <tab> code <tab> confidence`. `identify --text FILE[.gz]` labels the lines of a plain text, in the context
//! of the whole file.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::process::ExitCode;

use dechaff::{Identified, identify, identify_together};

const USAGE: &str = "usage: identify FILE.tsv[.gz]\n       identify --text FILE[.gz]";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let (is_text, path) = match &arguments[..] {
        [option, path] if option == "--text" => (true, path),
        [path] if !path.starts_with('-') => (false, path),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let written = read(path).and_then(|text| {
        let output = if is_text { label_lines(&text) } else { label_rows(&text) };
        std::io::stdout().write_all(output.as_bytes())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(path: &str) -> std::io::Result<String> {
    let bytes = std::fs::read(path)?;
    let mut text = String::new();
    if path.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
        return Ok(text);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn label_rows(text: &str) -> String {
    let mut output = String::new();
    for line in text.lines() {
        let mut columns = line.splitn(4, '\t');
        let id = columns.next().unwrap_or_default();
        let found = identify(columns.nth(2).unwrap_or_default());
        write_row(&mut output, id, found);
    }
    output
}

fn write_row(output: &mut String, id: &str, found: Identified) {
    let _ = writeln!(output, "{id}\t{}\t{:.4}", found.language, found.confidence);
}

fn label_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut output = String::new();
    for (line, found) in lines.iter().zip(identify_together(&lines)) {
        let _ = writeln!(output, "{}\t{:.2}\t{line}", found.language, found.confidence);
    }
    output
}
