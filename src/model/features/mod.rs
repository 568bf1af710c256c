//! The features of segments: the numbers that a model judges them by, declared in one table for each kind of input
//! and computed by the same code for training and for use.

mod ancestry;
mod html;
mod html_page;
mod lexical_means;
mod page;
mod positions;
mod prefix_sums;
mod runs;
mod table;
mod text;
mod text_page;

use std::iter;
use std::sync::LazyLock;

use crate::analysis::Analysis;
use crate::document::{Document, Marks};

pub(super) use html_page::{Html, Page as HtmlPage};
pub(super) use page::{Page as PageFacts, WholePage};
pub(super) use table::{BLOCK_ROWS, Facts, STRETCH_ROWS, Table};
pub(super) use text_page::{Page as TextPage, Text};

pub(super) static HTML: LazyLock<Table<Html>> = LazyLock::new(html::table);
pub(super) static PAGE: LazyLock<Table<WholePage>> = LazyLock::new(page::table);
pub(super) static TEXT: LazyLock<Table<Text>> = LazyLock::new(text::table);

/// The features of all segments of a document.
///
/// A segment has one number for each feature of the kind of input: of itself, its neighbours, the page and the marks
/// of the crate's own filters; on pages of HTML also of the elements around it, in flattened text of the lines. The
/// features follow those that Boilerpipe (Kohlschütter, Fankhauser, Nejdl, "Boilerplate detection using shallow
/// text features", 2010) and Web2Text (Vogels, Ganea, Eickhoff, 2018) found to be telling.
///
/// # Example
///
/// ```
/// use dechaff::Cleaner;
/// use dechaff::document::Document;
/// use dechaff::model::Features;
///
/// let document = Document::from_html("<nav><a href=/>Home</a></nav><p>The mill is open.</p>");
/// let marks = Cleaner::new().mark(&document);
/// let features = Features::of(&document, &marks);
/// let density = Features::of_html().iter().position(|feature| feature.name() == "link density").unwrap();
/// let densities: Vec<f32> = features.rows().map(|row| row[density]).collect();
/// assert_eq!(densities, [1.0, 0.0]);
/// assert_eq!(Features::of_html()[density].unit(), "share of characters");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    is_html: bool,
    values: Vec<f32>,
}

/// The name and unit of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureInfo {
    name: String,
    unit: &'static str,
}

impl FeatureInfo {
    /// The name, unique among the features of a kind of input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The unit, or the range, of the numbers.
    pub fn unit(&self) -> &'static str {
        self.unit
    }
}

static HTML_INFOS: LazyLock<Vec<FeatureInfo>> = LazyLock::new(|| infos(&HTML));
static PAGE_INFOS: LazyLock<Vec<FeatureInfo>> = LazyLock::new(|| infos(&PAGE));
static TEXT_INFOS: LazyLock<Vec<FeatureInfo>> = LazyLock::new(|| infos(&TEXT));

fn infos<F: Facts>(table: &Table<F>) -> Vec<FeatureInfo> {
    table.features().iter().map(|feature| FeatureInfo { name: feature.name.clone(), unit: feature.unit }).collect()
}

impl Features {
    /// The features of every segment of a document, with these marks. Linear in the number of segments and elements.
    ///
    /// The marks are those that [`Cleaner::mark`](crate::Cleaner::mark) gives for the same document.
    pub fn of(document: &Document, marks: &Marks) -> Self {
        let analysis = Analysis::of(document);
        let count = document.segments().len();
        let values = if document.is_html() {
            rows(&HTML, HtmlPage::of(&analysis, marks, iter::empty()), count)
        } else {
            rows(&TEXT, TextPage::of(&analysis, marks, iter::empty()), count)
        };
        Self { is_html: document.is_html(), values }
    }

    /// The features of pages of HTML, in the order of the columns.
    pub fn of_html() -> &'static [FeatureInfo] {
        &HTML_INFOS
    }

    /// The features of a page as a whole, in the order of [`of_page`](Self::of_page).
    pub fn of_pages() -> &'static [FeatureInfo] {
        &PAGE_INFOS
    }

    /// The features of a document as a whole, with these marks. Linear in the number of segments and elements.
    pub fn of_page(document: &Document, marks: &Marks) -> Vec<f32> {
        let analysis = Analysis::of(document);
        let page = PageFacts::of(&analysis, marks);
        PAGE.features().iter().filter_map(|feature| feature.of_page(&page)).collect()
    }

    /// The features of flattened text, in the order of the columns.
    pub fn of_text() -> &'static [FeatureInfo] {
        &TEXT_INFOS
    }

    /// For each segment the buckets of its words and of the names around it, for training: a model sums up weights of
    /// them.
    pub fn buckets(document: &Document) -> Vec<Vec<usize>> {
        document.segments().iter().map(|segment| super::lexical::buckets(document, segment)).collect()
    }

    /// Whether the document is a page of HTML; flattened text if not.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// The features of this kind of input, in the order of the columns.
    pub fn infos(&self) -> &'static [FeatureInfo] {
        if self.is_html { Self::of_html() } else { Self::of_text() }
    }

    /// The numbers of each segment, in the order of the document.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.infos().len())
    }
}

/// The values of all features of all segments, row by row.
fn rows<F: Facts>(table: &Table<F>, mut page: F::Page<'_>, count: usize) -> Vec<f32> {
    let width = table.features().len();
    let mut values = vec![0.0; count * width];
    let mut column = [0.0; BLOCK_ROWS];
    for start in (0..count).step_by(BLOCK_ROWS) {
        let segments = start..(start + BLOCK_ROWS).min(count);
        F::advance(&mut page, segments.clone());
        let segments: Vec<usize> = segments.collect();
        for (index, feature) in table.features().iter().enumerate() {
            feature.fill(&page, &segments, &mut column);
            for (segment, value) in segments.iter().zip(column) {
                values[segment * width + index] = value;
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_units_are_given() {
        for infos in [Features::of_html(), Features::of_text()] {
            let mut names: Vec<&str> = infos.iter().map(FeatureInfo::name).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
            assert!(infos.iter().all(|info| !info.unit().is_empty()));
        }
    }

    #[test]
    fn a_long_page_is_computed_like_a_short_one() {
        let paragraph = "<p>The mill at the river is grinding flour once more, the village said.";
        let document = Document::from_html(&paragraph.repeat(70));
        let features = Features::of(&document, &Marks::new(70));
        let words = Features::of_html().iter().position(|info| info.name() == "words").expect("it is there");
        assert_eq!(features.rows().len(), 70);
        assert!(features.rows().all(|row| row[words] == 13.0));
    }
}
