//! The kinds that the model gives to segments.

use super::verdict::{MAX_CONFIDENCE, ScoredKind};
use crate::document::{Basis, Mark, Marks};
use crate::kind::Kind;
use crate::model::{KINDS, KindProbabilities};

/// A line of an article that is not part of its body is a credit from this probability on. Hand-set.
const MIN_CREDIT_PROBABILITY: f32 = 0.5;

/// What the kind of a mark that binds the segment has in advance. Hand-set.
const BOUND_ADVANTAGE: f32 = 0.25;
/// The lowest confidence of such a kind. Hand-set.
const MIN_BOUND_CONFIDENCE: f32 = 0.6;
/// What the kind of the most confident mark has in advance, times its confidence: in HTML, and in flattened text, where
/// less is known of a segment. Chosen on our own pages and the labelled pages.
const HTML_MARK_ADVANTAGE: f32 = 0.3;
const TEXT_MARK_ADVANTAGE: f32 = 0.9;
/// The same for a line of flattened text that is a cue: cues are in the lexicons because they are sure.
const TEXT_CUE_ADVANTAGE: f32 = 1.15;
/// Kinds whose containers are named so well that at least 93 of 100 marks by markup are right, and their advantage.
const NAMED_KINDS: [Kind; 4] = [Kind::Comment, Kind::Consent, Kind::Share, Kind::Support];
const NAMED_ADVANTAGE: f32 = 0.6;
/// What the spam filter marks with this confidence is spam: the labelled pages have too little of it to learn from.
const MIN_SPAM_CONFIDENCE: f32 = 0.85;

/// The most likely kind of boilerplate of a segment that is not content, and its probability among all kinds but that
/// of the body. `bound` is the kind of a mark that binds the segment.
pub(super) fn boilerplate(
    marks: &Marks,
    index: usize,
    probabilities: &KindProbabilities,
    bound: Option<Kind>,
    is_html: bool,
) -> ScoredKind {
    let (mut kind, probability) = most_likely(probabilities, |kind| !kind.is_body());
    let mut confidence = probability / (1.0 - of(probabilities, Kind::Paragraph)).max(f32::EPSILON);
    let mut best = probability;
    let advantage = |mark: &Mark| {
        let is_spam = mark.kind() == Kind::Spam && mark.confidence() >= MIN_SPAM_CONFIDENCE;
        let is_named = mark.basis() == Basis::Markup && NAMED_KINDS.contains(&mark.kind());
        if is_spam {
            f32::INFINITY
        } else if is_named {
            NAMED_ADVANTAGE
        } else {
            let advantage = match mark.basis() {
                _ if is_html => HTML_MARK_ADVANTAGE,
                Basis::Cue => TEXT_CUE_ADVANTAGE,
                _ => TEXT_MARK_ADVANTAGE,
            };
            advantage * mark.confidence()
        }
    };
    let mark = marks.evidence(index).filter(|mark| !mark.kind().is_article() && mark.kind() != Kind::Hidden);
    let marked = mark.map(|mark| (mark.kind(), advantage(mark), mark.confidence()));
    let known = marked.into_iter().chain(bound.map(|bound| (bound, BOUND_ADVANTAGE, MIN_BOUND_CONFIDENCE)));
    for (known, advantage, known_confidence) in known {
        let own = of(probabilities, if known == Kind::Spam { Kind::Advertising } else { known });
        if own + advantage > best {
            (kind, best, confidence) = (known, own + advantage, own.max(known_confidence));
        }
    }
    // Spam is not among the kinds that the model was trained on: it is advertising there.
    if kind == Kind::Advertising && marks.evidence_kind(index) == Some(Kind::Spam) {
        kind = Kind::Spam;
    }
    (kind, confidence.min(MAX_CONFIDENCE))
}

/// Whether a segment is a byline, dateline or caption according to the model.
pub(super) fn credit(probabilities: &KindProbabilities) -> Option<ScoredKind> {
    let is_credit = |kind: Kind| matches!(kind, Kind::Byline | Kind::Dateline | Kind::Caption);
    let (kind, probability) = most_likely(probabilities, is_credit);
    (probability >= MIN_CREDIT_PROBABILITY).then_some((kind, probability.min(MAX_CONFIDENCE)))
}

/// The probability of a kind.
pub(super) fn of(probabilities: &KindProbabilities, kind: Kind) -> f32 {
    KINDS.iter().position(|&known| known == kind).map_or(0.0, |index| probabilities[index])
}

/// The most likely kind but that of the body.
pub(super) fn most_likely_boilerplate(probabilities: &KindProbabilities) -> Kind {
    most_likely(probabilities, |kind| !kind.is_body()).0
}

/// The most likely of some kinds; the earlier of equals.
fn most_likely(probabilities: &KindProbabilities, is_allowed: impl Fn(Kind) -> bool) -> ScoredKind {
    let allowed = KINDS.iter().copied().zip(probabilities.iter().copied()).filter(|(kind, _)| is_allowed(*kind));
    allowed.fold((Kind::Chrome, 0.0), |best, kind| if kind.1 > best.1 { kind } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probabilities(of: &[(Kind, f32)]) -> KindProbabilities {
        KINDS.map(|kind| of.iter().find(|(known, _)| *known == kind).map_or(0.0, |(_, probability)| *probability))
    }

    #[test]
    fn boilerplate_is_the_most_likely_kind_but_body() {
        let marks = Marks::new(1);
        let likely = probabilities(&[(Kind::Paragraph, 0.6), (Kind::Share, 0.3), (Kind::Legal, 0.1)]);
        let (kind, confidence) = boilerplate(&marks, 0, &likely, None, true);
        assert_eq!((kind, (confidence * 100.0).round()), (Kind::Share, 75.0));
        assert_eq!(boilerplate(&marks, 0, &probabilities(&[]), None, true).0, Kind::Chrome);
        assert_eq!(
            boilerplate(&marks, 0, &likely, Some(Kind::Legal), true).0,
            Kind::Legal,
            "a binding mark is nearly enough"
        );
    }

    #[test]
    fn spam_is_advertising_that_a_filter_knows() {
        let mut marks = Marks::new(2);
        marks.mark(0, Kind::Spam, 0.9);
        let likely = probabilities(&[(Kind::Advertising, 0.9)]);
        assert_eq!(
            [0, 1].map(|index| boilerplate(&marks, index, &likely, None, true).0),
            [Kind::Spam, Kind::Advertising]
        );
    }

    #[test]
    fn credits_are_likely() {
        assert_eq!(credit(&probabilities(&[(Kind::Byline, 0.7)])), Some((Kind::Byline, 0.7)));
        assert_eq!(credit(&probabilities(&[(Kind::Byline, 0.4), (Kind::Share, 0.6)])), None);
    }
}
