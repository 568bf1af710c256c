//! Compares what is read of archives of other projects with what warcio reads of them, and ends with 1 if it is less.
//!
//! `cargo run --release --example warcio -- FOLDER`: the folder has archives and a file `warcio.tsv` with a line for each:
//! name, records, responses, responses of HTML, and the error that ended warcio.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corpus::clean::{Columns, Outcome, clean};
use corpus::input::{DatasetColumns, ReadSettings, read};
use corpus::units::{Source, Unit};
use dechaff_archives::counts::InputCounts;

/// Records, responses, and responses of HTML.
type Numbers = [u64; 3];

struct Expected {
    name: String,
    /// `None` if warcio does not read the format.
    numbers: Option<Numbers>,
    is_whole: bool,
}

fn expected(table: &str) -> Vec<Expected> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |index: usize| fields.get(index)?.parse().ok();
        let numbers = (|| Some([number(1)?, number(2)?, number(3)?]))();
        let error = fields.get(4).copied().unwrap_or_default();
        Expected { name: fields[0].into(), numbers, is_whole: error.is_empty() }
    };
    table.lines().skip(1).filter(|text| !text.is_empty()).map(line).collect()
}

/// What we read, and how many rows and rows with an error it gives.
fn read_file(path: &Path) -> (InputCounts, u64, u64) {
    let unit = Unit { name: "test".into(), source: Source::File(path.to_owned()), bytes: 0 };
    let settings = ReadSettings { columns: DatasetColumns::default(), limit: 64 << 20, max_pages: None };
    let cleaner = dechaff::Cleaner::new();
    let mut counts = InputCounts::default();
    let (mut rows, mut errors) = (0, 0);
    let result = read(&unit, &settings, &mut counts, &mut |page| {
        if let Outcome::Row(row) = clean(page, &cleaner, settings.limit, Columns::default()) {
            rows += 1;
            errors += u64::from(row.error.is_some());
        }
        true
    });
    if let Err(error) = result {
        println!("{}: {error}", path.display());
    }
    (counts, rows, errors)
}

fn main() -> ExitCode {
    let folder = PathBuf::from(env::args_os().nth(1).expect("usage: warcio FOLDER"));
    let table = fs::read_to_string(folder.join("warcio.tsv")).expect("the folder has a table");
    let mut faults = Vec::new();
    println!("file\trecords\tresponses\thtml\tof warcio\trows\terrors\tdamaged parts\tbytes in no record");
    for Expected { name, numbers, is_whole } in expected(&table) {
        let (counts, rows, errors) = read_file(&folder.join(&name));
        let ours = [counts.records, counts.responses, counts.html_responses];
        let [records, responses, html] = ours;
        println!(
            "{name}\t{records}\t{responses}\t{html}\t{numbers:?}\t{rows}\t{errors}\t{}\t{}",
            counts.damaged_members, counts.skipped_bytes
        );
        let Some(numbers) = numbers else {
            faults.extend((records == 0).then(|| format!("{name}: no records")));
            continue;
        };
        let has_damage = counts.damaged_members > 0;
        let is_right = if is_whole && !has_damage {
            ours == numbers
        } else {
            ours.iter().zip(numbers).all(|(ours, theirs)| *ours >= theirs)
        };
        faults.extend((!is_right).then(|| format!("{name}: {ours:?}, warcio {numbers:?}")));
    }
    for fault in &faults {
        eprintln!("{fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
