//! Measures what a reader sees of the structure of pages: headings, tables and code that are kept, text said twice.
//!
//! ```text
//! cargo run --release --example structure -- [OPTIONS] CORPUS…
//! ```

mod code;
mod gold;
mod headings;
mod loss;
mod markdown;
mod markup;
mod tables;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use dechaff::{Cleaner, Markdown, Page, PageFormat};
use encoding_rs::Encoding;
use evaluation::{Corpus, Repeats, Shape, share};
use gold::Gold;
use lexopt::prelude::*;
use loss::{Loss, Tally};
use markdown::MarkdownMeasure;
use scraper::Html;
use tables::Tables;

const HELP: &str = "\
Measures how much of the structure of pages is in their bodies.

usage: structure [OPTIONS] CORPUS…

A corpus is a folder with gold.jsonl and html/<id>.html.gz.

  headings    headings that are lines of the gold text and are in the body, or are its title; in
              bodies: of those whose text below is in the body
  cells       cells of data tables that are in the body; a data table has at least two rows and two
              columns, no table in it, and four fifths of its words are in the gold text
  code        <pre> of at least two lines that are content by the same measure and are in the body
              whole, with their indentation: in the text, and in the HTML
  said twice  words of the bodies in a run of 12 words that stands before on the page

If the gold rows have the body as `markdown`, its links, pictures, code, headings, items, cells and
footnotes are compared with those of the page's Markdown, where both texts have their words.

  --beside PATH  compare the Markdown of another program with the gold too: a folder with <id>.md, or
                 a file with the fields `id` and `markdown` in each line; may be given several times
  --failures  also list what is lost: measure, page, cause, text, what was said of it; and
              pages that say something twice
  --only ID   only the page with this id
  --help      print this text

Causes name the span that holds what is lost: its kind, and the filter or model that decided.";

/// Longer texts of losses are cut.
const MAX_SHOWN_CHARS: usize = 160;
/// Causes shown of each measure.
const MAX_SHOWN_CAUSES: usize = 12;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("structure: {error} (see --help)");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (mut corpora, mut lists_failures, mut only) = (Vec::new(), false, None);
    let mut beside: Vec<(String, HashMap<String, String>)> = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("failures") => lists_failures = true,
            Long("beside") => {
                let path = PathBuf::from(parser.value()?);
                beside.push((path.display().to_string(), markdown::read_outputs(&path)?));
            }
            Long("only") => only = Some(parser.value()?.string()?),
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(());
            }
            Value(path) => corpora.extend(Corpus::open(path)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if corpora.is_empty() {
        return Err("no corpus given".into());
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for corpus in corpora.iter().filter(|corpus| corpus.shape() == Shape::Pages) {
        let mut figures = Figures::default();
        let mut others: Vec<MarkdownMeasure> = beside.iter().map(|_| MarkdownMeasure::default()).collect();
        for page in corpus.pages()? {
            let page = page?;
            if only.as_ref().is_none_or(|only| *only == page.id) {
                figures.add(&page, &corpus.html(&page.id)?);
                for (measure, (_, outputs)) in others.iter_mut().zip(&beside) {
                    if let (Some(output), Some(gold)) = (outputs.get(&page.id), &page.markdown) {
                        measure.add(&page.id, output, gold);
                    }
                }
            }
        }
        figures.write(&mut out, corpus.name(), lists_failures)?;
        for (measure, (name, _)) in others.iter().zip(&beside) {
            measure.write(&mut out, name, lists_failures)?;
        }
        out.flush()?;
    }
    Ok(())
}

/// A measure over the pages of a corpus.
#[derive(Default)]
struct Measure {
    total: usize,
    kept: usize,
    causes: BTreeMap<String, usize>,
    /// Each loss with its page.
    failures: Vec<(String, Loss)>,
}

impl Measure {
    fn add(&mut self, id: &str, tally: Tally) {
        self.total += tally.total;
        self.kept += tally.kept;
        for loss in tally.losses {
            *self.causes.entry(loss.cause.name.clone()).or_default() += 1;
            self.failures.push((id.to_owned(), loss));
        }
    }

    fn write(&self, out: &mut impl Write, name: &str, lists_failures: bool) -> io::Result<()> {
        writeln!(out, "{name:13} {}/{} kept, {:.4}", self.kept, self.total, share(self.kept, self.total))?;
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|&(_, count)| std::cmp::Reverse(*count));
        for (cause, count) in causes.into_iter().take(MAX_SHOWN_CAUSES) {
            writeln!(out, "  {count:5} {cause}")?;
        }
        for (id, Loss { cause, text }) in self.failures.iter().filter(|_| lists_failures) {
            writeln!(out, "- {name}\t{id}\t{}\t{}\t{}", cause.name, shown(text), cause.explanation)?;
        }
        Ok(())
    }
}

fn shown(text: &str) -> String {
    text.escape_debug().take(MAX_SHOWN_CHARS).collect()
}

/// The measures of a corpus.
#[derive(Default)]
struct Figures {
    pages: usize,
    unclean: usize,
    headings: Measure,
    headings_in_body: Measure,
    tables: Tables,
    cells: Measure,
    code_in_text: Measure,
    code_in_html: Measure,
    repeats: Repeats,
    gold_repeats: Repeats,
    /// The repeated words of pages, with the first run.
    repeating: Vec<(usize, String, String)>,
    markdown: MarkdownMeasure,
}

impl Figures {
    fn add(&mut self, of_corpus: &evaluation::Page, bytes: &[u8]) {
        let (id, gold) = (of_corpus.id.as_str(), of_corpus.text.as_deref());
        self.pages += 1;
        let Ok(page) = Cleaner::new().clean_bytes(Page::new(bytes).with_format(PageFormat::Html)) else {
            self.unclean += 1;
            return;
        };
        let body = page.text();
        let repeats = Repeats::of(&body);
        if let Some(first) = Repeats::first(&body) {
            self.repeating.push((repeats.repeated, id.to_owned(), first));
        }
        self.repeats += repeats;
        if let Some(gold) = &of_corpus.markdown {
            self.markdown.add(id, &page.markdown_with(&Markdown::new().with_dollar_formulas(true)), gold);
        }
        let Some(gold) = gold else { return };
        self.gold_repeats += Repeats::of(gold);
        let encoding = Encoding::for_label(page.encoding().as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let markup = Html::parse_document(&encoding.decode(bytes).0);
        let gold = Gold::new(gold);
        self.headings.add(id, headings::tally(&markup, &page, &gold));
        self.headings_in_body.add(id, headings::tally_in_body(&markup, &page, &gold));
        let tables = tables::tally(&markup, &page, &gold);
        self.tables += tables.tables;
        self.cells.add(id, tables.cells);
        let code = code::tally(&markup, &page, &gold);
        self.code_in_text.add(id, code.in_text);
        self.code_in_html.add(id, code.in_html);
    }

    fn write(&self, out: &mut impl Write, name: &str, lists_failures: bool) -> io::Result<()> {
        writeln!(out, "== {name}, {} pages, {} of them cannot be cleaned", self.pages, self.unclean)?;
        self.headings.write(out, "headings", lists_failures)?;
        self.headings_in_body.write(out, "headings in bodies", lists_failures)?;
        self.cells.write(out, "cells", lists_failures)?;
        let Tables { whole, in_part, lost } = self.tables;
        writeln!(out, "tables        {whole} whole, {in_part} in part, {lost} lost")?;
        self.code_in_text.write(out, "code in text", lists_failures)?;
        self.code_in_html.write(out, "code in HTML", lists_failures)?;
        let of = |repeats: Repeats| share(repeats.repeated, repeats.words);
        let Repeats { words, repeated } = self.repeats;
        write!(
            out,
            "said twice    {repeated}/{words} words on {} pages, {:.4}",
            self.repeating.len(),
            of(self.repeats)
        )?;
        if self.gold_repeats.words > 0 {
            write!(out, "; of the gold texts {:.4}", of(self.gold_repeats))?;
        }
        writeln!(out)?;
        let mut repeating = self.repeating.clone();
        repeating.sort_by_key(|page| std::cmp::Reverse(page.0));
        for (words, id, first) in repeating.iter().filter(|_| lists_failures) {
            writeln!(out, "- said twice\t{id}\t{words} words\t{}", shown(first))?;
        }
        if self.markdown.pages() > 0 {
            self.markdown.write(out, "dechaff", lists_failures)?;
        }
        writeln!(out)
    }
}
