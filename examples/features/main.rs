//! Writes the features of all segments of corpora, for training.
//!
//! `features [--text] OUT CORPUS…` writes `OUT.npy`, the numbers column by column (NumPy's format, 32-bit floats,
//! Fortran order), and `OUT.jsonl`, a line a page: set, id, and the text of each segment, whose numbers are the
//! next rows. `OUT.names` has the name of each column.
//!
//! A corpus is a folder with `html/*.html.gz`. With `--text` its pages are flattened, each in two ways, which
//! `OUT.jsonl` names; then a corpus may be a file `<name>.jsonl.gz` of lines as well, and `OUT.jsonl` says which
//! line each segment is of.

mod columns;
mod flatten;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dechaff::document::Document;
use dechaff::model::{FeatureInfo, Features};
use dechaff::{Cleaner, Page, PageFormat};
use flate2::read::MultiGzDecoder;
use flatten::Way;
use serde_json::{Value, json};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from).peekable();
    let as_text = arguments.next_if(|argument| argument.as_os_str() == "--text").is_some();
    let (Some(out), corpora) = (arguments.next(), arguments.collect::<Vec<_>>()) else {
        eprintln!("usage: features [--text] OUT CORPUS…");
        return ExitCode::from(2);
    };
    match write(&out, &corpora, as_text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(out: &Path, corpora: &[PathBuf], as_text: bool) -> io::Result<()> {
    let cleaner = Cleaner::new();
    let infos = if as_text { Features::of_text() } else { Features::of_html() };
    let names: Vec<&str> = infos.iter().map(FeatureInfo::name).collect();
    let pages = BufWriter::new(File::create(out.with_extension("jsonl"))?);
    let mut table = Table { columns: vec![Vec::new(); names.len()], pages };
    for corpus in corpora {
        let set = corpus.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(set) = set.strip_suffix(".jsonl.gz") {
            for row in BufReader::new(MultiGzDecoder::new(File::open(corpus)?)).lines() {
                let row: Value = serde_json::from_str(&row?)?;
                let lines = row["lines"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let text = lines.map(|line| line.replace('\n', " ")).collect::<Vec<_>>().join("\n");
                table.add(&cleaner, &Document::from_text(text), json!({ "set": set, "id": row["id"] }))?;
            }
            continue;
        }
        let mut files: Vec<PathBuf> =
            fs::read_dir(corpus.join("html"))?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        files.sort();
        for (number, file) in files.iter().enumerate() {
            let mut html = Vec::new();
            MultiGzDecoder::new(File::open(file)?).read_to_end(&mut html)?;
            let Ok(page) = cleaner.clean_bytes(Page::new(&html).with_format(PageFormat::Html)) else { continue };
            let id = file.file_name().unwrap_or_default().to_string_lossy();
            let id = id.trim_end_matches(".html.gz");
            if !as_text {
                table.add(&cleaner, page.document(), json!({ "set": set, "id": id }))?;
                continue;
            }
            for way in [Way::Lines, Way::OTHERS[number % Way::OTHERS.len()]] {
                let text = flatten::flatten(page.document(), way);
                table.add(&cleaner, &Document::from_text(text), json!({ "set": set, "id": id, "way": way.name() }))?;
            }
        }
    }
    table.pages.flush()?;
    fs::write(out.with_extension("names"), names.join("\n"))?;
    columns::write(&out.with_extension("npy"), &table.columns)
}

struct Table {
    columns: Vec<Vec<f32>>,
    pages: BufWriter<File>,
}

impl Table {
    fn add(&mut self, cleaner: &Cleaner, document: &Document, mut about: Value) -> io::Result<()> {
        let features = Features::of(document, &cleaner.mark(document));
        for row in features.rows() {
            self.columns.iter_mut().zip(row).for_each(|(column, value)| column.push(*value));
        }
        about["segments"] = document.segments().iter().map(|segment| document.text(segment)).collect();
        if !document.is_html() {
            about["lines"] = document.segments().iter().map(|segment| segment.line()).collect();
        }
        writeln!(self.pages, "{about}")
    }
}
