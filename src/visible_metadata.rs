//! Authors and dates of a page from its visible text, where its markup does not name them.

use crate::date_time::DateTime;
use crate::document::Document;
use crate::kind::Kind;
use crate::metadata::{Metadata, MetadataDate, MetadataSource, MetadataValue};
use crate::span::Span;
use crate::text::{
    Date, DateOf, collapse_white_space, date_of, is_byline, is_list_with_roles, is_statement_of_publication,
    name_before_date, names,
};

/// A line of more bytes is a sentence about somebody, or about a day (hand-set).
const MAX_CREDIT_BYTES: usize = 200;
/// A line with a date and more bytes is no date line, if no kind says so (hand-set).
const MAX_DATE_LINE_BYTES: usize = 60;
/// A line with the name of an author, which no kind says is one, has at most this many bytes (hand-set).
const MAX_NAME_LINE_BYTES: usize = 100;
/// The lines before and after the title in which a date is looked for (hand-set).
const MAX_LINES_BEFORE_TITLE: usize = 6;
const MAX_LINES_AFTER_TITLE: usize = 14;
/// Names without "by" are at most this many lines below the title (hand-set).
const MAX_LINES_TO_NAMES: usize = 4;
/// A line that begins with words that say when the page was published has at most this many bytes (hand-set).
const MAX_STATEMENT_BYTES: usize = 400;

/// A date line that is further from the declared day is of something else: of 7, 31 and 400 days, 31 gave the most right days
/// on the evaluation pages of htmldate (455 of 493, 453 with 7).
const MAX_SHOWN_DAYS: i32 = 31;

/// What the visible text of a page says of it.
#[derive(Default)]
pub(crate) struct VisibleMetadata {
    pub(crate) authors: Vec<MetadataValue>,
    pub(crate) published: Option<MetadataDate>,
    pub(crate) modified: Option<MetadataDate>,
    /// What readers see instead of the date of publication that the markup declares.
    pub(crate) shown: Option<MetadataDate>,
}

impl VisibleMetadata {
    /// Reads what the markup of a document leaves open. Linear in the length of the page.
    pub(crate) fn of(document: &Document, spans: &[Span]) -> Self {
        let lines = Lines { source: document.source(), spans };
        let known = document.metadata();
        let authors = if known.authors().is_empty() || known.is_author_of_post { lines.authors() } else { Vec::new() };
        match known.published().filter(|_| !known.is_date_beside) {
            Some(published) => {
                let shown = lines.shown_instead_of(published.date(), known.modified().map(MetadataDate::date));
                Self { authors, shown, ..Self::default() }
            }
            None => {
                let (published, modified) = lines.dates(document);
                Self { authors, published, modified, shown: None }
            }
        }
    }

    /// Adds this to the metadata of the page's markup. The author of a post is that of the page only if it is a thread.
    pub(crate) fn complete(self, metadata: &mut Metadata, is_thread: bool) {
        if metadata.authors.is_empty() || metadata.is_author_of_post && (!is_thread || !self.authors.is_empty()) {
            metadata.authors = self.authors;
        }
        let known = metadata.published.take();
        metadata.published = if metadata.is_date_beside { self.published.or(known) } else { known.or(self.published) };
        metadata.modified = metadata.modified.take().or(self.modified);
        metadata.shown = self.shown;
        metadata.make_harmless();
    }
}

struct Lines<'a> {
    source: &'a str,
    spans: &'a [Span],
}

impl<'a> Lines<'a> {
    fn text(&self, span: &Span) -> &'a str {
        &self.source[span.range()]
    }

    fn title(&self) -> Option<usize> {
        self.spans.iter().position(|span| span.kind == Kind::Title)
    }

    /// The lines below the title.
    fn below_title(&self) -> &'a [Span] {
        let after = |title: usize| &self.spans[title + 1..self.spans.len().min(title + 1 + MAX_LINES_AFTER_TITLE)];
        self.title().map_or(&[], after)
    }

    /// The authors as a byline names them: a line of its own kind, or else one near the title that begins with "by".
    fn authors(&self) -> Vec<MetadataValue> {
        let of_span = |span: &Span| -> Vec<MetadataValue> {
            let value = |value| MetadataValue { value, source: MetadataSource::Page };
            names(self.text(span)).into_iter().map(value).collect()
        };
        let is_credit = |span: &&Span| span.range().len() <= MAX_CREDIT_BYTES;
        let bylines = self.spans.iter().filter(|span| span.kind == Kind::Byline).filter(is_credit);
        // "By Ann Reed, 4 May 2024" is a byline and a dateline.
        let datelines = self.spans.iter().filter(|span| span.kind == Kind::Dateline).filter(is_credit);
        let datelines = datelines.filter(|span| is_byline(self.text(span)));
        let is_line = |span: &&Span| {
            span.range().len() <= MAX_NAME_LINE_BYTES && !is_elsewhere(span.kind) && is_byline(self.text(span))
        };
        let near_title = self.below_title().iter().filter(is_line);
        let mut authors = bylines.chain(datelines).chain(near_title).map(of_span).filter(|names| !names.is_empty());
        authors.next().or_else(|| self.authors_without_by()).unwrap_or_default()
    }

    /// The authors in a line near the title that names them without "by": before a date, or with what they are.
    fn authors_without_by(&self) -> Option<Vec<MetadataValue>> {
        let value = |value| MetadataValue { value, source: MetadataSource::Page };
        let lines = self.below_title().iter().take(MAX_LINES_TO_NAMES);
        let mut lines = lines.filter(|span| span.range().len() <= MAX_NAME_LINE_BYTES && !is_elsewhere(span.kind));
        lines.find_map(|span| {
            let line = self.text(span);
            if is_list_with_roles(line) {
                return Some(names(line).into_iter().map(value).collect());
            }
            let (start, _) = Date::find_all(line).into_iter().next()?;
            Some(vec![value(name_before_date(&line[..start])?)])
        })
    }

    /// The lines that may say when the page was published or changed: its date lines, and those near the title.
    fn dated(&self) -> impl Iterator<Item = &'a Span> {
        let is_dateline =
            |span: &&Span| matches!(span.kind, Kind::Dateline | Kind::Byline) && span.range().len() <= MAX_CREDIT_BYTES;
        let title = self.title();
        let above = title.map_or(&[][..], |title| &self.spans[title.saturating_sub(MAX_LINES_BEFORE_TITLE)..title]);
        let own = title.map(|title| &self.spans[title]).into_iter();
        let near = own.chain(self.below_title()).chain(above.iter().rev()).filter(is_of_page);
        self.spans.iter().filter(is_dateline).chain(near)
    }

    /// The day that readers see, where the declared day of publication is not among those they see and nothing says that it
    /// is of a change: the day that was at the place of the writer while it was another one in UTC, or that of a new version.
    fn shown_instead_of(&self, published: DateTime, modified: Option<DateTime>) -> Option<MetadataDate> {
        let dated =
            self.dated().flat_map(|span| dates_of(self.text(span)).into_iter().map(move |date| (span.kind, date)));
        let seen: Vec<(Kind, MetadataDate)> =
            dated.filter(|(_, (_, of))| *of != Some(DateOf::Change)).map(|(kind, (date, _))| (kind, date)).collect();
        if seen.iter().any(|(_, seen)| seen.date.days_from(published) == 0) {
            return None;
        }
        let is_near = |seen: DateTime, day: DateTime| seen.days_from(day).abs() <= 1;
        let is_shown = |(kind, seen): &&(Kind, MetadataDate)| {
            is_near(seen.date, published)
                || modified.is_some_and(|modified| is_near(seen.date, modified))
                || *kind == Kind::Dateline && seen.date.days_from(published).abs() <= MAX_SHOWN_DAYS
        };
        seen.iter().find(is_shown).map(|(_, seen)| seen.clone())
    }

    /// When the page was published and changed: as its date lines, its lines near the title, its address or any short line
    /// say, in this order.
    fn dates(&self, document: &Document) -> (Option<MetadataDate>, Option<MetadataDate>) {
        let (mut published, mut modified) = (None, None);
        for span in self.dated() {
            let dates = dates_of(self.text(span));
            let of = |wanted: Option<DateOf>| dates.iter().find(|(_, of)| *of == wanted).map(|(date, _)| date.clone());
            // A date without a word is that of publication, but where a line before has said when the page was changed,
            // it may be of anything.
            let is_open = modified.is_none();
            published = published.or(of(Some(DateOf::Publication))).or_else(|| of(None).filter(|_| is_open));
            modified = modified.or(of(Some(DateOf::Change)));
        }
        let anywhere = || {
            let dates = self.spans.iter().filter(is_of_page).flat_map(|span| dates_of(self.text(span)));
            dates.filter(|(_, of)| *of != Some(DateOf::Change)).map(|(date, _)| date).next()
        };
        published = published.or_else(|| self.stated_date()).or_else(|| of_address(document));
        if published.is_none() && modified.is_none() {
            published = anywhere();
        }
        (published, modified)
    }

    /// The date in a line that begins with words that say that the page was published then: "This entry was posted on
    /// 4 May 2024 and is filed under Mills", as blogs write it below the text.
    fn stated_date(&self) -> Option<MetadataDate> {
        let is_line = |span: &&Span| span.range().len() <= MAX_STATEMENT_BYTES && !is_elsewhere(span.kind);
        self.spans.iter().filter(is_line).find_map(|span| {
            let line = self.text(span);
            let (start, _) = Date::find_all(line).into_iter().next()?;
            if !is_statement_of_publication(&line[..start]) {
                return None;
            }
            dates_of(line).into_iter().next().map(|(date, _)| date)
        })
    }
}

/// Whether a line is short enough to say when the page was published, and no part of something else.
fn is_of_page(span: &&Span) -> bool {
    span.range().len() <= MAX_DATE_LINE_BYTES && !is_elsewhere(span.kind)
}

/// Whether a kind of text is of something else than the page's own article.
fn is_elsewhere(kind: Kind) -> bool {
    matches!(kind, Kind::Comment | Kind::Related | Kind::Ticker | Kind::Legal | Kind::Consent)
}

/// The dates in a line, and what each is of. A word for one kind of date is for the next ones too: "Updated: 4 May, 5 May".
fn dates_of(line: &str) -> Vec<(MetadataDate, Option<DateOf>)> {
    let dates = Date::find_all(line);
    let mut end = 0;
    let dated = dates.into_iter().map(|(start, date)| {
        let of = date_of(&line[end..start]);
        end = start;
        let written = collapse_white_space(line);
        (MetadataDate { date: DateTime::of_day(date), written, source: MetadataSource::Page }, of)
    });
    dated.collect()
}

/// The date in the page's own address: `/2024/05/04/`, `/04-05-2024`.
fn of_address(document: &Document) -> Option<MetadataDate> {
    let url = document.metadata().url().map(MetadataValue::value).or(document.url())?;
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let date = path.match_indices('/').find_map(|(at, _)| {
        let rest = path.get(at + 1..)?;
        // "2024/05/04" or "04-05-2024".
        let digits = |count: usize| rest.bytes().take(count).filter(u8::is_ascii_digit).count();
        let is_date = digits(4) == 4 || digits(10) == 8;
        let date = || rest.get(..rest.len().min(10)).and_then(Date::find);
        if is_date { date() } else { None }
    })?;
    Some(MetadataDate { date: DateTime::of_day(date), written: url.to_owned(), source: MetadataSource::Page })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> [Option<String>; 2] {
        let page = crate::clean_text(text).expect("it is short");
        let metadata = page.metadata();
        [metadata.published(), metadata.modified()].map(|date| date.map(|date| date.date().to_string()))
    }

    const ARTICLE: &str = "After forty years the old mill at the river is grinding flour once more, the village said on \
        Friday. It was built on 3 March 1990 by two brothers, who sold it soon.";

    #[test]
    fn the_date_and_author_of_a_text_are_those_of_its_lines() {
        let page = crate::clean_text(format!("The old mill\n\nBy Ann Reed and Tom Lee\n4 May 2024\n\n{ARTICLE}"));
        let page = page.expect("it is short");
        let authors: Vec<&str> = page.metadata().authors().iter().map(MetadataValue::value).collect();
        assert_eq!(authors, ["Ann Reed", "Tom Lee"]);
        assert_eq!(page.metadata().published().map(|date| date.date().to_string()).as_deref(), Some("2024-05-04"));
    }

    fn date(declared: &str, line: &str) -> Option<String> {
        let page = format!(
            "<title>The old mill</title><meta property=article:published_time content={declared}>
             <meta property=article:modified_time content=2024-09-20T10:00:00Z><h1>The old mill</h1><p>{line}</p><p>{ARTICLE}"
        );
        let page = crate::clean_html(&page).expect("it is short");
        let metadata = page.metadata();
        assert_eq!(metadata.published().map(|date| date.date().to_string()).as_deref(), Some(declared));
        metadata.date().map(|date| date.date().to_string())
    }

    #[test]
    fn the_date_is_the_day_that_readers_see() {
        let declared = "2024-05-04T02:25:54Z";
        for (line, expected) in [
            ("May 3, 2024 | 9:25pm", "2024-05-03"),
            ("3. Mai 2024", "2024-05-03"),
            ("Publié le 3 mai 2024", "2024-05-03"),
            ("۱۴ اردیبهشت ۱۴۰۳", "2024-05-03"),
            // Of the last change, without a word.
            ("September 20, 2024", "2024-09-20"),
            ("May 4, 2024", declared),
            ("Updated May 3, 2024", declared),
            ("Published May 4, 2024, updated May 5, 2024", declared),
            ("May 20, 2024", "2024-05-20"),
            ("March 3, 2020", declared),
        ] {
            assert_eq!(date(declared, line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn a_date_of_change_is_not_that_of_publication() {
        let expected = [Some("2024-05-02".to_owned()), Some("2024-05-04".to_owned())];
        for line in [
            "Updated May 4, 2024 First published May 2, 2024",
            "Veröffentlicht am 2. Mai 2024, aktualisiert am 4. Mai 2024",
            "Publié le 2 mai 2024, mis à jour le 4 mai 2024",
            "تاریخ انتشار: ۱۳ اردیبهشت ۱۴۰۳، به‌روزرسانی: ۱۵ اردیبهشت ۱۴۰۳",
        ] {
            assert_eq!(dates(&format!("The old mill\n\n{line}\n\n{ARTICLE}")), expected, "{line}");
        }
    }
}
