//! Shapes of words: picture credits, ordinals, times of day, URLs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Whether a word such as "photo" is used as a picture credit: a separator follows it (`Photo: A. Reed`, `Foto | dpa`),
/// or it begins a bracket.
pub(super) fn is_credited(text: &str, word: Range<usize>) -> bool {
    let opens = text[..word.start].trim_end().ends_with(['(', '[', '|']);
    opens || text[word.end..].trim_start().starts_with([':', '|', '/', '©', '：'])
}

/// Whether a word is a number with an ending: `3rd`, `1er`, `2e`.
pub(super) fn is_ordinal(word: &str) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ending.len() < word.len() && matches!(ending, "st" | "nd" | "rd" | "th" | "er" | "e" | "ère" | "ème")
}

/// Whether a word is a time of day as French writes it: `16h12`, `9h`.
pub(super) fn is_french_time(word: &str) -> bool {
    let digits = |part: &str, max: usize| part.len() <= max && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once(['h', 'H']).is_some_and(|(hour, minute)| !hour.is_empty() && digits(hour, 2) && digits(minute, 2))
}

/// Whether a piece of text without white space is a URL or a bare host name.
pub(super) fn is_url(chunk: &str) -> bool {
    static HOST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^(?:[a-z0-9][a-z0-9-]*\.)+(?:com|org|net|info|biz|io|co|me|tv|app|dev|xyz|online|site|shop|club|top|vip|bet|casino|win|",
            r"ir|de|fr|at|ch|be|ca|uk|us|eu|af|ru|cc|ws|in|pk|pl|nl|es|it|tr|se|cz|ro|gov|edu|blog|news|live|link|click|store|fun|pro|space|website|example)(?:[:/?#]\S*)?$"
        ))
        .expect("the pattern is a constant")
    });
    if !chunk.bytes().any(|byte| matches!(byte, b'.' | b':')) {
        return false;
    }
    let chunk = chunk.trim_matches(|c: char| {
        matches!(c, '(' | ')' | '[' | ']' | ',' | '.' | ';' | '<' | '>' | '"' | '«' | '»' | '“' | '”')
    });
    if chunk.contains("://") || chunk.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        return true;
    }
    chunk.contains('.') && !chunk.contains('@') && HOST.is_match(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_and_host_names_are_told_from_words() {
        for url in ["https://a.b/c?d", "www.example.org", "paper.io", "1xbet-ir.com.co/", "(example.com)"] {
            assert!(is_url(url), "{url}");
        }
        for word in ["e.g.", "U.S.", "control.Why", "3.5", "a@b.com", "...", "end.Next"] {
            assert!(!is_url(word), "{word}");
        }
    }

    #[test]
    fn credits_have_a_separator_or_a_bracket() {
        let is_first = |text: &str| is_credited(text, 0..4);
        assert!(is_first("Foto: dpa") && is_first("Foto | dpa") && is_first("Foto/AP") && !is_first("Foto des Tages"));
        assert!(is_credited("(Foto dpa)", 1..5) && is_credited("Der Hafen | Foto dpa", 12..16));
    }

    #[test]
    fn ordinals_and_french_times_are_told_from_other_words() {
        assert!(["3rd", "1er", "2e", "10ème"].iter().all(|word| is_ordinal(word)));
        assert!(!["rd", "3", "3d", "e2"].iter().any(|word| is_ordinal(word)));
        assert!(["16h12", "9h", "9H30"].iter().all(|word| is_french_time(word)));
        assert!(!["h12", "160h", "16h123", "4hours", "16"].iter().any(|word| is_french_time(word)));
    }
}
