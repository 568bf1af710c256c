//! The result of the decision for a segment.

use crate::kind::Kind;

/// A kind and the confidence that it is right.
pub(super) type ScoredKind = (Kind, f32);

/// The kind of a segment; `None` if the most confident evidence decides.
pub(super) type Verdict = Option<ScoredKind>;

/// The highest confidence of the decision; the lowest is one minus this. Hand-set.
pub(super) const MAX_CONFIDENCE: f32 = 0.97;

/// The logistic function: log odds as a probability.
pub(super) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The probability of being content, within the limits of confidence.
pub(super) fn content_confidence(log_odds: f32) -> f32 {
    probability(log_odds).clamp(1.0 - MAX_CONFIDENCE, MAX_CONFIDENCE)
}
