//! The lines of poems and songs in plain text, told by their layout.

use std::ops::{Range, RangeInclusive};

use crate::document::{Document, Segment};
use crate::lexicon::Cue;

/// Stanzas have this many lines of at most this many words, and as many lines as the one before or after, give or take
/// one. Hand-set.
const STANZA_LINES: RangeInclusive<usize> = 3..=12;
const MAX_LINE_WORDS: usize = 12;
/// The lines of a poem have this many words on average, and at least this share of function words. Lists of links have
/// fewer of both. Hand-set.
const MIN_LINE_WORDS: f32 = 3.0;
const MIN_FUNCTION_WORDS: f32 = 0.15;

/// For each segment whether it is a line of a poem: two stanzas or more, one behind the other.
pub(super) fn verse(document: &Document) -> Vec<bool> {
    let segments = document.segments();
    let mut is_verse = vec![false; segments.len()];
    if document.is_html() {
        return is_verse;
    }
    let mut start = 0;
    let blocks = segments.chunk_by(|_, next| next.blank_lines_before() == 0).map(|block| {
        start += block.len();
        start - block.len()..start
    });
    let stanzas: Vec<Range<usize>> = blocks.filter(|block| is_stanza(&segments[block.clone()])).collect();
    let is_next =
        |one: &Range<usize>, next: &Range<usize>| one.end == next.start && one.len().abs_diff(next.len()) <= 1;
    for poem in stanzas.chunk_by(is_next).filter(|poem| poem.len() > 1) {
        let range = poem[0].start..poem[poem.len() - 1].end;
        let lines = &segments[range.clone()];
        let words: usize = lines.iter().map(|line| line.stats().words()).sum();
        let function_words: usize = lines.iter().map(|line| line.stats().function_words()).sum();
        is_verse[range].fill(
            words as f32 >= MIN_LINE_WORDS * lines.len() as f32
                && function_words as f32 >= MIN_FUNCTION_WORDS * words as f32,
        );
    }
    is_verse
}

/// Whether a block of lines may be a stanza: short lines without a heading of other poems above them.
fn is_stanza(block: &[Segment]) -> bool {
    let is_line = |line: &Segment| line.stats().words() <= MAX_LINE_WORDS && !line.continues_line() && !line.is_code;
    STANZA_LINES.contains(&block.len()) && block.iter().all(is_line) && !block[0].stats().is_cue(Cue::Related)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verse_of(text: &str) -> usize {
        verse(&Document::from_text(text)).into_iter().filter(|&is_verse| is_verse).count()
    }

    #[test]
    fn stanzas_of_running_words_are_verse_and_columns_of_links_are_not() {
        let poem = "The night is on the river now\nand nobody is on the bridge\nthe lamps are low\n\n\
                    A coin is under every tongue\nthe ferryman will take it all\nand row and row";
        assert_eq!(verse_of(&format!("Ferry\n\n{poem}\n\nMore")), 6);
        assert_eq!(verse_of("Home\nAbout us\nContact\n\nTerms\nPrivacy policy\nImprint"), 0);
    }

    #[test]
    fn the_list_of_other_poems_is_none_in_any_language() {
        for poem in [
            "The night is on the river now\nand the lamps are low\nfor the town\n\nThe ferryman will take it all\nand row\n\
             to the sea\n\nOther poems\nThe mill at the river\nThe old bridge",
            "La nuit est sur la rive\net le bac est loin\ndans le noir\n\nLe passeur prend tout\net il rame\nvers la mer\n\n\
             Autres poèmes\nLe moulin de la rive\nLe vieux pont",
            "Die Nacht ist auf dem Fluss\nund die Fähre ist weit\nin dem Land\n\nDer Fährmann nimmt es an\nund rudert\n\
             bis an das Meer\n\nWeitere Gedichte\nDie Mühle am Fluss\nDie alte Brücke",
            "شب است و قایق آرام می‌رود\nنه فانوسی و نه آوازی\nو باد است\n\nسکه‌ای را بر لب قایق\nو رود را به دریا\n\
             و کسی باز نمی‌گردد\n\nشعرهای دیگر\nآسیاب در کنار رود\nوداع با دریا",
        ] {
            assert_eq!(verse_of(poem), 6, "{poem}");
        }
    }
}
