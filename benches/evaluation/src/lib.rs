//! What every measurement of dechaff shares: scores of extracted text, corpora on disk, and folds by site.
//!
//! The example `evaluate`, the benchmark `peers`, the tests and the training use this crate, so that a figure means
//! the same everywhere. It does not depend on dechaff: a score takes plain text or byte ranges.

mod comments;
mod corpus;
mod kinds;
mod lines;
mod repeats;
mod score;
mod sites;
mod snippets;
mod words;

pub use comments::CommentLeak;
pub use corpus::{Corpus, Page, Shape};
pub use kinds::{KindLabel, LabelledParts};
pub use lines::{Label, LineScore};
pub use repeats::Repeats;
pub use score::{MeanScore, Score, share};
pub use sites::{Sites, fold_of, site_of_url};
pub use snippets::Snippets;
pub use words::{Bag, fold, is_nearly_empty, words};
