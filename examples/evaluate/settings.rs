//! The command line.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::thread;

use dechaff::filter::Pipeline;
use dechaff::model::Model;
use dechaff::{Cleaner, Decision, Focus};
use evaluation::{Corpus, Shape};
use lexopt::prelude::*;

use crate::flatten::Layout;

const HELP: &str = "\
Measures how well, and how fast, pages of corpora are cleaned.

usage: evaluate [OPTIONS] CORPUS…

A corpus is a folder with gold.jsonl and html/<id>.html.gz, or a file <name>.jsonl.gz of flattened
pages with a label for each line, or a folder of such files, or a file kinds.jsonl or
kinds.jsonl.gz of pages whose segments have kinds. Pages are scored by the words of their
gold text and by the snippets that must and must not be in the body; lines by their bytes.

  --worst N            show the N worst pages of each corpus: gold lines that are missing (-), lines
                       of the body that are not in the gold (+)
  --json               print one JSON object, numbers in full precision (without the worst pages)
  --predictions FILE   write the bodies, one object {\"id\", \"text\"} a line
  --spans FILE         write the spans, one object {\"id\", \"source\", \"spans\"} a line
  --marks              print how often the marks of filters are right, on pages whose segments have kinds
  --only ID            only the page with this id (may be repeated)
  --text LAYOUT        flatten HTML pages to text first: a line for each block (lines), with empty
                       lines between paragraphs (blank-lines), the short blocks of a container on
                       one line with four spaces between them (gaps) or one (joined), all blocks of
                       a container on one line (containers), without links (no-links)
  --focus FOCUS        precise, balanced (default) or complete
  --without FILTER     run all filters but this one (may be repeated)
  --rules              decide by rules, without a model
  --model FILE         decide by the model in this file; given K times, cross-validation: each page
                       is cleaned with the model of its fold, counted from 0 in the order of the
                       files, which must not have seen that fold
  --fold I/K           only the pages of fold I of K, counted from 0
  --split-by-site K    only list corpus, id, site and fold of each page. All pages of a site are in
                       one fold, whatever the corpus
  --threads N          default: one for each core
  --help               print this text

A body of fewer than 20 words is nearly empty. Speed is wall-clock time of cleaning, body text
included, reading, flattening and scoring not, summed over all threads. Threads that share cores and
caches slow each other down: use --threads 1 for an exact speed.";

pub struct Settings {
    /// One, or one for each fold.
    pub cleaners: Vec<Cleaner>,
    pub corpora: Vec<Corpus>,
    pub worst: usize,
    pub json: bool,
    pub predictions: Option<String>,
    pub spans: Option<String>,
    /// Whether the marks of filters are counted.
    pub marks: bool,
    pub only: BTreeSet<String>,
    /// How HTML pages are flattened; none leaves them HTML.
    pub layout: Option<Layout>,
    /// Which fold, of how many.
    pub fold: Option<(u64, u64)>,
    /// The number of folds, if they are to be listed and nothing else done.
    pub split: Option<u64>,
    pub threads: usize,
}

impl Settings {
    /// Reads the command line; none if the user asked for help.
    pub fn read() -> Result<Option<Self>, Box<dyn Error>> {
        let mut settings = Self {
            cleaners: Vec::new(),
            corpora: Vec::new(),
            worst: 0,
            json: false,
            predictions: None,
            spans: None,
            marks: false,
            only: BTreeSet::new(),
            layout: None,
            fold: None,
            split: None,
            threads: thread::available_parallelism()?.get(),
        };
        let mut cleaner = Cleaner::new();
        let mut pipeline = Pipeline::default();
        let mut models = Vec::new();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("worst") => settings.worst = parser.value()?.parse()?,
                Long("json") => settings.json = true,
                Long("predictions") => settings.predictions = Some(parser.value()?.string()?),
                Long("marks") => settings.marks = true,
                Long("spans") => settings.spans = Some(parser.value()?.string()?),
                Long("only") => {
                    settings.only.insert(parser.value()?.string()?);
                }
                Long("text") => settings.layout = Some(parser.value()?.parse_with(read_layout)?),
                Long("focus") => cleaner = cleaner.with_focus(parser.value()?.parse_with(read_focus)?),
                Long("without") => pipeline = pipeline.without(&parser.value()?.string()?)?,
                Long("rules") => cleaner = cleaner.with_decision(Decision::Rules),
                Long("model") => models.push(Model::read(&fs::read(parser.value()?)?)?),
                Long("fold") => settings.fold = Some(parser.value()?.parse_with(read_fold)?),
                Long("split-by-site") => settings.split = Some(parser.value()?.parse()?),
                Long("threads") => settings.threads = parser.value()?.parse()?,
                Short('h') | Long("help") => {
                    println!("{HELP}");
                    return Ok(None);
                }
                Value(path) => settings.corpora.extend(Corpus::open(path)?),
                other => return Err(other.unexpected().into()),
            }
        }
        if settings.corpora.is_empty() {
            return Err("no corpus given".into());
        }
        if settings.threads == 0 || settings.split == Some(0) {
            return Err("neither threads nor folds can be 0".into());
        }
        let names: BTreeSet<&str> = settings.corpora.iter().map(Corpus::name).collect();
        if names.len() < settings.corpora.len() {
            return Err("two corpora have the same name".into());
        }
        let cleaner = cleaner.with_pipeline(pipeline);
        for model in models {
            if let Some(corpus) = settings.corpora.iter().find(|corpus| settings.is_html(corpus) != model.is_for_html())
            {
                let input = if model.is_for_html() { "HTML" } else { "text" };
                return Err(format!("a model for {input} cannot judge {}", corpus.name()).into());
            }
            settings.cleaners.push(cleaner.clone().with_model(model));
        }
        if settings.cleaners.is_empty() {
            settings.cleaners.push(cleaner);
        }
        Ok(Some(settings))
    }

    /// Whether the pages of a corpus are cleaned as HTML.
    pub fn is_html(&self, corpus: &Corpus) -> bool {
        corpus.shape() != Shape::Lines && self.layout.is_none()
    }
}

fn read_focus(name: &str) -> Result<Focus, String> {
    match name {
        "precise" => Ok(Focus::Precise),
        "balanced" => Ok(Focus::Balanced),
        "complete" => Ok(Focus::Complete),
        _ => Err("expected precise, balanced or complete".into()),
    }
}

fn read_layout(name: &str) -> Result<Layout, String> {
    let known = Layout::ALL.map(Layout::name);
    let found = Layout::ALL.into_iter().find(|layout| layout.name() == name);
    found.ok_or_else(|| format!("expected one of {}", known.join(", ")))
}

/// Reads `I/K`.
fn read_fold(text: &str) -> Result<(u64, u64), String> {
    let read = || {
        let (fold, folds) = text.split_once('/')?;
        Some((fold.parse().ok()?, folds.parse().ok()?))
    };
    read().filter(|(fold, folds)| fold < folds).ok_or_else(|| "expected I/K with I less than K".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked() {
        assert_eq!(read_fold("0/5"), Ok((0, 5)));
        assert!(read_fold("5/5").is_err() && read_fold("1").is_err() && read_fold("a/2").is_err());
        assert!(read_focus("precise").is_ok() && read_focus("").is_err());
        assert_eq!(read_layout("no-links"), Ok(Layout::NoLinks));
        assert_eq!(
            read_layout("pdf"),
            Err("expected one of lines, blank-lines, gaps, joined, containers, no-links".into())
        );
    }
}
