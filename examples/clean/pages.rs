//! Cleans the pages of a file and renders them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

use dechaff::{Cleaned, Page};

use crate::arguments::{Format, Settings};
use crate::input::{Source, each_page};
use crate::output;
use crate::terminal::{Screen, visible_json};
use crate::walk::Input;

/// What became of a page or of a file.
pub enum Outcome {
    Page(Box<Rendered>),
    /// What is wrong with a file.
    Fault(String),
}

/// A page that is ready to be written.
pub struct Rendered {
    /// The name for people: that of the file, and the number of an entry of a feed.
    pub name: String,
    /// The file; standard input has none.
    pub path: Option<PathBuf>,
    pub entry: Option<usize>,
    /// What is to be said of it.
    pub notes: Vec<String>,
    /// Its length before cleaning, in bytes.
    pub bytes: usize,
    pub has_body: bool,
    /// Lines, or the object of JSON.
    pub text: String,
}

/// Cleans all pages of an input and sends what became of each, until nobody takes it any more.
pub fn clean(input: &Input, settings: &Settings, screen: Screen, results: &SyncSender<Outcome>) {
    let file = input.name();
    each_page(input, settings, |source| {
        let page = source.map_err(|error| format!("{file}: {error}")).and_then(|source| {
            let name = source.entry.map_or_else(|| file.clone(), |entry| format!("{file}#{entry}"));
            // Cleaning does not panic; should it do so after all, this page is an error like any other.
            catch_unwind(AssertUnwindSafe(|| rendered(&name, input, source, settings, screen)))
                .unwrap_or_else(|_| Err("a fault in the program; please report the page".into()))
                .map_err(|error| format!("{name}: {error}"))
        });
        let outcome = page.map_or_else(Outcome::Fault, |page| Outcome::Page(Box::new(page)));
        results.send(outcome).is_ok()
    });
}

fn rendered(
    name: &str,
    input: &Input,
    source: Source,
    settings: &Settings,
    screen: Screen,
) -> Result<Rendered, String> {
    let mut page = Page::new(&source.bytes);
    if let Some(label) = &source.charset {
        page = page.with_charset(label);
    }
    if let Some(url) = &source.url {
        page = page.with_url(url);
    }
    if let Some(format) = source.format {
        page = page.with_format(format);
    }
    let page = settings.cleaner.clean_bytes(page).map_err(|error| error.to_string())?;
    let mut notes: Vec<String> = source.note.into_iter().collect();
    notes.extend(page.notes().iter().map(ToString::to_string));
    Ok(Rendered {
        name: name.into(),
        path: input.path.clone(),
        entry: source.entry,
        notes,
        bytes: source.bytes.len(),
        has_body: !page.is_empty(),
        text: text(&page, name, settings, screen)?,
    })
}

fn text(page: &Cleaned, name: &str, settings: &Settings, screen: Screen) -> Result<String, String> {
    let object = || output::object(page, name, settings.what);
    match settings.format {
        Format::Json => match serde_json::to_string_pretty(&object()) {
            Ok(json) => Ok(visible_json(&json).into_owned()),
            Err(error) => Err(error.to_string()),
        },
        Format::Jsonl => Ok(visible_json(&object().to_string()).into_owned()),
        _ => {
            let mut lines = Vec::new();
            output::write(&mut lines, page, name, settings, screen).map_err(|error| error.to_string())?;
            String::from_utf8(lines).map_err(|error| error.to_string())
        }
    }
}
