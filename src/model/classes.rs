//! The kinds that models tell apart.

use crate::kind::Kind;

/// The kinds that a model tells apart, in the order of its outputs. [`Kind::Paragraph`] stands for all kinds of body,
/// [`Kind::Advertising`] for spam too.
pub(crate) const KINDS: [Kind; 16] = [
    Kind::Paragraph,
    Kind::Title,
    Kind::Byline,
    Kind::Author,
    Kind::Dateline,
    Kind::Caption,
    Kind::Comment,
    Kind::Related,
    Kind::Ticker,
    Kind::Navigation,
    Kind::Share,
    Kind::Support,
    Kind::Consent,
    Kind::Legal,
    Kind::Advertising,
    Kind::Chrome,
];

/// The probability of each of [`KINDS`].
pub(crate) type KindProbabilities = [f32; KINDS.len()];

/// Scores as probabilities that sum up to 1.
pub(super) fn softmax<const N: usize>(log_odds: [f32; N]) -> [f32; N] {
    let max = log_odds.iter().fold(f32::NEG_INFINITY, |max, &value| max.max(value));
    let powers = log_odds.map(|value| (value - max).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The log odds of each against all others as probabilities that sum up to 1.
pub(super) fn one_against_all<const N: usize>(log_odds: [f32; N]) -> [f32; N] {
    let probabilities = log_odds.map(|value| 1.0 / (1.0 + (-value).exp()));
    let sum: f32 = probabilities.iter().sum();
    probabilities.map(|probability| probability / sum.max(f32::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_up_to_one() {
        for probabilities in [softmax([1.0, -2.0, 90.0]), one_against_all([1.0, -2.0, 90.0])] {
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{probabilities:?}");
            assert!(probabilities[2] > probabilities[0] && probabilities[0] > probabilities[1]);
        }
        assert_eq!(softmax([0.0, 0.0]), [0.5, 0.5]);
    }
}
