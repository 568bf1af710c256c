//! Alignment of segments with a gold text.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Shorter segments (menu labels, headings) are found in a text by chance; longer ones are compared by trigrams. Hand-set,
/// in words.
const MIN_LONG_WORDS: usize = 6;
/// The share of a long segment's trigrams, and of its words, that the gold must have. Hand-set.
const MIN_COMMON_SHARE: f64 = 0.6;
/// The neighbourhood of a short segment, in segments: the share of them that fit the gold is weighed. Hand-set.
const NEIGHBOURHOOD: usize = 7;
/// If no long segment fits, the body is the window of this many segments in which most words of short segments fit.
/// Hand-set.
const BODY_WINDOW: usize = 41;
/// A neighbourhood that fits completely counts as much as being this many segments closer to the body. Hand-set.
const NEIGHBOURHOOD_WEIGHT: f64 = 20.0;

/// For each segment, whether it is in the gold text.
///
/// Each word of the gold is matched once, because pages repeat themselves and menu labels occur in the text as well. Long
/// segments take their words first, then short ones, beginning with those close to the body and among others that fit.
/// Hidden segments come last.
pub fn align(segments: &[Vec<String>], gold: &[String], is_hidden: &[bool]) -> Vec<bool> {
    let fits = fitting(segments, gold);
    let is_long = |index: usize| segments[index].len() >= MIN_LONG_WORDS;
    let mut labels = vec![false; segments.len()];
    let mut left: HashMap<&str, usize> = HashMap::new();
    gold.iter().for_each(|word| *left.entry(word).or_default() += 1);

    let mut long: Vec<usize> = fits.iter().copied().filter(|&index| is_long(index)).collect();
    long.sort_by_key(|&index| (is_hidden[index], Reverse(segments[index].len()), index));
    for index in long {
        labels[index] = take(&mut left, &segments[index], MIN_COMMON_SHARE);
    }

    let mut short: Vec<usize> = fits.iter().copied().filter(|&index| !is_long(index)).collect();
    let mut anchors: Vec<usize> = (0..labels.len()).filter(|&index| labels[index]).collect();
    if anchors.is_empty() && !short.is_empty() {
        let mut words = vec![0.0; segments.len()];
        short.iter().for_each(|&index| words[index] = segments[index].len() as f64);
        let sums = windowed(&words, BODY_WINDOW, 1.0);
        let best = (0..sums.len()).rev().max_by(|&a, &b| sums[a].total_cmp(&sums[b]));
        anchors.extend(best);
    }
    let mut fit = vec![0.0; segments.len()];
    fits.iter().for_each(|&index| fit[index] = 1.0);
    let neighbourhood = windowed(&fit, NEIGHBOURHOOD, 1.0 / NEIGHBOURHOOD as f64);
    let distance = |index: usize| {
        let next = anchors.partition_point(|&anchor| anchor < index);
        let near = anchors[next.saturating_sub(1)..anchors.len().min(next + 1)].iter();
        near.map(|&anchor| anchor.abs_diff(index)).min().unwrap_or(0) as f64
    };
    let rank = |index: usize| distance(index) - NEIGHBOURHOOD_WEIGHT * neighbourhood[index];
    short.sort_by(|&a, &b| (is_hidden[a], rank(a)).partial_cmp(&(is_hidden[b], rank(b))).expect("no rank is NaN"));
    for index in short {
        labels[index] = take(&mut left, &segments[index], 1.0);
    }
    labels
}

/// The segments whose words are in the gold in the same order; of a long segment, most trigrams must be in the gold.
fn fitting(segments: &[Vec<String>], gold: &[String]) -> Vec<usize> {
    let text = format!(" {} ", gold.join(" "));
    let trigrams: HashSet<&[String]> = gold.windows(3).collect();
    let fits = |words: &Vec<String>| {
        if text.contains(&format!(" {} ", words.join(" "))) {
            return true;
        }
        let found = words.windows(3).filter(|trigram| trigrams.contains(trigram)).count();
        words.len() >= MIN_LONG_WORDS && found as f64 / (words.len() - 2) as f64 > MIN_COMMON_SHARE
    };
    (0..segments.len()).filter(|&index| !segments[index].is_empty() && fits(&segments[index])).collect()
}

/// Removes the words of a segment from those left of the gold, if at least `min_share` of them are left.
fn take<'a>(left: &mut HashMap<&'a str, usize>, words: &'a [String], min_share: f64) -> bool {
    let mut own: HashMap<&str, usize> = HashMap::new();
    words.iter().for_each(|word| *own.entry(word).or_default() += 1);
    let common = |(word, count): (&&str, &usize)| (*count).min(left.get(word).copied().unwrap_or(0));
    let found: usize = own.iter().map(common).sum();
    if (found as f64) < min_share * words.len() as f64 {
        return false;
    }
    for (word, count) in own {
        if let Some(left) = left.get_mut(word) {
            *left -= count.min(*left);
        }
    }
    true
}

/// The weighted sum over a window around each value.
fn windowed(values: &[f64], window: usize, weight: f64) -> Vec<f64> {
    let half = window / 2;
    let sum = |index: usize| {
        let around = &values[index.saturating_sub(half)..values.len().min(index + half + 1)];
        around.iter().fold(0.0, |sum, value| sum + value * weight)
    };
    (0..values.len()).map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn labels(segments: &[&str], gold: &str) -> Vec<bool> {
        let segments: Vec<_> = segments.iter().map(|segment| words(segment)).collect();
        align(&segments, &words(gold), &vec![false; segments.len()])
    }

    #[test]
    fn each_word_of_the_gold_is_matched_once() {
        let segments = ["the mill", "the mill at the river is open again", "the mill"];
        assert_eq!(labels(&segments, "the mill at the river is open again"), [false, true, false]);
        assert_eq!(labels(&segments, "the mill at the river is open again the mill"), [true, true, false]);
    }

    #[test]
    fn long_segments_may_differ_a_little() {
        let gold = "the mill at the river is open again after forty years";
        assert_eq!(labels(&["the mill at the river is open again after forty year"], gold), [true]);
        assert_eq!(labels(&["a mill on the lake is open once more after four years"], gold), [false]);
    }

    #[test]
    fn short_segments_close_to_the_body_come_first() {
        let body = "the council decided to build a bridge";
        let mut segments = vec!["news", "home", "sport", "imprint", "login", "news", body];
        assert_eq!(labels(&segments, &format!("news {body}")), [false, false, false, false, false, true, true]);
        segments.reverse();
        assert_eq!(labels(&segments, &format!("news {body}")), [true, true, false, false, false, false, false]);
    }

    #[test]
    fn without_long_segments_the_body_is_where_most_words_are() {
        let mut segments = vec!["one two"; 1];
        segments.extend(vec!["menu"; 60]);
        segments.extend(["one two", "three four", "five six"]);
        let found = labels(&segments, "one two three four five six");
        assert!(!found[0] && found[61..] == [true, true, true], "{found:?}");
    }

    #[test]
    fn hidden_segments_come_last() {
        let segments = [words("the mill"), words("the mill")];
        assert_eq!(align(&segments, &words("the mill"), &[true, false]), [false, true]);
    }
}
