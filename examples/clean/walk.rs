//! Finds the files to clean.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::arguments::STDIN;
use crate::compression;
use crate::names::shown;

/// The endings of files that are read in a folder, also followed by one of [`compression::ENDINGS`]. A file that is
/// named itself may have any name.
const ENDINGS: &[&str] = &["html", "htm", "xhtml", "txt", "mhtml", "mht", "xml", "rss", "atom"];

/// A file, or standard input.
pub struct Input {
    /// Without a path it is standard input.
    pub path: Option<PathBuf>,
}

impl Input {
    /// The name for people and for the rows of JSON.
    pub fn name(&self) -> String {
        self.path.as_deref().map_or_else(|| STDIN.into(), |path| shown(path.as_os_str()))
    }
}

/// The files that are named, and those in the folders that are named, sorted by name; and what could not be read.
///
/// Links are followed, but each folder is read once, however many ways lead to it. Files for which `is_output` holds
/// were written by an earlier run and are left out.
pub fn inputs(files: &[OsString], is_output: impl Fn(&Path) -> bool) -> (Vec<Input>, Vec<String>) {
    let mut inputs = Vec::new();
    let mut faults = Vec::new();
    for file in files {
        let path = Path::new(file);
        if file == STDIN {
            inputs.push(Input { path: None });
        } else if path.is_dir() {
            let before = inputs.len() + faults.len();
            folder(path, &is_output, &mut inputs, &mut faults);
            if inputs.len() + faults.len() == before {
                let endings = ENDINGS.join(", ");
                let name = shown(file);
                faults.push(format!("{name}: the folder has no page; name files that do not end in {endings}"));
            }
        } else {
            inputs.push(Input { path: Some(path.into()) });
        }
    }
    (inputs, faults)
}

fn folder(path: &Path, is_output: &impl Fn(&Path) -> bool, inputs: &mut Vec<Input>, faults: &mut Vec<String>) {
    let mut seen = HashSet::new();
    let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_entry(|entry| {
        // A folder that cannot be resolved is an error of the walk.
        !entry.file_type().is_dir() || entry.path().canonicalize().is_ok_and(|real| seen.insert(real))
    });
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_page(entry.file_name()) && !is_output(entry.path()) => {
                inputs.push(Input { path: Some(entry.into_path()) });
            }
            Ok(_) => {}
            // The folder that a link leads back to is being read.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let name = shown(error.path().unwrap_or(path).as_os_str());
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                faults.push(format!("{name}: {cause}"));
            }
        }
    }
}

fn is_page(name: &OsStr) -> bool {
    let mut path = Path::new(name);
    if has_ending(path, compression::ENDINGS)
        && let Some(stem) = path.file_stem()
    {
        path = Path::new(stem);
    }
    has_ending(path, ENDINGS)
}

/// The name without the endings that say what is in a page and how it is compressed.
pub fn stem(name: &OsStr) -> &OsStr {
    let mut path = Path::new(name);
    for endings in [compression::ENDINGS, ENDINGS] {
        if has_ending(path, endings)
            && let Some(stem) = path.file_stem()
        {
            path = Path::new(stem);
        }
    }
    path.as_os_str()
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|of| endings.iter().any(|ending| of.eq_ignore_ascii_case(ending)))
}
