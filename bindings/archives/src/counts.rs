//! What is counted while an input is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compressed::Fault;

/// Different names that are counted of one thing; hand-set. A hostile archive could have any number of media types.
const MAX_NAMES: usize = 200;
/// The longest name of a thing that is counted, in bytes; hand-set.
const MAX_NAME_BYTES: usize = 80;
/// Messages of damage that are listed of an input; hand-set. All are counted.
const MAX_MESSAGES: usize = 20;

/// What was found in one input, or in several, and what could not be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InputCounts {
    /// Records of an archive, rows of a dataset, files of a folder.
    pub records: u64,
    pub responses: u64,
    pub html_responses: u64,
    /// What is no page, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Parts of compressed files that could not be read.
    pub damaged_members: u64,
    /// Bytes of the file in these parts.
    pub damaged_bytes: u64,
    /// Decompressed bytes that are in no record.
    pub skipped_bytes: u64,
    /// The first of what was damaged.
    pub messages: Vec<String>,
}

impl InputCounts {
    pub fn leave_out(&mut self, reason: &str) {
        count(&mut self.left_out, reason, 1);
    }

    /// Counts damage of a compressed file.
    pub fn add_faults(&mut self, faults: &[Fault]) {
        for fault in faults {
            self.damaged_members += 1;
            self.damaged_bytes += fault.end - fault.start;
            self.add_message(fault.to_string());
        }
    }

    pub fn add_message(&mut self, message: String) {
        if self.messages.len() < MAX_MESSAGES {
            self.messages.push(message);
        }
    }

    /// Adds the counts of another input, without its messages.
    pub fn add(&mut self, other: &Self) {
        let numbers = [
            (&mut self.records, other.records),
            (&mut self.responses, other.responses),
            (&mut self.html_responses, other.html_responses),
            (&mut self.damaged_members, other.damaged_members),
            (&mut self.damaged_bytes, other.damaged_bytes),
            (&mut self.skipped_bytes, other.skipped_bytes),
        ];
        for (sum, number) in numbers {
            *sum += number;
        }
        for (reason, number) in &other.left_out {
            count(&mut self.left_out, reason, *number);
        }
    }
}

/// Adds to the number of a name. Of long names it takes the beginning, and what has too many names is counted as "others".
pub fn count(counts: &mut BTreeMap<String, u64>, name: &str, number: u64) {
    let end = (0..=name.len().min(MAX_NAME_BYTES)).rev().find(|&end| name.is_char_boundary(end)).unwrap_or_default();
    let name = &name[..end];
    let is_new = !counts.contains_key(name);
    let name = if is_new && counts.len() >= MAX_NAMES { "others" } else { name };
    *counts.entry(name.to_owned()).or_default() += number;
}
