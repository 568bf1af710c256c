//! What is said at the end of a run.

use std::fmt::{self, Write};
use std::time::Duration;

use crate::job::Done;
use crate::progress::shown;

/// Reasons for leaving something out that are listed; hand-set. The manifest has all.
const MAX_REASONS: usize = 8;

pub struct Summary<'a> {
    pub done: &'a Done,
    pub duration: Duration,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.done.manifest.totals();
        let inputs = self.done.manifest.entries().count();
        let kept = 100.0 * counts.kept_share();
        let seconds = self.duration.as_secs_f64();
        write!(f, "inputs: {inputs}")?;
        if self.done.earlier > 0 {
            write!(f, " ({} of them done before)", self.done.earlier)?;
        }
        write!(
            f,
            ", records: {}, pages: {} in {seconds:.1} s; {kept:.0} % of their text kept",
            counts.input.records, counts.pages
        )?;
        write!(f, ", {} without body, {} with an error", counts.without_body, counts.errors)?;
        if counts.input.damaged_members > 0 {
            let (members, bytes) = (counts.input.damaged_members, counts.input.damaged_bytes);
            write!(f, "\ndamaged: {members} compressed parts ({bytes} bytes)")?;
        }
        if counts.input.skipped_bytes > 0 {
            write!(f, "\nskipped: {} bytes that belong to no record", counts.input.skipped_bytes)?;
        }
        let mut reasons: Vec<(&String, &u64)> = counts.input.left_out.iter().collect();
        reasons.sort_by_key(|&(name, count)| (std::cmp::Reverse(*count), name.clone()));
        if !reasons.is_empty() {
            let mut list = String::new();
            for (name, count) in reasons.iter().take(MAX_REASONS) {
                let comma = if list.is_empty() { "" } else { ", " };
                write!(list, "{comma}{count} {}", shown(name))?;
            }
            let more = reasons.len().saturating_sub(MAX_REASONS);
            let more = if more > 0 { format!(" and {more} more (see _manifest.json)") } else { String::new() };
            write!(f, "\nleft out: {list}{more}")?;
        }
        let faults = self.done.manifest.entries().filter(|entry| entry.fault.is_some()).count();
        if faults + self.done.failed.len() > 0 {
            write!(f, "\ninputs that could not be read to their end: {}", faults + self.done.failed.len())?;
        }
        Ok(())
    }
}
