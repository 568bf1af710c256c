//! What may be written to a terminal.
//!
//! A page is hostile until shown otherwise: control sequences in it could move the cursor, set the title, write to the
//! clipboard or hide text. What the library writes of a page has none of them (`Cleaned::text`); here is what is done with
//! the rest, source texts and names. They are shown escaped, in files and pipes too: somebody will print them on a terminal
//! later. Overrides of direction that are closed again are escaped on a terminal only.

use std::borrow::Cow;
use std::fmt::Write;
use std::io::{IsTerminal, stderr, stdin, stdout};

use crate::arguments::{Colour, Settings};

/// How pages are shown.
#[derive(Clone, Copy)]
pub struct Screen {
    /// Whether they go to a terminal.
    pub is_terminal: bool,
    pub has_colours: bool,
}

impl Screen {
    /// The output that the arguments ask for.
    pub fn of_output(settings: &Settings) -> Self {
        let is_terminal = settings.out.is_none() && stdout().is_terminal();
        let has_colours = match settings.colour {
            Colour::Always => true,
            Colour::Never => false,
            // https://no-color.org: any value but the empty one.
            Colour::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        Self { is_terminal, has_colours }
    }

    /// What the library writes of a page, as it may be written there: it has no control characters, but perhaps overrides
    /// of direction, which could show a word backwards.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        if self.is_terminal { escaped(text, |char| matches!(char, '\u{202D}' | '\u{202E}')) } else { text.into() }
    }
}

/// Whether a character can control a terminal, or show the text around it in an order that it does not have: the controls
/// C0 and C1 except tab and newline, and the embeddings, overrides and isolates of bidirectional text.
pub fn is_unsafe(char: char) -> bool {
    (char.is_control() && char != '\t' && char != '\n')
        || matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Text that the library has not made harmless, such as the source of a page: unsafe characters are escaped as in Rust
/// (`\u{1b}`). A carriage return before a newline is left out.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + text.len() / 8);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        if is_escaped(char) {
            shown.extend(char.escape_unicode());
        } else {
            shown.push(char);
        }
    }
    Cow::Owned(shown)
}

/// JSON without unsafe characters: they are escaped as in JSON, so that it stays the same value.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_unsafe) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + json.len() / 8);
    for char in json.chars() {
        if is_unsafe(char) {
            // All unsafe characters are below U+10000, where one escape is enough.
            write!(shown, "\\u{:04x}", u32::from(char)).expect("a string takes all text");
        } else {
            shown.push(char);
        }
    }
    Cow::Owned(shown)
}

/// Writes a message to standard error.
pub fn message(text: &str) {
    if stderr().is_terminal() {
        eprintln!("clean: {}", visible(text));
    } else {
        eprintln!("clean: {text}");
    }
}

/// Says that standard input is waited for, if somebody has to type it.
pub fn hint_at_input() {
    if stdin().is_terminal() {
        let end = if cfg!(windows) { "Ctrl-Z and Return" } else { "Ctrl-D" };
        message(&format!("reading a page from the terminal; end it with {end}, or name a file (see --help)"));
    }
}
