//! What a learned scorer sees of a document.

mod features;

pub use features::Features;
