//! Similarity of a text to the cues of each group, for wordings that no lexicon lists exactly.

use std::sync::LazyLock;

use crate::lexicon::{Cue, GROUPS, Lexicon, MatchWord, WordEntry};

/// A lead-in (the words before the first colon of a line) has at most this many bytes. Hand-set.
const MAX_LEAD_IN_BYTES: usize = 60;

/// The offset of the colon, bar or question mark that could end a lead-in, as in `Read also: …`.
pub(super) fn lead_in_end(text: &str) -> Option<usize> {
    let beginning = &text.as_bytes()[..text.len().min(MAX_LEAD_IN_BYTES + 1)];
    let plain = memchr::memchr3(b':', b'|', b'?', beginning);
    // 0xEF is the first byte of the full-width colon.
    let wide = memchr::memchr_iter(0xEF, beginning).find(|&at| text[at..].starts_with('：'));
    let end = match (plain, wide) {
        (Some(plain), Some(wide)) => plain.min(wide),
        (plain, wide) => plain.or(wide)?,
    };
    text[end..].chars().nth(1)?.is_whitespace().then_some(end)
}

/// The boilerplate group of a lead-in and its similarity; 1 if the lead-in is exactly one of the group's cues.
pub(super) fn lead_in(words: &[MatchWord], similarity: &CueSimilarity, lexicon: &Lexicon) -> Option<(Cue, f32)> {
    let whole = lexicon.find(words).whole;
    let listed = Cue::ALL.iter().copied().find(|&cue| cue.is_boilerplate() && whole.contains(cue));
    listed.map(|cue| (cue, 1.0)).or_else(|| similarity.best())
}

/// Only a text with at most this many content words (no function words) has a similarity. Hand-set.
const MAX_COMPARED_CONTENT_WORDS: f32 = 24.0;

/// Finds the boilerplate group that the words of a text are most similar to: naive Bayes over the words, scaled by the
/// share of its words that occur in cues.
#[derive(Default)]
pub(super) struct CueSimilarity {
    log_likelihoods: [f32; GROUPS],
    /// For each group the sum of the squares of its shares in the uses of each word.
    topics: [f32; GROUPS],
    /// Number of words that are not function words.
    words: f32,
    /// Number of these words, each weighted from 0 to 1 by how typical of cues it is.
    cue_words: f32,
}

/// A topic score is an average over at least this many words, so that a single word gets a low score. Hand-set.
const MIN_AVERAGED_WORDS: f32 = 5.0;
/// Pseudo-count of a word in the groups whose cues do not have it. Hand-set.
const PSEUDO_COUNT: f32 = 0.1;
/// Pseudo-count, in uses, that is added to the uses of a word in all groups. It lowers the shares of rare words. Hand-set.
const RARE_WORD_USES: f32 = 2.0;
/// Uses in all groups at which a word has half of its full weight as a cue word. Hand-set.
const CUE_WORD_USES: f32 = 0.5;

/// The natural logarithm of each number of uses, with [`PSEUDO_COUNT`].
static LOGARITHMS: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|uses| (uses as f32 + PSEUDO_COUNT).ln()));

impl CueSimilarity {
    /// Adds a word that is in no lexicon.
    pub(super) fn add_unknown(&mut self) {
        self.words += 1.0;
    }

    /// Adds a word of a lexicon.
    pub(super) fn add(&mut self, entry: &WordEntry) {
        if entry.function_word_of != 0 {
            return;
        }
        self.words += 1.0;
        let all: u16 = entry.uses.iter().map(|&uses| u16::from(uses)).sum();
        // A word that is in no boilerplate cue would add nothing.
        if all > 0 {
            let total = f32::from(all) + RARE_WORD_USES;
            let mut max = 0;
            each_use(entry.uses, |group, uses| {
                let share = f32::from(uses) / total;
                self.topics[group] += share * share;
                max = max.max(uses);
            });
            // A word that all groups use equally is little evidence for one of them.
            let concentration = f32::from(max) / f32::from(all);
            self.cue_words += concentration.sqrt() * f32::from(all) / (f32::from(all) + CUE_WORD_USES);
        }
        if self.words <= MAX_COMPARED_CONTENT_WORDS {
            let logarithms = &*LOGARITHMS;
            let before = self.log_likelihoods;
            // Most groups do not use a word: all are given the logarithm of none, then the few that do are corrected.
            for group in &mut self.log_likelihoods {
                *group += logarithms[0];
            }
            each_use(entry.uses, |group, uses| {
                self.log_likelihoods[group] = before[group] + logarithms[usize::from(uses)];
            });
        }
    }

    /// The group with the highest topic score, and the score.
    pub(super) fn topic(&self) -> Option<(Cue, f32)> {
        let (group, sum) = highest(&self.topics);
        (sum > 0.0).then(|| (group, sum / self.words.max(MIN_AVERAGED_WORDS)))
    }

    /// The boilerplate group with the highest similarity, and the similarity, from 0 to 1. `None` if the text is
    /// too long.
    pub(super) fn best(&self) -> Option<(Cue, f32)> {
        if self.cue_words == 0.0 || self.words > MAX_COMPARED_CONTENT_WORDS {
            return None;
        }
        let (group, best) = highest(&self.log_likelihoods);
        if !group.is_boilerplate() {
            return None;
        }
        let boilerplate = Cue::ALL.iter().zip(self.log_likelihoods).filter(|(cue, _)| cue.is_boilerplate());
        let sum: f32 = boilerplate.map(|(_, score)| (score - best).exp()).sum();
        Some((group, self.cue_words / self.words / sum.max(1.0)))
    }
}

/// Calls `visit` with each group that uses a word and the number of uses, in order. Few groups do, so zeros are skipped
/// eight at a time.
fn each_use(uses: &[u8; GROUPS], mut visit: impl FnMut(usize, u8)) {
    let (chunks, rest) = uses.as_chunks::<8>();
    for (chunk, bytes) in chunks.iter().enumerate() {
        let mut left = u64::from_le_bytes(*bytes);
        while left != 0 {
            let offset = left.trailing_zeros() as usize / 8;
            visit(8 * chunk + offset, bytes[offset]);
            left &= !(0xFF << (8 * offset));
        }
    }
    for (offset, &uses) in rest.iter().enumerate().filter(|(_, uses)| **uses > 0) {
        visit(8 * chunks.len() + offset, uses);
    }
}

/// The group with the highest score, of several such groups the last, and its score.
fn highest(scores: &[f32; GROUPS]) -> (Cue, f32) {
    // `f32::max` without its handling of NaN.
    let max = scores.iter().copied().fold(f32::MIN, |max, score| if score > max { score } else { max });
    let group = scores.iter().rposition(|&score| score == max).unwrap_or_default();
    (Cue::ALL[group], max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;

    fn similarity_of(text: &str) -> CueSimilarity {
        let mut similarity = CueSimilarity::default();
        for word in text.split(' ') {
            match lexicon().word(word) {
                Some(entry) => similarity.add(&entry),
                None => similarity.add_unknown(),
            }
        }
        similarity
    }

    #[test]
    fn lead_ins_end_at_a_mark_before_white_space() {
        assert_eq!(lead_in_end("Read also: the bridge"), Some(9));
        assert_eq!(lead_in_end("続きを読む： 橋"), Some("続きを読む".len()));
        assert_eq!(lead_in_end("At 12:45"), None);
        assert_eq!(lead_in_end(&format!("{}: later", "long ".repeat(20))), None);
    }

    #[test]
    fn words_of_cues_have_the_group_of_the_cues() {
        let (cue, share) = similarity_of("cookies consent preferences").best().expect("words of cues");
        assert!(cue == Cue::Consent && share > 0.3, "{cue:?} {share}");
        assert_eq!(similarity_of("zzyzx").best(), None);
    }

    #[test]
    fn other_words_lower_the_similarity() {
        let share = |text: &str| similarity_of(text).best().map_or(0.0, |(_, share)| share);
        assert!(share("cookies consent zzyzx zzyzx") < share("cookies consent"));
        assert_eq!(share(&format!("cookies consent{}", " zzyzx".repeat(30))), 0.0);
    }

    #[test]
    fn each_use_skips_nothing_but_zeros() {
        let uses: [u8; GROUPS] = std::array::from_fn(|group| if group % 3 == 1 { group as u8 } else { 0 });
        let mut found = [0; GROUPS];
        each_use(&uses, |group, uses| found[group] = uses);
        assert_eq!(found, uses);
    }
}
