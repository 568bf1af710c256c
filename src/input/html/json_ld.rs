//! Values of JSON-LD.

use serde_json::Value;

/// The values of a property of JSON-LD, which is a single value or a list.
pub(super) fn each(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(values) => values.as_slice(),
        other => std::slice::from_ref(other),
    }
    .iter()
}

/// Those values of a property that are texts.
pub(super) fn strings(value: &Value) -> impl Iterator<Item = &str> {
    each(value).filter_map(Value::as_str)
}

/// The names that are the values of a property, or that these have.
pub(super) fn names(value: &Value) -> impl Iterator<Item = &str> {
    each(value).filter_map(|value| value.as_str().or_else(|| strings(&value["name"]).next()))
}
