//! What the output depends on.

use std::fmt::Write;

use dechaff::error::UnknownKind;
use dechaff::{Cleaner, Focus, Kind, Limits};
use serde::{Deserialize, Serialize};

use crate::clean::Columns;
use crate::input::ReadSettings;
use crate::write::Format;

/// Settings that change the bytes of the output. The manifest has them, and an output folder has only one version of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputSettings {
    /// The version of dechaff.
    pub version: String,
    pub format: Format,
    pub markdown: bool,
    pub source: bool,
    pub focus: String,
    pub keep: Vec<String>,
    pub drop: Vec<String>,
    /// The largest number of steps of a page.
    pub limit_steps: u64,
    pub read: ReadSettings,
}

pub const FOCUSES: &[(&str, Focus)] =
    &[("precise", Focus::Precise), ("balanced", Focus::Balanced), ("complete", Focus::Complete)];

impl OutputSettings {
    /// What is written besides the text.
    pub fn columns(&self) -> Columns {
        // Attributes of Dolma are ranges of the flattened page.
        Columns { markdown: self.markdown, source: self.source || self.format == Format::Dolma }
    }

    /// The cleaner with these settings.
    pub fn cleaner(&self) -> Result<Cleaner, UnknownKind> {
        let limits = Limits::new().with_bytes(self.read.limit).with_steps(self.limit_steps);
        let focus = FOCUSES.iter().find(|(name, _)| *name == self.focus).map_or(Focus::Balanced, |&(_, focus)| focus);
        let mut cleaner = Cleaner::new().with_limits(limits).with_focus(focus);
        for kind in &self.keep {
            cleaner = cleaner.with_kept(kind.parse::<Kind>()?);
        }
        for kind in &self.drop {
            cleaner = cleaner.with_removed(kind.parse::<Kind>()?);
        }
        Ok(cleaner)
    }

    /// What differs from other settings, for people.
    pub fn difference(&self, other: &Self) -> String {
        let (Ok(mine), Ok(others)) = (serde_json::to_value(self), serde_json::to_value(other)) else {
            return String::new();
        };
        let mut text = String::new();
        for (name, value) in mine.as_object().into_iter().flatten() {
            let there = &others[name];
            if there != value {
                let comma = if text.is_empty() { "" } else { ", " };
                let _ = write!(text, "{comma}{name}: {there} there, {value} now");
            }
        }
        text
    }
}
