//! Synthetic segments of the words of a language, some with foreign words or without accents as on the web.

use unicode_normalization::UnicodeNormalization;

use crate::Language;
use crate::features::{self, WordReader};
use crate::random::Random;
use crate::script::Script;
use crate::words::Words;

/// The features of each word of a language.
struct Rows {
    /// The rows of the table for all features of all distinct words.
    rows: Vec<u32>,
    /// For each distinct word the end of its features in `rows`.
    ends: Vec<u32>,
    /// The running words, as indexes of distinct words.
    running: Vec<u32>,
}

impl Rows {
    fn of(words: &Words, spelling: impl Fn(&str) -> String, script: Script, table_rows: u64) -> Self {
        let (mut rows, mut ends) = (Vec::new(), Vec::new());
        let mut reader = WordReader::default();
        for word in &words.distinct {
            let spelled = spelling(word);
            let read = reader.read(&spelled);
            if read.script == script {
                rows.extend(read.features.iter().map(|&hash| features::row(hash, table_rows) as u32));
            }
            ends.push(rows.len() as u32);
        }
        Self { rows, ends, running: words.running.clone() }
    }

    /// Appends the features of the running word with this index.
    fn push(&self, index: usize, rows: &mut Vec<u32>) {
        let word = self.running[index] as usize;
        let start = if word == 0 { 0 } else { self.ends[word - 1] };
        rows.extend_from_slice(&self.rows[start as usize..self.ends[word] as usize]);
    }
}

/// A language from whose words segments are composed.
struct Source {
    class: usize,
    /// The share of its segments that have drawn words; the others have running text.
    share_drawn: f64,
    /// Drawn words, as they are and without accents.
    drawn: [Rows; 2],
    /// Running text, as it is and without accents.
    running: [Rows; 2],
}

/// Composes segments of many languages.
pub(crate) struct Segments {
    sources: Vec<Source>,
    /// The weights of the sources, each added to those before.
    cumulated: Vec<f64>,
}

impl Segments {
    pub(crate) fn new(languages: &[Language], classes: &[String], script: Script, table_rows: u64) -> Self {
        let mut cumulated = Vec::new();
        let mut sum = 0.0;
        let sources = languages
            .iter()
            .map(|language| {
                sum += language.weight;
                cumulated.push(sum);
                let plain = |words: &Words| {
                    let is_german = language.code == "de";
                    [
                        Rows::of(words, str::to_owned, script, table_rows),
                        Rows::of(words, |word| without_accents(word, is_german), script, table_rows),
                    ]
                };
                let class = classes.iter().position(|class| *class == language.class).expect("it was collected");
                Source {
                    class,
                    share_drawn: if language.is_counted { 0.9 } else { 0.6 },
                    drawn: plain(&language.drawn),
                    running: plain(&language.running),
                }
            })
            .collect();
        Self { sources, cumulated }
    }

    /// Fills `rows` with the features of a segment, and returns its class.
    pub(crate) fn draw(&self, random: &mut Random, rows: &mut Vec<u32>) -> usize {
        rows.clear();
        let source = self.source(random);
        let words = match random.unit() {
            at if at < 0.15 => 1,
            at if at < 0.28 => 2,
            _ => 3 + random.below(12),
        };
        let spelling = usize::from(random.unit() < 0.08);
        let mut foreign = 0;
        if words > 2 && random.unit() < 0.3 {
            foreign = 1 + random.below(1 + words / 4);
        }
        let own = words - foreign;
        let drawn = &source.drawn[spelling];
        let running = &source.running[spelling];
        if !drawn.running.is_empty() && (running.running.is_empty() || random.unit() < source.share_drawn) {
            for _ in 0..own {
                drawn.push(random.below(drawn.running.len()), rows);
            }
        } else {
            let start = random.below(running.running.len().saturating_sub(own).max(1));
            for index in start..(start + own).min(running.running.len()) {
                running.push(index, rows);
            }
        }
        for _ in 0..foreign {
            // Names and titles are from any language, most often from English, the first one.
            let other = if random.unit() < 0.4 { &self.sources[0] } else { self.source(random) };
            let words = if other.drawn[0].running.is_empty() { &other.running[0] } else { &other.drawn[0] };
            words.push(random.below(words.running.len()), rows);
        }
        source.class
    }

    /// A source, drawn by weight.
    fn source(&self, random: &mut Random) -> &Source {
        let at = random.unit() * self.cumulated.last().copied().unwrap_or_default();
        &self.sources[self.cumulated.partition_point(|&up_to| up_to <= at).min(self.sources.len() - 1)]
    }
}

/// A word as it is typed on a keyboard without accents. German umlauts become two letters (`ae`) in half of the words.
fn without_accents(word: &str, is_german: bool) -> String {
    if is_german && word.len().is_multiple_of(2) {
        return word.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    }
    word.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect::<String>().replace('ß', "ss")
}
