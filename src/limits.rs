//! Limits on the size of a page.

use crate::error::InputError;

/// Limits on the size of a page, against hostile input.
///
/// The defaults are far above real pages. A limit that was reached is an error or a note
/// ([`Cleaned::notes`](crate::Cleaned::notes)); nothing is cut silently.
///
/// # Example
///
/// ```
/// use dechaff::error::InputError;
/// use dechaff::{Cleaner, Limits};
///
/// let cleaner = Cleaner::new().with_limits(Limits::new().with_bytes(1_000));
/// let error = cleaner.clean_bytes("word ".repeat(400).as_bytes()).unwrap_err();
/// assert_eq!(error, InputError::TooLong { bytes: 2_000, limit: 1_000 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    bytes: usize,
    nodes: usize,
    depth: usize,
    segments: usize,
    structured_data: usize,
    steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    /// 64 MiB of input, 4 million nodes, elements 512 deep, 200,000 segments, 2 MiB of structured data, 4 billion steps.
    pub const fn new() -> Self {
        Self {
            bytes: 64 << 20,
            nodes: 4_000_000,
            depth: 512,
            segments: 200_000,
            structured_data: 2 << 20,
            steps: 4_000_000_000,
        }
    }

    /// The largest size of the input in bytes, at most 1 GiB. A longer input is an error
    /// ([`InputError::TooLong`]).
    pub const fn with_bytes(mut self, bytes: usize) -> Self {
        self.bytes = if bytes < Self::MAX_BYTES { bytes } else { Self::MAX_BYTES };
        self
    }

    /// The largest number of nodes (elements and texts) of an HTML page. Further tags are skipped, their
    /// text is read ([`Note::TooManyNodes`](crate::Note::TooManyNodes)).
    pub const fn with_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// The deepest nesting of elements. Deeper tags are skipped, their text is read
    /// ([`Note::TooDeep`](crate::Note::TooDeep)). The time per tag grows with the depth, because the parser
    /// searches the open elements.
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// The largest number of segments, at least one. What comes after them is one segment, a paragraph
    /// ([`Note::TooManySegments`](crate::Note::TooManySegments)). A segment takes about 500 bytes of memory, however short
    /// it is; the longest pages of the corpora that the crate is developed with have some ten thousand.
    pub const fn with_segments(mut self, segments: usize) -> Self {
        self.segments = if segments > 0 { segments } else { 1 };
        self
    }

    /// The largest size of the JSON-LD of a page in bytes. Scripts that go beyond it are not read
    /// ([`Note::TooMuchStructuredData`](crate::Note::TooMuchStructuredData)). Of real pages hardly any has a tenth of the
    /// default.
    pub const fn with_structured_data(mut self, bytes: usize) -> Self {
        self.structured_data = bytes;
        self
    }

    /// The largest number of steps that reading and cleaning a page may take. A step takes about a nanosecond, but
    /// the result does not depend on the machine. When they are spent, what is not decided is kept as plain paragraphs
    /// ([`Note::TooMuchWork`](crate::Note::TooMuchWork)). Ordinary pages take about ten steps per byte.
    pub const fn with_steps(mut self, steps: u64) -> Self {
        self.steps = steps;
        self
    }

    /// The largest size of the input in bytes.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The largest number of nodes.
    pub const fn nodes(&self) -> usize {
        self.nodes
    }

    /// The deepest nesting of elements.
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// The largest number of segments.
    pub const fn segments(&self) -> usize {
        self.segments
    }

    /// The largest size of structured data in bytes.
    pub const fn structured_data(&self) -> usize {
        self.structured_data
    }

    /// The largest number of steps.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Offsets into the decoded text are 32 bits wide, and a decoded page is up to three times as long as its bytes.
    const MAX_BYTES: usize = 1 << 30;

    /// Refuses an input of more bytes than allowed.
    pub(crate) fn check(&self, bytes: usize) -> Result<(), InputError> {
        let limit = self.bytes;
        if bytes > limit { Err(InputError::TooLong { bytes, limit }) } else { Ok(()) }
    }
}
