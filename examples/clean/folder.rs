//! A folder with one file for each page.
//!
//! The file of a page is where the page is, below the folder: `--out clean a/b.html` writes `clean/a/b.txt`. Roots, drives
//! and `..` are left out of the path. A list in the folder says which file came from which page, so that a later run
//! gives each page the same file, and writes over no file but its own.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use crate::arguments::{Format, STDIN, Settings, What};
use crate::names::{key, shown};
use crate::output::write_element;
use crate::pages::Rendered;
use crate::walk;

/// The list of written files: a line of JSON for each, with its path below the folder and the absolute path of its page.
const LIST: &str = ".dechaff-clean.jsonl";

/// The name of standard input's file.
const STDIN_STEM: &str = "stdin";

/// A folder that pages are written into.
pub struct Folder {
    path: PathBuf,
    /// The absolute path of the folder, without links.
    real: PathBuf,
    format: Format,
    /// What names of files end in.
    ending: String,
    /// The page that each file is from. Both are [`key`]s.
    pages: HashMap<String, String>,
    list: File,
}

impl Folder {
    /// Opens a folder, or makes it.
    pub fn open(path: &Path, settings: &Settings) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let list_path = path.join(LIST);
        let rows = match fs::read_to_string(&list_path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            rows => rows?,
        };
        let mut list = OpenOptions::new().append(true).create(true).open(&list_path)?;
        // A run that was ended from outside may have left half a line.
        if !rows.is_empty() && !rows.ends_with('\n') {
            writeln!(list)?;
        }
        let mut pages = HashMap::new();
        for row in rows.lines() {
            let row: Value = serde_json::from_str(row).unwrap_or_default();
            if let (Some(file), Some(page)) = (row["file"].as_str(), row["page"].as_str()) {
                pages.insert(file.to_owned(), page.to_owned());
            }
        }
        Ok(Self {
            path: path.into(),
            real: path.canonicalize()?,
            format: settings.format,
            ending: ending(settings),
            pages,
            list,
        })
    }

    /// Whether an earlier run has written a file.
    pub fn has_written(&self, file: &Path) -> bool {
        let real = file.canonicalize().unwrap_or_else(|_| file.into());
        real.strip_prefix(&self.real).is_ok_and(|file| self.pages.contains_key(&key(file.as_os_str())))
    }

    /// Writes the file of a page.
    pub fn write(&mut self, page: &Rendered) -> Result<(), String> {
        let (relative, is_ours) = self.place(page);
        let path = self.path.join(&relative);
        let fault = |error: io::Error| format!("{}: cannot be written: {error}", shown(path.as_os_str()));
        let text = self.contents(page).map_err(fault)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(fault)?;
        }
        if is_ours {
            return fs::write(&path, text).map_err(fault);
        }
        let mut file = File::create_new(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                format!("{}: the file is there and was not written by clean; move it away", shown(path.as_os_str()))
            }
            _ => fault(error),
        })?;
        // First listed, then written: a file that is half written because of a fault can be written over.
        self.add(&relative, page).map_err(fault)?;
        file.write_all(&text).map_err(fault)
    }

    /// The path of a page's file below the folder, and whether it was written before.
    fn place(&self, page: &Rendered) -> (PathBuf, bool) {
        let wanted = match &page.path {
            Some(path) => path.components().filter(|part| matches!(part, Component::Normal(_))).collect(),
            None => PathBuf::from(STDIN_STEM),
        };
        let mut stem: OsString = wanted.file_name().map(|name| walk::stem(name).to_owned()).unwrap_or_default();
        if let Some(entry) = page.entry {
            stem.push(format!(".{entry:03}"));
        }
        let page = page_key(page);
        let mut number = 1_usize;
        // Few pages want the same file: those whose names differ in their ending only.
        loop {
            let mut name = stem.clone();
            if number > 1 {
                name.push(format!("-{number}"));
            }
            name.push(&self.ending);
            let file = wanted.with_file_name(name);
            match self.pages.get(&key(file.as_os_str())) {
                None => return (file, false),
                Some(owner) if *owner == page => return (file, true),
                Some(_) => number += 1,
            }
        }
    }

    fn add(&mut self, file: &Path, page: &Rendered) -> io::Result<()> {
        let (file, page) = (key(file.as_os_str()), page_key(page));
        writeln!(self.list, "{}", json!({ "file": file, "page": page }))?;
        self.pages.insert(file, page);
        Ok(())
    }

    fn contents(&self, page: &Rendered) -> io::Result<Vec<u8>> {
        let mut text = Vec::with_capacity(page.text.len());
        match self.format {
            Format::Json => {
                text.extend(b"[\n");
                write_element(&mut text, &page.text)?;
                text.extend(b"\n]\n");
            }
            Format::Jsonl => writeln!(text, "{}", page.text)?,
            _ => text.extend(page.text.as_bytes()),
        }
        Ok(text)
    }
}

/// What tells a page from all others: the absolute path, and the number of an entry of a feed.
fn page_key(page: &Rendered) -> String {
    let path = page.path.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    let mut key = path.map_or_else(|| STDIN.into(), |path| key(path.as_os_str()));
    if let Some(entry) = page.entry {
        key.push_str(&format!("#{entry}"));
    }
    key
}

fn ending(settings: &Settings) -> String {
    let format = match settings.format {
        Format::Text => "txt",
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Report => "report.html",
        Format::Spans => "spans.txt",
        Format::Json => "json",
        Format::Jsonl => "jsonl",
    };
    let what = match settings.what {
        What::Body => "",
        What::Comments => ".comments",
        What::Metadata => ".metadata",
    };
    format!("{what}.{format}")
}
