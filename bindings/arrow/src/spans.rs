//! Spans as columns, of types that all engines know.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float32Array, Int64Array, StringArray};
use arrow_schema::{DataType, Field, Fields};
use dechaff::Span;

/// The columns of spans: the range in bytes of the source, the kind, the ISO 639-1 code of the language, the confidence, what
/// decided, and whether the span is part of the body.
pub fn fields() -> Fields {
    Fields::from(vec![
        Field::new("start", DataType::Int64, false),
        Field::new("end", DataType::Int64, false),
        Field::new("kind", DataType::Utf8, false),
        Field::new("language", DataType::Utf8, true),
        Field::new("confidence", DataType::Float32, false),
        Field::new("filter", DataType::Utf8, false),
        Field::new("kept", DataType::Boolean, false),
    ])
}

/// The values of spans by column, in the order of [`fields`].
pub fn arrays<'a>(spans: impl Iterator<Item = &'a Span> + Clone) -> Vec<ArrayRef> {
    let all = || spans.clone();
    // A page has at most a gibibyte.
    let offset = |byte: usize| i64::try_from(byte).unwrap_or(i64::MAX);
    vec![
        Arc::new(all().map(|span| offset(span.start())).collect::<Int64Array>()),
        Arc::new(all().map(|span| offset(span.end())).collect::<Int64Array>()),
        Arc::new(all().map(|span| Some(span.kind().name())).collect::<StringArray>()),
        Arc::new(all().map(|span| span.language().code()).collect::<StringArray>()),
        Arc::new(all().map(Span::confidence).collect::<Float32Array>()),
        Arc::new(all().map(|span| Some(span.filter())).collect::<StringArray>()),
        Arc::new(all().map(|span| Some(span.is_kept())).collect::<BooleanArray>()),
    ]
}
