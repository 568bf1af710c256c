//! Parquet, with types that all readers know: no unsigned numbers, no dictionaries of Arrow.

use std::fs::File;
use std::io;
use std::sync::Arc;

use arrow_array::builder::{
    Float32Builder, Float64Builder, Int32Builder, ListBuilder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use dechaff_arrow::spans;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::RowWriter;
use crate::clean::Columns;
use crate::row::Row;

/// Text that is collected before it is encoded, in bytes; hand-set.
const BATCH_BYTES: usize = 4 << 20;
/// What a row group takes in memory in bytes; hand-set: readers read a row group at a time, writers keep one in memory.
const ROW_GROUP_BYTES: usize = 32 << 20;
/// What a span takes of both, in bytes: seven columns, each with levels (4 bytes) and an index of a dictionary (8 bytes), and
/// as much again for what grows by doubling.
const SPAN_BYTES: usize = 168;
/// The default of Zstandard.
const LEVEL: i32 = 3;
const UTC: &str = "UTC";
/// The name that the Parquet standard gives the values of lists.
const ELEMENT: &str = "element";

pub struct ParquetFile {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    columns: Columns,
    rows: Vec<Row>,
    batch_bytes: usize,
    group_bytes: usize,
}

impl ParquetFile {
    pub fn new(file: File, columns: Columns) -> io::Result<Self> {
        let schema = Arc::new(schema(columns));
        let compression = Compression::ZSTD(ZstdLevel::try_new(LEVEL).map_err(error)?);
        let properties =
            WriterProperties::builder().set_compression(compression).set_max_row_group_row_count(None).build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(error)?;
        Ok(Self { writer, schema, columns, rows: Vec::new(), batch_bytes: 0, group_bytes: 0 })
    }

    fn flush_batch(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let arrays = arrays(&self.rows, self.columns);
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(error)?;
        self.rows.clear();
        self.group_bytes += self.batch_bytes;
        self.batch_bytes = 0;
        if self.group_bytes >= ROW_GROUP_BYTES {
            self.group_bytes = 0;
            self.writer.flush().map_err(error)?;
        }
        Ok(())
    }
}

impl RowWriter for ParquetFile {
    fn write(&mut self, row: &Row) -> io::Result<()> {
        let bytes = row_bytes(row);
        if self.batch_bytes + bytes > BATCH_BYTES {
            self.flush_batch()?;
        }
        self.rows.push(row.clone());
        self.batch_bytes += bytes;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Vec<File>> {
        self.flush_batch()?;
        Ok(vec![self.writer.into_inner().map_err(error)?])
    }
}

fn error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    }
}

fn row_bytes(row: &Row) -> usize {
    let texts = [&row.text, &row.markdown, &row.source];
    texts.into_iter().flatten().map(String::len).sum::<usize>() + row.spans.len() * SPAN_BYTES
}

/// The columns of the file.
pub fn schema(columns: Columns) -> Schema {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let list =
        |name: &str, of: DataType| Field::new(name, DataType::List(Arc::new(Field::new(ELEMENT, of, false))), false);
    let mut fields = vec![
        Field::new("id", DataType::Utf8, false),
        text("url"),
        Field::new("fetched", DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into())), true),
        text("content_type"),
        Field::new("status", DataType::Int32, true),
        text("title"),
        list("authors", DataType::Utf8),
        text("published"),
        text("language"),
        list("languages", DataType::Struct(language_fields())),
        text("page_type"),
        Field::new("quality", DataType::Float32, true),
        text("text"),
    ];
    fields.extend(columns.markdown.then(|| text("markdown")));
    fields.extend(columns.source.then(|| text("source")));
    fields.extend([list("spans", DataType::Struct(spans::fields())), list("notes", DataType::Utf8), text("error")]);
    Schema::new(fields)
}

fn language_fields() -> Fields {
    Fields::from(vec![Field::new("language", DataType::Utf8, true), Field::new("share", DataType::Float64, false)])
}

/// The values of rows by column, in the order of `schema`.
fn arrays(rows: &[Row], columns: Columns) -> Vec<ArrayRef> {
    let texts = |of: fn(&Row) -> Option<&str>| -> ArrayRef {
        let mut builder = StringBuilder::new();
        rows.iter().for_each(|row| builder.append_option(of(row)));
        Arc::new(builder.finish())
    };
    let mut fetched = TimestampMicrosecondBuilder::new().with_timezone(UTC);
    let mut status = Int32Builder::new();
    let mut quality = Float32Builder::new();
    for row in rows {
        fetched.append_option(row.fetched);
        status.append_option(row.status.map(i32::from));
        quality.append_option(row.quality);
    }
    let mut arrays: Vec<ArrayRef> = vec![
        texts(|row| Some(&row.id)),
        texts(|row| row.url.as_deref()),
        Arc::new(fetched.finish()),
        texts(|row| row.content_type.as_deref()),
        Arc::new(status.finish()),
        texts(|row| row.title.as_deref()),
        lists(rows, |row| &row.authors),
        texts(|row| row.published.as_deref()),
        texts(|row| row.language),
        languages(rows),
        texts(|row| row.page_type),
        Arc::new(quality.finish()),
        texts(|row| row.text.as_deref()),
    ];
    arrays.extend(columns.markdown.then(|| texts(|row| row.markdown.as_deref())));
    arrays.extend(columns.source.then(|| texts(|row| row.source.as_deref())));
    let spans = structs(
        spans::fields(),
        spans::arrays(rows.iter().flat_map(|row| &row.spans)),
        rows.iter().map(|row| row.spans.len()),
    );
    arrays.extend([spans, lists(rows, |row| &row.notes), texts(|row| row.error.as_deref())]);
    arrays
}

fn lists(rows: &[Row], of: fn(&Row) -> &[String]) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new()).with_field(Field::new(ELEMENT, DataType::Utf8, false));
    for row in rows {
        of(row).iter().for_each(|text| builder.values().append_value(text));
        builder.append(true);
    }
    Arc::new(builder.finish())
}

fn languages(rows: &[Row]) -> ArrayRef {
    let fields = language_fields();
    let (mut codes, mut shares) = (StringBuilder::new(), Float64Builder::new());
    for (language, share) in rows.iter().flat_map(|row| &row.languages) {
        codes.append_option(*language);
        shares.append_value(*share);
    }
    structs(
        fields,
        vec![Arc::new(codes.finish()), Arc::new(shares.finish())],
        rows.iter().map(|row| row.languages.len()),
    )
}

/// Lists of structs, of the values of all lists together and the lengths of the lists.
fn structs(fields: Fields, arrays: Vec<ArrayRef>, lengths: impl Iterator<Item = usize>) -> ArrayRef {
    let element = Arc::new(Field::new(ELEMENT, DataType::Struct(fields.clone()), false));
    let values = StructArray::new(fields, arrays, None);
    Arc::new(ListArray::new(element, OffsetBuffer::from_lengths(lengths), Arc::new(values), None))
}
