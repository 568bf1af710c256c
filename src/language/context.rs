//! The language of a segment in the company of the others.

use super::model::{MOST_CLASSES, Odds, Reading, probabilities};
use super::script::Script;

/// How much the rest of the document counts beside the segment's own words.
const DOCUMENT_WEIGHT: f32 = 0.5;
/// How much so many segments on each side count.
const NEAR_WEIGHT: f32 = 0.8;
const NEAR: usize = 6;
/// The rest counts as if there were so many more words of it, in any language.
const DOUBT: f32 = 6.0;
/// A segment counts in the document with so many words at the most.
const MOST_WORDS: u32 = 60;
/// So often all segments are weighed with all others, as these were weighed before.
const ROUNDS: usize = 3;

/// The probabilities of each segment's classes, seen together.
pub(super) fn in_company(readings: &[Reading]) -> Vec<Odds> {
    let mut shares: Vec<Odds> = readings.iter().map(|reading| probabilities(&reading.evidence)).collect();
    for _ in 0..ROUNDS {
        let document = Company::of(readings.iter().zip(&shares));
        // A window that slides over the segments; each enters and leaves once.
        let mut near = Company::of(readings.iter().zip(&shares).take(NEAR));
        shares = (0..readings.len())
            .map(|index| {
                if let Some(coming) = readings.get(index + NEAR) {
                    near.add(coming, &shares[index + NEAR], 1.0);
                }
                let (reading, own) = (&readings[index], &shares[index]);
                let mut odds = reading.evidence;
                document.lend(DOCUMENT_WEIGHT, reading, own, &mut odds);
                near.lend(NEAR_WEIGHT, reading, own, &mut odds);
                if let Some(gone) = index.checked_sub(NEAR) {
                    near.add(&readings[gone], &shares[gone], -1.0);
                }
                probabilities(&odds)
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
    reading.words.min(MOST_WORDS) as f32
}

impl Company {
    fn of<'a>(readings: impl Iterator<Item = (&'a Reading, &'a Odds)>) -> Self {
        let mut company = Self::default();
        readings.for_each(|(reading, shares)| company.add(reading, shares, 1.0));
        company
    }

    fn add(&mut self, reading: &Reading, shares: &Odds, sign: f32) {
        if let Some(table) = table(reading.script) {
            for (sum, share) in self.words[table].iter_mut().zip(shares) {
                *sum += sign * share * weight(reading);
            }
        }
    }

    /// Adds what the others say to a segment's evidence, the segment itself left out: leaning on one's
    /// own word would make every guess a certainty.
    fn lend(&self, trust: f32, reading: &Reading, own: &Odds, odds: &mut Odds) {
        let Some(table) = table(reading.script) else { return };
        let weight = weight(reading);
        let mut rest = self.words[table];
        for (rest, own) in rest.iter_mut().zip(own) {
            *rest = (*rest - own * weight).max(0.0);
        }
        let total = rest.iter().sum::<f32>() + DOUBT;
        for (odds, rest) in odds.iter_mut().zip(rest) {
            let prior = (rest + DOUBT / MOST_CLASSES as f32) / total;
            *odds = (*odds + trust * prior.ln()).max(f32::MIN);
        }
    }
}
