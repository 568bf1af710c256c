//! Which language a segment is written in.
//!
//! Words are read as features, features are rows of a table, rows add up to evidence (`model`);
//! evidence is weighed in the company of the page's other segments (`context`).

mod context;
mod features;
mod memory;
mod model;
mod names;
mod script;

use rustc_hash::FxHashMap;

use memory::Memory;
use model::{MODEL, Odds, Reading, probabilities};
use script::Script;

use crate::repeats::Repeats;

/// The language of a span.
///
/// # Example
///
/// ```
/// use dechaff::{clean_text, Language};
///
/// let page = clean_text("La réunion aura lieu demain dans la grande salle de la mairie.")?;
/// assert_eq!(page.language(), Language::French);
/// assert_eq!(page.language().code(), Some("fr"));
/// assert_eq!(Language::from_code("es"), Language::Other(Some("es")));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
    /// Farsi (Persian), Dari included.
    Farsi,
    /// German.
    German,
    /// Another language: its ISO 639 code (two letters where there are), or `None` where it is
    /// known only that it is none of the four.
    Other(Option<&'static str>),
    /// There is nothing to tell it by: no letters, a URL, a single name.
    #[default]
    Undetermined,
}

impl Language {
    /// The ISO 639 code, two letters where there are; `None` where no language is known.
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Language::French => Some("fr"),
            Language::English => Some("en"),
            Language::Farsi => Some("fa"),
            Language::German => Some("de"),
            Language::Other(code) => code,
            Language::Undetermined => None,
        }
    }

    /// The language of an ISO 639 code; `"und"` and the empty code give `Undetermined`.
    pub fn from_code(code: &'static str) -> Self {
        match code {
            "fr" => Language::French,
            "en" => Language::English,
            "fa" => Language::Farsi,
            "de" => Language::German,
            "" | "und" => Language::Undetermined,
            other => Language::Other(Some(other)),
        }
    }
}

impl std::fmt::Display for Language {
    /// Writes the code, `other` or `und`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Language::Other(None) => "other",
            language => language.code().unwrap_or("und"),
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_undetermined = *self == Language::Undetermined;
        (!is_undetermined).then(|| self.code().unwrap_or("other")).serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code: Option<String> = serde::Deserialize::deserialize(deserializer)?;
        Ok(code.map_or(Language::Undetermined, |code| match names::known_code(&code) {
            Some(code) => Language::from_code(code),
            None => Language::Other(None),
        }))
    }
}

/// A language, and how sure it is.
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
    /// The probability, from 0 to 1, that it is right. `MODEL.md` of the source has how often
    /// answers of each confidence were.
    pub confidence: f32,
}

/// The language of a text that stands alone, of one word or of many.
///
/// Hashed character n-grams and words, weighed by a linear softmax for each script; the words' script
/// is decided first. Linear in the length of the text; any text will do. The segments of a page are
/// told better together: see [`identify_together`], which is what [`Document`](crate::document::Document) asks.
pub fn identify(text: &str) -> Identified {
    let mut reading = MODEL.read_text(text);
    let plain = probabilities(&reading.evidence);
    lean(&mut reading);
    let (mut found, group) = decide(&reading, &probabilities(&reading.evidence), &plain);
    if group.is_some() && reading.words >= LONE_WORDS {
        found.language = Language::Other(names::of_group(text, reading.words));
    } else if found.language == Language::Other(None) && group.is_none() {
        found.language = Language::Other(names::of_script(text));
    }
    found
}

/// The language of each of the texts, which follow each other on one page.
///
/// Each is told by its own words and by the others: short texts lean on the languages that the page
/// has, and on what stands near them most. Linear in the length of the texts.
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
    identify_in_company(texts.iter().map(|text| Text { text: text.as_ref(), declared: None }))
}

/// A segment and what its place says of its language.
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    /// The language that the page declares it to be in, as a tag of BCP 47.
    pub(crate) declared: Option<&'a str>,
}

/// What a declared language counts, in log odds: templates are copied from page to page, and say `en`
/// wherever they come to.
const DECLARED: f32 = 1.0;

/// The language of every segment, each in the context of all.
pub(crate) fn identify_in_company<'a>(texts: impl Iterator<Item = Text<'a>>) -> Vec<Identified> {
    let texts: Vec<Text<'a>> = texts.collect();
    let mut memory = Memory::for_text(texts.iter().map(|text| text.text.len().min(LONG)).sum());
    let mut repeats = Repeats::among(texts.len());
    let mut readings: Vec<Reading> = Vec::with_capacity(texts.len());
    for (number, &Text { text, declared }) in texts.iter().enumerate() {
        let earlier = repeats.earlier(text, number, |earlier| texts[earlier].text);
        let reading = match earlier {
            Some(earlier) if texts[earlier].declared == declared => readings[earlier],
            _ => read(text, declared, &mut memory),
        };
        readings.push(reading);
    }
    let shares = context::in_company(&readings);
    let mut found: Vec<(Identified, Option<Group>)> =
        readings.iter().zip(&shares).map(|(reading, shares)| decide(reading, shares, shares)).collect();
    name_groups(&mut found, texts.iter().map(|text| text.text), &readings);
    found.into_iter().map(|(found, _)| found).collect()
}

/// What a segment's own words say, and what it is declared to be in.
fn read(text: &str, declared: Option<&str>, memory: &mut Memory) -> Reading {
    let mut reading = MODEL.read_pieces(pieces(text), memory);
    if let Some(tag) = declared {
        let code = tag.split(['-', '_']).next().unwrap_or(tag);
        for (class, odds) in reading.evidence.iter_mut().enumerate() {
            let name = MODEL.name(reading.script, class);
            if !name.is_empty() && name.eq_ignore_ascii_case(code) {
                *odds += DECLARED;
            }
        }
    }
    lean(&mut reading);
    reading
}

/// Names the groups that texts were found to be of. On one page they are in one language, which its
/// longest text tells best; in other scripts each text is asked for itself.
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
    let mut names_left = MAX_NAMES;
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

/// A long text is read in three pieces of so many bytes: at its beginning, in its middle, at its end.
/// More of it adds nothing but time.
const PIECE: usize = 160;
const LONG: usize = 4 * PIECE;

fn pieces(text: &str) -> [&str; 3] {
    if text.len() <= LONG {
        return [text, "", ""];
    }
    let at = |place: usize| (0..=place).rev().find(|&place| text.is_char_boundary(place)).unwrap_or(0);
    let middle = text.len() / 2;
    [&text[..at(PIECE)], &text[at(middle)..at(middle + PIECE)], &text[at(text.len() - PIECE)..]]
}

/// So many texts of a page in other scripts are given their language's name, which takes more time than
/// all else; those behind them are known to be in another.
const MAX_NAMES: usize = 500;
/// What the languages with a lexicon are given ahead on one word, in log odds, by script; less on more
/// words. On a word that many languages have, they are the likelier.
const AHEAD: [f32; 2] = [1.2, 2.5];
/// The n-th part of it is left on n words, to this power.
const AHEAD_DECAY: f32 = 0.7;
/// A text that stands alone is not worth the time to name its language with fewer words than this.
const LONE_WORDS: u32 = 20;
/// Of no more words than this, a text may be a name that belongs to no language,
const NAME_WORDS: u32 = 2;
/// unless one language is as likely as this.
const NAME_CONFIDENCE: f32 = 0.5;

fn lean(reading: &mut Reading) {
    let ahead = match reading.script {
        Script::None | Script::Other => return,
        Script::Latin => AHEAD[0],
        Script::Arabic => AHEAD[1],
    };
    let ahead = ahead / (reading.words as f32).powf(AHEAD_DECAY);
    let model = &*MODEL;
    for (class, odds) in reading.evidence.iter_mut().enumerate() {
        if model.is_known(reading.script, class) {
            *odds += ahead;
        }
    }
}

/// A class that stands for more than one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Group {
    script: Script,
    class: usize,
}

/// The language by the shares of the classes, and its confidence by those that lean to none. A group
/// is yet to be named.
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
    if words <= NAME_WORDS && shares[best].max(others) < NAME_CONFIDENCE {
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
