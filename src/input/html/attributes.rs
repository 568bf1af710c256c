//! Tags with very many attributes.
//!
//! The tokenizer compares each attribute with all before it, so a tag of 100,000 attributes takes
//! minutes. Long tags are therefore read along, and cut where they have too many.

/// More attributes than this no tag keeps.
pub(super) const MAX_ATTRIBUTES: usize = 1_000;

/// Reads along inside a tag, byte by byte.
#[derive(Clone, Copy, Default)]
pub(super) struct TagReader {
    state: State,
    attributes: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Between,
    Name,
    BeforeValue,
    Unquoted,
    Quoted(u8),
    Done,
}

impl TagReader {
    /// Reads on; the place behind the bytes where the tag ends, if it does.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        for (place, &byte) in bytes.iter().enumerate() {
            self.state = match (self.state, byte) {
                (State::Quoted(quote), _) if byte == quote => State::Between,
                (State::Quoted(quote), _) => State::Quoted(quote),
                (_, b'>') => State::Done,
                (State::BeforeValue, b'"' | b'\'') => State::Quoted(byte),
                (State::BeforeValue, byte) if byte.is_ascii_whitespace() => State::BeforeValue,
                (State::BeforeValue, _) => State::Unquoted,
                (_, byte) if byte.is_ascii_whitespace() => State::Between,
                (State::Name | State::Between, b'=') => State::BeforeValue,
                (State::Between, b'/') => State::Between,
                (State::Between, _) => {
                    self.attributes += 1;
                    State::Name
                }
                (state, _) => state,
            };
            if self.state == State::Done {
                return Some(place + 1);
            }
        }
        None
    }

    /// Whether the tag has more attributes than one keeps.
    pub(super) fn has_too_many(&self) -> bool {
        self.attributes > MAX_ATTRIBUTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_tag_is_found_outside_quotes() {
        let mut reader = TagReader::default();
        assert_eq!(reader.read(br#"<a href="x>y" title='>' b=c/d>text"#), Some(30));
        assert!(!reader.has_too_many());
        let mut reader = TagReader::default();
        assert_eq!(reader.read(b"<a x"), None);
        assert_eq!(reader.read(b"y>"), Some(2));
        let mut reader = TagReader::default();
        assert_eq!(reader.read("<a".bytes().chain(" b".repeat(2_000).bytes()).collect::<Vec<_>>().as_slice()), None);
        assert!(reader.has_too_many());
    }
}
