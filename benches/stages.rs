//! Instructions per byte of each stage of cleaning, counted by callgrind: unlike times, they repeat.
//!
//! ```sh
//! cargo bench --features bench-internals --bench stages
//! ```
//!
//! Needs valgrind (<https://valgrind.org>), which every distribution has as a package; takes half a minute. A row is a
//! stage, a column an input. Two runs of one binary differ by less than 0.1 %; compare runs on one machine with one
//! compiler. Instructions are no time: a cache miss counts as one. Where a stage has become slower, run
//! `callgrind_annotate` on `target/stages.callgrind`, which has the functions of all stages.
//!
//! The inputs are the pages of `testdata`, each cleaned once: repeated lines would be answered from caches.
//!
//! - raw: pages of HTML with 24 kB of scripts each, as they are fetched
//! - stripped: the same pages without scripts and style sheets
//! - text: flattened pages
//! - long text: all of them as one page
//! - word: a page of one word; instructions per page
//!
//! The second table cleans shapes of text that could be slow: the cost per byte must not grow with the size.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use dechaff::bench_internals as stages;
use dechaff::document::Document;
use dechaff::filter::Analysis;
use dechaff::{Cleaned, clean_html, clean_text, identify_together};

/// Set in the process that runs under valgrind.
const CHILD: &str = "DECHAFF_BENCH_CHILD";

/// Rows of the first table.
const STAGES: [&str; 12] = [
    "parse",
    "flatten",
    "divide",
    "statistics",
    "language",
    "filters",
    "model",
    "decide",
    "render text",
    "render Markdown",
    "render HTML",
    "whole clean",
];
const SCRIPT_BYTES: usize = 24_000;
/// Sizes of the shapes in bytes.
const SIZES: [usize; 2] = [20_000, 200_000];
const SHAPES: [(&str, &str); 3] = [
    ("one line", "The council decided on Monday to build a new bridge over the river. "),
    ("lines of one word", "bridge\ncouncil\nriver\n"),
    ("ticker", "Council decides on the new bridge    Rain expected at the coast    "),
];

fn main() -> Result<(), Box<dyn Error>> {
    if env::var_os(CHILD).is_some() {
        print!("{}", run_all());
        return Ok(());
    }
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/stages.callgrind");
    // Parts are appended. The file is not there at the first run.
    let _ = fs::remove_file(&out);
    let child = Command::new("valgrind")
        .args(["--tool=callgrind", "--combine-dumps=yes", "--collect-atstart=no"])
        // The whole name: with a pattern callgrind dumps nothing.
        .args(["--toggle-collect=stages::measured_stage", "--dump-after=stages::measured_stage"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env::current_exe()?)
        .env(CHILD, "1")
        .output()
        .map_err(|error| format!("valgrind does not run ({error}): install its package"))?;
    if !child.status.success() {
        return Err(String::from_utf8_lossy(&child.stderr).into());
    }
    let counts = fs::read_to_string(&out)?;
    let counts = counts.lines().filter_map(|line| line.strip_prefix("totals: ")?.parse().ok());
    print!("{}", report(&String::from_utf8(child.stdout)?, counts));
    Ok(())
}

/// Both tables, from what the child printed of each measured stage (input, stage, units) and the instructions of each.
fn report(measured: &str, counts: impl Iterator<Item = u64>) -> String {
    let mut cells = HashMap::new();
    let mut inputs: Vec<&str> = Vec::new();
    for (line, count) in measured.lines().zip(counts) {
        let [input, stage, units] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        if !inputs.contains(&input) {
            inputs.push(input);
        }
        cells.insert((input, stage), count as f64 / units.parse::<f64>().unwrap_or(1.0));
    }
    let sizes = SIZES.map(|size| format!("{size} bytes"));
    let shapes: Vec<&str> = SHAPES.iter().map(|(name, _)| *name).collect();
    let (sizes, mut out) = (sizes.each_ref().map(String::as_str), String::new());
    let inputs: Vec<&str> = inputs.into_iter().filter(|input| !sizes.contains(input)).collect();
    for (rows, columns) in [(&STAGES[..], &inputs[..]), (&shapes[..], &sizes[..])] {
        write!(out, "{:18}", "").expect("strings can be written to");
        columns.iter().for_each(|input| write!(out, "{input:>14}").expect("strings can be written to"));
        out.push('\n');
        for row in rows {
            write!(out, "{row:18}").expect("strings can be written to");
            for input in columns {
                let cell = cells.get(&(*input, *row)).map_or(String::new(), |count| format!("{count:.2}"));
                write!(out, "{cell:>14}").expect("strings can be written to");
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// Runs all stages on all inputs; a line for each says input, stage and the bytes or pages that its cost is divided by.
fn run_all() -> String {
    let (texts, pages) = (sources("pages", "source.txt"), sources("html", "source.html"));
    // What is initialized once, by the first page of each kind, is no cost of a page.
    black_box((clean(&pages[0], true), clean(&texts[0], false)));
    let raw: Vec<String> = pages.iter().map(|page| with_scripts(page)).collect();
    let stripped: Vec<String> = pages.iter().map(|page| without(&without(page, "script"), "style")).collect();
    let mut bench = Bench::default();
    bench.run_stages("raw", &raw, true);
    bench.run_stages("stripped", &stripped, true);
    bench.run_stages("text", &texts, false);
    bench.run_stages("long text", &[texts.join("\n\n")], false);
    bench.run_stages("word", &["word".into()], false);
    for size in SIZES {
        for (name, piece) in SHAPES {
            let text = piece.repeat(size.div_ceil(piece.len()));
            bench.input = format!("{size} bytes");
            bench.units = text.len();
            bench.measure(name, || clean(&text, false));
        }
    }
    bench.measured
}

#[derive(Default)]
struct Bench {
    input: String,
    /// Bytes or pages that the instructions are divided by.
    units: usize,
    measured: String,
}

impl Bench {
    fn run_stages(&mut self, input: &str, pages: &[String], is_html: bool) {
        self.input = input.into();
        let bytes = pages.iter().map(String::len).sum();
        self.units = if bytes < 100 { pages.len() } else { bytes };
        if is_html {
            let parsed: Vec<_> = self.measure("parse", || pages.iter().map(|page| stages::parse(page)).collect());
            self.measure("flatten", || parsed.iter().map(stages::flatten).sum::<usize>());
        } else {
            self.measure("divide", || pages.iter().map(|page| stages::divide(page)).sum::<usize>());
        }
        let read = |page: &String| if is_html { Document::from_html(page) } else { Document::from_text(page) };
        let documents: Vec<Document> = pages.iter().map(read).collect();
        self.measure("statistics", || documents.iter().map(stages::statistics).sum::<usize>());
        let segments = |document: &Document| {
            document.segments().iter().map(|segment| document.text(segment).to_owned()).collect::<Vec<_>>()
        };
        let segments: Vec<Vec<String>> = documents.iter().map(segments).collect();
        self.measure("language", || segments.iter().map(|page| identify_together(page).len()).sum::<usize>());
        let analyses: Vec<_> = documents.iter().map(Analysis::of).collect();
        let marks: Vec<_> = self.measure("filters", || analyses.iter().map(stages::mark).collect());
        let marked = || analyses.iter().zip(&marks);
        let predicted: Vec<_> =
            self.measure("model", || marked().map(|(analysis, marks)| stages::predict(analysis, marks)).collect());
        self.measure("decide", || {
            let with_predicted = marked().zip(&predicted);
            with_predicted
                .map(|((analysis, marks), predicted)| stages::decide(analysis, marks, predicted))
                .sum::<usize>()
        });
        let cleaned: Vec<Cleaned> = self.measure("whole clean", || pages.iter().map(|p| clean(p, is_html)).collect());
        self.measure("render text", || cleaned.iter().map(|page| page.text().len()).sum::<usize>());
        self.measure("render Markdown", || cleaned.iter().map(|page| page.markdown().len()).sum::<usize>());
        self.measure("render HTML", || cleaned.iter().map(|page| page.html().len()).sum::<usize>());
    }

    fn measure<T>(&mut self, stage: &str, work: impl Fn() -> T) -> T {
        let mut result = None;
        measured_stage(&mut || result = Some(work()));
        writeln!(self.measured, "{}\t{stage}\t{}", self.input, self.units).expect("strings can be written to");
        result.expect("the stage has run")
    }
}

/// The function between whose call and return callgrind counts.
#[inline(never)]
fn measured_stage(work: &mut dyn FnMut()) {
    work();
    // So that the call above is not the last thing that happens, which would make it a jump.
    black_box(());
}

fn clean(page: &str, is_html: bool) -> Cleaned {
    let page = if is_html { clean_html(page) } else { clean_text(page) };
    page.expect("the page is not too long")
}

/// A file of each folder in a folder of `testdata`, as far as it is UTF-8: decoding is no stage here.
fn sources(folder: &str, name: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("the folder can be listed").path().join(name)).collect();
    files.sort();
    let read = |file| fs::read(file).expect("the page can be read");
    files.iter().filter_map(|file| String::from_utf8(read(file)).ok()).collect()
}

/// A page with an inline script at its end, no two lines of which are the same.
fn with_scripts(page: &str) -> String {
    let mut script = String::from("<script>");
    for number in 0.. {
        writeln!(
            script,
            "q.push([\"slot-{number}\", {{size: [{number}, 250], if: a<b && c>0, url: '/{number}.js'}}]);"
        )
        .expect("strings can be written to");
        if script.len() > SCRIPT_BYTES {
            break;
        }
    }
    format!("{page}{script}</script>")
}

/// A page without the elements of a name, which are not inside each other.
fn without(page: &str, name: &str) -> String {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, element)) = rest.split_once(&start) {
        out += before;
        rest = element.split_once(&end).map_or("", |(_, rest)| rest);
    }
    out + rest
}
