//! Cleans web archives and datasets of pages, and writes what a corpus is built from. `README.md` says how to use it.

pub mod archive;
pub mod arguments;
pub mod clean;
pub mod compressed;
pub mod counts;
pub mod dates;
pub mod http;
pub mod input;
pub mod job;
pub mod manifest;
pub mod media_type;
pub mod pipeline;
pub mod progress;
pub mod raw_page;
pub mod report;
pub mod row;
pub mod settings;
pub mod summary;
pub mod units;
pub mod window;
pub mod write;
