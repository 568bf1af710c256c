//! Blocks of lines that are known by their cues: the mechanism of the filters for furniture.

use crate::analysis::{RunScores, runs};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// A line that is alike to a group's cues less than this says nothing.
const MIN_SIMILARITY: f32 = 0.5;
/// What leads in a line has to be so like a cue, and the line may have no more words.
const MIN_LEAD_IN: f32 = 0.8;
const MAX_LED_IN: f32 = 40.0;
/// A theme so strong, in a text of so many words, is what the text is about.
const MIN_TOPIC_SCORE: f32 = 0.09;
const MIN_TOPIC_WORDS: f32 = 8.0;
/// Running text may be about the trade itself; it has to be so much more on the theme, less so where
/// it asks its reader for support.
const PROSE_TOPIC: f32 = 0.12;
const ADDRESS_TOPIC: f32 = 0.05;
/// A line of less certainty does not make a block.
const MIN_CERTAINTY: f32 = 0.42;
/// … and running text has to be so much more certain than a label.
const PROSE_HANDICAP: f32 = 0.10;
/// So many words make a cue somewhere among them half as telling.
const HALF_AS_TELLING: f32 = 30.0;

/// How certain it is, from 0 to 1, that a segment is what a group of cues stands for.
pub(super) fn certainty(segment: &Segment, cue: Cue) -> f32 {
    let stats = segment.stats();
    // Nearly always.
    if !stats.hints_at(cue) {
        return 0.0;
    }
    let words = stats.words() as f32;
    let similarity = stats.cue_similarity(cue);
    let listed = if stats.is_cue(cue) {
        0.74
    } else if stats.has_cue(cue) {
        let bound = if stats.begins_with_cue(cue) { 0.72 } else { 0.66 };
        let words_a_cue = words / stats.count(cue).max(1) as f32;
        bound * HALF_AS_TELLING / (HALF_AS_TELLING + (words_a_cue - 8.0).max(0.0))
    } else {
        0.0
    };
    let alike = if similarity >= MIN_SIMILARITY { 0.84 * similarity } else { 0.0 };
    let lead_in = stats.lead_in(cue);
    let led_in = if lead_in >= MIN_LEAD_IN && words <= MAX_LED_IN { 0.72 * lead_in } else { 0.0 };
    let topic_score = stats.topic_score(cue);
    let speaks_to_reader = cue == Cue::Support && stats.has_cue(Cue::Reader) && stats.count(Cue::Attribution) == 0;
    let min_topic_score =
        MIN_TOPIC_SCORE + if speaks_to_reader { ADDRESS_TOPIC } else { PROSE_TOPIC } * segment.prose();
    let has_topic = matches!(cue, Cue::Support | Cue::Legal | Cue::Consent);
    let on_topic = if has_topic && topic_score >= min_topic_score && words >= MIN_TOPIC_WORDS {
        (0.52 + 2.0 * (topic_score - min_topic_score)).min(0.8)
    } else {
        0.0
    };
    (listed + 0.24 * similarity).max(alike).max(led_in).max(on_topic)
}

/// Marks the blocks of a kind. `between` weighs a segment that is not certain itself, so that
/// what stands between certain ones can belong to the block.
pub(super) fn mark_blocks(
    document: &Document,
    marks: &mut Marks,
    (kind, cue): (Kind, Cue),
    between: impl Fn(usize, &Segment) -> f32,
) {
    let segments = document.segments();
    let certainties: Vec<f32> = segments.iter().map(|segment| certainty(segment, cue)).collect();
    let inside = |index: usize| {
        let certainty = certainties[index];
        if certainty >= MIN_CERTAINTY + PROSE_HANDICAP * segments[index].prose() {
            4.0 * certainty
        } else {
            between(index, &segments[index])
        }
    };
    for run in runs(segments.len(), RunScores { inside, enter: |_| 1.6, leave: |_| 0.0 }) {
        let of_block = run.confidence(0.5).min(0.8);
        for index in run.range {
            let own = 0.46 + 0.5 * certainties[index];
            marks.mark(index, kind, if certainties[index] >= MIN_CERTAINTY { own } else { of_block.min(0.7) });
        }
    }
}
