//! Which characters of a page may be written: into text, Markdown, HTML, a report, a value of the metadata, a comment.
//!
//! A page is hostile until shown otherwise. Control characters can command the terminal that a text is printed on, and
//! end strings of other programs early (U+0000). Bidirectional controls without a partner show what comes after them in
//! an order that it does not have. These do not pass:
//!
//! - the controls C0, C1 and U+007F, but for tab and line feed. A carriage return becomes a line feed, or nothing
//!   before one; other controls that are white space (U+000B, U+000C, U+0085) become a space;
//! - embeddings, overrides and isolates (U+202A to U+202E, U+2066 to U+2069) that are not closed in the same line, and
//!   what closes none (UAX #9, rules X1 to X8).
//!
//! Marks of direction (U+200E, U+200F, U+061C) and joiners (U+200C, U+200D) pass: text from right to left needs them.
//!
//! The source text of a page is not written by this rule: it keeps every character, because spans are ranges of it.

use std::borrow::Cow;

/// Bytes that are looked at together; the compiler makes vector instructions of a block.
const BLOCK_BYTES: usize = 32;

/// Whether text can be written as it is. Text with any bidirectional controls cannot, for they have to be paired.
pub(crate) fn is_harmless(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut start = 0;
    for block in bytes.chunks(BLOCK_BYTES) {
        let has_candidate = block.iter().fold(false, |found, &byte| found | is_candidate(byte));
        if has_candidate && (start..start + block.len()).any(|at| is_harmful_at(bytes, at)) {
            return false;
        }
        start += block.len();
    }
    true
}

/// Whether a character that does not always pass may begin with a byte.
fn is_candidate(byte: u8) -> bool {
    byte < b' ' && byte != b'\n' && byte != b'\t' || byte == 0x7F || byte == 0xC2 || byte == 0xE2
}

/// Whether a character that does not always pass begins at an offset into UTF-8.
fn is_harmful_at(bytes: &[u8], at: usize) -> bool {
    match &bytes[at..] {
        [0xC2, 0x80..=0x9F, ..] | [0xE2, 0x80, 0xAA..=0xAE, ..] | [0xE2, 0x81, 0xA6..=0xA9, ..] => true,
        [0xC2 | 0xE2, ..] => false,
        [byte, ..] => is_candidate(*byte),
        [] => false,
    }
}

/// Whether nothing that can be seen is left of a text once it is harmless.
pub(crate) fn is_blank(text: &str) -> bool {
    let is_unseen = |c: char| c.is_control() || c.is_whitespace() || is_paired(c);
    text.chars().all(is_unseen)
}

/// Whether a character is a bidirectional control that needs a partner.
fn is_paired(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text as it may be written; each of its lines is a line to itself.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if is_harmless(text) {
        return Cow::Borrowed(text);
    }
    let mut pieces = [Cow::Borrowed(text)];
    make_harmless(&mut pieces.iter_mut().collect::<Vec<_>>());
    let [text] = pieces;
    text
}

/// Makes a text harmless in its place.
pub(crate) fn make_string_harmless(text: &mut String) {
    if let Cow::Owned(clean) = harmless(text) {
        *text = clean;
    }
}

/// Makes the pieces of a line, in their order, such as they may be written one after the other.
pub(crate) fn make_harmless(pieces: &mut [&mut Cow<'_, str>]) {
    let mut pairing = Pairing::default();
    for (piece, text) in pieces.iter().enumerate() {
        for (at, char) in text.char_indices() {
            pairing.read(char, (piece, at));
        }
    }
    let unpaired = pairing.finish();
    let mut unpaired = unpaired.into_iter().peekable();
    for (piece, text) in pieces.iter_mut().enumerate() {
        if is_harmless(text) {
            continue;
        }
        let mut clean = String::with_capacity(text.len());
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            if unpaired.next_if_eq(&(piece, at)).is_some() {
                continue;
            }
            match char {
                '\r' => clean.extend((chars.peek().map(|&(_, next)| next) != Some('\n')).then_some('\n')),
                '\t' | '\n' => clean.push(char),
                _ if char.is_control() => clean.extend(char.is_whitespace().then_some(' ')),
                _ => clean.push(char),
            }
        }
        **text = Cow::Owned(clean);
    }
}

/// A character, by the index of its piece and its offset in it.
type Place = (usize, usize);

/// Finds the bidirectional controls of lines that have no partner.
#[derive(Default)]
struct Pairing {
    /// The open controls, outermost first, and whether each is an isolate.
    open: Vec<(Place, bool)>,
    open_isolates: usize,
    unpaired: Vec<Place>,
}

impl Pairing {
    fn read(&mut self, char: char, place: Place) {
        match char {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => self.open.push((place, false)),
            '\u{2066}'..='\u{2068}' => {
                self.open.push((place, true));
                self.open_isolates += 1;
            }
            // It closes the last embedding, but none that an isolate is in.
            '\u{202C}' => match self.open.pop_if(|(_, is_isolate)| !*is_isolate) {
                Some(_) => {}
                None => self.unpaired.push(place),
            },
            '\u{2069}' if self.open_isolates == 0 => self.unpaired.push(place),
            // It closes the last isolate and the embeddings in it, which are left without a partner.
            '\u{2069}' => {
                while let Some((opened, false)) = self.open.pop() {
                    self.unpaired.push(opened);
                }
                self.open_isolates -= 1;
            }
            '\n' | '\r' | '\u{85}' | '\u{2029}' => self.end_line(),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        self.unpaired.extend(self.open.drain(..).map(|(place, _)| place));
        self.open_isolates = 0;
    }

    /// The controls without a partner, in the order of the text.
    fn finish(mut self) -> Vec<Place> {
        self.end_line();
        self.unpaired.sort_unstable();
        self.unpaired
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_do_not_pass() {
        for (text, written) in [
            ("a\u{1B}]52;c;QQ==\u{7}b\u{9B}2J\u{7F}", "a]52;c;QQ==b2J"),
            ("a\0b\u{8}c", "abc"),
            ("a\r\nb\rc\tä\n", "a\nb\nc\tä\n"),
            ("a\u{B}b\u{C}c\u{85}d", "a b c d"),
            (
                "«a» – “b” می\u{200C}شود\u{200F}. \u{A0}\u{AD}\u{2028}",
                "«a» – “b” می\u{200C}شود\u{200F}. \u{A0}\u{AD}\u{2028}",
            ),
        ] {
            assert_eq!(harmless(text), written);
        }
        for c in ('\0'..='\u{20FF}').filter(|&c| !c.is_control() && !is_paired(c)) {
            assert!(is_harmless(&format!("{}{c}", "x".repeat(40))), "{c:?}");
        }
        for c in ('\0'..='\u{9F}').filter(|&c| c.is_control() && c != '\n' && c != '\t') {
            for before in 0..40 {
                assert!(!is_harmless(&format!("{}{c}é", "x".repeat(before))), "{c:?}");
            }
        }
    }

    #[test]
    fn bidirectional_controls_pass_in_pairs() {
        for (text, written) in [
            ("a\u{202B}b\u{202C}c", "a\u{202B}b\u{202C}c"),
            ("\u{2067}a\u{2066}b\u{2069}\u{2069}", "\u{2067}a\u{2066}b\u{2069}\u{2069}"),
            ("a\u{202E}b", "ab"),
            ("a\u{202C}b\u{2069}", "ab"),
            ("\u{202E}a\nb\u{202C}", "a\nb"),
            // An isolate ends the embeddings in it, and nothing in it ends those around it.
            ("\u{2067}\u{202E}a\u{2069}b", "\u{2067}a\u{2069}b"),
            ("\u{202E}\u{2067}a\u{202C}\u{2069}b\u{202C}", "\u{202E}\u{2067}a\u{2069}b\u{202C}"),
            ("\u{2067}a\u{202C}", "a"),
        ] {
            assert_eq!(harmless(text), written, "{text:?}");
        }
    }

    #[test]
    fn pairs_may_be_in_different_pieces_of_a_line() {
        let mut pieces = ["a\u{2067}b\u{1}", "c", "d\u{2069}\u{202C}"].map(Cow::Borrowed);
        make_harmless(&mut pieces.iter_mut().collect::<Vec<_>>());
        assert_eq!(pieces, ["a\u{2067}b", "c", "d\u{2069}"]);
    }
}
