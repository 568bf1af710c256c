//! What the fuzz targets check, and what they make their pages from.
//!
//! Every target is a function of bytes ([`TARGETS`]), so that a kept input is replayed without a fuzzer:
//! `tests/kept_crashes.rs` of the crate includes this file and does so.

#![forbid(unsafe_code)]

mod bytes;
mod checks;
mod choices;
mod flatten;
mod linear;
mod model;
mod options;
#[allow(dead_code, reason = "a part of it is for the tests of growth")]
#[path = "../../tests/growth/pieces.rs"]
mod pieces;
mod soup;
mod text;
mod tree;

/// Checks one input; it panics if a promise is broken.
pub type Check = fn(&[u8]);

/// All targets.
pub const TARGETS: [(&str, Check); 10] = [
    ("bytes", bytes::check),
    ("flatten", flatten::check),
    ("growth", linear::check_pieces),
    ("linear", linear::check_text),
    ("linear_html", linear::check_html),
    ("model", model::check),
    ("options", options::check),
    ("soup", soup::check),
    ("text", text::check),
    ("tree", tree::check),
];

/// Checks an input of the target with this name.
///
/// # Panics
///
/// If there is no such target, or a promise is broken.
pub fn check(target: &str, input: &[u8]) {
    let (_, check) = TARGETS.iter().find(|(name, _)| *name == target).expect("there is a target of this name");
    check(input);
}
