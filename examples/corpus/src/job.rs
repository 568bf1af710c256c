//! A run: cleans all inputs that are not done, and writes their files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::clean::Outcome;
use crate::counts::Counts;
use crate::manifest::{Entry, Manifest, ManifestError};
use crate::pipeline::{Event, Work, run};
use crate::progress::Progress;
use crate::settings::OutputSettings;
use crate::units::{Found, Unit};
use crate::write::{RowWriter, writer};
use dechaff_archives::counts::InputCounts;
use dechaff_archives::page_reader::ReadError;

#[derive(Debug, Error)]
pub enum JobError {
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    #[error(transparent)]
    Kind(#[from] dechaff::error::UnknownKind),
    #[error("{path}: cannot write: {1}", path = .0.display())]
    Write(PathBuf, io::Error),
}

/// What became of a run.
pub struct Done {
    pub manifest: Manifest,
    /// Inputs that were done before.
    pub earlier: usize,
    /// Inputs that could not be read, and are tried again by the next run.
    pub failed: BTreeMap<String, String>,
}

/// Cleans the units that are not done, and writes the manifest.
pub fn clean_all(found: &Found, out: &Path, settings: &OutputSettings, threads: usize) -> Result<Done, JobError> {
    let mut manifest = Manifest::open(out, settings)?;
    let cleaner = settings.cleaner()?;
    let units: Vec<&Unit> = found.units.iter().filter(|unit| !manifest.is_done(&unit.name, unit.bytes)).collect();
    let earlier = found.units.len() - units.len();
    let mut failed = BTreeMap::new();
    let work = Work { cleaner: &cleaner, read: &settings.read, columns: settings.columns(), threads };
    let mut output = Output { settings, manifest: &mut manifest, failed: &mut failed, current: None };
    let progress = Progress::new(units.len());
    let write_error = |error| JobError::Write(out.to_owned(), error);
    run(&units, &work, |event| output.take(event, &units, &progress).map_err(write_error))?;
    progress.finish();
    manifest.close(&found.other_files, &failed)?;
    Ok(Done { manifest, earlier, failed })
}

struct Output<'a> {
    settings: &'a OutputSettings,
    manifest: &'a mut Manifest,
    failed: &'a mut BTreeMap<String, String>,
    current: Option<Current<'a>>,
}

/// The unit that is written.
struct Current<'a> {
    unit: &'a Unit,
    writer: Box<dyn RowWriter>,
    counts: Counts,
}

impl<'a> Output<'a> {
    fn take(&mut self, event: Event, units: &[&'a Unit], progress: &Progress) -> io::Result<()> {
        match event {
            Event::Begin(index) => {
                let unit = units[index];
                let paths = self.manifest.partial_paths(&self.settings.format.files(&unit.name))?;
                let writer = writer(self.settings.format, &paths, self.settings.columns())?;
                self.current = Some(Current { unit, writer, counts: Counts::default() });
                progress.begin(&unit.name);
            }
            Event::Page(outcome) => {
                let Some(current) = &mut self.current else { return Ok(()) };
                match outcome {
                    Outcome::LeftOut(reason) => current.counts.input.leave_out(reason),
                    Outcome::Row(row) => {
                        current.writer.write(&row)?;
                        current.counts.add_row(&row);
                        progress.add(&row);
                    }
                }
            }
            Event::End { counts, error } => {
                if let Some(current) = self.current.take() {
                    self.end(current, &counts, error, progress)?;
                }
            }
        }
        Ok(())
    }

    fn end(
        &mut self,
        current: Current<'_>,
        read: &InputCounts,
        error: Option<ReadError>,
        progress: &Progress,
    ) -> io::Result<()> {
        let Current { unit, writer, mut counts } = current;
        for file in writer.finish()? {
            file.sync_data()?;
        }
        progress.end();
        let fault = match error {
            Some(ReadError::Io(error)) => {
                progress.message(&format!("{}: {error}", unit.path().display()));
                self.failed.insert(unit.name.clone(), error.to_string());
                return Ok(());
            }
            Some(ReadError::Content(fault)) => {
                progress.message(&format!("{}: {fault}", unit.path().display()));
                Some(fault)
            }
            None => None,
        };
        counts.input.add(read);
        counts.input.messages.clone_from(&read.messages);
        let outputs = self.settings.format.files(&unit.name);
        self.manifest.finish(Entry { input: unit.name.clone(), bytes: unit.bytes, outputs, fault, counts })
    }
}
