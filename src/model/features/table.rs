//! Features as tables: a name, a unit, and how the feature is computed.

use std::ops::Range;

/// Rows that are computed together.
pub(crate) const BLOCK_ROWS: usize = 32;
/// Consecutive rows whose facts are prepared together.
pub(crate) const STRETCH_ROWS: usize = 2 * BLOCK_ROWS;

/// The values of one feature for up to [`BLOCK_ROWS`] segments.
pub(crate) type Column = [f32; BLOCK_ROWS];

/// The facts that the features of a kind of input are computed from.
pub(crate) trait Facts: 'static {
    /// The facts of one page.
    type Page<'a>;

    /// Prepares the facts for the features of some rows, at most [`STRETCH_ROWS`]. The rows come in order.
    fn advance(_page: &mut Self::Page<'_>, _rows: Range<usize>) {}
}

/// Facts of which those of another table are a part.
pub(crate) trait Includes<G: Facts>: Facts {
    /// The part.
    fn part<'p, 'a: 'p>(page: &'p Self::Page<'a>) -> &'p G::Page<'a>;
}

/// One feature.
pub(crate) struct Feature<F: Facts> {
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    values: Values<F>,
}

type OfSegments<F> = Box<dyn Fn(&<F as Facts>::Page<'_>, &[usize], &mut Column) + Send + Sync>;
type OfPage<F> = Box<dyn Fn(&<F as Facts>::Page<'_>) -> f32 + Send + Sync>;

enum Values<F: Facts> {
    /// Each segment has its own value.
    Segments(OfSegments<F>),
    /// All segments of a page have the same value.
    Page(OfPage<F>),
}

impl<F: Facts> Feature<F> {
    /// The value of all segments, if it is the same for all.
    pub(crate) fn of_page(&self, page: &F::Page<'_>) -> Option<f32> {
        match &self.values {
            Values::Page(value) => Some(finite(value(page))),
            Values::Segments(_) => None,
        }
    }

    /// Fills a column with the values of some segments, at most [`BLOCK_ROWS`], of the rows whose facts are prepared.
    pub(crate) fn fill(&self, page: &F::Page<'_>, segments: &[usize], column: &mut Column) {
        match &self.values {
            Values::Segments(fill) => fill(page, segments, column),
            Values::Page(value) => column.fill(finite(value(page))),
        }
    }
}

/// The features of a kind of input, in the order of the model's columns.
pub(crate) struct Table<F: Facts>(Vec<Feature<F>>);

impl<F: Facts> Table<F> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn features(&self) -> &[Feature<F>] {
        &self.0
    }

    /// Adds the features of another table, whose facts are part of this table's, with a prefix to their names.
    pub(super) fn include<G: Facts>(&mut self, prefix: &str, table: Table<G>)
    where
        F: Includes<G>,
    {
        for feature in table.0 {
            let values = match feature.values {
                Values::Segments(fill) => {
                    Values::Segments(Box::new(move |page: &F::Page<'_>, segments: &[usize], column: &mut Column| {
                        fill(F::part(page), segments, column);
                    }) as OfSegments<F>)
                }
                Values::Page(value) => {
                    Values::Page(Box::new(move |page: &F::Page<'_>| value(F::part(page))) as OfPage<F>)
                }
            };
            self.0.push(Feature { name: format!("{prefix}{}", feature.name), unit: feature.unit, values });
        }
    }

    /// Adds a feature of each segment.
    pub(super) fn segment<V>(&mut self, name: impl Into<String>, unit: &'static str, value: V)
    where
        V: Fn(&F::Page<'_>, usize) -> f32 + Send + Sync + 'static,
    {
        // The loop is inside of the boxed function, so that it is compiled for each feature.
        let fill = move |page: &F::Page<'_>, segments: &[usize], column: &mut Column| {
            let column = &mut column[..segments.len()];
            for (slot, &segment) in column.iter_mut().zip(segments) {
                *slot = value(page, segment);
            }
            // In a loop of its own, which is compiled to vectors.
            column.iter_mut().for_each(|slot| *slot = finite(*slot));
        };
        self.0.push(Feature { name: name.into(), unit, values: Values::Segments(Box::new(fill)) });
    }

    /// Adds a feature of each segment that is 1 or 0.
    pub(super) fn flag<V>(&mut self, name: impl Into<String>, value: V)
    where
        V: Fn(&F::Page<'_>, usize) -> bool + Send + Sync + 'static,
    {
        self.segment(name, "flag", move |page, segment| f32::from(u8::from(value(page, segment))));
    }

    /// Adds a feature of the page.
    pub(super) fn page<V>(&mut self, name: impl Into<String>, unit: &'static str, value: V)
    where
        V: Fn(&F::Page<'_>) -> f32 + Send + Sync + 'static,
    {
        self.0.push(Feature { name: name.into(), unit, values: Values::Page(Box::new(value)) });
    }

    /// Adds a feature of the page that is 1 or 0.
    pub(super) fn page_flag<V>(&mut self, name: impl Into<String>, value: V)
    where
        V: Fn(&F::Page<'_>) -> bool + Send + Sync + 'static,
    {
        self.page(name, "flag", move |page| f32::from(u8::from(value(page))));
    }
}

/// A number, or 0 for one that is infinite or NaN.
fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}
