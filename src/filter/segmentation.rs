//! Runs of segments that belong together: the mechanism that most filters share.

use std::ops::Range;

/// A run of segments inside of which the evidence for outweighs that against.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) range: Range<usize>,
    /// The evidence of its segments added up, what entering and leaving cost taken off.
    pub(super) weight: f32,
}

/// What each segment says on the question whether it is inside a zone.
///
/// Units are those of log odds: 0 says nothing, 1 is a hint, 3 is as good as sure.
pub(super) struct RunScores<Inside, Enter, Leave> {
    /// For (positive) or against (negative) the segment being inside.
    pub(super) inside: Inside,
    /// What it costs that a zone begins with the segment; not less than nothing.
    pub(super) enter: Enter,
    /// What it costs that a zone has ended before the segment, not less than nothing; asked for the place behind the last
    /// segment as well.
    pub(super) leave: Leave,
}

/// The zones among `count` segments that have the greatest total weight: the best path through
/// two states, inside and outside (Viterbi, "Error bounds for convolutional codes", 1967). Linear.
pub(super) fn runs<Inside, Enter, Leave>(count: usize, scores: RunScores<Inside, Enter, Leave>) -> Vec<Run>
where
    Inside: Fn(usize) -> f32,
    Enter: Fn(usize) -> f32,
    Leave: Fn(usize) -> f32,
{
    let own: Vec<f32> = (0..count).map(scores.inside).collect();
    // Costs only take away: where nothing speaks for a zone there is none.
    if own.iter().all(|&here| here <= 0.0) {
        return Vec::new();
    }
    // The best weight of a path that ends outside or inside, and where its last zone began.
    let (mut outside, mut inside) = (0.0_f32, f32::NEG_INFINITY);
    let mut steps = Vec::with_capacity(count);
    for (segment, &here) in own.iter().enumerate() {
        let left = inside - (scores.leave)(segment);
        let entered = outside - (scores.enter)(segment);
        steps.push(Step { stays_outside: outside >= left, enters: entered >= inside });
        (outside, inside) = (greater(outside, left), greater(inside, entered) + here);
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

/// The greater of two numbers, neither of which is NaN: that takes a fifth of the steps.
fn greater(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

impl Run {
    /// How sure its segments are, from `least` for a zone that just came about to near 1.
    pub(super) fn confidence(&self, least: f32) -> f32 {
        let doubt = (-self.weight.max(0.0) / 3.0).exp();
        least + (0.98 - least) * (1.0 - doubt)
    }
}

struct Step {
    stays_outside: bool,
    enters: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(scores: &[f32]) -> Vec<Run> {
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
        plain(scores).into_iter().map(|run| (run.range.start, run.range.end)).collect()
    }

    #[test]
    fn a_zone_bridges_weak_gaps_only() {
        assert_eq!(ranges(&[0.0, 3.0, -1.0, 3.0, -1.5]), [(1, 4)]);
        assert_eq!(ranges(&[-1.0, 4.0, -9.0, 4.0, -9.0]), [(1, 2), (3, 4)]);
        assert_eq!(ranges(&[1.0, -5.0, 1.0]), []);
        assert_eq!(ranges(&[3.0]), [(0, 1)]);
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn the_weight_is_the_evidence_less_the_costs() {
        let found = plain(&[3.0, 1.0, -9.0]);
        assert_eq!(found, [Run { range: 0..2, weight: 1.0 }]);
    }
}
