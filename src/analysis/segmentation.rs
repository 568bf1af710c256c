//! Segmentation of a page into runs of segments that belong together.

use crate::work;
use std::ops::Range;

/// A run of segments whose scores for being inside a run outweigh the costs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) range: Range<usize>,
    /// The sum of the scores of its segments less the costs of entering and leaving, in log odds.
    pub(crate) weight: f32,
}

/// Scores and costs of a segmentation, in log odds: 0 is neutral, 1 a hint, 3 nearly sure.
pub(crate) struct RunScores<Inside, Enter, Leave> {
    /// The score of a segment for being inside a run; negative if it is evidence against.
    pub(crate) inside: Inside,
    /// The cost of a run that begins with the segment; at least 0.
    pub(crate) enter: Enter,
    /// The cost of a run that ended before the segment; at least 0. Also called with the number of segments, for
    /// a run that ends with the last one.
    pub(crate) leave: Leave,
}

/// The runs among `count` segments with the greatest total weight: the best path through the two states inside
/// and outside (Viterbi, "Error bounds for convolutional codes", 1967). Linear.
pub(crate) fn runs<Inside, Enter, Leave>(count: usize, scores: RunScores<Inside, Enter, Leave>) -> Vec<Run>
where
    Inside: Fn(usize) -> f32,
    Enter: Fn(usize) -> f32,
    Leave: Fn(usize) -> f32,
{
    work::add(count as u64);
    let own: Vec<f32> = (0..count).map(scores.inside).collect();
    // Costs are never negative, so there is no run without a positive score.
    if own.iter().all(|&here| here <= 0.0) {
        return Vec::new();
    }
    // The weights of the best paths so far that end outside and inside of a run.
    let (mut outside, mut inside) = (0.0_f32, f32::NEG_INFINITY);
    let mut steps = Vec::with_capacity(count);
    for (segment, &here) in own.iter().enumerate() {
        let left = inside - (scores.leave)(segment);
        let entered = outside - (scores.enter)(segment);
        steps.push(Step { stays_outside: outside >= left, enters: entered >= inside });
        (outside, inside) = (max(outside, left), max(inside, entered) + here);
    }

    let mut runs = Vec::new();
    let (mut is_inside, mut end, mut weight) =
        (inside - (scores.leave)(count) > outside, count, -(scores.leave)(count));
    for segment in (0..count).rev() {
        if is_inside {
            weight += own[segment];
            if steps[segment].enters {
                runs.push(Run { range: segment..end, weight: weight - (scores.enter)(segment) });
                is_inside = false;
            }
        } else if !steps[segment].stays_outside {
            (is_inside, end, weight) = (true, segment, -(scores.leave)(segment));
        }
    }
    runs.reverse();
    runs
}

/// `f32::max` without NaN handling: a fifth of its instructions.
fn max(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// The weight at which the doubt about a run has fallen to 1/e, in log odds. Hand-set.
const WEIGHT_SCALE: f32 = 3.0;
/// The confidence that a run approaches as its weight grows. Hand-set.
const MAX_RUN_CONFIDENCE: f32 = 0.98;

impl Run {
    /// The confidence of its segments: `min` for a run of weight 0, near [`MAX_RUN_CONFIDENCE`] for a heavy one.
    pub(crate) fn confidence(&self, min: f32) -> f32 {
        let doubt = (-self.weight.max(0.0) / WEIGHT_SCALE).exp();
        min + (MAX_RUN_CONFIDENCE - min) * (1.0 - doubt)
    }
}

/// The last step of the best paths to a segment.
struct Step {
    /// Whether the best path that is outside at this segment was outside before it.
    stays_outside: bool,
    /// Whether the best path that is inside at this segment entered the run here.
    enters: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(scores: &[f32]) -> Vec<Run> {
        runs(
            scores.len(),
            RunScores {
                inside: |segment| scores[segment],
                enter: |_| 2.0,
                leave: |segment| if segment == scores.len() { 0.0 } else { 1.0 },
            },
        )
    }

    fn ranges(scores: &[f32]) -> Vec<(usize, usize)> {
        found(scores).into_iter().map(|run| (run.range.start, run.range.end)).collect()
    }

    #[test]
    fn a_run_bridges_weak_gaps_only() {
        assert_eq!(ranges(&[0.0, 3.0, -1.0, 3.0, -1.5]), [(1, 4)]);
        assert_eq!(ranges(&[-1.0, 4.0, -9.0, 4.0, -9.0]), [(1, 2), (3, 4)]);
        assert_eq!(ranges(&[1.0, -5.0, 1.0]), []);
        assert_eq!(ranges(&[3.0]), [(0, 1)]);
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn the_weight_is_the_scores_less_the_costs() {
        assert_eq!(found(&[3.0, 1.0, -9.0]), [Run { range: 0..2, weight: 1.0 }]);
    }

    #[test]
    fn a_heavier_run_is_more_confident() {
        let confidence = |weight| Run { range: 0..1, weight }.confidence(0.6);
        assert_eq!(confidence(-1.0), 0.6);
        assert!(confidence(1.0) > 0.6 && confidence(4.0) > confidence(1.0) && confidence(100.0) <= MAX_RUN_CONFIDENCE);
    }
}
