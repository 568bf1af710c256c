//! Author and date of a page from its visible text, where its markup does not name them.

use crate::document::Document;
use crate::kind::Kind;
use crate::metadata::{MetadataSource, MetadataValue};
use crate::span::Span;
use crate::text::Date;

/// A line of more bytes is a sentence about somebody, or about a day (hand-set).
const MAX_CREDIT_BYTES: usize = 160;
/// A line with a date and more bytes is no date line (hand-set).
const MAX_DATE_LINE_BYTES: usize = 60;
/// The name of an author has at most this many words and bytes (hand-set).
const MAX_NAME_WORDS: usize = 5;
const MAX_NAME_BYTES: usize = 60;
/// The lines before and after the title in which a date is looked for (hand-set).
const MAX_LINES_BEFORE_TITLE: usize = 6;
const MAX_LINES_AFTER_TITLE: usize = 14;

/// The words before the name of an author, in lower case.
const BY: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "af ",
    "od ",
    "written by ",
    "story by ",
    "text by ",
    "posted by ",
    "author: ",
    "authors: ",
    "author ",
    "text: ",
    "text von ",
    "autor: ",
    "autorin: ",
    "ein artikel von ",
    "ein beitrag von ",
    "geschrieben von ",
    "veröffentlicht von ",
    "auteur : ",
    "auteur: ",
    "écrit par ",
    "publié par ",
    "rédigé par ",
    "texte : ",
    "texte de ",
    "نویسنده: ",
    "نویسنده : ",
    "نوشته: ",
    "نوشته ",
    "گزارش از ",
    "گزارش: ",
    "به قلم ",
    "به گزارش ",
];

/// The author of a page as its byline names them.
pub(crate) fn author(document: &Document, spans: &[Span]) -> Option<MetadataValue> {
    let text = |span: &Span| &document.source()[span.range()];
    let bylines = spans.iter().filter(|span| span.kind == Kind::Byline && span.range().len() <= MAX_CREDIT_BYTES);
    let of_lines_near_title = || {
        let title = spans.iter().position(|span| span.kind == Kind::Title)?;
        let after = &spans[title + 1..spans.len().min(title + 1 + MAX_LINES_AFTER_TITLE)];
        let lines = after.iter().filter(|span| span.range().len() <= MAX_NAME_BYTES && !is_elsewhere(span.kind));
        lines.filter(|span| begins_with_by(text(span))).find_map(|span| name(text(span)))
    };
    let name = bylines.filter_map(|span| name(text(span))).next().or_else(of_lines_near_title)?;
    Some(MetadataValue { value: name, source: MetadataSource::Page })
}

/// Whether a line begins with "by" and a name of several words in capitals.
fn begins_with_by(line: &str) -> bool {
    let lower = line.to_lowercase();
    let rest = BY.iter().find(|by| lower.starts_with(**by)).and_then(|by| line.get(by.len()..)).unwrap_or_default();
    let words = rest.split_whitespace();
    words.clone().take(2).filter(|word| word.starts_with(char::is_uppercase)).count() == 2
        && words.count() <= MAX_NAME_WORDS
}

/// Whether a kind of text is of something else than the page's own article.
fn is_elsewhere(kind: Kind) -> bool {
    matches!(kind, Kind::Comment | Kind::Related | Kind::Ticker | Kind::Legal | Kind::Consent)
}

/// The name in a byline: what stands after "by", up to a date, a sign or the end.
fn name(byline: &str) -> Option<String> {
    let lower = byline.to_lowercase();
    // Some letters are longer in lower case; then the line is taken as it is.
    let after = BY.iter().filter(|_| lower.len() == byline.len()).find_map(|by| {
        let at = lower.find(by).filter(|&at| lower[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic()))?;
        byline.get(at + by.len()..)
    });
    let rest = after.unwrap_or(byline).trim_start_matches([':', ' ', '-', '–']);
    let is_end = |c: char| matches!(c, '|' | '•' | '·' | '(' | '[' | '\n' | '\t' | '/' | '–' | '—') || c.is_numeric();
    let name = rest[..rest.find(is_end).unwrap_or(rest.len())].trim();
    let name = name.split(" - ").next().unwrap_or(name);
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    // "Ann Reed, Tuesday" and "Ann Reed on" end with the beginning of a date.
    let small = ["on", "am", "le", "le:", "the", "in", "at", "um", "den", "vom", "published", "updated"];
    let end = words.iter().rposition(|word| !small.contains(&word.to_lowercase().as_str())).map_or(0, |last| last + 1);
    let name = words[..end].join(" ");
    let name = name.trim_matches([',', '.', ':', ';', ' ']).to_owned();
    let is_name = (1..=MAX_NAME_WORDS).contains(&end)
        && name.len() <= MAX_NAME_BYTES
        && name.chars().any(char::is_alphabetic)
        && name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    is_name.then_some(name)
}

/// The date of a page as its lines near the title, its address or any short line say, in this order.
pub(crate) fn date(document: &Document, spans: &[Span]) -> Option<MetadataValue> {
    let source = document.source();
    let of_span = |span: &Span| Date::find(&source[span.range()]);
    let is_short = |span: &&Span, limit: usize| span.range().len() <= limit;
    let is_of_page = |span: &&Span| is_short(span, MAX_DATE_LINE_BYTES) && !is_elsewhere(span.kind);
    let of_datelines = || {
        let is_dateline = |span: &&Span| matches!(span.kind, Kind::Dateline | Kind::Byline);
        spans.iter().filter(is_dateline).filter(|span| is_short(span, MAX_CREDIT_BYTES)).find_map(of_span)
    };
    let near_title = || {
        let title = spans.iter().position(|span| span.kind == Kind::Title)?;
        let after = &spans[title..spans.len().min(title + 1 + MAX_LINES_AFTER_TITLE)];
        let before = &spans[title.saturating_sub(MAX_LINES_BEFORE_TITLE)..title];
        after.iter().chain(before.iter().rev()).filter(is_of_page).find_map(of_span)
    };
    let anywhere = || spans.iter().filter(is_of_page).find_map(of_span);
    let date = of_datelines().or_else(near_title).or_else(|| of_address(document)).or_else(anywhere)?;
    Some(MetadataValue { value: date.to_string(), source: MetadataSource::Page })
}

/// The date in the page's own address: `/2024/05/04/`.
fn of_address(document: &Document) -> Option<Date> {
    let url = document.metadata().url()?.value();
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    path.match_indices('/').find_map(|(at, _)| {
        let rest = path.get(at + 1..)?;
        let is_year = rest.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
        let date = || rest.get(..rest.len().min(10)).and_then(Date::find);
        if is_year { date() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_from_bylines() {
        for (byline, expected) in [
            ("By Ann Reed", "Ann Reed"),
            ("by Ann Reed and Tom Lee | 4 May 2024", "Ann Reed and Tom Lee"),
            ("Von Anna Roth, 4. Mai 2024", "Anna Roth"),
            ("Par Anne Roux le 4 mai 2024", "Anne Roux"),
            ("نویسنده: مریم رضایی", "مریم رضایی"),
            ("Ann Reed - The Courier", "Ann Reed"),
            ("Posted by Ann Reed on 4 May", "Ann Reed"),
        ] {
            assert_eq!(name(byline).as_deref(), Some(expected), "{byline}");
        }
        for byline in ["4 May 2024", "by", "by the people who lived in the valley then", "written by hand"] {
            assert_eq!(name(byline), None, "{byline}");
        }
    }

    #[test]
    fn the_date_of_a_text_is_that_of_its_lines() {
        let page = crate::clean_text(
            "The old mill\n\nBy Ann Reed\n4 May 2024\n\nAfter forty years the old mill at the river is grinding flour once more, the \
             village said on Friday. It was built on 3 March 1990 by two brothers, who sold it soon.",
        )
        .expect("it is short");
        assert_eq!(page.metadata().date().map(MetadataValue::value), Some("2024-05-04"));
        assert_eq!(page.metadata().author().map(MetadataValue::value), Some("Ann Reed"));
    }
}
