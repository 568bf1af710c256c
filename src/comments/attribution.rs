//! Who wrote a comment, when, and in reply to whom, by a line of it: "Martha replied to Kurt on 4 May 2024".

use std::ops::Range;

use super::when::{self, When};
use super::words::{Token, TokenKind, Uses, are_controls, phrase_end, tokens};

/// A name has at most this many words and bytes (hand-set).
const MAX_NAME_WORDS: usize = 6;
const MAX_NAME_BYTES: usize = 100;
/// Of a name with at least this many words, half begin with a capital; in a script without capitals it has at most this
/// many words (hand-set).
const MIN_WORDS_WITH_CAPITALS: usize = 3;
const MAX_WORDS_WITHOUT_CAPITALS: usize = 3;

/// What a line says of a comment, each value with its bytes in the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) author: Option<Range<usize>>,
    pub(super) date: Option<When>,
    /// Whom the comment answers.
    pub(super) reply_to: Option<Range<usize>>,
    /// Whether words say that it is about a comment: "says", "posted by", "in reply to".
    pub(super) is_introduced: bool,
    /// Number of words that are neither of a value nor of a control.
    pub(super) other_words: usize,
}

/// Reads a line.
pub(super) fn read(line: &str) -> Attribution {
    let tokens = tokens(line);
    let date = when::find(line, &tokens);
    let mut found = Attribution::default();
    let in_date = |index: usize| date.as_ref().is_some_and(|date| date.tokens.contains(&index));
    let mut start = 0;
    let mut after_arrow = false;
    for index in 0..=tokens.len() {
        let is_border = index == tokens.len() || in_date(index) || is_separator(line, &tokens, index);
        if !is_border {
            continue;
        }
        read_piece(line, &tokens, start..index, after_arrow, &mut found);
        if let Some(Token { kind: TokenKind::Sign(sign), .. }) = tokens.get(index) {
            after_arrow = is_arrow(*sign);
        }
        start = index + 1;
    }
    found.date = date;
    found
}

impl Attribution {
    /// Whether the line says nothing else than who wrote a comment, when, and to whom.
    pub(super) fn is_whole(&self) -> bool {
        (self.date.is_some() || self.is_introduced) && self.other_words == 0
    }
}

fn is_arrow(sign: char) -> bool {
    matches!(sign, '→' | '▶' | '►' | '↪' | '⮞' | '➜' | '➤' | '↩')
}

/// Whether a token stands between two pieces of a line. A hyphen does so with a space beside it.
fn is_separator(line: &str, tokens: &[Token], index: usize) -> bool {
    let TokenKind::Sign(sign) = tokens[index].kind else { return false };
    let has_space = || {
        let Range { start, end } = tokens[index].range.clone();
        line[..start].ends_with(char::is_whitespace) || line[end..].starts_with(char::is_whitespace)
    };
    match sign {
        '-' | '–' | '.' => sign != '.' && has_space(),
        '|' | '•' | '·' | '(' | ')' | '[' | ']' | '{' | '}' | ':' | ',' | '،' | ';' | '؛' | '/' | '\\' | '—' | '»'
        | '«' | '›' | '>' | '<' | '#' | '!' | '?' | '؟' | '"' | '…' => true,
        ' ' => &line[tokens[index].range.clone()] == "\t",
        sign => is_arrow(sign),
    }
}

/// Reads a piece of a line that has no separator in it.
fn read_piece(line: &str, tokens: &[Token], piece: Range<usize>, after_arrow: bool, found: &mut Attribution) {
    let Range { start, mut end } = trim(tokens, piece);
    if start >= end {
        return;
    }
    // "Martha in reply to Kurt".
    let reply = (start..end).find_map(|index| Some((index, phrase_end(&tokens[..end], index, Uses::REPLY_TO)?)));
    if let Some((at, behind)) = reply {
        let answered = name(line, tokens, behind..end);
        // A button "Reply to Martha" is no reply; the answered one's name is.
        if answered.is_some() && found.reply_to.is_none() {
            found.reply_to = answered;
        }
        found.is_introduced = true;
        end = at;
    }
    let Range { mut start, mut end } = trim(tokens, start..end);
    if after_arrow && reply.is_none() {
        if found.reply_to.is_none() {
            found.reply_to = name(line, tokens, start..end);
        }
        return;
    }
    while let Some(behind) = phrase_end(&tokens[..end], start, Uses::BY).filter(|&behind| behind <= end) {
        found.is_introduced = true;
        start = trim(tokens, behind..end).start;
        if start >= end {
            return;
        }
    }
    // "Martha says", "Martha wrote on".
    if let Some(at) = (start..end).find(|&index| phrase_end(&tokens[..end], index, Uses::SAYS).is_some()) {
        let behind = phrase_end(&tokens[..end], at, Uses::SAYS).unwrap_or(end);
        let rest = tokens[behind..end].iter().filter(|token| token.is_word() && !token.uses.meets(Uses::JOIN)).count();
        if rest == 0 {
            found.is_introduced = true;
            end = at;
        }
    }
    let own = trim(tokens, start..end);
    if own.is_empty() || are_controls(&tokens[own.clone()]) || is_all(&tokens[own.clone()], Uses::BADGE.or(Uses::JOIN))
    {
        return;
    }
    let author = without_badges(tokens, own.clone());
    match name(line, tokens, author) {
        Some(author) if found.author.is_none() => found.author = Some(author),
        _ => found.other_words += tokens[own].iter().filter(|token| token.is_word()).count(),
    }
}

/// Whether all words have a use.
fn is_all(tokens: &[Token], uses: Uses) -> bool {
    tokens.iter().all(|token| !token.is_word() || token.uses.meets(uses))
}

/// Tokens without signs and joining words in lower case at the ends.
fn trim(tokens: &[Token], Range { mut start, mut end }: Range<usize>) -> Range<usize> {
    let is_loose = |token: &Token| token.is_sign() && token.kind != TokenKind::Sign('_');
    while start < end && is_loose(&tokens[start]) {
        start += 1;
    }
    while start < end && is_loose(&tokens[end - 1]) {
        end -= 1;
    }
    start..end.max(start)
}

/// Tokens without "moderator" and "Reply 5" behind a name, and without joining words beside it.
fn without_badges(tokens: &[Token], own: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = own.clone();
    let is_join = |token: &Token| token.uses.meets(Uses::JOIN) && !token.uses.meets(Uses::WEEKDAY);
    while start + 1 < end && (is_join(&tokens[start]) || tokens[start].is_sign()) {
        start += 1;
    }
    while start + 1 < end {
        let last = &tokens[end - 1];
        let is_extra =
            last.is_sign() || is_join(last) || last.uses.meets(Uses::BADGE.or(Uses::CONTROL).or(Uses::FILLER));
        if !is_extra {
            break;
        }
        end -= 1;
    }
    if is_all(&tokens[start..end], Uses::JOIN.or(Uses::CONTROL)) { own } else { start..end }
}

/// The bytes of a name, if tokens are one.
fn name(line: &str, tokens: &[Token], piece: Range<usize>) -> Option<Range<usize>> {
    let piece = trim(tokens, piece);
    let words = tokens[piece.clone()].iter().filter(|token| token.is_word() || token.is_number());
    let count = words.clone().count();
    let range = tokens.get(piece.start)?.range.start..tokens.get(piece.end.checked_sub(1)?)?.range.end;
    // "Odile B."
    let is_initial = tokens[piece.end - 1].range.len() == 1 && line[range.end..].starts_with('.');
    let range = range.start..range.end + usize::from(is_initial);
    let text = line.get(range.clone())?;
    let first = |token: &Token| line[token.range.clone()].chars().next().unwrap_or(' ');
    let capitals = words.clone().filter(|token| first(token).is_uppercase()).count();
    let has_case = text.contains(|c: char| c.is_lowercase() || c.is_uppercase());
    let is_short_enough = match has_case {
        true => count < MIN_WORDS_WITH_CAPITALS || capitals * 2 >= count,
        false => count <= MAX_WORDS_WITHOUT_CAPITALS,
    };
    let is_name = (1..=MAX_NAME_WORDS).contains(&count)
        && text.len() <= MAX_NAME_BYTES
        && text.contains(char::is_alphabetic)
        && !text.contains("://")
        && !text.contains("www.")
        && is_short_enough;
    is_name.then_some(range)
}

/// The name in a text that holds a name and little else: "By Martha", "Martha says:", "@Martha (author)".
pub(super) fn name_in(text: &str) -> Option<Range<usize>> {
    let found = read(text);
    found.author.filter(|_| found.other_words <= MAX_NAME_WORDS)
}

/// The name of whom a text addresses at its beginning: "@Kurt: no", "@Kurt no".
pub(super) fn mention(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('@')?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '!' | '?' | '،' | '…'));
    let name = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
    (!name.is_empty() && name.len() <= MAX_NAME_BYTES).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> [Option<&str>; 3] {
        let found = read(line);
        let date = found.date.map(|date| date.range);
        [found.author, date, found.reply_to].map(|range| range.map(|range| &line[range]))
    }

    #[test]
    fn author_date_and_answered_are_told_apart() {
        for (line, expected) in [
            ("Martha says:", [Some("Martha"), None, None]),
            ("Old Tom wrote on 4 May 2024 at 10:12:", [Some("Old Tom"), Some("4 May 2024 at 10:12"), None]),
            ("Posted by Martha, 3 hours ago", [Some("Martha"), Some("3 hours ago"), None]),
            ("Martha • 3 hours ago • Reply", [Some("Martha"), Some("3 hours ago"), None]),
            ("Kim in reply to Old Tom", [Some("Kim"), None, Some("Old Tom")]),
            ("Kim → Old Tom • 3 hours ago", [Some("Kim"), Some("3 hours ago"), Some("Old Tom")]),
            ("Martha (moderator) | 4 May 2024", [Some("Martha"), Some("4 May 2024"), None]),
            ("Birke77 schrieb am 3. Mai", [Some("Birke77"), Some("3. Mai"), None]),
            (
                "von Frau Marsch am 4. Mai 2024 um 10:12 Uhr",
                [Some("Frau Marsch"), Some("4. Mai 2024 um 10:12 Uhr"), None],
            ),
            ("Antwort auf Kurt", [None, None, Some("Kurt")]),
            ("Olli antwortete auf Frau Marsch", [Some("Olli"), None, Some("Frau Marsch")]),
            ("Par Marthe, le 4 mai 2024 à 10h12", [Some("Marthe"), Some("4 mai 2024 à 10h12"), None]),
            ("Marthe a écrit le 4 mai 2024 :", [Some("Marthe"), Some("4 mai 2024"), None]),
            ("En réponse à Jean-Luc", [None, None, Some("Jean-Luc")]),
            ("مریم گفت:", [Some("مریم"), None, None]),
            ("مریم رضایی | ۱۵ اردیبهشت ۱۴۰۳ در ۱۰:۱۲", [Some("مریم رضایی"), Some("۱۵ اردیبهشت ۱۴۰۳ در ۱۰:۱۲"), None]),
            ("در پاسخ به علی", [None, None, Some("علی")]),
            ("علی می‌گوید:", [Some("علی"), None, None]),
            ("4 May 2024 at 10:12", [None, Some("4 May 2024 at 10:12"), None]),
            ("Gast", [Some("Gast"), None, None]),
            ("Odile B. dit :", [Some("Odile B."), None, None]),
            ("@marie_75", [Some("marie_75"), None, None]),
            ("Reply · Like · 5", [None, None, None]),
            ("پاسخ", [None, None, None]),
        ] {
            assert_eq!(values(line), expected, "{line}");
        }
    }

    #[test]
    fn sentences_are_not_whole_attributions() {
        for line in [
            "It has been out since 10:12 and nobody knows why",
            "Seit heute morgen um 7:30 fährt hier kein Bus mehr",
            "Depuis hier il ne se passe plus rien ici",
            "از دیروز اینجا هیچ خبری نیست",
        ] {
            assert!(!read(line).is_whole(), "{line} {:?}", read(line));
        }
        assert!(read("Martha, 4 May 2024").is_whole() && read("Kim in reply to Tom").is_whole());
    }

    #[test]
    fn mentions_are_names_at_the_beginning() {
        for (text, expected) in [
            ("@Kurt no", Some("Kurt")),
            ("@Kurt: no", Some("Kurt")),
            ("@علی نه", Some("علی")),
            ("no @Kurt", None),
            ("@ ", None),
        ] {
            assert_eq!(mention(text), expected, "{text}");
        }
    }
}
