//! The tables of the identifier: a linear softmax over hashed features, one for Latin and one for
//! Arabic script, weights of eight bits. `MODEL.md` says where they come from.

use std::sync::LazyLock;

use super::features::{self, Sink};
use super::memory::{self, Memory};
use super::script::Script;
use crate::lexicon::LANGUAGE_CODES;

/// The classes of the table that has most.
pub(super) const MAX_CLASSES: usize = LATIN_CLASSES;
const LATIN_CLASSES: usize = 16;
const ARABIC_CLASSES: usize = 8;

static BYTES: &[u8] = include_bytes!("model.bin");
const MAGIC: &[u8] = b"dechaff1";
const NAME_BYTES: usize = 8;

pub(super) static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(BYTES).unwrap_or_else(|| unreachable!("the tables are part of the crate, and tested"))
});

/// Both tables.
pub(super) struct Model {
    latin: Table<LATIN_CLASSES>,
    arabic: Table<ARABIC_CLASSES>,
}

struct Table<const N: usize> {
    /// Languages, or groups of some; empty where there are fewer classes than columns.
    names: [&'static str; N],
    /// Whether the language has a lexicon.
    known: [bool; N],
    /// So many rows.
    count: u64,
    /// What a weight of one stands for.
    unit: f32,
    bias: [f32; N],
    rows: &'static [[u8; N]],
}

impl Model {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let model = Self { latin: Table::read(&mut rest)?, arabic: Table::read(&mut rest)? };
        rest.is_empty().then_some(model)
    }

    /// The name of a class: the code of a language, or a group of languages in a capital letter.
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

    /// What the words of a text say.
    pub(super) fn read_text(&self, text: &str) -> Reading {
        self.read_pieces([text], &mut Memory::default())
    }

    /// What the words of some pieces of a text say; words that come again are remembered.
    pub(super) fn read_pieces<'a>(&self, pieces: impl IntoIterator<Item = &'a str>, memory: &mut Memory) -> Reading {
        let mut sums = Sums {
            model: self,
            memory,
            latin: Sum::ZERO,
            arabic: Sum::ZERO,
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

    /// Adds the weights of features.
    #[inline]
    fn add(&self, hashes: &[u64], sums: &mut memory::Sums) {
        let mut added: [i16; N] = std::array::from_fn(|class| sums[class]);
        for &hash in hashes {
            if let Some(weights) = self.rows.get(features::row(hash, self.count)) {
                added = std::array::from_fn(|class| added[class] + i16::from(weights[class] as i8));
            }
        }
        sums[..N].copy_from_slice(&added);
    }
}

/// What a text's words say about its language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// The script that most of its words are in.
    pub(super) script: Script,
    /// So many words are in that script.
    pub(super) words: u32,
    /// The evidence for each class of the script's table, in log odds up to a constant.
    pub(super) evidence: Odds,
}

/// A number for each class of one table; the lowest number where there are fewer classes.
pub(super) type Odds = [f32; MAX_CLASSES];

/// Log odds as probabilities that add up to one.
pub(super) fn probabilities(odds: &Odds) -> Odds {
    let most = odds.iter().copied().fold(f32::MIN, |most, odds| if odds > most { odds } else { most });
    let weights = odds.map(|odds| exp(odds - most));
    let scale = sum(&weights).recip();
    weights.map(|weight| weight * scale)
}

/// The sum over the classes, in an order that lets four be added at a time.
pub(super) fn sum(odds: &Odds) -> f32 {
    let mut sums = [0.0; 4];
    for four in odds.as_chunks::<4>().0 {
        sums = std::array::from_fn(|lane| sums[lane] + four[lane]);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// The exponential of a number that is not above 0, right to six digits, in the same few steps for every number, so
/// that it is worked out for several at a time.
fn exp(x: f32) -> f32 {
    // Of less than this nothing is left.
    const LEAST: f32 = -87.0;
    /// Added to a number, it leaves no digits behind the point, the last ones before it in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let powers = x.max(LEAST) * std::f32::consts::LOG2_E + ROUND;
    // The part behind the point, from -0.5 to 0.5, as a power of e.
    let rest = x.max(LEAST) - (powers - ROUND) * std::f32::consts::LN_2;
    let series = 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = (series * rest + 1.0) * rest + 1.0;
    let power = f32::from_bits((powers.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    series * power
}

/// So many weights of eight bits fit a sum of sixteen, in which they add up twice as fast.
const MAX_RECENT: usize = 250;

/// Weights added up.
struct Sum<const N: usize> {
    recent: [i16; N],
    count: usize,
    settled: [i64; N],
}

impl<const N: usize> Sum<N> {
    const ZERO: Self = Self { recent: [0; N], count: 0, settled: [0; N] };

    /// Adds what so many weights add up to.
    #[inline]
    fn add(&mut self, sums: &memory::Sums, count: usize) {
        if self.count + count > MAX_RECENT {
            self.settle();
        }
        self.recent = std::array::from_fn(|class| self.recent[class] + sums[class]);
        self.count += count;
    }

    fn settle(&mut self) {
        for (settled, recent) in self.settled.iter_mut().zip(&mut self.recent) {
            *settled += i64::from(std::mem::take(recent));
        }
        self.count = 0;
    }
}

struct Sums<'a> {
    model: &'a Model,
    memory: &'a mut Memory,
    latin: Sum<LATIN_CLASSES>,
    arabic: Sum<ARABIC_CLASSES>,
    /// The word whose features are shown, until there are too many of them to keep.
    new_word: Option<u64>,
    /// What those shown since it began add up to, and how many they are.
    own: memory::Sums,
    count: usize,
    /// Words in Latin, Arabic and other scripts.
    words: [u32; 3],
    vetoes: u32,
}

impl Sums<'_> {
    /// Adds the features shown so far to those of the text.
    fn add_own(&mut self, script: Script) {
        match script {
            Script::Latin => self.latin.add(&self.own, self.count),
            Script::Arabic => self.arabic.add(&self.own, self.count),
            Script::None | Script::Other => {}
        }
        (self.own, self.count) = ([0; MAX_CLASSES], 0);
    }
}

impl Sink for Sums<'_> {
    fn features(&mut self, script: Script, hashes: &[u64]) {
        if self.count + hashes.len() > MAX_RECENT {
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

    fn knows(&mut self, script: Script, word: u64) -> bool {
        let known = match script {
            Script::Latin | Script::Arabic => self.memory.recall(script, word),
            // Nothing is known of any.
            Script::None | Script::Other => return true,
        };
        let Some((sums, count)) = known else {
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
            self.memory.keep(script, word, self.own, self.count);
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

/// So many words add up as if they were independent of each other; what there are more, less.
const INDEPENDENT_WORDS: f32 = 6.0;
/// What a letter that Persian never has takes from Farsi, and how many count.
const VETO: f32 = 4.0;
const MAX_VETOES: u32 = 3;

impl Sums<'_> {
    fn reading(mut self) -> Reading {
        self.latin.settle();
        self.arabic.settle();
        let [latin, arabic, other] = self.words;
        let (script, words) = match latin.max(arabic).max(other) {
            0 => (Script::None, 0),
            most if most == latin => (Script::Latin, latin),
            most if most == arabic => (Script::Arabic, arabic),
            most => (Script::Other, most),
        };
        let trust = (1.0 + words as f32 / INDEPENDENT_WORDS).sqrt().recip();
        let evidence = match script {
            Script::None | Script::Other => [f32::MIN; MAX_CLASSES],
            Script::Latin => self.model.latin.weigh(&self.latin.settled, trust),
            Script::Arabic => {
                let mut evidence = self.model.arabic.weigh(&self.arabic.settled, trust);
                if let Some(farsi) = self.model.arabic.names.iter().position(|&name| name == "fa") {
                    evidence[farsi] -= VETO * self.vetoes.min(MAX_VETOES) as f32;
                }
                evidence
            }
        };
        Reading { script, words, evidence }
    }
}

impl<const N: usize> Table<N> {
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
    fn tables_are_whole() {
        let model = Model::read(BYTES).expect("the tables can be read");
        for code in ["en", "fr", "de"] {
            assert!(model.latin.names.contains(&code), "{code}");
        }
        assert!(model.arabic.names.contains(&"fa"));
        assert!(BYTES.len() <= 400_000, "{} bytes", BYTES.len());
    }

    #[test]
    fn exponentials_are_those_of_the_library() {
        for x in (0..8_700).map(|x| x as f32 / -100.0) {
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-6 * (1.0 + x.abs()), "{x}");
        }
        assert!(exp(f32::MIN) < 1e-37);
    }

    #[test]
    fn broken_tables_are_refused() {
        assert!(Model::read(&BYTES[..BYTES.len() - 1]).is_none());
        assert!(Model::read(&BYTES[1..]).is_none());
        assert!(Model::read(b"dechaff1").is_none());
    }
}
