//! Names of files as text.
//!
//! A name may hold any character, also line breaks, and on some systems bytes that are no text.

use std::ffi::OsStr;
use std::fmt::Write;

use crate::terminal;

/// A name for people: control characters are escaped as in Rust (`\n`, `\u{1b}`), bytes that are no text as `\xFF`.
pub fn shown(name: &OsStr) -> String {
    escaped(name, false)
}

/// A name that no other file name has: as [`shown`], with backslashes doubled.
pub fn key(name: &OsStr) -> String {
    escaped(name, true)
}

fn escaped(name: &OsStr, backslashes: bool) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for char in chunk.valid().chars() {
            if char.is_control() || terminal::is_unsafe(char) || (backslashes && char == '\\') {
                text.extend(char.escape_default());
            } else {
                text.push(char);
            }
        }
        for byte in chunk.invalid() {
            write!(text, "\\x{byte:02X}").expect("a string takes all text");
        }
    }
    text
}
