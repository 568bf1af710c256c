//! Words of a language, as frequent as in its texts.

use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;
use std::io::Read;

use include_dir::Dir;

use crate::random::Random;

/// A map whose order is the same on every run, so that sums over it are.
type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// The words of a language, in order.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) distinct: Vec<String>,
    /// All words in order, as indexes of distinct ones.
    pub(crate) running: Vec<u32>,
    indexes: HashMap<String, u32>,
}

impl Words {
    pub(crate) fn push(&mut self, word: String) {
        let next = self.distinct.len() as u32;
        let index = *self.indexes.entry(word).or_insert_with_key(|word| {
            self.distinct.push(word.clone());
            next
        });
        self.running.push(index);
    }

    /// Adds the words of a text: runs of letters, as in the features.
    pub(crate) fn push_text(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_alphabetic() && !is_mark(c)).filter(|word| !word.is_empty()) {
            self.push(word.to_lowercase());
        }
    }
}

/// An imitation of running text: half stop words, half other forms.
pub(crate) fn mixed(stop_words: &[&str], forms: &[String], count: usize, random: &mut Random) -> Words {
    let mut words = Words::default();
    while words.running.len() < count && !stop_words.is_empty() && !forms.is_empty() {
        words.push_text(stop_words[random.below(stop_words.len())]);
        words.push_text(&forms[random.below(forms.len())]);
    }
    words
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{640}' | '\u{64B}'..='\u{655}' | '\u{670}')
}

/// Letters of the longest n-grams that lingua has counted.
const MAX_LETTERS: usize = 5;
const FILES: [&str; MAX_LETTERS] = ["unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"];

type Gram = [char; MAX_LETTERS];

/// The frequencies of the n-grams of a corpus, from which words are drawn.
///
/// N-grams were counted within words. So the frequency of an n-gram at the start of words is its frequency minus that of
/// the longer n-grams that end with it. Words of up to three letters are drawn with their exact frequency; of longer
/// words each letter from the fifth on is drawn given the four letters before.
pub(crate) struct Counts {
    frequencies: HashMap<Gram, f64>,
    /// Beginnings of words: up to four letters, whether these are the whole word, and their frequency.
    starts: Vec<(Vec<char>, bool, f64)>,
    next: HashMap<[char; 4], Vec<(char, f64)>>,
}

fn gram(letters: &[char]) -> Gram {
    let mut gram = ['\0'; MAX_LETTERS];
    gram[..letters.len()].copy_from_slice(letters);
    gram
}

impl Counts {
    pub(crate) fn read(directory: &Dir) -> Self {
        let mut frequencies: HashMap<Gram, f64> = HashMap::default();
        let mut next: HashMap<[char; 4], Vec<(char, f64)>> = HashMap::default();
        for file in FILES {
            let packed = directory.get_file(format!("{file}.json.br")).expect("every model has the five files");
            let mut json = String::new();
            brotli::Decompressor::new(packed.contents(), 1 << 16).read_to_string(&mut json).expect("it is Brotli");
            let model: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
            let groups = model["ngrams"].as_object().expect("n-grams are grouped by their fraction");
            for (fraction, ngrams) in groups {
                let (numerator, denominator) = fraction.split_once('/').expect("a fraction");
                let share = numerator.parse::<f64>().unwrap_or(0.0) / denominator.parse::<f64>().unwrap_or(1.0);
                for ngram in ngrams.as_str().unwrap_or_default().split(' ') {
                    let letters: Vec<char> = ngram.chars().collect();
                    if letters.is_empty() || letters.len() > MAX_LETTERS {
                        continue;
                    }
                    let (last, prefix) = letters.split_last().expect("it has a letter");
                    let whole =
                        if prefix.is_empty() { 1.0 } else { frequencies.get(&gram(prefix)).copied().unwrap_or(0.0) };
                    frequencies.insert(gram(&letters), whole * share);
                    if let Ok(prefix) = <[char; 4]>::try_from(prefix) {
                        next.entry(prefix).or_default().push((*last, share));
                    }
                }
            }
        }
        for letters in next.values_mut() {
            letters.sort_by_key(|(letter, _)| *letter);
        }
        let starts = starts(&frequencies);
        Self { frequencies, starts, next }
    }

    pub(crate) fn draw(&self, count: usize, random: &mut Random) -> Words {
        let mut cumulated = Vec::with_capacity(self.starts.len());
        let mut sum = 0.0;
        for (_, _, weight) in &self.starts {
            sum += weight;
            cumulated.push(sum);
        }
        let mut words = Words::default();
        const MAX_WORD_LETTERS: usize = 40;
        for _ in 0..count {
            let at = random.unit() * sum;
            let index = cumulated.partition_point(|&up_to| up_to < at).min(cumulated.len() - 1);
            let (letters, is_whole, _) = &self.starts[index];
            let mut word = letters.clone();
            while !is_whole && word.len() < MAX_WORD_LETTERS {
                let prefix: [char; 4] = word[word.len() - 4..].try_into().expect("four letters");
                let mut at = random.unit();
                let followers = self.next.get(&prefix).map_or(&[][..], Vec::as_slice);
                match followers.iter().find(|(_, share)| {
                    at -= share;
                    at < 0.0
                }) {
                    Some((letter, _)) => word.push(*letter),
                    None => break,
                }
            }
            words.push(word.into_iter().collect());
        }
        words
    }

    pub(crate) fn len(&self) -> usize {
        self.frequencies.len()
    }
}

/// Whole words of up to three letters and the first four letters of longer ones, each with its frequency up to a common
/// factor.
fn starts(frequencies: &HashMap<Gram, f64>) -> Vec<(Vec<char>, bool, f64)> {
    let mut starting: HashMap<Vec<char>, f64> = HashMap::default();
    for (gram, frequency) in frequencies {
        let letters: Vec<char> = gram.iter().copied().take_while(|&c| c != '\0').collect();
        if letters.len() < MAX_LETTERS {
            *starting.entry(letters.clone()).or_default() += frequency;
        }
        if letters.len() > 1 {
            *starting.entry(letters[1..].to_vec()).or_default() -= frequency;
        }
    }
    let mut starts: Vec<(Vec<char>, bool, f64)> = Vec::new();
    let mut continued: HashMap<Vec<char>, f64> = HashMap::default();
    for (letters, &weight) in &starting {
        if weight > 0.0 && letters.len() > 1 {
            *continued.entry(letters[..letters.len() - 1].to_vec()).or_default() += weight;
        }
    }
    for (letters, &weight) in &starting {
        let is_whole = letters.len() < 4;
        let rest = if is_whole { weight - continued.get(letters).copied().unwrap_or(0.0) } else { weight };
        if rest > 1e-12 {
            starts.push((letters.clone(), is_whole, rest));
        }
    }
    starts.sort_by(|a, b| a.0.cmp(&b.0));
    starts
}
