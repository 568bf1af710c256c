//! Peak heap over page bytes.
//!
//! Growing a block counts the old and the new one for a moment, as if no block could grow in place.

use std::error::Error;

use peak_alloc::PeakAlloc;

use crate::corpus::Corpus;
use crate::table::{Table, figure};
use crate::tool::Tool;

// Without the feature the counter is there but counts nothing.
#[cfg_attr(feature = "memory", global_allocator)]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Smaller pages are left out, because what a tool needs for any page would outweigh what it needs for this one.
const MIN_PAGE_BYTES: usize = 10_000;

/// Pages that are cleaned before any is measured, because tools fill tables at first use and keep them.
const WARM_UP_PAGES: usize = 20;

/// Runs the tools over a corpus and reports how much heap they needed beyond the page itself.
pub fn measure(corpus: &Corpus, tools: &[Tool]) -> Result<String, Box<dyn Error>> {
    for gold in corpus.golds.iter().take(WARM_UP_PAGES) {
        let page = corpus.page(gold)?;
        for tool in tools {
            tool.run(&page);
        }
    }
    let mut ratios: Vec<Vec<(f64, &str)>> = tools.iter().map(|_| Vec::new()).collect();
    for gold in &corpus.golds {
        let page = corpus.page(gold)?;
        if page.html.len() < MIN_PAGE_BYTES {
            continue;
        }
        for (tool, ratios) in tools.iter().zip(&mut ratios) {
            let before = ALLOCATOR.current_usage();
            ALLOCATOR.reset_peak_usage();
            let body = tool.run(&page);
            let peak = ALLOCATOR.peak_usage().saturating_sub(before);
            drop(body);
            ratios.push((peak as f64 / page.html.len() as f64, gold.id.as_str()));
        }
    }
    let head = ["tool", "n", "median", "p90", "p99", "max", "page of max"].map(String::from);
    let mut table = Table::new(head.into());
    for (tool, mut ratios) in tools.iter().zip(ratios) {
        ratios.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut row = vec![tool.name.to_owned(), ratios.len().to_string()];
        row.extend([0.5, 0.9, 0.99, 1.0].map(|share| figure(quantile(&ratios, share), 2)));
        row.push(ratios.last().map_or_else(String::new, |&(_, page)| page.to_owned()));
        table.add(row);
    }
    Ok(format!("## {}: peak heap / page bytes, pages of at least {MIN_PAGE_BYTES} bytes\n\n{table}", corpus.name()))
}

/// The smallest ratio that is not exceeded by this share of the pages.
fn quantile(sorted: &[(f64, &str)], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).map(|&(ratio, _)| ratio)
}
