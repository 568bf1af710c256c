//! What running text is to the decision.

/// A segment with at least this much prose is running text. Hand-set.
pub(super) const MIN_TEXT_PROSE: f32 = 0.45;
