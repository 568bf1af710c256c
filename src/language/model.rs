//! The tables of the language identifier: a linear softmax over hashed features for Latin script and one for Arabic
//! script, with weights of eight bits. `MODEL.md` describes the training.

use std::sync::LazyLock;

use super::features::{self, FeatureSink};
use super::odds::{ARABIC_CLASSES, LATIN_CLASSES, MAX_CLASSES, Odds};
use super::script::Script;
use super::word_cache::{WordCache, WordSums};
use crate::lexicon::LANGUAGE_CODES;

static BYTES: &[u8] = include_bytes!("model.bin");
const LANGUAGE_MODEL_MAGIC: &[u8] = b"dechaff1";
const NAME_BYTES: usize = 8;

pub(super) static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(BYTES).unwrap_or_else(|| unreachable!("the tables are part of the crate, and tested"))
});

/// The tables of both scripts.
pub(super) struct Model {
    latin: Table<LATIN_CLASSES>,
    arabic: Table<ARABIC_CLASSES>,
}

struct Table<const N: usize> {
    /// The code of a language, or the name of a group of languages, for each class; empty for unused columns.
    names: [&'static str; N],
    /// Whether a class is a language with a lexicon.
    known: [bool; N],
    /// Number of rows.
    count: u64,
    /// The log odds of a weight of 1.
    unit: f32,
    bias: [f32; N],
    rows: &'static [[u8; N]],
}

impl Model {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(LANGUAGE_MODEL_MAGIC)?;
        let model = Self { latin: Table::read(&mut rest)?, arabic: Table::read(&mut rest)? };
        rest.is_empty().then_some(model)
    }

    /// The name of a class: the code of a language, or the name of a group of languages, which begins with a capital.
    pub(super) fn name(&self, script: Script, class: usize) -> &'static str {
        let names: &[_] = match script {
            Script::Latin => &self.latin.names,
            Script::Arabic => &self.arabic.names,
            Script::None | Script::Other => &[],
        };
        names.get(class).copied().unwrap_or_default()
    }

    /// Whether a class is a language with a lexicon.
    pub(super) fn is_known(&self, script: Script, class: usize) -> bool {
        match script {
            Script::Latin => self.latin.known[class],
            Script::Arabic => self.arabic.known.get(class).copied().unwrap_or_default(),
            Script::None | Script::Other => false,
        }
    }

    /// The evidence of the words of a text.
    pub(super) fn read_text(&self, text: &str) -> Reading {
        self.read_pieces([text], &mut WordCache::default())
    }

    /// The evidence of the words of some pieces of a text. Words are looked up in the cache first.
    pub(super) fn read_pieces<'a>(&self, pieces: impl IntoIterator<Item = &'a str>, cache: &mut WordCache) -> Reading {
        let mut sums = TextSums {
            model: self,
            cache,
            latin: ClassSums::ZERO,
            arabic: ClassSums::ZERO,
            new_word: None,
            own: [0; MAX_CLASSES],
            count: 0,
            words: [0; 3],
            vetoes: 0,
        };
        pieces.into_iter().for_each(|text| features::read(text, &mut sums));
        sums.reading()
    }
}

impl<const N: usize> Table<N> {
    fn read(bytes: &mut &'static [u8]) -> Option<Self> {
        let mut names = [""; N];
        for name in &mut names {
            let padded = bytes.split_off(..NAME_BYTES)?;
            *name = std::str::from_utf8(padded).ok()?.trim_end_matches('\0');
        }
        let mut word = || Some(*bytes.split_off(..4)?.first_chunk::<4>()?);
        let count = u32::from_le_bytes(word()?);
        let unit = f32::from_le_bytes(word()?);
        let mut bias = [0.0; N];
        for bias in &mut bias {
            *bias = f32::from_le_bytes(word()?);
        }
        let (rows, _) = bytes.split_off(..N * usize::try_from(count).ok()?)?.as_chunks();
        Some(Self {
            names,
            known: names.map(|name| LANGUAGE_CODES.contains(&name)),
            count: count.into(),
            unit,
            bias,
            rows,
        })
    }

    /// Adds the weights of features to `sums`.
    #[inline]
    fn add(&self, hashes: &[u64], sums: &mut WordSums) {
        let mut added: [i16; N] = std::array::from_fn(|class| sums[class]);
        for &hash in hashes {
            if let Some(weights) = self.rows.get(features::row(hash, self.count)) {
                added = std::array::from_fn(|class| added[class] + i16::from(weights[class] as i8));
            }
        }
        sums[..N].copy_from_slice(&added);
    }
}

/// The evidence for the language of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// The script of most of its words.
    pub(super) script: Script,
    /// Number of words in that script.
    pub(super) words: u32,
    /// For each class of the script's table, in log odds up to a constant.
    pub(super) evidence: Odds,
}

/// A sum of 16 bits has room for this many weights of 8 bits (250 × 128 < 2¹⁵). TextSums of 16 bits take half the time of
/// sums of 32 bits.
const MAX_RECENT_WEIGHTS: usize = 250;

/// Sums of weights, one for each class.
struct ClassSums<const N: usize> {
    /// The sums of the last weights.
    recent: [i16; N],
    /// Number of weights in `recent`, at most [`MAX_RECENT_WEIGHTS`].
    count: usize,
    /// The sums of the weights before these.
    settled: [i64; N],
}

impl<const N: usize> ClassSums<N> {
    const ZERO: Self = Self { recent: [0; N], count: 0, settled: [0; N] };

    /// Adds the sums of `count` weights.
    #[inline]
    fn add(&mut self, sums: &WordSums, count: usize) {
        if self.count + count > MAX_RECENT_WEIGHTS {
            self.settle();
        }
        self.recent = std::array::from_fn(|class| self.recent[class] + sums[class]);
        self.count += count;
    }

    /// Moves the recent sums to the settled ones.
    fn settle(&mut self) {
        for (settled, recent) in self.settled.iter_mut().zip(&mut self.recent) {
            *settled += i64::from(std::mem::take(recent));
        }
        self.count = 0;
    }
}

/// The sums of the weights of a text's features, while it is read.
struct TextSums<'a> {
    model: &'a Model,
    cache: &'a mut WordCache,
    latin: ClassSums<LATIN_CLASSES>,
    arabic: ClassSums<ARABIC_CLASSES>,
    /// The hash of the current word if it is to be cached: it is new, and has not too many features.
    new_word: Option<u64>,
    /// The sums of the current word's features since the last [`TextSums::add_own`].
    own: WordSums,
    /// Number of features in `own`.
    count: usize,
    /// Words in Latin, Arabic and other scripts.
    words: [u32; 3],
    /// Letters that Persian does not have.
    vetoes: u32,
}

impl TextSums<'_> {
    /// Adds the sums of the current word to those of the text.
    fn add_own(&mut self, script: Script) {
        match script {
            Script::Latin => self.latin.add(&self.own, self.count),
            Script::Arabic => self.arabic.add(&self.own, self.count),
            Script::None | Script::Other => {}
        }
        (self.own, self.count) = ([0; MAX_CLASSES], 0);
    }
}

impl FeatureSink for TextSums<'_> {
    fn features(&mut self, script: Script, hashes: &[u64]) {
        if self.count + hashes.len() > MAX_RECENT_WEIGHTS {
            self.add_own(script);
            self.new_word = None;
        }
        match script {
            Script::Latin => self.model.latin.add(hashes, &mut self.own),
            Script::Arabic => self.model.arabic.add(hashes, &mut self.own),
            Script::None | Script::Other => {}
        }
        self.count += hashes.len();
    }

    fn has_cached(&mut self, script: Script, word: u64) -> bool {
        let cached = match script {
            Script::Latin | Script::Arabic => self.cache.get(script, word),
            // There is no table for other scripts, so features are not needed.
            Script::None | Script::Other => return true,
        };
        let Some((sums, count)) = cached else {
            self.new_word = Some(word);
            return false;
        };
        if script == Script::Latin {
            self.latin.add(sums, count);
        } else {
            self.arabic.add(sums, count);
        }
        true
    }

    fn word(&mut self, script: Script) {
        if let Some(word) = self.new_word.take() {
            self.cache.insert(script, word, self.own, self.count);
        }
        if self.count > 0 {
            self.add_own(script);
        }
        match script {
            Script::None => {}
            Script::Latin => self.words[0] += 1,
            Script::Arabic => self.words[1] += 1,
            Script::Other => self.words[2] += 1,
        }
    }

    fn veto(&mut self) {
        self.vetoes += 1;
    }
}

/// Words of a text are not independent: their log odds are divided by √(1 + words / `INDEPENDENT_WORDS`). Fitted on the
/// development sets of `MODEL.md`, like the constants below.
const INDEPENDENT_WORDS: f32 = 6.0;
/// Subtracted from the log odds of Farsi for each letter that Persian does not have.
const VETO_LOG_ODDS: f32 = 4.0;
/// At most this many such letters count.
const MAX_VETOES: u32 = 3;

impl TextSums<'_> {
    /// The evidence of all that was added.
    fn reading(mut self) -> Reading {
        self.latin.settle();
        self.arabic.settle();
        let [latin, arabic, other] = self.words;
        let (script, words) = match latin.max(arabic).max(other) {
            0 => (Script::None, 0),
            max if max == latin => (Script::Latin, latin),
            max if max == arabic => (Script::Arabic, arabic),
            max => (Script::Other, max),
        };
        let trust = (1.0 + words as f32 / INDEPENDENT_WORDS).sqrt().recip();
        let evidence = match script {
            Script::None | Script::Other => [f32::MIN; MAX_CLASSES],
            Script::Latin => self.model.latin.weigh(&self.latin.settled, trust),
            Script::Arabic => {
                let mut evidence = self.model.arabic.weigh(&self.arabic.settled, trust);
                if let Some(farsi) = self.model.arabic.names.iter().position(|&name| name == "fa") {
                    evidence[farsi] -= VETO_LOG_ODDS * self.vetoes.min(MAX_VETOES) as f32;
                }
                evidence
            }
        };
        Reading { script, words, evidence }
    }
}

impl<const N: usize> Table<N> {
    /// Log odds from sums of weights.
    fn weigh(&self, sums: &[i64; N], trust: f32) -> Odds {
        let mut odds = [f32::MIN; MAX_CLASSES];
        for (index, odds) in odds.iter_mut().take(N).enumerate() {
            if !self.names[index].is_empty() {
                *odds = (self.bias[index] + sums[index] as f32 * self.unit) * trust;
            }
        }
        odds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_have_the_four_languages_and_are_small() {
        let model = Model::read(BYTES).expect("the tables can be read");
        for code in ["en", "fr", "de"] {
            assert!(model.latin.names.contains(&code), "{code}");
        }
        assert!(model.arabic.names.contains(&"fa"));
        assert!(BYTES.len() <= 400_000, "{} bytes", BYTES.len());
    }

    #[test]
    fn broken_tables_are_rejected() {
        assert!(Model::read(&BYTES[..BYTES.len() - 1]).is_none());
        assert!(Model::read(&BYTES[1..]).is_none());
        assert!(Model::read(b"dechaff1").is_none());
    }
}
