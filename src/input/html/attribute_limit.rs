//! A limit on the attributes of a tag.
//!
//! html5ever's tokenizer compares each attribute with all before it, so a tag of 100,000 attributes takes
//! minutes. The attributes of long tags are counted while they are read, and the tag is cut at the limit.

/// No tag keeps more attributes (hand-set).
pub(super) const MAX_ATTRIBUTES: usize = 1_000;

/// Counts the attributes of a tag while its bytes are read.
#[derive(Clone, Copy, Default)]
pub(super) struct AttributeCounter {
    state: State,
    attributes: usize,
}

/// The tokenizer's states inside a tag, simplified (HTML standard, section 13.2.5).
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

impl AttributeCounter {
    /// Reads the next bytes. If the tag ends in them, returns the offset after its `>`.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        for (offset, &byte) in bytes.iter().enumerate() {
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
                return Some(offset + 1);
            }
        }
        None
    }

    /// Whether the tag has more attributes than are kept.
    pub(super) fn is_over_limit(&self) -> bool {
        self.attributes > MAX_ATTRIBUTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_tag_is_found_outside_quotes() {
        let mut counter = AttributeCounter::default();
        assert_eq!(counter.read(br#"<a href="x>y" title='>' b=c/d>text"#), Some(30));
        assert!(!counter.is_over_limit());
        let mut counter = AttributeCounter::default();
        assert_eq!(counter.read(b"<a x"), None);
        assert_eq!(counter.read(b"y>"), Some(2));
        let mut counter = AttributeCounter::default();
        assert_eq!(counter.read(&[b"<a".as_slice(), &b" b".repeat(2_000)].concat()), None);
        assert!(counter.is_over_limit());
    }
}
