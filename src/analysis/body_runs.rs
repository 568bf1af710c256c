//! The runs of running text of a flattened page.

use super::segmentation::{Run, RunScores, runs};
use crate::document::{Document, Marks};

/// A run with less than this share of the weight of the heaviest run is dropped. Hand-set.
const MIN_SHARE: f32 = 0.05;
// Costs and scores, in log odds. All are hand-set on the development texts.

/// The costs of entering and leaving a run.
const ENTER_COST: f32 = 0.6;
const LEAVE_COST: f32 = 0.7;
/// The score of a segment that a filter has marked as boilerplate.
const BOILERPLATE_SCORE: f32 = -0.5;
/// A segment with at least this much prose is running text; its score is its prose times `PROSE_WEIGHT`.
const MIN_PROSE: f32 = 0.3;
const PROSE_WEIGHT: f32 = 2.5;
/// The score of a short line that ends like a sentence and has the words of one: at least `MIN_SENTENCE_WORDS`, one of
/// them a function word.
const SENTENCE_SCORE: f32 = 0.4;
const MIN_SENTENCE_WORDS: usize = 3;
/// The score of another short line that ends like a sentence.
const SENTENCE_END_SCORE: f32 = 0.05;
/// The scores of items of lists and lines of code, and of all other lines.
const ITEM_SCORE: f32 = 0.02;
const OTHER_SCORE: f32 = -0.11;

/// The runs of running text. Short lines between paragraphs belong to a run, those before and after it do not, as in
/// jusText (Pomikálek, "Removing Boilerplate and Duplicate Content from Web Corpora", 2011).
pub(crate) fn body_runs(document: &Document, marks: &Marks) -> Vec<Run> {
    let segments = document.segments();
    let inside = |index: usize| {
        let segment = &segments[index];
        let stats = segment.stats();
        if marks.is_boilerplate(index) {
            return BOILERPLATE_SCORE;
        }
        let prose = segment.prose();
        if prose >= MIN_PROSE {
            return PROSE_WEIGHT * prose;
        }
        if stats.ends_sentence() {
            let is_sentence = stats.words() >= MIN_SENTENCE_WORDS && stats.function_words() > 0;
            return if is_sentence { SENTENCE_SCORE } else { SENTENCE_END_SCORE };
        }
        if stats.starts_bullet() || stats.starts_number() || stats.is_code_like() {
            return ITEM_SCORE;
        }
        OTHER_SCORE
    };
    let mut found = runs(segments.len(), RunScores { inside: &inside, enter: |_| ENTER_COST, leave: |_| LEAVE_COST });
    let heaviest = found.iter().map(|run| run.weight).fold(0.0, f32::max);
    found.retain(|run| run.weight >= MIN_SHARE * heaviest);
    // Lines at the end with a negative score are left out.
    for run in &mut found {
        while run.range.len() > 1 && inside(run.range.end - 1) < 0.0 {
            run.range.end -= 1;
        }
    }
    let mut end = 0;
    let with_heading = |run: Run| {
        // A headline right above a later run is its heading.
        let start = run.range.start;
        let is_headed =
            end > 0 && start > end && segments[start - 1].is_headline_like() && !marks.is_boilerplate(start - 1);
        end = run.range.end;
        Run { range: start - usize::from(is_headed)..end, ..run }
    };
    found.into_iter().map(with_heading).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPH: &str =
        "The mill at the river is grinding flour once more, after it had stood still for forty years.\n";

    fn ranges(text: &str) -> Vec<(usize, usize)> {
        let document = Document::from_text(text);
        let marks = Marks::new(document.segments().len());
        body_runs(&document, &marks).into_iter().map(|run| (run.range.start, run.range.end)).collect()
    }

    #[test]
    fn short_lines_belong_to_the_paragraphs_around_them() {
        let text = format!("Home\nNews\n{PARAGRAPH}Stones\n{PARAGRAPH}Contact\nImprint\n");
        assert_eq!(ranges(&text), [(2, 5)]);
    }

    #[test]
    fn a_later_run_has_the_headline_above_it() {
        let menu = "Home\nNews\nSport\n".repeat(6);
        let text = format!("{PARAGRAPH}{PARAGRAPH}{menu}A wheat that likes salt\n{PARAGRAPH}{PARAGRAPH}");
        assert_eq!(ranges(&text), [(0, 2), (20, 23)]);
    }
}
