//! Reads the pages of web archives (WARC, WET, ARC), compressed or not, damaged ones too. The Python package and the program
//! `corpus` are built on it.
//!
//! [`page_reader::PageReader`] gives the pages of an archive one after the other, and counts in [`counts::InputCounts`] what
//! is no page and what could not be read. Below it, [`archive`] has the records, [`compressed`] the members of compressed
//! files, and [`http`] the bodies of responses.

pub mod archive;
pub mod compressed;
pub mod counts;
pub mod dates;
pub mod http;
pub mod media_type;
pub mod page_reader;
pub mod raw_page;
