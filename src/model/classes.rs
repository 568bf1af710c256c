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

/// The probability of each of [`KINDS`] in half the memory, for all segments of a page. Its square root is kept, so that
/// small probabilities, which are many, are the more exact; the error is at most 0.00002.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PackedProbabilities([u16; KINDS.len()]);

/// The square root of a probability of 1.
const ONE: f32 = u16::MAX as f32;

impl From<KindProbabilities> for PackedProbabilities {
    fn from(probabilities: KindProbabilities) -> Self {
        Self(probabilities.map(|probability| (probability.sqrt() * ONE + 0.5) as u16))
    }
}

impl From<PackedProbabilities> for KindProbabilities {
    fn from(PackedProbabilities(roots): PackedProbabilities) -> Self {
        roots.map(|root| {
            let root = f32::from(root) / ONE;
            root * root
        })
    }
}

/// Scores as probabilities that sum up to 1.
pub(super) fn softmax<const N: usize>(log_odds: [f32; N]) -> [f32; N] {
    let max = log_odds.iter().fold(f32::NEG_INFINITY, |max, &value| max.max(value));
    let powers = log_odds.map(|value| exp(value - max));
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The log odds of each against all others as probabilities that sum up to 1.
pub(super) fn one_against_all<const N: usize>(log_odds: [f32; N]) -> [f32; N] {
    let probabilities = log_odds.map(|value| 1.0 / (1.0 + exp(-value)));
    let sum: f32 = probabilities.iter().sum();
    probabilities.map(|probability| probability / sum.max(f32::MIN_POSITIVE))
}

/// e to the power of a number, with a relative error of at most 3e-7; numbers beyond -87 and 88 count as these. Unlike
/// `f32::exp` it is compiled to vectors, and gives the same bits on every machine.
///
/// The number is split into a multiple of ln 2, which is the exponent of the result, and a rest, for which a polynomial
/// stands (Cody, Waite, "Software manual for the elementary functions", 1980).
fn exp(number: f32) -> f32 {
    /// Added to a number below 2^22, it leaves no room for a fraction, so that the number is rounded.
    const ROUNDING: f32 = 12_582_912.0;
    /// ln 2 in two parts: multiples of the first are exact.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    /// The lowest bit of the exponent.
    const EXPONENT_START: u32 = f32::MANTISSA_DIGITS - 1;
    let number = number.clamp(-87.0, 88.0);
    let rounded = number * std::f32::consts::LOG2_E + ROUNDING;
    let whole = rounded - ROUNDING;
    let rest = number - whole * LN_2[0] - whole * LN_2[1];
    let power = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0]
        .into_iter()
        .reduce(|sum, factor| sum * rest + factor)
        .unwrap_or_default();
    f32::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << EXPONENT_START))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_up_to_one() {
        for probabilities in [softmax([1.0, -2.0, 80.0]), one_against_all([1.0, -2.0, 80.0])] {
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{probabilities:?}");
            assert!(probabilities[2] > probabilities[0] && probabilities[0] > probabilities[1]);
        }
        assert_eq!(softmax([0.0, 0.0]), [0.5, 0.5]);
    }

    #[test]
    fn powers_are_those_of_the_standard_library() {
        for number in (-8_700..=8_800).map(|number| number as f32 / 100.0) {
            let (own, exact) = (f64::from(exp(number)), f64::from(number).exp());
            assert!((own / exact - 1.0).abs() < 3e-7, "{number}: {own}, not {exact}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(f32::NEG_INFINITY) < 1e-37 && exp(f32::INFINITY) > 1e38);
    }

    #[test]
    fn packed_probabilities_are_nearly_the_same() {
        let steps = (0..=1_000).map(|step| step as f32 / 1_000.0);
        for probability in steps.chain([1e-6, 1e-4, 0.999_99]) {
            let [packed, ..] = KindProbabilities::from(PackedProbabilities::from([probability; KINDS.len()]));
            assert!((packed - probability).abs() <= 2e-5, "{probability} is {packed}");
        }
    }
}
