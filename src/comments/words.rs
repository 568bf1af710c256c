//! The words around a comment, in the languages of the data files: "says", "in reply to", "Report", "ago".

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::{digit, fold_into, is_invisible, is_month};

/// What words around a comment are for: a bit for each section of the data files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses(u16);

macro_rules! uses {
    ($($(#[$doc:meta])* $name:ident = $section:literal;)*) => {
        impl Uses {
            const SECTIONS: &'static [&'static str] = &[$($section),*];
        }
        uses!(@constants 0u16; $($(#[$doc])* $name;)*);
    };
    (@constants $bit:expr; $(#[$doc:meta])* $name:ident; $($rest:tt)*) => {
        impl Uses {
            $(#[$doc])*
            pub(super) const $name: Self = Self(1 << $bit);
        }
        uses!(@constants $bit + 1u16; $($rest)*);
    };
    (@constants $bit:expr;) => {};
}

uses! {
    /// Before the name of an author: "posted by".
    BY = "by";
    /// After the name of an author: "says".
    SAYS = "says";
    /// Before the name of whom a comment answers: "in reply to".
    REPLY_TO = "reply-to";
    /// Buttons and counters: "Report", "likes".
    CONTROL = "control";
    /// Words between buttons that do not make a line of controls.
    FILLER = "filler";
    /// What a site says of an author: "moderator".
    BADGE = "badge";
    /// Names of people without a name: "Guest".
    GUEST = "guest";
    /// Between the parts of a date: "at", "on".
    JOIN = "join";
    /// Names of weekdays and their abbreviations.
    WEEKDAY = "weekday";
    /// After a time of day: "pm", "Uhr".
    CLOCK = "clock";
    /// After a time of day that is after noon.
    AFTERNOON = "afternoon";
    /// Beside a span of time that lies in the past: "ago".
    AGO = "ago";
    /// Units of time: "hours".
    UNIT = "unit";
    /// Small numbers as words: "a", "two", "a few".
    COUNT = "count";
    /// Times that count from today: "yesterday".
    NOW = "now";
}

impl Uses {
    /// All that can be a part of a date.
    pub(super) const OF_DATES: Self = Self::JOIN
        .or(Self::WEEKDAY)
        .or(Self::CLOCK)
        .or(Self::AFTERNOON)
        .or(Self::AGO)
        .or(Self::UNIT)
        .or(Self::COUNT)
        .or(Self::NOW);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two have a use in common.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Longer lines say more than who wrote a comment, and when (bytes, hand-set).
const MAX_LINE_BYTES: usize = 400;

/// The phrases of all languages, folded, their words with a space between them.
struct Phrases {
    uses: FxHashMap<String, Uses>,
    max_words: usize,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let files = [
        include_str!("words/de.txt"),
        include_str!("words/en.txt"),
        include_str!("words/fa.txt"),
        include_str!("words/fr.txt"),
    ];
    let mut phrases = Phrases { uses: FxHashMap::default(), max_words: 1 };
    for file in files {
        let mut section = Uses::default();
        for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
            if let Some(name) = line.strip_prefix('[') {
                let index = Uses::SECTIONS.iter().position(|section| *section == name.trim_end_matches(']'));
                section = Uses(index.map_or(0, |index| 1 << index));
                continue;
            }
            let words: Vec<String> = split(line).filter_map(|token| token.folded).collect();
            phrases.max_words = phrases.max_words.max(words.len());
            let uses = phrases.uses.entry(words.join(" ")).or_default();
            *uses = uses.or(section);
        }
    }
    phrases
});

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A number, with its value and the number of its digits.
    Number {
        value: u32,
        digits: usize,
    },
    Word,
    /// The name of a month.
    Month,
    /// Any other character; white space is `' '`.
    Sign(char),
}

/// A part of a line.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Its bytes in the line.
    pub(super) range: Range<usize>,
    pub(super) kind: TokenKind,
    /// The uses of all phrases that it is a word of.
    pub(super) uses: Uses,
    folded: Option<String>,
}

impl Token {
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, TokenKind::Number { .. })
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Month)
    }

    pub(super) fn is_sign(&self) -> bool {
        matches!(self.kind, TokenKind::Sign(_))
    }
}

/// The parts of a line, with what its words are for; empty if the line is too long to be about a comment.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    if line.len() > MAX_LINE_BYTES {
        return Vec::new();
    }
    let mut tokens: Vec<Token> = split(line).collect();
    for start in 0..tokens.len() {
        for (uses, end) in phrases_at(&tokens, start) {
            for token in &mut tokens[start..end] {
                token.uses = token.uses.or(uses);
            }
        }
    }
    tokens
}

/// The longest phrase of a use that begins at a token, as the index of the token after it.
pub(super) fn phrase_end(tokens: &[Token], start: usize, wanted: Uses) -> Option<usize> {
    let phrases = phrases_at(tokens, start).into_iter();
    phrases.filter(|(uses, _)| uses.meets(wanted)).map(|(_, end)| end).max()
}

/// The phrases that begin at a token, each with the index of the token after it.
fn phrases_at(tokens: &[Token], start: usize) -> Vec<(Uses, usize)> {
    let mut found = Vec::new();
    let mut phrase = String::new();
    let mut words = 0;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        match (&token.folded, token.kind) {
            (Some(word), _) => {
                if words > 0 {
                    phrase.push(' ');
                }
                phrase.push_str(word);
                words += 1;
            }
            (None, TokenKind::Sign(' ' | '\'' | '’' | '-' | '.')) if words > 0 => continue,
            _ => break,
        }
        if let Some(&uses) = PHRASES.uses.get(&phrase) {
            found.push((uses, index + 1));
        }
        if words == PHRASES.max_words {
            break;
        }
    }
    found
}

/// Splits a line into words, numbers and signs, also where they are glued together: "10h12", "marie75", "LikeReply".
fn split(line: &str) -> impl Iterator<Item = Token> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(c) = line[at..].chars().next() {
            let start = at;
            at += c.len_utf8();
            if is_invisible(c) {
                continue;
            }
            if let Some(first) = digit(c) {
                let (mut value, mut digits) = (first, 1);
                while let Some(next) = line[at..].chars().next()
                    && let Some(own) = digit(next)
                {
                    at += next.len_utf8();
                    (value, digits) = (value.saturating_mul(10).saturating_add(own), digits + 1);
                }
                let kind = TokenKind::Number { value, digits };
                return Some(Token { range: start..at, kind, uses: Uses::default(), folded: None });
            }
            if !c.is_alphabetic() {
                let kind = TokenKind::Sign(if c.is_whitespace() { ' ' } else { c });
                return Some(Token { range: start..at, kind, uses: Uses::default(), folded: None });
            }
            let mut was_lower = false;
            let mut is_part = |c: char| {
                let is_glued = was_lower && c.is_uppercase();
                was_lower = c.is_lowercase();
                !is_glued && (c.is_alphabetic() || is_invisible(c) || is_mark(c) || c == '_')
            };
            let length = line[start..].find(|c: char| !is_part(c)).unwrap_or(line.len() - start);
            at = start + length;
            let word = line[start..at].trim_end_matches(is_invisible);
            at = start + word.len();
            let mut folded = String::new();
            fold_into(word, &mut folded);
            let kind = if is_month(word) { TokenKind::Month } else { TokenKind::Word };
            return Some(Token { range: start..at, kind, uses: Uses::default(), folded: Some(folded) });
        }
        None
    })
}

/// Whether a character is a vowel sign or accent that follows its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Whether a line is made of buttons, counters and dates only: "Reply · Like · 5".
pub(super) fn is_controls(line: &str) -> bool {
    let tokens = tokens(line);
    let ends_sentence = line.trim_end().ends_with(['.', '!', '?', '؟', '…']);
    !tokens.is_empty() && !ends_sentence && are_controls(&tokens)
}

/// Whether a line is the name of somebody without a name: "Guest", "Anonymous 3".
pub(super) fn is_guest(line: &str) -> bool {
    let tokens = tokens(line);
    let mut words = tokens.iter().filter(|token| token.is_word()).peekable();
    words.peek().is_some() && words.all(|token| token.uses.meets(Uses::GUEST))
}

/// Whether words and numbers are buttons and counters, at least one of them.
pub(super) fn are_controls(tokens: &[Token]) -> bool {
    let is_number = |token: &Token| token.is_number();
    let mut has_control = false;
    let all = tokens.iter().all(|token| {
        has_control |= token.uses.meets(Uses::CONTROL.or(Uses::BADGE));
        token.is_sign() || is_number(token) || token.uses.meets(Uses::CONTROL.or(Uses::FILLER).or(Uses::BADGE))
    });
    all && (has_control || tokens.iter().any(is_number) && !tokens.iter().any(Token::is_word))
}

/// The text without the buttons and counters glued to its end: "So it is. Reply Report 23 likes".
pub(super) fn without_controls(text: &str) -> &str {
    let from = crate::text::floor_char_boundary(text, text.len().saturating_sub(MAX_LINE_BYTES / 2));
    let tail = &text[from..];
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | '؟' | '…' | '»' | '”' | '“' | '"' | ')');
    // Controls are behind the last end of a sentence.
    let mut ends = tail.char_indices().filter(|&(_, c)| is_end(c)).map(|(at, c)| at + c.len_utf8());
    let rest_at = ends.rfind(|&at| tail[at..].starts_with(char::is_whitespace));
    match rest_at {
        Some(at) if !tail[at..].trim().is_empty() => {
            let tokens = tokens(&tail[at..]);
            let has_control = tokens.iter().any(|token| token.uses.meets(Uses::CONTROL));
            if has_control && are_controls(&tokens) { &text[..from + at] } else { text }
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_buttons_and_counters_are_controls_in_all_languages() {
        for line in [
            "Antworten Melden 23 Zustimmungen",
            "Reply · Like · 5",
            "Répondre Signaler",
            "پاسخ",
            "۰ ۱",
            "+12",
            "J’aime (3) Répondre",
            "پاسخ | گزارش تخلف",
            "Share this comment",
            "LikenGefällt 1 Person",
            "Daumen hoch0Daumen runter Antworten",
            "Verified buyer",
        ] {
            assert!(is_controls(line), "{line}");
        }
        for line in ["", "Martha", "Antworten wird keiner.", "Agree!", "I like the report", "مریم", "J’aime la mer"]
        {
            assert!(!is_controls(line), "{line}");
        }
    }

    #[test]
    fn controls_at_the_end_of_a_text_are_cut() {
        for (text, expected) in [
            ("So it is. Reply Report 23 likes", "So it is."),
            ("So ist es! Antworten Melden 23 Zustimmungen", "So ist es!"),
            ("C’est vrai. Répondre", "C’est vrai."),
            ("همین است. پاسخ ۳", "همین است."),
            ("So it is. I like it", "So it is. I like it"),
            ("So it is", "So it is"),
            ("", ""),
        ] {
            assert_eq!(without_controls(text), expected, "{text}");
        }
    }

    #[test]
    fn long_lines_are_not_read() {
        assert!(tokens(&"Reply ".repeat(100_000)).is_empty());
    }

    #[test]
    fn every_file_has_every_section() {
        for file in [
            include_str!("words/de.txt"),
            include_str!("words/en.txt"),
            include_str!("words/fa.txt"),
            include_str!("words/fr.txt"),
        ] {
            for section in Uses::SECTIONS {
                assert!(file.contains(&format!("\n[{section}]\n")), "{section} in {}", file.lines().next().unwrap());
            }
        }
    }
}
