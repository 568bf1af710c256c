//! Text that was encoded in UTF-8 twice: its bytes were once read as windows-1252, so that "you’ve" looks like "youâ€™ve".
//!
//! A run of such text is characters beyond ASCII next to each other whose bytes in windows-1252 are, all of them,
//! well-formed UTF-8. In right text two such characters hardly ever stand together, because the second is a sign or a
//! control character: `Ã©`, `â€™`, `Ø§`. Where it can be, because only signs follow that end words (« passé », “AMANHÔ, with
//! no-break spaces), or where a run is alone between spaces (an example in a text about encodings), the run is left. It is
//! repaired, though, if there are several other runs, some of which begin alike, and no letter is before it that it belongs
//! to.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::WINDOWS_1252;
use rustc_hash::FxHashSet;

use crate::note::Note;

/// Runs that may be right text are repaired only in pages with this many others (hand-set).
const MIN_RUNS_FOR_DOUBTFUL: usize = 3;

/// A run, and what it was before it was encoded twice.
struct Run {
    range: Range<usize>,
    /// Its first character.
    lead: char,
    repaired: String,
    /// Whether it can be right text.
    is_doubtful: bool,
    follows_capital: bool,
}

/// Repairs text that was encoded twice, if asked to, and notes it.
pub(super) fn repair<'a>(text: Cow<'a, str>, notes: &mut Vec<Note>) -> Cow<'a, str> {
    let runs = runs(&text);
    let Some(first) = runs.first() else { return text };
    notes.push(Note::DoubleEncoding { runs: runs.len(), at: first.range.start, repaired: true });
    let mut repaired = String::with_capacity(text.len());
    let mut at = 0;
    for run in &runs {
        repaired.push_str(&text[at..run.range.start]);
        repaired.push_str(&run.repaired);
        at = run.range.end;
    }
    repaired.push_str(&text[at..]);
    Cow::Owned(repaired)
}

/// Notes text that looks as if it was encoded twice, and leaves it.
pub(crate) fn note(text: &str, notes: &mut Vec<Note>) {
    let runs = runs(text);
    if let Some(first) = runs.first() {
        notes.push(Note::DoubleEncoding { runs: runs.len(), at: first.range.start, repaired: false });
    }
}

/// The runs that were encoded twice.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    // The first character of a run is one of U+00C2 to U+00F4, whose first byte in UTF-8 is 0xC3.
    for found in memchr::memchr_iter(0xC3, bytes) {
        // Nearly always a letter of ASCII follows.
        if found < at || bytes.get(found + 2).is_none_or(u8::is_ascii) {
            continue;
        }
        let start =
            found - text[at..found].chars().rev().take_while(|c| !c.is_ascii()).map(char::len_utf8).sum::<usize>();
        let end = text[found..].find(|c: char| c.is_ascii()).map_or(text.len(), |length| found + length);
        runs.extend(run(text, start..end));
        at = end;
    }
    let certain: Vec<char> = runs.iter().filter(|run| !run.is_doubtful).map(|run| run.lead).collect();
    // Western text has three leads. Those of other scripts are few too: other runs in Cyrillic begin with Ð, in French none
    // with Ø.
    let leads: FxHashSet<char> = certain.iter().copied().collect();
    runs.retain(|run| {
        let is_likely = matches!(run.lead, 'Â' | 'Ã' | 'â') || leads.contains(&run.lead);
        !run.is_doubtful || certain.len() >= MIN_RUNS_FOR_DOUBTFUL && is_likely && !run.follows_capital
    });
    runs
}

/// A run of characters beyond ASCII, if it was encoded twice.
fn run(text: &str, range: Range<usize>) -> Option<Run> {
    let characters = &text[range.clone()];
    let (encoded, _, is_lossy) = WINDOWS_1252.encode(characters);
    if is_lossy {
        return None;
    }
    let repaired = str::from_utf8(&encoded).ok()?;
    // Control characters and replaced characters are no text.
    if repaired.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return None;
    }
    let mut signs = characters.chars();
    let lead = signs.next()?;
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_one = repaired.chars().nth(1).is_none();
    let may_be_right = is_one && signs.all(may_end_word);
    let is_alone = is_one && ![before, after].into_iter().flatten().any(char::is_alphanumeric);
    let follows_small = before.is_some_and(char::is_lowercase);
    // "passé\u{A0}»" is right.
    if may_be_right && lead.is_lowercase() {
        return None;
    }
    Some(Run {
        lead,
        repaired: repaired.to_owned(),
        is_doubtful: is_alone || may_be_right && !follows_small,
        follows_capital: before.is_some_and(char::is_uppercase),
        range,
    })
}

/// Whether a sign can follow the last letter of a word.
fn may_end_word(c: char) -> bool {
    matches!(
        c,
        '\u{A0}'
            | '\u{AD}'
            | '’'
            | '‘'
            | '”'
            | '“'
            | '‚'
            | '„'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '…'
            | '–'
            | '—'
            | '·'
            | '•'
            | '™'
            | '®'
            | '©'
            | '°'
            | '¹'
            | '²'
            | '³'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> (String, Vec<Note>) {
        let mut notes = Vec::new();
        (repair(text.into(), &mut notes).into_owned(), notes)
    }

    /// What a program makes of text that takes its UTF-8 for windows-1252.
    fn doubled(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn texts_encoded_twice_are_repaired() {
        for text in [
            "Now you’ve seen it",
            "L’été à Orléans, déjà; où l’on rêve",
            "Die Brücke über den Fluß wird „größer“",
            "Шёл дождь, и мы остались дома",
            "شهردار گفت که پل باز می\u{200C}شود",
            "市長は月曜日",
            "NÃO À GUERRA, disse a mãe: AMANHÃ É OUTRO DIA",
        ] {
            let (found, notes) = repaired(&doubled(text));
            assert_eq!(found, text, "{}", doubled(text));
            assert!(matches!(notes[..], [Note::DoubleEncoding { repaired: true, runs: 1.., .. }]));
        }
    }

    #[test]
    fn right_text_is_left() {
        for text in [
            "NÃO, SÃO PAULO, AÇÃO, “AMANHÔ, IRMÃ\u{A0}MAIS VELHA, MAÇÔ",
            "« LÃ » ou « PÂ »…",
            "“Ø” er en bokstav, “Å” også; øy…",
            "Das „Ä“ und das „Ö“ sind Umlaute, ÄÖÜ auch, GRÖẞE…",
            "Ελληνικά “και” русский — العربية 漢字",
            "«\u{A0}un cœur brisé\u{A0}», l’été\u{A0}» et la fin\u{A0}: où\u{A0}? Société\u{A0}»… CAFÉ\u{A0}»",
            "Sto\u{DF}\u{AD}dämpfer, größ\u{AD}te, Ü\u{AD}bung",
            "créée, naïve…, où «déjà» est là»",
            "Bytes that were read wrongly look like “Ã©” or Ã© instead of é.",
            "ESPAÑ’ Ñ” Đ… Ð” Þ—",
        ] {
            assert_eq!(repaired(text), (text.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn runs_are_counted_where_they_are() {
        let text = format!("Now you{}ve seen it, and caf{} too.", doubled("’"), doubled("é"));
        assert_eq!(repaired(&text).1, [Note::DoubleEncoding { runs: 2, at: 7, repaired: true }]);
        let mut notes = Vec::new();
        note(&text, &mut notes);
        assert_eq!(notes, [Note::DoubleEncoding { runs: 2, at: 7, repaired: false }]);
    }
}
