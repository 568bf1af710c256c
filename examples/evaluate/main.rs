//! Measures the crate on corpora of pages with gold texts, and of lines with labels.
//!
//! ```text
//! cargo run --release --example evaluate -- [OPTIONS] CORPUS…
//! ```

#[path = "../features/flatten.rs"]
mod flatten;
mod marks;
mod quality;
mod report;
mod settings;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use dechaff::filter::Pipeline;
use dechaff::{Cleaned, Cleaner, Decision, Kind, PageType, Span};
use evaluation::{CommentLeak, Corpus, LineScore, Page, Score, Shape, Sites, Snippets};
use indicatif::{ProgressBar, ProgressStyle};
use marks::MarkTable;
use report::Summary;
use serde_json::{Value, json};
use settings::Settings;

/// The scores of a page.
struct Outcome {
    page: Page,
    body: String,
    /// The spans as JSON, if they are to be written.
    spans: Option<Value>,
    page_type: Option<PageType>,
    /// How often marks are right, on pages whose segments are labelled.
    marks: MarkTable,
    /// Why there is no body.
    failure: Option<String>,
    is_nearly_empty: bool,
    /// None without a gold text.
    score: Option<Score>,
    /// The F1 that the crate expects of the body.
    quality: Option<f32>,
    snippets: Snippets,
    comments: CommentLeak,
    lines: Option<LineScore>,
    bytes: usize,
    time: Duration,
}

impl Outcome {
    fn f1(&self) -> f64 {
        self.score.map_or(0.0, |score| score.f1)
    }
}

fn main() -> ExitCode {
    let settings = match Settings::read() {
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
        // The reader of the output has closed it, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("evaluate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list_folds(corpora: &[Corpus], folds: u64) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for corpus in corpora {
        let sites = Sites::of(corpus)?;
        for page in corpus.pages()? {
            let page = page?;
            writeln!(out, "{}\t{}\t{}\t{}", corpus.name(), page.id, sites.site(&page), sites.fold(&page, folds))?;
        }
    }
    out.flush()
}

/// Evaluates all corpora. Returns whether every page could be cleaned and every page asked for exists.
fn run(settings: &Settings) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let create = |path: &String| {
        let file = File::create(path).map_err(|error| io::Error::other(format!("{path}: {error}")))?;
        io::Result::Ok(BufWriter::new(file))
    };
    let mut predictions = settings.predictions.as_ref().map(create).transpose()?;
    let mut spans = settings.spans.as_ref().map(create).transpose()?;
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
            if let (Some(file), Some(cleaned)) = (&mut spans, &outcome.spans) {
                writeln!(file, "{cleaned}")?;
            }
            summary.add(outcome, settings.worst);
            Ok(())
        })?;
        progress.finish_and_clear();
        if settings.json {
            objects.insert(corpus.name().to_owned(), summary.json());
        } else {
            summary.write(&mut out, corpus.name())?;
        }
    }
    if settings.json {
        serde_json::to_writer_pretty(&mut out, &objects)?;
        writeln!(out)?;
    }
    out.flush()?;
    for file in [predictions, spans].iter_mut().flatten() {
        file.flush()?;
    }
    for id in &missing {
        eprintln!("evaluate: no page {id}");
    }
    Ok(all_well && missing.is_empty())
}

/// A progress bar; it hides itself if standard error is not a terminal.
fn progress_bar(corpus: &Corpus) -> io::Result<ProgressBar> {
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style).with_message(corpus.name().to_owned());
    if !bar.is_hidden() {
        bar.set_length(corpus.rows()?.count() as u64);
    }
    Ok(bar)
}

/// Evaluates the pages of a corpus on all threads and passes on the outcomes in the order of the pages, so that sums do
/// not depend on the order in which threads finish. In memory are one page for each thread, and the outcomes that are
/// waiting for an earlier page.
fn for_each_outcome(
    settings: &Settings,
    corpus: &Corpus,
    progress: &ProgressBar,
    mut consume: impl FnMut(Outcome) -> io::Result<()>,
) -> io::Result<()> {
    let needs_sites = settings.fold.is_some() || settings.cleaners.len() > 1;
    let sites = if needs_sites { Sites::of(corpus)? } else { Sites::default() };
    let rows = Mutex::new(corpus.rows()?.enumerate());
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..settings.threads {
            let (sender, rows, sites) = (sender.clone(), &rows, &sites);
            scope.spawn(move || {
                loop {
                    let next = rows.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((index, row)) = next else { break };
                    let outcome = row.and_then(|row| evaluate(settings, corpus, sites, &row));
                    if sender.send((index, outcome)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (index, outcome) in receiver {
            waiting.insert(index, outcome);
            while let Some(outcome) = waiting.remove(&next) {
                next += 1;
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
    let in_fold = |(fold, folds)| sites.fold(&page, folds) == fold;
    if !(settings.only.is_empty() || settings.only.contains(&page.id)) || !settings.fold.is_none_or(in_fold) {
        return Ok(None);
    }
    let cleaner = match &settings.cleaners[..] {
        [cleaner] => cleaner,
        cleaners => &cleaners[sites.fold(&page, cleaners.len() as u64) as usize],
    };
    let mut bytes = 0;
    let mut time = Duration::ZERO;
    let cleaned = input(settings, corpus, &page).and_then(|input| {
        bytes = input.len();
        let start = Instant::now();
        let cleaned = guarded(|| input.clean(cleaner).map(|cleaned| (cleaned.text(), cleaned)));
        time = start.elapsed();
        cleaned
    });
    let (body, cleaned, failure) = match cleaned {
        Ok((body, cleaned)) => (body, Some(cleaned), None),
        Err(failure) => (String::new(), None, Some(failure)),
    };
    let lines = (corpus.shape() == Shape::Lines).then(|| {
        let spans = cleaned.as_ref().map_or(&[][..], Cleaned::spans);
        let ranges = |is_wanted: fn(&Span) -> bool| -> Vec<Range<usize>> {
            spans.iter().filter(|span| is_wanted(span)).map(Span::range).collect()
        };
        let comments = ranges(|span| span.kind() == Kind::Comment);
        LineScore::of(page.labelled_lines(), &ranges(Span::is_kept), &comments)
    });
    Ok(Some(Outcome {
        spans: cleaned.as_ref().filter(|_| settings.spans.is_some()).map(|cleaned| spans_json(&page, cleaned)),
        page_type: cleaned.as_ref().and_then(Cleaned::page_type),
        marks: cleaned
            .as_ref()
            .filter(|_| settings.marks)
            .map(|cleaned| MarkTable::of(&page, cleaned))
            .unwrap_or_default(),
        failure,
        is_nearly_empty: evaluation::is_nearly_empty(&body),
        score: page.text.as_ref().map(|gold| Score::of(&body, gold)),
        quality: cleaned.as_ref().and_then(Cleaned::quality),
        snippets: Snippets::of(&body, &page.wanted, &page.unwanted),
        comments: CommentLeak::of(&body, page.text.as_deref(), &page.comments),
        lines,
        bytes,
        time,
        body,
        page,
    }))
}

/// The spans of a page as `clean --format jsonl` prints them, without what no score needs.
fn spans_json(page: &Page, cleaned: &Cleaned) -> Value {
    let id = page.id.rsplit('/').next().unwrap_or_default();
    let span = |span: &Span| {
        json!({
            "start": span.start(),
            "end": span.end(),
            "kind": span.kind().name(),
            "confidence": span.confidence(),
            "keep": span.is_kept(),
        })
    };
    json!({"id": id, "source": cleaned.source(), "spans": cleaned.spans().iter().map(span).collect::<Vec<_>>()})
}

/// What is cleaned.
enum Input {
    Html(Vec<u8>),
    Text(String),
}

impl Input {
    fn len(&self) -> usize {
        match self {
            Self::Html(bytes) => bytes.len(),
            Self::Text(text) => text.len(),
        }
    }

    /// None if the library refuses the input.
    fn clean(self, cleaner: &Cleaner) -> Option<Cleaned> {
        match self {
            Self::Html(bytes) => {
                cleaner.clean_bytes(dechaff::Page::new(&bytes).with_format(dechaff::PageFormat::Html)).ok()
            }
            Self::Text(text) => cleaner.clean_text(text).ok(),
        }
    }
}

/// Reads a page, and flattens it if that was asked for.
fn input(settings: &Settings, corpus: &Corpus, page: &Page) -> Result<Input, String> {
    if corpus.shape() == Shape::Lines {
        return Ok(Input::Text(page.joined_lines()));
    }
    let bytes = corpus.html(&page.id).map_err(|error| error.to_string())?;
    let Some(layout) = settings.layout else { return Ok(Input::Html(bytes)) };
    let bare = Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks);
    let cleaned = guarded(|| Input::Html(bytes).clean(&bare))?;
    Ok(Input::Text(flatten::flatten(cleaned.document(), layout)))
}

/// Catches panics: a page on which the library panics must be named, and must not end the run.
fn guarded<T>(clean: impl FnOnce() -> Option<T>) -> Result<T, String> {
    let cleaned = catch_unwind(AssertUnwindSafe(clean)).map_err(|_| "panicked".to_string())?;
    cleaned.ok_or_else(|| "cannot be cleaned".into())
}
