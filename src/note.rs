//! What a caller should know of how a page was read.

use std::fmt;

/// What a caller should know of how a page was read; none of it kept the page from being cleaned.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Note, Page};
///
/// let page = Page::new("<p>Die Brücke über den Fluss wird größer, als man es geplant hatte.".as_bytes()).with_charset("iso-8859-1");
/// let cleaned = Cleaner::new().clean_bytes(page)?;
/// assert!(matches!(cleaned.notes()[0], Note::WrongCharset { used: "UTF-8", .. }));
/// assert_eq!(cleaned.text(), "Die Brücke über den Fluss wird größer, als man es geplant hatte.");
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Some bytes are no text in the page's encoding; each such sequence became U+FFFD.
    Malformed {
        /// How many sequences of bytes.
        sequences: usize,
    },
    /// The page, or who sent it, names an encoding that it is not in.
    WrongCharset {
        /// The encoding that was named.
        declared: &'static str,
        /// The one that it was read as.
        used: &'static str,
    },
    /// The page, or who sent it, names an encoding that does not exist.
    UnknownCharset {
        /// The name.
        label: String,
    },
    /// Elements are nested deeper than [`Limits::with_depth`](crate::Limits::with_depth) allows.
    TooDeep {
        /// How many start tags were passed over; what they hold was read.
        tags: usize,
    },
    /// There are more nodes than [`Limits::with_nodes`](crate::Limits::with_nodes) allows, or tags
    /// that were never closed made far more nodes than the page has tags.
    TooManyNodes {
        /// The byte of the decoded page from which on tags were passed over; text was read.
        at: usize,
    },
    /// Tags with more than a thousand attributes; those in excess were passed over.
    TooManyAttributes {
        /// How many tags.
        tags: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { sequences } => write!(f, "{sequences} sequences of bytes are no text in the encoding"),
            Self::WrongCharset { declared, used } => write!(f, "declared as {declared}, read as {used}"),
            Self::UnknownCharset { label } => write!(f, "there is no charset {label:?}"),
            Self::TooDeep { tags } => write!(f, "{tags} tags nested too deep were passed over"),
            Self::TooManyNodes { at } => write!(f, "too many nodes: tags were passed over from byte {at} on"),
            Self::TooManyAttributes { tags } => write!(f, "{tags} tags have too many attributes"),
        }
    }
}
