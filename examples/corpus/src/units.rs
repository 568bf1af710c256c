//! Finds the inputs, and gives each a name.
//!
//! An archive or a dataset is a unit of work of its own; the pages that lie in one folder are a unit together.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use walkdir::WalkDir;

use dechaff_archives::compressed::{self, ending};

/// The endings of files that are units of their own, also followed by one of a compressed file.
const DATASET_ENDINGS: &[&str] = &["warc", "wet", "wat", "arc", "jsonl", "ndjson", "parquet"];
/// The endings of pages.
const PAGE_ENDINGS: &[&str] = &["html", "htm", "xhtml", "txt"];
/// The name of the unit of the pages in a folder.
const PAGES: &str = "pages";

/// A part of the input that is worked on as a whole, and has an output file of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its path below the output folder, without the ending of the output format; `/` divides folders on all systems.
    pub name: String,
    pub source: Source,
    /// The sizes of its files added up, in bytes.
    pub bytes: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    File(PathBuf),
    /// Pages that lie in a folder.
    Pages {
        folder: PathBuf,
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Error)]
pub enum UnitError {
    #[error("{}: there is no such file or folder; check the name", .0.display())]
    Missing(PathBuf),
    #[error("{path}: {1}", path = .0.display())]
    Unreadable(PathBuf, io::Error),
    #[error("{}: no file in this folder is an input; inputs end in {}, also compressed ({})", .0.display(), endings(), compressed::ENDINGS.join(", "))]
    Empty(PathBuf),
    #[error("{} and {} would both be written to {name}; give the folder that both are in instead", .first.display(), .second.display())]
    SameName { name: String, first: PathBuf, second: PathBuf },
}

fn endings() -> String {
    [DATASET_ENDINGS, PAGE_ENDINGS].concat().join(", ")
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The units, sorted by name.
    pub units: Vec<Unit>,
    /// Files in folders that are no inputs, by their ending.
    pub other_files: BTreeMap<String, u64>,
}

/// The units of the inputs that are named. Files below `out` are left out.
pub fn find(inputs: &[PathBuf], out: &Path) -> Result<Found, UnitError> {
    let out = out.canonicalize().ok();
    let mut found = Found::default();
    for input in inputs {
        let metadata = fs::metadata(input).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => UnitError::Missing(input.clone()),
            _ => UnitError::Unreadable(input.clone(), error),
        })?;
        if metadata.is_dir() {
            let before = found.units.len();
            add_folder(input, out.as_deref(), &mut found)?;
            if found.units.len() == before {
                return Err(UnitError::Empty(input.clone()));
            }
        } else {
            let name = own_name(input);
            found.units.push(Unit { name, source: Source::File(input.clone()), bytes: metadata.len() });
        }
    }
    found.units.sort_by(|one, other| one.name.cmp(&other.name));
    check_names(&found.units)?;
    Ok(found)
}

/// The last part of a path; of one that has none (`.`), that of the folder that it means.
fn own_name(path: &Path) -> String {
    let named = path.file_name().map(OsStr::to_owned);
    let name = named.or_else(|| path.canonicalize().ok()?.file_name().map(OsStr::to_owned));
    name.map_or_else(|| "input".into(), |name| text(&name))
}

/// A name as text; bytes that are no text become `%XX`, so that different names stay different.
fn text(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        text.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
    }
    text
}

fn add_folder(root: &Path, out: Option<&Path>, found: &mut Found) -> Result<(), UnitError> {
    let own = own_name(root);
    // Pages by the folder that they are in.
    let mut pages: BTreeMap<PathBuf, (Vec<PathBuf>, u64)> = BTreeMap::new();
    let is_output = |path: &Path| out.is_some_and(|out| path.canonicalize().is_ok_and(|path| path == out));
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !entry.file_type().is_dir() || !is_output(entry.path())) {
        let entry = match entry {
            Ok(entry) => entry,
            // The folder that a link leads back to is being read.
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                return Err(UnitError::Unreadable(path, error.into()));
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
        let path = entry.into_path();
        match ending(&path).as_deref() {
            Some(ending) if DATASET_ENDINGS.contains(&ending) => {
                let name = name_below(&own, root, &path);
                found.units.push(Unit { name, source: Source::File(path), bytes });
            }
            Some(ending) if PAGE_ENDINGS.contains(&ending) => {
                let folder = path.parent().unwrap_or(root).to_owned();
                let (files, sum) = pages.entry(folder).or_default();
                files.push(path);
                *sum += bytes;
            }
            ending => *found.other_files.entry(ending.unwrap_or("no ending").to_owned()).or_default() += 1,
        }
    }
    for (folder, (files, bytes)) in pages {
        let name = format!("{}/{PAGES}", name_below(&own, root, &folder));
        found.units.push(Unit { name, source: Source::Pages { folder, files }, bytes });
    }
    Ok(())
}

fn name_below(own: &str, root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().map(|part| text(part.as_os_str()));
    [own.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("/")
}

fn check_names(units: &[Unit]) -> Result<(), UnitError> {
    let mut names: HashMap<&str, &Unit> = HashMap::new();
    for unit in units {
        if let Some(other) = names.insert(&unit.name, unit) {
            let (first, second) = (other.path().to_owned(), unit.path().to_owned());
            return Err(UnitError::SameName { name: unit.name.clone(), first, second });
        }
    }
    Ok(())
}

impl Unit {
    /// The file, or the folder that the pages are in.
    pub fn path(&self) -> &Path {
        match &self.source {
            Source::File(path) => path,
            Source::Pages { folder, .. } => folder,
        }
    }
}
