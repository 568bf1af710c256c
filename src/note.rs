//! Notes on how a page was read.

use std::fmt;

/// A note on how a page was read, for example a wrong charset or a limit that was reached. The page was cleaned
/// nevertheless.
///
/// With the feature `serde`, a note is a map with one entry: the variant's name in lower case, words joined by
/// a hyphen, and a map of its fields (`{"too-deep": {"tags": 3}}`).
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Note {
    /// Some bytes are malformed in the page's encoding; each such sequence was replaced by U+FFFD.
    Malformed {
        /// Number of malformed sequences.
        sequences: usize,
    },
    /// The page or the server declared an encoding that the bytes of the page refute.
    // Not written `&'static str`, which the derived `Deserialize` would borrow from the input.
    WrongCharset {
        /// Name of the declared encoding.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "encoding_name"))]
        declared: &'static std::primitive::str,
        /// Name of the encoding that the page was read as.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "encoding_name"))]
        used: &'static std::primitive::str,
        /// Where it is declared.
        source: CharsetSource,
    },
    /// The page or the server declared another encoding than what counts more: the server more than the page, and a
    /// byte-order mark more than both. The bytes did not tell which of them is right.
    OverruledCharset {
        /// Name of the declared encoding.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "encoding_name"))]
        declared: &'static std::primitive::str,
        /// Name of the encoding that the page was read as.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "encoding_name"))]
        used: &'static std::primitive::str,
        /// Where it is declared.
        source: CharsetSource,
    },
    /// The page or the server declared an encoding that does not exist.
    UnknownCharset {
        /// The declared label.
        label: String,
        /// Where it is declared.
        source: CharsetSource,
    },
    /// The text does not read well in the encoding that the page was read as, nor in any other.
    DoubtfulCharset {
        /// Name of the encoding that the page was read as.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "encoding_name"))]
        used: &'static std::primitive::str,
    },
    /// Text was encoded in UTF-8 twice: it looks like `youâ€™ve`. Pages of bytes are repaired
    /// (see [`Page::without_repair`](crate::Page::without_repair)), text is left as it was given.
    DoubleEncoding {
        /// Number of runs of characters.
        runs: usize,
        /// Offset of the first in the decoded page, in bytes.
        at: usize,
        /// Whether they were repaired.
        repaired: bool,
    },
    /// Elements are nested deeper than [`Limits::with_depth`](crate::Limits::with_depth) allows.
    TooDeep {
        /// Number of start tags that were skipped; their content was read.
        tags: usize,
    },
    /// There are more nodes than [`Limits`](crate::Limits) allow, in all or for the length of the page, or unclosed tags
    /// made far more nodes than the page has tags.
    TooManyNodes {
        /// Offset in the decoded page, in bytes, from which tags were skipped; text was read.
        at: usize,
    },
    /// Tags have more than a thousand attributes; the rest of the attributes was skipped.
    TooManyAttributes {
        /// Number of such tags.
        tags: usize,
    },
    /// Addresses in attributes (`href`, `src`, `srcset` and the like) are longer than 8,192 bytes, or texts in them (`alt`,
    /// `title`, `datetime`, TeX) longer than 2,048. Such an address is not written, such a text is cut. Values that are not
    /// written of a page (`class`, `style`, `data:` addresses) are cut without a note.
    LongAttributes {
        /// Number of such values.
        values: usize,
    },
    /// The page has more than 2,000 different names of elements that HTML does not know. Tags with further such names were
    /// read without their name; their text was read.
    TooManyNames {
        /// Number of such tags.
        tags: usize,
    },
    /// Elements or comments are never closed and would have hidden the rest of the page, or nested without end. They
    /// were closed early.
    NeverClosed {
        /// Number of such elements and comments.
        elements: usize,
    },
    /// There are more segments than [`Limits`](crate::Limits) allow, in all or for the length of the page. The rest of the
    /// page is one segment, a paragraph.
    TooManySegments {
        /// Offset in the source text, in bytes, at which that segment begins.
        at: usize,
    },
    /// There is more JSON-LD than [`Limits::with_structured_data`](crate::Limits::with_structured_data) allows, or it has more
    /// than 20,000 values, or some that are nested more than 32 deep. What is beyond was not read.
    TooMuchStructuredData {
        /// Number of scripts that were not read, or not to their end.
        scripts: usize,
    },
    /// The page took more steps than [`Limits::with_steps`](crate::Limits::with_steps) allows. What was not decided by then is
    /// kept as plain paragraphs.
    TooMuchWork {
        /// The number of steps that were allowed.
        steps: u64,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { sequences } => write!(f, "{sequences} byte sequences are malformed in the encoding"),
            Self::WrongCharset { declared, used, source } => {
                write!(f, "declared as {declared} {source}, which the bytes refute: read as {used}")
            }
            Self::OverruledCharset { declared, used, source } => {
                write!(f, "declared as {declared} {source}, but read as {used}, which counts more")
            }
            Self::UnknownCharset { label, source } => write!(f, "there is no charset {label:?}, as declared {source}"),
            Self::DoubtfulCharset { used } => write!(f, "read as {used}, but the text does not read well"),
            Self::DoubleEncoding { runs, at, repaired } => {
                let done = if *repaired { "were repaired" } else { "were left" };
                write!(f, "{runs} runs of text encoded twice {done}, the first at byte {at}")
            }
            Self::TooDeep { tags } => write!(f, "{tags} tags nested too deep were skipped"),
            Self::TooManyNodes { at } => write!(f, "too many nodes: tags were skipped from byte {at} on"),
            Self::TooManyAttributes { tags } => write!(f, "{tags} tags have too many attributes"),
            Self::LongAttributes { values } => write!(f, "{values} addresses or texts in attributes are too long"),
            Self::TooManyNames { tags } => {
                write!(f, "too many names of elements: {tags} tags were read without theirs")
            }
            Self::NeverClosed { elements } => {
                write!(f, "{elements} elements or comments that are never closed were closed early")
            }
            Self::TooManySegments { at } => write!(f, "too many segments: from byte {at} on the text is one paragraph"),
            Self::TooMuchStructuredData { scripts } => {
                write!(f, "there is too much JSON-LD: {scripts} scripts were not read, or not to their end")
            }
            Self::TooMuchWork { steps } => {
                write!(f, "after {steps} steps what was not decided is kept as plain paragraphs")
            }
        }
    }
}

/// Where the encoding of a page is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum CharsetSource {
    /// In a byte-order mark, the first bytes of the page.
    Mark,
    /// By the transport: [`Page::with_charset`](crate::Page::with_charset).
    Transport,
    /// In the page itself: `<meta>`, or an XML declaration.
    Page,
}

impl fmt::Display for CharsetSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mark => "by the byte-order mark",
            Self::Transport => "by the transport",
            Self::Page => "in the page",
        })
    }
}

/// Reads the name of an encoding of the Encoding Standard, or of UTF-32.
#[cfg(feature = "serde")]
pub(crate) fn encoding_name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    let name: String = serde::Deserialize::deserialize(deserializer)?;
    if let Some(utf_32) = ["UTF-32LE", "UTF-32BE"].into_iter().find(|utf_32| *utf_32 == name) {
        return Ok(utf_32);
    }
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes());
    let unknown = || serde::de::Error::custom(format!("the Encoding Standard has no encoding {name:?}"));
    encoding.map(encoding_rs::Encoding::name).ok_or_else(unknown)
}
