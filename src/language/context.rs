//! The language of a segment in the company of the others.

use super::model::{MAX_CLASSES, Odds, Reading, probabilities, sum};
use super::script::Script;

/// So many segments on each side are near.
const NEAR: usize = 6;
/// The rest counts as if there were so many more words of it, in any language.
const DOUBT: f32 = 6.0;
/// A segment counts in the document with so many words at the most.
const MAX_WORDS: u32 = 60;
/// So often all segments are weighed with all others, as these were weighed before.
const ROUNDS: usize = 3;

/// The least probability that a segment's own words give a class: none is ruled out.
const LEAST: f32 = 1e-30;

/// The probabilities of each segment's classes, seen together.
///
/// The rest of the document counts half beside the segment's own words, in log odds, what is near
/// three quarters. With square roots for powers that takes a tenth of the time that logarithms take.
pub(super) fn in_company(readings: &[Reading]) -> Vec<Odds> {
    let own: Vec<Odds> =
        readings.iter().map(|reading| probabilities(&reading.evidence).map(|share| share.max(LEAST))).collect();
    let mut shares = own.clone();
    for _ in 0..ROUNDS {
        let document = Company::of(readings.iter().zip(&shares));
        // A window that slides over the segments; each enters and leaves once.
        let mut near = Company::of(readings.iter().zip(&shares).take(NEAR));
        shares = (0..readings.len())
            .map(|index| {
                if let Some(coming) = readings.get(index + NEAR) {
                    near.add(coming, &shares[index + NEAR], 1.0);
                }
                let reading = &readings[index];
                let mut together = own[index];
                if let Some(table) = table(reading.script) {
                    let (document, near) = (&document.words[table], &near.words[table]);
                    let (weight, shares, own) = (weight(reading), &shares[index], &own[index]);
                    together = std::array::from_fn(|class| {
                        let of_own = shares[class] * weight;
                        let root = others(near[class], of_own).sqrt();
                        own[class] * ((others(document[class], of_own) * root).sqrt() * root)
                    });
                }
                if let Some(gone) = index.checked_sub(NEAR) {
                    near.add(&readings[gone], &shares[gone], -1.0);
                }
                let scale = sum(&together).max(f32::MIN_POSITIVE).recip();
                together.map(|share| share * scale)
            })
            .collect();
    }
    shares
}

/// The words of each class among some segments, by table.
#[derive(Default)]
struct Company {
    words: [Odds; 2],
}

fn table(script: Script) -> Option<usize> {
    match script {
        Script::Latin => Some(0),
        Script::Arabic => Some(1),
        Script::None | Script::Other => None,
    }
}

fn weight(reading: &Reading) -> f32 {
    reading.words.min(MAX_WORDS) as f32
}

impl Company {
    fn of<'a>(readings: impl Iterator<Item = (&'a Reading, &'a Odds)>) -> Self {
        let mut company = Self::default();
        readings.for_each(|(reading, shares)| company.add(reading, shares, 1.0));
        company
    }

    fn add(&mut self, reading: &Reading, shares: &Odds, sign: f32) {
        if let Some(table) = table(reading.script) {
            let weight = sign * weight(reading);
            for (sum, share) in self.words[table].iter_mut().zip(shares) {
                *sum += share * weight;
            }
        }
    }
}

/// How much there is of a class among all but one, up to a factor: leaning on one's own word would make every guess a
/// certainty.
fn others(all: f32, own: f32) -> f32 {
    let others = all - own;
    // There is no NaN that `max` would have to see to.
    (if others > 0.0 { others } else { 0.0 }) + DOUBT / MAX_CLASSES as f32
}
