//! The pages of Parquet files.

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::datasets::{DatasetColumns, DatasetRow};
use super::{ReadError, ReadSettings, Take};
use dechaff_archives::counts::InputCounts;
use dechaff_archives::dates;

/// Rows that are read at a time; hand-set. A page can have megabytes.
const BATCH_ROWS: usize = 16;

pub fn read(path: &Path, settings: &ReadSettings, counts: &mut InputCounts, take: &mut Take) -> Result<(), ReadError> {
    let columns = &settings.columns;
    let mut number = 0;
    for batch in reader(path, columns)? {
        let batch = batch.map_err(|error| content(&error))?;
        for index in 0..batch.num_rows() {
            number += 1;
            counts.records += 1;
            if !take(row(&batch, index, columns).into_page(number, columns)) {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn content(error: &dyn std::error::Error) -> ReadError {
    ReadError::Content(format!("the Parquet file cannot be read: {error}"))
}

fn reader(path: &Path, columns: &DatasetColumns) -> Result<ParquetRecordBatchReader, ReadError> {
    // Without the schema of Arrow, strings have one type and not four.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(File::open(path)?, options);
    let builder = builder.map_err(|error| content(&error))?;
    let fields = builder.schema().fields().clone();
    let wanted = [&columns.html, &columns.text, &columns.url, &columns.id, &columns.date];
    if !fields.iter().any(|field| wanted[..2].contains(&field.name())) {
        let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
        return Err(ReadError::Content(format!(
            "there is no column {:?} or {:?}; name another with --html-column or --text-column: {}",
            columns.html,
            columns.text,
            names.join(", ")
        )));
    }
    let roots = fields.iter().enumerate().filter(|(_, field)| wanted.contains(&field.name())).map(|(index, _)| index);
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
    builder.with_projection(mask).with_batch_size(BATCH_ROWS).build().map_err(|error| content(&error))
}

fn row(batch: &RecordBatch, index: usize, columns: &DatasetColumns) -> DatasetRow {
    let bytes = |name: &str| batch.column_by_name(name).and_then(|column| bytes(column, index));
    let text = |name: &str| bytes(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let fetched = batch.column_by_name(&columns.date).and_then(|column| microseconds(column, index));
    DatasetRow {
        html: bytes(&columns.html),
        text: bytes(&columns.text),
        url: text(&columns.url),
        id: text(&columns.id),
        fetched: fetched.or_else(|| dates::microseconds(&text(&columns.date)?)),
    }
}

/// A value as bytes of text; `None` for null and for types that are no text.
fn bytes(column: &dyn Array, index: usize) -> Option<Vec<u8>> {
    if column.is_null(index) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(index).as_bytes().to_vec()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(index).as_bytes().to_vec()),
        DataType::Binary => Some(column.as_binary::<i32>().value(index).to_vec()),
        DataType::LargeBinary => Some(column.as_binary::<i64>().value(index).to_vec()),
        DataType::Int32 => Some(column.as_primitive::<Int32Type>().value(index).to_string().into_bytes()),
        DataType::Int64 => Some(column.as_primitive::<Int64Type>().value(index).to_string().into_bytes()),
        _ => None,
    }
}

fn microseconds(column: &dyn Array, index: usize) -> Option<i64> {
    if column.is_null(index) {
        return None;
    }
    match column.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            column.as_primitive::<TimestampSecondType>().value(index).checked_mul(1_000_000)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            column.as_primitive::<TimestampMillisecondType>().value(index).checked_mul(1_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Some(column.as_primitive::<TimestampMicrosecondType>().value(index))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            Some(column.as_primitive::<TimestampNanosecondType>().value(index) / 1_000)
        }
        _ => None,
    }
}
