//! Which of the other languages it is, for a text in none of those that the tables know one by one.

/// The ISO 639-1 code of the language of a text in Latin or Arabic script that is in none of those
/// with tables of their own; `None` where it is too short to tell, or in one that nobody here knows.
pub(super) fn of_group(text: &str, words: u32) -> Option<&'static str> {
    if words < MIN_WORDS {
        return None;
    }
    whatlang::detect_lang(sample(text)).and_then(code).filter(|code| !matches!(*code, "en" | "fr" | "de" | "fa"))
}

/// The code of the language of a text in any other script.
pub(super) fn of_script(text: &str) -> Option<&'static str> {
    cyrillic(text).or_else(|| whatlang::detect_lang(sample(text)).and_then(code))
}

/// Fewer words than this whatlang cannot judge.
const MIN_WORDS: u32 = 5;

/// Short texts of this many words or fewer are told by their letters alone.
const FEW_WORDS: usize = 15;

/// The language of a short text in Cyrillic script, by the letters that only one language has, and
/// Russian where there are none.
fn cyrillic(text: &str) -> Option<&'static str> {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{4FF}').contains(&c);
    if !text.contains(is_cyrillic) || text.split_whitespace().nth(FEW_WORDS).is_some() {
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

/// So many bytes of the beginning are enough.
const SAMPLE: usize = 240;

fn sample(text: &str) -> &str {
    let end = (0..=SAMPLE.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

#[cfg(feature = "serde")]
pub(super) fn known_code(wanted: &str) -> Option<&'static str> {
    let other = ["be", "uk", "mk", "sr", "bg", "ru", "ckb", "dv", "ks", "ps", "sd", "ug", "ur", "yi"];
    whatlang::Lang::all().iter().filter_map(|&lang| code(lang)).chain(other).find(|&code| code == wanted)
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
