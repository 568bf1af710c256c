//! The chores of dechaff. `cargo xtask` lists them.

mod chores;
mod fuzz;
#[cfg(test)]
mod map;
mod new_filter;
#[cfg(test)]
mod promises;
mod sbom;
mod seeds;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use fuzz::Fuzz;
use lexopt::prelude::*;

/// Seconds for which each target is fuzzed where none are given.
const DEFAULT_FUZZ_SECONDS: u32 = 60;

const HELP: &str = "\
The chores of dechaff, to be run from its root folder.

usage: cargo xtask COMMAND

  new-filter NAME [--kind KIND]   a new filter: its file, its lines in the lists, a test page
  bless [PAGE]                    write the expectations of the test pages anew; read the diff
  evaluate CORPUS…                score the crate on folders of pages with known bodies
  train CORPORA                   judge and train the models of the content decision anew
  ci [--all]                      what every change must pass (.ci/run); with --all also the lints of the other
                                  workspaces and short fuzz runs
  fuzz [TARGET…] [--minutes N | --seconds N] [--quick]
                                  fuzz targets for that long each (1 minute), as many at a time as there are
                                  cores; all if none is named
  fuzz-seeds                      write the seeds of the targets into fuzz/corpus; fuzz does so too
  sbom                            print the bill of materials (CycloneDX)

CONTRIBUTING.md says when to use which.
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, lexopt::Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?;
    let mut parser = lexopt::Parser::from_env();
    let (mut kind, mut seconds, mut is_quick, mut is_all) = (None, None, false, false);
    let mut words: Vec<OsString> = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => words.clear(),
            Long("kind") => kind = Some(parser.value()?.string()?),
            Long("minutes") => seconds = Some(parser.value()?.parse::<u32>()?.saturating_mul(60)),
            Long("seconds") => seconds = Some(parser.value()?.parse()?),
            Long("quick") => is_quick = true,
            Long("all") => is_all = true,
            Value(word) => {
                words.push(word);
                continue;
            }
            other => return Err(other.unexpected()),
        }
        if words.is_empty() {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
    }
    let Some((command, arguments)) = words.split_first() else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    if kind.is_some() && command != "new-filter" {
        return Err("only new-filter takes --kind".into());
    }
    if (seconds.is_some() || is_quick) && command != "fuzz" {
        return Err("only fuzz takes --minutes, --seconds and --quick".into());
    }
    if is_all && command != "ci" {
        return Err("only ci takes --all".into());
    }
    match (command.to_str().unwrap_or_default(), arguments) {
        ("new-filter", [name]) => {
            chores::new_filter(root, &name.clone().string()?, kind.as_deref().unwrap_or("chrome"))
        }
        ("bless", [] | [_]) => chores::bless(root, arguments),
        ("evaluate", [_, ..]) => chores::evaluate(root, arguments),
        ("train", [corpora]) => chores::train(root, corpora),
        ("ci", []) => chores::ci(root, is_all),
        ("fuzz", targets) => {
            let targets = targets.iter().map(|target| target.clone().string()).collect::<Result<_, _>>()?;
            fuzz::fuzz(root, &Fuzz { targets, seconds: seconds.unwrap_or(DEFAULT_FUZZ_SECONDS), is_quick })
        }
        ("fuzz-seeds", []) => seeds::write(root).map(|count| {
            println!("{count} seeds in fuzz/corpus");
            ExitCode::SUCCESS
        }),
        ("sbom", []) => sbom::sbom(root).map(|bill| {
            print!("{bill}");
            ExitCode::SUCCESS
        }),
        _ => return Err(format!("{} is no command, or has other arguments\n\n{HELP}", command.display()).into()),
    }
    .map_err(Into::into)
}
