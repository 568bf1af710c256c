//! What the decision says of a segment.

use crate::kind::Kind;

/// The kind of a segment and its confidence; `None` if the most confident evidence decides.
pub(super) type Verdict = Option<(Kind, f32)>;

/// The highest confidence of the decision, and the lowest doubt. Hand-set.
pub(super) const MAX_CONFIDENCE: f32 = 0.97;

pub(super) fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The probability of being content, within the limits of confidence.
pub(super) fn content_confidence(log_odds: f32) -> f32 {
    probability(log_odds).clamp(1.0 - MAX_CONFIDENCE, MAX_CONFIDENCE)
}
