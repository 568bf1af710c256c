//! The language of a span, and ISO 639 codes.

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
    /// Another language: its ISO 639 code (two letters if it has such a code, else three), or `None` if it is only
    /// known not to be one of the four.
    Other(Option<&'static str>),
    /// The text has no language: it has no letters, or is a URL or a single name.
    #[default]
    Undetermined,
}

impl Language {
    /// The ISO 639 code, of two letters if there is one; `None` if the language is not known.
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

    /// The language of an ISO 639 code of two or three letters, in upper or lower case.
    ///
    /// `""` and `"und"` give [`Language::Undetermined`], an unknown code gives `Language::Other(None)`. So the result
    /// of [`Display`](std::fmt::Display) is read back as the same language.
    ///
    /// ```
    /// use dechaff::Language;
    ///
    /// assert_eq!(Language::from_code("fr"), Language::French);
    /// assert_eq!(Language::from_code("DEU"), Language::German);
    /// assert_eq!(Language::from_code("spa"), Language::Other(Some("es")));
    /// assert_eq!(Language::from_code("xx"), Language::Other(None));
    /// ```
    pub fn from_code(code: &str) -> Self {
        let of_the_four = |code| match code {
            "fr" => Some(Language::French),
            "en" => Some(Language::English),
            "fa" => Some(Language::Farsi),
            "de" => Some(Language::German),
            _ => None,
        };
        // Most calls have one of these codes, which need no search of the table.
        if let Some(language) = of_the_four(code) {
            return language;
        }
        match known_code(code) {
            Some(code) => of_the_four(code).unwrap_or(Language::Other(Some(code))),
            None if code.is_empty() || code.eq_ignore_ascii_case("und") => Language::Undetermined,
            None => Language::Other(None),
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

/// The code is a string: that of [`Language::code`], or `other`. [`Language::Undetermined`] is null.
#[cfg(feature = "serde")]
impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Language::Undetermined => serializer.serialize_none(),
            Language::Other(None) => serializer.serialize_some("other"),
            language => language.code().serialize(serializer),
        }
    }
}

/// Reads a string as [`Language::from_code`] does, and null as [`Language::Undetermined`].
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(CodeVisitor)
    }
}

#[cfg(feature = "serde")]
struct CodeVisitor;

#[cfg(feature = "serde")]
impl<'de> serde::de::Visitor<'de> for CodeVisitor {
    type Value = Language;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the code of a language or null")
    }

    fn visit_none<E>(self) -> Result<Language, E> {
        Ok(Language::Undetermined)
    }

    fn visit_unit<E>(self) -> Result<Language, E> {
        Ok(Language::Undetermined)
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Language, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E>(self, code: &str) -> Result<Language, E> {
        Ok(Language::from_code(code))
    }
}

/// The preferred code for a code of two or three letters in any case.
fn known_code(code: &str) -> Option<&'static str> {
    let mut lower = [0; 3];
    let lower = lower.get_mut(..code.len())?;
    lower.copy_from_slice(code.as_bytes());
    lower.make_ascii_lowercase();
    let code = std::str::from_utf8(lower).ok().filter(|code| code.len() >= 2)?;
    let is_meant =
        |(preferred, others): &&(&str, &str)| *preferred == code || others.split(' ').any(|other| other == code);
    CODES.iter().find(is_meant).map(|(preferred, _)| *preferred)
}

/// Preferred codes, each with its other codes: all of ISO 639-1 (two letters) with their codes of ISO 639-2 (both
/// terminological and bibliographic) and common codes of ISO 639-3 for the same language; withdrawn codes that the web
/// still has; and languages of the web that have a code of three letters only.
pub(super) const CODES: &[(&str, &str)] = &[
    ("aa", "aar"),
    ("ab", "abk"),
    ("ae", "ave"),
    ("af", "afr"),
    ("ak", "aka"),
    ("am", "amh"),
    ("an", "arg"),
    ("ar", "ara arb"),
    ("as", "asm"),
    ("av", "ava"),
    ("ay", "aym"),
    ("az", "aze azj"),
    ("ba", "bak"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bi", "bis"),
    ("bm", "bam"),
    ("bn", "ben"),
    ("bo", "bod tib"),
    ("br", "bre"),
    ("bs", "bos"),
    ("ca", "cat"),
    ("ce", "che"),
    ("ch", "cha"),
    ("co", "cos"),
    ("cr", "cre"),
    ("cs", "ces cze"),
    ("cu", "chu"),
    ("cv", "chv"),
    ("cy", "cym wel"),
    ("da", "dan"),
    ("de", "deu ger"),
    ("dv", "div"),
    ("dz", "dzo"),
    ("ee", "ewe"),
    ("el", "ell gre"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est ekk"),
    ("eu", "eus baq"),
    ("fa", "fas per pes prs"),
    ("ff", "ful"),
    ("fi", "fin"),
    ("fj", "fij"),
    ("fo", "fao"),
    ("fr", "fra fre"),
    ("fy", "fry"),
    ("ga", "gle"),
    ("gd", "gla"),
    ("gl", "glg"),
    ("gn", "grn"),
    ("gu", "guj"),
    ("gv", "glv"),
    ("ha", "hau"),
    ("he", "heb iw"),
    ("hi", "hin"),
    ("ho", "hmo"),
    ("hr", "hrv"),
    ("ht", "hat"),
    ("hu", "hun"),
    ("hy", "hye arm"),
    ("hz", "her"),
    ("ia", "ina"),
    ("id", "ind in"),
    ("ie", "ile"),
    ("ig", "ibo"),
    ("ii", "iii"),
    ("ik", "ipk"),
    ("io", "ido"),
    ("is", "isl ice"),
    ("it", "ita"),
    ("iu", "iku"),
    ("ja", "jpn"),
    ("jv", "jav jw"),
    ("ka", "kat geo"),
    ("kg", "kon"),
    ("ki", "kik"),
    ("kj", "kua"),
    ("kk", "kaz"),
    ("kl", "kal"),
    ("km", "khm"),
    ("kn", "kan"),
    ("ko", "kor"),
    ("kr", "kau"),
    ("ks", "kas"),
    ("ku", "kur"),
    ("kv", "kom"),
    ("kw", "cor"),
    ("ky", "kir"),
    ("la", "lat"),
    ("lb", "ltz"),
    ("lg", "lug"),
    ("li", "lim"),
    ("ln", "lin"),
    ("lo", "lao"),
    ("lt", "lit"),
    ("lu", "lub"),
    ("lv", "lav lvs"),
    ("mg", "mlg"),
    ("mh", "mah"),
    ("mi", "mri mao"),
    ("mk", "mkd mac"),
    ("ml", "mal"),
    ("mn", "mon"),
    ("mr", "mar"),
    ("ms", "msa may zsm"),
    ("mt", "mlt"),
    ("my", "mya bur"),
    ("na", "nau"),
    ("nb", "nob"),
    ("nd", "nde"),
    ("ne", "nep npi"),
    ("ng", "ndo"),
    ("nl", "nld dut"),
    ("nn", "nno"),
    ("no", "nor"),
    ("nr", "nbl"),
    ("nv", "nav"),
    ("ny", "nya"),
    ("oc", "oci"),
    ("oj", "oji"),
    ("om", "orm"),
    ("or", "ori ory"),
    ("os", "oss"),
    ("pa", "pan"),
    ("pi", "pli"),
    ("pl", "pol"),
    ("ps", "pus"),
    ("pt", "por"),
    ("qu", "que"),
    ("rm", "roh"),
    ("rn", "run"),
    ("ro", "ron rum mo"),
    ("ru", "rus"),
    ("rw", "kin"),
    ("sa", "san"),
    ("sc", "srd"),
    ("sd", "snd"),
    ("se", "sme"),
    ("sg", "sag"),
    ("si", "sin"),
    ("sk", "slk slo"),
    ("sl", "slv"),
    ("sm", "smo"),
    ("sn", "sna"),
    ("so", "som"),
    ("sq", "sqi alb"),
    ("sr", "srp"),
    ("ss", "ssw"),
    ("st", "sot"),
    ("su", "sun"),
    ("sv", "swe"),
    ("sw", "swa swh"),
    ("ta", "tam"),
    ("te", "tel"),
    ("tg", "tgk"),
    ("th", "tha"),
    ("ti", "tir"),
    ("tk", "tuk"),
    ("tl", "tgl"),
    ("tn", "tsn"),
    ("to", "ton"),
    ("tr", "tur"),
    ("ts", "tso"),
    ("tt", "tat"),
    ("tw", "twi"),
    ("ty", "tah"),
    ("ug", "uig"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzb uzn"),
    ("ve", "ven"),
    ("vi", "vie"),
    ("vo", "vol"),
    ("wa", "wln"),
    ("wo", "wol"),
    ("xh", "xho"),
    ("yi", "yid ji"),
    ("yo", "yor"),
    ("za", "zha"),
    ("zh", "zho chi cmn"),
    ("zu", "zul"),
    ("ast", ""),
    ("ceb", ""),
    ("ckb", ""),
    ("fil", ""),
    ("frr", ""),
    ("fur", ""),
    ("gsw", ""),
    ("haw", ""),
    ("hsb", ""),
    ("kmr", ""),
    ("lij", ""),
    ("lrc", ""),
    ("mai", ""),
    ("mzn", ""),
    ("nds", ""),
    ("pap", ""),
    ("pnb", ""),
    ("sah", ""),
    ("sco", ""),
    ("syr", ""),
    ("szl", ""),
    ("tet", ""),
    ("tlh", ""),
    ("tpi", ""),
    ("udm", ""),
    ("vec", ""),
    ("war", ""),
    ("yue", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_case_and_length() {
        for code in ["fr", "FR", "fra", "fre", "Fra"] {
            assert_eq!(Language::from_code(code), Language::French, "{code}");
        }
        for code in ["fa", "fas", "per", "pes", "prs"] {
            assert_eq!(Language::from_code(code), Language::Farsi, "{code}");
        }
        assert_eq!(Language::from_code(&String::from("Eng")), Language::English);
        assert_eq!(Language::from_code("ger"), Language::German);
        assert_eq!(Language::from_code("iw"), Language::Other(Some("he")));
        assert_eq!(Language::from_code("CKB"), Language::Other(Some("ckb")));
    }

    #[test]
    fn unknown_codes_are_told_from_undetermined_languages() {
        for code in ["xx", "x", "xyz", "french", "fr-CA", " ", "é", "日", "other", "f", "f "] {
            assert_eq!(Language::from_code(code), Language::Other(None), "{code:?}");
        }
        for code in ["", "und", "UND"] {
            assert_eq!(Language::from_code(code), Language::Undetermined, "{code:?}");
        }
    }

    #[test]
    fn no_code_is_in_the_table_twice() {
        let mut codes: Vec<&str> = CODES
            .iter()
            .flat_map(|(preferred, others)| std::iter::once(*preferred).chain(others.split_whitespace()))
            .collect();
        assert!(codes.iter().all(|code| matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase())));
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
        assert_eq!(CODES.iter().filter(|(preferred, _)| preferred.len() == 2).count(), 183);
    }

    #[test]
    fn written_languages_are_read_back() {
        for language in variants() {
            assert_eq!(Language::from_code(&language.to_string()), language);
        }
    }

    fn variants() -> [Language; 8] {
        [
            Language::French,
            Language::English,
            Language::Farsi,
            Language::German,
            Language::Other(Some("es")),
            Language::Other(Some("ckb")),
            Language::Other(None),
            Language::Undetermined,
        ]
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serialized_languages_are_read_back() {
        for language in variants() {
            let json = serde_json::to_string(&language).expect("a language can be written");
            assert_eq!(serde_json::from_str::<Language>(&json).expect("it can be read"), language, "{json}");
            let value = serde_json::to_value(language).expect("a language can be written");
            assert_eq!(serde_json::from_value::<Language>(value).expect("it can be read"), language, "{json}");
        }
        assert_eq!(serde_json::to_string(&variants()[3..]).expect("JSON"), r#"["de","es","ckb","other",null]"#);
        assert!(serde_json::from_str::<Language>("7").is_err());
    }
}
