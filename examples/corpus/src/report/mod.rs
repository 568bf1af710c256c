//! A page of HTML with charts of all that was cleaned, and reports on the worst pages beside it.

mod charts;
mod worst;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::counts::QUALITY_CLASSES;
use crate::job::Done;
use crate::settings::OutputSettings;
use crate::units::Unit;
use charts::{bars, escaped, sorted};
use worst::WorstReport;

#[derive(Debug, Error)]
pub enum ReportError {
    #[error("{path}: cannot write the report: {1}", path = .0.display())]
    Write(PathBuf, io::Error),
    #[error(transparent)]
    Kind(#[from] dechaff::error::UnknownKind),
}

const STYLE: &str = include_str!("style.css");
/// What the Content Security Policy calls the style sheet: no other is used. A test checks it, and says how to write it anew.
const STYLE_HASH: &str = "sha256-bvoxCNW7E2Rw58+smjxBjqI+r+GVdfQo6jUnqHW9IxA=";
/// Bars of a chart; hand-set. What is beyond is one bar.
const MAX_BARS: usize = 20;

/// Writes the report to `path`, and those of the worst pages into a folder beside it.
pub fn write(path: &Path, done: &Done, units: &[Unit], settings: &OutputSettings) -> Result<(), ReportError> {
    let error = |error| ReportError::Write(path.to_owned(), error);
    let name = path.file_stem().map_or_else(|| "report".into(), |stem| stem.to_string_lossy().into_owned());
    let folder_name = format!("{name}_pages");
    let folder = path.with_file_name(&folder_name);
    let worst = worst::write(&folder, done, units, settings)?;
    let html = html(done, &folder_name, &worst);
    let partial = path.with_extension("partial");
    fs::write(&partial, html).map_err(error)?;
    fs::rename(partial, path).map_err(error)
}

fn html(done: &Done, folder: &str, worst: &[WorstReport]) -> String {
    let counts = done.manifest.totals();
    let mut quality: Vec<(String, u64)> = (0..QUALITY_CLASSES)
        .map(|class| (format!("{:.1} to {:.1}", class as f64 / 10.0, (class + 1) as f64 / 10.0), counts.quality[class]))
        .collect();
    quality.push(("no body".into(), counts.without_body));
    let kept: u64 = counts.kept_bytes.values().sum();
    let mut kinds = sorted(&counts.removed_bytes, MAX_BARS);
    kinds.insert(0, ("kept".into(), kept));
    let damage = [
        ("pages with an error", counts.errors),
        ("pages with a note", counts.with_notes),
        ("damaged compressed parts", counts.input.damaged_members),
        ("bytes in these parts", counts.input.damaged_bytes),
        ("decompressed bytes in no record", counts.input.skipped_bytes),
    ];
    let damage: Vec<(String, u64)> = damage.iter().map(|&(name, number)| (name.to_owned(), number)).collect();
    let sections = [
        bars("Languages", "pages", &sorted(&counts.languages, MAX_BARS)),
        bars("Page types", "pages", &sorted(&counts.page_types, MAX_BARS)),
        bars("Quality, estimated", "pages", &quality),
        bars("Text by kind: kept, and removed", "bytes", &kinds),
        bars("Left out, by reason", "records", &sorted(&counts.input.left_out, MAX_BARS)),
        table("Damage", &damage),
        worst_pages(folder, worst),
        inputs(done),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <title>Corpus report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>Corpus report</h1>\n\
         <p>Inputs: {}, records: {}, pages: {}; {:.1} % of their text is kept.</p>\n{}</body>\n</html>\n",
        done.manifest.entries().count(),
        counts.input.records,
        counts.pages,
        100.0 * counts.kept_share(),
        sections.concat()
    )
}

fn table(title: &str, rows: &[(String, u64)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(name, number)| format!("<tr><th scope=\"row\">{}</th><td>{number}</td></tr>\n", escaped(name)))
        .collect();
    format!("<section>\n<h2>{title}</h2>\n<table>\n{rows}</table>\n</section>\n")
}

fn worst_pages(folder: &str, worst: &[WorstReport]) -> String {
    let rows: String = worst
        .iter()
        .map(|page| {
            let name = escaped(page.url.as_deref().unwrap_or(&page.id));
            let name = match &page.file {
                Some(file) => format!("<a href=\"{}/{file}\">{name}</a>", escaped(folder)),
                None => name,
            };
            let quality = f64::from(page.quality) / 1000.0;
            format!("<tr><th scope=\"row\">{name}</th><td>{quality:.3}</td><td>{}</td></tr>\n", escaped(&page.input))
        })
        .collect();
    format!("<section>\n<h2>Worst pages, by estimated quality</h2>\n<table>\n{rows}</table>\n</section>\n")
}

fn inputs(done: &Done) -> String {
    let rows: String = done
        .manifest
        .entries()
        .map(|entry| {
            let (input, fault) = (escaped(&entry.input), escaped(entry.fault.as_deref().unwrap_or_default()));
            let (pages, errors) = (entry.counts.pages, entry.counts.errors);
            let kept = 100.0 * entry.counts.kept_share();
            format!("<tr><th scope=\"row\">{input}</th><td>{pages}</td><td>{kept:.0} %</td><td>{errors}</td><td>{fault}</td></tr>\n")
        })
        .chain(done.failed.iter().map(|(input, fault)| {
            format!("<tr><th scope=\"row\">{}</th><td></td><td></td><td></td><td>{}</td></tr>\n", escaped(input), escaped(fault))
        }))
        .collect();
    format!(
        "<section>\n<h2>Inputs</h2>\n<table>\n<tr><th>input</th><th>pages</th><th>kept</th><th>errors</th><th>fault</th></tr>\n\
         {rows}</table>\n</section>\n"
    )
}
