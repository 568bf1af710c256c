//! Pages of which every segment is labelled with its kind.

use std::ops::Range;

/// The kind of a labelled line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindLabel {
    /// The content that the page is for.
    Body,
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// A box about the author.
    Author,
    /// Date, place, note of an update.
    Dateline,
    /// The caption or credit of a picture.
    Caption,
    /// Readers' comments and all that belongs to them.
    Comment,
    /// Teasers of other articles.
    Related,
    /// Running headlines.
    Ticker,
    /// Menus, breadcrumbs, pagers, tags.
    Navigation,
    /// Share and follow buttons.
    Share,
    /// Donations, subscriptions, newsletters, apps.
    Support,
    /// Cookie and age notices.
    Consent,
    /// Copyright, imprint, terms.
    Legal,
    /// Advertising and spam.
    Advertising,
    /// All other boilerplate.
    Chrome,
}

impl KindLabel {
    /// All kinds, in the order of the classes that models are trained on.
    pub const ALL: [Self; 16] = [
        Self::Body,
        Self::Title,
        Self::Byline,
        Self::Author,
        Self::Dateline,
        Self::Caption,
        Self::Comment,
        Self::Related,
        Self::Ticker,
        Self::Navigation,
        Self::Share,
        Self::Support,
        Self::Consent,
        Self::Legal,
        Self::Advertising,
        Self::Chrome,
    ];

    /// The letters of [`ALL`](Self::ALL) in the data; small where no reader sees the line.
    const LETTERS: &str = "BTYADCMRKNSUOLPH";

    /// The kind of a letter; none if it says that the kind cannot be told.
    pub fn of_letter(letter: char) -> Option<Self> {
        let index = Self::LETTERS.find(letter.to_ascii_uppercase())?;
        Some(Self::ALL[index])
    }
}

/// The labels of the parts of a text, in order.
#[derive(Debug, Default)]
pub struct LabelledParts {
    parts: Vec<(Range<usize>, Option<KindLabel>)>,
}

/// A line is looked for this many bytes, without white space, after the end of the one before it.
const MAX_GAP_BYTES: usize = 20_000;
/// A line that is not there is looked for again from this many bytes before that end.
const OVERLAP_BYTES: usize = 2_000;

impl LabelledParts {
    /// Finds labelled lines in a text one behind the other, white space ignored. Lines that are not found are left out.
    pub fn find<'a>(text: &str, lines: impl IntoIterator<Item = (&'a str, Option<KindLabel>)>) -> Self {
        let mut solid = String::with_capacity(text.len());
        // For each byte of `solid` its offset in the text, and the end of its character.
        let mut offsets: Vec<(usize, usize)> = Vec::with_capacity(text.len());
        for (offset, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            solid.push(c);
            offsets.resize(solid.len(), (offset, offset + c.len_utf8()));
        }
        let mut parts = Vec::new();
        let mut at = 0;
        for (line, label) in lines {
            let line: String = line.split_whitespace().collect();
            if line.is_empty() {
                continue;
            }
            let after = find(&solid, &line, at).filter(|&start| start <= at + MAX_GAP_BYTES);
            let Some(start) = after.or_else(|| find(&solid, &line, at.saturating_sub(OVERLAP_BYTES))) else { continue };
            let end = start + line.len();
            at = at.max(end);
            parts.push((offsets[start].0..offsets[end - 1].1, label));
        }
        parts.sort_by_key(|(range, _)| range.start);
        Self { parts }
    }

    /// The label of most bytes of a range; the outer option is none if no line is in the range.
    pub fn label(&self, range: Range<usize>) -> Option<Option<KindLabel>> {
        let mut bytes: Vec<(Option<KindLabel>, usize)> = Vec::new();
        let first = self.parts.partition_point(|(part, _)| part.end <= range.start);
        for (part, label) in self.parts[first..].iter().take_while(|(part, _)| part.start < range.end) {
            let common = part.end.min(range.end).saturating_sub(part.start.max(range.start));
            match bytes.iter_mut().find(|(known, _)| known == label) {
                Some((_, sum)) => *sum += common,
                None => bytes.push((*label, common)),
            }
        }
        bytes.into_iter().rev().max_by_key(|(_, bytes)| *bytes).map(|(label, _)| label)
    }
}

fn find(text: &str, wanted: &str, from: usize) -> Option<usize> {
    let from = (from..=text.len()).find(|&from| text.is_char_boundary(from))?;
    Some(from + text[from..].find(wanted)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_kinds() {
        assert_eq!(KindLabel::of_letter('B'), Some(KindLabel::Body));
        assert_eq!(KindLabel::of_letter('h'), Some(KindLabel::Chrome));
        assert_eq!(KindLabel::of_letter('X'), None);
        assert_eq!(KindLabel::LETTERS.len(), KindLabel::ALL.len());
    }

    #[test]
    fn lines_are_found_in_order() {
        let text = "Home\nThe  mill\nis open.\nHome";
        let lines =
            [("Home", KindLabel::Navigation), ("The mill is open.", KindLabel::Body), ("Home", KindLabel::Chrome)];
        let parts = LabelledParts::find(text, lines.map(|(line, label)| (line, Some(label))));
        assert_eq!(parts.label(0..4), Some(Some(KindLabel::Navigation)));
        assert_eq!(parts.label(5..24), Some(Some(KindLabel::Body)));
        assert_eq!(parts.label(25..29), Some(Some(KindLabel::Chrome)));
        assert_eq!(parts.label(0..24), Some(Some(KindLabel::Body)), "most bytes");
        assert_eq!(parts.label(29..29), None);
    }
}
