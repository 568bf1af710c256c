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
mod plain_markup;
mod sets;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dechaff::document::Document;
use dechaff::filter::Pipeline;
use dechaff::model::{FeatureInfo, Features};
use dechaff::{Cleaner, Decision};
use evaluation::{Corpus, LabelledParts, Page, Shape, Sites};
use flatten::Layout;
use labels::Labels;
use plain_markup::plain_markup;
use sets::{Gold, Set};

/// The number of folds, as in `evaluate` with a model for each.
const FOLDS: u64 = 5;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from).peekable();
    let as_text = arguments.next_if(|argument| argument.as_os_str() == "--text").is_some();
    let (Some(corpora), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: features [--text] CORPORA OUT [SET…]");
        return ExitCode::from(2);
    };
    let sets: Vec<Set> =
        arguments.map(|path| Set { path: path.to_string_lossy().into_owned().into(), gold: Gold::Text }).collect();
    match write(&corpora, &out, as_text, &sets) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("features: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(corpora: &Path, out: &Path, as_text: bool, sets: &[Set]) -> io::Result<()> {
    let names = |infos: &[FeatureInfo]| infos.iter().map(FeatureInfo::name).collect::<Vec<_>>().join("\n");
    let infos = if as_text { Features::of_text() } else { Features::of_html() };
    fs::write(out.with_extension("names"), names(infos))?;
    fs::write(out.with_extension("page.names"), names(Features::of_pages()))?;
    let mut table = Table {
        cleaner: Cleaner::new(),
        features: vec![Vec::new(); infos.len()],
        of_pages: vec![Vec::new(); Features::of_pages().len()],
        labels: vec![Vec::new(); 4],
        buckets: BufWriter::new(File::create(out.with_extension("buckets"))?),
        bucket_counts: vec![Vec::new(); 1],
        pages: BufWriter::new(File::create(out.with_extension("pages.tsv"))?),
    };
    let sets = if sets.is_empty() { &sets::SETS } else { sets };
    for set in sets.iter().filter(|set| as_text || set.gold != Gold::Lines) {
        for corpus in Corpus::open(corpora.join(&*set.path))? {
            table.add_corpus(set, &corpus, as_text)?;
        }
    }
    table.pages.flush()?;
    table.buckets.flush()?;
    columns::write(&out.with_extension("bucket_counts.npy"), &table.bucket_counts)?;
    columns::write(&out.with_extension("features.npy"), &table.features)?;
    columns::write(&out.with_extension("page.npy"), &table.of_pages)?;
    columns::write(&out.with_extension("labels.npy"), &table.labels)
}

struct Table {
    cleaner: Cleaner,
    features: Vec<Vec<f32>>,
    of_pages: Vec<Vec<f32>>,
    /// Content, kind, weight and words.
    labels: Vec<Vec<f32>>,
    /// The buckets of the rows with a kind, and how many each row has.
    buckets: BufWriter<File>,
    bucket_counts: Vec<Vec<f32>>,
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
                self.add(&document, labels, &about(corpus, &sites, &page, "-"))?;
            }
            return Ok(());
        }
        // The files' order: a page's second layout depends on its position.
        pages.sort_by_key(|page| format!("{}.html.gz", page.id));
        let reader = Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks);
        let read =
            |bytes: &[u8]| reader.clean_bytes(dechaff::Page::new(bytes).with_format(dechaff::PageFormat::Html)).ok();
        for (index, page) in pages.iter().enumerate() {
            let set_of_page = page.id.split('/').next().unwrap_or_default();
            if sets::UNSOUND_PAGES.contains(&page.id.as_str())
                || set.gold == Gold::Kinds && sets::EVALUATION_SETS.contains(&set_of_page)
            {
                continue;
            }
            let bytes = corpus.html(&page.id)?;
            let Some(written) = read(&bytes) else { continue };
            if as_text {
                for layout in [Layout::Lines, Layout::ALL[1 + index % (Layout::ALL.len() - 1)]] {
                    let document = Document::from_text(flatten::flatten(written.document(), layout));
                    let labels = match set.gold {
                        Gold::Kinds => {
                            let parts = visible_parts(page, written.document(), document.source());
                            Some(Labels::of_kinds(&parts, Some(layout), &document))
                        }
                        _ => Labels::of_text(set, page, layout, &document),
                    };
                    self.add(&document, labels, &about(corpus, &sites, page, layout.name()))?;
                }
                continue;
            }
            // Every second page, to save time: more were no better.
            let html = std::str::from_utf8(&bytes).ok().filter(|_| index % 2 == 0);
            let plain = html.and_then(|html| read(plain_markup(html).as_bytes()));
            for (cleaned, layout) in [(Some(written), "written"), (plain, "plain")] {
                let Some(cleaned) = cleaned else { continue };
                let document = cleaned.document();
                let labels = match set.gold {
                    Gold::Kinds => Some(Labels::of_kinds(&page.labelled_parts(document.source()), None, document)),
                    _ => Labels::of_html(set, page, document),
                };
                self.add(document, labels, &about(corpus, &sites, page, layout))?;
            }
        }
        Ok(())
    }

    /// Adds the labelled segments of a page, if there is anything to learn from it.
    fn add(&mut self, document: &Document, labels: Option<Labels>, about: &str) -> io::Result<()> {
        let Some(labels) = labels else { return Ok(()) };
        let marks = self.cleaner.mark(document);
        let features = Features::of(document, &marks);
        let mut count = 0;
        for ((row, label), buckets) in features.rows().zip(&labels.of_segments).zip(Features::buckets(document)) {
            let Some(is_content) = label.is_content else { continue };
            count += 1;
            if label.kind.is_some() {
                self.bucket_counts[0].push(buckets.len() as f32);
                buckets.iter().try_for_each(|&bucket| self.buckets.write_all(&(bucket as u16).to_le_bytes()))?;
            }
            self.features.iter_mut().zip(row).for_each(|(column, value)| column.push(*value));
            let kind = label.kind.map_or(-1.0, |kind| kind as u8 as f32);
            let row = [f32::from(u8::from(is_content)), kind, label.weight, label.words as f32];
            self.labels.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        }
        self.of_pages
            .iter_mut()
            .zip(Features::of_page(document, &marks))
            .for_each(|(column, value)| column.push(value));
        writeln!(self.pages, "{about}\t{count}\t{:.4}", labels.f1)
    }
}

/// The labelled kinds of a flattened page: those of the visible segments of its HTML.
fn visible_parts(page: &Page, html: &Document, flat: &str) -> LabelledParts {
    let parts = page.labelled_parts(html.source());
    let visible = html.segments().iter().filter(|segment| !segment.is_hidden());
    let lines: Vec<_> = visible.map(|segment| (html.text(segment), parts.label(segment.range()).flatten())).collect();
    LabelledParts::find(flat, lines)
}

/// The first columns of `OUT.pages.tsv`.
fn about(corpus: &Corpus, sites: &Sites, page: &Page, layout: &str) -> String {
    let [page_type, language] = [&page.page_type, &page.language].map(|value| value.as_deref().unwrap_or("-"));
    let (site, fold) = (sites.site(page), sites.fold(page, FOLDS));
    format!("{}\t{}\t{layout}\t{site}\t{fold}\t{page_type}\t{language}", corpus.name(), page.id)
}
