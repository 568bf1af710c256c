//! The tables of the language identifier: a linear softmax over hashed features for Latin script and one for Arabic
//! script, with weights of eight bits. `MODEL.md` describes the training.

use std::sync::LazyLock;

use super::features::{self, MAX_FEATURES, WordRead, WordReader};
use super::odds::{ARABIC_CLASSES, LATIN_CLASSES, MAX_CLASSES, Odds};
use super::script::Script;
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

    /// The sums of a word that was read.
    fn sums_of(&self, read: &WordRead<'_>) -> WordSums {
        let weights = match read.script {
            Script::Latin => self.latin.sums(read.features),
            Script::Arabic => self.arabic.sums(read.features),
            Script::None | Script::Other => [0; MAX_CLASSES],
        };
        WordSums { script: read.script, parts: read.parts, vetoes: read.vetoes, weights }
    }

    /// The evidence of all words of a text, added up.
    pub(super) fn reading(&self, sums: &Sums) -> Reading {
        let [latin, arabic, other] = sums.parts;
        let (script, words) = match latin.max(arabic).max(other) {
            0 => (Script::None, 0),
            max if max == latin => (Script::Latin, latin),
            max if max == arabic => (Script::Arabic, arabic),
            max => (Script::Other, max),
        };
        let trust = (1.0 + words as f32 / INDEPENDENT_WORDS).sqrt().recip();
        let evidence = match script {
            Script::None | Script::Other => [f32::MIN; MAX_CLASSES],
            Script::Latin => self.latin.weigh(&sums.latin, trust),
            Script::Arabic => {
                let mut evidence = self.arabic.weigh(&sums.arabic, trust);
                if let Some(farsi) = self.arabic.names.iter().position(|&name| name == "fa") {
                    evidence[farsi] -= VETO_LOG_ODDS * sums.vetoes.min(MAX_VETOES) as f32;
                }
                evidence
            }
        };
        Reading { script, words, evidence }
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

    /// The sum of the weights of features. Sixteen bits have room for those of [`MAX_FEATURES`].
    fn sums(&self, hashes: &[u64]) -> [i16; MAX_CLASSES] {
        const { assert!(MAX_FEATURES * 128 < 1 << 15) };
        let mut sums = [0; N];
        for &hash in hashes {
            if let Some(weights) = self.rows.get(features::row(hash, self.count)) {
                sums = std::array::from_fn(|class| sums[class] + i16::from(weights[class] as i8));
            }
        }
        std::array::from_fn(|class| sums.get(class).copied().unwrap_or_default())
    }

    /// Log odds from sums of weights.
    fn weigh(&self, sums: &[i32; MAX_CLASSES], trust: f32) -> Odds {
        let mut odds = [f32::MIN; MAX_CLASSES];
        for (index, odds) in odds.iter_mut().take(N).enumerate() {
            if !self.names[index].is_empty() {
                *odds = (self.bias[index] + sums[index] as f32 * self.unit) * trust;
            }
        }
        odds
    }
}

/// The evidence for the language of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// The script of most of its words.
    pub(super) script: Script,
    /// Number of words in that script.
    pub(super) words: u32,
    /// For each class of the script's table, in log odds up to a constant.
    pub(super) evidence: Odds,
}

/// The evidence of a word, or of a few words of one script.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordSums {
    script: Script,
    /// The number of words that it counts for.
    parts: u8,
    /// Letters that Persian does not have.
    vetoes: u8,
    /// The sum of the weights of its features, for each class.
    weights: [i16; MAX_CLASSES],
}

impl WordSums {
    /// The evidence of no word.
    pub(super) const NONE: Self = Self { script: Script::None, parts: 0, vetoes: 0, weights: [0; MAX_CLASSES] };

    pub(super) fn is_none(&self) -> bool {
        self.script == Script::None
    }

    /// The evidence of a name in Latin script.
    pub(super) const NAME: Self = Self { script: Script::Latin, parts: 1, ..Self::NONE };

    /// The evidence of a word; `reader` has the buffer.
    pub(crate) fn of(word: &str, reader: &mut WordReader) -> Self {
        MODEL.sums_of(&reader.read(word))
    }

    /// Adds a word of the same script; returns whether it is one.
    #[inline]
    pub(super) fn add(&mut self, word: &Self) -> bool {
        if self.script != word.script {
            return false;
        }
        self.parts = self.parts.saturating_add(word.parts);
        self.vetoes = self.vetoes.saturating_add(word.vetoes);
        self.weights = std::array::from_fn(|class| self.weights[class].saturating_add(word.weights[class]));
        true
    }
}

/// The evidence of the words of a text so far. A text of which [`TextReader`](super::reader::TextReader) reads some hundred
/// bytes does not fill 32 bits.
#[derive(Clone, Copy)]
pub(super) struct Sums {
    latin: [i32; MAX_CLASSES],
    arabic: [i32; MAX_CLASSES],
    /// Words in Latin, Arabic and other scripts.
    parts: [u32; 3],
    vetoes: u32,
}

impl Sums {
    pub(super) const ZERO: Self = Self { latin: [0; MAX_CLASSES], arabic: [0; MAX_CLASSES], parts: [0; 3], vetoes: 0 };

    #[inline]
    pub(super) fn add(&mut self, word: &WordSums) {
        let (parts, sums) = match word.script {
            Script::None => return,
            Script::Latin => (&mut self.parts[0], &mut self.latin),
            Script::Arabic => (&mut self.parts[1], &mut self.arabic),
            Script::Other => {
                self.parts[2] += u32::from(word.parts);
                return;
            }
        };
        *parts += u32::from(word.parts);
        *sums = std::array::from_fn(|class| sums[class] + i32::from(word.weights[class]));
        self.vetoes += u32::from(word.vetoes);
    }
}

/// Words of a text are not independent: their log odds are divided by √(1 + words / `INDEPENDENT_WORDS`). Fitted on the
/// development sets of `MODEL.md`, like the constants below.
const INDEPENDENT_WORDS: f32 = 6.0;
/// Subtracted from the log odds of Farsi for each letter that Persian does not have.
const VETO_LOG_ODDS: f32 = 4.0;
/// At most this many such letters count.
const MAX_VETOES: u32 = 3;

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
