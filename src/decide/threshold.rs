//! From probabilities to the set of kept segments.

use crate::focus::Focus;

/// Probabilities are counted in this many bins.
const BINS: usize = 100;

/// The lowest probability at which a segment is kept: it maximises the expected F-measure of the kept words (Jansche,
/// "Maximum expected F-measure training of logistic regression models", 2005), within bounds.
///
/// Takes the number of words of each segment and its probability of being content. Linear in the number of segments.
pub(super) fn min_probability(segments: impl Iterator<Item = (f32, f32)>, focus: Focus) -> f32 {
    // The weight of recall is the square of the F-measure's beta: precision counts twice as much, as much, or half as
    // much. The bounds of the result, in bins, are hand-set.
    let (recall_weight, bounds) = match focus {
        Focus::Precise => (0.25, 30..=90),
        Focus::Balanced => (1.0, 10..=70),
        Focus::Complete => (4.0, 3..=50),
    };
    let mut words = [0.0_f64; BINS];
    let mut content = [0.0_f64; BINS];
    for (count, probability) in segments {
        let bin = ((probability * BINS as f32) as usize).min(BINS - 1);
        words[bin] += f64::from(count);
        content[bin] += f64::from(count) * f64::from(probability);
    }
    let all: f64 = content.iter().sum();
    let (mut kept, mut kept_content) = (0.0, 0.0);
    let (mut best, mut best_measure) = (BINS, 0.0);
    for bin in (0..BINS).rev() {
        kept += words[bin];
        kept_content += content[bin];
        let measure = (1.0 + recall_weight) * kept_content / (recall_weight * all + kept).max(1.0);
        if words[bin] > 0.0 && measure > best_measure {
            (best, best_measure) = (bin, measure);
        }
    }
    best.clamp(*bounds.start(), *bounds.end()) as f32 / BINS as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_words_are_kept_only_if_nothing_else_is() {
        let min = |segments: &[(f32, f32)]| min_probability(segments.iter().copied(), Focus::Balanced);
        // Next to a sure text, doubtful words cost more precision than they are likely to add in recall.
        assert!(min(&[(400.0, 0.99), (200.0, 0.4)]) > 0.4);
        assert!(min(&[(200.0, 0.4), (200.0, 0.01)]) <= 0.4);
        assert!(min(&[]) > 0.0);
    }

    #[test]
    fn a_complete_body_keeps_more_than_a_precise_one() {
        let segments = [(100.0, 0.95), (40.0, 0.5), (40.0, 0.2), (100.0, 0.02)];
        let kept = |focus| {
            let min = min_probability(segments.into_iter(), focus);
            segments.iter().filter(|(_, probability)| *probability >= min).count()
        };
        assert_eq!([Focus::Precise, Focus::Balanced, Focus::Complete].map(kept), [1, 2, 3]);
    }
}
