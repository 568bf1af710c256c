//! The language of a segment in the context of the other segments of its page.
//!
//! The constants were fitted on the development sets of `MODEL.md`.

use super::model::Reading;
use super::odds::{MAX_CLASSES, Odds, probabilities, sum};
use super::script::Script;

/// The neighbours of a segment are this many segments on each side.
const NEIGHBOURS_PER_SIDE: usize = 6;
/// A segment and its neighbours.
const WINDOW: usize = 2 * NEIGHBOURS_PER_SIDE + 1;
/// Pseudo-count in words, spread evenly over all classes.
const PSEUDO_COUNT_WORDS: f32 = 6.0;
/// A segment counts with at most this many words in the context of others.
const MAX_WORDS: u32 = 60;
/// Number of rounds over all segments. In each round, the other segments have the result of the round before.
const ROUNDS: usize = 3;
/// Floor of the probability of a class by a segment's own words, so that the context can still choose the class.
const MIN_PROBABILITY: f32 = 1e-30;

/// The probabilities of the classes of each segment, given its own words and the other segments. `readings` has the
/// distinct readings, whose evidence is replaced by probabilities to save memory, and `of_segments` the index of that of
/// each segment.
///
/// For each class, own × document^1/2 × neighbours^3/4, where `own` is the probability given the segment's own words, and
/// `document` and `neighbours` are the number of words of the class in the other segments. The powers are square roots,
/// which take a tenth of the time of logarithms.
pub(super) fn in_context(readings: &mut [Reading], of_segments: &[u32]) -> Vec<PackedShares> {
    for reading in &mut *readings {
        reading.evidence = probabilities(&reading.evidence).map(|share| share.max(MIN_PROBABILITY));
    }
    let reading_of = |segment: usize| of_segments.get(segment).map(|&reading| &readings[reading as usize]);
    let all = || of_segments.iter().map(|&reading| &readings[reading as usize]);
    let mut shares: Vec<PackedShares> = all().map(|reading| PackedShares::of(&reading.evidence)).collect();
    for _ in 0..ROUNDS {
        let document = ClassWords::of(all().zip(&shares));
        // A sliding window: each segment enters and leaves once, with its shares of the round before.
        let mut neighbours = ClassWords::default();
        let mut before = [[0.0; MAX_CLASSES]; WINDOW];
        for entering in 0..of_segments.len() + NEIGHBOURS_PER_SIDE {
            if let Some(reading) = reading_of(entering) {
                before[entering % WINDOW] = shares[entering].get();
                neighbours.add(reading, &before[entering % WINDOW], 1.0);
            }
            let Some(index) = entering.checked_sub(NEIGHBOURS_PER_SIDE) else { continue };
            let Some(reading) = reading_of(index) else { break };
            let (own, known) = (&reading.evidence, &before[index % WINDOW]);
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
            if let Some(leaving) = index.checked_sub(NEIGHBOURS_PER_SIDE)
                && let Some(reading) = reading_of(leaving)
            {
                neighbours.add(reading, &before[leaving % WINDOW], -1.0);
            }
            let scale = sum(&together).max(f32::MIN_POSITIVE).recip();
            shares[index] = PackedShares::of(&together.map(|share| share * scale));
        }
    }
    shares
}

/// Probabilities in half of the memory: a page has those of all segments at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedShares([u16; MAX_CLASSES]);

impl PackedShares {
    fn of(shares: &Odds) -> Self {
        /// 2²³. Adding it rounds a number to an integer, which is then in the lowest bits: a conversion that is compiled to
        /// vectors.
        const ROUND: f32 = 8_388_608.0;
        Self(shares.map(|share| (share * f32::from(u16::MAX) + ROUND).to_bits() as u16))
    }

    pub(super) fn get(self) -> Odds {
        self.0.map(|share| f32::from(share) * f32::from(u16::MAX).recip())
    }
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
    fn of<'r, 's>(readings: impl Iterator<Item = (&'r Reading, &'s PackedShares)>) -> Self {
        let mut context = Self::default();
        readings.for_each(|(reading, shares)| context.add(reading, &shares.get(), 1.0));
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

    /// The shares of segments with these readings.
    fn shares(mut readings: Vec<Reading>) -> Vec<Odds> {
        let of_segments: Vec<u32> = (0..readings.len() as u32).collect();
        in_context(&mut readings, &of_segments).into_iter().map(PackedShares::get).collect()
    }

    #[test]
    fn an_uncertain_segment_takes_the_class_of_the_others() {
        let mut readings = vec![reading(20, 5.0); 3];
        readings.push(reading(1, -0.5));
        let known = shares(readings.clone());
        assert!(known[3][0] > 0.8, "{:?}", known[3]);
        assert!(shares(readings.split_off(3))[0][0] < 0.5);
    }

    #[test]
    fn packed_shares_are_rounded() {
        let shares = std::array::from_fn(|class| class as f32 / (MAX_CLASSES - 1) as f32);
        let packed = PackedShares::of(&shares).get();
        assert_eq!((packed[0], packed[MAX_CLASSES - 1]), (0.0, 1.0));
        assert!(shares.iter().zip(packed).all(|(share, packed)| (share - packed).abs() < 1e-5), "{packed:?}");
    }

    #[test]
    fn segments_with_one_reading_are_judged_by_their_own_neighbours() {
        let mut readings = [reading(20, 8.0), reading(20, -8.0), reading(1, 0.0)];
        let of_segments = [[0; 8].as_slice(), &[2], &[0; 8], &[1; 8], &[2], &[1; 8]].concat();
        let shares = in_context(&mut readings, &of_segments);
        assert!(shares[8].get()[0] > 0.7 && shares[25].get()[1] > 0.7, "{:?} {:?}", shares[8], shares[25]);
    }

    #[test]
    fn neighbours_count_more_than_the_rest() {
        let mut readings = vec![reading(20, 8.0); 20];
        readings.extend(vec![reading(20, -8.0); 20]);
        readings.insert(10, reading(1, 0.0));
        readings.push(reading(1, 0.0));
        let shares = shares(readings);
        assert!(shares[10][0] > 0.7 && shares[41][1] > 0.7, "{:?} {:?}", shares[10], shares[41]);
    }

    #[test]
    fn other_scripts_do_not_count() {
        let arabic = Reading { script: Script::Arabic, ..reading(60, 9.0) };
        let with = shares(vec![arabic, reading(2, -1.0)]);
        let without = shares(vec![reading(2, -1.0)]);
        assert_eq!(with[1], without[0]);
    }
}
