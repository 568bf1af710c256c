//! What is counted of an input and its rows, for the manifest, the summary and the report.

use std::collections::BTreeMap;

use dechaff_archives::counts::{InputCounts, count};
use serde::{Deserialize, Serialize};

use crate::row::Row;

/// Pages of the lowest quality that are remembered of an input; hand-set.
pub const MAX_WORST: usize = 20;
/// Classes of quality.
pub const QUALITY_CLASSES: usize = 10;

/// Counts of one input, or of several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    #[serde(flatten)]
    pub input: InputCounts,
    /// Rows that are written, those with an error too.
    pub pages: u64,
    pub errors: u64,
    pub with_notes: u64,
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
        self.input.add(&other.input);
        let numbers = [
            (&mut self.pages, other.pages),
            (&mut self.errors, other.errors),
            (&mut self.with_notes, other.with_notes),
            (&mut self.without_body, other.without_body),
        ];
        for (sum, number) in numbers {
            *sum += number;
        }
        let maps = [
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
