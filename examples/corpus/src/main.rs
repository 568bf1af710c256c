//! The program `corpus`; `README.md` says how to use it.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use corpus::arguments::{self, Arguments, Request};
use corpus::job::clean_all;
use corpus::report;
use corpus::summary::Summary;
use corpus::units;

fn main() -> ExitCode {
    let result = match arguments::read() {
        Ok(Request::Clean(arguments)) => run(&arguments),
        Ok(Request::Show(text)) => write!(io::stdout(), "{text}").map(|()| ExitCode::SUCCESS).map_err(Into::into),
        Err(error) => {
            eprintln!("corpus: {error} (see --help)");
            return ExitCode::from(2);
        }
    };
    result.unwrap_or_else(|error| {
        eprintln!("corpus: {error}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let found = units::find(&arguments.inputs, &arguments.out)?;
    let done = clean_all(&found, &arguments.out, &arguments.settings, arguments.threads)?;
    eprintln!("{}", Summary { done: &done, duration: start.elapsed() });
    if let Some(path) = &arguments.report {
        report::write(path, &done, &found.units, &arguments.settings)?;
    }
    let has_faults = !done.failed.is_empty() || done.manifest.entries().any(|entry| entry.fault.is_some());
    Ok(if has_faults { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
