//! What is written to files, pipes and terminals.

use crate::support::{clean, folder, rows, run_in, stdout};

/// A page with control sequences, an override of direction, and what right-to-left text needs.
pub const HOSTILE: &str = "The old mill \u{1b}[31mwas built\u{1b}]0;title\u{7} in 1790\u{9b}2J and ground\u{8} rye until the \
                       \u{202e}war\u{202c}, \u{2067}می\u{200c}گویند\u{2069} the village said.\r\n";

#[test]
fn files_and_pipes_get_no_control_characters() {
    let folder = folder(&[("page.txt", HOSTILE.as_bytes())]);
    let is_unsafe = |char: char| char.is_control() && char != '\n' && char != '\t';
    let run = |arguments: &[&str]| stdout(&run_in(&folder, &[arguments, &["page.txt"]].concat()));
    for arguments in [
        &["--format", "text"][..],
        &["--format", "markdown"],
        &["--format", "html"],
        &["--format", "report"],
        &["--format", "spans", "--color", "auto"],
        &["--format", "json"],
        &["--format", "jsonl", "--metadata"],
        &["--format", "jsonl", "--comments"],
    ] {
        let output = run(arguments);
        assert!(output.contains("built") && !output.contains(is_unsafe), "{arguments:?}: {output:?}");
    }
    let text = HOSTILE.trim_end().replace(is_unsafe, "");
    assert_eq!(run(&[]).trim_end(), text, "what is closed again stays");
    let escape = |char: char| {
        let is_escaped = is_unsafe(char) || "\u{202c}\u{202e}\u{2067}\u{2069}".contains(char);
        if is_escaped { char.escape_unicode().to_string() } else { char.to_string() }
    };
    assert_eq!(run(&["--format", "spans"]).trim_end(), HOSTILE.trim_end().chars().map(escape).collect::<String>());
    // A row of JSON has the source as it is.
    let row = rows(&run_in(&folder, &["--format", "jsonl", "page.txt"])).remove(0);
    assert_eq!((row["source"].as_str(), row["text"].as_str()), (Some(HOSTILE), Some(text.as_str())));
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
