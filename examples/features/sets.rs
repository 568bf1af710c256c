//! The corpora that the models are trained on. The licence of each annotation allows it.

/// The annotation of the pages of a set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gold {
    /// The text of the body.
    Text,
    /// Snippets that must and that must not be in the body, and comments.
    Snippets,
    /// A label for each line of a flattened page.
    Lines,
}

/// A corpus.
pub struct Set {
    /// Below the folder with all corpora.
    pub path: &'static str,
    pub gold: Gold,
}

/// In the order of the table's rows.
pub const SETS: [Set; 7] = [
    // WCXB, CC BY 4.0.
    Set { path: "wcxb-dev", gold: Gold::Text },
    // MIT.
    Set { path: "fundus", gold: Gold::Text },
    // Apache-2.0.
    Set { path: "magic_html", gold: Gold::Text },
    // MIT.
    Set { path: "mercury_parser", gold: Gold::Text },
    // Apache-2.0.
    Set { path: "trafilatura_eval", gold: Gold::Snippets },
    // Pages in Farsi; see the licence of each row.
    Set { path: "text/synth_fa.jsonl.gz", gold: Gold::Lines },
    // Public domain.
    Set { path: "text/voa_dari_text.jsonl.gz", gold: Gold::Lines },
];

/// Pages of WCXB that do not contain their gold text. Found by hand.
pub const UNSOUND_PAGES: [&str; 6] = ["4145", "4147", "4278", "4314", "4607", "4838"];
