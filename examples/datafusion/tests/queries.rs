//! Queries that call `clean`.

use std::sync::atomic::{AtomicUsize, Ordering};

use datafusion::arrow::array::AsArray;
use datafusion::prelude::SessionContext;
use dechaff_arrow::{Batches, Settings};
use dechaff_datafusion::clean;

const PAGES: &str = "(VALUES \
     (1, '<nav><a href=/>Home</a></nav><h1>The mill</h1><p>It ground <a href=/rye>rye</a> until the war.', 'https://mill.example/a'), \
     (2, '%PDF-1.7' || chr(1) || chr(2), NULL), \
     (3, NULL, NULL)) AS pages (id, html, url)";

fn context(settings: Settings) -> SessionContext {
    let context = SessionContext::new();
    context.register_udf(clean(Batches::default().with_settings(settings)));
    context
}

/// The first column of a query, as strings.
async fn strings(query: &str) -> Vec<Option<String>> {
    let rows = context(Settings::default()).sql(query).await.expect("the query is right").collect().await;
    let rows = rows.expect("it runs");
    let column = |batch: &datafusion::arrow::array::RecordBatch| {
        let column = datafusion::arrow::compute::cast(batch.column(0), &datafusion::arrow::datatypes::DataType::Utf8);
        let column = column.expect("it can be shown");
        column.as_string::<i32>().iter().map(|value| value.map(str::to_owned)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(column).collect()
}

#[tokio::test]
async fn pages_are_rows_in_a_query() {
    let query = format!("SELECT page['text'] FROM (SELECT id, clean(html) AS page FROM {PAGES}) ORDER BY id");
    assert_eq!(strings(&query).await, [Some("It ground rye until the war.".to_owned()), None, None]);
    let query = format!("SELECT page['error'] FROM (SELECT id, clean(html) AS page FROM {PAGES}) ORDER BY id");
    let errors = strings(&query).await;
    assert!(errors[1].as_ref().is_some_and(|error| error.contains("PDF")), "{errors:?}");
    assert_eq!((&errors[0], &errors[2]), (&None, &None));
}

#[tokio::test]
async fn a_struct_has_the_address_too() {
    let query = format!(
        "SELECT page['title'] FROM (SELECT clean(named_struct('html', html, 'url', url)) AS page FROM {PAGES} WHERE id = 1)"
    );
    assert_eq!(strings(&query).await, [Some("The mill".to_owned())]);
}

#[tokio::test]
async fn what_is_no_page_is_refused_when_the_query_is_planned() {
    let result = context(Settings::default()).sql("SELECT clean(5)").await;
    let error = match result {
        Ok(frame) => frame.collect().await.map(|_| ()).expect_err("a number is no page"),
        Err(error) => error,
    };
    assert!(error.to_string().contains("not Int64"), "{error}");
}

/// How many pages were cleaned: the page in [`CALLS`] is none, and each time it is tried its error is worded once.
static CLEANED: AtomicUsize = AtomicUsize::new(0);

async fn calls(select: &str) -> usize {
    let message = |_: &dechaff::error::InputError| {
        CLEANED.fetch_add(1, Ordering::Relaxed);
        "no page".to_owned()
    };
    let settings = Settings { message, ..Settings::default() };
    let before = CLEANED.load(Ordering::Relaxed);
    let query = format!("SELECT {select} FROM (SELECT clean(html) AS page FROM {PAGES} WHERE id = 2)");
    context(settings).sql(&query).await.expect("the query is right").collect().await.expect("it runs");
    CLEANED.load(Ordering::Relaxed) - before
}

#[tokio::test]
async fn the_struct_written_whole_is_cleaned_once() {
    assert_eq!(calls("page").await, 1);
    // Why `clean` and SCALING.md say so. If this fails, DataFusion has become better.
    let fields = "page['text'], page['title'], page['language'], page['quality'], page['error']";
    assert_eq!(calls(fields).await, 5);
}
