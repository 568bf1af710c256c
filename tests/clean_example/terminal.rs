//! What is written to a terminal.

use std::process::{Command, Stdio};

use crate::support::{clean, folder, rows, run_in, stdout};

/// A page with control sequences, an override of direction, and what right-to-left text needs.
const HOSTILE: &str = "The old mill \u{1b}[31mwas built\u{1b}]0;title\u{7} in 1790\u{9b}2J and ground\u{8} rye until the \
                       \u{202e}war\u{202c}, \u{2067}می\u{200c}گویند\u{2069} the village said.\r\n";

/// Runs the example in a pseudo-terminal; `None` without `script` of util-linux.
#[cfg(target_os = "linux")]
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
fn files_and_pipes_get_text_unchanged() {
    let folder = folder(&[("page.txt", HOSTILE.as_bytes())]);
    let output = run_in(&folder, &["page.txt"]);
    assert_eq!(stdout(&output).trim_end(), HOSTILE.trim_end());
    assert_eq!(
        stdout(&run_in(&folder, &["--color", "auto", "--format", "spans", "page.txt"])).trim_end(),
        HOSTILE.trim_end()
    );
}

#[test]
fn colours_are_written_when_asked_for() {
    let file = crate::support::page("en-09-consent");
    let folder = folder(&[]);
    for (colour, has_colours) in [("always", true), ("never", false), ("auto", false)] {
        let output = clean().args(["--color", colour, "--format", "spans", &file]).env("NO_COLOR", "1").output();
        assert_eq!(stdout(&output.expect("the example was built")).contains('\u{1b}'), has_colours, "{colour}");
    }
    assert_eq!(run_in(&folder, &["--color", "red", &file]).status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_no_control_sequences() {
    let folder = folder(&[("page\u{1b}[2J.txt", HOSTILE.as_bytes())]);
    for format in ["text", "markdown", "html", "spans", "report", "json", "jsonl"] {
        let arguments = format!("--color never --format {format} page* page* no\u{1b}such");
        let Some(shown) = run_in_terminal(&folder, &arguments, Stdio::null()) else { return };
        let is_unsafe = |char: char| (char.is_control() && char != '\n' && char != '\t') || char == '\u{202e}';
        assert!(!shown.contains(is_unsafe), "{format}: {shown:?}");
        assert!(shown.contains('\u{2067}') && shown.contains('\u{200c}'), "{format}");
        if format.starts_with("json") {
            assert!(shown.contains("\\u001b[31mwas") && shown.contains("\\u009b2J"), "{shown}");
        } else {
            // Markdown escapes the bracket.
            let shown = shown.replace("\\[", "[");
            assert!(shown.contains("\\u{1b}[31mwas") && shown.contains("\\u{9b}2J"), "{shown}");
        }
    }
    // JSON stays the same value.
    let Some(shown) = run_in_terminal(&folder, "--format jsonl page*", Stdio::null()) else { return };
    let shown: serde_json::Value = serde_json::from_str(shown.trim()).expect("a row");
    let name = std::fs::read_dir(folder.path()).expect("a folder").flatten().next().expect("a file").file_name();
    assert_eq!(rows(&run_in(&folder, &["--format".as_ref(), "jsonl".as_ref(), name.as_os_str()])), [shown]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_and_a_hint_at_its_input() {
    let folder = folder(&[]);
    let file = crate::support::page("en-09-consent");
    let Some(shown) = run_in_terminal(&folder, &format!("--format spans '{file}'"), Stdio::null()) else { return };
    assert!(shown.contains("\u{1b}[36m[consent en"), "{shown:?}");
    let Some(shown) = run_in_terminal(&folder, "", Stdio::null()) else { return };
    assert!(shown.contains("clean: reading a page from the terminal; end it with Ctrl-D"), "{shown:?}");
}
