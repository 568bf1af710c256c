//! Cleans arrays.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::ArrayRef;
use arrow_schema::{ArrowError, DataType, FieldRef};

use crate::columns::Columns;
use crate::output::Output;
use crate::page::Settings;
use crate::pages::{self, Pages};
use crate::rows;

/// Cleans the pages of arrays, with the same settings and columns for all.
#[derive(Clone, Debug)]
pub struct Batches {
    settings: Settings,
    output: Output,
    threads: usize,
}

impl Default for Batches {
    /// The default settings and columns, one thread.
    fn default() -> Self {
        Self { settings: Settings::default(), output: Output::new(Columns::default()), threads: 1 }
    }
}

impl Batches {
    /// Cleans with other settings.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Writes other columns.
    #[must_use]
    pub fn with_columns(mut self, columns: Columns) -> Self {
        self.output = Output::new(columns);
        self
    }

    /// Cleans a number of pages at a time, at least one. Engines that clean several arrays at a time need only one thread for each.
    #[must_use]
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// The field of the result: a struct, never null, so that it can be read as a table.
    pub fn field(&self) -> FieldRef {
        self.output.field()
    }

    /// Whether arrays of a type have pages. They are
    ///
    /// - strings, of any width of offsets or views: decoded pages,
    /// - bytes: pages as they were fetched,
    /// - structs: the page is in the first of the columns `page`, `html` and `text` that is there and not null (`html` and
    ///   `text` say what it is), its address in `url` and the header that the server sent in `content_type`.
    ///
    /// # Errors
    ///
    /// [`ArrowError::SchemaError`] with what is wrong with the type.
    pub fn check(of: &DataType) -> Result<(), ArrowError> {
        pages::check(of).map_err(ArrowError::SchemaError)
    }

    /// Cleans the pages of an array. A page that cannot be cleaned is a row of nulls with an `error`; where a page is null,
    /// so are all columns of its row.
    ///
    /// # Errors
    ///
    /// [`ArrowError`] if the array has another type than [`check`](Self::check) allows, or if the results are too long for
    /// offsets of 32 bits.
    pub fn clean(&self, pages: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let cleaned = catch_unwind(AssertUnwindSafe(|| {
            let pages = Pages::of(pages)?;
            let rows = rows::clean(&pages, &self.settings, self.output.columns(), self.threads);
            self.output.array(rows)
        }));
        // A panic must not reach whoever reads the result, which may be C: it would end the process.
        cleaned
            .unwrap_or_else(|_| Err(ArrowError::ComputeError("cleaning the batch panicked, a fault of dechaff".into())))
    }
}
