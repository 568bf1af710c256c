//! The figures of a corpus, and how they are printed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::time::Duration;

use dechaff::PageType;
use evaluation::{Bag, CommentLeak, LineScore, MeanScore, Snippets, fold, share};
use serde_json::{Value, json};

use crate::Outcome;
use crate::marks::MarkTable;
use crate::quality::Quality;

/// Missing lines, and surplus lines, shown of a bad page.
const MAX_SHOWN_LINES: usize = 6;
/// Longer lines are cut.
const MAX_LINE_CHARS: usize = 100;
/// The name of all languages together, as in the public `score_lines.py`.
const ALL_LANGUAGES: &str = "ALL";

/// The type of a page by its name in the corpora.
fn page_type(name: &str) -> Option<PageType> {
    let crate_name = match name {
        "forum" => "thread",
        "qa" => "question-and-answers",
        "docs" => "documentation",
        "liveblog" => "live-blog",
        name => name,
    };
    PageType::ALL.iter().copied().find(|page_type| page_type.name() == crate_name)
}

/// The figures of a corpus.
#[derive(Default)]
pub struct Summary {
    pages: usize,
    groups: BTreeMap<String, MeanScore>,
    snippets: Snippets,
    comments: CommentLeak,
    lines: BTreeMap<String, LineScore>,
    quality: Quality,
    /// The pages whose type is known, and how many of them the crate has told.
    types: usize,
    types_right: usize,
    marks: MarkTable,
    empty: usize,
    failed: usize,
    bytes: usize,
    time: Duration,
    worst: Vec<Outcome>,
}

impl Summary {
    /// Adds a page, and keeps it if it is among the `worst` worst.
    pub fn add(&mut self, outcome: Outcome, worst: usize) {
        self.pages += 1;
        self.empty += usize::from(outcome.is_nearly_empty);
        self.failed += usize::from(outcome.failure.is_some());
        self.bytes += outcome.bytes;
        self.time += outcome.time;
        self.snippets += outcome.snippets;
        self.marks.add(&outcome.marks);
        self.comments += outcome.comments;
        if let Some(lines) = outcome.lines {
            *self.lines.entry(ALL_LANGUAGES.into()).or_default() += lines;
            *self.lines.entry(outcome.page.language.clone().unwrap_or_else(|| "?".into())).or_default() += lines;
        }
        let page_type = outcome.page.page_type.as_deref().and_then(page_type);
        if let (Some(known), Some(told)) = (page_type, outcome.page_type) {
            self.types += 1;
            self.types_right += usize::from(known == told);
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

    /// Writes the figures for a reader.
    pub fn write(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        writeln!(out, "== {name}, {} pages", self.pages)?;
        for (name, group) in &self.groups {
            let mean = group.mean();
            let (precision, recall, f1) = (mean.precision, mean.recall, mean.f1);
            writeln!(out, "{name:24} n {:5}  P {precision:.4}  R {recall:.4}  F1 {f1:.4}", group.pages())?;
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
        let CommentLeak { pages, words, words_leaked, lines: comment_lines, lines_leaked } = self.comments;
        if words > 0 {
            let leaked = share(words_leaked, words);
            writeln!(out, "comments: {words_leaked}/{words} words leaked on {pages} pages, {leaked:.4}")?;
        }
        if comment_lines > 0 {
            let leaked = share(lines_leaked, comment_lines);
            writeln!(out, "comments: {lines_leaked}/{comment_lines} lines leaked whole on {pages} pages, {leaked:.4}")?;
        }
        if let Some(correlation) = self.quality.correlation() {
            write!(out, "quality: correlation with F1 {correlation:.3}; pages, expected, found:")?;
            for (pages, expected, found) in self.quality.classes() {
                write!(out, "  {pages} {expected:.3} {found:.3}")?;
            }
            writeln!(out)?;
        }
        if self.types > 0 {
            writeln!(out, "types of pages right: {} of {}", self.types_right, self.types)?;
        }
        self.marks.write(out)?;
        writeln!(out, "empty or nearly empty bodies: {} of {}", self.empty, self.pages)?;
        if self.failed > 0 {
            writeln!(out, "pages that could not be cleaned, counted as empty: {}", self.failed)?;
        }
        let (pages, megabytes) = self.speed();
        writeln!(out, "speed on one thread: {pages:.1} pages/s, {megabytes:.2} MB/s")?;
        self.worst.iter().try_for_each(|outcome| write_worst(out, outcome))?;
        writeln!(out)
    }

    /// The figures as JSON.
    pub fn json(&self) -> Value {
        let mean = |group: &MeanScore| {
            let mean = group.mean();
            json!({"n": group.pages(), "p": mean.precision, "r": mean.recall, "f1": mean.f1})
        };
        let groups: BTreeMap<_, _> = self.groups.iter().map(|(name, group)| (name, mean(group))).collect();
        let lines: BTreeMap<_, _> = self.lines.iter().map(|(language, lines)| (language, lines_json(lines))).collect();
        let Snippets { wanted, wanted_found, unwanted, unwanted_found } = self.snippets;
        let CommentLeak { pages, words, words_leaked, lines: comment_lines, lines_leaked } = self.comments;
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
                "lines": comment_lines,
                "lines_leaked": lines_leaked,
                "lines_share": (comment_lines > 0).then(|| share(lines_leaked, comment_lines)),
            })),
            "lines": (!lines.is_empty()).then_some(lines),
            "quality_correlation": self.quality.correlation(),
            "types": self.types,
            "types_right": self.types_right,
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

    /// Pages and megabytes cleaned per second.
    fn speed(&self) -> (f64, f64) {
        let seconds = self.time.as_secs_f64().max(f64::MIN_POSITIVE);
        (self.pages as f64 / seconds, self.bytes as f64 / 1e6 / seconds)
    }
}

fn write_lines(out: &mut impl Write, language: &str, lines: &LineScore) -> io::Result<()> {
    let body = lines.body();
    let (precision, recall, f1) = (body.precision, body.recall, body.f1);
    write!(out, "{language:4} body P {precision:.4} R {recall:.4} F1 {f1:.4}")?;
    write!(out, " | lines right {:.4} of {}", lines.right(), lines.lines())?;
    if lines.has_comments() {
        write!(out, " | comments leaked {:.4}, called comment {:.4}", lines.comments_leaked(), lines.called_comment())?;
        write!(out, ", body called comment {:.4}", lines.body_called_comment())?;
    }
    writeln!(out)
}

fn lines_json(lines: &LineScore) -> Value {
    let body = lines.body();
    json!({
        "p": body.precision,
        "r": body.recall,
        "f1": body.f1,
        "lines": lines.lines(),
        "lines_right": lines.right(),
        "comments_leaked": (lines.has_comments()).then(|| lines.comments_leaked()),
        "called_comment": (lines.has_comments()).then(|| lines.called_comment()),
        "body_called_comment": (lines.has_comments()).then(|| lines.body_called_comment()),
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

/// The longest lines of a text that another lacks: neither the line itself nor most of its words are in the other.
///
/// Each word of the other text accounts for one word only. Otherwise common words would hide missing lines.
fn surplus_lines(text: &str, other: &str) -> Vec<String> {
    let other_folded: Vec<String> = other.lines().map(fold).collect();
    let mut other_lines: HashMap<&str, usize> = HashMap::new();
    for line in &other_folded {
        *other_lines.entry(line).or_default() += 1;
    }
    let mut other_words = Bag::of(other);
    let lines: Vec<(&str, String)> = text.lines().map(|line| (line, fold(line))).collect();
    let mut candidates: Vec<(usize, Bag)> = Vec::new();
    for (index, (_, folded)) in lines.iter().enumerate() {
        let bag = Bag::of(folded);
        match other_lines.get_mut(folded.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                other_words.remove(&bag);
            }
            _ if bag.size() > 0 => candidates.push((index, bag)),
            _ => {}
        }
    }
    candidates.sort_by_key(|(index, _)| Reverse(lines[*index].1.len()));
    let mut surplus: Vec<usize> = Vec::new();
    for (index, bag) in candidates {
        if bag.overlap(&other_words) * 2 > bag.size() {
            other_words.remove(&bag);
        } else if surplus.len() < MAX_SHOWN_LINES {
            surplus.push(index);
        }
    }
    surplus.sort_unstable();
    surplus.into_iter().map(|index| lines[index].0.trim().chars().take(MAX_LINE_CHARS).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surplus_lines_are_those_the_other_text_lacks() {
        let gold = "The bridge is new.\nIt was built in a year.\nNobody came to the opening.";
        let body = "The  bridge is new.\nThey say it was built in a year.\nShare on the bridge\n---";
        assert_eq!(surplus_lines(gold, body), ["Nobody came to the opening."]);
        assert_eq!(surplus_lines(body, gold), ["Share on the bridge"]);
        assert!(surplus_lines("", gold).is_empty());
        assert_eq!(surplus_lines(&"é".repeat(300), "")[0].chars().count(), MAX_LINE_CHARS);
    }
}
