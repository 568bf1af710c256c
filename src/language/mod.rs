//! Which language a segment is written in.
//!
//! One function is the door: [`identify`] takes the segments' texts and gives each a language,
//! seen in the company of the others.

mod scores;
mod script;

use crate::document::Evidence;
use scores::{Scores, Trust};

/// The language of a span.
///
/// # Example
///
/// ```
/// use dechaff::{clean_text, Language};
///
/// let page = clean_text("La réunion aura lieu demain dans la grande salle de la mairie.");
/// assert_eq!(page.language(), Language::French);
/// assert_eq!(page.language().code(), Some("fr"));
/// assert_eq!(Language::from_code("es"), Language::Other(Some("es")));
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
        self.code().serialize(serializer)
    }
}

/// How many neighbours on each side a segment's language may lean on.
const NEIGHBOURS: usize = 4;
/// Evidence that a neighbourhood of one language is worth, in the unit of [`Scores`].
const NEIGHBOURHOOD_WEIGHT: f32 = 0.9;
/// Evidence that a document of one language is worth.
const DOCUMENT_WEIGHT: f32 = 0.8;
/// A segment votes for others with at least this much evidence.
const VOTE: f32 = 1.0;

/// The language of every segment and how sure it is (0 to 1), each in the context of all.
pub(crate) fn identify<'a>(
    segments: impl Iterator<Item = (&'a str, &'a Evidence)> + Clone,
    is_html: bool,
) -> Vec<(Language, f32)> {
    let trust = if is_html { Trust::HTML } else { Trust::TEXT };
    let main = scores::main_language(segments.clone().map(|(_, evidence)| evidence));
    let mut asked = 0;
    let scores: Vec<Scores> = segments
        .map(|(text, evidence)| {
            let mut scores = Scores::of(text, evidence);
            if asked < trust.most {
                asked += usize::from(scores.settle(text, evidence, main, &trust));
            }
            scores
        })
        .collect();

    let mut document = Scores::default();
    for score in &scores {
        document.add_vote(score, score.letters() as f32);
    }
    document.normalize();

    // A window that slides over the votes; every vote enters and leaves once.
    let mut window = Scores::default();
    let vote = |window: &mut Scores, index: usize, sign: f32| {
        if let Some(score) = scores.get(index) {
            window.add_vote(score, sign * (score.letters().min(100) as f32));
        }
    };
    for index in 0..NEIGHBOURS {
        vote(&mut window, index, 1.0);
    }
    let mut languages = Vec::with_capacity(scores.len());
    for (index, score) in scores.iter().enumerate() {
        vote(&mut window, index + NEIGHBOURS, 1.0);
        let mut neighbourhood = window.clone();
        neighbourhood.normalize();
        languages.push(score.decide(&neighbourhood, NEIGHBOURHOOD_WEIGHT, &document, DOCUMENT_WEIGHT));
        if let Some(gone) = index.checked_sub(NEIGHBOURS) {
            vote(&mut window, gone, -1.0);
        }
    }
    languages
}
