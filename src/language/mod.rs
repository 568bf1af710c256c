//! The language of segments.
//!
//! The words of a segment have features (`features`), the weights of the features add up to log odds for each class
//! (`model`), and these are combined with those of the page's other segments (`context`).

mod code;
mod context;
mod features;
mod model;
mod names;
mod odds;
mod script;
mod word_cache;

use rustc_hash::FxHashMap;

pub use code::Language;

use model::{MODEL, Reading};
use odds::{Odds, probabilities};
use script::Script;
use word_cache::WordCache;

use crate::text::{earlier_duplicates, floor_char_boundary};

/// A language and the probability that it is right.
///
/// # Example
///
/// ```
/// use dechaff::{identify, Language};
///
/// let found = identify("Der Zug nach Basel fährt heute von Gleis sieben.");
/// assert_eq!(found.language, Language::German);
/// assert!(found.confidence > 0.9);
/// assert_eq!(identify("https://example.org/1").language, Language::Undetermined);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Identified {
    /// The language.
    pub language: Language,
    /// The probability, from 0 to 1, that it is right. How often answers of each confidence are right is in `MODEL.md`
    /// beside the source.
    pub confidence: f32,
}

/// The language of one text, of any length.
///
/// The features are hashed character n-grams and words, classified by a linear softmax for the script of most words.
/// Takes time linear in the length of the text. For the lines of a page, [`identify_together`] is more
/// accurate; [`Document`](crate::document::Document) uses the same method.
pub fn identify(text: &str) -> Identified {
    let mut reading = MODEL.read_text(text);
    let plain = probabilities(&reading.evidence);
    add_prior(&mut reading);
    let (mut found, group) = decide(&reading, &probabilities(&reading.evidence), &plain);
    if group.is_some() && reading.words >= MIN_WORDS_TO_NAME {
        found.language = Language::Other(names::of_group(text, reading.words));
    } else if found.language == Language::Other(None) && group.is_none() {
        found.language = Language::Other(names::of_script(text));
    }
    found
}

/// The language of each of the texts of one page, in reading order.
///
/// A text is identified by its own words and by the other texts: the shorter it is, the more the other texts count, and
/// its neighbours count most. Takes time linear in the length of the texts.
///
/// # Example
///
/// ```
/// use dechaff::{identify_together, Language};
///
/// let lines = ["گزارش هواشناسی استان گیلان برای فردا", "باران", "رشت: ۱۲ درجه"];
/// let found = identify_together(&lines);
/// assert!(found.iter().all(|line| line.language == Language::Farsi));
/// ```
pub fn identify_together<T: AsRef<str>>(texts: &[T]) -> Vec<Identified> {
    let earlier = earlier_duplicates(texts.len(), |index| texts[index].as_ref());
    identify_in_context(texts.iter().map(|text| Text { text: text.as_ref(), declared: None }), &earlier)
}

/// A segment and its declared language.
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    /// The BCP 47 tag that the page declares, for example in the attribute `lang`.
    pub(crate) declared: Option<&'a str>,
}

/// Prior of the declared language, in log odds. Low, because templates declare `en` whatever the text is. Hand-set.
const DECLARED_PRIOR: f32 = 1.0;

/// The language of every segment in the context of all segments. `earlier` has the index of an equal text before each, as
/// [`earlier_duplicates`] finds them.
pub(crate) fn identify_in_context<'a>(
    texts: impl Iterator<Item = Text<'a>>,
    earlier: &[Option<u32>],
) -> Vec<Identified> {
    let texts: Vec<Text<'a>> = texts.collect();
    let mut cache = WordCache::for_text(texts.iter().map(|text| text.text.len().min(MAX_READ_WHOLE_BYTES)).sum());
    let mut readings: Vec<Reading> = Vec::with_capacity(texts.len());
    for (&Text { text, declared }, earlier) in texts.iter().zip(earlier) {
        let reading = match earlier.map(|earlier| earlier as usize) {
            Some(earlier) if texts[earlier].declared == declared => readings[earlier],
            _ => read(text, declared, &mut cache),
        };
        readings.push(reading);
    }
    let shares = context::in_context(&readings);
    let mut found: Vec<(Identified, Option<Group>)> =
        readings.iter().zip(&shares).map(|(reading, shares)| decide(reading, shares, shares)).collect();
    name_groups(&mut found, texts.iter().map(|text| text.text), &readings);
    found.into_iter().map(|(found, _)| found).collect()
}

/// The evidence of a segment's own words, its declared language and the prior.
fn read(text: &str, declared: Option<&str>, cache: &mut WordCache) -> Reading {
    let mut reading = MODEL.read_pieces(pieces(text), cache);
    if let Some(tag) = declared {
        let code = tag.split(['-', '_']).next().unwrap_or(tag);
        for (class, odds) in reading.evidence.iter_mut().enumerate() {
            let name = MODEL.name(reading.script, class);
            if !name.is_empty() && name.eq_ignore_ascii_case(code) {
                *odds += DECLARED_PRIOR;
            }
        }
    }
    add_prior(&mut reading);
    reading
}

/// Names the languages of texts that are in a group of languages or in another script. All texts of a page in one group
/// are taken to be in the language of the longest of them; texts in other scripts are named one by one.
fn name_groups<'a>(
    found: &mut [(Identified, Option<Group>)],
    texts: impl Iterator<Item = &'a str> + Clone,
    readings: &[Reading],
) {
    let mut longest: FxHashMap<Group, (u32, &str)> = FxHashMap::default();
    for ((text, reading), (_, group)) in texts.clone().zip(readings).zip(found.iter()) {
        if let Some(group) = group {
            let sample = longest.entry(*group).or_insert((0, text));
            if reading.words > sample.0 {
                *sample = (reading.words, text);
            }
        }
    }
    let names: FxHashMap<Group, _> =
        longest.into_iter().map(|(group, (words, text))| (group, names::of_group(text, words))).collect();
    let mut names_left = MAX_NAMED_TEXTS;
    for ((found, group), text) in found.iter_mut().zip(texts) {
        match group {
            Some(group) => found.language = Language::Other(names[group]),
            None if found.language == Language::Other(None) && names_left > 0 => {
                found.language = Language::Other(names::of_script(text));
                names_left -= 1;
            }
            None => {}
        }
    }
}

/// Length of each of the three pieces (start, middle, end) that are read of a long text. More of it takes time and does
/// not change the result. Hand-set.
const PIECE_BYTES: usize = 160;
/// A longer text is not read whole.
const MAX_READ_WHOLE_BYTES: usize = 4 * PIECE_BYTES;

/// The pieces of a text that are read: its start, middle and end, or all of a short text.
fn pieces(text: &str) -> [&str; 3] {
    if text.len() <= MAX_READ_WHOLE_BYTES {
        return [text, "", ""];
    }
    let boundary = |at: usize| floor_char_boundary(text, at);
    let middle = text.len() / 2;
    [
        &text[..boundary(PIECE_BYTES)],
        &text[boundary(middle)..boundary(middle + PIECE_BYTES)],
        &text[boundary(text.len() - PIECE_BYTES)..],
    ]
}

/// At most this many texts in other scripts are named per page, because whatlang takes more time than everything else.
/// The rest is `Language::Other(None)`. Hand-set.
const MAX_NAMED_TEXTS: usize = 500;
/// Prior of the languages with a lexicon, in log odds for a text of one word: many languages share a word, and these are
/// more frequent on the web. Fitted on the development sets of `MODEL.md`, like the constants below.
const LATIN_PRIOR: f32 = 1.2;
const ARABIC_PRIOR: f32 = 2.5;
/// The prior of a text of n words is divided by n to this power.
const PRIOR_DECAY: f32 = 0.7;
/// Fewest words of a single text in a group of languages that whatlang names: naming costs time, and is a guess on fewer.
const MIN_WORDS_TO_NAME: u32 = 20;
/// A text of at most this many words can be a name, which belongs to no language.
const MAX_BARE_NAME_WORDS: u32 = 2;
/// A text that can be a name is undetermined unless one of the languages with a lexicon, or all others together, have
/// this probability.
const MIN_NAME_PROBABILITY: f32 = 0.5;

/// Adds the prior of the languages with a lexicon.
fn add_prior(reading: &mut Reading) {
    let prior = match reading.script {
        Script::None | Script::Other => return,
        Script::Latin => LATIN_PRIOR,
        Script::Arabic => ARABIC_PRIOR,
    };
    let prior = prior / (reading.words as f32).powf(PRIOR_DECAY);
    let model = &*MODEL;
    for (class, odds) in reading.evidence.iter_mut().enumerate() {
        if model.is_known(reading.script, class) {
            *odds += prior;
        }
    }
}

/// A class that several languages share, for example `Nordic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Group {
    script: Script,
    class: usize,
}

/// Decides on a language by the probabilities `shares` of the classes, and on its confidence by `plain`, the
/// probabilities without the prior. If the class is a group of languages, the language still has to be named.
fn decide(reading: &Reading, shares: &Odds, plain: &Odds) -> (Identified, Option<Group>) {
    let Reading { script, words, .. } = *reading;
    let of = |language, confidence| Identified { language, confidence };
    match script {
        Script::None => return (of(Language::Undetermined, 1.0), None),
        Script::Other => return (of(Language::Other(None), 1.0), None),
        Script::Latin | Script::Arabic => {}
    }
    let model = &*MODEL;
    let likeliest = |is_wanted: &dyn Fn(usize) -> bool| {
        let wanted = (0..shares.len()).filter(|&class| is_wanted(class));
        wanted.max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or_default()
    };
    let best = likeliest(&|class| model.is_known(script, class));
    let share_of_others = |shares: &Odds| -> f32 {
        (0..shares.len()).filter(|&class| !model.is_known(script, class)).map(|class| shares[class]).sum()
    };
    let others = share_of_others(shares);
    if words <= MAX_BARE_NAME_WORDS && shares[best].max(others) < MIN_NAME_PROBABILITY {
        return (of(Language::Undetermined, 1.0 - plain[best]), None);
    }
    if shares[best] > others {
        return (of(Language::from_code(model.name(script, best)), plain[best]), None);
    }
    let class = likeliest(&|class| !model.is_known(script, class));
    let confidence = share_of_others(plain).min(1.0);
    let name = model.name(script, class);
    if name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return (of(Language::Other(None), confidence), Some(Group { script, class }));
    }
    (of(Language::Other(Some(name)), confidence), None)
}
