//! How many bytes each tool cleans a second, beside its peers and beside work that no cleaner can do without.
//!
//! `cargo run --release --bin speed -- [--pages N] [--rounds N] [--only TOOL] CORPUS...`: a corpus is a folder of pages of HTML
//! or a file of flattened pages (`NAME.jsonl.gz`). All tools read each page in turns, in CPU time of one thread; the fastest
//! round of each counts. Seconds differ between machines and hours, ratios in one run hardly do.

use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ProcessTime;
use evaluation::Shape;
use lexopt::prelude::*;
use peers::corpus::{Corpus, Page};
use peers::floors::{self, Floor};
use peers::table::{Table, figure};
use peers::tool::Tool;

struct Arguments {
    pages: usize,
    rounds: usize,
    /// The names of the tools beside the bare parse; all tools if there is none.
    only: Vec<String>,
    corpora: Vec<PathBuf>,
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    let mut arguments = Arguments { pages: 100, rounds: 3, only: Vec::new(), corpora: Vec::new() };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("pages") => arguments.pages = parser.value()?.parse()?,
            Long("rounds") => arguments.rounds = parser.value()?.parse()?,
            Long("only") => arguments.only.push(parser.value()?.string()?),
            Value(corpus) => arguments.corpora.push(corpus.into()),
            other => return Err(other.unexpected()),
        }
    }
    if arguments.corpora.is_empty() { Err("no corpus is given".into()) } else { Ok(arguments) }
}

/// Something that is measured.
struct Runner<'a, P> {
    name: &'static str,
    run: Box<dyn Fn(&P) + 'a>,
}

fn floor<P: 'static>(&(name, work): &Floor, text: fn(&P) -> &str) -> Runner<'static, P> {
    Runner { name, run: Box::new(move |page| work(text(page))) }
}

/// The time of each runner over all pages: the sum of its fastest round on each page. The runners take turns on every page,
/// because a machine may be slower for seconds.
fn fastest<P>(pages: &[P], runners: &[Runner<'_, P>], rounds: usize) -> Vec<Duration> {
    let mut sums = vec![Duration::ZERO; runners.len()];
    for page in pages {
        let mut fastest = vec![Duration::MAX; runners.len()];
        // The first round only fills tables and caches.
        for round in 0..=rounds {
            for (runner, fastest) in runners.iter().zip(&mut fastest) {
                let start = ProcessTime::now();
                (runner.run)(page);
                if round > 0 {
                    *fastest = start.elapsed().min(*fastest);
                }
            }
        }
        sums.iter_mut().zip(fastest).for_each(|(sum, time)| *sum += time);
    }
    sums
}

fn report<P>(name: &str, pages: &[P], bytes: usize, runners: &[Runner<'_, P>], base: &str, rounds: usize) {
    if pages.is_empty() {
        return;
    }
    let fastest = fastest(pages, runners, rounds);
    let base_time = runners.iter().position(|runner| runner.name == base).map(|index| fastest[index].as_secs_f64());
    let mut table = Table::new(vec!["tool".into(), "MB a second".into(), format!("time / {base}")]);
    for (runner, time) in runners.iter().zip(&fastest) {
        let seconds = time.as_secs_f64();
        let ratio = base_time.map(|base| seconds / base);
        table.add(vec![runner.name.into(), figure(Some(bytes as f64 / 1e6 / seconds), 1), figure(ratio, 2)]);
    }
    println!("## {name} ({} pages, {:.1} MB)\n\n{table}", pages.len(), bytes as f64 / 1e6);
}

/// Pages with scripts, as they are fetched, and pages whose scripts were removed.
fn report_html(name: &str, pages: Vec<Page>, only: &[String], rounds: usize) -> Result<(), Box<dyn Error>> {
    let tools = Tool::chosen(only)?;
    let mut runners: Vec<Runner<'_, Page>> =
        floors::HTML.iter().map(|of| floor(of, |page: &Page| page.html.as_str())).collect();
    let base = tools.iter().find(|tool| tool.is_floor).map_or("", |tool| tool.name);
    runners.extend(tools.iter().map(|tool| Runner {
        name: tool.name,
        run: Box::new(|page| {
            black_box(tool.run(page));
        }),
    }));
    let (stripped, raw): (Vec<Page>, Vec<Page>) = pages.into_iter().partition(Page::is_stripped);
    for (what, pages) in [("as fetched", raw), ("without scripts", stripped)] {
        let bytes = pages.iter().map(|page| page.html.len()).sum();
        report(&format!("{name}, {what}"), &pages, bytes, &runners, base, rounds);
    }
    Ok(())
}

fn report_text(name: &str, pages: &[String], rounds: usize) {
    let mut runners: Vec<Runner<'_, String>> = floors::TEXT.iter().map(|of| floor(of, String::as_str)).collect();
    runners.push(Runner {
        name: "language of each line (dechaff)",
        run: Box::new(|page| {
            let lines: Vec<&str> = page.lines().collect();
            black_box(dechaff::identify_together(&lines));
        }),
    });
    runners.push(Runner {
        name: "dechaff",
        run: Box::new(|page| {
            black_box(dechaff::clean_text(page).map(|page| page.text())).ok();
        }),
    });
    let bytes = pages.iter().map(String::len).sum();
    report(name, pages, bytes, &runners, "dechaff", rounds);
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    for path in &arguments.corpora {
        for corpus in evaluation::Corpus::open(path)? {
            if corpus.shape() == Shape::Pages {
                let corpus = Corpus::open(path, arguments.pages)?;
                let pages: Result<Vec<_>, _> = corpus.golds.iter().map(|gold| corpus.page(gold)).collect();
                report_html(corpus.name(), pages?, &arguments.only, arguments.rounds)?;
            } else {
                let pages: Result<Vec<_>, _> = corpus.pages()?.take(arguments.pages).collect();
                let pages: Vec<String> = pages?.iter().map(evaluation::Page::joined_lines).collect();
                report_text(corpus.name(), &pages, arguments.rounds);
            }
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    match arguments().map_err(Box::from).and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("speed: {error}");
            eprintln!("usage: speed [--pages N] [--rounds N] CORPUS...");
            ExitCode::FAILURE
        }
    }
}
