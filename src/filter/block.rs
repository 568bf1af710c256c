//! Blocks of lines that are known by their cues: the mechanism of the filters for furniture.

use super::zone::{Evidence, zones};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;

/// A line that is alike to a group's cues less than this says nothing.
const LEAST_LIKENESS: f32 = 0.5;
/// What leads in a line has to be so like a cue, and the line may have no more words.
const LEAST_LEAD_IN: f32 = 0.8;
const LONGEST_LED_IN: f32 = 40.0;
/// A theme so strong, in a text of so many words, is what the text is about.
const LEAST_THEME: f32 = 0.09;
const SHORTEST_THEME: f32 = 8.0;
/// Running text may be about the trade itself; it has to be so much more on the theme, less so where
/// it asks its reader for support.
const PROSE_THEME: f32 = 0.12;
const ADDRESS_THEME: f32 = 0.05;
/// A line of less certainty does not make a block.
const LEAST_CERTAINTY: f32 = 0.42;
/// … and running text has to be so much more certain than a label.
const PROSE_HANDICAP: f32 = 0.10;
/// So many words make a cue somewhere among them half as telling.
const HALF_AS_TELLING: f32 = 30.0;

/// How certain it is, from 0 to 1, that a segment is what a group of cues stands for.
pub(super) fn certainty(segment: &Segment, cue: Cue) -> f32 {
    let evidence = segment.evidence();
    // Nearly always.
    if !evidence.hints_at(cue) {
        return 0.0;
    }
    let words = evidence.words() as f32;
    let likeness = evidence.likeness(cue);
    let listed = if evidence.is_cue(cue) {
        0.74
    } else if evidence.has_cue(cue) {
        let bound = if evidence.begins_with_cue(cue) { 0.72 } else { 0.66 };
        let words_a_cue = words / evidence.count(cue).max(1) as f32;
        bound * HALF_AS_TELLING / (HALF_AS_TELLING + (words_a_cue - 8.0).max(0.0))
    } else {
        0.0
    };
    let alike = if likeness >= LEAST_LIKENESS { 0.84 * likeness } else { 0.0 };
    let lead_in = evidence.lead_in(cue);
    let led_in = if lead_in >= LEAST_LEAD_IN && words <= LONGEST_LED_IN { 0.72 * lead_in } else { 0.0 };
    let theme = evidence.theme(cue);
    let speaks_to_reader =
        cue == Cue::Support && evidence.has_cue(Cue::Reader) && evidence.count(Cue::Attribution) == 0;
    let least_theme = LEAST_THEME + if speaks_to_reader { ADDRESS_THEME } else { PROSE_THEME } * segment.prose();
    let has_theme = matches!(cue, Cue::Support | Cue::Legal | Cue::Consent);
    let on_theme = if has_theme && theme >= least_theme && words >= SHORTEST_THEME {
        (0.52 + 2.0 * (theme - least_theme)).min(0.8)
    } else {
        0.0
    };
    (listed + 0.24 * likeness).max(alike).max(led_in).max(on_theme)
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
        if certainty >= LEAST_CERTAINTY + PROSE_HANDICAP * segments[index].prose() {
            4.0 * certainty
        } else {
            between(index, &segments[index])
        }
    };
    for zone in zones(segments.len(), Evidence { inside, enter: |_| 1.6, leave: |_| 0.0 }) {
        let of_block = zone.confidence(0.5).min(0.8);
        for index in zone.range {
            let own = 0.46 + 0.5 * certainties[index];
            marks.mark(index, kind, if certainties[index] >= LEAST_CERTAINTY { own } else { of_block.min(0.7) });
        }
    }
}
