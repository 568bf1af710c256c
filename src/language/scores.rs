//! Evidence for each language, of one segment or of many.

use std::sync::LazyLock;

use super::script::{Letters, Script};
use super::{Language, VOTE};
use crate::document::Evidence;
use crate::lexicon::{LANGUAGES, is_invisible, language_codes};

/// Evidence that a text is worth in which each word is in the lexicon of one language only.
const OWN_WORDS: f32 = 2.5;
/// Fewer words than this whatlang cannot judge.
const FEWEST_WORDS: usize = 4;

/// Evidence for each language with a lexicon, and for one other.
#[derive(Clone, Debug, Default)]
pub(super) struct Scores {
    known: [f32; LANGUAGES],
    other: f32,
    other_code: Option<&'static str>,
    script: Script,
    letters: u32,
    words: u32,
    /// Whether the lexicons leave doubt.
    is_doubtful: bool,
}

impl Scores {
    /// The evidence of one segment alone.
    pub(super) fn of(text: &str, evidence: &Evidence) -> Self {
        let letters = Letters::of(text);
        let mut scores = Self {
            script: letters.script(),
            letters: letters.total(),
            words: evidence.words().saturating_sub(evidence.numbers()) as u32,
            ..Self::default()
        };
        if scores.letters == 0 || evidence.url_bytes() * 2 > text.len() {
            scores.script = Script::None;
            return scores;
        }
        match scores.script {
            Script::None => {}
            Script::Latin => scores.see_latin(evidence, letters),
            Script::Arabic => scores.see_arabic(text, evidence, letters),
            Script::Other => {
                scores.other = 5.0;
                scores.other_code = cyrillic(sample(text, Trust::TEXT.sample))
                    .or_else(|| whatlang::detect_lang(sample(text, Trust::TEXT.sample)).and_then(code));
            }
        }
        scores
    }

    fn see_lexicon(&mut self, evidence: &Evidence) {
        let words = self.words.max(1) as f32;
        let cue_languages = evidence.matches.languages;
        for (language, &count) in evidence.function_words_by_language().iter().enumerate() {
            if LANGUAGE_SCRIPTS[language] == self.script {
                self.known[language] += 6.0 * f32::from(count) / (words + 3.0);
                self.known[language] +=
                    OWN_WORDS * f32::from(evidence.own_words_by_language()[language]) / (words + 1.0);
                if cue_languages >> language & 1 == 1 {
                    self.known[language] += 1.2 / cue_languages.count_ones() as f32;
                }
            }
        }
    }

    fn see_latin(&mut self, evidence: &Evidence, letters: Letters) {
        self.see_lexicon(evidence);
        let foreign = letters.foreign_latin as f32 * 20.0 / (letters.latin as f32 + 20.0);
        self.other += foreign.min(2.0);
        for (language, accents) in [("fr", letters.french), ("de", letters.german)] {
            if let Some(index) = place(language) {
                self.known[index] += (accents as f32 * 12.0 / (letters.latin as f32 + 10.0)).min(1.5);
            }
        }
        self.is_doubtful = self.words >= FEWEST_WORDS as u32
            && (letters.foreign_latin > 0 || !is_told_by_function_words(evidence, self.words));
    }

    /// Asks whatlang where the lexicons leave doubt. It takes more time than all else together, so it
    /// is not asked where a segment has function words of the page's `main` language and no more of
    /// any other, nor where it is a label without a function word of any other. Says whether it was
    /// asked.
    pub(super) fn settle(&mut self, text: &str, evidence: &Evidence, main: Option<usize>, trust: &Trust) -> bool {
        if !std::mem::take(&mut self.is_doubtful)
            || main.is_some_and(|main| is_in_main(evidence, self.words, main, trust))
        {
            return false;
        }
        let Some(guess) = whatlang::detect(sample(text, trust.sample)) else { return true };
        // Its confidence on short text says little; length tells more.
        let weight = (self.words as f32 / 8.0).min(2.0) * (0.4 + 0.6 * guess.confidence() as f32);
        let Some(code) = code(guess.lang()) else { return true };
        match place(code) {
            Some(index) => self.known[index] += weight,
            None => {
                // So many words without one that the languages at hand need: they are none of them.
                let foreign = if evidence.function_words() == 0 { 0.8 } else { 0.0 };
                self.other += weight + foreign;
                self.other_code = Some(code);
            }
        }
        true
    }

    fn see_arabic(&mut self, text: &str, evidence: &Evidence, letters: Letters) {
        self.see_lexicon(evidence);
        let share = |count: u32| count as f32 * 12.0 / (letters.arabic as f32 + 4.0);
        let Some(farsi) = place("fa") else { return };
        let articles =
            text.split_whitespace().filter(|word| word.starts_with("ال") || word.starts_with("وال")).count() as f32;
        let arabic = share(letters.arabic_only) * 0.5 + 3.0 * articles / (self.words as f32 + 2.0);
        let neither = 4.0 * share(letters.neither);
        self.known[farsi] += share(letters.persian).min(2.0);
        if arabic.max(neither) > 0.0 {
            self.other = arabic.max(neither);
            self.other_code = if arabic > neither {
                Some("ar")
            } else {
                whatlang::detect_lang(sample(text, Trust::TEXT.sample))
                    .and_then(code)
                    .filter(|&code| code != "fa" && code != "ar")
            };
        }
    }

    pub(super) fn letters(&self) -> u32 {
        self.letters
    }

    /// Adds what another segment says, where it has enough to say.
    pub(super) fn add_vote(&mut self, vote: &Scores, weight: f32) {
        let best = vote.known.iter().copied().fold(vote.other, f32::max);
        if best < VOTE {
            return;
        }
        match vote.known.iter().position(|&score| score == best) {
            Some(language) => self.known[language] += weight,
            None => {
                self.other += weight;
                self.other_code = vote.other_code;
            }
        }
    }

    /// Makes the evidence add up to one.
    pub(super) fn normalize(&mut self) {
        let sum = self.known.iter().sum::<f32>() + self.other;
        if sum > 0.0 {
            self.known.iter_mut().for_each(|score| *score /= sum);
            self.other /= sum;
        }
    }

    /// The segment's language, its own evidence weighed with its neighbourhood's and document's.
    pub(super) fn decide(&self, near: &Scores, near_weight: f32, all: &Scores, all_weight: f32) -> (Language, f32) {
        if self.script == Script::None {
            return (Language::Undetermined, 1.0);
        }
        let context = |language: usize| near_weight * near.known[language] + all_weight * all.known[language];
        let mut best = (Language::Other(self.other_code), self.other);
        let mut sum = self.other.exp();
        let mut own = self.other;
        for language in (0..LANGUAGES).filter(|&language| LANGUAGE_SCRIPTS[language] == self.script) {
            let score = self.known[language] + context(language);
            sum += score.exp();
            own = own.max(self.known[language]);
            if score > best.1 {
                best = (Language::from_code(language_codes()[language]), score);
            }
        }
        // Context alone does not make a name of one or two words a text of a language.
        let too_short = self.words <= 2 && own < 0.3 && self.script == Script::Latin;
        if best.1 <= 0.0 || too_short {
            return (Language::Undetermined, 0.5);
        }
        (best.0, (best.1.exp() / sum).clamp(0.0, 1.0))
    }
}

/// Whether so many of the words are function words of one language, and of no other, that nobody
/// else needs to be asked.
fn is_told_by_function_words(evidence: &Evidence, words: u32) -> bool {
    let counts = evidence.function_words_by_language();
    let most = f32::from(counts.iter().copied().max().unwrap_or(0));
    let rivals = counts.iter().filter(|&&count| f32::from(count) * MARGIN > most).count();
    most >= SHARE * words as f32 && rivals == 1
}

/// Whether a segment has as many function words of the page's main language as running text has at the
/// least, and more than of any other.
fn is_in_main(evidence: &Evidence, words: u32, main: usize, trust: &Trust) -> bool {
    let counts = evidence.function_words_by_language();
    let own = counts[main];
    let rivals = counts.iter().enumerate().filter(|&(language, &count)| language != main && count > own).count();
    rivals == 0 && (own > 0 && u32::from(own) * trust.words_a_function_word >= words || words < trust.labels)
}

/// How far segments are trusted to be in the page's main language.
pub(super) struct Trust {
    /// Those of less words are where they have no function word of another.
    labels: u32,
    /// Others are where one of so many words is a function word of it.
    words_a_function_word: u32,
    /// So many bytes of the beginning are shown to whatlang.
    sample: usize,
    /// So many segments are, those behind them lean on the context.
    pub(super) most: usize,
}

impl Trust {
    pub(super) const TEXT: Self = Self { labels: 0, words_a_function_word: 8, sample: 400, most: usize::MAX };
    /// A page of HTML has hundreds of labels, and markup to tell foreign blocks by.
    pub(super) const HTML: Self = Self { labels: 10, words_a_function_word: 20, sample: 160, most: 60 };
}

/// The language that nearly all of a page's function words are of.
pub(super) fn main_language<'a>(evidences: impl Iterator<Item = &'a Evidence>) -> Option<usize> {
    let mut counts = [0_u64; LANGUAGES];
    for evidence in evidences {
        for (sum, &count) in counts.iter_mut().zip(evidence.function_words_by_language()) {
            *sum += u64::from(count);
        }
    }
    let (main, &most) = counts.iter().enumerate().max_by_key(|&(_, count)| count)?;
    let second = counts.iter().enumerate().filter(|&(language, _)| language != main).map(|(_, &count)| count).max();
    (most > MAIN_MARGIN * second.unwrap_or(0)).then_some(main)
}

/// … more than so many times as many as of any other, which has some of them too.
const MAIN_MARGIN: u64 = 2;

/// Function words are so great a share of the words, and so many times as many as another language
/// has, where they tell the language alone.
const SHARE: f32 = 0.4;
const MARGIN: f32 = 2.5;

/// The script each lexicon language is written in, as its function words are.
static LANGUAGE_SCRIPTS: LazyLock<[Script; LANGUAGES]> =
    LazyLock::new(|| crate::lexicon::function_word_samples().map(|words| Letters::of(words).script()));

/// Short texts of this many words or fewer are told by their letters alone.
const FEW_WORDS: usize = 8;

/// The language of a short text in Cyrillic script, by the letters that only one language has, and
/// Russian where there are none.
fn cyrillic(text: &str) -> Option<&'static str> {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{4FF}').contains(&c);
    if !text.contains(is_cyrillic) || text.split_whitespace().count() > FEW_WORDS {
        return None;
    }
    let letters = [
        ("be", "ўЎ"),
        ("uk", "їЇєЄґҐ"),
        ("mk", "ѓѕќЃЅЌ"),
        ("sr", "ђјљњћџЂЈЉЊЋЏ"),
        ("bg", "ѝЍ"),
        ("ru", "ыэёЫЭЁ"),
        ("uk", "іІ"),
    ];
    let own = letters.iter().find(|(_, letters)| text.contains(|c| letters.contains(c)));
    Some(own.map_or("ru", |(code, _)| code))
}

fn place(code: &str) -> Option<usize> {
    language_codes().iter().position(|&known| known == code)
}

/// The beginning of a text: more of it adds nothing but time.
fn sample(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text[..end].trim_matches(is_invisible)
}

/// The ISO 639-1 code of a language that whatlang knows (it has ISO 639-3 codes).
fn code(language: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang;
    Some(match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Pes => "fa",
        Lang::Epo => "eo",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        _ => return None,
    })
}
