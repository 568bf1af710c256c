//! Lines of boilerplate that are glued to the end of a paragraph: "… the village said. Share on Facebook".

use super::text_stats::{Scratch, TextStats};
use crate::lexicon::{Cue, Lexicon};
use crate::text::characters::{is_closing_in_long_line, is_terminator};

// All limits are hand-set.

/// The paragraph has at least this many bytes.
const MIN_PARAGRAPH_BYTES: usize = 100;
/// The line has at most this many bytes and words.
pub(super) const MAX_LINE_BYTES: usize = 120;
const MAX_LINE_WORDS: usize = 14;
/// Groups of cues that make a line boilerplate if it consists of one of them.
const WHOLE_CUES: [Cue; 9] = [
    Cue::Share,
    Cue::Support,
    Cue::Related,
    Cue::Teaser,
    Cue::Navigation,
    Cue::Chrome,
    Cue::CommentForm,
    Cue::Consent,
    Cue::Advertising,
];
/// Groups of cues that a line begins with that names something behind it: "Read also: …", "Photo: …".
const LEADING_CUES: [Cue; 3] = [Cue::Related, Cue::Share, Cue::Support];

/// The offset of a line of boilerplate at the end of a paragraph. Such a line begins behind the end of a sentence and
/// ends without one.
pub(super) fn glued_line(text: &str, lexicon: &Lexicon, scratch: &mut Scratch) -> Option<usize> {
    if text.len() < MIN_PARAGRAPH_BYTES || text.ends_with(is_terminator) {
        return None;
    }
    let mut from = text.len() - MAX_LINE_BYTES.min(text.len() - 1);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // From the last end of a sentence backwards: the line may have such an end in itself.
    let spaces = text[from..].char_indices().rev().filter(|(_, c)| c.is_whitespace());
    for (offset, space) in spaces {
        let (before, line) = (&text[..from + offset], &text[from + offset + space.len_utf8()..]);
        let is_after_sentence = before.trim_end_matches(is_closing_in_long_line).ends_with(is_terminator);
        if is_after_sentence && !line.is_empty() {
            return is_boilerplate(line, lexicon, scratch).then_some(from + offset + space.len_utf8());
        }
    }
    None
}

fn is_boilerplate(line: &str, lexicon: &Lexicon, scratch: &mut Scratch) -> bool {
    let stats = TextStats::read(line, lexicon, scratch).stats;
    stats.words() <= MAX_LINE_WORDS
        && (WHOLE_CUES.iter().any(|&cue| stats.is_cue(cue))
            || LEADING_CUES.iter().any(|&cue| stats.begins_with_cue(cue)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;

    fn line_of(paragraph: &str) -> Option<&str> {
        glued_line(paragraph, lexicon(), &mut Scratch::for_text(paragraph.len())).map(|at| &paragraph[at..])
    }

    #[test]
    fn lines_of_boilerplate_are_found() {
        for (sentence, line) in [
            (
                "The old mill at the river is grinding flour once more, after it had stood still for forty years.",
                "Share on Facebook",
            ),
            (
                "Die alte Mühle am Fluss mahlt wieder Mehl, nachdem sie vierzig Jahre lang stillgestanden hatte.",
                "Auf Facebook teilen",
            ),
            (
                "Le vieux moulin au bord de la rivière moud de nouveau, après être resté arrêté pendant quarante ans.",
                "Partager sur Facebook",
            ),
            (
                "آسیاب کهنه کنار رودخانه پس از چهل سال بار دیگر آرد آسیاب می‌کند و همه روستا از آن خوشحال‌اند.",
                "اشتراک‌گذاری در فیسبوک",
            ),
        ] {
            assert_eq!(line_of(&format!("{sentence} {line}")), Some(line));
            assert_eq!(line_of(sentence), None);
        }
    }

    #[test]
    fn sentences_stay_whole() {
        let sentence =
            "The old mill at the river is grinding flour once more, after it had stood still for forty years.";
        for end in ["You can share it on Facebook.", "He wrote", "“Share on Facebook”, it said, and he did"] {
            assert_eq!(line_of(&format!("{sentence} {end}")), None);
        }
    }
}
