//! Flattening against a second, simple implementation, on markup that both know.
//!
//! The page is a tree that is written as HTML, here and there without the end tags that the standard lets authors leave
//! out. The reference never sees the HTML: it flattens the tree. What it knows: blocks and paragraphs are on lines of
//! their own, paragraphs with an empty line around them; elements within a line change nothing; `<br>` ends a line, two
//! of them leave an empty one; white space is collapsed.

use dechaff::document::Document;

use super::choices::Choices;

/// Checks the page that the bytes choose.
pub fn check(input: &[u8]) {
    let tree = blocks(&mut Choices::new(input), 0);
    let mut html = String::from("<!DOCTYPE html><body>");
    write(&mut html, &tree, true);
    let mut expected = Flat::default();
    expected.add_all(&tree);
    let document = Document::from_html(&html);
    assert_eq!(document.source(), expected.text, "of {html}");
}

#[derive(Clone, Debug)]
enum Node {
    Element { tag: &'static Tag, has_end_tag: bool, is_upper_case: bool, children: Vec<Node> },
    Text(String),
    LineBreak,
}

#[derive(Debug)]
struct Tag {
    name: &'static str,
    /// Line feeds between the text in it and the text before and after; 0 within a line.
    line_feeds: usize,
    /// Whether it may hold blocks.
    holds_blocks: bool,
}

const fn tag(name: &'static str, line_feeds: usize, holds_blocks: bool) -> Tag {
    Tag { name, line_feeds, holds_blocks }
}

static BLOCKS: [Tag; 14] = [
    tag("p", 2, false),
    tag("div", 1, true),
    tag("div", 1, false),
    tag("section", 2, true),
    tag("article", 2, true),
    tag("main", 2, true),
    tag("aside", 2, true),
    tag("blockquote", 2, true),
    tag("h2", 2, false),
    tag("h3", 2, false),
    tag("address", 1, true),
    tag("figure", 2, true),
    tag("header", 2, true),
    tag("ul", 2, true),
];
static ITEM: Tag = tag("li", 1, true);
static INLINE: [Tag; 8] = [
    tag("b", 0, false),
    tag("i", 0, false),
    tag("em", 0, false),
    tag("span", 0, false),
    tag("strong", 0, false),
    tag("u", 0, false),
    tag("small", 0, false),
    tag("mark", 0, false),
];

/// Elements are nested this deep at most: deeper ones cost time and show nothing else.
const MAX_DEPTH: usize = 12;
const MAX_CHILDREN: usize = 6;

fn blocks(choices: &mut Choices<'_>, depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    for _ in 0..MAX_CHILDREN {
        if choices.is_empty() {
            break;
        }
        match choices.below(8) {
            0..=3 if depth < MAX_DEPTH => {
                let tag = &BLOCKS[choices.below(BLOCKS.len())];
                nodes.push(block(tag, choices, depth));
            }
            4 => break,
            // White space between blocks.
            5 => nodes.push(Node::Text("\n  ".into())),
            _ => nodes.extend(line(choices, depth)),
        }
    }
    nodes
}

fn block(tag: &'static Tag, choices: &mut Choices<'_>, depth: usize) -> Node {
    let (has_end_tag, is_upper_case) = (!choices.once_in(2), choices.once_in(4));
    let children = if tag.name == "ul" {
        (0..choices.below(4)).map(|_| block(&ITEM, choices, depth + 1)).collect()
    } else if tag.holds_blocks {
        blocks(choices, depth + 1)
    } else {
        line(choices, depth + 1)
    };
    Node::Element { tag, has_end_tag, is_upper_case, children }
}

fn line(choices: &mut Choices<'_>, depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    for _ in 0..MAX_CHILDREN {
        match choices.below(8) {
            _ if choices.is_empty() => break,
            0..=3 => nodes.push(Node::Text(choices.pick(&TEXTS).to_owned())),
            4 => break,
            5 => nodes.push(Node::LineBreak),
            _ if depth < MAX_DEPTH => {
                let tag = &INLINE[choices.below(INLINE.len())];
                let is_upper_case = choices.once_in(4);
                let children = line(choices, depth + 1);
                nodes.push(Node::Element { tag, has_end_tag: true, is_upper_case, children });
            }
            _ => {}
        }
    }
    nodes
}

const TEXTS: [&str; 14] = [
    "mill",
    " river ",
    "\n\t old \n",
    " ",
    "word word  word",
    "die Mühle ",
    "آسیاب",
    "café.",
    " (1790) ",
    "a",
    "5\u{A0}km",
    "x < y & z",
    "漢字",
    "می\u{200C}شود ",
];

/// Writes the tree as HTML. `is_at_end` tells that nothing follows the nodes in their parent, whose end tag is written.
fn write(html: &mut String, nodes: &[Node], is_at_end: bool) {
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Text(text) => html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
            Node::LineBreak => html.push_str("<br>"),
            Node::Element { tag, has_end_tag, is_upper_case, children } => {
                let name = if *is_upper_case { tag.name.to_uppercase() } else { tag.name.to_owned() };
                html.push_str(&format!("<{name}>"));
                let next = nodes.get(index + 1);
                let can_be_left_out = can_be_left_out(tag, next, is_at_end);
                let has_end_tag = *has_end_tag || !can_be_left_out;
                write(html, children, has_end_tag);
                if has_end_tag {
                    html.push_str(&format!("</{name}>"));
                }
            }
        }
    }
}

/// Whether the standard lets an author leave the end tag out before `next` (HTML, "Optional tags").
fn can_be_left_out(tag: &Tag, next: Option<&Node>, is_at_end: bool) -> bool {
    match (tag.name, next) {
        ("li", None) => is_at_end,
        ("li", Some(Node::Element { tag: next, .. })) => next.name == ITEM.name,
        ("p", None) => is_at_end,
        ("p", Some(Node::Element { tag: next, .. })) => next.line_feeds > 0 && next.name != ITEM.name,
        _ => false,
    }
}

/// The reference: text, and what is between it and the next text.
#[derive(Default)]
struct Flat {
    text: String,
    /// Line feeds before the next text, at least.
    line_feeds: usize,
    /// `<br>` since the last text.
    line_breaks: usize,
    has_space: bool,
}

impl Flat {
    fn add_all(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.add(text),
                Node::LineBreak => {
                    self.line_breaks += 1;
                    self.break_line(self.line_breaks.min(2));
                }
                Node::Element { tag, children, .. } => {
                    self.break_line(tag.line_feeds);
                    self.add_all(children);
                    self.break_line(tag.line_feeds);
                }
            }
        }
    }

    fn break_line(&mut self, line_feeds: usize) {
        self.line_feeds = self.line_feeds.max(line_feeds);
    }

    fn add(&mut self, text: &str) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n');
        for (index, word) in text.split(is_space).enumerate() {
            self.has_space |= index > 0;
            let is_line_start = self.line_feeds > 0 || self.text.is_empty();
            if word.is_empty() {
                continue;
            }
            if is_line_start {
                if !self.text.is_empty() {
                    self.text.push_str(&"\n".repeat(self.line_feeds));
                }
            } else if self.has_space {
                self.text.push(' ');
            }
            self.text.push_str(word);
            (self.line_feeds, self.line_breaks, self.has_space) = (0, 0, false);
        }
    }
}
