//! Cleans pages on the command line.
//!
//! ```text
//! cargo run --release --example clean -- [OPTIONS] [FILE…]
//! ```

mod arguments;
mod input;
mod output;

use std::io;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use arguments::{Format, Settings, What};
use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar is shown from this number of files on.
const MIN_FILES_FOR_PROGRESS: usize = 4;

fn main() -> ExitCode {
    let settings = match arguments::read() {
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
        // The reader of the output has closed the pipe (`clean … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clean: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Cleans all files; returns whether all could be read.
fn run(settings: &Settings) -> io::Result<bool> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let colours = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let progress = progress_bar(settings);
    let mut all_read = true;
    let mut objects = Vec::new();
    for file in &settings.files {
        progress.set_message(file.clone());
        match input::clean(settings, file) {
            Err(error) => {
                progress.suspend(|| eprintln!("clean: {file}: {error}"));
                all_read = false;
            }
            Ok(page) => {
                progress.suspend(|| {
                    for note in page.notes() {
                        eprintln!("clean: {file}: note: {note}");
                    }
                    if page.is_empty() && settings.what == What::Body && settings.format.is_body() {
                        eprintln!("clean: {file}: nothing on the page is article body");
                    }
                });
                match settings.format {
                    Format::Json => objects.push(output::object(&page, file, settings.what)),
                    Format::Jsonl => writeln!(out, "{}", output::object(&page, file, settings.what))?,
                    _ => {
                        if settings.files.len() > 1 && settings.format.is_body() {
                            writeln!(out, "==> {file} <==")?;
                        }
                        output::write(&mut out, &page, file, settings, colours)?;
                    }
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
    // A bar would disturb the output on the same terminal.
    if settings.files.len() < MIN_FILES_FOR_PROGRESS || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(settings.files.len() as u64).with_style(style)
}
