//! Blocks of segments around cues of one group: the part that the filters for kinds of boilerplate share.

use crate::analysis::{RunScores, runs};
use crate::document::{Basis, Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

// All numbers of this file are hand-set on the development texts.

/// The certainty of a segment that is a cue as a whole, begins with one, or has one somewhere; from 0 to 1.
const WHOLE_CUE: f32 = 0.74;
const LEADING_CUE: f32 = 0.72;
const INNER_CUE: f32 = 0.66;
/// A cue counts in full among up to this many words, and half among [`HALVING_WORDS`] more.
const FULL_WORDS: f32 = 8.0;
const HALVING_WORDS: f32 = 30.0;
/// The certainty that full similarity to the cues adds to a cue, and gives alone from [`MIN_SIMILARITY`] on.
const SIMILARITY_WITH_CUE: f32 = 0.24;
const SIMILARITY: f32 = 0.84;
const MIN_SIMILARITY: f32 = 0.5;
/// The certainty of a full lead-in, which counts from this score on in lines of up to this many words.
const LEAD_IN: f32 = 0.72;
const MIN_LEAD_IN: f32 = 0.8;
const MAX_LED_IN_WORDS: f32 = 40.0;
/// A topic score of at least this counts in segments of at least this many words.
const MIN_TOPIC_SCORE: f32 = 0.09;
const MIN_TOPIC_WORDS: f32 = 8.0;
/// The minimum rises by this with full prose, because articles are about such topics too; it rises less for an
/// appeal to the reader.
const PROSE_TOPIC_SCORE: f32 = 0.12;
const APPEAL_TOPIC_SCORE: f32 = 0.05;
/// The certainty at the minimum topic score, its slope above, and its maximum.
const TOPIC: f32 = 0.52;
const TOPIC_SLOPE: f32 = 2.0;
const MAX_TOPIC: f32 = 0.8;

/// A segment of at least this certainty makes a block; full prose raises the minimum.
const MIN_CERTAINTY: f32 = 0.42;
const PROSE_CERTAINTY: f32 = 0.10;
/// The score of full certainty for being in a block, and the cost of entering one, in log odds.
const CERTAINTY: f32 = 4.0;
const ENTER: f32 = 1.6;
/// The confidence of a mark on a segment without certainty and with full certainty.
const MIN_CUE_CONFIDENCE: f32 = 0.46;
const CUE_CONFIDENCE: f32 = 0.5;
/// The least and the greatest confidence of a mark on a segment that is in a block only because of its neighbours.
const MIN_NEIGHBOUR_CONFIDENCE: f32 = 0.5;
const MAX_NEIGHBOUR_CONFIDENCE: f32 = 0.7;

/// How certain it is that a segment belongs to the boilerplate of a group of cues, from 0 to 1.
pub(super) fn certainty(segment: &Segment, cue: Cue) -> f32 {
    let stats = segment.stats();
    // Most segments leave here.
    if !stats.hints_at(cue) {
        return 0.0;
    }
    let words = stats.words() as f32;
    let similarity = stats.cue_similarity(cue);
    let of_cue = if stats.is_cue(cue) {
        WHOLE_CUE
    } else if stats.has_cue(cue) {
        let full = if stats.begins_with_cue(cue) { LEADING_CUE } else { INNER_CUE };
        let words_per_cue = words / stats.count(cue).max(1) as f32;
        full * HALVING_WORDS / (HALVING_WORDS + (words_per_cue - FULL_WORDS).max(0.0))
    } else {
        0.0
    };
    let of_similarity = if similarity >= MIN_SIMILARITY { SIMILARITY * similarity } else { 0.0 };
    let lead_in = stats.lead_in(cue);
    let of_lead_in = if lead_in >= MIN_LEAD_IN && words <= MAX_LED_IN_WORDS { LEAD_IN * lead_in } else { 0.0 };
    let topic_score = stats.topic_score(cue);
    let is_appeal = cue == Cue::Support && stats.has_cue(Cue::Reader) && stats.count(Cue::Attribution) == 0;
    let min_topic_score =
        MIN_TOPIC_SCORE + if is_appeal { APPEAL_TOPIC_SCORE } else { PROSE_TOPIC_SCORE } * segment.prose();
    let has_topic = matches!(cue, Cue::Support | Cue::Legal | Cue::Consent);
    let of_topic = if has_topic && topic_score >= min_topic_score && words >= MIN_TOPIC_WORDS {
        (TOPIC + TOPIC_SLOPE * (topic_score - min_topic_score)).min(MAX_TOPIC)
    } else {
        0.0
    };
    (of_cue + SIMILARITY_WITH_CUE * similarity).max(of_similarity).max(of_lead_in).max(of_topic)
}

/// How it is known that a segment belongs to the boilerplate of a group of cues.
pub(super) fn basis(segment: &Segment, cue: Cue) -> Basis {
    let stats = segment.stats();
    let is_led_in = stats.lead_in(cue) >= MIN_LEAD_IN || stats.begins_with_cue(cue);
    if stats.is_cue(cue) || is_led_in && stats.words() as f32 <= MAX_LED_IN_WORDS {
        Basis::Cue
    } else {
        Basis::Similarity
    }
}

/// The confidence of a mark on a segment of some [`certainty`].
pub(super) fn cue_confidence(certainty: f32) -> f32 {
    MIN_CUE_CONFIDENCE + CUE_CONFIDENCE * certainty
}

/// Marks the blocks around the cues of a group. `score_between` scores a segment without a certain cue, in log odds:
/// one with a small negative score is part of the block if there are cues on both sides of it.
///
/// The scores must be negative, so that there is no block without a cue. Filters with positive scores call
/// [`mark_scored_blocks`].
pub(super) fn mark_blocks(
    document: &Document,
    marks: &mut Marks,
    (kind, cue): (Kind, Cue),
    score_between: impl Fn(&Segment) -> f32,
) {
    // Most pages have no cue of most groups.
    if document.segments().iter().any(|segment| segment.stats().hints_at(cue)) {
        mark_scored_blocks(document, marks, (kind, cue), |_, segment| {
            let score = score_between(segment);
            debug_assert!(score < 0.0, "a block without a cue");
            score
        });
    }
}

/// Marks the blocks around the cues of a group and around segments that have a positive score without a certain cue.
/// `score_other` gets the index of such a segment too.
pub(super) fn mark_scored_blocks(
    document: &Document,
    marks: &mut Marks,
    (kind, cue): (Kind, Cue),
    score_other: impl Fn(usize, &Segment) -> f32,
) {
    let segments = document.segments();
    let certainties: Vec<f32> = segments.iter().map(|segment| certainty(segment, cue)).collect();
    let inside = |index: usize| {
        let certainty = certainties[index];
        if certainty >= MIN_CERTAINTY + PROSE_CERTAINTY * segments[index].prose() {
            CERTAINTY * certainty
        } else {
            score_other(index, &segments[index])
        }
    };
    for run in runs(segments.len(), RunScores { inside, enter: |_| ENTER, leave: |_| 0.0 }) {
        let of_neighbours = run.confidence(MIN_NEIGHBOUR_CONFIDENCE).min(MAX_NEIGHBOUR_CONFIDENCE);
        for index in run.range {
            let certainty = certainties[index];
            if certainty >= MIN_CERTAINTY {
                marks.mark_by(index, kind, cue_confidence(certainty), basis(&segments[index], cue));
            } else {
                marks.mark_by(index, kind, of_neighbours, Basis::Run);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certainty_of(text: &str, cue: Cue) -> f32 {
        certainty(&Document::from_text(text).segments()[0], cue)
    }

    #[test]
    fn a_cue_says_less_among_more_words() {
        let whole = certainty_of("All rights reserved", Cue::Legal);
        let leading = certainty_of("All rights reserved by the owners of the old mill", Cue::Legal);
        let inner = certainty_of(
            "The owners of the old mill at the river have let the village know that they keep all rights reserved, \
             even if somebody else should grind rye there for many years.",
            Cue::Legal,
        );
        assert!(whole > leading && leading > inner && inner > 0.0, "{whole} {leading} {inner}");
        assert_eq!(certainty_of("All rights reserved", Cue::Share), 0.0);
        assert!(certainty_of("The mill was built in 1790", Cue::Legal) < MIN_CERTAINTY);
    }

    #[test]
    fn similar_words_are_certain_without_a_cue_to_the_letter() {
        let text = "Accept only necessary tracking cookies";
        let stats = Document::from_text(text).segments()[0].stats().clone();
        assert!(!stats.is_cue(Cue::Consent) && stats.cue_similarity(Cue::Consent) >= MIN_SIMILARITY, "{stats:?}");
        assert!(certainty_of(text, Cue::Consent) >= MIN_CERTAINTY);
    }

    #[test]
    fn a_block_has_what_is_between_its_cues_and_nothing_around_them() {
        let document = Document::from_text("Mill\nShare\nMill\nShare\nMill");
        let mut marks = Marks::new(document.segments().len());
        mark_blocks(&document, &mut marks, (Kind::Share, Cue::Share), |_| -0.5);
        let kinds: Vec<_> = (0..5).map(|index| marks.evidence_kind(index)).collect();
        assert_eq!(kinds, [None, Some(Kind::Share), Some(Kind::Share), Some(Kind::Share), None]);
        let confidence = |index: usize| marks.evidence(index).map_or(0.0, |mark| mark.confidence());
        assert!(confidence(1) > confidence(2) && confidence(2) >= MIN_NEIGHBOUR_CONFIDENCE);
    }

    #[test]
    fn a_scored_block_needs_no_cue() {
        let document = Document::from_text("Mill\nRiver\nMill");
        let mut marks = Marks::new(document.segments().len());
        let score = |index: usize, _: &Segment| if index == 1 { 3.0 } else { -1.0 };
        mark_scored_blocks(&document, &mut marks, (Kind::Share, Cue::Share), score);
        let kinds: Vec<_> = (0..3).map(|index| marks.evidence_kind(index)).collect();
        assert_eq!(kinds, [None, Some(Kind::Share), None]);
    }
}
