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
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    /// 64 MiB of input, 4 million nodes, elements 512 deep.
    pub const fn new() -> Self {
        Self { bytes: 64 << 20, nodes: 4_000_000, depth: 512 }
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

    /// Offsets into the decoded text are 32 bits wide, and a decoded page is up to three times as long as its bytes.
    const MAX_BYTES: usize = 1 << 30;

    /// Refuses an input of more bytes than allowed.
    pub(crate) fn check(&self, bytes: usize) -> Result<(), InputError> {
        let limit = self.bytes;
        if bytes > limit { Err(InputError::TooLong { bytes, limit }) } else { Ok(()) }
    }
}
