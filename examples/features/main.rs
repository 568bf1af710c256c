//! Writes the table that a model is trained on: a row for each labelled segment of the training pages.
//!
//! ```text
//! cargo run --release --example features -- [--text] CORPORA OUT
//! ```
//!
//! CORPORA is the folder with the corpora of `sets.rs`. With `--text` their pages are flattened first, each in two
//! layouts, and labelled lines are read as well. Written are
//! - `OUT.names`: the name of each feature, one a line;
//! - `OUT.features.npy`: the features, a column each (NumPy's format, 32-bit floats, Fortran order);
//! - `OUT.labels.npy`: the same rows with two columns: label (1 is content, 0 is not) and weight;
//! - `OUT.pages.tsv`: a line for each page, in the order of the rows: corpus, id, layout, site, fold, number of rows,
//!   and the word F1 of its labels against the gold text.

mod alignment;
mod columns;
mod flatten;
mod labels;
mod sets;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dechaff::document::Document;
use dechaff::filter::Pipeline;
use dechaff::model::{FeatureInfo, Features};
use dechaff::{Cleaner, Decision};
use evaluation::{Corpus, Page, Shape, Sites};
use flatten::Layout;
use labels::Labels;
use sets::{Gold, Set};

/// The number of folds, as in `evaluate` with a model for each.
const FOLDS: u64 = 5;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from).peekable();
    let as_text = arguments.next_if(|argument| argument.as_os_str() == "--text").is_some();
    let (Some(corpora), Some(out), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        eprintln!("usage: features [--text] CORPORA OUT");
        return ExitCode::from(2);
    };
    match write(&corpora, &out, as_text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("features: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(corpora: &Path, out: &Path, as_text: bool) -> io::Result<()> {
    let infos = if as_text { Features::of_text() } else { Features::of_html() };
    let names: Vec<&str> = infos.iter().map(FeatureInfo::name).collect();
    fs::write(out.with_extension("names"), names.join("\n"))?;
    let mut table = Table {
        cleaner: Cleaner::new(),
        features: vec![Vec::new(); names.len()],
        labels: vec![Vec::new(); 2],
        pages: BufWriter::new(File::create(out.with_extension("pages.tsv"))?),
    };
    for set in sets::SETS.iter().filter(|set| as_text || set.gold != Gold::Lines) {
        for corpus in Corpus::open(corpora.join(set.path))? {
            table.add_corpus(set, &corpus, as_text)?;
        }
    }
    table.pages.flush()?;
    columns::write(&out.with_extension("features.npy"), &table.features)?;
    columns::write(&out.with_extension("labels.npy"), &table.labels)
}

struct Table {
    cleaner: Cleaner,
    features: Vec<Vec<f32>>,
    /// Label and weight.
    labels: Vec<Vec<f32>>,
    pages: BufWriter<File>,
}

impl Table {
    fn add_corpus(&mut self, set: &Set, corpus: &Corpus, as_text: bool) -> io::Result<()> {
        let sites = Sites::of(corpus)?;
        let mut pages = corpus.pages()?.collect::<io::Result<Vec<_>>>()?;
        if corpus.shape() == Shape::Lines {
            for page in pages {
                let document = Document::from_text(page.joined_lines());
                let labels = Labels::of_lines(&page, &document);
                self.add(&document, labels, &about(corpus, &sites, &page, None))?;
            }
            return Ok(());
        }
        // The files' order: a page's second layout depends on its position.
        pages.sort_by_key(|page| format!("{}.html.gz", page.id));
        let reader = Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks);
        for (index, page) in pages.iter().enumerate() {
            let Ok(read) =
                reader.clean_bytes(dechaff::Page::new(&corpus.html(&page.id)?).with_format(dechaff::PageFormat::Html))
            else {
                continue;
            };
            if sets::UNSOUND_PAGES.contains(&page.id.as_str()) {
                continue;
            }
            if !as_text {
                let labels = Labels::of_html(set, page, read.document());
                self.add(read.document(), labels, &about(corpus, &sites, page, None))?;
                continue;
            }
            for layout in [Layout::Lines, Layout::ALL[1 + index % (Layout::ALL.len() - 1)]] {
                let document = Document::from_text(flatten::flatten(read.document(), layout));
                let labels = Labels::of_text(set, page, layout, &document);
                self.add(&document, labels, &about(corpus, &sites, page, Some(layout)))?;
            }
        }
        Ok(())
    }

    /// Adds the labelled segments of a page, if there is anything to learn from it.
    fn add(&mut self, document: &Document, labels: Option<Labels>, about: &str) -> io::Result<()> {
        let Some(labels) = labels else { return Ok(()) };
        let features = Features::of(document, &self.cleaner.mark(document));
        let mut count = 0;
        for (row, (label, weight)) in features.rows().zip(&labels.of_segments) {
            let Some(label) = label else { continue };
            count += 1;
            self.features.iter_mut().zip(row).for_each(|(column, value)| column.push(*value));
            let row = [f32::from(u8::from(*label)), *weight];
            self.labels.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        }
        writeln!(self.pages, "{about}\t{count}\t{:.4}", labels.f1)
    }
}

/// The first columns of `OUT.pages.tsv`.
fn about(corpus: &Corpus, sites: &Sites, page: &Page, layout: Option<Layout>) -> String {
    let (layout, site) = (layout.map_or("-", Layout::name), sites.site(page));
    format!("{}\t{}\t{layout}\t{site}\t{}", corpus.name(), page.id, sites.fold(page, FOLDS))
}
