//! Reports on the worst pages. They are read again: to keep the reports of all pages that might be among the worst would take
//! more time and disk than to read a few inputs twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dechaff::Cleaner;

use super::ReportError;
use crate::clean::{NotCleaned, with_cleaned};
use crate::counts::MAX_WORST;
use crate::input::read;
use crate::job::Done;
use crate::settings::OutputSettings;
use crate::units::Unit;
use dechaff_archives::counts::InputCounts;

/// A page of low quality, and the file with the report on it.
pub struct WorstReport {
    pub input: String,
    pub id: String,
    pub url: Option<String>,
    pub quality: u32,
    row: u64,
    /// `None` if the page is not among the inputs of this run.
    pub file: Option<String>,
}

/// Writes a report on each of the worst pages of all inputs.
pub fn write(
    folder: &Path,
    done: &Done,
    units: &[Unit],
    settings: &OutputSettings,
) -> Result<Vec<WorstReport>, ReportError> {
    let io = |error| ReportError::Write(folder.to_owned(), error);
    let mut worst = worst(done);
    let cleaner = settings.cleaner()?;
    fs::create_dir_all(folder).map_err(io)?;
    let mut rows_by_input: BTreeMap<String, Vec<(u64, usize)>> = BTreeMap::new();
    for (rank, page) in worst.iter().enumerate() {
        rows_by_input.entry(page.input.clone()).or_default().push((page.row, rank));
    }
    for unit in units {
        let Some(rows) = rows_by_input.get(&unit.name) else { continue };
        for (rank, report) in reports(unit, rows, &cleaner, settings) {
            let file = format!("{:02}.html", rank + 1);
            fs::write(folder.join(&file), report).map_err(io)?;
            worst[rank].file = Some(file);
        }
    }
    Ok(worst)
}

fn worst(done: &Done) -> Vec<WorstReport> {
    let pages = done.manifest.entries().flat_map(|entry| {
        entry.counts.worst.iter().map(|page| WorstReport {
            input: entry.input.clone(),
            id: page.id.clone(),
            url: page.url.clone(),
            quality: page.quality,
            row: page.row,
            file: None,
        })
    });
    let mut worst: Vec<WorstReport> = pages.collect();
    worst.sort_by(|one, other| (one.quality, &one.input, one.row).cmp(&(other.quality, &other.input, other.row)));
    worst.truncate(MAX_WORST);
    worst
}

/// The reports on some rows of a unit, by their rank.
fn reports(unit: &Unit, rows: &[(u64, usize)], cleaner: &Cleaner, settings: &OutputSettings) -> Vec<(usize, String)> {
    let mut reports = Vec::new();
    let mut row = 0;
    let last = rows.iter().map(|&(row, _)| row).max().unwrap_or_default();
    let limit = settings.read.limit;
    let mut take = |raw: dechaff_archives::raw_page::RawPage| {
        let rank = rows.iter().find(|&&(wanted, _)| wanted == row).map(|&(_, rank)| rank);
        let name = raw.url.clone().unwrap_or_else(|| raw.id.clone());
        // A page that is left out has no row. Only its content tells that, and only if no header does.
        if raw.fault.is_some() || (rank.is_none() && !raw.is_doubtful) {
            row += 1;
            return row <= last;
        }
        let result = with_cleaned(raw, cleaner, limit, |page, _| {
            if let (Some(page), Some(rank)) = (page, rank) {
                reports.push((rank, page.report_on(&name)));
            }
        });
        if !matches!(result, Err(NotCleaned::NoPage)) {
            row += 1;
        }
        row <= last
    };
    // What is wrong with the input was said before.
    let _ = read(unit, &settings.read, &mut InputCounts::default(), &mut take);
    reports
}
