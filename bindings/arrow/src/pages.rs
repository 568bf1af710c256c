//! The pages of an Arrow array.

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, StringArray, StringViewArray,
    StructArray,
};
use arrow_schema::{ArrowError, DataType};
use dechaff::PageFormat;

use crate::page::{PageFacts, Source};

/// The columns of a struct that have a page, in the order in which they are looked at, and what is in them.
const PAGE_COLUMNS: &[(&str, Option<PageFormat>)] =
    &[("page", None), ("html", Some(PageFormat::Html)), ("text", Some(PageFormat::Text))];

const TYPES: &str = "string, large_string, string_view, binary, large_binary or binary_view";

/// An array of strings or of bytes.
enum Values<'a> {
    String(&'a StringArray),
    LargeString(&'a LargeStringArray),
    StringView(&'a StringViewArray),
    Binary(&'a BinaryArray),
    LargeBinary(&'a LargeBinaryArray),
    BinaryView(&'a BinaryViewArray),
}

impl<'a> Values<'a> {
    fn of(array: &'a dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::String(array.as_string()),
            DataType::LargeUtf8 => Self::LargeString(array.as_string()),
            DataType::Utf8View => Self::StringView(array.as_string_view()),
            DataType::Binary => Self::Binary(array.as_binary()),
            DataType::LargeBinary => Self::LargeBinary(array.as_binary()),
            DataType::BinaryView => Self::BinaryView(array.as_binary_view()),
            _ => return None,
        })
    }

    fn get(&self, row: usize) -> Option<Source<'a>> {
        let is_null = match self {
            Self::String(array) => array.is_null(row),
            Self::LargeString(array) => array.is_null(row),
            Self::StringView(array) => array.is_null(row),
            Self::Binary(array) => array.is_null(row),
            Self::LargeBinary(array) => array.is_null(row),
            Self::BinaryView(array) => array.is_null(row),
        };
        (!is_null).then(|| match self {
            Self::String(array) => Source::Text(array.value(row)),
            Self::LargeString(array) => Source::Text(array.value(row)),
            Self::StringView(array) => Source::Text(array.value(row)),
            Self::Binary(array) => Source::Bytes(array.value(row)),
            Self::LargeBinary(array) => Source::Bytes(array.value(row)),
            Self::BinaryView(array) => Source::Bytes(array.value(row)),
        })
    }

    fn text(&self, row: usize) -> Option<&'a str> {
        match self.get(row)? {
            Source::Text(text) => Some(text),
            Source::Bytes(bytes) => str::from_utf8(bytes).ok(),
        }
    }
}

/// A page of a batch.
pub struct Page<'a> {
    pub source: Source<'a>,
    pub facts: PageFacts<'a>,
}

/// The pages of an array.
pub struct Pages<'a> {
    length: usize,
    /// The structs, some of which may be null.
    rows: Option<&'a StructArray>,
    contents: Vec<(Values<'a>, Option<PageFormat>)>,
    url: Option<Values<'a>>,
    content_type: Option<Values<'a>>,
}

impl<'a> Pages<'a> {
    /// The array must have a type that [`check`] allows.
    pub fn of(array: &'a ArrayRef) -> Result<Self, ArrowError> {
        let length = array.len();
        if let Some(values) = Values::of(array) {
            let contents = vec![(values, None)];
            return Ok(Self { length, rows: None, contents, url: None, content_type: None });
        }
        check(array.data_type()).map_err(ArrowError::SchemaError)?;
        let rows = array.as_struct();
        let column = |name: &str| rows.column_by_name(name).and_then(|column| Values::of(column));
        let contents = PAGE_COLUMNS.iter().filter_map(|&(name, format)| Some((column(name)?, format))).collect();
        Ok(Self { length, rows: Some(rows), contents, url: column("url"), content_type: column("content_type") })
    }

    pub fn len(&self) -> usize {
        self.length
    }

    /// The page of a row, if it is not null.
    pub fn get(&self, row: usize) -> Option<Page<'a>> {
        if self.rows.is_some_and(|rows| rows.is_null(row)) {
            return None;
        }
        let mut contents = self.contents.iter();
        let (source, format) = contents.find_map(|(values, format)| Some((values.get(row)?, *format)))?;
        let text = |column: &Option<Values<'a>>| column.as_ref()?.text(row);
        let facts = PageFacts { url: text(&self.url), content_type: text(&self.content_type), format };
        Some(Page { source, facts })
    }
}

/// What is wrong with a type, if it is none of pages.
pub fn check(of: &DataType) -> Result<(), String> {
    let is_values = |of: &DataType| Values::of(&arrow_array::new_empty_array(of)).is_some();
    let DataType::Struct(fields) = of else {
        return if is_values(of) {
            Ok(())
        } else {
            Err(format!("data has to be {TYPES}, or a struct or table of them, not {of}"))
        };
    };
    let is_known = |name: &str| PAGE_COLUMNS.iter().any(|(known, _)| *known == name);
    if !fields.iter().any(|field| is_known(field.name())) {
        let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
        return Err(format!("data has to have a column page, html or text, it has {}", names.join(", ")));
    }
    let is_read = |name: &str| is_known(name) || matches!(name, "url" | "content_type");
    match fields.iter().find(|field| is_read(field.name()) && !is_values(field.data_type())) {
        Some(field) => Err(format!("the column {} has to be {TYPES}, not {}", field.name(), field.data_type())),
        None => Ok(()),
    }
}
