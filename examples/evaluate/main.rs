//! Measures the crate on corpora of pages with gold texts, and of lines with labels.
//!
//! ```text
//! cargo run --release --example evaluate -- [OPTIONS] CORPUS…
//! ```

mod corpus;
mod lines;
mod quality;
mod report;
mod scores;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use corpus::{Corpus, Page, Shape, Sites};
use dechaff::filter::Pipeline;
use dechaff::model::Model;
use dechaff::{Cleaned, Cleaner, Decision, Focus};
use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::*;
use lines::Lines;
use report::Summary;
use scores::{Bag, Comments, Score, Snippets};
use serde_json::json;

const HELP: &str = "\
Measures how well, and how fast, pages of corpora are cleaned.

usage: evaluate [OPTIONS] CORPUS…

A corpus is a folder with gold.jsonl and html/<id>.html.gz, or a file <name>.jsonl.gz of flattened
pages with a label a line, or a folder of such files. Pages are scored by the words of their gold
text and by the snippets that must and must not be in the body; lines by their bytes.

  --worst N            show the N worst pages of each corpus: lines of the gold that are missing (-),
                       lines that are too much (+)
  --json               one object for machines, numbers in full precision (without the worst pages)
  --predictions FILE   write the bodies, one object {\"id\", \"text\"} a page and line
  --only ID            only the page of this id (may be given several times)
  --fold I/K           only the pages of fold I of K, counted from 0
  --focus FOCUS        precise, balanced (default) or complete
  --without FILTER     run all filters but this one
  --rules              decide by rules, without a model
  --model FILE         decide by the model in this file
  --split-by-site K    only list corpus, id, site and fold of each page: the folds of K-fold
                       cross-validation. A site is in one fold only, whatever the corpus. Not for
                       lines, which have no addresses
  --threads N          default: one for each core
  --help               this text

A body of fewer than 20 words is nearly empty. Speed is measured by the clock around the cleaning,
body text included, reading and scoring not, summed over all threads. Threads that share cores and
caches slow each other down: with --threads 1 the speed is exact.";

struct Settings {
    cleaner: Cleaner,
    corpora: Vec<Corpus>,
    worst: usize,
    json: bool,
    predictions: Option<String>,
    only: BTreeSet<String>,
    /// Which fold, of how many.
    fold: Option<(u64, u64)>,
    /// Only list the folds.
    split: Option<u64>,
    threads: usize,
}

/// What became of a page.
struct Outcome {
    page: Page,
    body: String,
    /// Why there is no body.
    failure: Option<String>,
    nearly_empty: bool,
    /// None without a gold text.
    score: Option<Score>,
    /// What is to be expected of the body.
    quality: Option<f32>,
    snippets: Snippets,
    comments: Comments,
    lines: Option<Lines>,
    bytes: usize,
    time: Duration,
}

impl Outcome {
    fn f1(&self) -> f64 {
        self.score.map_or(0.0, |score| score.f1)
    }
}

fn main() -> ExitCode {
    let settings = match read_arguments() {
        Ok(Some(settings)) => settings,
        Ok(None) => return ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("evaluate: {error} (see --help)");
            return ExitCode::from(2);
        }
    };
    let done = match settings.split {
        Some(folds) => list_folds(&settings.corpora, folds).map(|()| true),
        None => run(&settings),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("evaluate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read_arguments() -> Result<Option<Settings>, Box<dyn std::error::Error>> {
    let mut settings = Settings {
        cleaner: Cleaner::new(),
        corpora: Vec::new(),
        worst: 0,
        json: false,
        predictions: None,
        only: BTreeSet::new(),
        fold: None,
        split: None,
        threads: thread::available_parallelism()?.get(),
    };
    let mut pipeline = Pipeline::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("worst") => settings.worst = parser.value()?.parse()?,
            Long("json") => settings.json = true,
            Long("predictions") => settings.predictions = Some(parser.value()?.string()?),
            Long("only") => {
                settings.only.insert(parser.value()?.string()?);
            }
            Long("focus") => settings.cleaner = settings.cleaner.with_focus(parser.value()?.parse_with(read_focus)?),
            Long("without") => pipeline = pipeline.without(&parser.value()?.string()?)?,
            Long("rules") => settings.cleaner = settings.cleaner.with_decision(Decision::Rules),
            Long("model") => {
                let model = Model::read(&fs::read(parser.value()?)?)?;
                settings.cleaner = settings.cleaner.with_model(model);
            }
            Long("fold") => settings.fold = Some(parser.value()?.parse_with(read_fold)?),
            Long("split-by-site") => settings.split = Some(parser.value()?.parse()?),
            Long("threads") => settings.threads = parser.value()?.parse()?,
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(None);
            }
            Value(path) => settings.corpora.extend(corpus::open(&path.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    settings.cleaner = settings.cleaner.with_pipeline(pipeline);
    if settings.corpora.is_empty() {
        return Err("no corpus was named".into());
    }
    if settings.threads == 0 || settings.split == Some(0) {
        return Err("neither threads nor folds can be 0".into());
    }
    let names: BTreeSet<&str> = settings.corpora.iter().map(|corpus| corpus.name.as_str()).collect();
    if names.len() < settings.corpora.len() {
        return Err("two corpora have the same name".into());
    }
    let lines = settings.corpora.iter().find(|corpus| corpus.shape == Shape::Lines);
    if let Some(corpus) = lines.filter(|_| settings.fold.is_some() || settings.split.is_some()) {
        return Err(format!("the pages of {} have no addresses, so no folds", corpus.name).into());
    }
    Ok(Some(settings))
}

fn read_focus(name: &str) -> Result<Focus, String> {
    match name {
        "precise" => Ok(Focus::Precise),
        "balanced" => Ok(Focus::Balanced),
        "complete" => Ok(Focus::Complete),
        _ => Err("expected precise, balanced or complete".into()),
    }
}

/// `I/K`.
fn read_fold(text: &str) -> Result<(u64, u64), String> {
    let read = || {
        let (fold, folds) = text.split_once('/')?;
        Some((fold.parse().ok()?, folds.parse().ok()?))
    };
    read().filter(|(fold, folds)| fold < folds).ok_or_else(|| "expected I/K with I less than K".into())
}

fn list_folds(corpora: &[Corpus], folds: u64) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for corpus in corpora {
        let sites = Sites::of(corpus)?;
        for row in corpus.rows()? {
            let page = corpus.page(&row?)?;
            let site = sites.site(&page);
            writeln!(out, "{}\t{}\t{site}\t{}", corpus.name, page.id, corpus::fold_of(&site, folds))?;
        }
    }
    out.flush()
}

/// Evaluates all corpora; whether every page could be cleaned and all that were asked for exist.
fn run(settings: &Settings) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let mut predictions = match &settings.predictions {
        Some(path) => {
            Some(BufWriter::new(File::create(path).map_err(|error| io::Error::other(format!("{path}: {error}")))?))
        }
        None => None,
    };
    let mut objects = serde_json::Map::new();
    let mut all_well = true;
    let mut missing = settings.only.clone();
    for corpus in &settings.corpora {
        let mut summary = Summary::default();
        let progress = progress_bar(corpus)?;
        for_each_outcome(settings, corpus, &progress, |outcome| {
            missing.remove(&outcome.page.id);
            if let Some(failure) = &outcome.failure {
                progress.suspend(|| eprintln!("evaluate: {}: {failure}", outcome.page.id));
                all_well = false;
            }
            if let Some(file) = &mut predictions {
                writeln!(file, "{}", json!({"id": outcome.page.id, "text": outcome.body}))?;
            }
            summary.add(outcome, settings.worst);
            Ok(())
        })?;
        progress.finish_and_clear();
        if settings.json {
            objects.insert(corpus.name.clone(), summary.json());
        } else {
            summary.write(&mut out, &corpus.name)?;
        }
    }
    if settings.json {
        serde_json::to_writer_pretty(&mut out, &objects)?;
        writeln!(out)?;
    }
    out.flush()?;
    if let Some(file) = &mut predictions {
        file.flush()?;
    }
    for id in &missing {
        eprintln!("evaluate: no page {id}");
    }
    Ok(all_well && missing.is_empty())
}

/// Hidden by itself where standard error is no terminal.
fn progress_bar(corpus: &Corpus) -> io::Result<ProgressBar> {
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style).with_message(corpus.name.clone());
    if !bar.is_hidden() {
        bar.set_length(corpus.rows()?.count() as u64);
    }
    Ok(bar)
}

/// Evaluates the pages of a corpus on all threads and hands the outcomes over in the order of the
/// pages, so that sums do not depend on which thread was first. Only what a thread is at is in
/// memory, and the outcomes that wait for one of an earlier page.
fn for_each_outcome(
    settings: &Settings,
    corpus: &Corpus,
    progress: &ProgressBar,
    mut consume: impl FnMut(Outcome) -> io::Result<()>,
) -> io::Result<()> {
    let sites = if settings.fold.is_some() { Sites::of(corpus)? } else { Sites::default() };
    let rows = Mutex::new(corpus.rows()?.enumerate());
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..settings.threads {
            let (sender, rows, sites) = (sender.clone(), &rows, &sites);
            scope.spawn(move || {
                loop {
                    let next = rows.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((place, row)) = next else { break };
                    let outcome = row.and_then(|row| evaluate(settings, corpus, sites, &row));
                    if sender.send((place, outcome)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (place, outcome) in receiver {
            waiting.insert(place, outcome);
            while let Some(outcome) = waiting.remove(&due) {
                due += 1;
                progress.inc(1);
                if let Some(outcome) = outcome? {
                    consume(outcome)?;
                }
            }
        }
        Ok(())
    })
}

/// Cleans and scores the page of a row; none if it was not asked for.
fn evaluate(settings: &Settings, corpus: &Corpus, sites: &Sites, row: &str) -> io::Result<Option<Outcome>> {
    let page = corpus.page(row)?;
    let in_fold = |(fold, folds)| corpus::fold_of(&sites.site(&page), folds) == fold;
    if !(settings.only.is_empty() || settings.only.contains(&page.id)) || !settings.fold.is_none_or(in_fold) {
        return Ok(None);
    }
    let source = match corpus.shape {
        Shape::Pages => corpus.html(&page.id).map_err(|error| error.to_string()),
        Shape::Lines => Ok(page.lines.join("\n").into_bytes()),
    };
    let bytes = source.as_ref().map_or(0, Vec::len);
    let start = Instant::now();
    // A page on which the library panics must be named, and must not end the run.
    let cleaned = source.and_then(|source| {
        let clean = || clean(&settings.cleaner, corpus.shape, &source).map(|cleaned| (cleaned.text(), cleaned));
        catch_unwind(AssertUnwindSafe(clean))
            .map_err(|_| "panicked".to_string())?
            .ok_or_else(|| "cannot be cleaned".into())
    });
    let time = start.elapsed();
    let (body, cleaned, failure) = match cleaned {
        Ok((body, cleaned)) => (body, Some(cleaned), None),
        Err(failure) => (String::new(), None, Some(failure)),
    };
    let lower = body.to_lowercase();
    let (score, lines) = match corpus.shape {
        Shape::Pages => {
            let score = |gold: &String| Score::of(&Bag::of(&lower), &Bag::of(&gold.to_lowercase()));
            (page.text.as_ref().map(score), None)
        }
        Shape::Lines => {
            let spans = cleaned.as_ref().map_or(&[][..], Cleaned::spans);
            (None, Some(Lines::of(spans, &page.lines, &page.labels)))
        }
    };
    Ok(Some(Outcome {
        failure,
        nearly_empty: scores::is_nearly_empty(&lower),
        score,
        quality: cleaned.as_ref().and_then(Cleaned::quality),
        snippets: Snippets::of(&body, &page.wanted, &page.unwanted),
        comments: Comments::of(&body, page.text.as_deref(), &page.comments),
        lines,
        bytes,
        time,
        body,
        page,
    }))
}

/// The one place where the library is called; none where the input is refused.
fn clean(cleaner: &Cleaner, shape: Shape, bytes: &[u8]) -> Option<Cleaned> {
    match shape {
        Shape::Pages => cleaner.clean_bytes(dechaff::Page::new(bytes).with_format(dechaff::PageFormat::Html)).ok(),
        Shape::Lines => cleaner.clean_text(String::from_utf8_lossy(bytes)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_counted_from_zero() {
        assert_eq!(read_fold("0/5"), Ok((0, 5)));
        assert!(read_focus("precise").is_ok() && read_focus("").is_err());
        assert!(read_fold("5/5").is_err() && read_fold("1").is_err() && read_fold("a/2").is_err());
    }
}
