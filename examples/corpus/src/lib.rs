//! Cleans web archives and datasets of pages, and writes what a corpus is built from. `README.md` says how to use it.

pub mod arguments;
pub mod clean;
pub mod counts;
pub mod input;
pub mod job;
pub mod manifest;
pub mod pipeline;
pub mod progress;
pub mod report;
pub mod row;
pub mod settings;
pub mod summary;
pub mod units;
pub mod window;
pub mod write;
