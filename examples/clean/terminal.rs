//! What may be written to a terminal.
//!
//! A page is hostile until shown otherwise: control sequences in it could move the cursor, set the title, write to the
//! clipboard or hide text. On a terminal they are shown, not sent. Files and pipes get the text unchanged.

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

    /// Text of a page, as it may be written there.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        if self.is_terminal { visible(text) } else { Cow::Borrowed(text) }
    }
}

/// Whether a character can control a terminal, or show the text around it in an order that it does not have.
///
/// These are the controls C0 and C1 except tab and newline, and the overrides of direction U+202D and U+202E. Marks,
/// embeddings and isolates stay, because text written from right to left needs them.
pub fn is_unsafe(char: char) -> bool {
    (char.is_control() && char != '\t' && char != '\n') || matches!(char, '\u{202D}' | '\u{202E}')
}

/// A text for a terminal: unsafe characters are escaped as in Rust (`\u{1b}`). A carriage return before a newline is
/// left out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + text.len() / 8);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        if is_unsafe(char) {
            shown.extend(char.escape_unicode());
        } else {
            shown.push(char);
        }
    }
    Cow::Owned(shown)
}

/// JSON for a terminal: unsafe characters are escaped as in JSON, so that it stays the same value.
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
