//! What is written to files, pipes and terminals.

use crate::support::{clean, folder, run_in, stdout};

/// A page with control sequences, an override of direction, and what right-to-left text needs.
pub const HOSTILE: &str = "The old mill \u{1b}[31mwas built\u{1b}]0;title\u{7} in 1790\u{9b}2J and ground\u{8} rye until the \
                       \u{202e}war\u{202c}, \u{2067}می\u{200c}گویند\u{2069} the village said.\r\n";

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
