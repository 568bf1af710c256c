//! The corpora that the models are trained on. The licence of each annotation allows it.

use std::borrow::Cow;

/// The annotation of the pages of a set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gold {
    /// The text of the body.
    Text,
    /// Snippets that must and that must not be in the body, and comments.
    Snippets,
    /// A label for each line of a flattened page.
    Lines,
    /// The kind of each segment.
    Kinds,
}

/// A corpus.
pub struct Set {
    /// Below the folder with all corpora.
    pub path: Cow<'static, str>,
    pub gold: Gold,
}

/// In the order of the table's rows.
pub const SETS: [Set; 9] = [
    // WCXB, CC BY 4.0.
    Set { path: Cow::Borrowed("wcxb-dev"), gold: Gold::Text },
    // MIT.
    Set { path: Cow::Borrowed("fundus"), gold: Gold::Text },
    // Apache-2.0.
    Set { path: Cow::Borrowed("magic_html"), gold: Gold::Text },
    // MIT.
    Set { path: Cow::Borrowed("mercury_parser"), gold: Gold::Text },
    // Apache-2.0.
    Set { path: Cow::Borrowed("trafilatura_eval"), gold: Gold::Snippets },
    // Pages in Farsi; see the licence of each row.
    Set { path: Cow::Borrowed("text/synth_fa.jsonl.gz"), gold: Gold::Lines },
    // Public domain.
    Set { path: Cow::Borrowed("text/voa_dari_text.jsonl.gz"), gold: Gold::Lines },
    // Pages of the sets above and of others, labelled for this project.
    Set { path: Cow::Borrowed("../kinds/kinds.jsonl.gz"), gold: Gold::Kinds },
    // Written for this project.
    Set { path: Cow::Borrowed("../suites/fa_written/kinds.jsonl"), gold: Gold::Kinds },
];

/// Sets whose pages are for evaluation only, though their segments are labelled.
pub const EVALUATION_SETS: [&str; 4] = ["newsfixtures_frde", "fa_sites", "voa_dari_homepages", "htmldate_eval"];

/// Pages of WCXB that do not contain their gold text. Found by hand.
pub const UNSOUND_PAGES: [&str; 6] = ["4145", "4147", "4278", "4314", "4607", "4838"];
