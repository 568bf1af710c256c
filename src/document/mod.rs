//! What filters see: the source text and its segments in reading order.

mod address;
mod build;
mod cue_similarity;
mod element;
mod element_data;
mod glued_line;
mod inlines;
mod mark;
mod page;
mod segment;
mod shapes;
mod text_stats;

pub use crate::lexicon::Cue;
#[cfg(feature = "bench-internals")]
pub(crate) use build::statistics_of;
pub use element::Element;
pub(crate) use element_data::ElementData;
pub(crate) use inlines::InlineElement;
pub use mark::{Basis, Mark, Marks};
pub use page::Document;
pub use segment::Segment;
pub use text_stats::TextStats;
