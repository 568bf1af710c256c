//! Peak heap over page bytes.
//!
//! A block grows by allocating another and copying, so that both count for a moment, as they do
//! where a block cannot grow in place.

use std::error::Error;

use peak_alloc::PeakAlloc;

use crate::corpus::Corpus;
use crate::table::{Table, figure};
use crate::tool::Tool;

// The counter is a unit value, at hand in any build; without the feature it counts nothing.
#[cfg_attr(feature = "memory", global_allocator)]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Smaller pages are left out: what a tool needs for any page would count for too much.
const SMALLEST_PAGE: usize = 10_000;

/// Pages that are run once before any is measured: tools fill tables at first use and keep them.
const WARM_UP: usize = 20;

/// Runs the tools over a corpus and tells how much heap they needed beyond the page itself.
pub fn measure(corpus: &Corpus, tools: &[Tool]) -> Result<String, Box<dyn Error>> {
    for gold in corpus.golds.iter().take(WARM_UP) {
        let page = corpus.page(gold)?;
        for tool in tools {
            tool.run(&page);
        }
    }
    let mut ratios: Vec<Vec<(f64, &str)>> = tools.iter().map(|_| Vec::new()).collect();
    for gold in &corpus.golds {
        let page = corpus.page(gold)?;
        if page.html.len() < SMALLEST_PAGE {
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
    Ok(format!("## {}: peak heap / page bytes, pages of at least {SMALLEST_PAGE} bytes\n\n{table}", corpus.name))
}

/// The smallest ratio that this share of the pages does not exceed.
fn quantile(sorted: &[(f64, &str)], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).map(|&(ratio, _)| ratio)
}
