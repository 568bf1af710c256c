//! The rows of JSON and their schema.

use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use dechaff::{Kind, PageType};
use serde_json::{Value, json};

use crate::support::{page, rows, run};

/// Where the schema is, for the validator; it is not fetched.
const URL: &str = "https://dechaff.example/row.schema.json";

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clean/row.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the schema is there")).expect("the schema is JSON")
}

/// The pages of the test data.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for (folder, name) in [("html", "source.html"), ("pages", "source.txt")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
        let entries = std::fs::read_dir(folder).expect("the test data is there");
        pages.extend(entries.flatten().map(|entry| entry.path().join(name)).filter(|page| page.exists()));
    }
    assert!(pages.len() >= 100, "{} pages", pages.len());
    pages
}

fn compile(schema: Value) -> (Schemas, SchemaIndex) {
    let mut compiler = Compiler::new();
    compiler.add_resource(URL, schema).expect("the address is one");
    let mut schemas = Schemas::new();
    let index = compiler.compile(URL, &mut schemas).unwrap_or_else(|error| panic!("{error:#}"));
    (schemas, index)
}

/// Forbids fields that the schema does not describe.
fn close(schema: &mut Value) {
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                // A list of properties is an object, whose values are schemas.
                if object.get("properties").is_some_and(Value::is_object) && object.contains_key("required") {
                    object.insert("additionalProperties".into(), false.into());
                }
                open.extend(object.values_mut());
            }
            Value::Array(array) => open.extend(array),
            _ => {}
        }
    }
}

#[test]
fn rows_of_all_pages_keep_to_the_schema_and_it_describes_all_their_fields() {
    let mut closed = schema();
    close(&mut closed);
    let (schemas, index) = compile(closed);
    let mut optional = Vec::new();
    for arguments in [&["--comments"][..], &["--metadata", "--decision", "rules"]] {
        let mut arguments: Vec<PathBuf> = arguments.iter().chain(&["--format", "jsonl"]).map(PathBuf::from).collect();
        let pages = pages();
        arguments.extend_from_slice(&pages);
        let rows = rows(&run(&arguments));
        assert_eq!(rows.len(), pages.len());
        for row in &rows {
            schemas.validate(row, index).unwrap_or_else(|error| panic!("{}: {error:#}", row["id"]));
            optional.extend(["comments", "metadata"].into_iter().filter(|field| row.get(field).is_some()));
        }
    }
    assert!(optional.contains(&"comments") && optional.contains(&"metadata"));
}

#[test]
fn a_wrong_row_is_refused() {
    let (schemas, index) = compile(schema());
    let row = rows(&run(&["--format", "jsonl", &page("fr-14-everything")])).remove(0);
    schemas.validate(&row, index).expect("the row is right");
    for (path, wrong) in [
        ("/id", json!(3)),
        ("/language", json!("French")),
        ("/languages/0/share", json!(1.5)),
        ("/page_type", json!("essay")),
        ("/quality", json!("good")),
        ("/spans/0/start", json!(-1)),
        ("/spans/0/end", json!(2.5)),
        ("/spans/0/kind", json!("advert")),
        ("/spans/0/keep", json!("yes")),
        ("/spans/0/confidence", Value::Null),
    ] {
        let mut row = row.clone();
        *row.pointer_mut(path).unwrap_or_else(|| panic!("the row has no {path}")) = wrong;
        assert!(schemas.validate(&row, index).is_err(), "{path}");
    }
    for field in ["id", "source", "spans"] {
        let mut row = row.clone();
        row.as_object_mut().and_then(|row| row.remove(field)).expect("a field");
        assert!(schemas.validate(&row, index).is_err(), "{field}");
    }
}

#[test]
fn the_schema_names_all_kinds_and_types() {
    let schema = schema();
    let kinds: Vec<Value> = Kind::ALL.iter().map(|kind| kind.name().into()).collect();
    assert_eq!(schema["$defs"]["kind"]["enum"], Value::Array(kinds));
    let mut types: Vec<Value> = PageType::ALL.iter().map(|of| of.name().into()).collect();
    types.push(Value::Null);
    assert_eq!(schema["properties"]["page_type"]["enum"], Value::Array(types));
}
