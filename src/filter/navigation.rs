//! Menus, breadcrumbs, tags, language switchers.

use std::ops::RangeInclusive;

use super::Filter;
use super::cue_block::{basis, certainty, cue_confidence};
use crate::analysis::{Analysis, RunScores, is_counted_label, runs};
use crate::document::{Basis, Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::{Cue, is_home};
use crate::text::words;

/// Marks menus and breadcrumbs: [`Kind::Navigation`].
///
/// A menu is a run of labels, some of which the lexicon knows. Before and behind the running text a long enough run
/// of any labels is a menu. A breadcrumb begins with the name of the home page and has arrows between its steps, or
/// is directly followed by a title that the page has again below it.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Accueil › Région › Montagne")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Navigation);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NavigationFilter;

// All numbers of this file are hand-set on the development texts.

/// A label of a menu has at most this many words.
const MAX_LABEL_WORDS: usize = 12;
/// A certain label of a menu has at least this certainty.
const MIN_CERTAINTY: f32 = 0.5;
/// Number of words in a row of labels without separators, and the least share of capitalized ones: 3 of 4.
const ROW_WORDS: RangeInclusive<usize> = 4..=20;
const MIN_ROW_CAPITALIZED: usize = 3;
const ROW_CAPITALIZED_OF: usize = 4;

/// Scores of a segment for being in a menu, in log odds; full certainty of a label gives `CERTAINTY`, full prose of
/// other text lowers its score by `PROSE`. `OUTER_LABEL` and `ROW` are before and behind the running text.
const CERTAINTY: f32 = 2.6;
const BOILERPLATE: f32 = -0.1;
const COUNTED_LABEL: f32 = 0.7;
const OUTER_LABEL: f32 = 0.45;
const LABEL: f32 = -0.1;
const ROW: f32 = 0.5;
const OTHER_TEXT: f32 = -1.0;
const PROSE: f32 = 2.0;
/// Costs of entering and leaving a menu, in log odds.
const ENTER: f32 = 1.4;
const LEAVE: f32 = 0.2;
/// The least confidence of a run, and the greatest that a segment without a cue gets from its run.
const MIN_RUN_CONFIDENCE: f32 = 0.56;
const MAX_NEIGHBOUR_CONFIDENCE: f32 = 0.74;

/// A breadcrumb has at most this many characters and this prose, each step of a path at most this many words.
const MAX_BREADCRUMB_CHARS: usize = 200;
const MAX_BREADCRUMB_PROSE: f32 = 0.8;
const MAX_STEP_WORDS: usize = 5;
/// Confidences of a breadcrumb from the home page, of a path with several arrows or one, and of a breadcrumb and the
/// title that follows it directly.
const FROM_HOME_CONFIDENCE: f32 = 0.86;
const PATH_CONFIDENCE: f32 = 0.76;
const ONE_ARROW_CONFIDENCE: f32 = 0.62;
const BEFORE_TITLE_CONFIDENCE: f32 = 0.9;
const TITLE_CONFIDENCE: f32 = 0.88;

impl Filter for NavigationFilter {
    fn name(&self) -> &'static str {
        "navigation"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        mark_menus(analysis, marks);
        mark_breadcrumbs(analysis.document(), marks);
    }
}

fn mark_menus(analysis: &Analysis<'_>, marks: &mut Marks) {
    let document = analysis.document();
    let segments = document.segments();
    let layout = analysis.layout(marks);
    let outside_text = |index: usize| layout.is_front(index) || layout.is_back(index);
    let inside = |index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        let certainty = certainty(segment, Cue::Navigation);
        if certainty >= MIN_CERTAINTY && stats.words() <= MAX_LABEL_WORDS {
            return CERTAINTY * certainty;
        }
        if marks.is_boilerplate(index) {
            return BOILERPLATE;
        }
        if is_counted_label(segment, document.text(segment)) {
            return COUNTED_LABEL;
        }
        if segment.is_label() && !stats.starts_bullet() && !stats.starts_number() {
            // Labels of menus seldom have articles or prepositions, short headlines do.
            return if outside_text(index) && stats.function_words() == 0 { OUTER_LABEL } else { LABEL };
        }
        if is_row_of_labels(segment) && outside_text(index) {
            return ROW;
        }
        OTHER_TEXT - PROSE * segment.prose()
    };
    let found = runs(segments.len(), RunScores { inside, enter: |_| ENTER, leave: |_| LEAVE });
    for run in found {
        let of_run = run.confidence(MIN_RUN_CONFIDENCE);
        for index in run.range {
            let of_cue = cue_confidence(certainty(&segments[index], Cue::Navigation));
            let is_cue = certainty(&segments[index], Cue::Navigation) >= MIN_CERTAINTY;
            let basis = if is_cue { basis(&segments[index], Cue::Navigation) } else { Basis::Run };
            marks.mark_by(index, Kind::Navigation, of_run.min(MAX_NEIGHBOUR_CONFIDENCE.max(of_cue)), basis);
        }
    }
}

/// Whether a segment is several labels without separators: mostly capitalized words, no function word.
fn is_row_of_labels(segment: &Segment) -> bool {
    let stats = segment.stats();
    let is_plain =
        stats.function_words() == 0 && stats.sentence_ends() == 0 && stats.commas() == 0 && stats.numbers() == 0;
    is_plain
        && ROW_WORDS.contains(&stats.words())
        && stats.capitalized() * ROW_CAPITALIZED_OF >= stats.words() * MIN_ROW_CAPITALIZED
}

fn mark_breadcrumbs(document: &Document, marks: &mut Marks) {
    let segments = document.segments();
    for (index, segment) in segments.iter().enumerate() {
        if let Some(confidence) = breadcrumb(document.text(segment), segment) {
            marks.mark(index, Kind::Navigation, confidence);
        }
        let Some(title) = segments.get(index + 1) else { continue };
        let is_followed = title.continues_line() && title.range().start == segment.range().end;
        if is_followed && title.repeats() > 1 {
            marks.mark(index, Kind::Navigation, BEFORE_TITLE_CONFIDENCE);
            marks.mark(index + 1, Kind::Navigation, TITLE_CONFIDENCE);
        }
    }
}

fn is_arrow(c: char) -> bool {
    matches!(c, '›' | '»' | '>' | '→' | '«' | '‹' | '←' | '/' | '\\')
}

/// Whether a text has an arrow. Looks for their first bytes: the UTF-8 of `«` and `»` begins with C2, that of the
/// others that are not ASCII with E2.
fn has_arrow(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'>', b'/', b'\\', bytes).is_some()
        || memchr::memchr2_iter(0xC2, 0xE2, bytes).any(|at| text[at..].starts_with(is_arrow))
}

/// The confidence that a segment is a breadcrumb; `None` if it is none.
fn breadcrumb(text: &str, segment: &Segment) -> Option<f32> {
    if segment.stats().chars() > MAX_BREADCRUMB_CHARS || segment.prose() > MAX_BREADCRUMB_PROSE || !has_arrow(text) {
        return None;
    }
    let mut steps = text.split(is_arrow).map(str::trim);
    let first = steps.next()?;
    let others = steps.clone().count();
    let is_from_home = words(first).next().is_some_and(|word| is_home(&first[word.range]));
    if is_from_home && others >= 1 {
        return Some(FROM_HOME_CONFIDENCE);
    }
    // Arrows of a path have white space around them. Quotation marks of the same form mostly have not; French ones
    // that have are taken for arrows.
    let free_arrows = text.split_whitespace().filter(|piece| piece.chars().all(is_arrow)).count();
    let has_short_steps = text.split(is_arrow).all(|step| words(step).count() <= MAX_STEP_WORDS);
    match free_arrows {
        2.. if has_short_steps => Some(PATH_CONFIDENCE),
        1 if has_short_steps && others == 1 && !text.contains('/') => Some(ONE_ARROW_CONFIDENCE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    const PARAGRAPH: &str =
        "The mill was sold in 1790 to a farmer, who had to let the whole village grind its rye there for nothing.";

    #[test]
    fn menus_are_marked() {
        for menu in [
            ["Home", "About us", "Contact"],
            ["Accueil", "Qui sommes-nous", "Contact"],
            ["Startseite", "Über uns", "Kontakt"],
            ["خانه", "درباره ما", "تماس با ما"],
        ] {
            let page = format!("{}\n\n{PARAGRAPH}", menu.join("\n"));
            assert_eq!(marked(&NavigationFilter, Kind::Navigation, &page), menu);
        }
    }

    #[test]
    fn unknown_labels_are_marked_in_a_long_run_outside_of_the_text_only() {
        let labels = ["Mills", "Rivers", "Bridges", "Ferries", "Harbours", "Lighthouses"];
        let run = labels.join("\n");
        assert_eq!(marked(&NavigationFilter, Kind::Navigation, &format!("{run}\n\n{PARAGRAPH}")), labels);
        assert_eq!(marked(&NavigationFilter, Kind::Navigation, &format!("Mills\n\n{PARAGRAPH}")), [""; 0]);
        let amid = format!("{PARAGRAPH}\n{run}\n{PARAGRAPH}");
        assert_eq!(marked(&NavigationFilter, Kind::Navigation, &amid), [""; 0]);
    }

    #[test]
    fn breadcrumbs_are_marked() {
        for (line, confidence) in [
            ("Home > Region > Mills", FROM_HOME_CONFIDENCE),
            ("Accueil › Région", FROM_HOME_CONFIDENCE),
            ("Startseite » Mühlen", FROM_HOME_CONFIDENCE),
            ("خانه › آسیاب‌ها", FROM_HOME_CONFIDENCE),
            ("Region → Mills → Rye", PATH_CONFIDENCE),
            ("Region » Mills", ONE_ARROW_CONFIDENCE),
        ] {
            let document = Document::from_text(line);
            assert_eq!(breadcrumb(line, &document.segments()[0]), Some(confidence), "{line}");
        }
    }

    #[test]
    fn quotations_dates_and_sentences_are_no_breadcrumbs() {
        for line in [
            "Le «moulin» est vendu",
            "Der »Müller« geht",
            "3/5/2024",
            "The mill",
            "The miller > his flour, said the farmer who had bought it in the year of the flood",
        ] {
            let document = Document::from_text(line);
            assert_eq!(breadcrumb(line, &document.segments()[0]), None, "{line}");
        }
    }
}
