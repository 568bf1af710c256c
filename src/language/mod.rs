//! The language of segments.
//!
//! The words of a segment have features (`features`), the weights of the features add up to log odds for each class
//! (`model`, `reader`), and these are combined with those of the page's other segments (`context`).

mod code;
mod context;
mod features;
mod model;
mod names;
mod odds;
mod packed;
mod reader;
mod script;

use rustc_hash::FxHashMap;

pub use code::Language;
pub(crate) use features::WordReader;
pub(crate) use model::{Reading, WordSums};
pub(crate) use packed::PackedLanguage;
pub(crate) use reader::TextReader;

use model::MODEL;
use odds::{Odds, probabilities};
use reader::Words;
use script::Script;

use crate::text::first_of_equals;

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
/// The features are hashed character n-grams and words, classified by a linear softmax for the script of most words. Of a
/// text of more than 640 bytes, parts at its start, middle and end are read. Takes time linear in the length of the text.
/// For the lines of a page, [`identify_together`] is more accurate; [`Document`](crate::document::Document) uses the same
/// method.
pub fn identify(text: &str) -> Identified {
    // Hardly a word is repeated in the parts that are read.
    let mut reading = Words::of(0).read(text);
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
    let found = vec![Identified { language: Language::Undetermined, confidence: 0.0 }; texts.len()];
    let bytes = texts.iter().map(|text| text.as_ref().len()).sum();
    let mut lines = Lines { texts, words: Words::of(bytes), found };
    identify_in_context(&mut lines, &first_of_equals(texts.iter().map(AsRef::as_ref)));
    lines.found
}

/// The texts of [`identify_together`].
struct Lines<'a, T> {
    texts: &'a [T],
    words: Words,
    found: Vec<Identified>,
}

impl<T: AsRef<str>> Texts for Lines<'_, T> {
    fn text(&self, index: usize) -> &str {
        self.texts[index].as_ref()
    }

    fn read(&mut self, index: usize) -> Reading {
        self.words.read(self.texts[index].as_ref())
    }

    fn set(&mut self, index: usize, identified: Identified) {
        self.found[index] = identified;
    }
}

/// The texts of a page, by their indexes, as [`identify_in_context`] goes through them.
pub(crate) trait Texts {
    fn text(&self, index: usize) -> &str;

    /// The BCP 47 tag that the page declares for a text, for example in the attribute `lang`.
    fn declared(&self, _index: usize) -> Option<&str> {
        None
    }

    /// The evidence of the words of a text.
    fn read(&mut self, index: usize) -> Reading;

    /// Called instead of [`Texts::read`] where an equal text was read before: that at `first`.
    fn repeat(&mut self, _index: usize, _first: usize) {}

    /// Called when all texts are read: what was needed for that can be freed.
    fn end_reading(&mut self) {}

    /// Sets the language of a text; of some texts once more, when the language has a name.
    fn set(&mut self, index: usize, identified: Identified);
}

/// Prior of the declared language, in log odds. Low, because templates declare `en` whatever the text is. Hand-set.
const DECLARED_PRIOR: f32 = 1.0;

/// Longer pages are read in stretches of this many segments, so that the probabilities of all classes are never there for
/// more (hand-set): the longest pages of the corpora have fewer.
const MAX_SEGMENTS_TOGETHER: usize = 16_384;

/// Finds the language of every text in the context of all of them. `firsts` has the index of an equal text before each, as
/// [`first_of_equals`] finds them. Each text is read or repeated once, in order.
pub(crate) fn identify_in_context(texts: &mut impl Texts, firsts: &[u32]) {
    let mut grouped: Vec<Grouped> = Vec::new();
    let mut names_left = MAX_NAMED_TEXTS;
    for start in (0..firsts.len()).step_by(MAX_SEGMENTS_TOGETHER) {
        let stretch = start..(start + MAX_SEGMENTS_TOGETHER).min(firsts.len());
        // Of equal texts there is one reading.
        let distinct = stretch.clone().filter(|&index| firsts[index] as usize == index).count();
        let mut readings: Vec<Reading> = Vec::with_capacity(distinct);
        let mut of_texts: Vec<u32> = Vec::with_capacity(stretch.len());
        for index in stretch.clone() {
            let first = firsts[index] as usize;
            let known = first.checked_sub(start).and_then(|first| of_texts.get(first)).copied();
            of_texts.push(match known.filter(|_| texts.declared(first) == texts.declared(index)) {
                Some(known) => {
                    texts.repeat(index, first);
                    known
                }
                None => {
                    let mut reading = texts.read(index);
                    if let Some(tag) = texts.declared(index) {
                        add_declared(&mut reading, tag);
                    }
                    add_prior(&mut reading);
                    readings.push(reading);
                    readings.len() as u32 - 1
                }
            });
        }
        if stretch.end == firsts.len() {
            texts.end_reading();
        }
        let shares = context::in_context(&mut readings, &of_texts);
        for (index, (&reading, shares)) in stretch.zip(of_texts.iter().zip(shares)) {
            let (reading, shares) = (&readings[reading as usize], shares.get());
            let (mut identified, group) = decide(reading, &shares, &shares);
            match group {
                Some(group) => grouped.push(Grouped {
                    index: index as u32,
                    words: reading.words,
                    confidence: identified.confidence,
                    group,
                }),
                None if identified.language == Language::Other(None) && names_left > 0 => {
                    identified.language = Language::Other(names::of_script(texts.text(index)));
                    names_left -= 1;
                }
                None => {}
            }
            texts.set(index, identified);
        }
    }
    name_groups(&grouped, texts);
}

/// Adds the prior of the declared language.
fn add_declared(reading: &mut Reading, tag: &str) {
    let code = tag.split(['-', '_']).next().unwrap_or(tag);
    for (class, odds) in reading.evidence.iter_mut().enumerate() {
        let name = MODEL.name(reading.script, class);
        if !name.is_empty() && name.eq_ignore_ascii_case(code) {
            *odds += DECLARED_PRIOR;
        }
    }
}

/// A text in one of a group of languages.
struct Grouped {
    index: u32,
    words: u32,
    confidence: f32,
    group: Group,
}

/// Names the languages of texts that are in a group of languages. All texts of a page in one group are taken to be in the
/// language of the longest of them.
fn name_groups(grouped: &[Grouped], texts: &mut impl Texts) {
    let mut longest: FxHashMap<Group, &Grouped> = FxHashMap::default();
    for text in grouped {
        let known = longest.entry(text.group).or_insert(text);
        if text.words > known.words {
            *known = text;
        }
    }
    let names: FxHashMap<Group, _> = longest
        .into_iter()
        .map(|(group, text)| (group, names::of_group(texts.text(text.index as usize), text.words)))
        .collect();
    for text in grouped {
        let language = Language::Other(names[&text.group]);
        texts.set(text.index as usize, Identified { language, confidence: text.confidence });
    }
}

/// At most this many texts in other scripts are named per page, so that whatlang takes no more time than everything else.
/// The rest is `Language::Other(None)`. Hand-set.
const MAX_NAMED_TEXTS: usize = 2_000;
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
    class: u8,
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
        return (of(Language::Other(None), confidence), Some(Group { script, class: class as u8 }));
    }
    (of(Language::Other(Some(name)), confidence), None)
}

/// The names of all classes of both tables.
#[cfg(test)]
fn class_names() -> impl Iterator<Item = &'static str> {
    let scripts = [Script::Latin, Script::Arabic];
    scripts.into_iter().flat_map(|script| (0..odds::MAX_CLASSES).map(move |class| MODEL.name(script, class)))
}
