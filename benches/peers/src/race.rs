//! Quality and time.
//!
//! The tools take turns page by page, so that noise of the machine affects all of them alike. The order rotates, so
//! that no tool always profits from the caches that another has filled.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::time::Duration;

use cpu_time::ProcessTime;
use evaluation::{MeanScore, Page as Gold, Score, Snippets};

use crate::corpus::Corpus;
use crate::table::{Table, figure};
use crate::tool::Tool;

/// Pages that are cleaned before any is measured, because tools fill tables at first use.
const WARM_UP_PAGES: usize = 20;

/// Smaller groups are not shown: their mean varies too much.
const MIN_GROUP_PAGES: usize = 10;

/// The results of one tool.
#[derive(Default)]
struct Outcome {
    /// The index and score of every page with a gold text.
    scores: Vec<(usize, Score)>,
    snippets: Snippets,
    raw: Duration,
    stripped: Duration,
    panics: usize,
}

/// Runs the tools over a corpus and reports quality and time.
pub fn run(corpus: &Corpus, tools: &[Tool]) -> Result<String, Box<dyn Error>> {
    for gold in corpus.golds.iter().take(WARM_UP_PAGES) {
        let page = corpus.page(gold)?;
        for tool in tools {
            tool.run(&page);
        }
    }
    let mut outcomes: Vec<Outcome> = tools.iter().map(|_| Outcome::default()).collect();
    let mut stripped_pages = 0;
    for (index, gold) in corpus.golds.iter().enumerate() {
        let page = corpus.page(gold)?;
        let is_stripped = page.is_stripped();
        stripped_pages += usize::from(is_stripped);
        for turn in 0..tools.len() {
            let chosen = (index + turn) % tools.len();
            let (tool, outcome) = (&tools[chosen], &mut outcomes[chosen]);
            // Time of the process, so that threads of a tool count.
            let start = ProcessTime::now();
            let body = tool.run(&page);
            let time = start.elapsed();
            *(if is_stripped { &mut outcome.stripped } else { &mut outcome.raw }) += time;
            outcome.panics += usize::from(body.is_none());
            let body = body.unwrap_or_default();
            outcome.snippets += Snippets::of(&body, &gold.wanted, &gold.unwanted);
            if let Some(text) = &gold.text {
                outcome.scores.push((index, Score::of(&body, text)));
            }
        }
    }
    let pages = corpus.golds.len();
    let mut report = format!("## {} ({pages} pages)\n\n{}\n", corpus.name(), quality(corpus, tools, &outcomes));
    write!(report, "{}", time(pages - stripped_pages, stripped_pages, tools, &outcomes))?;
    for (tool, outcome) in tools.iter().zip(&outcomes).filter(|(_, outcome)| outcome.panics > 0) {
        writeln!(report, "\n{} panicked on {} of the pages: counted as an empty body.", tool.name, outcome.panics)?;
    }
    Ok(report)
}

fn quality(corpus: &Corpus, tools: &[Tool], outcomes: &[Outcome]) -> Table {
    let groups = groups(corpus);
    let mut head: Vec<String> = ["tool", "n", "P", "R", "F1"].map(String::from).into();
    head.extend(groups.iter().map(|(name, pages)| format!("{name} ({})", pages.len())));
    let has_snippets = outcomes.iter().any(|outcome| outcome.snippets.wanted > 0);
    head.extend(has_snippets.then(|| "snippet F1".into()));
    let mut table = Table::new(head);
    for (tool, outcome) in tools.iter().zip(outcomes).filter(|(tool, _)| !tool.is_floor) {
        let mean_of = |is_chosen: &dyn Fn(usize) -> bool| {
            let pages = outcome.scores.iter().filter(|(page, _)| is_chosen(*page));
            let scores: MeanScore = pages.map(|&(_, score)| score).collect();
            (scores.pages() > 0).then(|| scores.mean())
        };
        let all = mean_of(&|_| true);
        let mut row = vec![tool.name.to_owned(), outcome.scores.len().to_string()];
        row.push(figure(all.map(|mean| mean.precision), 3));
        row.push(figure(all.map(|mean| mean.recall), 3));
        row.push(figure(all.map(|mean| mean.f1), 3));
        row.extend(
            groups.iter().map(|(_, pages)| figure(mean_of(&|page| pages.contains(&page)).map(|mean| mean.f1), 3)),
        );
        row.extend(has_snippets.then(|| figure(Some(outcome.snippets.f1()), 3)));
        table.add(row);
    }
    table
}

/// The pages of each type, or of each language if the corpus has one type only; largest group first.
fn groups(corpus: &Corpus) -> Vec<(&str, Vec<usize>)> {
    let types = grouped(corpus, |gold| gold.page_type.as_deref());
    if types.len() > 1 { types } else { grouped(corpus, |gold| gold.language.as_deref()) }
}

fn grouped(corpus: &Corpus, key: impl Fn(&Gold) -> Option<&str>) -> Vec<(&str, Vec<usize>)> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, gold) in corpus.golds.iter().enumerate().filter(|(_, gold)| gold.text.is_some()) {
        if let Some(name) = key(gold) {
            groups.entry(name).or_default().push(index);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().filter(|(_, pages)| pages.len() >= MIN_GROUP_PAGES).collect();
    groups.sort_by_key(|(name, pages)| (usize::MAX - pages.len(), *name));
    groups
}

fn time(raw_pages: usize, stripped_pages: usize, tools: &[Tool], outcomes: &[Outcome]) -> Table {
    type Part = fn(&Outcome) -> Duration;
    let mut parts: Vec<(String, Part)> = vec![("all".into(), |outcome| outcome.raw + outcome.stripped)];
    if raw_pages > 0 && stripped_pages > 0 {
        parts.push((format!("raw ({raw_pages})"), |outcome| outcome.raw));
        parts.push((format!("stripped ({stripped_pages})"), |outcome| outcome.stripped));
    }
    let mut head = vec!["tool".to_owned()];
    head.extend(parts.iter().flat_map(|(name, _)| [format!("seconds, {name}"), "/ bare parse".into()]));
    let mut table = Table::new(head);
    let floor = tools.iter().position(|tool| tool.is_floor).map(|index| &outcomes[index]);
    for (tool, outcome) in tools.iter().zip(outcomes) {
        let mut row = vec![tool.name.to_owned()];
        for (_, part) in &parts {
            let seconds = part(outcome).as_secs_f64();
            let ratio = floor.map(|floor| seconds / part(floor).as_secs_f64()).filter(|ratio| ratio.is_finite());
            row.extend([figure(Some(seconds), 2), figure(ratio, 2)]);
        }
        table.add(row);
    }
    table
}
