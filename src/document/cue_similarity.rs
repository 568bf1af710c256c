//! Which group of cues the words of a text are like, where they are no cue to the letter.

use std::sync::LazyLock;

use crate::lexicon::{Cue, GROUPS, Lexicon, MatchWord, WordEntry};

/// A line's beginning of more bytes does not lead in what follows.
const MAX_LEAD_IN: usize = 60;

/// Where the colon, bar or question mark stands that ends what could lead in the rest of a line.
pub(super) fn lead_in_end(text: &str) -> Option<usize> {
    let beginning = &text.as_bytes()[..text.len().min(MAX_LEAD_IN + 1)];
    let plain = memchr::memchr3(b':', b'|', b'?', beginning);
    // The first byte of the full-width colon, and of other characters.
    let wide = memchr::memchr_iter(0xEF, beginning).find(|&at| text[at..].starts_with('：'));
    let end = match (plain, wide) {
        (Some(plain), Some(wide)) => plain.min(wide),
        (plain, wide) => plain.or(wide)?,
    };
    text[end..].chars().nth(1)?.is_whitespace().then_some(end)
}

/// The group of furniture that words leading in a line are a cue of, to the letter or alike.
pub(super) fn lead_in(words: &[MatchWord], similarity: &CueSimilarity, lexicon: &Lexicon) -> Option<(Cue, f32)> {
    let whole = lexicon.find(words).whole;
    let listed = Cue::ALL.iter().copied().find(|&cue| cue.is_boilerplate() && whole.contains(cue));
    match (listed, similarity.best()) {
        (Some(cue), _) => Some((cue, 1.0)),
        (None, alike) => alike,
    }
}

/// A longer line (words that are no function words) is not judged by its words alone.
const MAX_LABEL: f32 = 24.0;

/// To which group of furniture the words of a line belong: naive Bayes over the words, in the
/// measure in which they are words of cues at all.
#[derive(Default)]
pub(super) struct CueSimilarity {
    log_likelihoods: [f32; GROUPS],
    /// Sums of the squared shares that each group has in a word's uses.
    topics: [f32; GROUPS],
    words: f32,
    words_of_cues: f32,
}

/// A topic is shared out over so many words at the least.
const MIN_WORDS: f32 = 5.0;
/// The logarithm of each number of uses.
static LOGARITHMS: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|uses| (uses as f32 + UNSEEN).ln()));

/// What a word is counted to stand in for the groups whose cues do not have it.
const UNSEEN: f32 = 0.1;

impl CueSimilarity {
    pub(super) fn see_unknown(&mut self) {
        self.words += 1.0;
    }

    pub(super) fn see(&mut self, entry: &WordEntry) {
        if entry.function_word_of != 0 {
            return;
        }
        self.words += 1.0;
        let all: u16 = entry.uses.iter().map(|&uses| u16::from(uses)).sum();
        // Of words that stand in no cue of furniture all this would add nothing.
        if all > 0 {
            // A word that stands in few cues, or in those of all groups alike, says little.
            let total = f32::from(all) + 2.0;
            let mut most = 0;
            each_use(entry.uses, |group, uses| {
                let share = f32::from(uses) / total;
                self.topics[group] += share * share;
                most = most.max(uses);
            });
            let concentration = f32::from(most) / f32::from(all);
            self.words_of_cues += concentration.sqrt() * f32::from(all) / (f32::from(all) + 0.5);
        }
        if self.words <= MAX_LABEL {
            let logarithms = &*LOGARITHMS;
            let before = self.log_likelihoods;
            // Most groups have no use for a word.
            for group in &mut self.log_likelihoods {
                *group += logarithms[0];
            }
            each_use(entry.uses, |group, uses| {
                self.log_likelihoods[group] = before[group] + logarithms[usize::from(uses)];
            });
        }
    }

    pub(super) fn topic(&self) -> Option<(Cue, f32)> {
        let (group, sum) = most(&self.topics);
        (sum > 0.0).then(|| (group, sum / self.words.max(MIN_WORDS)))
    }

    pub(super) fn best(&self) -> Option<(Cue, f32)> {
        if self.words_of_cues == 0.0 || self.words > MAX_LABEL {
            return None;
        }
        let (group, best) = most(&self.log_likelihoods);
        if !group.is_boilerplate() {
            return None;
        }
        let boilerplate = Cue::ALL.iter().zip(self.log_likelihoods).filter(|(cue, _)| cue.is_boilerplate());
        let sum: f32 = boilerplate.map(|(_, score)| (score - best).exp()).sum();
        Some((group, self.words_of_cues / self.words / sum.max(1.0)))
    }
}

/// Shows the groups that use a word, in order, and how often they do: few do.
fn each_use(uses: &[u8; GROUPS], mut see: impl FnMut(usize, u8)) {
    let (chunks, rest) = uses.as_chunks::<8>();
    for (chunk, bytes) in chunks.iter().enumerate() {
        let mut left = u64::from_le_bytes(*bytes);
        while left != 0 {
            let place = left.trailing_zeros() as usize / 8;
            see(8 * chunk + place, bytes[place]);
            left &= !(0xFF << (8 * place));
        }
    }
    for (place, &uses) in rest.iter().enumerate().filter(|(_, uses)| **uses > 0) {
        see(8 * chunks.len() + place, uses);
    }
}

/// The group that has most, the last one of several.
fn most(scores: &[f32; GROUPS]) -> (Cue, f32) {
    let most = scores.iter().copied().fold(f32::MIN, |most, score| if score > most { score } else { most });
    let group = scores.iter().rposition(|&score| score == most).unwrap_or_default();
    (Cue::ALL[group], most)
}
