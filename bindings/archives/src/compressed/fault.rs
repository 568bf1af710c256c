//! Damage of a compressed file.

use thiserror::Error;

use super::member::Codec;

/// A part of a compressed file that could not be read.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("the {codec} data at byte {start} {cause}")]
pub struct Fault {
    /// How the part is compressed.
    pub codec: Codec,
    /// Offset of the damaged member in the file.
    pub start: u64,
    /// Offset at which reading went on; the length of the file if nothing more could be read.
    pub end: u64,
    /// Offset in the decompressed stream at which the output of the damaged member begins.
    pub output_start: u64,
    /// What is wrong.
    pub cause: Cause,
}

/// What is wrong with a member.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Cause {
    /// The file ends within the member.
    #[error("ends early")]
    Truncated,
    /// The decoder refused it.
    #[error("is damaged ({0})")]
    Damaged(String),
    /// Between two members there is something else.
    #[error("is followed by bytes that are not compressed")]
    Foreign,
}
