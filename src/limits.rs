//! How much of a page is read.

/// How much of a page is read: limits against pages that are made to hurt.
///
/// The defaults touch no tag of thousands of real pages. What a limit does to a page stands in
/// [`Cleaned::notes`](crate::Cleaned::notes), nothing is cut in silence.
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

    /// The longest input; a longer one is an error
    /// ([`InputError::TooLong`](crate::error::InputError::TooLong)). No more than 1 GiB.
    pub const fn with_bytes(mut self, bytes: usize) -> Self {
        self.bytes = if bytes < Self::MAX_BYTES { bytes } else { Self::MAX_BYTES };
        self
    }

    /// So many nodes (elements and runs of text) a page of HTML may have. Behind them tags are
    /// passed over, their text is still read ([`Note::TooManyNodes`](crate::Note::TooManyNodes)).
    pub const fn with_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// So deep elements may be nested. Deeper tags are passed over, their text is still read
    /// ([`Note::TooDeep`](crate::Note::TooDeep)). Time grows with the depth, since
    /// the parser goes up the open elements at most tags.
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// The longest input.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The most nodes.
    pub const fn nodes(&self) -> usize {
        self.nodes
    }

    /// The greatest depth.
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// Places in the text are numbers of 32 bits.
    const MAX_BYTES: usize = 1 << 30;
}
