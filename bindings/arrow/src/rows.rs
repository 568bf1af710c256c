//! Cleans the pages of a batch, in several threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use dechaff::{Cleaned, MetadataValue, PageType, Span};

use crate::columns::{Column, Columns};
use crate::page::{self, Finished, Settings};
use crate::pages::{Page, Pages};

/// What the result has of a page; what no column asks for is empty.
#[derive(Default)]
pub struct Row {
    pub text: Option<String>,
    pub markdown: Option<String>,
    pub html: Option<String>,
    pub source: Option<String>,
    pub title: Option<String>,
    pub authors: Option<Vec<String>>,
    pub language: Option<&'static str>,
    pub published: Option<String>,
    pub page_type: Option<&'static str>,
    pub quality: Option<f32>,
    pub spans: Option<Vec<Span>>,
    pub notes: Option<Vec<String>>,
    pub error: Option<String>,
}

/// The rows of all pages, in order; a page that is null gives an empty row.
pub fn clean(pages: &Pages<'_>, settings: &Settings, columns: &Columns, threads: usize) -> Vec<Row> {
    let threads = threads.clamp(1, pages.len().max(1));
    let next = AtomicUsize::new(0);
    // Each thread takes the next page that nobody has taken.
    let work = || {
        let indices = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < pages.len()));
        indices.map(|at| (at, row(pages.get(at), settings, columns))).collect::<Vec<_>>()
    };
    let mut rows: Vec<Row> = (0..pages.len()).map(|_| Row::default()).collect();
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut put = |done: Vec<(usize, Row)>| done.into_iter().for_each(|(at, row)| rows[at] = row);
        put(work());
        for other in others {
            match other.join() {
                Ok(done) => put(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    rows
}

fn row(page: Option<Page<'_>>, settings: &Settings, columns: &Columns) -> Row {
    let Some(Page { source, facts }) = page else { return Row::default() };
    let finished = catch_unwind(AssertUnwindSafe(|| {
        let finished = page::clean(source, facts, settings);
        finished.map(|finished| row_of(finished, columns)).map_err(|error| (settings.message)(&error))
    }));
    let panicked = || Err("cleaning the page panicked, which is a fault of dechaff".into());
    finished.unwrap_or_else(|_| panicked()).unwrap_or_else(|error| Row { error: Some(error), ..Row::default() })
}

fn row_of(finished: Finished, columns: &Columns) -> Row {
    let cleaned = &finished.cleaned;
    let mut row = Row::default();
    for column in columns.iter() {
        match column {
            Column::Text | Column::Error | Column::Source => {}
            Column::Markdown => row.markdown = Some(cleaned.markdown()),
            Column::Html => row.html = Some(cleaned.html()),
            Column::Title => row.title = cleaned.title().map(str::to_owned),
            Column::Authors => row.authors = Some(authors(cleaned)),
            Column::Language => row.language = cleaned.language().code(),
            Column::Published => row.published = cleaned.metadata().published().map(|of| of.date().to_string()),
            Column::PageType => row.page_type = cleaned.page_type().map(PageType::name),
            Column::Quality => row.quality = cleaned.quality(),
            Column::Spans => row.spans = Some(cleaned.spans().to_vec()),
            Column::Notes => row.notes = Some(finished.notes().map(ToString::to_string).collect()),
        }
    }
    if columns.has(Column::Source) {
        row.source = Some(finished.cleaned.into_source());
    }
    Row { text: Some(finished.text), ..row }
}

fn authors(cleaned: &Cleaned) -> Vec<String> {
    cleaned.metadata().authors().iter().map(MetadataValue::value).map(str::to_owned).collect()
}
