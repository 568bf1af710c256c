//! Arrays of pages of every type that is read.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, Int32Array, LargeBinaryArray, LargeStringArray, StringArray,
    StringViewArray, StructArray,
};
use arrow_schema::{ArrowError, DataType, Field};
use dechaff::{Cleaner, Limits};
use dechaff_arrow::{Batches, Column, Columns, Settings};

const PAGE: &str = "<nav><a href=/>Home</a></nav><h1>The mill</h1><p>It ground <a href=/rye>rye</a> until the war.";
const BODY: &str = "It ground rye until the war.";

fn array(values: impl Array + 'static) -> ArrayRef {
    Arc::new(values)
}

fn table(columns: Vec<(&str, ArrayRef)>) -> ArrayRef {
    let fields = columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true));
    array(StructArray::new(fields.collect(), columns.iter().map(|(_, column)| Arc::clone(column)).collect(), None))
}

fn strings(of: &ArrayRef, column: &str) -> Vec<Option<String>> {
    let column = of.as_struct().column_by_name(column).expect("it is a column of the result");
    column.as_string::<i32>().iter().map(|value| value.map(str::to_owned)).collect()
}

fn texts(pages: &ArrayRef) -> Vec<Option<String>> {
    strings(&Batches::default().clean(pages).expect("these are pages"), "text")
}

#[test]
fn strings_and_bytes_of_every_width_are_read() {
    let values = vec![Some(PAGE), None];
    let bytes: Vec<Option<&[u8]>> = vec![Some(PAGE.as_bytes()), None];
    let arrays = [
        array(StringArray::from(values.clone())),
        array(LargeStringArray::from(values.clone())),
        array(StringViewArray::from(values)),
        array(BinaryArray::from(bytes.clone())),
        array(LargeBinaryArray::from(bytes.clone())),
        array(BinaryViewArray::from(bytes)),
    ];
    for pages in arrays {
        assert!(Batches::check(pages.data_type()).is_ok());
        assert_eq!(texts(&pages), [Some(BODY.to_owned()), None], "{}", pages.data_type());
    }
}

#[test]
fn a_table_says_what_its_pages_are() {
    let flat = "1 < 2 <p> is no tag of flattened text, the teacher said to her pupils on Monday.";
    let pages = table(vec![
        ("html", array(StringArray::from(vec![Some(PAGE), None, None]))),
        ("text", array(StringArray::from(vec![Some(flat), Some(flat), None]))),
        ("url", array(StringArray::from(vec![Some("https://mill.example/a/b"), None, None]))),
    ]);
    let columns = Columns::none().with(Column::Text).with(Column::Markdown);
    let cleaned = Batches::default().with_columns(columns).clean(&pages).expect("these are pages");
    assert_eq!(strings(&cleaned, "text"), [Some(BODY.to_owned()), Some(flat.to_owned()), None]);
    assert_eq!(
        strings(&cleaned, "markdown")[0].as_deref(),
        Some("It ground [rye](https://mill.example/rye) until the war.")
    );
}

#[test]
fn a_page_that_cannot_be_cleaned_is_a_row_with_an_error() {
    let settings = Settings {
        cleaner: Arc::new(Cleaner::new().with_limits(Limits::new().with_bytes(200))),
        ..Settings::default()
    };
    let pages = array(BinaryArray::from(vec![PAGE.as_bytes(), b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01", &[b'x'; 300]]));
    let cleaned = Batches::default().with_settings(settings).clean(&pages).expect("these are pages");
    let errors = strings(&cleaned, "error");
    assert_eq!(errors[0], None);
    assert!(errors[1].as_ref().is_some_and(|error| error.contains("JPEG")), "{errors:?}");
    assert!(errors[2].as_ref().is_some_and(|error| error.contains("300 bytes")), "{errors:?}");
    assert_eq!(strings(&cleaned, "text"), [Some(BODY.to_owned()), None, None]);
}

#[test]
fn spans_are_ranges_of_the_source() {
    let columns = Columns::default().with(Column::Source);
    let pages = array(StringArray::from(vec![PAGE]));
    let cleaned = Batches::default().with_columns(columns).clean(&pages).expect("these are pages");
    let source = strings(&cleaned, "source").remove(0).expect("the page was cleaned");
    let spans = cleaned.as_struct().column_by_name("spans").expect("it is a column").as_list::<i32>().value(0);
    let spans = spans.as_struct();
    let [starts, ends] =
        ["start", "end"].map(|name| spans.column_by_name(name).expect("it is there").as_primitive::<Int64Type>());
    let kept = spans.column_by_name("kept").expect("it is there").as_boolean();
    let body: Vec<&str> = (0..spans.len())
        .filter(|&span| kept.value(span))
        .map(|span| &source[starts.value(span) as usize..ends.value(span) as usize])
        .collect();
    assert_eq!(body, [BODY]);
    let quality = cleaned.as_struct().column_by_name("quality").expect("it is there").as_primitive::<Float32Type>();
    assert!(quality.value(0) > 0.5);
}

#[test]
fn threads_change_no_row() {
    let pages: Vec<String> = (0..40).map(|number| format!("<h1>The mill {number}</h1><p>It ground rye.")).collect();
    let pages = array(StringArray::from(pages));
    let one = Batches::default().clean(&pages).expect("these are pages");
    let four = Batches::default().with_threads(4).clean(&pages).expect("these are pages");
    assert_eq!(&one, &four);
    assert_eq!(one.len(), 40);
    assert_eq!(&DataType::Struct(one.as_struct().fields().clone()), Batches::default().field().data_type());
}

#[test]
fn other_types_are_refused_by_name() {
    let message = |of: &DataType| match Batches::check(of) {
        Err(ArrowError::SchemaError(message)) => message,
        other => format!("{other:?}"),
    };
    assert!(message(&DataType::Int32).ends_with("not Int32"), "{}", message(&DataType::Int32));
    let no_page = table(vec![("body", array(StringArray::from(vec![PAGE])))]);
    assert_eq!(message(no_page.data_type()), "data has to have a column page, html or text, it has body");
    let numbers = table(vec![("html", array(Int32Array::from(vec![1])))]);
    assert!(message(numbers.data_type()).starts_with("the column html has to be string"));
    assert!(Batches::default().clean(&array(Int32Array::from(vec![1]))).is_err());
}
