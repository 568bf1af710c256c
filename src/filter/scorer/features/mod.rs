//! The numbers by which a segment is judged: one place for training and for use.

mod block;
mod html;
mod stretches;
mod text;
mod totals;
mod ways;

use std::fmt::Display;
use std::sync::LazyLock;

use crate::document::{Document, Marks};
use crate::focus::Focus;

pub(super) use block::{Block, ROWS};

use block::BlockRow;

/// The features of all segments of a document.
///
/// Each segment has one number for each of [`names`](Features::names): of itself, of its neighbours, of the page,
/// of what filters have said so far, and, of HTML, of the elements around it and how these stand among those of
/// the page; of plain text, of the lines. The same numbers are written for training and asked for in use. What there is to
/// see follows the features that Boilerpipe (Kohlschütter, Fankhauser, Nejdl, "Boilerplate detection using
/// shallow text features", 2010) and Web2Text (Vogels, Ganea, Eickhoff, 2018) found to tell.
///
/// # Example
///
/// ```
/// use std::sync::Mutex;
///
/// use dechaff::Cleaner;
/// use dechaff::document::{Document, Marks};
/// use dechaff::filter::{Filter, Pipeline};
/// use dechaff::model::Features;
///
/// /// Keeps the features of the pages that come by.
/// struct Recorder(Mutex<Vec<Features>>);
///
/// impl Filter for &'static Recorder {
///     fn name(&self) -> &'static str {
///         "recorder"
///     }
///
///     fn mark(&self, document: &Document, marks: &mut Marks) {
///         self.0.lock().unwrap().push(Features::of(document, marks));
///     }
/// }
///
/// static RECORDER: Recorder = Recorder(Mutex::new(Vec::new()));
/// let pipeline = Pipeline::default().with_before("scorer", &RECORDER).unwrap();
/// Cleaner::new().with_pipeline(pipeline).clean_html("<nav><a href=/>Home</a></nav><p>The mill is open.</p>").unwrap();
/// let recorded = RECORDER.0.lock().unwrap();
/// assert_eq!(recorded[0].rows().len(), 2);
/// let density = Features::names_of_html().iter().position(|name| name == "link density").unwrap();
/// assert_eq!((recorded[0].rows().next().unwrap()[density]), 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    is_html: bool,
    values: Vec<f32>,
}

impl Features {
    /// The features of every segment of a document, as filters have marked it so far. Linear in the number
    /// of segments and elements.
    pub fn of(document: &Document, marks: &Marks) -> Self {
        let mut values = Values::default();
        if document.is_html() {
            let page = html::Page::of(document, marks);
            (0..document.segments().len()).for_each(|index| page.write(index, &mut values));
        } else {
            let page = text::Page::of(document, marks);
            (0..document.segments().len()).for_each(|index| page.write(index, &mut values));
        }
        Self { is_html: document.is_html(), values: values.0 }
    }

    /// Hands over the numbers of some segments at a time: those of all segments of a page take many times its
    /// length.
    pub(super) fn in_blocks(document: &Document, marks: &Marks, see: impl FnMut(&Block)) {
        let count = document.segments().len();
        if document.is_html() {
            let page = html::Page::of(document, marks);
            in_blocks(Block::of_columns(HTML_NAMES.len()), count, |index, row| page.write(index, row), see);
        } else {
            let page = text::Page::of(document, marks);
            in_blocks(Block::of_columns(TEXT_NAMES.len()), count, |index, row| page.write(index, row), see);
        }
    }

    /// Hands these over as [`in_blocks`](Features::in_blocks) does.
    pub(super) fn by_blocks(&self, see: impl FnMut(&Block)) {
        let rows: Vec<&[f32]> = self.rows().collect();
        let write = |index: usize, mut row: BlockRow<'_>| rows[index].iter().for_each(|&value| row.push("", value));
        in_blocks(Block::of_columns(self.names().len()), rows.len(), write, see);
    }

    /// What each number of a segment of a page of HTML is, in the order of the columns.
    pub fn names_of_html() -> &'static [String] {
        &HTML_NAMES
    }

    /// What each number of a segment of plain text is, in the order of the columns.
    pub fn names_of_text() -> &'static [String] {
        &TEXT_NAMES
    }

    /// Whether these are of a page of HTML; of plain text where not.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// What each of these numbers is, in the order of the columns.
    pub fn names(&self) -> &'static [String] {
        if self.is_html { Self::names_of_html() } else { Self::names_of_text() }
    }

    /// The numbers of each segment, in the order of the document.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.names().len())
    }
}

fn in_blocks(mut block: Block, count: usize, write: impl Fn(usize, BlockRow<'_>), mut see: impl FnMut(&Block)) {
    for index in 0..count {
        write(index, block.next_row());
        if block.is_full() || index + 1 == count {
            see(&block);
            block.clear();
        }
    }
}

/// The names, taken down while the features of a tiny page are written: they cannot come apart.
static HTML_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    names(&Document::from_html("<p>A</p>"), |document, marks, row| html::Page::of(document, marks).write(0, row))
});

static TEXT_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    names(&Document::from_text("A"), |document, marks, row| text::Page::of(document, marks).write(0, row))
});

fn names(document: &Document, write: impl Fn(&Document, &Marks, &mut Names)) -> Vec<String> {
    let mut names = Names::default();
    write(document, &Marks::new(document.segments().len(), Focus::Balanced), &mut names);
    names.0
}

/// Where the numbers of a segment are written to.
trait Row {
    fn push(&mut self, name: &str, value: f32);

    /// A number that is one of some of a kind.
    fn push_of(&mut self, name: &str, of: impl Display, value: f32);

    fn flag(&mut self, name: &str, value: bool) {
        self.push(name, f32::from(u8::from(value)));
    }
}

/// A number in the place of one that is infinite or none.
pub(super) fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

impl<R: Row> Row for &mut R {
    fn push(&mut self, name: &str, value: f32) {
        (**self).push(name, value);
    }

    fn push_of(&mut self, name: &str, of: impl Display, value: f32) {
        (**self).push_of(name, of, value);
    }
}

/// The numbers.
#[derive(Default)]
struct Values(Vec<f32>);

impl Row for Values {
    fn push(&mut self, _: &str, value: f32) {
        self.0.push(finite(value));
    }

    fn push_of(&mut self, name: &str, _: impl Display, value: f32) {
        self.push(name, value);
    }
}

/// Their names.
#[derive(Default)]
struct Names(Vec<String>);

impl Row for Names {
    fn push(&mut self, name: &str, _: f32) {
        self.0.push(name.to_owned());
    }

    fn push_of(&mut self, name: &str, of: impl Display, _: f32) {
        self.0.push(format!("{name} {of}"));
    }
}
