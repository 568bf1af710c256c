//! What is counted of an input, for the manifest, the summary and the report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compressed::Fault;
use crate::row::Row;

/// Different names that are counted of one thing; hand-set. A hostile archive could have any number of media types.
const MAX_NAMES: usize = 200;
/// The longest name of a thing that is counted, in bytes; hand-set.
const MAX_NAME_BYTES: usize = 80;
/// Messages of damage that are listed of an input; hand-set. All are counted.
const MAX_MESSAGES: usize = 20;
/// Pages of the lowest quality that are remembered of an input; hand-set.
pub const MAX_WORST: usize = 20;
/// Classes of quality.
pub const QUALITY_CLASSES: usize = 10;

/// Counts of one input, or of several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Records of an archive, rows of a dataset, files of a folder.
    pub records: u64,
    pub responses: u64,
    pub html_responses: u64,
    /// Rows that are written, those with an error too.
    pub pages: u64,
    pub errors: u64,
    pub with_notes: u64,
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
    /// Bytes of the flattened pages, by kind of span.
    pub kept_bytes: BTreeMap<String, u64>,
    pub removed_bytes: BTreeMap<String, u64>,
    /// Pages by language, page type and class of quality.
    pub languages: BTreeMap<String, u64>,
    pub page_types: BTreeMap<String, u64>,
    pub quality: [u64; QUALITY_CLASSES],
    pub without_body: u64,
    /// The pages of the lowest quality, the worst first.
    pub worst: Vec<WorstPage>,
}

/// A page of low quality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorstPage {
    /// In thousandths.
    pub quality: u32,
    /// The number of its row, from 0 on.
    pub row: u64,
    pub id: String,
    pub url: Option<String>,
}

impl Counts {
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

    /// Counts a row that is written.
    pub fn add_row(&mut self, row: &Row) {
        let number = self.pages;
        self.pages += 1;
        self.with_notes += u64::from(!row.notes.is_empty());
        if row.error.is_some() {
            self.errors += 1;
            return;
        }
        for span in &row.spans {
            let bytes = if span.is_kept() { &mut self.kept_bytes } else { &mut self.removed_bytes };
            count(bytes, span.kind().name(), span.range().len() as u64);
        }
        count(&mut self.languages, row.language.unwrap_or("und"), 1);
        count(&mut self.page_types, row.page_type.unwrap_or("none"), 1);
        let Some(quality) = row.quality else {
            self.without_body += 1;
            return;
        };
        let class = (quality * QUALITY_CLASSES as f32) as usize;
        self.quality[class.min(QUALITY_CLASSES - 1)] += 1;
        let quality = (quality * 1000.0) as u32;
        self.add_worst(WorstPage { quality, row: number, id: row.id.clone(), url: row.url.clone() });
    }

    fn add_worst(&mut self, page: WorstPage) {
        let place = self.worst.partition_point(|other| (other.quality, other.row) <= (page.quality, page.row));
        if place < MAX_WORST {
            self.worst.insert(place, page);
            self.worst.truncate(MAX_WORST);
        }
    }

    /// Adds the counts of another input, without its list of worst pages and messages.
    pub fn add(&mut self, other: &Self) {
        let numbers = [
            (&mut self.records, other.records),
            (&mut self.responses, other.responses),
            (&mut self.html_responses, other.html_responses),
            (&mut self.pages, other.pages),
            (&mut self.errors, other.errors),
            (&mut self.with_notes, other.with_notes),
            (&mut self.damaged_members, other.damaged_members),
            (&mut self.damaged_bytes, other.damaged_bytes),
            (&mut self.skipped_bytes, other.skipped_bytes),
            (&mut self.without_body, other.without_body),
        ];
        for (sum, number) in numbers {
            *sum += number;
        }
        let maps = [
            (&mut self.left_out, &other.left_out),
            (&mut self.kept_bytes, &other.kept_bytes),
            (&mut self.removed_bytes, &other.removed_bytes),
            (&mut self.languages, &other.languages),
            (&mut self.page_types, &other.page_types),
        ];
        for (sum, map) in maps {
            for (name, number) in map {
                count(sum, name, *number);
            }
        }
        for (sum, number) in self.quality.iter_mut().zip(other.quality) {
            *sum += number;
        }
    }

    /// The share of the bytes of all pages that was kept, from 0 to 1.
    pub fn kept_share(&self) -> f64 {
        let kept: u64 = self.kept_bytes.values().sum();
        let removed: u64 = self.removed_bytes.values().sum();
        if kept + removed == 0 { 0.0 } else { kept as f64 / (kept + removed) as f64 }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str, number: u64) {
    let end = (0..=name.len().min(MAX_NAME_BYTES)).rev().find(|&end| name.is_char_boundary(end)).unwrap_or_default();
    let name = &name[..end];
    let is_new = !counts.contains_key(name);
    let name = if is_new && counts.len() >= MAX_NAMES { "others" } else { name };
    *counts.entry(name.to_owned()).or_default() += number;
}
