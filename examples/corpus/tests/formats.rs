//! Every format is read back.

#[path = "../../../bindings/archives/tests/common/mod.rs"]
mod common;

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::Command;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field};
use common::*;
use dechaff_archives::compressed::Codec;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use tempfile::TempDir;

/// Cleans an archive with a page that has letters of several bytes, and one that cannot be cleaned.
fn cleaned(options: &[&str]) -> TempDir {
    let folder = TempDir::new().expect("there is a place for files");
    let umlauts = html(1).replace("old mill", "alte Mühle 🌾");
    let image = http("Content-Type: text/html\r\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let records = [
        warc(
            "response",
            "application/http",
            1,
            &http("Content-Type: text/html; charset=utf-8\r\n", umlauts.as_bytes()),
        ),
        warc("response", "application/http", 2, &image),
        response(3),
    ];
    fs::write(folder.path().join("crawl.warc.gz"), compressed(Codec::Gzip, &records)).expect("the folder takes files");
    let run = Command::new(env!("CARGO_BIN_EXE_corpus"))
        .args(["crawl.warc.gz", "--out", "out"])
        .args(options)
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    folder
}

fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).expect("the output is there");
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("it is Parquet").build().expect("it can be read");
    reader.map(|batch| batch.expect("it is whole")).collect()
}

#[test]
fn parquet_is_read_back() {
    let folder = cleaned(&["--markdown", "--source"]);
    let batches = batches(&folder.path().join("out/crawl.warc.gz.parquet"));
    let batch = &batches[0];
    assert_eq!((batches.len(), batch.num_rows()), (1, 3));
    let column = |name: &str| batch.column_by_name(name).expect("the column is there").clone();
    let text = |name: &str, row: usize| {
        let column = column(name);
        let strings = column.as_string::<i32>();
        strings.is_valid(row).then(|| strings.value(row).to_owned())
    };
    assert_eq!(text("id", 0).as_deref(), Some("urn:test:1"));
    assert_eq!(text("title", 0).as_deref(), Some("The mill number 1"));
    assert!(text("text", 0).is_some_and(|text| text.contains("alte Mühle 🌾")));
    assert!(text("markdown", 0).is_some_and(|text| text.contains("alte Mühle 🌾")));
    assert_eq!(text("error", 0), None);
    assert!(text("error", 1).is_some_and(|error| error.contains("PNG")), "{:?}", text("error", 1));
    assert_eq!((text("text", 1), text("language", 1)), (None, None));
    assert_eq!(column("status").as_primitive::<Int32Type>().value(0), 200);
    assert_eq!(column("fetched").as_primitive::<TimestampMicrosecondType>().value(0), 1_714_817_520_000_000);
    assert!(column("quality").as_primitive::<Float32Type>().value(0) > 0.3);
    // The spans lead to the text that was removed.
    let spans = column("spans").as_list::<i32>().value(0);
    let spans = spans.as_struct();
    let source = text("source", 0).expect("it was asked for");
    let of = |name: &str| spans.column_by_name(name).expect("the field is there").clone();
    let range = |row: usize| {
        let at = |name: &str| of(name).as_primitive::<Int64Type>().value(row) as usize;
        &source[at("start")..at("end")]
    };
    let legal = (0..spans.len()).find(|&row| range(row).contains("All rights reserved")).expect("it is a span");
    assert!(!of("kept").as_boolean().value(legal));
    assert!(!of("filter").as_string::<i32>().value(legal).is_empty());
    let kept = (0..spans.len()).find(|&row| range(row).contains("alte Mühle")).expect("it is a span");
    assert!(of("kept").as_boolean().value(kept));
}

#[test]
fn the_schema_has_only_types_that_all_readers_know() {
    fn check(field: &Field) {
        match field.data_type() {
            DataType::Utf8 | DataType::Int32 | DataType::Int64 | DataType::Boolean => {}
            DataType::Float32 | DataType::Float64 | DataType::Timestamp(..) => {}
            DataType::List(element) => check(element),
            DataType::Struct(fields) => fields.iter().for_each(|field| check(field)),
            other => panic!("{} is {other}", field.name()),
        }
    }
    let folder = cleaned(&["--markdown", "--source"]);
    let batches = batches(&folder.path().join("out/crawl.warc.gz.parquet"));
    let names: Vec<String> = batches[0].schema().fields().iter().map(|field| field.name().clone()).collect();
    batches[0].schema().fields().iter().for_each(|field| check(field));
    let expected = "id url fetched content_type status title authors published language languages page_type quality text \
                    markdown source spans notes error";
    assert_eq!(names.join(" "), expected);
}

#[test]
fn json_lines_have_the_rows_of_parquet() {
    let folder = cleaned(&["--format", "jsonl"]);
    let bytes = zstd::decode_all(File::open(folder.path().join("out/crawl.warc.gz.jsonl.zst")).expect("it is there"));
    let text = String::from_utf8(bytes.expect("it is whole")).expect("JSON is text");
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["title"], "The mill number 1");
    assert!(rows[1]["error"].is_string() && rows[1]["text"].is_null());
    assert!(rows[0]["markdown"].is_null() && rows[0].get("source").is_none());
    assert!(rows[0]["spans"].as_array().is_some_and(|spans| spans.len() > 3));
}

#[test]
fn attributes_of_dolma_are_ranges_of_characters() {
    let folder = cleaned(&["--format", "dolma"]);
    let rows = |name: &str| -> Vec<Value> {
        let mut text = String::new();
        let file = File::open(folder.path().join("out").join(name)).expect("it is there");
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("it is whole");
        text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect()
    };
    let documents = rows("documents/crawl.warc.gz.jsonl.gz");
    let attributes = rows("attributes/dechaff/crawl.warc.gz.jsonl.gz");
    assert_eq!((documents.len(), attributes.len()), (3, 3));
    let text: Vec<char> = documents[0]["text"].as_str().expect("it is text").chars().collect();
    let attributes = &attributes[0]["attributes"];
    assert_eq!(documents[0]["id"], "urn:test:1");
    let at = |range: &Value, place: usize| range[place].as_u64().expect("an offset") as usize;
    // What is left without the removed ranges is the body.
    let removed = attributes["dechaff__removed"].as_array().expect("something is removed");
    let mut body = String::new();
    let mut from = 0;
    for range in removed {
        body.extend(&text[from..at(range, 0)]);
        from = at(range, 1);
    }
    body.extend(&text[from..]);
    assert!(body.contains("The alte Mühle 🌾 number 1") && !body.contains("All rights reserved"), "{body}");
    let quality = &attributes["dechaff__quality"][0];
    assert_eq!((at(quality, 0), at(quality, 1)), (0, text.len()));
}

#[test]
fn our_own_output_is_read_as_a_dataset() {
    let folder = cleaned(&["--source"]);
    let run = |column: &str, out: &str| {
        Command::new(env!("CARGO_BIN_EXE_corpus"))
            .args([
                "out/crawl.warc.gz.parquet",
                "--format",
                "jsonl",
                "--html-column",
                "none",
                "--text-column",
                column,
                "--out",
                out,
            ])
            .current_dir(folder.path())
            .output()
            .expect("the program starts")
    };
    assert!(run("source", "again").status.success());
    let path = folder.path().join("again/crawl.warc.gz.parquet.jsonl.zst");
    let bytes = zstd::decode_all(File::open(path).expect("it is there")).expect("it is whole");
    let text = String::from_utf8(bytes).expect("JSON is text");
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0]["id"].as_str(), rows[0]["url"].as_str()), (Some("urn:test:1"), Some("https://mill.example/1")));
    assert!(rows[1]["error"].as_str().is_some_and(|error| error.contains("row 2 has neither")), "{}", rows[1]["error"]);
    let output = run("body", "other");
    assert!(!output.status.success());
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("no column \"none\" or \"body\"") && message.contains("source"), "{message}");
}
