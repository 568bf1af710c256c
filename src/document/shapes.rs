//! Shapes of characters and words: ends of sentences, times, URLs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Whether a character ends sentences.
pub(super) fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '。' | '！' | '？')
}

/// Whether a character is a letter; those of the languages at hand are known without a look into the tables of Unicode.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphabetic(),
        '\u{C0}'..='\u{24F}' => !matches!(c, '×' | '÷'),
        '\u{80}'..='\u{A9}' | '\u{AB}'..='\u{B4}' | '\u{B6}'..='\u{B9}' | '\u{BB}'..='\u{BF}' => false,
        '\u{2000}'..='\u{206F}' => false,
        '\u{620}'..='\u{657}' | '\u{671}'..='\u{6D3}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is a letter and nothing else: none that is invisible, and none that emoticons are made of.
pub(super) fn is_plain_letter(c: char) -> bool {
    matches!(
        c,
        'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}'
            | '\u{671}'..='\u{6D3}'
    )
}

/// Whether a character closes a quotation or a bracket.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '«' | '’' | '\'' | ')' | ']' | '›' | '‹')
}

/// Whether a word stands before what it credits (`Photo: A. Reed`, `Foto | dpa`), or begins a bracket.
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
    let digits = |part: &str, most: usize| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
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
    fn the_short_cut_is_that_of_unicode() {
        for c in ('\0'..='\u{7FF}').chain('\u{2000}'..='\u{206F}') {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert!(!is_plain_letter(c) || c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn urls_and_hosts() {
        for url in ["https://a.b/c?d", "www.example.org", "paper.io", "1xbet-ir.com.co/", "(example.com)"] {
            assert!(is_url(url), "{url}");
        }
        for word in ["e.g.", "U.S.", "control.Why", "3.5", "a@b.com", "...", "end.Next"] {
            assert!(!is_url(word), "{word}");
        }
    }
}
