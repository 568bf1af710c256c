//! Which headline is the article's own.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::content::{is_paragraph, kind_of_line};
use super::layout::{PARAGRAPH, is_boilerplate};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::text::{fold_into, words};

/// How far above the first paragraph (segments) a title is looked for.
const WITHIN: usize = 14;
/// Paragraphs have others within so many segments.
const COMPANY: usize = 3;
/// So many paragraphs are asked whether they speak of what the headline says.
const WITNESSES: usize = 8;
/// Words are compared by their beginnings (bytes), which inflection leaves alone.
const STEM: usize = 8;
/// Shorter words (bytes) say nothing of what a text is about.
const MIN_WORD: usize = 4;
/// A line with so much prose is part of a text.
const TEXT: f32 = 0.45;
/// A headline with a credit of the article before above it has so many words.
const MIN_WORDS: usize = 5;
/// A title has its author or date within so many segments below it.
const CREDITED_WITHIN: usize = 2;
/// So many segments, boilerplate among them, are looked at above and below a line.
const LOOK_AROUND: usize = 12;
/// Credits stand in no more lines.
const MAX_CREDITS: usize = 3;
/// A headline that says less for itself is none.
const LEAST: f32 = 0.35;
/// A line that another filter is so sure of is not looked at; headlines look like those of a ticker.
fn sure_of(kind: Kind) -> f32 {
    if matches!(kind, Kind::Ticker | Kind::Related) { 0.9 } else { 0.75 }
}

/// The headline of the first stretch of running text: the line above its first paragraph whose
/// words come up again in the text.
pub(super) fn first(document: &Document, marks: &Marks, body: &Range<usize>) -> Option<usize> {
    let segments = document.segments();
    let is_paragraph = |index: usize| is_paragraph(&segments[index]);
    let has_company = |index: usize| {
        let mut near = index + 1..body.end.min(index + 1 + COMPANY);
        near.any(|other| is_paragraph(other) && segments[other].language() == segments[index].language())
    };
    let mut paragraphs = body.clone().filter(|&index| is_paragraph(index));
    let first = paragraphs.next()?;
    // A single sentence above the headline, in another language than the text's, is a notice.
    let is_notice = segments[first].language() != document.language() && !has_company(first);
    let paragraph = if is_notice { paragraphs.next()? } else { first };
    let candidates: Vec<usize> = (paragraph.saturating_sub(WITHIN)..paragraph)
        .filter(|&index| {
            let sure = marks
                .best(index)
                .is_some_and(|mark| !mark.kind().is_article() && mark.confidence() > sure_of(mark.kind()));
            let is_credited = index > 0 && is_source_name(&segments[index]) && segments[index - 1].is_headline_like();
            segments[index].is_headline_like() && !sure && !is_credited && kind_of_line(&segments[index]).is_none()
        })
        .collect();
    let stems_of_candidates = candidates.iter().flat_map(|&index| stems(document.text(&segments[index]))).collect();
    let spoken_of = spoken_of(document, paragraph..body.end, &stems_of_candidates);
    let weigh = |index: usize| {
        let segment = &segments[index];
        let length = (segment.stats().words() as f32 / 7.0).min(1.0);
        let distance = (paragraph - index) as f32;
        let repeats = if segment.repeats() > 1 { 0.3 } else { 0.0 };
        let below = segments[index + 1..].iter().take(CREDITED_WITHIN);
        let credited = if below.clone().any(|below| kind_of_line(below).is_some_and(|kind| kind != Kind::Caption)) {
            0.25
        } else {
            0.0
        };
        let doubt = marks.best(index).filter(|mark| !mark.kind().is_article()).map_or(0.0, |mark| mark.confidence());
        0.4 * length + 1.2 * share_spoken_of(document.text(segment), &spoken_of) + repeats + credited
            - 0.03 * distance
            - 0.5 * doubt
    };
    let best = candidates.into_iter().map(|index| (index, weigh(index))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 >= LEAST).then_some(best.0)
}

/// Whether a headline inside the text begins another article of a digest: an author, a date or a
/// paper is named below it, or the paper of the article before is named above it.
pub(super) fn begins_article(document: &Document, marks: &Marks, headline: usize) -> bool {
    let segments = document.segments();
    let segment = &segments[headline];
    if !segment.is_headline_like() || is_text(segment) || kind_of_line(segment).is_some() {
        return false;
    }
    let mut below = (headline + 1..segments.len())
        .take(LOOK_AROUND)
        .filter(|&index| !is_boilerplate(marks, index))
        .map(|index| &segments[index]);
    let Some(next) = below.next() else { return false };
    if is_credit(next) {
        let is_longer = segment.stats().words() > next.stats().words() || !is_source_name(segment);
        let text =
            below.next().is_some_and(|after| is_text(after) || is_credit(after) && below.next().is_some_and(is_text));
        return is_longer && text;
    }
    let mut above = (0..headline)
        .rev()
        .take(LOOK_AROUND)
        .filter(|&index| !is_boilerplate(marks, index))
        .map(|index| &segments[index]);
    (is_text(next) || below.next().is_some_and(is_text))
        && segment.stats().words() >= MIN_WORDS
        && segment.stats().function_words() > 0
        && !is_source_name(segment)
        && above.next().is_some_and(is_credit)
        && above.take(MAX_CREDITS).any(is_text)
}

/// Whether a line stands among the credits right below the headline of an article of a digest, or
/// is the credit of the article before, right above it.
pub(super) fn is_credited(document: &Document, marks: &Marks, credit: usize) -> bool {
    let above = (0..credit).rev().take(LOOK_AROUND).filter(|&index| !is_boilerplate(marks, index)).take(MAX_CREDITS);
    for index in above {
        if begins_article(document, marks, index) {
            return true;
        }
        if !is_credit(&document.segments()[index]) {
            break;
        }
    }
    // The credit of the article above a headline.
    let below = (credit + 1..document.segments().len()).take(LOOK_AROUND).find(|&index| !is_boilerplate(marks, index));
    below.is_some_and(|index| begins_article(document, marks, index))
}

/// Whether a line names an author, a date or a paper.
pub(super) fn is_credit(segment: &Segment) -> bool {
    matches!(kind_of_line(segment), Some(Kind::Byline | Kind::Dateline)) || is_source_name(segment)
}

fn is_text(segment: &Segment) -> bool {
    segment.prose() >= TEXT
}

/// Whether a line could be the name of a paper or an author: a few words, nearly all capitals.
fn is_source_name(segment: &Segment) -> bool {
    let stats = segment.stats();
    (2..=6).contains(&stats.words())
        && stats.capitalized() * 4 >= stats.words() * 3
        && stats.sentence_ends() == 0
        && stats.quotes() == 0
}
/// Which of some stems are those of words of the first paragraphs of a text.
fn spoken_of(document: &Document, text: Range<usize>, stems_asked: &FxHashSet<u64>) -> FxHashSet<u64> {
    let segments = document.segments();
    let witnesses = text.filter(|&index| segments[index].prose() >= PARAGRAPH).take(WITNESSES);
    let spoken = witnesses.flat_map(|index| stems(document.text(&segments[index])));
    spoken.filter(|stem| stems_asked.contains(stem)).collect()
}

fn share_spoken_of(headline: &str, text: &FxHashSet<u64>) -> f32 {
    let (mut spoken_of, mut all) = (0.0, 0.0);
    for stem in stems(headline) {
        all += 1.0;
        spoken_of += f32::from(u8::from(text.contains(&stem)));
    }
    if all == 0.0 { 0.0 } else { spoken_of / all }
}

/// The beginnings of long words, their bytes as numbers.
fn stems(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut folded = String::new();
    words(text).filter_map(move |word| {
        folded.clear();
        fold_into(&text[word.range], &mut folded);
        if folded.len() < MIN_WORD {
            return None;
        }
        let end = (0..=STEM.min(folded.len())).rev().find(|&end| folded.is_char_boundary(end))?;
        let mut stem = [0; STEM];
        stem[..end].copy_from_slice(&folded.as_bytes()[..end]);
        Some(u64::from_le_bytes(stem))
    })
}
