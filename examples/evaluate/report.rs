//! What is printed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::time::Duration;

use serde_json::{Value, json};

use crate::Outcome;
use crate::lines::Lines;
use crate::quality::Quality;
use crate::scores::{Bag, Comments, Group, Snippets, fold, share};

/// So many lines that are missing, and that are too much, are shown of a bad page.
const DIFFERENT_LINES: usize = 6;
/// Lines are cut to so many characters.
const LINE_CHARACTERS: usize = 100;
/// What stands for all languages in figures of lines, as in `score_lines.py`.
const ALL_LANGUAGES: &str = "ALL";

/// The figures of a corpus.
#[derive(Default)]
pub struct Summary {
    pages: usize,
    groups: BTreeMap<String, Group>,
    snippets: Snippets,
    comments: Comments,
    lines: BTreeMap<String, Lines>,
    quality: Quality,
    empty: usize,
    failed: usize,
    bytes: usize,
    time: Duration,
    worst: Vec<Outcome>,
}

impl Summary {
    /// Adds a page; the worst ones are kept.
    pub fn add(&mut self, outcome: Outcome, worst: usize) {
        self.pages += 1;
        self.empty += usize::from(outcome.nearly_empty);
        self.failed += usize::from(outcome.failure.is_some());
        self.bytes += outcome.bytes;
        self.time += outcome.time;
        self.snippets += outcome.snippets;
        self.comments += outcome.comments;
        if let Some(lines) = outcome.lines {
            *self.lines.entry(ALL_LANGUAGES.into()).or_default() += lines;
            *self.lines.entry(outcome.page.language.clone().unwrap_or_else(|| "?".into())).or_default() += lines;
        }
        if let Some(score) = outcome.score {
            let of_type = outcome.page.page_type.iter().map(|name| format!("type {name}"));
            let of_language = outcome.page.language.iter().map(|name| format!("lang {name}"));
            for group in ["all".to_string()].into_iter().chain(of_type).chain(of_language) {
                self.groups.entry(group).or_default().add(score);
            }
            if let Some(quality) = outcome.quality {
                self.quality.add(f64::from(quality), outcome.f1());
            }
            self.worst.push(outcome);
            self.worst.sort_by(|a, b| a.f1().total_cmp(&b.f1()).then_with(|| a.page.id.cmp(&b.page.id)));
            self.worst.truncate(worst);
        }
    }

    /// For people.
    pub fn write(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        writeln!(out, "== {name}, {} pages", self.pages)?;
        for (name, group) in &self.groups {
            let mean = group.mean();
            let (precision, recall, f1) = (mean.precision, mean.recall, mean.f1);
            writeln!(out, "{name:24} n {:5}  P {precision:.4}  R {recall:.4}  F1 {f1:.4}", group.pages)?;
        }
        for (language, lines) in &self.lines {
            write_lines(out, language, lines)?;
        }
        let Snippets { wanted, wanted_found, unwanted, unwanted_found } = self.snippets;
        if !self.snippets.is_empty() {
            writeln!(
                out,
                "snippets: wanted found {wanted_found}/{wanted}, unwanted absent {}/{unwanted}, F1 {:.4}",
                unwanted - unwanted_found,
                self.snippets.f1()
            )?;
        }
        let Comments { pages, words, words_leaked, snippets, snippets_leaked } = self.comments;
        if words > 0 {
            let leaked = share(words_leaked, words);
            writeln!(out, "comments: {words_leaked}/{words} words leaked on {pages} pages, {leaked:.4}")?;
        }
        if snippets > 0 {
            let leaked = share(snippets_leaked, snippets);
            writeln!(out, "comments: {snippets_leaked}/{snippets} lines leaked whole on {pages} pages, {leaked:.4}")?;
        }
        if let Some(correlation) = self.quality.correlation() {
            write!(out, "quality: correlation with F1 {correlation:.3}; pages, expected, found:")?;
            for (pages, expected, found) in self.quality.classes() {
                write!(out, "  {pages} {expected:.3} {found:.3}")?;
            }
            writeln!(out)?;
        }
        writeln!(out, "empty or nearly empty bodies: {} of {}", self.empty, self.pages)?;
        if self.failed > 0 {
            writeln!(out, "pages that could not be cleaned, counted as empty: {}", self.failed)?;
        }
        let (pages, megabytes) = self.speed();
        writeln!(out, "speed on one thread: {pages:.1} pages/s, {megabytes:.2} MB/s")?;
        self.worst.iter().try_for_each(|outcome| write_worst(out, outcome))?;
        writeln!(out)
    }

    /// For machines.
    pub fn json(&self) -> Value {
        let mean = |group: &Group| {
            let mean = group.mean();
            json!({"n": group.pages, "p": mean.precision, "r": mean.recall, "f1": mean.f1})
        };
        let groups: BTreeMap<_, _> = self.groups.iter().map(|(name, group)| (name, mean(group))).collect();
        let lines: BTreeMap<_, _> = self.lines.iter().map(|(language, lines)| (language, lines_json(lines))).collect();
        let Snippets { wanted, wanted_found, unwanted, unwanted_found } = self.snippets;
        let Comments { pages, words, words_leaked, snippets, snippets_leaked } = self.comments;
        let (pages_per_second, megabytes_per_second) = self.speed();
        json!({
            "pages": self.pages,
            "groups": groups,
            "snippets": (!self.snippets.is_empty()).then(|| json!({
                "wanted": wanted,
                "wanted_found": wanted_found,
                "unwanted": unwanted,
                "unwanted_absent": unwanted - unwanted_found,
                "f1": self.snippets.f1(),
            })),
            "comments": (pages > 0).then(|| json!({
                "pages": pages,
                "words": words,
                "words_leaked": words_leaked,
                "words_share": (words > 0).then(|| share(words_leaked, words)),
                "lines": snippets,
                "lines_leaked": snippets_leaked,
                "lines_share": (snippets > 0).then(|| share(snippets_leaked, snippets)),
            })),
            "lines": (!lines.is_empty()).then_some(lines),
            "quality_correlation": self.quality.correlation(),
            "empty": self.empty,
            "failed": self.failed,
            "speed": {
                "bytes": self.bytes,
                "seconds": self.time.as_secs_f64(),
                "pages_per_second": pages_per_second,
                "megabytes_per_second": megabytes_per_second,
            },
        })
    }

    /// Pages and megabytes a second.
    fn speed(&self) -> (f64, f64) {
        let seconds = self.time.as_secs_f64().max(f64::MIN_POSITIVE);
        (self.pages as f64 / seconds, self.bytes as f64 / 1e6 / seconds)
    }
}

fn write_lines(out: &mut impl Write, language: &str, lines: &Lines) -> io::Result<()> {
    let body = lines.body();
    let (precision, recall, f1) = (body.precision, body.recall, body.f1);
    write!(out, "{language:4} body P {precision:.4} R {recall:.4} F1 {f1:.4}")?;
    write!(out, " | lines right {:.4} of {}", lines.right(), lines.lines)?;
    if lines.comment > 0 {
        write!(out, " | comments leaked {:.4}, called comment {:.4}", lines.leaked(), lines.called_comment())?;
        write!(out, ", body called comment {:.4}", lines.body_called_comment())?;
    }
    writeln!(out)
}

fn lines_json(lines: &Lines) -> Value {
    let body = lines.body();
    json!({
        "p": body.precision,
        "r": body.recall,
        "f1": body.f1,
        "lines": lines.lines,
        "lines_right": lines.right(),
        "comments_leaked": (lines.comment > 0).then(|| lines.leaked()),
        "called_comment": (lines.comment > 0).then(|| lines.called_comment()),
        "body_called_comment": (lines.comment > 0).then(|| lines.body_called_comment()),
    })
}

fn write_worst(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let score = outcome.score.unwrap_or_default();
    let page = &outcome.page;
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let (page_type, url) = (or_dash(&page.page_type), or_dash(&page.url));
    writeln!(
        out,
        "F1 {:.3}  P {:.3}  R {:.3}  {page_type}  {}  {url}",
        score.f1, score.precision, score.recall, page.id
    )?;
    let gold = page.text.as_deref().unwrap_or_default();
    for line in surplus_lines(gold, &outcome.body) {
        writeln!(out, "  - {line}")?;
    }
    for line in surplus_lines(&outcome.body, gold) {
        writeln!(out, "  + {line}")?;
    }
    Ok(())
}

/// The longest lines of a text that another does not have: neither the line nor most of its words.
///
/// Every word of the other text can stand for one word only, or common words would hide much.
fn surplus_lines(text: &str, other: &str) -> Vec<String> {
    let other_folded: Vec<String> = other.lines().map(fold).collect();
    let mut other_lines: HashMap<&str, usize> = HashMap::new();
    for line in &other_folded {
        *other_lines.entry(line).or_default() += 1;
    }
    let other_lower = other.to_lowercase();
    let mut other_words = Bag::of(&other_lower);
    let lines: Vec<(&str, String)> = text.lines().map(|line| (line, fold(line))).collect();
    let mut doubtful: Vec<(usize, Bag)> = Vec::new();
    for (place, (_, folded)) in lines.iter().enumerate() {
        let bag = Bag::of(folded);
        match other_lines.get_mut(folded.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                other_words.remove(&bag);
            }
            _ if bag.size() > 0 => doubtful.push((place, bag)),
            _ => {}
        }
    }
    doubtful.sort_by_key(|(place, _)| Reverse(lines[*place].1.len()));
    let mut places: Vec<usize> = Vec::new();
    for (place, bag) in doubtful {
        if bag.overlap(&other_words) * 2 > bag.size() {
            other_words.remove(&bag);
        } else if places.len() < DIFFERENT_LINES {
            places.push(place);
        }
    }
    places.sort_unstable();
    places.into_iter().map(|place| lines[place].0.trim().chars().take(LINE_CHARACTERS).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ() {
        let gold = "The bridge is new.\nIt was built in a year.\nNobody came to the opening.";
        let body = "The  bridge is new.\nThey say it was built in a year.\nShare on the bridge\n---";
        assert_eq!(surplus_lines(gold, body), ["Nobody came to the opening."]);
        assert_eq!(surplus_lines(body, gold), ["Share on the bridge"]);
        assert!(surplus_lines("", gold).is_empty());
        assert_eq!(surplus_lines(&"é".repeat(300), "")[0].chars().count(), LINE_CHARACTERS);
    }
}
