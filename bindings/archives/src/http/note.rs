//! What is wrong with a response.

use thiserror::Error;

/// What was found wrong with a response; the body was read nevertheless.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum HttpNote {
    #[error("declared as chunked, but is not")]
    NotChunked,
    #[error("chunked, but not declared so")]
    Chunked,
    #[error("the chunks are damaged after {decoded} bytes; {rest} bytes behind them were read as they are")]
    DamagedChunks { decoded: usize, rest: usize },
    #[error("the last chunk is cut: {missing} bytes are missing")]
    CutChunk { missing: usize },
    #[error("{bytes} bytes behind the last chunk were left out")]
    AfterChunks { bytes: usize },
    #[error("declared as encoded with {0}, but is not")]
    NotEncoded(String),
    #[error("encoded with {0}, but not declared so")]
    Encoded(&'static str),
    #[error("the content encoding {0} is not known")]
    UnknownEncoding(String),
    #[error("the {coding} data of the body is damaged or cut after {decoded} decoded bytes")]
    DamagedEncoding { coding: String, decoded: usize },
    #[error("{bytes} bytes behind the {coding} data of the body were left out")]
    AfterEncoding { coding: String, bytes: usize },
    #[error("the body is longer than {limit} bytes when decoded; the rest was left out")]
    TooLong { limit: usize },
}
