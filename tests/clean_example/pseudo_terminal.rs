//! What is written to a terminal: the tests need `script` of util-linux, and are skipped without it.

use std::process::{Command, Stdio};

use crate::support::{clean, folder, rows, run_in, stdout};
use crate::terminal::HOSTILE;

/// Runs the example in a pseudo-terminal; `None` without `script` of util-linux.
fn run_in_terminal(folder: &tempfile::TempDir, arguments: &str, input: Stdio) -> Option<String> {
    let program = clean().get_program().to_string_lossy().into_owned();
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &format!("'{program}' {arguments}"), "/dev/null"])
        .current_dir(folder.path())
        .env_remove("NO_COLOR")
        .stdin(input)
        .output();
    match output {
        // The terminal writes a carriage return before each newline.
        Ok(output) => Some(stdout(&output).replace("\r\n", "\n")),
        Err(error) => {
            println!("skipped: script of util-linux cannot be run: {error}");
            None
        }
    }
}

#[test]
fn a_terminal_gets_no_control_sequences() {
    let folder = folder(&[("page\u{1b}[2J.txt", HOSTILE.as_bytes())]);
    for format in ["text", "markdown", "html", "spans", "report", "json", "jsonl"] {
        let arguments = format!("--color never --format {format} page* page* no\u{1b}such");
        let Some(shown) = run_in_terminal(&folder, &arguments, Stdio::null()) else { return };
        let is_unsafe = |char: char| (char.is_control() && char != '\n' && char != '\t') || char == '\u{202e}';
        assert!(!shown.contains(is_unsafe), "{format}: {shown:?}");
        assert!(shown.contains('\u{200c}'), "{format}");
        match format {
            "json" | "jsonl" => assert!(shown.contains("\\u001b[31mwas") && shown.contains("\\u009b2J"), "{shown}"),
            "spans" => assert!(shown.contains("\\u{1b}[31mwas") && shown.contains("\\u{9b}2J"), "{shown}"),
            // Markdown escapes the bracket.
            _ => assert!(shown.contains('\u{2067}') && shown.replace("\\[", "[").contains("mill [31mwas"), "{shown}"),
        }
    }
    // JSON stays the same value.
    let Some(shown) = run_in_terminal(&folder, "--format jsonl page*", Stdio::null()) else { return };
    let shown: serde_json::Value = serde_json::from_str(shown.trim()).expect("a row");
    let name = std::fs::read_dir(folder.path()).expect("a folder").flatten().next().expect("a file").file_name();
    assert_eq!(rows(&run_in(&folder, &["--format".as_ref(), "jsonl".as_ref(), name.as_os_str()])), [shown]);
}

#[test]
fn a_terminal_gets_colours_and_a_hint_at_its_input() {
    let folder = folder(&[]);
    let file = crate::support::page("en-09-consent");
    let Some(shown) = run_in_terminal(&folder, &format!("--format spans '{file}'"), Stdio::null()) else { return };
    assert!(shown.contains("\u{1b}[36m[consent en"), "{shown:?}");
    let Some(shown) = run_in_terminal(&folder, "", Stdio::null()) else { return };
    assert!(shown.contains("clean: reading a page from the terminal; end it with Ctrl-D"), "{shown:?}");
}
