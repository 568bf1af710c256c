//! Cleans one page.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dechaff::{Cleaned, Cleaner, Page};

use crate::row::Row;
use dechaff_archives::raw_page::{NO_PAGE, RawPage};

/// What is written besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns {
    pub markdown: bool,
    pub source: bool,
}

/// What became of a page.
#[derive(Debug)]
pub enum Outcome {
    Row(Box<Row>),
    /// It is no page, for this reason.
    LeftOut(&'static str),
}

/// Cleans a page. What goes wrong is in the row.
pub fn clean(raw: RawPage, cleaner: &Cleaner, limit: usize, columns: Columns) -> Outcome {
    let mut row = Row {
        id: raw.id.clone(),
        url: raw.url.clone(),
        fetched: raw.fetched,
        content_type: raw.content_type.clone(),
        status: raw.status,
        notes: raw.notes.clone(),
        error: raw.fault.clone(),
        ..Row::default()
    };
    if row.error.is_some() {
        return Outcome::Row(Box::new(row));
    }
    // A panic is a fault of the program; the other pages can be cleaned nevertheless.
    let result = catch_unwind(AssertUnwindSafe(|| {
        with_cleaned(raw, cleaner, limit, |page, notes| {
            row.notes.extend(notes);
            if let Some(page) = page {
                fill(&mut row, page, columns);
            }
        })
    }));
    match result {
        Ok(Ok(())) => {}
        Ok(Err(NotCleaned::NoPage)) => return Outcome::LeftOut(NO_PAGE),
        Ok(Err(NotCleaned::Fault(fault))) => row.error = Some(fault),
        Err(panic) => row.error = Some(format!("the program failed on this page: {}", message(&*panic))),
    }
    Outcome::Row(Box::new(row))
}

/// Why a page is not cleaned.
pub enum NotCleaned {
    NoPage,
    Fault(String),
}

/// Decodes and cleans a page, and hands on what became of it, with notes on its transfer.
pub fn with_cleaned(
    raw: RawPage,
    cleaner: &Cleaner,
    limit: usize,
    mut take: impl FnMut(Option<&Cleaned>, Vec<String>),
) -> Result<(), NotCleaned> {
    let decoded = raw.content.decode(raw.is_doubtful, limit).ok_or(NotCleaned::NoPage)?;
    let mut page = Page::new(&decoded.bytes);
    if let Some(content_type) = &raw.content_type {
        page = page.with_content_type(content_type);
    }
    if let Some(url) = &raw.url {
        page = page.with_url(url);
    }
    if let Some(format) = decoded.format {
        page = page.with_format(format);
    }
    match cleaner.clean_bytes(page) {
        Ok(page) => {
            take(Some(&page), decoded.notes);
            Ok(())
        }
        Err(error) => {
            take(None, decoded.notes);
            Err(NotCleaned::Fault(error.to_string()))
        }
    }
}

fn fill(row: &mut Row, page: &Cleaned, columns: Columns) {
    let metadata = page.metadata();
    row.title = page.title().or_else(|| metadata.title().map(|title| title.value())).map(str::to_owned);
    row.authors = metadata.authors().iter().map(|author| author.value().to_owned()).collect();
    row.published = metadata.published().or_else(|| metadata.date()).map(|date| date.date().to_string());
    row.language = page.language().code();
    row.languages = page.languages().into_iter().map(|(language, share)| (language.code(), share)).collect();
    row.page_type = page.page_type().map(|page_type| page_type.name());
    row.quality = page.quality();
    row.text = Some(page.text());
    row.markdown = columns.markdown.then(|| page.markdown());
    row.source = columns.source.then(|| page.source().to_owned());
    row.notes.extend(page.notes().iter().map(ToString::to_string));
    row.spans = page.spans().to_vec();
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff_archives::http::Response;
    use dechaff_archives::raw_page::Content;

    fn raw(bytes: &[u8]) -> RawPage {
        RawPage { id: "1".into(), content: Content::Page { bytes: bytes.to_vec(), format: None }, ..RawPage::default() }
    }

    #[test]
    fn an_image_is_a_row_with_an_error() {
        let outcome = clean(raw(b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01"), &Cleaner::new(), 1 << 20, Columns::default());
        let Outcome::Row(row) = outcome else { panic!("{outcome:?}") };
        assert!(row.error.is_some_and(|error| error.contains("JPEG")) && row.text.is_none());
    }

    #[test]
    fn a_doubtful_body_must_be_html() {
        let mut page = raw(b"\x00\x01\x02");
        page.is_doubtful = true;
        assert!(matches!(clean(page, &Cleaner::new(), 1 << 20, Columns::default()), Outcome::LeftOut(_)));
    }

    #[test]
    fn the_charset_of_the_header_counts() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n<p>\xCC\xE5\xEB\xFC\xED\xE8\xF6\xE0 \xE1\xFB\xEB\xE0 \xEF\xEE\xF1\xF2\xF0\xEE\xE5\xED\xE0 \xE2 1790 \xE3\xEE\xE4\xF3.".to_vec();
        let response = Response::parse(&block);
        let content_type = response.fields.get("Content-Type").map(str::to_owned);
        let page = RawPage { content_type, content: Content::Http { block, response }, ..RawPage::default() };
        let Outcome::Row(row) = clean(page, &Cleaner::new(), 1 << 20, Columns::default()) else { panic!("left out") };
        assert_eq!(row.text.as_deref(), Some("Мельница была построена в 1790 году."));
    }
}
