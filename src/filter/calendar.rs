//! Calendars of a month, whose days only lead to the posts of a day.

use std::ops::Range;

use super::Filter;
use crate::analysis::{Analysis, with_ancestors};
use crate::document::{Basis, Document, Marks, Segment};
use crate::kind::Kind;
use crate::markup::Tag;
use crate::text::digit;

/// Marks calendars: [`Kind::Navigation`].
///
/// A calendar counts the days of a month, in rows or one by one, in European, Persian or Arabic figures, and has nothing
/// written in them. The names of the weekdays and the links to other months are part of it. A table with an event beside
/// each day is no calendar but data.
///
/// ```
/// let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
/// let article = "The village has a new bridge. The old one had been closed for two years, since a mason found cracks in it.";
/// let page = dechaff::clean_text(format!("{article}\n\nMon Tue Wed Thu Fri Sat Sun\n{}\n« Apr", days.join("\n")))?;
/// assert_eq!(page.text(), article);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CalendarFilter;

/// The days of the shortest month, and the highest number of a day.
const DAYS_OF_SHORTEST_MONTH: usize = 28;
const LAST_DAY: u32 = 31;
/// Names of weekdays, the month and links to others are at most this many segments before and after the days, of at most
/// this many words each: each weekday may be one. Hand-set.
const MAX_LABELS_BEFORE: usize = 10;
const MAX_LABELS_AFTER: usize = 3;
const MAX_LABEL_WORDS: usize = 3;
const WEEKDAYS: usize = 7;
/// Hand-set: a program or a list of pages may count to 28 as well.
const CONFIDENCE: f32 = 0.9;

impl Filter for CalendarFilter {
    fn name(&self) -> &'static str {
        "calendar"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        let segments = document.segments();
        let mut next = 0;
        while next < segments.len() {
            let length = segments[next..].iter().take_while(|segment| is_days(document, segment)).count();
            let days = next..next + length;
            next = days.end + 1;
            if length == 0 || !counts_days(document, days.clone()) || analysis.is_code(&segments[days.start]) {
                continue;
            }
            for index in with_labels(document, days) {
                marks.mark_by(index, Kind::Navigation, CONFIDENCE, Basis::Pattern);
            }
        }
    }
}

/// The numbers of a text if it has nothing else.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let words = text.split(|c: char| c.is_whitespace() || c == '|').filter(|word| !word.is_empty());
    words.map(number).collect()
}

/// The number that a word is, of at most two digits.
fn number(word: &str) -> Option<u32> {
    let is_short = word.chars().count() <= 2;
    word.chars().filter(|_| is_short).try_fold(None, |number, c| Some(Some(number.unwrap_or(0) * 10 + digit(c)?)))?
}

/// Whether a segment has days of a month and nothing else. An empty row of a table may be between them.
fn is_days(document: &Document, segment: &Segment) -> bool {
    let text = document.text(segment);
    // Two digits of two bytes for each day, and white space.
    text.len() <= 8 * LAST_DAY as usize
        && numbers(text).is_some_and(|numbers| numbers.iter().all(|number| (1..=LAST_DAY).contains(number)))
}

/// Whether the numbers of some segments count from 1 to the last day of a month.
fn counts_days(document: &Document, days: Range<usize>) -> bool {
    let mut counted = 0;
    let mut longest = 0;
    for day in document.segments()[days].iter().filter_map(|segment| numbers(document.text(segment))).flatten() {
        // Before the first are the last days of another month.
        counted = if day as usize == counted + 1 { counted + 1 } else { usize::from(day == 1) };
        longest = longest.max(counted);
    }
    longest >= DAYS_OF_SHORTEST_MONTH
}

/// The days with the weekdays, the name of the month and the links to others.
fn with_labels(document: &Document, days: Range<usize>) -> Range<usize> {
    let segments = document.segments();
    let element = document.element_index(&segments[days.start]);
    let mut around = element.into_iter().flat_map(|element| with_ancestors(document.element_data(), element));
    if let Some(table) = around.find(|element| element.tag == Tag::Table) {
        let Range { start, end } = table.segments;
        let table = start as usize..end as usize;
        // A table that lays out the page has more than the calendar.
        if days.end <= table.end && table.len() <= days.len() + MAX_LABELS_BEFORE + MAX_LABELS_AFTER {
            return table;
        }
    }
    let is_label = |index: &usize| {
        let segment = &segments[*index];
        let words = segment.stats().words();
        !segment.stats().ends_sentence() && (words <= MAX_LABEL_WORDS || is_weekdays(document.text(segment)))
    };
    let before = (0..days.start).rev().take(MAX_LABELS_BEFORE).take_while(is_label);
    let is_near = |&index: &usize| segments[index + 1].blank_lines_before() == 0;
    let before = before.take_while(is_near).count();
    let after = (days.end..segments.len()).take(MAX_LABELS_AFTER).take_while(is_label);
    let after = after.take_while(|&index| segments[index].blank_lines_before() == 0).count();
    days.start - before..days.end + after
}

/// Whether a text has seven short words, as the names of weekdays are.
fn is_weekdays(text: &str) -> bool {
    text.split_whitespace().count() == WEEKDAYS && text.chars().filter(|c| c.is_alphabetic()).count() >= WEEKDAYS
}

#[cfg(test)]
mod tests {
    use super::super::testing::{kinds, marked};
    use super::*;

    fn days(last: u32) -> Vec<String> {
        (1..=last).map(|day| day.to_string()).collect()
    }

    #[test]
    fn months_in_four_languages_are_marked() {
        let persian: Vec<String> = days(30)
            .iter()
            .map(|day| day.chars().map(|c| char::from_u32('۰' as u32 + c as u32 - '0' as u32).unwrap_or(c)).collect())
            .collect();
        for (weekdays, days) in [
            ("Mon Tue Wed Thu Fri Sat Sun", days(31)),
            ("L M M J V S D", days(28)),
            ("Mo Di Mi Do Fr Sa So", days(30)),
            ("ش ی د س چ پ ج", persian),
        ] {
            let rows: Vec<String> = days.chunks(7).map(|week| week.join("  ")).collect();
            let text = format!("{weekdays}\n{}", rows.join("\n"));
            let found = marked(&CalendarFilter, Kind::Navigation, &text);
            assert_eq!(found.join(" ").split_whitespace().count(), 7 + days.len(), "{found:?}");
        }
    }

    #[test]
    fn the_rows_of_a_table_are_marked_with_its_caption() {
        let weeks: Vec<String> = days(31).chunks(7).map(|week| format!("<tr><td>{}", week.join("<td>"))).collect();
        let table =
            format!("<p>Before.<table><caption>Mai 2024</caption><tr><th>Mo<th>Di{}</table><p>After.", weeks.concat());
        let document = Document::from_html(&table);
        let found = kinds(&CalendarFilter, &document);
        assert_eq!(found.iter().filter(|kind| **kind == Some(Kind::Navigation)).count(), found.len() - 2, "{found:?}");
        assert_eq!((found.first(), found.last()), (Some(&None), Some(&None)));
    }

    #[test]
    fn numbers_and_days_with_something_in_them_are_data() {
        let events: Vec<String> = days(31).iter().map(|day| format!("{day} market")).collect();
        for text in [events.join("\n"), days(27).join("\n"), ["3", "17", "29"].repeat(12).join("\n"), "28".to_owned()] {
            assert_eq!(marked(&CalendarFilter, Kind::Navigation, &text), [""; 0], "{text}");
        }
    }
}
