//! Files that are pages.

use std::io;
use std::path::{Path, PathBuf};

use dechaff::PageFormat;

use super::{ReadError, ReadSettings, Take, open};
use dechaff_archives::compressed::{Cause, Piece, ending};
use dechaff_archives::counts::InputCounts;
use dechaff_archives::raw_page::{Content, RawPage};

/// Hands on each file as a page; its name below `folder` is its id.
pub fn read(
    folder: &Path,
    files: &[PathBuf],
    settings: &ReadSettings,
    counts: &mut InputCounts,
    take: &mut Take,
) -> Result<(), ReadError> {
    for path in files {
        counts.records += 1;
        let id = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
        let mut page = RawPage { id, ..RawPage::default() };
        if let Err(error) = read_page(path, settings.limit, &mut page, counts) {
            page.fault = Some(error.to_string());
        }
        if !take(page) {
            break;
        }
    }
    Ok(())
}

fn read_page(path: &Path, limit: usize, page: &mut RawPage, counts: &mut InputCounts) -> io::Result<()> {
    let mut stream = open(path)?;
    // One byte above the limit is enough to refuse it.
    stream.fill_to(limit.saturating_add(1))?;
    if let Piece::Fault(fault) = stream.piece() {
        counts.add_faults(std::slice::from_ref(fault));
        match fault.cause {
            Cause::Truncated | Cause::Foreign => page.notes.push(fault.to_string()),
            Cause::Damaged(_) => page.fault = Some(fault.to_string()),
        }
    }
    let is_text = ending(path).is_some_and(|ending| ending == "txt");
    page.content = Content::Page { bytes: stream.window().to_vec(), format: is_text.then_some(PageFormat::Text) };
    Ok(())
}
