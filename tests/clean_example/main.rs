//! The command line of `examples/clean`.

mod feeds;
mod inputs;
mod mhtml;
mod options;
mod out;
#[cfg(target_os = "linux")]
mod pseudo_terminal;
mod schema;
mod support;
mod terminal;

use support::{gzip, html, page, run, run_with_input, stderr, stdout};

#[test]
fn a_missing_file_is_named_and_the_others_are_cleaned() {
    let output = run(&["--format", "jsonl", "no-such-file.txt", &page("en-12-clean")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no-such-file.txt"));
    assert_eq!(stdout(&output).lines().count(), 1);
}

#[test]
fn standard_input_is_read_if_no_file_is_named() {
    let text = "The old mill was built in 1790 and ground rye until the war, the village said on Friday.";
    assert_eq!(stdout(&run_with_input::<&str>(&[], text.as_bytes())).trim_end(), text);
}

#[test]
fn jsonl_contains_every_span() {
    let output = run(&["--format", "jsonl", &page("fr-14-everything")]);
    let row: serde_json::Value = serde_json::from_str(stdout(&output).trim_end()).expect("a row is JSON");
    let source = row["source"].as_str().expect("a source");
    for span in row["spans"].as_array().expect("spans") {
        let range = span["start"].as_u64().expect("a start") as usize..span["end"].as_u64().expect("an end") as usize;
        assert!(source.get(range).is_some(), "{span}");
        for key in ["kind", "lang", "confidence", "keep", "filter"] {
            assert!(span.get(key).is_some(), "{span} has no {key}");
        }
    }
    assert_eq!(row["language"], "fr");
}

#[test]
fn json_is_one_array() {
    let output = run(&["--format", "json", &page("en-12-clean"), &page("de-12-clean")]);
    let rows: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
}

#[test]
fn spans_show_the_whole_page_without_colours_in_a_pipe() {
    let file = page("en-09-consent");
    let output = stdout(&run(&["--format", "spans", &file]));
    assert!(output.contains("[consent en consent 0."));
    assert!(!output.contains('\u{1b}'));
}

#[test]
fn kinds_and_filters_can_be_chosen() {
    let file = page("en-08-share");
    let all = stdout(&run(&[&file]));
    let with_title = stdout(&run(&["--keep", "title", &file]));
    assert!(with_title.len() > all.len());
    let without = stdout(&run(&["--without", "share", "--decision", "marks", &file]));
    assert!(without.len() > all.len());
    let only = stdout(&run(&["--only", "share", "--decision", "marks", "--drop", "paragraph", &file]));
    assert_eq!(only.trim(), "");
}

#[test]
fn wrong_options_are_explained() {
    for (arguments, explanation) in [
        (["--keep", "advert"], "unknown kind \"advert\""),
        (["--only", "comet"], "no filter \"comet\""),
        (["--format", "xml"], "unknown format \"xml\", expected text, markdown, html, report, json, jsonl or spans"),
        (["--from", "pdf"], "unknown input \"pdf\", expected html or text"),
        (["--comments", "--format=html"], "comments and metadata are printed as text, json or jsonl"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(explanation), "{}", stderr(&output));
    }
}

#[test]
fn html_and_gzip_are_read_from_files_and_from_standard_input_alike() {
    let file = html("en-01-news");
    let page = std::fs::read(&file).expect("the page is there");
    let body = stdout(&run(&[&file]));
    assert!(body.starts_with("A ferry company that cancelled"), "{body}");
    let folder = std::env::temp_dir().join(format!("dechaff-clean-example-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    for (name, bytes) in [("page.htm", page.clone()), ("page.html.gz", gzip(&page)), ("page.gz", gzip(&page))] {
        let copy = folder.join(name);
        std::fs::write(&copy, bytes).expect("the copy can be written");
        assert_eq!(stdout(&run(&[copy.as_path()])), body, "{name}");
    }
    std::fs::remove_dir_all(&folder).expect("the folder was made");
    assert_eq!(stdout(&run_with_input::<&str>(&[], &page)), body);
    assert_eq!(stdout(&run_with_input(&["-"], &gzip(&page))), body);
}

#[test]
fn the_format_of_the_input_can_be_forced() {
    let page = "<p>The old mill was built in 1790 and ground rye until the war, the village said on Friday.";
    assert_eq!(stdout(&run_with_input::<&str>(&[], page.as_bytes())).trim_end(), &page[3..]);
    assert_eq!(stdout(&run_with_input(&["--from", "html"], page.as_bytes())).trim_end(), &page[3..]);
    assert_eq!(stdout(&run_with_input(&["--from", "text"], page.as_bytes())).trim_end(), page);
}

#[test]
fn links_are_resolved_against_the_address_of_the_page() {
    let page =
        b"<p>The mill was built in 1790, as <a href=../mill>we wrote</a> last year, and ground rye until the war.";
    let output = run_with_input(&["--url", "https://a.example/news/1", "--format", "markdown"], page);
    assert!(stdout(&output).contains("[we wrote](https://a.example/mill)"), "{}", stdout(&output));
}

#[test]
fn a_charset_is_used_and_a_wrong_one_noted() {
    let page = b"<p>Le moulin a \xE9t\xE9 construit en 1790, et on y a moulu du seigle jusqu'\xE0 la guerre.";
    let output = run_with_input(&["--charset", "windows-1252"], page);
    assert!(stdout(&output).starts_with("Le moulin a été construit"));
    assert_eq!(stderr(&output), "");
    let output =
        run_with_input(&["--charset", "iso-8859-1"], "<p>Le moulin a été construit en 1790, dit-on.".as_bytes());
    assert!(
        stderr(&output).contains("clean: -: note: declared as windows-1252 by the transport"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn binary_files_are_named_and_the_others_are_cleaned() {
    let image = std::env::temp_dir().join(format!("dechaff-clean-example-{}.jpg", std::process::id()));
    std::fs::write(&image, b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01").expect("a file can be written");
    let name = image.to_string_lossy().into_owned();
    let output = run(&["--format", "jsonl", &name, &page("en-12-clean")]);
    std::fs::remove_file(&image).expect("the file was written");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains(&format!("{name}: the input is not text but a JPEG image")),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output).lines().count(), 1);
    let output = run_with_input::<&str>(&[], &gzip(b"text")[..12]);
    assert_eq!((output.status.code(), stderr(&output).is_empty()), (Some(1), false));
}

#[test]
fn the_body_is_printed_as_markdown_and_as_html() {
    let file = html("en-01-news");
    let markdown = stdout(&run(&["--format", "markdown", &file]));
    assert!(markdown.contains("\n\n### What the company argued\n\nSound Line had blamed"), "{markdown}");
    assert!(markdown.contains("\n1. Sailings cancelled for weather are left out of the count.\n2. The remaining"));
    let html = stdout(&run(&["--format", "html", &file]));
    assert!(html.contains("<h3>What the company argued</h3>\n<p>Sound Line had blamed"), "{html}");
    let flattened = stdout(&run(&["--format", "html", &page("fa-14-everything")]));
    assert!(flattened.contains("<p dir=\"rtl\">"), "{flattened}");
}

#[test]
fn a_report_contains_the_whole_page() {
    for file in [html("en-01-news"), html("fa-01-news"), page("fr-14-everything")] {
        let report = stdout(&run(&["--format", "report", &file]));
        let row: serde_json::Value =
            serde_json::from_str(stdout(&run(&["--format", "jsonl", &file])).trim_end()).expect("a row is JSON");
        let source = row["source"].as_str().expect("a source");
        let escaped = source.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let mut rest = report.as_str();
        for word in escaped.split_whitespace() {
            let at = rest.find(word).unwrap_or_else(|| panic!("{word:?} is not in the report of {file}"));
            rest = &rest[at + word.len()..];
        }
        assert!(report.contains(&format!("Report of dechaff on <bdi>{file}</bdi>")));
        assert!(
            report.matches("http-equiv").count() == 1 && !report.contains("src=") && !report.contains("<link"),
            "{file}"
        );
    }
}

#[test]
fn comments_are_printed_one_by_one() {
    let file = html("en-01-news");
    let expected =
        std::fs::read_to_string(file.replace("source.html", "comments.txt")).expect("the comments are there");
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let comments = stdout(&run(&["--comments", &file]));
    let printed: Vec<String> = comments.split("\n- ").map(|comment| folded(comment.trim_start_matches("- "))).collect();
    // In the file, a paragraph is a line, and an empty line separates comments.
    assert_eq!(printed, expected.split("\n\n").map(folded).collect::<Vec<_>>());
    let row: serde_json::Value =
        serde_json::from_str(stdout(&run(&["--comments", "--format", "jsonl", &file])).trim_end())
            .expect("a row is JSON");
    assert_eq!(row["comments"].as_array().map(Vec::len), Some(printed.len()));
    assert_eq!(folded(row["comments"][0]["text"].as_str().expect("a text")), printed[0]);
}

#[test]
fn metadata_is_printed_with_its_source() {
    let metadata = stdout(&run(&["--metadata", &html("en-01-news")]));
    assert!(metadata.contains("author: Morag Tennant-Hale (JSON-LD)\n"), "{metadata}");
    assert!(metadata.contains("site: Skerrow Sound Herald (Open Graph)\n"), "{metadata}");
    assert_eq!(stdout(&run(&["--metadata", &page("en-12-clean")])), "");
}
