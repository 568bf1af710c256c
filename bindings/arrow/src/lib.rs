//! Cleans arrays of web pages in Apache Arrow with dechaff: an array of pages goes in, an array of structs comes out, one for
//! each page. The Python package and the function for DataFusion are built on it.
//!
//! ```
//! use std::sync::Arc;
//!
//! use arrow_array::cast::AsArray;
//! use arrow_array::{ArrayRef, StringArray};
//! use dechaff_arrow::{Batches, Column, Columns};
//!
//! let batches = Batches::default().with_columns(Columns::none().with(Column::Title).with(Column::Text));
//! let pages: ArrayRef = Arc::new(StringArray::from(vec!["<h1>The mill</h1><p>It ground rye until the war.", "%PDF-1.7\n\0"]));
//! let cleaned = batches.clean(&pages)?;
//! let texts = cleaned.as_struct().column_by_name("text").expect("it was asked for").as_string::<i32>();
//! assert_eq!(texts.iter().collect::<Vec<_>>(), [Some("It ground rye until the war."), None]);
//! # Ok::<(), arrow_schema::ArrowError>(())
//! ```

mod batches;
mod columns;
mod output;
mod page;
mod pages;
mod rows;
pub mod spans;

pub use batches::Batches;
pub use columns::{Column, Columns};
pub use page::{Finished, PageFacts, Settings, Source, clean};
