//! The body as clean HTML.

use std::ops::Range;

use super::block::{Align, Block, Content, Line, Row};
use super::blocks::blocks;
use super::context::Context;
use super::escape;
use super::footnotes::Footnotes;
use super::inline::{Part, Picture, formula_of, linked_to, parts};
use super::structure::List;
use crate::document::Document;
use crate::inline::written_attribute;
use crate::inline_kind::InlineKind;
use crate::language::Language;
use crate::markup::NodeId;
use crate::span::Span;
use crate::text::characters::BYTE_ORDER_MARK;
use crate::text::harmless;

/// The kept spans of a range as a fragment of HTML.
pub(crate) fn html(document: &Document, spans: &[Span], range: Range<usize>, language: Language) -> String {
    let footnotes = Footnotes::of(document, spans, range.clone());
    let context = Context { document, footnotes: &footnotes };
    let mut writer = Writer { context, source: document.source(), out: String::new() };
    let inherited = Inherited { language, is_right_to_left: false };
    let blocks = blocks(context, spans, range);
    let is_note = |block: &Block<'_>| matches!(block.content, Content::Note(..));
    let notes = blocks.iter().position(is_note).unwrap_or(blocks.len());
    for block in &blocks[..notes] {
        writer.block(block, inherited);
        writer.out.push('\n');
    }
    writer.notes(&blocks[notes..], inherited);
    writer.out.truncate(writer.out.trim_end_matches('\n').len());
    writer.out
}

/// Longer values of attributes that are written again for each line of an element are left out (hand-set).
const MAX_REPEATED_BYTES: usize = 200;

struct Writer<'a> {
    context: Context<'a>,
    source: &'a str,
    out: String,
}

/// Language and direction that a block inherits from the elements around it.
#[derive(Clone, Copy)]
struct Inherited {
    language: Language,
    is_right_to_left: bool,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block<'_>, inherited: Inherited) {
        match &block.content {
            Content::Heading { level, lines } => {
                let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(&1, &6) - 1)];
                self.leaf(name, lines, block, inherited);
            }
            Content::Paragraph(lines) => self.leaf("p", lines, block, inherited),
            Content::Caption(lines) => {
                self.out.push_str("<figure>");
                self.leaf("figcaption", lines, block, inherited);
                self.out.push_str("</figure>");
            }
            Content::Code { language, lines } => self.code(*language, lines),
            Content::Table(rows) => self.table(rows, block, inherited),
            Content::List { list, items } => self.list(*list, items, block, inherited),
            Content::Item { .. } => self.item(block, None, false, inherited),
            Content::Image { node, caption } => {
                self.out.push_str("<figure>");
                self.linked_image(*node, linked_to(self.context.document, *node).as_deref());
                if let Some(caption) = caption {
                    self.out.push_str("<figcaption>");
                    self.lines(std::slice::from_ref(caption));
                    self.out.push_str("</figcaption>");
                }
                self.out.push_str("</figure>");
            }
            Content::Quote(blocks) => self.container("blockquote", blocks, block, inherited),
            Content::Callout(callout, blocks) => {
                let class = callout.name();
                let inside =
                    self.start_with("aside", block, inherited, |writer| writer.attribute("class", Some(class)));
                self.blocks(blocks, inside);
                self.end("aside");
            }
            Content::Details(blocks) => self.details(blocks, block, inherited),
            Content::Title(blocks) => self.title("p", blocks, block, inherited),
            Content::Definitions(blocks) => self.container("dl", blocks, block, inherited),
            Content::Term(blocks) => self.entry("dt", blocks, block, inherited),
            Content::Definition(blocks) => self.entry("dd", blocks, block, inherited),
            // Notes come last.
            Content::Note(_, blocks) => self.blocks(blocks, inherited),
        }
    }

    fn container(&mut self, name: &str, blocks: &[Block<'_>], block: &Block<'_>, inherited: Inherited) {
        let inside = self.start(name, block, inherited);
        self.blocks(blocks, inside);
        self.end(name);
    }

    fn list(&mut self, list: List, items: &[Block<'_>], block: &Block<'_>, inherited: Inherited) {
        // The numbers of flattened text are text where they would not be counted.
        let is_counted = list.is_ordered && (list.start == 1 || items.iter().all(|item| own_marker(item).is_none()));
        let name = if is_counted { "ol" } else { "ul" };
        let inside = self.start_with(name, block, inherited, |writer| {
            if !is_counted {
                return;
            }
            let first = if list.is_reversed { items.len() } else { 1 };
            if list.start as usize != first {
                writer.attribute("start", Some(&list.start.to_string()));
            }
            if list.is_reversed {
                writer.attribute("reversed", Some(""));
            }
        });
        let mut number = list.start;
        for block in items {
            self.out.push('\n');
            let own = match &block.content {
                Content::Item { item, .. } => item.value.filter(|_| is_counted),
                _ => None,
            };
            self.item(block, own.filter(|own| *own != number), list.is_ordered && !is_counted, inside);
            let this = own.unwrap_or(number);
            number = if list.is_reversed { this.saturating_sub(1) } else { this.saturating_add(1) };
        }
        self.out.push('\n');
        self.end(name);
    }

    fn details(&mut self, blocks: &[Block<'_>], block: &Block<'_>, inherited: Inherited) {
        let inside = self.start("details", block, inherited);
        let mut rest = blocks;
        if let Some((Block { content: Content::Title(title), .. }, others)) = blocks.split_first() {
            self.out.push('\n');
            self.title("summary", title, &blocks[0], inside);
            rest = others;
        }
        self.blocks(rest, inside);
        self.end("details");
    }

    /// The title of a callout, or a summary: its lines, or its blocks if it has others.
    fn title(&mut self, name: &str, blocks: &[Block<'_>], block: &Block<'_>, inherited: Inherited) {
        match blocks {
            [Block { content: Content::Paragraph(lines), .. }] => {
                self.start(name, block, inherited);
                if name == "p" {
                    self.out.push_str("<strong>");
                    self.lines(lines);
                    self.out.push_str("</strong>");
                } else {
                    self.lines(lines);
                }
                self.end(name);
            }
            [Block { content: Content::Heading { .. }, .. }] if name == "summary" => {
                self.container(name, blocks, block, inherited);
            }
            _ => self.blocks(blocks, inherited),
        }
    }

    /// A term or a definition; its text gets a `<p>` only if it has several blocks.
    fn entry(&mut self, name: &str, blocks: &[Block<'_>], block: &Block<'_>, inherited: Inherited) {
        let inside = self.start(name, block, inherited);
        match blocks {
            [Block { content: Content::Paragraph(lines) | Content::Heading { lines, .. }, .. }] => self.lines(lines),
            _ => self.blocks(blocks, inside),
        }
        self.end(name);
    }

    /// The footnotes as a list, to which the references link.
    fn notes(&mut self, notes: &[Block<'_>], inherited: Inherited) {
        if notes.is_empty() {
            return;
        }
        self.out.push_str("<ol>");
        let mut next = 1;
        for note in notes {
            let Content::Note(number, blocks) = &note.content else { continue };
            self.out.push('\n');
            let inside = self.start_with("li", note, inherited, |writer| {
                writer.attribute("id", Some(&format!("fn-{number}")));
                if *number != next {
                    writer.attribute("value", Some(&number.to_string()));
                }
            });
            next = number.saturating_add(1);
            match blocks.as_slice() {
                [Block { content: Content::Paragraph(lines), .. }] => self.lines(lines),
                _ => self.blocks(blocks, inside),
            }
            self.end("li");
        }
        self.out.push_str("\n</ol>\n");
    }

    /// An item; its text gets a `<p>` only if it has several blocks.
    fn item(&mut self, block: &Block<'_>, value: Option<u32>, with_marker: bool, inherited: Inherited) {
        let Content::Item { item, marker, blocks } = &block.content else { return self.block(block, inherited) };
        let inside = self.start_with("li", block, inherited, |writer| {
            writer.attribute("value", value.map(|value| value.to_string()).as_deref());
        });
        match item.is_done {
            Some(true) => self.out.push_str("<input type=\"checkbox\" checked=\"\" disabled=\"\"> "),
            Some(false) => self.out.push_str("<input type=\"checkbox\" disabled=\"\"> "),
            None => {}
        }
        if let Some(marker) = marker.clone().filter(|_| with_marker) {
            escape::html(&mut self.out, &harmless(&self.source[marker]));
            self.out.push(' ');
        }
        match blocks.split_first() {
            Some((Block { content: Content::Paragraph(lines), .. }, rest))
                if rest.iter().all(|block| matches!(block.content, Content::List { .. })) =>
            {
                self.lines(lines);
                if !rest.is_empty() {
                    self.blocks(rest, inside);
                }
            }
            _ => self.blocks(blocks, inside),
        }
        self.end("li");
    }

    fn blocks(&mut self, blocks: &[Block<'_>], inherited: Inherited) {
        for block in blocks {
            self.out.push('\n');
            self.block(block, inherited);
        }
        self.out.push('\n');
    }

    fn table(&mut self, rows: &[Row], block: &Block<'_>, inherited: Inherited) {
        self.start("table", block, inherited);
        for row in rows {
            self.out.push_str("\n<tr>");
            for cell in row.cells.iter().filter(|cell| cell.columns > 0 || !cell.lines.is_empty()) {
                let name = if row.is_head || cell.is_head { "th" } else { "td" };
                self.out.push('<');
                self.out.push_str(name);
                let span = |count: usize| (count > 1).then(|| count.to_string());
                self.attribute("colspan", span(cell.columns).as_deref());
                self.attribute("rowspan", span(cell.rows).as_deref());
                self.attribute(
                    "align",
                    cell.align.map(|align| match align {
                        Align::Left => "left",
                        Align::Center => "center",
                        Align::Right => "right",
                    }),
                );
                self.out.push('>');
                self.lines(&cell.lines);
                self.end(name);
            }
            self.out.push_str("</tr>");
        }
        self.out.push('\n');
        self.end("table");
    }

    fn code(&mut self, language: Option<&str>, lines: &[Line]) {
        self.out.push_str("<pre><code");
        self.attribute("class", language.map(|language| format!("language-{language}")).as_deref());
        self.out.push('>');
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            escape::html(&mut self.out, &harmless(&self.source[line.range.clone()]));
        }
        self.out.push_str("</code></pre>");
    }

    fn leaf(&mut self, name: &str, lines: &[Line], block: &Block<'_>, inherited: Inherited) {
        self.start(name, block, inherited);
        self.lines(lines);
        self.end(name);
    }

    fn lines(&mut self, lines: &[Line]) {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.push_str(if line.is_wrapped { "\n" } else { "<br>\n" });
            }
            self.parts(&parts(self.context, line.range.clone()));
        }
    }

    fn parts(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Text(text) => escape::html(&mut self.out, text.trim_start_matches(BYTE_ORDER_MARK)),
                Part::Image { node, url } => self.linked_image(*node, url.as_deref()),
                Part::Note(number) => {
                    self.out.push_str(&format!("<sup><a href=\"#fn-{number}\">{number}</a></sup>"));
                }
                Part::Marked { kind: InlineKind::Formula, node, parts, .. } => {
                    let has_tex = formula_of(self.context.document, *node, parts).is_some();
                    self.out.push_str(if has_tex { "<code class=\"language-math\">" } else { "" });
                    self.parts(parts);
                    self.out.push_str(if has_tex { "</code>" } else { "" });
                }
                Part::Marked { kind, node, url, parts } => {
                    let name = match kind {
                        InlineKind::Link => "a",
                        InlineKind::Emphasis => "em",
                        InlineKind::Strong => "strong",
                        InlineKind::Code => "code",
                        InlineKind::Subscript => "sub",
                        InlineKind::Superscript => "sup",
                        InlineKind::Strikethrough => "s",
                        InlineKind::Mark => "mark",
                        InlineKind::Abbreviation => "abbr",
                        InlineKind::Time => "time",
                        // Its quotation marks are in the text.
                        InlineKind::Quotation | InlineKind::Formula => {
                            self.parts(parts);
                            continue;
                        }
                    };
                    self.out.push('<');
                    self.out.push_str(name);
                    self.attribute("href", url.as_deref());
                    let written = |name| {
                        let value = written_attribute(self.context.document.tree()?, *node, name);
                        value.filter(|value| value.len() <= MAX_REPEATED_BYTES)
                    };
                    match kind {
                        InlineKind::Abbreviation => self.attribute("title", written("title").as_deref()),
                        InlineKind::Time => self.attribute("datetime", written("datetime").as_deref()),
                        _ => {}
                    }
                    self.out.push('>');
                    self.parts(parts);
                    self.end(name);
                }
            }
        }
    }

    /// An image, as a link if it is one.
    fn linked_image(&mut self, node: NodeId, url: Option<&str>) {
        let Some(picture) = Picture::of(self.context.document, node) else { return };
        if url.is_some() {
            self.out.push_str("<a");
            self.attribute("href", url);
            self.out.push('>');
        }
        self.out.push_str("<img");
        self.attribute("src", Some(&picture.url));
        self.attribute("alt", Some(&picture.alt));
        self.attribute("title", picture.title.as_deref());
        self.out.push('>');
        if url.is_some() {
            self.end("a");
        }
    }

    /// Writes an attribute whose value is harmless.
    fn attribute(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::html(&mut self.out, value);
        self.out.push('"');
    }

    fn start(&mut self, name: &str, block: &Block<'_>, inherited: Inherited) -> Inherited {
        self.start_with(name, block, inherited, |_| {})
    }

    /// Writes the start tag of a block with more attributes; returns what the blocks in it inherit.
    fn start_with(
        &mut self,
        name: &str,
        block: &Block<'_>,
        inherited: Inherited,
        write_attributes: impl FnOnce(&mut Self),
    ) -> Inherited {
        let mut inside = inherited;
        self.out.push('<');
        self.out.push_str(name);
        write_attributes(self);
        if write_language(&mut self.out, block.language, inherited.language) {
            inside.language = block.language;
        }
        if block.is_right_to_left && !inherited.is_right_to_left {
            self.out.push_str(" dir=\"rtl\"");
            inside.is_right_to_left = true;
        }
        self.out.push('>');
        inside
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

/// Writes the attribute `lang` if a language is known and not the inherited one; returns whether it did.
pub(super) fn write_language(out: &mut String, language: Language, inherited: Language) -> bool {
    let Some(code) = language.code().filter(|_| language != inherited) else { return false };
    out.push_str(" lang=\"");
    escape::html(out, code);
    out.push('"');
    true
}

/// The bullet or number of an item.
fn own_marker<'a>(item: &'a Block<'_>) -> Option<&'a std::ops::Range<usize>> {
    match &item.content {
        Content::Item { marker, .. } => marker.as_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::filter::Pipeline;
    use crate::{Cleaner, Decision, Kind};

    /// The whole page, without filters.
    fn html(page: &str) -> String {
        Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks).clean_html(page).unwrap().html()
    }

    #[test]
    fn every_kind_of_block_is_written() {
        assert_eq!(
            html(
                "<article><h2 class=x>Rain &amp; wind</h2><p id=a>It <b>rained</b> on Monday &lt;all day&gt;.<p>Roses are red,\
                  <br>violets are blue.<figure><img src=a.png><figcaption>A mill</figcaption></figure>\
                  <blockquote><p>We saw it.<p>We heard it.</blockquote><pre><code class=language-c>if (a &lt; b)\n\n\tb();</code></pre>"
            ),
            "<h2>Rain &amp; wind</h2>\n\
             <p>It <strong>rained</strong> on Monday &lt;all day&gt;.</p>\n\
             <p>Roses are red,<br>\nviolets are blue.</p>\n\
             <figure><img src=\"a.png\" alt=\"\"><figcaption>A mill</figcaption></figure>\n\
             <blockquote>\n<p>We saw it.</p>\n<p>We heard it.</p>\n</blockquote>\n\
             <pre><code class=\"language-c\">if (a &lt; b)\n\n\tb();</code></pre>"
        );
    }

    #[test]
    fn lists_keep_their_order_and_nesting() {
        assert_eq!(
            html("<ol start=3><li>Flour<li>Water<ul><li>warm<li>soft</ul><li><p>Salt<p>and time</ol><p>End"),
            "<ol start=\"3\">\n<li>Flour</li>\n<li>Water\n<ul>\n<li>warm</li>\n<li>soft</li>\n</ul>\n</li>\n\
             <li>\n<p>Salt</p>\n<p>and time</p>\n</li>\n</ol>\n<p>End</p>"
        );
    }

    #[test]
    fn data_tables_stay_tables_and_layout_tables_become_paragraphs() {
        assert_eq!(
            html(
                "<table><caption>Tides</caption><tr><td><th>High<tr><td>Monday<td>3:10<br>15:40<tr><td>Tuesday<td>4:02</table>"
            ),
            "<p>Tides</p>\n<table>\n<tr><th></th><th>High</th></tr>\n<tr><td>Monday</td><td>3:10 15:40</td></tr>\n\
             <tr><td>Tuesday</td><td>4:02</td></tr>\n</table>"
        );
        assert_eq!(html("<table><tr><td>Left<td>Right</table>"), "<p>Left</p>\n<p>Right</p>");
    }

    #[test]
    fn language_and_direction_are_written_where_they_change() {
        let farsi = "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود.";
        let english = "The mayor said on Monday that the new bridge would be open by the end of the autumn.";
        assert_eq!(html(&format!("<p>{farsi}")), format!("<p dir=\"rtl\">{farsi}</p>"));
        assert_eq!(
            html(&format!(
                "<p>{english} {english} {english} {english}<ul><li>{farsi}<li>{farsi}</ul><ul><li>{farsi}<li>{english}</ul>"
            )),
            format!(
                "<p>{english} {english} {english} {english}</p>\n<ul lang=\"fa\" dir=\"rtl\">\n<li>{farsi}</li>\n<li>{farsi}</li>\n</ul>\n\
                 <ul>\n<li lang=\"fa\" dir=\"rtl\">{farsi}</li>\n<li>{english}</li>\n</ul>"
            )
        );
    }

    #[test]
    fn flattened_text_is_rendered_by_kinds() {
        let page = Cleaner::new().with_kept(Kind::Title).clean_text(
            "The old mill\n\nAfter forty years the old mill at the river is grinding flour once more, the village said on Friday.\n\n\
             What it took\n\nIt took the owners eleven years to find all that was missing in the building, they said:\n\
             1. stones that were cut by hand\n2. a wheel\n\nIt took the village less than a day to drink what was left of the beer.",
        ).unwrap();
        assert_eq!(
            page.html(),
            "<h1>The old mill</h1>\n\
             <p>After forty years the old mill at the river is grinding flour once more, the village said on Friday.</p>\n\
             <h2>What it took</h2>\n\
             <p>It took the owners eleven years to find all that was missing in the building, they said:</p>\n\
             <ol>\n<li>stones that were cut by hand</li>\n<li>a wheel</li>\n</ol>\n\
             <p>It took the village less than a day to drink what was left of the beer.</p>"
        );
    }
}
