//! What is done, and what was left out.
//!
//! `_manifest.json` in the output folder has an entry for each input. While a run goes on, entries are lines of
//! `_progress.jsonl`, so that a run that was killed is continued; the last step of a run puts them into the manifest.
//! Readers of Parquet skip files with such names.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::counts::Counts;
use crate::settings::OutputSettings;

const MANIFEST: &str = "_manifest.json";
const PROGRESS: &str = "_progress.jsonl";
/// Output that is not whole.
const PARTIAL: &str = "_partial";

/// An input that was read to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub input: String,
    /// The size of the input in bytes.
    pub bytes: u64,
    pub outputs: Vec<String>,
    /// Why it could not be read to its end.
    pub fault: Option<String>,
    pub counts: Counts,
}

#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    settings: OutputSettings,
    inputs: Vec<Entry>,
    /// Files in the folders of the last run that were no inputs, by ending.
    #[serde(default)]
    other_files: BTreeMap<String, u64>,
    /// Inputs that the last run could not read or write; the next one tries again.
    #[serde(default)]
    failed: BTreeMap<String, String>,
    #[serde(default)]
    totals: Counts,
}

#[derive(Debug, Error)]
pub enum ManifestError {
    #[error("{path}: {1}", path = .0.display())]
    Io(PathBuf, io::Error),
    #[error("{path}: this is no manifest of this program ({1}); name another folder", path = .0.display())]
    Unreadable(PathBuf, serde_json::Error),
    #[error("{path}: an earlier run wrote this folder with other settings ({1}); name another folder", path = .0.display())]
    OtherSettings(PathBuf, String),
}

/// The output folder: what is done in it, and where files are written.
pub struct Manifest {
    folder: PathBuf,
    settings: OutputSettings,
    entries: BTreeMap<String, Entry>,
    progress: File,
}

impl Manifest {
    /// Opens an output folder, or makes it.
    pub fn open(folder: &Path, settings: &OutputSettings) -> Result<Self, ManifestError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| ManifestError::Io(path, error)
        };
        fs::create_dir_all(folder).map_err(io(folder))?;
        let (path, progress_path, partial) = (folder.join(MANIFEST), folder.join(PROGRESS), folder.join(PARTIAL));
        match fs::remove_dir_all(&partial) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(ManifestError::Io(partial, error)),
            _ => {}
        }
        let mut entries = BTreeMap::new();
        if let Some(text) = read_if_there(&path).map_err(io(&path))? {
            let stored: Stored =
                serde_json::from_str(&text).map_err(|error| ManifestError::Unreadable(path.clone(), error))?;
            check(folder, settings, &stored.settings)?;
            entries.extend(stored.inputs.into_iter().map(|entry| (entry.input.clone(), entry)));
        }
        // A line that is not whole is of a run that was killed while it wrote.
        let text = read_if_there(&progress_path).map_err(io(&progress_path))?.unwrap_or_default();
        let mut lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let first = lines.next().and_then(|line| serde_json::from_str::<OutputSettings>(line).ok());
        let mut kept = line(settings).map_err(io(&progress_path))?;
        if let Some(first) = first {
            check(folder, settings, &first)?;
            for text in lines {
                let Ok(entry) = serde_json::from_str::<Entry>(text) else { continue };
                kept.push_str(text);
                entries.insert(entry.input.clone(), entry);
            }
        }
        // Written anew without what is not whole.
        fs::write(&progress_path, kept).map_err(io(&progress_path))?;
        let progress = OpenOptions::new().append(true).open(&progress_path).map_err(io(&progress_path))?;
        Ok(Self { folder: folder.to_owned(), settings: settings.clone(), entries, progress })
    }

    /// Whether an input was read to its end, and is still what it was.
    pub fn is_done(&self, input: &str, bytes: u64) -> bool {
        self.entries.get(input).is_some_and(|entry| {
            entry.bytes == bytes && entry.outputs.iter().all(|output| self.folder.join(output).is_file())
        })
    }

    /// Where the files of an input are written until they are whole.
    pub fn partial_paths(&self, outputs: &[String]) -> io::Result<Vec<PathBuf>> {
        let folder = self.folder.join(PARTIAL);
        fs::create_dir_all(&folder)?;
        Ok((0..outputs.len()).map(|index| folder.join(index.to_string())).collect())
    }

    /// Puts the files of an input, which are whole now, in their places, and notes that it is done.
    pub fn finish(&mut self, entry: Entry) -> io::Result<()> {
        let paths = self.partial_paths(&entry.outputs)?;
        for (partial, output) in paths.iter().zip(&entry.outputs) {
            let path = self.folder.join(output);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(partial, path)?;
        }
        self.progress.write_all(line(&entry)?.as_bytes())?;
        self.progress.sync_data()?;
        self.entries.insert(entry.input.clone(), entry);
        Ok(())
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The counts of all inputs.
    pub fn totals(&self) -> Counts {
        let mut totals = Counts::default();
        self.entries().for_each(|entry| totals.add(&entry.counts));
        totals
    }

    /// Writes the manifest at the end of a run.
    pub fn close(
        &self,
        other_files: &BTreeMap<String, u64>,
        failed: &BTreeMap<String, String>,
    ) -> Result<(), ManifestError> {
        let stored = Stored {
            settings: self.settings.clone(),
            inputs: self.entries().cloned().collect(),
            other_files: other_files.clone(),
            failed: failed.clone(),
            totals: self.totals(),
        };
        let path = self.folder.join(MANIFEST);
        let write = || {
            let mut text = serde_json::to_string_pretty(&stored)?;
            text.push('\n');
            let partial = self.partial_paths(&[MANIFEST.into()])?.remove(0);
            fs::write(&partial, text)?;
            fs::rename(partial, &path)?;
            fs::remove_file(self.folder.join(PROGRESS))?;
            fs::remove_dir_all(self.folder.join(PARTIAL))
        };
        write().map_err(|error| ManifestError::Io(path.clone(), error))
    }
}

fn line(value: &impl Serialize) -> io::Result<String> {
    Ok(serde_json::to_string(value)? + "\n")
}

fn read_if_there(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn check(folder: &Path, now: &OutputSettings, there: &OutputSettings) -> Result<(), ManifestError> {
    if now == there {
        return Ok(());
    }
    Err(ManifestError::OtherSettings(folder.to_owned(), now.difference(there)))
}
