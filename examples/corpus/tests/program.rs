//! The program as a user runs it.

#[path = "../../../bindings/archives/tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Instant;

use base64::Engine;
use common::*;
use dechaff_archives::compressed::Codec;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn corpus() -> Command {
    Command::new(env!("CARGO_BIN_EXE_corpus"))
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    corpus().args(arguments).current_dir(folder).output().expect("the program starts")
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder is there") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").to_owned();
                found.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    found
}

/// A folder with inputs of all formats, `archives` of them archives of `pages` pages each.
fn inputs(archives: usize, pages: usize) -> TempDir {
    let folder = TempDir::new().expect("there is a place for files");
    let root = folder.path().join("crawl");
    fs::create_dir_all(root.join("site/deep")).expect("the folder is new");
    let write = |name: &str, bytes: &[u8]| fs::write(root.join(name), bytes).expect("the folder takes files");
    for archive in 0..archives {
        let records: Vec<Vec<u8>> = (0..pages).map(|page| response(archive * pages + page)).collect();
        write(&format!("a{archive}.warc.gz"), &compressed(Codec::Gzip, &records));
    }
    for (codec, ending) in [(Codec::Plain, ""), (Codec::Zstd, ".zst"), (Codec::Lz4, ".lz4"), (Codec::Brotli, ".br")] {
        write(&format!("all.warc{ending}"), &compressed(codec, &warc_records()));
        write(&format!("old.arc{ending}"), &compressed(codec, &arc_records()));
    }
    let flat = warc("conversion", "text/plain", 1, "The mill\n\nThe old mill at the river grinds flour.\n".as_bytes());
    write("flat.warc.wet.gz", &gzip(&flat));
    let lines = [
        serde_json::json!({ "id": "one", "url": "https://mill.example/1", "html": html(1), "date": "2024-05-04" })
            .to_string(),
        serde_json::json!({ "id": 2, "text": "The mill\n\nThe old mill at the river grinds flour.\n" }).to_string(),
        "{ this is no JSON".into(),
        serde_json::json!({ "title": "neither" }).to_string(),
    ];
    write("rows.jsonl.zst", &zstd(lines.join("\n").as_bytes()));
    write("site/one.html", html(1).as_bytes());
    write("site/two.html.gz", &gzip(html(2).as_bytes()));
    write("site/deep/three.txt", b"The mill\n\nThe old mill at the river grinds flour.\n");
    write("site/picture.png", b"\x89PNG");
    folder
}

/// The rows of a file of JSON lines.
fn json_rows(path: &Path) -> Vec<Value> {
    let bytes = zstd::decode_all(fs::File::open(path).expect("the output is there")).expect("it is whole");
    let text = String::from_utf8(bytes).expect("JSON is text");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn manifest(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("_manifest.json")).expect("there is a manifest")).expect("it is JSON")
}

#[test]
fn every_input_has_an_output_with_its_pages() {
    let folder = inputs(1, 3);
    let output = run(&["crawl", "--out", "out", "--format", "jsonl", "--source"], folder.path());
    assert!(output.status.success(), "{}", message(&output));
    let out = folder.path().join("out");
    let rows = |name: &str| json_rows(&out.join(name));
    assert_eq!(rows("crawl/a0.warc.gz.jsonl.zst").len(), 3);
    for ending in ["", ".zst", ".lz4", ".br"] {
        let warc = rows(&format!("crawl/all.warc{ending}.jsonl.zst"));
        assert_eq!(warc.len(), 4, "{ending}");
        assert_eq!(warc[0]["id"], "urn:test:2");
        assert_eq!(warc[0]["url"], "https://mill.example/2");
        assert_eq!(warc[0]["fetched"], "2024-05-04T10:12:00Z");
        assert_eq!(warc[0]["status"], 200);
        assert_eq!(warc[0]["language"], "en");
        assert!(warc[0]["text"].as_str().is_some_and(|text| text.starts_with("The old mill number 2")));
        let arc = rows(&format!("crawl/old.arc{ending}.jsonl.zst"));
        assert_eq!(arc.len(), 2, "{ending}");
        assert_eq!(arc[1]["url"], "http://mill.example/a page");
    }
    let lines = rows("crawl/rows.jsonl.zst.jsonl.zst");
    assert_eq!(
        lines.iter().map(|row| row["id"].as_str().unwrap_or("")).collect::<Vec<_>>(),
        ["one", "2", "row-3", "row-4"]
    );
    assert!(lines[2]["error"].as_str().is_some_and(|error| error.contains("no JSON")));
    assert!(lines[3]["error"].as_str().is_some_and(|error| error.contains("neither \"html\" nor \"text\"")));
    assert_eq!(rows("crawl/site/pages.jsonl.zst").len(), 2);
    assert_eq!(rows("crawl/site/deep/pages.jsonl.zst")[0]["id"], "three.txt");
    // Spans are ranges of the source.
    let page = &rows("crawl/site/pages.jsonl.zst")[0];
    let source = page["source"].as_str().expect("it was asked for");
    let spans = page["spans"].as_array().expect("there are spans");
    let text = |span: &Value| &source[span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize];
    assert!(spans.iter().any(|span| span["kept"] == false && text(span).contains("All rights reserved")));
    let manifest = manifest(&out);
    assert_eq!(manifest["other_files"]["png"], 1);
    let all = manifest["inputs"].as_array().expect("a list").iter().find(|entry| entry["input"] == "crawl/all.warc");
    let left_out = &all.expect("it is listed")["counts"]["left_out"];
    for (reason, count) in [("record request", 1), ("record revisit", 1), ("record metadata", 1), ("image/png", 1)] {
        assert_eq!(left_out[reason], count, "{reason}: {left_out}");
    }
    assert!(!out.join("_partial").exists() && !out.join("_progress.jsonl").exists());
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = inputs(2, 40);
    for format in ["parquet", "jsonl", "dolma"] {
        for threads in ["1", "2", "5"] {
            let out = format!("{format}-{threads}");
            let output = run(&["crawl", "--out", &out, "--format", format, "--threads", threads], folder.path());
            assert!(output.status.success(), "{}", message(&output));
        }
        let of = |threads: &str| files(&folder.path().join(format!("{format}-{threads}")));
        assert!(of("1") == of("2") && of("1") == of("5"), "{format}");
    }
}

#[test]
fn a_run_that_is_killed_is_continued() {
    let folder = inputs(6, 60);
    let arguments = ["crawl", "--format", "jsonl", "--threads", "2", "--out"];
    let start = Instant::now();
    run(&[&arguments[..], &["whole"]].concat(), folder.path());
    let duration = start.elapsed();
    let whole = files(&folder.path().join("whole"));
    let mut killed = 0;
    for moment in 1..=6 {
        let out = format!("killed-{moment}");
        let mut child = corpus()
            .args(arguments)
            .arg(&out)
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        sleep(duration * moment / 8);
        // SIGKILL: the program cannot tidy up.
        child.kill().expect("it is a child of ours");
        killed += usize::from(!child.wait().expect("it ends").success());
        // What is there under a final name is whole.
        for (name, bytes) in files(&folder.path().join(&out)) {
            if !name.starts_with("_partial") && !name.starts_with("_progress.jsonl") {
                assert!(whole.get(&name) == Some(&bytes), "{} after a kill", name.display());
            }
        }
        let output = run(&[&arguments[..], &[out.as_str()]].concat(), folder.path());
        assert!(output.status.success(), "{}", message(&output));
        assert!(files(&folder.path().join(&out)) == whole, "continued after moment {moment}");
    }
    assert!(killed >= 3, "the program was still running {killed} times");
}

#[test]
fn what_is_done_is_not_done_again() {
    let folder = inputs(1, 3);
    run(&["crawl", "--out", "out"], folder.path());
    let path = folder.path().join("out/crawl/a0.warc.gz.parquet");
    let time = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it is there");
    let output = run(&["crawl", "--out", "out"], folder.path());
    assert!(message(&output).contains("13 of them done before"), "{}", message(&output));
    assert_eq!(fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it is there"), time);
    // An input that has changed is read again.
    fs::write(folder.path().join("crawl/a0.warc.gz"), gzip(&response(1))).expect("the folder takes files");
    let output = run(&["crawl", "--out", "out"], folder.path());
    assert!(message(&output).contains("12 of them done before"), "{}", message(&output));
    let output = run(&["crawl", "--out", "out", "--focus", "precise"], folder.path());
    assert!(!output.status.success());
    assert!(message(&output).contains("focus: \"balanced\" there, \"precise\" now"), "{}", message(&output));
}

#[test]
fn wrong_names_are_named() {
    let folder = inputs(1, 1);
    let cases: [(&[&str], &str); 9] = [
        (&["missing", "--out", "out"], "missing: there is no such file"),
        (&["crawl"], "--out"),
        (&["--out", "out"], "name a file"),
        (&["crawl", "--out", "out", "--format", "csv"], "unknown format \"csv\", expected parquet, jsonl or dolma"),
        (&["crawl", "--out", "out", "--keep", "advert"], "unknown kind \"advert\""),
        (&["crawl", "--out", "out", "--threads", "0"], "--threads takes a number from 1 on"),
        (&["crawl", "--out", "out", "--sides"], "--sides"),
        (&["crawl", "--out", "out", "--limit-bytes", "999999999999"], "at most 268435456"),
        (&["crawl/a0.warc.gz", "crawl/../crawl/a0.warc.gz", "--out", "out"], "would both be written to a0.warc.gz"),
    ];
    for (arguments, expected) in cases {
        let output = run(arguments, folder.path());
        assert!(!output.status.success() && message(&output).contains(expected), "{arguments:?}: {}", message(&output));
        assert!(!folder.path().join("out").exists(), "{arguments:?}");
    }
    let output = run(&["crawl/a0.warc.gz", "--out", "crawl/a0.warc.gz/out"], folder.path());
    assert!(!output.status.success() && message(&output).contains("crawl/a0.warc.gz/out"), "{}", message(&output));
}

#[test]
fn files_that_cannot_be_read_end_no_run() {
    let folder = inputs(1, 2);
    let crawl = folder.path().join("crawl");
    fs::write(crawl.join("bad.parquet"), b"PAR1 and no more").expect("the folder takes files");
    fs::write(crawl.join("bad.warc.gz"), b"\x1F\x8B\x08\0\0\0\0\0\0\0 no deflate").expect("the folder takes files");
    fs::write(crawl.join("empty.warc"), b"").expect("the folder takes files");
    let output = run(&["crawl", "--out", "out", "--format", "jsonl"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    for name in ["bad.parquet", "bad.warc.gz", "empty.warc"] {
        assert!(message(&output).contains(name), "{name}: {}", message(&output));
    }
    assert_eq!(json_rows(&folder.path().join("out/crawl/a0.warc.gz.jsonl.zst")).len(), 2);
    let manifest = manifest(&folder.path().join("out"));
    let faults =
        manifest["inputs"].as_array().expect("a list").iter().filter(|entry| entry["fault"].is_string()).count();
    assert_eq!(faults, 3);
}

#[test]
fn at_most_some_pages_of_each_input_are_read() {
    let folder = inputs(2, 9);
    run(&["crawl", "--out", "out", "--format", "jsonl", "--max-pages", "4"], folder.path());
    for name in ["a0.warc.gz", "a1.warc.gz"] {
        assert_eq!(json_rows(&folder.path().join(format!("out/crawl/{name}.jsonl.zst"))).len(), 4);
    }
}

#[test]
fn the_report_shows_all_and_links_to_the_worst_pages() {
    let folder = inputs(1, 30);
    let output = run(&["crawl", "--out", "out", "--report", "report.html"], folder.path());
    assert!(output.status.success(), "{}", message(&output));
    let report = fs::read_to_string(folder.path().join("report.html")).expect("it was asked for");
    for part in ["<svg", "Languages", "Page types", "Quality", "article", "navigation", "crawl/a0.warc.gz"] {
        assert!(report.contains(part), "{part}");
    }
    assert!(!report.contains("<script") && !report.contains("src=") && !report.contains("style="));
    let style = report.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let (style, _) = style.expect("it has a style sheet");
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    assert!(
        report.contains(&format!("style-src 'sha256-{hash}';")),
        "the style sheet has changed: write its hash, {hash}, into STYLE_HASH"
    );
    let links: Vec<&str> = report.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 20);
    for link in links {
        let page = fs::read_to_string(folder.path().join(link)).expect("the link leads to a file");
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("mill"), "{link}");
    }
}
