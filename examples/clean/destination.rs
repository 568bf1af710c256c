//! Where pages are written: one stream, or a folder.

use std::io;
use std::io::{BufWriter, IsTerminal, StdoutLock, Write};
use std::path::Path;

use crate::arguments::{Format, Settings};
use crate::folder::Folder;
use crate::names::shown;
use crate::output::write_element;
use crate::pages::Rendered;

pub enum Destination {
    Stream(Stream),
    Folder(Folder),
}

/// Standard output.
pub struct Stream {
    out: BufWriter<StdoutLock<'static>>,
    is_terminal: bool,
    format: Format,
    /// Whether a name stands before each page.
    has_names: bool,
    /// Pages written so far.
    pages: usize,
}

impl Destination {
    /// Opens what the arguments ask for.
    pub fn open(settings: &Settings) -> io::Result<Self> {
        Ok(match &settings.out {
            Some(folder) => Self::Folder(
                Folder::open(folder, settings)
                    .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", shown(folder.as_os_str()))))?,
            ),
            None => Self::Stream(Stream {
                out: BufWriter::new(io::stdout().lock()),
                is_terminal: io::stdout().is_terminal(),
                format: settings.format,
                has_names: false,
                pages: 0,
            }),
        })
    }

    /// Whether a file was written into the folder by an earlier run.
    pub fn is_output(&self, path: &Path) -> bool {
        matches!(self, Self::Folder(folder) if folder.has_written(path))
    }

    /// Says how many inputs there are: if several, their names are written too.
    pub fn expect(&mut self, inputs: usize) {
        if let Self::Stream(stream) = self {
            stream.has_names = inputs > 1;
        }
    }

    /// Writes a page. An error of the outer result ends the run, one of the inner result concerns this page only.
    pub fn write(&mut self, page: &Rendered) -> io::Result<Result<(), String>> {
        match self {
            Self::Stream(stream) => stream.write(page).map(Ok),
            Self::Folder(folder) => Ok(folder.write(page)),
        }
    }

    /// Writes what comes after the last page.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut stream) => stream.finish(),
            Self::Folder(_) => Ok(()),
        }
    }
}

impl Stream {
    fn write(&mut self, page: &Rendered) -> io::Result<()> {
        let out = &mut self.out;
        match self.format {
            Format::Json | Format::Jsonl => {
                let json = &page.text;
                if self.format == Format::Jsonl {
                    writeln!(out, "{json}")?;
                } else {
                    out.write_all(if self.pages == 0 { b"[\n" } else { b",\n" })?;
                    write_element(out, json)?;
                }
            }
            _ => {
                // As `head` and `tail` do. An entry of a feed has others beside it, most likely.
                if self.has_names || page.entry.is_some() {
                    let before = if self.pages == 0 { "" } else { "\n" };
                    writeln!(out, "{before}==> {} <==", page.name)?;
                }
                out.write_all(page.text.as_bytes())?;
            }
        }
        self.pages += 1;
        // Who watches wants to see each page when it is ready.
        if self.is_terminal { out.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            self.out.write_all(if self.pages == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}
