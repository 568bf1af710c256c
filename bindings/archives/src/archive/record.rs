//! One record of an archive.

use thiserror::Error;

use super::fields::Fields;
use crate::compressed::Fault;

/// The kind of a record (`WARC-Type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    Warcinfo,
    Response,
    Resource,
    Request,
    Metadata,
    Revisit,
    Conversion,
    Continuation,
    Other,
}

impl RecordKind {
    pub fn of(name: &str) -> Self {
        let kinds = [
            Self::Warcinfo,
            Self::Response,
            Self::Resource,
            Self::Request,
            Self::Metadata,
            Self::Revisit,
            Self::Conversion,
            Self::Continuation,
        ];
        kinds.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name)).unwrap_or(Self::Other)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Warcinfo => "warcinfo",
            Self::Response => "response",
            Self::Resource => "resource",
            Self::Request => "request",
            Self::Metadata => "metadata",
            Self::Revisit => "revisit",
            Self::Conversion => "conversion",
            Self::Continuation => "continuation",
            Self::Other => "other",
        }
    }
}

/// A record with its block.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub kind: RecordKind,
    pub fields: Fields,
    /// What the record is about; only its beginning if `faults` says that it is too long.
    pub block: Vec<u8>,
    /// What is wrong with the block.
    pub faults: Vec<BlockFault>,
    /// Offset of the record in the decompressed file.
    pub offset: u64,
}

/// What is wrong with the block of a record.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum BlockFault {
    #[error("the record says that it has {declared} bytes, but the next one begins after {found}")]
    WrongLength { declared: u64, found: u64 },
    #[error("the record does not say its length; it was read to the next one")]
    NoLength,
    #[error("the file ends within the record: {missing} of {declared} bytes are missing")]
    Cut { declared: u64, missing: u64 },
    #[error("{0}")]
    Damaged(Fault),
    #[error("the record has {bytes} bytes, the limit is {limit}")]
    TooLong { bytes: u64, limit: usize },
}

impl BlockFault {
    /// Whether what was read of the block is not worth cleaning.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::TooLong { .. })
    }
}
