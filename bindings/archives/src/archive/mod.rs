//! The records of WARC and ARC files.
//!
//! Crates that read WARC end at the first damage and do not read ARC. Here reading goes on at the next record, and every
//! byte is either in a record or counted as skipped.

mod arc;
mod fields;
mod reader;
mod record;
mod warc;

pub use fields::{Fields, header_end};
pub use reader::{ReadCounts, RecordReader};
pub use record::{BlockFault, Record, RecordKind};

/// The format of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveFormat {
    Warc,
    Arc,
}

impl ArchiveFormat {
    /// The format by the first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if warc::is_start(bytes) {
            Some(Self::Warc)
        } else if arc::is_start(bytes) {
            Some(Self::Arc)
        } else {
            None
        }
    }

    /// Whether a record begins here, if it is known that one should.
    fn is_start(self, bytes: &[u8]) -> bool {
        match self {
            Self::Warc => warc::is_start(bytes),
            Self::Arc => arc::is_start(bytes),
        }
    }

    /// Offset, not before `from`, of the next line that is without doubt the first of a record.
    fn find_start(self, bytes: &[u8], from: usize) -> Option<usize> {
        match self {
            Self::Warc => warc::find_start(bytes, from),
            Self::Arc => arc::find_start(bytes, from),
        }
    }
}
