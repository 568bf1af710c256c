//! Writes the features of all segments of corpora, for training.
//!
//! `features OUT CORPUS_DIR…` reads `html/*.html.gz` of each corpus, and writes `OUT.npy`, the numbers column by
//! column (NumPy's format, 32-bit floats, Fortran order), and `OUT.jsonl`, a line a page: set, id, and the text of
//! each segment, whose numbers are the next rows. `OUT.names` has the name of each column.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use dechaff::{Cleaner, Document, Features, Filter, Marks, Page, Pipeline};
use flate2::read::MultiGzDecoder;
use serde_json::json;

/// Takes down what the filters before it have left of each page.
struct Recorder(Mutex<Option<Features>>);

impl Filter for &'static Recorder {
    fn name(&self) -> &'static str {
        "recorder"
    }

    fn mark(&self, document: &Document, marks: &mut Marks) {
        *self.0.lock().expect("nobody panics with it") = Some(Features::of(document, marks));
    }
}

static RECORDER: Recorder = Recorder(Mutex::new(None));

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(out), directories) = (arguments.next(), arguments.collect::<Vec<_>>()) else {
        eprintln!("usage: features OUT CORPUS_DIR…");
        return ExitCode::from(2);
    };
    match write(&out, &directories) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(out: &Path, directories: &[PathBuf]) -> io::Result<()> {
    let pipeline = Pipeline::default().without("scorer").and_then(|pipeline| pipeline.without("content"));
    let pipeline = pipeline.and_then(|pipeline| pipeline.with(&RECORDER)).map_err(io::Error::other)?;
    let cleaner = Cleaner::new().with_pipeline(pipeline);
    let mut columns: Vec<Vec<f32>> = vec![Vec::new(); Features::names_of_html().len()];
    let mut pages = BufWriter::new(File::create(out.with_extension("jsonl"))?);
    for directory in directories {
        let mut files: Vec<PathBuf> =
            fs::read_dir(directory.join("html"))?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        files.sort();
        for file in files {
            let mut html = Vec::new();
            MultiGzDecoder::new(File::open(&file)?).read_to_end(&mut html)?;
            let Ok(page) = cleaner.clean_bytes(Page::new(&html).html()) else { continue };
            let features = RECORDER.0.lock().expect("nobody panics with it").take();
            for row in features.iter().flat_map(Features::rows) {
                columns.iter_mut().zip(row).for_each(|(column, value)| column.push(*value));
            }
            let document = page.document();
            let texts: Vec<&str> = document.segments().iter().map(|segment| document.text(segment)).collect();
            let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let id = name(&file);
            let line = json!({ "set": name(directory), "id": id.trim_end_matches(".html.gz"), "segments": texts });
            writeln!(pages, "{line}")?;
        }
    }
    pages.flush()?;
    fs::write(out.with_extension("names"), Features::names_of_html().join("\n"))?;
    write_columns(&out.with_extension("npy"), &columns)
}

/// The NumPy format, version 1.0.
fn write_columns(path: &Path, columns: &[Vec<f32>]) -> io::Result<()> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    const ALIGNMENT: usize = 64;
    let rows = columns.first().map_or(0, Vec::len);
    let mut header = format!("{{'descr': '<f4', 'fortran_order': True, 'shape': ({rows}, {})}}", columns.len());
    let length = MAGIC.len() + 2 + header.len() + 1;
    header.push_str(&" ".repeat(length.next_multiple_of(ALIGNMENT) - length));
    header.push('\n');
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(MAGIC)?;
    file.write_all(&(header.len() as u16).to_le_bytes())?;
    file.write_all(header.as_bytes())?;
    for value in columns.iter().flatten() {
        file.write_all(&value.to_le_bytes())?;
    }
    file.flush()
}
