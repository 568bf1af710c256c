//! Markdown against gold Markdown: links, pictures, code, headings, items, cells and footnotes, as a parser of Markdown finds
//! them in both.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::ops::Range;
use std::path::Path;

use evaluation::share;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::gold::words_of;

/// The kinds of things that are counted, in the order in which they are shown.
const KINDS: [&str; 9] = [
    "links",
    "pictures",
    "code blocks",
    "languages",
    "code in lines",
    "headings",
    "list items",
    "table cells",
    "footnotes",
];

/// A thing in a Markdown document.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    kind: &'static str,
    /// What has to be the same.
    key: String,
    /// Its words, by which it is looked for in the other text; none if it has none. Those of links and code in lines
    /// have the words around them: "Windows" of a table may be in another sentence of the other text.
    words: String,
    /// Where it is in a line of the text, in bytes.
    place: Option<Range<usize>>,
}

/// At most this many words before, and after, an item in a line are looked for with it.
const WORDS_AROUND: usize = 2;

/// What a Markdown document holds.
struct Outline {
    items: Vec<Item>,
    /// All its words, with a space before and after each.
    words: String,
}

impl Outline {
    fn of(markdown: &str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_MATH;
        let mut reader = Reader::default();
        Parser::new_ext(markdown, options).for_each(|event| reader.read(event));
        for Item { words, place, .. } in &mut reader.items {
            if let Some(place) = place {
                *words = with_words_around(&reader.text, place);
            }
        }
        Self { items: reader.items, words: format!(" {} ", words_of(&reader.text)) }
    }

    fn has(&self, words: &str) -> bool {
        words.is_empty() || self.words.contains(&format!(" {words} "))
    }
}

/// The words of an item with those before and after it in its line.
fn with_words_around(text: &str, place: &Range<usize>) -> String {
    let (before, after) = (words_of(line_end(&text[..place.start])), words_of(line_start(&text[place.end..])));
    let before: Vec<&str> = before.split(' ').collect();
    let after: Vec<&str> = after.split(' ').collect();
    let around = [&before[before.len().saturating_sub(WORDS_AROUND)..], &after[..after.len().min(WORDS_AROUND)]];
    words_of(&[&around[0].join(" "), &text[place.clone()], &around[1].join(" ")].join(" "))
}

fn line_end(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

fn line_start(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

#[derive(Default)]
struct Reader {
    items: Vec<Item>,
    /// The text of the whole document.
    text: String,
    /// The open elements with the offset at which each begins.
    open: Vec<usize>,
    /// The addresses and languages of the open elements that have one.
    names: Vec<String>,
    notes: Vec<String>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.names.push(address(dest_url)),
                    Tag::CodeBlock(CodeBlockKind::Fenced(language)) => self.names.push(language.to_lowercase()),
                    Tag::CodeBlock(CodeBlockKind::Indented) => self.names.push(String::new()),
                    Tag::FootnoteDefinition(_) | Tag::Item | Tag::Paragraph | Tag::Heading { .. } => {
                        self.text.push('\n')
                    }
                    _ => {}
                }
                self.open.push(self.text.len());
            }
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::Code(code) => {
                let key = code.split_whitespace().collect::<String>();
                let start = self.text.len();
                self.text.push_str(&code);
                let place = Some(start..self.text.len());
                self.items.push(Item { kind: "code in lines", key, words: words_of(&code), place });
            }
            Event::FootnoteReference(label) => self.notes.push(label.to_string()),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        let start = self.open.pop().unwrap_or_default();
        let text = self.text[start..].to_owned();
        let words = words_of(&text);
        let squeezed = || text.split_whitespace().collect::<String>();
        match end {
            TagEnd::Link => {
                let key = format!("{} {words}", self.names.pop().unwrap_or_default());
                self.push("links", key, words);
                if let Some(link) = self.items.last_mut().filter(|item| item.kind == "links") {
                    link.place.get_or_insert(start..self.text.len());
                }
            }
            TagEnd::Image => {
                let address = self.names.pop().unwrap_or_default();
                self.push("pictures", address, String::new());
                // Alternative text is no text of the body.
                self.text.truncate(self.text.len() - text.len());
            }
            TagEnd::CodeBlock => {
                let language = self.names.pop().unwrap_or_default();
                if !language.is_empty() {
                    self.push("languages", format!("{language} {}", squeezed()), words.clone());
                }
                self.push("code blocks", squeezed(), words);
            }
            TagEnd::Heading(level) => self.push("headings", format!("{level} {words}"), words),
            TagEnd::Item => {
                let first = words_of(text.trim_start().lines().next().unwrap_or_default());
                self.push("list items", first.clone(), first);
            }
            TagEnd::TableCell => self.push("table cells", words.clone(), words),
            TagEnd::FootnoteDefinition => self.push("footnotes", words.clone(), words),
            _ => {}
        }
        if !matches!(end, TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Image) {
            self.text.push('\n');
        }
    }

    fn push(&mut self, kind: &'static str, key: String, words: String) {
        if !key.trim().is_empty() && (!words.is_empty() || kind == "pictures") {
            self.items.push(Item { kind, key, words, place: None });
        }
    }
}

/// An address without what depends on who resolves it: scheme, host, escapes, and a slash at its end.
fn address(address: &str) -> String {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address.trim_start_matches("//").trim_start_matches("./"),
    };
    let mut address = path.trim_matches('/').to_lowercase();
    for (escape, sign) in [("%28", "("), ("%29", ")"), ("%20", " "), ("&amp;", "&"), ("%2c", ","), ("%7c", "|")] {
        address = address.replace(escape, sign);
    }
    address
}

/// How many things of one document are in the other, of those whose words are.
#[derive(Clone, Copy, Default)]
struct Count {
    found: usize,
    of_output: usize,
    of_gold: usize,
}

/// The counts of many pages.
#[derive(Default)]
pub struct MarkdownMeasure {
    counts: BTreeMap<&'static str, Count>,
    /// What is missing from the output, and what only the output has: page and key.
    missing: Vec<(String, Item)>,
    surplus: Vec<(String, Item)>,
    pages: usize,
}

impl MarkdownMeasure {
    pub fn add(&mut self, id: &str, output: &str, gold: &str) {
        self.pages += 1;
        let (output, gold) = (Outline::of(output), Outline::of(gold));
        // An item counts if the other text keeps its words.
        let shared = |from: &Outline, other: &Outline| -> Vec<Item> {
            from.items.iter().filter(|item| other.has(&item.words)).cloned().collect()
        };
        let (of_output, of_gold) = (shared(&output, &gold), shared(&gold, &output));
        let mut left: HashMap<(&str, &str), usize> = HashMap::new();
        for item in &of_gold {
            *left.entry((item.kind, &item.key)).or_default() += 1;
            self.counts.entry(item.kind).or_default().of_gold += 1;
        }
        for item in &of_output {
            let count = self.counts.entry(item.kind).or_default();
            count.of_output += 1;
            match left.get_mut(&(item.kind, item.key.as_str())).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    count.found += 1;
                }
                None => self.surplus.push((id.to_owned(), item.clone())),
            }
        }
        for item in &of_gold {
            if let Some(left) = left.get_mut(&(item.kind, item.key.as_str())).filter(|left| **left > 0) {
                *left -= 1;
                self.missing.push((id.to_owned(), item.clone()));
            }
        }
    }

    /// The number of pages that were compared.
    pub fn pages(&self) -> usize {
        self.pages
    }

    pub fn write(&self, out: &mut impl Write, name: &str, lists_failures: bool) -> io::Result<()> {
        writeln!(out, "-- Markdown of {name}, {} pages", self.pages)?;
        for kind in KINDS {
            let Count { found, of_output, of_gold } = self.counts.get(kind).copied().unwrap_or_default();
            let (precision, recall) = (share(found, of_output), share(found, of_gold));
            let f1 = share(2 * found, of_output + of_gold);
            writeln!(
                out,
                "{kind:13} precision {precision:.3}, recall {recall:.3}, F1 {f1:.3} ({found} of {of_output} and {of_gold})"
            )?;
        }
        let lists = [("missing", &self.missing), ("surplus", &self.surplus)];
        for (what, items) in lists.into_iter().filter(|_| lists_failures) {
            for (id, item) in items {
                writeln!(out, "- {what}\t{}\t{id}\t{}", item.kind, crate::shown(&item.key))?;
            }
        }
        Ok(())
    }
}

/// The Markdown that another program has made of pages, by their ids: the files `<id>.md` of a folder, or a file with an
/// object `{"id": …, "markdown": …}` a line.
pub fn read_outputs(path: &Path) -> io::Result<HashMap<String, String>> {
    if path.is_dir() {
        let mut outputs = HashMap::new();
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            if let (Some("md"), Some(id)) =
                (path.extension().and_then(|e| e.to_str()), path.file_stem().and_then(|s| s.to_str()))
            {
                outputs.insert(id.to_owned(), fs::read_to_string(&path)?);
            }
        }
        return Ok(outputs);
    }
    let row = |line: io::Result<String>| {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        Ok((field("id"), field("markdown")))
    };
    BufReader::new(File::open(path)?).lines().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_counts_where_both_texts_have_its_sentence() {
        let gold = "It runs on [Windows](/windows) and Linux. Windows of the mill are new.";
        let output = "It runs on Windows and Linux. [Windows](/glass) of the mill are new.\n\n[Windows](/infobox)";
        let mut measure = MarkdownMeasure::default();
        measure.add("page", output, gold);
        let Count { found, of_output, of_gold } = measure.counts["links"];
        // The link that stands alone has no sentence.
        assert_eq!((found, of_output, of_gold), (0, 2, 1));
    }

    #[test]
    fn things_count_where_both_texts_have_their_words() {
        let gold = "# Mill\n\nIt [ground](https://a.example/x/) `rye`.[^1]\n\n- one\n- two\n\n```rust\nx\n```\n\n[^1]: A note.";
        let output = "## Mill\n\nIt [ground](/x) `rye`.\n\n- one\n\n[more](/y)\n\n```\nx\n```\n\nA note.";
        let mut measure = MarkdownMeasure::default();
        measure.add("page", output, gold);
        let count = |kind| {
            let Count { found, of_output, of_gold } = measure.counts.get(kind).copied().unwrap_or_default();
            (found, of_output, of_gold)
        };
        assert_eq!(count("links"), (1, 1, 1));
        assert_eq!(count("code in lines"), (1, 1, 1));
        assert_eq!(count("headings"), (0, 1, 1));
        assert_eq!(count("list items"), (1, 1, 1), "the text has only one of them");
        assert_eq!(count("languages"), (0, 0, 1));
        assert_eq!(count("code blocks"), (1, 1, 1));
        assert_eq!(count("footnotes"), (0, 0, 1));
    }
}
