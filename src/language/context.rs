//! The language of a segment in the company of the others.

use std::ops::Range;

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
/// Running text goes on in its language from one segment to the next with this probability.
const STAY: f32 = 0.9;

/// What a segment's company is told of it.
pub(super) struct Member {
    pub(super) reading: Reading,
    /// It is running text, and goes on from the segment before it if that is too.
    pub(super) is_prose: bool,
}

/// The probabilities of each segment's classes, seen together.
pub(super) fn in_company(members: &[Member]) -> Vec<Odds> {
    let mut shares: Vec<Odds> = members.iter().map(|member| probabilities(&member.reading.evidence)).collect();
    for _ in 0..ROUNDS {
        let document = Company::of(members.iter().zip(&shares));
        // A window that slides over the segments; each enters and leaves once.
        let mut near = Company::of(members.iter().zip(&shares).take(NEAR));
        shares = (0..members.len())
            .map(|index| {
                if let Some(coming) = members.get(index + NEAR) {
                    near.add(coming, &shares[index + NEAR], 1.0);
                }
                let (member, own) = (&members[index], &shares[index]);
                let mut odds = member.reading.evidence;
                document.lend(DOCUMENT_WEIGHT, member, own, &mut odds);
                near.lend(NEAR_WEIGHT, member, own, &mut odds);
                if let Some(gone) = index.checked_sub(NEAR) {
                    near.add(&members[gone], &shares[gone], -1.0);
                }
                probabilities(&odds)
            })
            .collect();
    }
    for run in runs(members) {
        chain(&mut shares[run]);
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
    fn of<'a>(members: impl Iterator<Item = (&'a Member, &'a Odds)>) -> Self {
        let mut company = Self::default();
        members.for_each(|(member, shares)| company.add(member, shares, 1.0));
        company
    }

    fn add(&mut self, member: &Member, shares: &Odds, sign: f32) {
        if let Some(table) = table(member.reading.script) {
            for (sum, share) in self.words[table].iter_mut().zip(shares) {
                *sum += sign * share * weight(&member.reading);
            }
        }
    }

    /// Adds what the others say to a segment's evidence, the segment itself left out: leaning on one's
    /// own word would make every guess a certainty.
    fn lend(&self, trust: f32, member: &Member, own: &Odds, odds: &mut Odds) {
        let Some(table) = table(member.reading.script) else { return };
        let weight = weight(&member.reading);
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

/// Runs of at least two segments of running text in one script, one right behind the other.
fn runs(members: &[Member]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < members.len() {
            let start = at;
            at += 1;
            let goes_on = |member: &Member| member.is_prose && member.reading.script == members[start].reading.script;
            if goes_on(&members[start]) && table(members[start].reading.script).is_some() {
                while members.get(at).is_some_and(goes_on) {
                    at += 1;
                }
                if at - start > 1 {
                    return Some(start..at);
                }
            }
        }
        None
    })
}

/// Forward-backward over a hidden Markov chain whose state is the language (Rabiner 1989, III): it
/// stays, or changes to any.
fn chain(shares: &mut [Odds]) {
    let step = |from: &Odds| from.map(|share| STAY * share + (1.0 - STAY) / MOST_CLASSES as f32);
    let times = |a: &Odds, b: &Odds| {
        let mut product: Odds = std::array::from_fn(|class| a[class] * b[class]);
        let sum = product.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        product.iter_mut().for_each(|share| *share /= sum);
        product
    };
    let own = shares.to_vec();
    let flat = [1.0; MOST_CLASSES];
    let mut forward = flat;
    for (shares, own) in shares.iter_mut().zip(&own) {
        *shares = times(&forward, own);
        forward = step(shares);
    }
    let mut backward = flat;
    for (shares, own) in shares.iter_mut().zip(&own).rev() {
        *shares = times(shares, &backward);
        backward = step(&times(&backward, own));
    }
}
