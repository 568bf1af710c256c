//! Cleans web archives and datasets of pages, and writes what a corpus is built from. `README.md` says how to use it.
//!
//! Without the feature `program` it only reads archives ([`page_reader`]).

pub mod archive;
pub mod compressed;
pub mod counts;
pub mod dates;
pub mod http;
pub mod media_type;
pub mod page_reader;
pub mod raw_page;
pub mod row;

#[cfg(feature = "program")]
pub mod arguments;
#[cfg(feature = "program")]
pub mod clean;
#[cfg(feature = "program")]
pub mod input;
#[cfg(feature = "program")]
pub mod job;
#[cfg(feature = "program")]
pub mod manifest;
#[cfg(feature = "program")]
pub mod pipeline;
#[cfg(feature = "program")]
pub mod progress;
#[cfg(feature = "program")]
pub mod report;
#[cfg(feature = "program")]
pub mod settings;
#[cfg(feature = "program")]
pub mod summary;
#[cfg(feature = "program")]
pub mod units;
#[cfg(feature = "program")]
pub mod window;
#[cfg(feature = "program")]
pub mod write;
