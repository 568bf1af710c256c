//! Headlines of other articles above or between the running text.

use super::Filter;
use super::cue_block::certainty;
use crate::analysis::{Analysis, RunScores, runs};
use crate::document::{Document, Marks};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks headline tickers: [`Kind::Ticker`].
///
/// A ticker is a line with several headlines, or a run of headlines above the running text, often with a label
/// ("breaking news") or times before them.
///
/// ```
/// use dechaff::{Cleaner, Decision, Kind};
///
/// let ticker = "Mayor opens the new bridge    Rain expected at the coast    Team wins third match in a row    Museum shows its hidden maps";
/// let article = "The village has a new bridge. The old one had been closed for two years, since a mason found cracks in it, \
///     and everybody who wanted to cross the river had to walk to the mill, which takes an hour and is steep.";
/// let page = Cleaner::new().with_decision(Decision::Rules).clean_text(format!("{ticker}\n\n{article}"))?;
/// assert!(page.spans()[..4].iter().all(|span| span.kind() == Kind::Ticker));
/// assert_eq!(page.text(), article);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TickerFilter;

// All numbers of this file are hand-set on the development texts.

/// A line with fewer parts is no ticker.
const MIN_PARTS: usize = 4;
/// The parts of a ticker have on average at least this many words; shorter ones are a menu.
const MIN_WORDS_PER_PART: f32 = 3.2;
/// A mark of another filter above this confidence makes a part known boilerplate.
const MAX_UNKNOWN_CONFIDENCE: f32 = 0.74;
/// A part with more prose is a sentence.
const MAX_PART_PROSE: f32 = 0.8;
/// A line is no ticker if it has a greater share of sentences, amounts of money or known boilerplate.
const MAX_SENTENCE_SHARE: f32 = 0.2;
const MAX_AMOUNT_SHARE: f32 = 0.4;
const MAX_KNOWN_SHARE: f32 = 0.3;
/// The confidence of a ticker, what each part adds to it and of how many parts at most, and that of a menu.
const LINE_CONFIDENCE: f32 = 0.78;
const PART_CONFIDENCE: f32 = 0.02;
const MAX_COUNTED_PARTS: f32 = 8.0;
const MENU_CONFIDENCE: f32 = 0.62;

/// The label of a ticker has at least this certainty and at most this many words.
const MIN_CERTAINTY: f32 = 0.5;
const MAX_LABEL_WORDS: usize = 8;
/// A headline without a time has at least this many words.
const MIN_HEADLINE_WORDS: usize = 4;
/// The article's own headline has the first paragraph within this many segments.
const MAX_PARAGRAPH_DISTANCE: usize = 4;
/// Scores of a segment for being in a run of headlines, in log odds; `FRONT_HEADLINE` is before the running text.
/// Full prose lowers the score of other text by `PROSE`.
const LABEL: f32 = 2.2;
const BOILERPLATE: f32 = -0.4;
const HEADLINE_WITH_TIME: f32 = 1.3;
const NUMBERS: f32 = -0.1;
const FRONT_HEADLINE: f32 = 0.5;
const HEADLINE: f32 = -0.2;
const OTHER_TEXT: f32 = -1.0;
const PROSE: f32 = 2.0;
/// The cost of entering a run, in log odds, and the least confidence of one.
const ENTER: f32 = 1.6;
const MIN_RUN_CONFIDENCE: f32 = 0.58;

impl Filter for TickerFilter {
    fn name(&self) -> &'static str {
        "ticker"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        mark_lines(analysis.document(), marks);
        mark_runs(analysis, marks);
    }
}

/// Marks lines with several headlines.
fn mark_lines(document: &Document, marks: &mut Marks) {
    let segments = document.segments();
    let mut start = 0;
    while start < segments.len() {
        let parts = segments[start].parts_of_line().max(1);
        let line = start..(start + parts).min(segments.len());
        start = line.end;
        if parts < MIN_PARTS {
            continue;
        }
        let is_known =
            |index: usize| marks.evidence(index).is_some_and(|mark| mark.confidence() > MAX_UNKNOWN_CONFIDENCE);
        let known: Vec<bool> = line.clone().map(is_known).collect();
        let parts = &segments[line.clone()];
        let count = parts.len() as f32;
        let words = parts.iter().map(|part| part.stats().words()).sum::<usize>() as f32;
        let share = |parts: usize| parts as f32 / count;
        let sentences = parts.iter().filter(|part| part.prose() > MAX_PART_PROSE).count();
        let amounts = parts.iter().filter(|part| part.stats().has_amount()).count();
        if share(sentences) > MAX_SENTENCE_SHARE
            || share(amounts) > MAX_AMOUNT_SHARE
            || share(known.iter().filter(|&&known| known).count()) > MAX_KNOWN_SHARE
        {
            continue;
        }
        let (kind, confidence) = if words / count >= MIN_WORDS_PER_PART {
            (Kind::Ticker, LINE_CONFIDENCE + PART_CONFIDENCE * count.min(MAX_COUNTED_PARTS))
        } else {
            (Kind::Navigation, MENU_CONFIDENCE)
        };
        for (index, known) in line.zip(known) {
            if !known {
                marks.mark(index, kind, confidence);
            }
        }
    }
}

/// Marks runs of headlines above the running text, one a line.
fn mark_runs(analysis: &Analysis<'_>, marks: &mut Marks) {
    let document = analysis.document();
    let segments = document.segments();
    let layout = analysis.layout(marks);
    let inside = |index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        if certainty(segment, Cue::Ticker) >= MIN_CERTAINTY && stats.words() <= MAX_LABEL_WORDS {
            return LABEL;
        }
        if marks.is_boilerplate(index) {
            return BOILERPLATE;
        }
        if stats.starts_time() && segment.is_headline_like() {
            return HEADLINE_WITH_TIME;
        }
        if stats.words() == stats.numbers() {
            return NUMBERS;
        }
        if segment.is_headline_like() && stats.words() >= MIN_HEADLINE_WORDS {
            return if layout.is_front(index) { FRONT_HEADLINE } else { HEADLINE };
        }
        OTHER_TEXT - PROSE * segment.prose()
    };
    for run in runs(segments.len(), RunScores { inside, enter: |_| ENTER, leave: |_| 0.0 }) {
        let mut range = run.range.clone();
        let last_headline = range
            .clone()
            .rev()
            .find(|&index| segments[index].is_headline_like() && !segments[index].stats().starts_time());
        // The last headline above the running text is the article's own.
        if let Some(headline) = last_headline
            && range.len() > 1
            && layout.is_front(headline)
            && layout.chars_from(headline) > 0
            && headline + MAX_PARAGRAPH_DISTANCE >= layout.first_paragraph()
            && !segments[headline].stats().has_cue(Cue::Ticker)
        {
            range.end = headline;
        }
        let confidence = run.confidence(MIN_RUN_CONFIDENCE);
        range.for_each(|index| marks.mark(index, Kind::Ticker, confidence));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::{kinds, marked};

    const PARAGRAPHS: &str = "The village has a new bridge. The old one had been closed for two years, since a mason found cracks in it.\n\
        Everybody who wanted to cross the river had to walk to the mill, which takes an hour and is rather steep.";

    #[test]
    fn a_line_of_headlines_is_marked() {
        for headlines in [
            [
                "Mayor opens the new bridge",
                "Rain expected at the coast",
                "Team wins third match",
                "Museum shows its maps",
            ],
            [
                "Le maire ouvre le pont",
                "La pluie arrive sur la côte",
                "L'équipe gagne encore",
                "Le musée montre ses cartes",
            ],
            [
                "Rat öffnet die neue Brücke",
                "Regen an der Küste erwartet",
                "Elf gewinnt drittes Spiel",
                "Museum zeigt seine Karten",
            ],
            ["شهردار پل تازه را گشود", "باران در راه ساحل است", "تیم سومین بازی را برد", "موزه نقشه‌هایش را نشان داد"],
        ] {
            let page = format!("{}\n\n{PARAGRAPHS}", headlines.join("    "));
            assert_eq!(marked(&TickerFilter, Kind::Ticker, &page), headlines);
        }
    }

    #[test]
    fn a_line_of_short_labels_is_a_menu() {
        let document = Document::from_text("Mills    Rivers    Bridges    Ferries");
        assert_eq!(kinds(&TickerFilter, &document), [Some(Kind::Navigation); 4]);
    }

    #[test]
    fn a_row_of_amounts_or_sentences_is_not_marked() {
        let sentence =
            "The mill was sold in 1790 to a farmer, who had to let the whole village grind its rye there for nothing.";
        for line in ["20 €    50 €    100 €    250 €", &[sentence; 4].join("    ")] {
            let document = Document::from_text(line);
            assert_eq!(document.segments().len(), 4, "{line}");
            assert_eq!(kinds(&TickerFilter, &document), [None; 4], "{line}");
        }
    }

    #[test]
    fn a_part_that_another_filter_knows_keeps_its_mark() {
        let document = Document::from_text(
            "Mayor opens the new bridge    Rain expected at the coast    Share    Museum shows its maps",
        );
        let mut marks = Marks::new(4);
        marks.mark(2, Kind::Share, 0.8);
        TickerFilter.mark(&Analysis::of(&document), &mut marks);
        assert_eq!(marks.all().iter().filter(|mark| mark.segment() == 2).count(), 1);
        assert_eq!(marks.evidence_kind(1), Some(Kind::Ticker));
    }

    #[test]
    fn headlines_below_a_label_are_marked_but_for_that_of_the_article() {
        for (label, headline) in [
            ("Breaking news", "Rain expected at the coast today"),
            ("Dernière minute", "La pluie arrive sur la côte"),
            ("Eilmeldung", "Regen an der Küste wird erwartet"),
            ("خبر فوری", "باران در راه ساحل است"),
        ] {
            let page =
                format!("{label}\n10:12 {headline}\n11:30 {headline}\nThe village has a new bridge\n\n{PARAGRAPHS}");
            let expected = [label.to_owned(), format!("10:12 {headline}"), format!("11:30 {headline}")];
            assert_eq!(marked(&TickerFilter, Kind::Ticker, &page), expected);
        }
        let own = format!("The village has a new bridge\n\n{PARAGRAPHS}");
        assert_eq!(marked(&TickerFilter, Kind::Ticker, &own), [""; 0]);
    }
}
