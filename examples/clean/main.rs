//! Cleans pages on the command line.
//!
//! ```text
//! cargo run --release --example clean -- [OPTIONS] [FILE or FOLDER…]
//! ```

mod arguments;
mod compression;
mod destination;
mod feeds;
mod folder;
mod input;
mod jobs;
mod metadata;
mod mhtml;
mod names;
mod output;
mod pages;
mod summary;
mod terminal;
mod walk;

use std::io;
use std::io::Write;
use std::process::ExitCode;

use arguments::{Request, Settings, What};
use destination::Destination;
use indicatif::{ProgressBar, ProgressStyle};
use pages::Outcome;
use summary::Summary;
use terminal::{Screen, message};

/// A progress bar is shown from this number of files on.
const MIN_FILES_FOR_PROGRESS: usize = 4;

fn main() -> ExitCode {
    let result = match arguments::read() {
        Ok(Request::Clean(settings)) => run(&settings),
        Ok(Request::Show(text)) => write!(io::stdout(), "{text}").map(|()| ExitCode::SUCCESS),
        Err(error) => {
            message(&format!("{error} (see --help)"));
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(code) => code,
        // The reader of the output has closed the pipe (`clean … | head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            message(&format!("cannot write: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Cleans all files.
fn run(settings: &Settings) -> io::Result<ExitCode> {
    let mut summary = Summary::new();
    let mut destination = Destination::open(settings)?;
    let (inputs, faults) = walk::inputs(&settings.files, |file| destination.is_output(file));
    for fault in faults {
        message(&fault);
        summary.add_error();
    }
    destination.expect(inputs.len());
    if inputs.iter().any(|input| input.path.is_none()) {
        terminal::hint_at_input();
    }
    let screen = Screen::of_output(settings);
    let progress = progress_bar(inputs.len(), screen);
    jobs::in_order(
        settings.jobs,
        inputs,
        |input, results| pages::clean(&input, settings, screen, results),
        |outcome| progress.suspend(|| take(outcome, settings, &mut destination, &mut summary)),
        || progress.inc(1),
    )?;
    progress.finish_and_clear();
    destination.finish()?;
    if summary.is_long() {
        message(&summary.to_string());
    }
    Ok(if summary.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Writes a page, or what is wrong with it.
fn take(outcome: Outcome, settings: &Settings, destination: &mut Destination, summary: &mut Summary) -> io::Result<()> {
    let page = match outcome {
        Outcome::Page(page) => page,
        Outcome::Fault(fault) => {
            message(&fault);
            summary.add_error();
            return Ok(());
        }
    };
    for note in &page.notes {
        message(&format!("{}: note: {note}", page.name));
    }
    if !page.has_body && settings.what == What::Body && settings.format.is_body() {
        message(&format!("{}: nothing on the page is article body", page.name));
    }
    summary.add_page(page.bytes, page.has_body);
    if let Err(fault) = destination.write(&page)? {
        message(&fault);
        summary.add_error();
    }
    Ok(())
}

fn progress_bar(files: usize, screen: Screen) -> ProgressBar {
    // A bar would disturb the output on the same terminal.
    if files < MIN_FILES_FOR_PROGRESS || screen.is_terminal {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}
