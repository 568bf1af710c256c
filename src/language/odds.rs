//! Numbers for each class of a table, and the softmax.

/// Classes of the table for Latin script.
pub(super) const LATIN_CLASSES: usize = 16;
/// Classes of the table for Arabic script.
pub(super) const ARABIC_CLASSES: usize = 8;
/// Classes of the larger table.
pub(super) const MAX_CLASSES: usize = LATIN_CLASSES;

/// A number for each class of a table; [`f32::MIN`] for classes that the table does not have.
pub(super) type Odds = [f32; MAX_CLASSES];

/// Softmax: log odds as probabilities, which add up to 1.
pub(super) fn probabilities(odds: &Odds) -> Odds {
    // `f32::max` without its handling of NaN.
    let max = odds.iter().copied().fold(f32::MIN, |max, odds| if odds > max { odds } else { max });
    let weights = odds.map(|odds| exp(odds - max));
    let scale = sum(&weights).recip();
    weights.map(|weight| weight * scale)
}

/// The sum over the classes, in four independent sums so that the compiler can use vector instructions.
pub(super) fn sum(odds: &Odds) -> f32 {
    let mut sums = [0.0; 4];
    for four in odds.as_chunks::<4>().0 {
        sums = std::array::from_fn(|lane| sums[lane] + four[lane]);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// The exponential of a number that is at most 0, to six digits. It has no branches, so that the compiler can compute
/// several at a time.
fn exp(x: f32) -> f32 {
    /// The exponential of a lower number is too small for a normal `f32`.
    const MIN_EXPONENT: f32 = -87.0;
    /// 1.5 × 2²³. Adding it rounds a number to an integer, which is then in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let powers = x.max(MIN_EXPONENT) * std::f32::consts::LOG2_E + ROUND;
    // e^x is 2^power × e^rest, with a rest of at most ln(2)/2, for which the series to the sixth power is enough.
    let rest = x.max(MIN_EXPONENT) - (powers - ROUND) * std::f32::consts::LN_2;
    let series = 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = (series * rest + 1.0) * rest + 1.0;
    let power = f32::from_bits((powers.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    series * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_agree_with_the_standard_library() {
        for x in (0..8_700).map(|x| x as f32 / -100.0) {
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-6 * (1.0 + x.abs()), "{x}");
        }
        assert!(exp(f32::MIN) < 1e-37);
    }

    #[test]
    fn probabilities_add_up_to_one_and_keep_the_order() {
        let mut odds = [f32::MIN; MAX_CLASSES];
        (odds[3], odds[7]) = (2.0, 1.0);
        let probabilities = probabilities(&odds);
        assert!((sum(&probabilities) - 1.0).abs() < 1e-6);
        let ratio = probabilities[3] / probabilities[7];
        assert!((ratio - std::f32::consts::E).abs() < 1e-4 && probabilities[0] < 1e-30, "{probabilities:?}");
    }
}
