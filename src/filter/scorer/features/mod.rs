//! The numbers by which a segment is judged: one place for training and for use.

mod html;
mod stretches;
mod text;
mod totals;

use std::sync::LazyLock;

use crate::document::{Document, Marks};

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
/// use dechaff::{Cleaner, Document, Features, Filter, Marks, Pipeline};
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
/// let pipeline = Pipeline::default().with_before("content", &RECORDER).unwrap();
/// Cleaner::new().with_pipeline(pipeline).clean_html("<nav><a href=/>Home</a></nav><p>The mill is open.</p>");
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
        let is_html = document.is_html();
        let values = if is_html {
            let page = html::Page::of(document, marks);
            values(document, |index, row| page.write(index, row), Self::names_of_html().len())
        } else {
            let page = text::Page::of(document, marks);
            values(document, |index, row| page.write(index, row), Self::names_of_text().len())
        };
        Self { is_html, values }
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

fn values(document: &Document, write: impl Fn(usize, &mut Row), width: usize) -> Vec<f32> {
    let count = document.segments().len();
    let mut row = Row { values: Vec::with_capacity(width * count), names: None };
    for index in 0..count {
        write(index, &mut row);
        debug_assert_eq!(row.values.len(), width * (index + 1));
    }
    row.values
}

/// The names, taken down while the features of a tiny page are written: they cannot come apart.
static HTML_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    names(&Document::from_html("<p>A</p>"), |document, marks, row| html::Page::of(document, marks).write(0, row))
});

static TEXT_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    names(&Document::from_text("A"), |document, marks, row| text::Page::of(document, marks).write(0, row))
});

fn names(document: &Document, write: impl Fn(&Document, &Marks, &mut Row)) -> Vec<String> {
    let mut row = Row { names: Some(Vec::new()), ..Row::default() };
    write(document, &Marks::new(document.segments().len()), &mut row);
    row.names.unwrap_or_default()
}

/// The numbers written so far, and their names where somebody asks.
#[derive(Default)]
struct Row {
    values: Vec<f32>,
    names: Option<Vec<String>>,
}

impl Row {
    fn push(&mut self, name: &str, value: f32) {
        self.values.push(if value.is_finite() { value } else { 0.0 });
        if let Some(names) = &mut self.names {
            names.push(name.to_owned());
        }
    }

    /// A number that is one of some of a kind.
    fn push_of(&mut self, name: &str, of: impl std::fmt::Display, value: f32) {
        self.values.push(if value.is_finite() { value } else { 0.0 });
        if let Some(names) = &mut self.names {
            names.push(format!("{name} {of}"));
        }
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.push(name, f32::from(u8::from(value)));
    }
}
