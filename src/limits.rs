//! Limits on the size of a page.

use crate::error::InputError;

/// Longer addresses are not written (bytes, hand-set): more than any server takes.
pub(crate) const MAX_ADDRESS_BYTES: usize = 8_192;

/// Limits on the size of a page, against hostile input.
///
/// The defaults are far above real pages. A limit that was reached is an error or a note
/// ([`Cleaned::notes`](crate::Cleaned::notes)); nothing that is written of a page is cut silently. Only what tells what an
/// element is for may be: of values of `class`, `id`, `style` and the like the first 2,048 bytes are read.
///
/// # Memory
///
/// A page takes memory for every segment and every node, however short they are: some 180 bytes for a segment, 60 for a
/// node. So besides the limits below, a page of HTML has at most one segment for every 56 bytes and one node for every 12
/// bytes, flattened text one segment for every 16 bytes; a page of less than 64 KiB as many as one of 64 KiB. What is beyond
/// is treated as beyond the limits of [segments](Self::with_segments) and [nodes](Self::with_nodes). With that, cleaning a
/// page of more than 64 KiB takes at most 17 times its length, most pages 3 to 4 times (`tests/memory.rs`). No page
/// of the corpora that the crate is developed with is that dense. A list of very short words or a bare table of numbers
/// can be: [`with_dense_pages`](Self::with_dense_pages) reads it whole.
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
    may_be_dense: bool,
}

/// What a page may have at most for its length: one segment for this many bytes of flattened text, or of HTML, and one node
/// for this many bytes of HTML. Hand-set: on the 4,000 pages of the corpora, the densest have a segment for 16 and for 58
/// bytes, and a tag for 15.
const MIN_BYTES_PER_TEXT_SEGMENT: usize = 16;
const MIN_BYTES_PER_HTML_SEGMENT: usize = 56;
const MIN_BYTES_PER_NODE: usize = 12;
/// Blocks beyond the last node may remain apart up to this many times as many nodes.
const NODES_WITH_BORDERS: usize = 2;
/// A shorter page may have as many as one of this length.
const MIN_DENSE_BYTES: usize = 64 << 10;

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    /// 64 MiB of input, 4 million nodes, elements 512 deep, 200,000 segments, 1 MiB of structured data, 4 billion steps.
    pub const fn new() -> Self {
        Self {
            bytes: 64 << 20,
            nodes: 4_000_000,
            depth: 512,
            segments: 200_000,
            structured_data: 1 << 20,
            steps: 4_000_000_000,
            may_be_dense: false,
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
    /// ([`Note::TooManySegments`](crate::Note::TooManySegments)). The longest pages of the corpora that the crate is developed
    /// with have some ten thousand.
    pub const fn with_segments(mut self, segments: usize) -> Self {
        self.segments = if segments > 0 { segments } else { 1 };
        self
    }

    /// Allows any number of segments and nodes for the length of a page, up to the limits of their numbers. Memory is then
    /// only bounded by these: 200,000 segments of text take some 36 MB.
    ///
    /// ```
    /// use dechaff::{Cleaner, Limits};
    ///
    /// let words = "mill\nrye\nflour\nwheel\n".repeat(4_000);
    /// let spans = |limits: Limits| Cleaner::new().with_limits(limits).clean_text(words.as_str()).map(|page| page.spans().len());
    /// assert_eq!(spans(Limits::new())?, words.len() / 16);
    /// assert_eq!(spans(Limits::new().with_dense_pages())?, 16_000);
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub const fn with_dense_pages(mut self) -> Self {
        self.may_be_dense = true;
        self
    }

    /// The largest size of the JSON-LD of a page in bytes. Scripts that go beyond it are not read
    /// ([`Note::TooMuchStructuredData`](crate::Note::TooMuchStructuredData)). Of the 4,000 pages of the corpora that the crate is
    /// developed with, the one with most has a fifth of the default.
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

    /// The largest number of segments of flattened text of a number of bytes.
    pub(crate) fn segments_of_text(&self, bytes: usize) -> usize {
        self.segments.min(self.by_length(bytes, MIN_BYTES_PER_TEXT_SEGMENT))
    }

    /// The largest number of segments of a page of HTML of a number of bytes.
    pub(crate) fn segments_of_html(&self, bytes: usize) -> usize {
        self.segments.min(self.by_length(bytes, MIN_BYTES_PER_HTML_SEGMENT))
    }

    /// The largest number of nodes of a page of HTML of a number of bytes.
    pub(crate) fn nodes_of_html(&self, bytes: usize) -> usize {
        self.nodes.min(self.by_length(bytes, MIN_BYTES_PER_NODE))
    }

    /// The number of nodes from which on not even the borders of blocks whose tags were skipped are nodes.
    pub(crate) fn nodes_with_borders_of_html(&self, bytes: usize) -> usize {
        self.by_length(bytes, MIN_BYTES_PER_NODE).saturating_mul(NODES_WITH_BORDERS)
    }

    fn by_length(&self, bytes: usize, min_bytes_each: usize) -> usize {
        if self.may_be_dense { usize::MAX } else { bytes.max(MIN_DENSE_BYTES) / min_bytes_each }
    }

    /// Refuses an input of more bytes than allowed.
    pub(crate) fn check(&self, bytes: usize) -> Result<(), InputError> {
        let limit = self.bytes;
        if bytes > limit { Err(InputError::TooLong { bytes, limit }) } else { Ok(()) }
    }
}
