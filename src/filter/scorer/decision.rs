//! From probabilities to what is kept.

use crate::focus::Focus;

/// Probabilities are told apart in so many steps.
const STEPS: usize = 100;

/// The least probability with which a segment is kept: the one that makes the expected F-measure of the kept words
/// greatest, within bounds.
///
/// Takes the words of each segment and the probability of their being content. Linear in the number of
/// segments.
pub(in crate::filter) fn least_probability(segments: impl Iterator<Item = (f32, f32)>, focus: Focus) -> f32 {
    let (weight_of_recall, bounds) = match focus {
        Focus::Precise => (0.25, 30..=90),
        Focus::Balanced => (1.0, 10..=70),
        Focus::Complete => (4.0, 3..=50),
    };
    let mut words = [0.0_f64; STEPS];
    let mut content = [0.0_f64; STEPS];
    for (count, probability) in segments {
        let step = ((probability * STEPS as f32) as usize).min(STEPS - 1);
        words[step] += f64::from(count);
        content[step] += f64::from(count) * f64::from(probability);
    }
    let all: f64 = content.iter().sum();
    let (mut kept, mut kept_content) = (0.0, 0.0);
    let (mut best, mut best_measure) = (STEPS, 0.0);
    for step in (0..STEPS).rev() {
        kept += words[step];
        kept_content += content[step];
        let measure = (1.0 + weight_of_recall) * kept_content / (weight_of_recall * all + kept).max(1.0);
        if words[step] > 0.0 && measure > best_measure {
            (best, best_measure) = (step, measure);
        }
    }
    best.clamp(*bounds.start(), *bounds.end()) as f32 / STEPS as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_words_are_kept_where_nothing_else_is() {
        let least = |segments: &[(f32, f32)]| least_probability(segments.iter().copied(), Focus::Balanced);
        // Beside a sure text, doubtful words cost more than they are likely to bring …
        assert!(least(&[(400.0, 0.99), (200.0, 0.4)]) > 0.4);
        // … alone they are all there is.
        assert!(least(&[(200.0, 0.4), (200.0, 0.01)]) <= 0.4);
        assert!(least(&[]) > 0.0);
    }

    #[test]
    fn who_wants_all_keeps_more() {
        let segments = [(100.0, 0.95), (40.0, 0.5), (40.0, 0.2), (100.0, 0.02)];
        let kept = |focus| {
            let least = least_probability(segments.into_iter(), focus);
            segments.iter().filter(|(_, probability)| *probability >= least).count()
        };
        assert_eq!([Focus::Precise, Focus::Balanced, Focus::Complete].map(kept), [1, 2, 3]);
    }
}
