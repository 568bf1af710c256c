//! The language of a segment in the context of the other segments of its page.
//!
//! The constants were fitted on the development sets of `MODEL.md`.

use super::model::Reading;
use super::odds::{MAX_CLASSES, Odds, probabilities, sum};
use super::script::Script;

/// The neighbours of a segment are this many segments on each side.
const NEIGHBOURS_PER_SIDE: usize = 6;
/// Pseudo-count in words, spread evenly over all classes.
const PSEUDO_COUNT_WORDS: f32 = 6.0;
/// A segment counts with at most this many words in the context of others.
const MAX_WORDS: u32 = 60;
/// Number of rounds over all segments. In each round, the other segments have the result of the round before.
const ROUNDS: usize = 3;
/// Floor of the probability of a class by a segment's own words, so that the context can still choose the class.
const MIN_PROBABILITY: f32 = 1e-30;

/// The probabilities of the classes of each segment, given its own words and the other segments. In place of the evidence
/// of each reading its probabilities are left: a third table of all segments would take as much memory as the two others.
///
/// For each class, own × document^1/2 × neighbours^3/4, where `own` is the probability given the segment's own words, and
/// `document` and `neighbours` are the number of words of the class in the other segments. The powers are square roots,
/// which take a tenth of the time of logarithms.
pub(super) fn in_context(readings: &mut [Reading]) -> Vec<Odds> {
    for reading in &mut *readings {
        reading.evidence = probabilities(&reading.evidence).map(|share| share.max(MIN_PROBABILITY));
    }
    let mut shares: Vec<Odds> = readings.iter().map(|reading| reading.evidence).collect();
    for _ in 0..ROUNDS {
        let document = ClassWords::of(readings.iter().zip(&shares));
        // A sliding window: each segment is added and removed once. Its shares of the round before are kept until then.
        let mut neighbours = ClassWords::of(readings.iter().zip(&shares).take(NEIGHBOURS_PER_SIDE));
        let mut before = [[0.0; MAX_CLASSES]; NEIGHBOURS_PER_SIDE + 1];
        for (index, reading) in readings.iter().enumerate() {
            if let Some(entering) = readings.get(index + NEIGHBOURS_PER_SIDE) {
                neighbours.add(entering, &shares[index + NEIGHBOURS_PER_SIDE], 1.0);
            }
            let (own, known) = (&reading.evidence, shares[index]);
            before[index % (NEIGHBOURS_PER_SIDE + 1)] = known;
            let mut together = *own;
            if let Some(table) = table(reading.script) {
                let (document, neighbours) = (&document.words[table], &neighbours.words[table]);
                let weight = weight(reading);
                together = std::array::from_fn(|class| {
                    let of_own = known[class] * weight;
                    let root = others(neighbours[class], of_own).sqrt();
                    own[class] * ((others(document[class], of_own) * root).sqrt() * root)
                });
            }
            if let Some(leaving) = index.checked_sub(NEIGHBOURS_PER_SIDE) {
                neighbours.add(&readings[leaving], &before[leaving % (NEIGHBOURS_PER_SIDE + 1)], -1.0);
            }
            let scale = sum(&together).max(f32::MIN_POSITIVE).recip();
            shares[index] = together.map(|share| share * scale);
        }
    }
    shares
}

/// The number of words of each class in some segments, by table.
#[derive(Default)]
struct ClassWords {
    words: [Odds; 2],
}

/// The index of a script's table.
fn table(script: Script) -> Option<usize> {
    match script {
        Script::Latin => Some(0),
        Script::Arabic => Some(1),
        Script::None | Script::Other => None,
    }
}

/// The number of words with which a segment counts.
fn weight(reading: &Reading) -> f32 {
    reading.words.min(MAX_WORDS) as f32
}

impl ClassWords {
    fn of<'a>(readings: impl Iterator<Item = (&'a Reading, &'a Odds)>) -> Self {
        let mut context = Self::default();
        readings.for_each(|(reading, shares)| context.add(reading, shares, 1.0));
        context
    }

    /// Adds a segment if `sign` is 1, removes it if it is -1.
    fn add(&mut self, reading: &Reading, shares: &Odds, sign: f32) {
        if let Some(table) = table(reading.script) {
            let weight = sign * weight(reading);
            for (sum, share) in self.words[table].iter_mut().zip(shares) {
                *sum += share * weight;
            }
        }
    }
}

/// The number of words of a class in the context, plus the pseudo-count. Those of the segment itself are subtracted: it
/// must not confirm its own guess.
fn others(all: f32, own: f32) -> f32 {
    let others = all - own;
    // `f32::max` without its handling of NaN.
    (if others > 0.0 { others } else { 0.0 }) + PSEUDO_COUNT_WORDS / MAX_CLASSES as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment of Latin script, with the log odds of class 0 against class 1.
    fn reading(words: u32, odds: f32) -> Reading {
        let mut evidence = [-20.0; MAX_CLASSES];
        (evidence[0], evidence[1]) = (odds, 0.0);
        Reading { script: Script::Latin, words, evidence }
    }

    #[test]
    fn an_uncertain_segment_takes_the_class_of_the_others() {
        let mut readings = vec![reading(20, 5.0); 3];
        readings.push(reading(1, -0.5));
        let shares = in_context(&mut readings.clone());
        assert!(shares[3][0] > 0.8, "{:?}", shares[3]);
        assert!(in_context(&mut readings[3..])[0][0] < 0.5);
    }

    #[test]
    fn neighbours_count_more_than_the_rest() {
        let mut readings = vec![reading(20, 8.0); 20];
        readings.extend(vec![reading(20, -8.0); 20]);
        readings.insert(10, reading(1, 0.0));
        readings.push(reading(1, 0.0));
        let shares = in_context(&mut readings);
        assert!(shares[10][0] > 0.7 && shares[41][1] > 0.7, "{:?} {:?}", shares[10], shares[41]);
    }

    #[test]
    fn other_scripts_do_not_count() {
        let arabic = Reading { script: Script::Arabic, ..reading(60, 9.0) };
        let with = in_context(&mut [arabic, reading(2, -1.0)]);
        let without = in_context(&mut [reading(2, -1.0)]);
        assert_eq!(with[1], without[0]);
    }
}
