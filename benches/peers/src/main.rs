//! Compares dechaff with its peers on the same pages in one run: quality, and time on one thread.
//!
//! A corpus folder has `gold.jsonl` and `html/<id>.html.gz`. Every tool gets the same decoded page and its address.
//! Quality is word F1, averaged over pages, and snippet F1, both as in the crate `evaluation`. Times are compared with a
//! bare parse of the same page by `scraper`, which runs with any `--only`: seconds differ between machines and hours,
//! ratios hardly do.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use peers::tool::Tool;
use peers::{corpus, memory, race};

const USAGE: &str = "\
usage: peers [--pages N] [--only NAME]... [--memory] CORPUS_DIR...

  --pages N    only the first N pages of each corpus
  --only NAME  only this tool, and the bare parse; can be given several times
  --memory     peak heap over page bytes instead of quality and time, without --only of dechaff and
               the bare parse; needs a build with --features memory";

struct Arguments {
    pages: usize,
    only: Vec<String>,
    memory: bool,
    corpora: Vec<PathBuf>,
}

/// None if the user asked for help.
fn arguments() -> Result<Option<Arguments>, lexopt::Error> {
    let mut arguments = Arguments { pages: usize::MAX, only: Vec::new(), memory: false, corpora: Vec::new() };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("pages") => arguments.pages = parser.value()?.parse()?,
            Long("only") => arguments.only.push(parser.value()?.string()?),
            Long("memory") => arguments.memory = true,
            Long("help") | Short('h') => return Ok(None),
            Value(folder) => arguments.corpora.push(folder.into()),
            other => return Err(other.unexpected()),
        }
    }
    if arguments.corpora.is_empty() { Err("no corpus folder given".into()) } else { Ok(Some(arguments)) }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    match (arguments.memory, cfg!(feature = "memory")) {
        (true, false) => return Err("--memory needs a build with `--features memory`".into()),
        (false, true) => return Err("a build with `--features memory` counts too much to tell the time".into()),
        _ => {}
    }
    let only_ours = vec!["dechaff".to_owned()];
    let names = if arguments.memory && arguments.only.is_empty() { &only_ours } else { &arguments.only };
    let tools = Tool::chosen(names)?;
    for folder in &arguments.corpora {
        let corpus = corpus::Corpus::open(folder, arguments.pages)?;
        let report = if arguments.memory { memory::measure(&corpus, &tools)? } else { race::run(&corpus, &tools)? };
        println!("{report}");
    }
    Ok(())
}

fn main() -> ExitCode {
    let result = match arguments() {
        Ok(Some(arguments)) => run(arguments),
        Ok(None) => {
            println!("{USAGE}");
            Ok(())
        }
        Err(error) => Err(format!("{error}\n\n{USAGE}").into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}
