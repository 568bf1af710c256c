//! What the parts of comment sections look like: headings, names, dates and controls, the style of readers.

use crate::document::Segment;
use crate::filter::cue_block::certainty;
use crate::lexicon::Cue;
use crate::text::is_invisible;

// All numbers of this file are hand-set on the development texts.

/// A cue of at least this certainty counts.
pub(super) const MIN_CERTAINTY: f32 = 0.5;
/// Names, dates and controls are in lines of at most this many words.
pub(super) const MAX_TRACE_WORDS: usize = 16;
/// The heading of a section may repeat the article's title; it has at most this many words.
const MAX_HEADING_WORDS: usize = 26;
/// The share of the certainty of a heading that may head another list as well ("most popular").
const AMBIGUOUS_HEADING: f32 = 0.3;

/// The certainty that a segment is the heading of a comment section or a link to one, from 0 to 1.
pub(super) fn heading_certainty(segment: &Segment) -> f32 {
    let certainty = certainty(segment, Cue::CommentSection);
    if segment.stats().words() > MAX_HEADING_WORDS || certainty < MIN_CERTAINTY {
        return 0.0;
    }
    if is_other_boilerplate(segment) { AMBIGUOUS_HEADING * certainty } else { certainty }
}

/// Whether a segment as a whole is a cue of boilerplate other than comments.
fn is_other_boilerplate(segment: &Segment) -> bool {
    [
        Cue::Navigation,
        Cue::Ticker,
        Cue::Related,
        Cue::Teaser,
        Cue::Share,
        Cue::Support,
        Cue::Consent,
        Cue::Legal,
        Cue::Chrome,
    ]
    .into_iter()
    .any(|cue| segment.stats().is_cue(cue))
}

/// A name has at most this many words and characters.
const MAX_NAME_WORDS: usize = 3;
const MAX_NAME_CHARS: usize = 32;

/// Whether a segment may be the name of a commenter.
pub(super) fn is_name(segment: &Segment, text: &str) -> bool {
    let stats = segment.stats();
    let is_single_word = stats.words() == 1 && !stats.ends_sentence();
    let is_evenly_capitalized = stats.capitalized() + stats.numbers() == stats.words() || stats.capitalized() == 0;
    (1..=MAX_NAME_WORDS).contains(&stats.words())
        && stats.letters() > 0
        && stats.chars() <= MAX_NAME_CHARS
        && stats.function_words() == 0
        && (is_single_word || is_evenly_capitalized)
        && !is_other_boilerplate(segment)
        && text.chars().all(|c| {
            c.is_alphanumeric()
                || is_invisible(c)
                || matches!(c, ' ' | '.' | '-' | '_' | '\'' | '’' | '@' | '*' | '\u{A0}')
        })
        && !text.split_whitespace().any(|word| word.trim_end_matches('.').contains('.'))
}

/// A nickname in lower case has at least this many characters.
const MIN_NICKNAME_CHARS: usize = 4;

/// Whether a name has an initial or a digit, or is a word in lower case: names of people in comments do, one-word
/// headings do not.
pub(super) fn is_nickname(segment: &Segment, text: &str) -> bool {
    let stats = segment.stats();
    let has_initial = text
        .split_whitespace()
        .any(|word| word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase));
    let has_digit = stats.numbers() < stats.words() && text.contains(|c: char| c.is_ascii_digit() || c == '_');
    has_initial || has_digit || stats.words() == 1 && stats.starts_lower() && stats.chars() >= MIN_NICKNAME_CHARS
}

/// A text without the end of a sentence has more words than this to be a comment's.
const MAX_LABEL_WORDS: usize = 4;

/// Whether a segment may be the text of a comment.
pub(super) fn is_comment_text(segment: &Segment) -> bool {
    segment.stats().sentence_ends() > 0 || segment.stats().words() > MAX_LABEL_WORDS
}

/// Scores of traces, in log odds. Those of cues are for full certainty, of which `PLAIN_ITEM` is left in a sentence,
/// and `MAX_LONG_FORM` at most in a line that is too long for a trace.
const ITEM: f32 = 2.2;
const PLAIN_ITEM: f32 = 0.5;
const FORM: f32 = 1.4;
const SECTION: f32 = 1.2;
const LONG_FORM: f32 = 0.8;
const MAX_LONG_FORM: f32 = 0.5;
const DATE_AND_TIME: f32 = 1.5;
const DATE_OR_TIME: f32 = 0.5;
const RELATIVE_TIME: f32 = 0.9;
/// A sentence has at least this many words.
const MIN_SENTENCE_WORDS: usize = 3;
/// A line of more words that begins with a time is a headline.
const MAX_TIME_WORDS: usize = 3;

/// The score of a segment for being a trace of a single comment: a date, a name with "says", a reply link, a part of
/// the form.
pub(super) fn trace_score(segment: &Segment) -> f32 {
    let stats = segment.stats();
    if stats.is_code_like() {
        return 0.0;
    }
    if stats.words() > MAX_TRACE_WORDS {
        return LONG_FORM * certainty(segment, Cue::CommentForm).min(MAX_LONG_FORM);
    }
    // "He wrote it down." is a sentence, "Martha wrote:" is not.
    let is_sentence = stats.ends_sentence() && stats.words() >= MIN_SENTENCE_WORDS;
    let is_plain = is_sentence || is_other_boilerplate(segment);
    let of_item = certainty(segment, Cue::CommentItem) * if is_plain { PLAIN_ITEM } else { 1.0 };
    let of_form = certainty(segment, Cue::CommentForm);
    let of_section = certainty(segment, Cue::CommentSection);
    let mut score = (ITEM * of_item).max(FORM * of_form).max(SECTION * of_section);
    if !is_sentence {
        score += match (stats.has_date(), stats.has_time()) {
            (true, true) => DATE_AND_TIME,
            (false, true) if stats.starts_time() && stats.words() > MAX_TIME_WORDS => 0.0,
            (true, false) | (false, true) => DATE_OR_TIME,
            (false, false) => 0.0,
        };
        if stats.has_cue(Cue::Ago) {
            score += RELATIVE_TIME;
        }
    }
    score
}

/// Scores of the style of a text, in log odds. They are small, because there are chatty articles and formal comments.
const ANY_TEXT: f32 = -0.03;
const MENTION: f32 = 0.3;
const EMOTICON: f32 = 0.2;
const REPORTED_SPEECH: f32 = -0.15;

/// The score of a segment for being written by a reader rather than an editor.
pub(super) fn style_score(segment: &Segment) -> f32 {
    let stats = segment.stats();
    let mut score = ANY_TEXT;
    if stats.has_mention() {
        score += MENTION;
    }
    if stats.has_emoticon() {
        score += EMOTICON;
    }
    if stats.count(Cue::Attribution) > 0 && stats.count(Cue::Informal) == 0 && stats.quotes() > 0 {
        score += REPORTED_SPEECH;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn of<T>(text: &str, look: impl Fn(&Segment) -> T) -> T {
        look(&Document::from_text(text).segments()[0])
    }

    #[test]
    fn headings_of_sections_are_certain() {
        for heading in ["3 comments", "Leave a comment", "3 commentaires", "3 Kommentare", "۳ نظر", "دیدگاه‌ها"]
        {
            assert!(of(heading, heading_certainty) >= MIN_CERTAINTY, "{heading}");
        }
        for other in ["The mill", "Le moulin", "Die Mühle", "آسیاب"] {
            assert_eq!(of(other, heading_certainty), 0.0, "{other}");
        }
    }

    #[test]
    fn names_are_told_from_words_sentences_and_hosts() {
        for name in ["Martha", "Old Tom", "marie_75", "Anne R.", "Jürgen", "مریم", "علی رضایی"] {
            assert!(of(name, |segment| is_name(segment, name)), "{name}");
        }
        for other in ["of the", "Grinding Rye slowly", "mill.example.com", "(Martha)", "Share", "1790", "It rained."] {
            assert!(!of(other, |segment| is_name(segment, other)), "{other}");
        }
    }

    #[test]
    fn nicknames_have_an_initial_a_digit_or_no_capital() {
        for (name, expected) in
            [("Anne R.", true), ("tom", false), ("miller", true), ("marie75", true), ("Martha", false), ("1790", false)]
        {
            assert_eq!(of(name, |segment| is_nickname(segment, name)), expected, "{name}");
        }
    }

    #[test]
    fn traces_score_in_all_languages() {
        for trace in [
            "Reply",
            "Martha says:",
            "4 May 2024 at 10:12",
            "3 days ago",
            "Répondre",
            "4 mai 2024 à 10:12",
            "Antworten",
            "4. Mai 2024 um 10:12",
            "پاسخ",
            "۱۲ خرداد ۱۴۰۳ در ۱۰:۱۲",
        ] {
            assert!(of(trace, trace_score) >= 1.0, "{trace}");
        }
        for other in ["The mill", "The miller wrote it down at 10:12.", "10:12 Rain at the coast", "reply(to) = {}"] {
            assert!(of(other, trace_score) < 0.5, "{other}");
        }
    }

    #[test]
    fn the_style_of_readers_scores_above_that_of_editors() {
        let reader = of("@tom I had given up hope :-)", style_score);
        let neither = of("The mill was built in 1790.", style_score);
        let editor = of("“It was time”, the miller said.", style_score);
        assert!(reader > neither && neither > editor, "{reader} {neither} {editor}");
    }
}
