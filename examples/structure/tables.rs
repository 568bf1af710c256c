//! Data tables: of the cells of tables that are content, those whose text is in the body.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use dechaff::Cleaned;
use scraper::{ElementRef, Html};

use crate::gold::{Gold, words_of};
use crate::loss::{Cause, Fates, Tally};
use crate::markup;

/// A cell counts as kept wherever its words stand in the body if it has at least this many of them; a shorter one only in
/// its own place, because a single word may stand elsewhere by chance. Hand-set.
const MIN_DISTINCT_WORDS: usize = 4;

/// What became of data tables and their cells.
#[derive(Debug, Default)]
pub struct TableTally {
    pub tables: Tables,
    pub cells: Tally,
}

/// Tables by how many of their cells were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tables {
    pub whole: usize,
    pub in_part: usize,
    pub lost: usize,
}

impl AddAssign for Tables {
    fn add_assign(&mut self, other: Self) {
        self.whole += other.whole;
        self.in_part += other.in_part;
        self.lost += other.lost;
    }
}

/// Counts the data tables of a page and their cells with words.
///
/// A data table has no other table in it, at least two rows and two columns with words, and most of its words are in the
/// gold text.
pub fn tally(markup: &Html, page: &Cleaned, gold: &Gold) -> TableTally {
    let mut tally = TableTally::default();
    let fates = Fates::new(page, &["td", "th"]);
    let body = format!(" {} ", words_of(&page.text()));
    // A text that is in several cells of the page is kept as often as it is in kept cells.
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for table in markup::select(markup, "table") {
        let cells = cells(table);
        if cells.is_empty() || !gold.has_most_of(&cells.join("\n")) {
            continue;
        }
        let before = (tally.cells.kept, tally.cells.losses.len());
        for text in cells {
            let words = words_of(&text);
            let losses: Vec<_> = ["td", "th"].iter().flat_map(|name| fates.of(name, &words)).collect();
            let kept = losses.iter().filter(|loss| loss.is_none()).count();
            let used = used.entry(words.clone()).or_default();
            let is_kept = if *used < kept {
                *used += 1;
                true
            } else {
                words.split(' ').count() >= MIN_DISTINCT_WORDS && body.contains(&format!(" {words} "))
            };
            let loss = losses.into_iter().flatten().next().unwrap_or_else(Cause::not_in_source);
            tally.cells.count(text.trim(), (!is_kept).then_some(loss));
        }
        match (tally.cells.kept > before.0, tally.cells.losses.len() > before.1) {
            (true, true) => tally.tables.in_part += 1,
            (true, false) => tally.tables.whole += 1,
            (false, _) => tally.tables.lost += 1,
        }
    }
    tally
}

/// The texts of the cells with words, if the table is one of data.
fn cells(table: ElementRef) -> Vec<String> {
    if !markup::select_in(table, "table").is_empty() {
        return Vec::new();
    }
    let rows: Vec<Vec<String>> = markup::select_in(table, "tr")
        .into_iter()
        .map(|row| {
            let cells = markup::select_in(row, "td, th").into_iter().map(markup::text);
            cells.filter(|text| !words_of(text).is_empty()).collect()
        })
        .filter(|row: &Vec<String>| !row.is_empty())
        .collect();
    if rows.len() < 2 || rows.iter().all(|row| row.len() < 2) { Vec::new() } else { rows.concat() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::filter::Pipeline;
    use dechaff::{Cleaner, Decision};

    const HTML: &str = "<table><tr><th>Year<th>Flour<tr><td>1790<td>12 t<tr><td>1791<td>All rights reserved.</table>
        <table><tr><td><table><tr><td>Rye<td>Oats<tr><td>1<td>2</table><td>x<tr><td>y<td>z</table>
        <table><tr><td>Year<td>Flour</table><table><tr><td>Year<tr><td>Flour</table>";

    #[test]
    fn layout_tables_are_not_data() {
        let page = Html::parse_document(HTML);
        let lengths: Vec<_> = markup::select(&page, "table").into_iter().map(|table| cells(table).len()).collect();
        assert_eq!(lengths, [6, 0, 4, 0, 0]);
    }

    #[test]
    fn cells_of_tables_in_the_gold_text_are_looked_for_in_the_body() {
        let only_legal = Pipeline::default().only(&["legal"]).expect("there is such a filter");
        let cleaner = Cleaner::new().with_pipeline(only_legal).with_decision(Decision::Marks);
        let page = cleaner.clean_html(HTML).expect("it is HTML");
        let gold = Gold::new("Year Flour 1790 12 t 1791 all rights reserved");
        let TableTally { tables, cells } = tally(&Html::parse_document(HTML), &page, &gold);
        assert_eq!(tables, Tables { whole: 0, in_part: 1, lost: 0 });
        assert_eq!((cells.total, cells.kept), (6, 5));
        assert_eq!(cells.losses[0].cause.name, "legal by legal");
    }
}
