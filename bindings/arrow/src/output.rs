//! The result of a batch: an array of structs, of types that all engines know (no dictionaries, no unsigned numbers).

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float32Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};

use crate::columns::{Column, Columns};
use crate::rows::Row;
use crate::spans;

/// Writes rows as columns.
#[derive(Clone, Debug)]
pub struct Output {
    columns: Columns,
    fields: Fields,
}

impl Output {
    pub fn new(columns: Columns) -> Self {
        let field = |column: Column| Field::new(column.name(), data_type(column), true);
        let fields = columns.iter().map(field).collect();
        Self { columns, fields }
    }

    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The field of the result. No struct is null, so that it can be read as a table, whose rows cannot be null.
    pub fn field(&self) -> FieldRef {
        Arc::new(Field::new_struct("", self.fields.clone(), false))
    }

    pub fn array(&self, rows: Vec<Row>) -> Result<ArrayRef, ArrowError> {
        let arrays = self.columns.iter().map(|column| array(column, &rows)).collect::<Result<Vec<_>, _>>()?;
        let array = StructArray::try_new_with_length(self.fields.clone(), arrays, None, rows.len())?;
        Ok(Arc::new(array))
    }
}

fn data_type(column: Column) -> DataType {
    match column {
        Column::Quality => DataType::Float32,
        Column::Authors | Column::Notes => DataType::List(string_item()),
        Column::Spans => DataType::List(span_item()),
        _ => DataType::Utf8,
    }
}

fn string_item() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Utf8, true))
}

fn span_item() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Struct(spans::fields()), true))
}

fn array(column: Column, rows: &[Row]) -> Result<ArrayRef, ArrowError> {
    match column {
        Column::Text => strings(column, rows, |row| row.text.as_deref()),
        Column::Markdown => strings(column, rows, |row| row.markdown.as_deref()),
        Column::Html => strings(column, rows, |row| row.html.as_deref()),
        Column::Source => strings(column, rows, |row| row.source.as_deref()),
        Column::Title => strings(column, rows, |row| row.title.as_deref()),
        Column::Language => strings(column, rows, |row| row.language),
        Column::Published => strings(column, rows, |row| row.published.as_deref()),
        Column::PageType => strings(column, rows, |row| row.page_type),
        Column::Error => strings(column, rows, |row| row.error.as_deref()),
        Column::Authors => Ok(lists(rows, |row| row.authors.as_deref())),
        Column::Notes => Ok(lists(rows, |row| row.notes.as_deref())),
        Column::Quality => Ok(Arc::new(rows.iter().map(|row| row.quality).collect::<Float32Array>())),
        Column::Spans => span_lists(rows),
    }
}

/// A column of strings. Their offsets are numbers of 32 bits: engines know these best.
fn strings<'a>(
    column: Column,
    rows: &'a [Row],
    of: impl Fn(&'a Row) -> Option<&'a str>,
) -> Result<ArrayRef, ArrowError> {
    let bytes: usize = rows.iter().filter_map(&of).map(str::len).sum();
    if i32::try_from(bytes).is_err() {
        return Err(ArrowError::InvalidArgumentError(format!(
            "the column {} of {} pages has {bytes} bytes, a batch can have {}; clean fewer pages at a time",
            column.name(),
            rows.len(),
            i32::MAX
        )));
    }
    Ok(Arc::new(rows.iter().map(of).collect::<StringArray>()))
}

fn lists<'a>(rows: &'a [Row], of: impl Fn(&'a Row) -> Option<&'a [String]>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new()).with_field(string_item());
    for row in rows {
        builder.append_option(of(row).map(|values| values.iter().map(Some)));
    }
    Arc::new(builder.finish())
}

fn span_lists(rows: &[Row]) -> Result<ArrayRef, ArrowError> {
    let all = || rows.iter().filter_map(|row| row.spans.as_deref()).flatten();
    let number = all().count();
    if i32::try_from(number).is_err() {
        let pages = rows.len();
        return Err(ArrowError::InvalidArgumentError(format!(
            "{pages} pages have {number} spans, a batch can have {}; clean fewer pages at a time",
            i32::MAX
        )));
    }
    let values = StructArray::try_new_with_length(spans::fields(), spans::arrays(all()), None, number)?;
    let lengths = rows.iter().map(|row| row.spans.as_ref().map_or(0, Vec::len));
    let nulls = NullBuffer::from_iter(rows.iter().map(|row| row.spans.is_some()));
    let list = ListArray::try_new(span_item(), OffsetBuffer::from_lengths(lengths), Arc::new(values), Some(nulls))?;
    Ok(Arc::new(list))
}
