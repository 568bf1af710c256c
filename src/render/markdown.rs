//! The body as Markdown: CommonMark, with the tables of GitHub.

use std::ops::Range;

use super::block::{Align, Block, Content, Line, Row};
use super::blocks::blocks;
use super::callout::Callout;
use super::context::Context;
use super::escape::{self, MarkdownContext};
use super::footnotes::Footnotes;
use super::markdown_inline::InlineWriter;
use super::structure::{Item, List};
use crate::document::Document;
use crate::markdown::Markdown;
use crate::span::Span;
use crate::text::harmless;

/// The kept spans of a range as Markdown.
pub(crate) fn markdown(document: &Document, spans: &[Span], range: Range<usize>, settings: &Markdown) -> String {
    let footnotes =
        if settings.has_footnotes() { Footnotes::of(document, spans, range.clone()) } else { Footnotes::default() };
    let context = Context { document, footnotes: &footnotes };
    let mut writer = Writer {
        context,
        settings,
        source: document.source(),
        out: String::new(),
        next_line: String::new(),
        following_lines: String::new(),
    };
    writer.blocks(&blocks(context, spans, range), false);
    writer.out
}

struct Writer<'a> {
    context: Context<'a>,
    settings: &'a Markdown,
    source: &'a str,
    out: String,
    /// Prefix of the next line, and of the lines after it, from the open containers.
    next_line: String,
    following_lines: String,
}

/// The characters that mark the items of a list. Adjacent lists need different ones, or they would be one list.
#[derive(Clone, Copy, Default, PartialEq)]
enum ItemMarks {
    #[default]
    First,
    Second,
}

impl ItemMarks {
    fn other(self) -> Self {
        if self == Self::First { Self::Second } else { Self::First }
    }
}

impl<'a> Writer<'a> {
    /// Writes blocks with an empty line between them; in an item, a list may follow a paragraph without one.
    fn blocks(&mut self, blocks: &[Block<'_>], is_item: bool) {
        let mut marks = ItemMarks::First;
        // Whether the block before is a list, and an ordered one.
        let mut before_list = None;
        let mut before: Option<&Content<'_>> = None;
        let has_images = self.settings.has_images();
        for block in blocks.iter().filter(|block| is_written(&block.content, has_images)) {
            if let Some(before) = before {
                self.break_line();
                let is_tight =
                    is_item && matches!(before, Content::Paragraph(_)) && can_interrupt_paragraph(&block.content)
                        || matches!(before, Content::Term(_)) && matches!(block.content, Content::Definition(_));
                let is_same_list = matches!((before, &block.content), (Content::Definition(_), Content::Definition(_)));
                if !is_tight && !is_same_list {
                    self.empty_line();
                }
            }
            let list = match &block.content {
                Content::List { list, .. } => Some(list.is_ordered),
                Content::Definitions(_) | Content::Definition(_) => Some(false),
                _ => None,
            };
            let is_next_definition = matches!(before, Some(Content::Definition(_)));
            if !is_next_definition {
                marks = if list.is_some() && list == before_list { marks.other() } else { ItemMarks::First };
            }
            match &block.content {
                Content::List { list, items } => marks = self.list(*list, items, marks),
                Content::Definition(blocks) => {
                    let mark = if marks == ItemMarks::First { "- " } else { "* " };
                    self.inside(mark, "  ", |writer| writer.blocks(blocks, true));
                }
                _ => self.block(block),
            }
            before_list = list;
            before = Some(&block.content);
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match &block.content {
            Content::Heading { level, lines } => self.heading(*level, lines),
            Content::Paragraph(lines) | Content::Caption(lines) => self.paragraph(lines),
            Content::Code { language, lines } => self.code(*language, lines),
            Content::Table(rows) => self.table(rows),
            Content::Quote(blocks) => self.inside("> ", "> ", |writer| writer.blocks(blocks, false)),
            Content::Callout(callout, blocks) => self.callout(*callout, blocks),
            Content::Definitions(blocks) | Content::Term(blocks) | Content::Details(blocks) => {
                self.blocks(blocks, false);
            }
            Content::Title(blocks) => self.title(blocks),
            Content::Note(number, blocks) => {
                self.inside(&format!("[^{number}]: "), "    ", |writer| writer.blocks(blocks, false));
            }
            Content::Item { blocks, .. } | Content::Definition(blocks) => self.blocks(blocks, true),
            Content::List { list, items } => {
                self.list(*list, items, ItemMarks::First);
            }
            Content::Image { node, caption } => {
                if self.settings.has_images() {
                    let writer = self.inline(MarkdownContext::Inside);
                    self.line(|out| writer.standalone_image(out, *node));
                }
                if let Some(caption) = caption {
                    if self.settings.has_images() {
                        self.break_line();
                        self.empty_line();
                    }
                    self.paragraph(std::slice::from_ref(caption));
                }
            }
        }
    }

    /// A callout as GitHub reads it. A title that says no more than its kind is left out.
    fn callout(&mut self, callout: Callout, blocks: &[Block<'_>]) {
        let is_said = |block: &Block<'_>| {
            let lines = match &block.content {
                Content::Title(blocks) => match blocks.as_slice() {
                    [Block { content: Content::Paragraph(lines) | Content::Heading { lines, .. }, .. }] => lines,
                    _ => return false,
                },
                Content::Paragraph(lines) => lines,
                _ => return false,
            };
            matches!(lines.as_slice(), [line] if callout.is_said_by(&self.source[line.range.clone()]))
        };
        let (title, rest) = match blocks.split_first() {
            Some((title, rest)) if is_said(title) => (Some(title), rest),
            _ => (None, blocks),
        };
        // Without text, GitHub shows no callout.
        let blocks = if rest.is_empty() { blocks } else { rest };
        let is_callout = title.is_none() || !rest.is_empty();
        self.inside("> ", "> ", |writer| {
            if is_callout {
                writer.line(|out| {
                    out.push_str("[!");
                    out.push_str(&callout.name().to_ascii_uppercase());
                    out.push(']');
                });
                writer.break_line();
                // A list that does not begin with 1 would go on with the line above.
                if !begins_with_text(blocks) {
                    writer.empty_line();
                }
            }
            writer.blocks(blocks, false);
        });
    }

    /// Paragraphs that stand out as a title.
    fn title(&mut self, blocks: &[Block<'_>]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.break_line();
                self.empty_line();
            }
            match &block.content {
                Content::Paragraph(lines) => {
                    let writer = self.inline(MarkdownContext::LineStart);
                    self.lines(lines, |out, line| writer.strong_line(out, line));
                }
                _ => self.blocks(std::slice::from_ref(block), false),
            }
        }
    }

    /// A list. An item whose number does not follow from the one before begins another list, with other marks; those of
    /// the last one are returned.
    fn list(&mut self, list: List, items: &[Block<'_>], mut marks: ItemMarks) -> ItemMarks {
        let mut number = list.start;
        for (index, block) in items.iter().enumerate() {
            let item = match &block.content {
                Content::Item { item, .. } => *item,
                _ => Item::default(),
            };
            let own = item.value.filter(|_| list.is_ordered).unwrap_or(number);
            if index > 0 {
                self.break_line();
                let is_next = !list.is_reversed && own == number;
                if !is_next && list.is_ordered {
                    marks = marks.other();
                    self.empty_line();
                }
            }
            let mark = match (list.is_ordered, marks) {
                (false, ItemMarks::First) => "- ".to_owned(),
                (false, ItemMarks::Second) => "* ".to_owned(),
                (true, ItemMarks::First) => format!("{own}. "),
                (true, ItemMarks::Second) => format!("{own}) "),
            };
            let indentation = " ".repeat(mark.len());
            let mark = match item.is_done.filter(|_| begins_with_paragraph(block)) {
                Some(true) => mark + "[x] ",
                Some(false) => mark + "[ ] ",
                None => mark,
            };
            self.inside(&mark, &indentation, |writer| writer.block(block));
            number = if list.is_reversed { own.saturating_sub(1) } else { own.saturating_add(1) };
        }
        marks
    }

    fn inline(&self, place: MarkdownContext) -> InlineWriter<'a> {
        InlineWriter { context: self.context, settings: self.settings, place }
    }

    fn heading(&mut self, level: u8, lines: &[Line]) {
        let writer = self.inline(MarkdownContext::Heading);
        self.line(|out| {
            (0..level.clamp(1, 6)).for_each(|_| out.push('#'));
            for line in lines {
                out.push(' ');
                writer.line(out, line);
            }
        });
    }

    fn paragraph(&mut self, lines: &[Line]) {
        let writer = self.inline(MarkdownContext::LineStart);
        self.lines(lines, |out, line| writer.line(out, line));
    }

    /// Writes the lines of a paragraph.
    fn lines(&mut self, lines: &[Line], write: impl Fn(&mut String, &Line)) {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.push_str(if line.is_wrapped { "" } else { "\\" });
                self.break_line();
            }
            let Some(width) = self.settings.width() else {
                self.line(|out| write(out, line));
                continue;
            };
            let mut written = String::new();
            write(&mut written, line);
            let width = width.saturating_sub(self.following_lines.chars().count());
            for (index, piece) in wrapped(&written, width).into_iter().enumerate() {
                if index > 0 {
                    self.break_line();
                }
                self.line(|out| out.push_str(piece));
            }
        }
    }

    fn code(&mut self, language: Option<&str>, lines: &[Line]) {
        let source = self.source;
        let texts: Vec<_> = lines.iter().map(|line| harmless(&source[line.range.clone()])).collect();
        let longest_run = texts.iter().map(|text| longest_run_of_backticks(text)).max().unwrap_or_default();
        let fence = "`".repeat((longest_run + 1).max(3));
        self.line(|out| {
            out.push_str(&fence);
            out.push_str(language.unwrap_or_default());
        });
        for line in texts.iter().flat_map(|text| text.split('\n')) {
            self.break_line();
            self.line(|out| out.push_str(line));
        }
        self.break_line();
        self.line(|out| out.push_str(&fence));
    }

    fn table(&mut self, rows: &[Row]) {
        let writer = self.inline(MarkdownContext::Cell);
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.break_line();
            }
            self.line(|out| {
                out.push('|');
                for cell in &row.cells {
                    out.push(' ');
                    for (index, line) in cell.lines.iter().enumerate() {
                        out.push_str(if index > 0 { " " } else { "" });
                        writer.line(out, line);
                    }
                    out.push_str(if cell.lines.is_empty() { "|" } else { " |" });
                }
            });
            if index == 0 {
                self.break_line();
                self.line(|out| {
                    out.push('|');
                    for column in 0..row.cells.len() {
                        out.push_str(match alignment(rows, column) {
                            None => " --- |",
                            Some(Align::Left) => " :-- |",
                            Some(Align::Center) => " :-: |",
                            Some(Align::Right) => " --: |",
                        });
                    }
                });
            }
        }
    }

    /// Writes the content of a container, with one prefix for the first line and one for the following lines.
    fn inside(&mut self, first: &str, following: &str, write: impl FnOnce(&mut Self)) {
        let length = self.following_lines.len();
        self.next_line.push_str(first);
        self.following_lines.push_str(following);
        write(self);
        self.following_lines.truncate(length);
        self.next_line.clear();
        self.next_line.push_str(&self.following_lines);
    }

    /// Writes a line without its line break.
    fn line(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.out.len();
        self.out.push_str(&self.next_line);
        let text = self.out.len();
        write(&mut self.out);
        if self.out.len() == text {
            // An empty line must not end in white space.
            self.out.truncate(start + self.out[start..].trim_end().len());
        }
        self.next_line.clear();
        self.next_line.push_str(&self.following_lines);
    }

    /// Writes an empty line with its line break.
    fn empty_line(&mut self) {
        self.line(|_| {});
        self.break_line();
    }

    fn break_line(&mut self) {
        self.out.push('\n');
    }
}

/// Whether anything is written of a block.
fn is_written(content: &Content<'_>, has_images: bool) -> bool {
    match content {
        Content::Image { caption, .. } => has_images || caption.is_some(),
        _ => true,
    }
}

/// Whether the first of some blocks is a line of text.
fn begins_with_text(blocks: &[Block<'_>]) -> bool {
    blocks.first().is_some_and(|block| match &block.content {
        Content::Title(blocks) => begins_with_text(blocks),
        content => matches!(content, Content::Paragraph(_) | Content::Heading { .. }),
    })
}

/// Whether a block can follow a paragraph without an empty line (CommonMark 0.31, 5.3 Lists).
fn can_interrupt_paragraph(content: &Content<'_>) -> bool {
    let Content::List { list, items } = content else { return false };
    let of_first_item = match items.first().map(|item| &item.content) {
        Some(Content::Item { item, .. }) => item.value,
        _ => None,
    };
    !list.is_ordered || of_first_item.unwrap_or(list.start) == 1
}

/// Whether an item begins with a paragraph, so that it can be a task.
fn begins_with_paragraph(item: &Block<'_>) -> bool {
    let Content::Item { blocks, .. } = &item.content else { return false };
    matches!(blocks.first(), Some(Block { content: Content::Paragraph(_), .. }))
}

/// The alignment of a column: that of its header, or that of its first cell.
fn alignment(rows: &[Row], column: usize) -> Option<Align> {
    rows.iter().take(2).find_map(|row| row.cells.get(column)?.align)
}

/// A written line in pieces of at most a number of characters. It is broken at single spaces, where the rest does not begin
/// like a block; a reader takes the break for a space. Between bidirectional controls, which are in pairs, it is not broken:
/// they have to close in the same line.
fn wrapped(line: &str, width: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut chars, mut last_space) = (0, 0, None);
    let mut open_controls = 0_usize;
    for (at, c) in line.char_indices() {
        let is_single = || !line[..at].ends_with([' ', '\\']) && !line[at + 1..].starts_with(' ');
        open_controls = match c {
            '\u{202C}' | '\u{2069}' => open_controls.saturating_sub(1),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2068}' => open_controls + 1,
            _ => open_controls,
        };
        if c == ' ' && at > start && open_controls == 0 && is_single() && !escape::begins_block(&line[at + 1..]) {
            last_space = Some((at, chars));
        }
        chars += 1;
        if chars > width
            && let Some((space, before)) = last_space.take()
        {
            pieces.push(&line[start..space]);
            start = space + 1;
            chars -= before + 1;
        }
    }
    pieces.push(&line[start..]);
    pieces
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::filter::Pipeline;
    use crate::{Cleaner, Decision, Kind};

    /// The whole page, without filters.
    fn markdown(page: &str) -> String {
        Cleaner::new()
            .with_pipeline(Pipeline::empty())
            .with_decision(Decision::Marks)
            .clean_html(page)
            .unwrap()
            .markdown()
    }

    #[test]
    fn headings_paragraphs_and_quotations_are_written() {
        assert_eq!(
            markdown(
                "<h2>Rain</h2><h4>On <i>Monday</i><br>and #</h4><p>It rained * twice:<br>1. here<br>- there\
                 <blockquote><p>We <b>saw</b> it.<p>- Anna<blockquote>Twice</blockquote></blockquote>After"
            ),
            "## Rain\n\n#### On *Monday* and \\#\n\nIt rained * twice:\\\n1\\. here\\\n\\- there\n\n\
             > We **saw** it.\n>\n> \\- Anna\n>\n> > Twice\n\nAfter"
        );
    }

    #[test]
    fn lists_keep_their_order_and_nesting() {
        assert_eq!(
            markdown(
                "<ol start=9><li>Flour<li>Water<ul><li>warm<li>soft<ol><li>very</ol></ul><li><p>Salt<p>and time</ol>\
                 <ul><li>A</ul><ul><li>B<ul></ul></ul><p>End"
            ),
            "9. Flour\n10. Water\n    - warm\n    - soft\n      1. very\n11. Salt\n\n    and time\n\n- A\n\n* B\n\nEnd"
        );
        assert_eq!(markdown("<ul><li>a<ul><li>b</ul><ul><li>c</ul>d</ul>"), "- a\n  - b\n\n  * c\n\n  d");
        assert_eq!(
            markdown("<ul><li>a</li><ul><li>b</ul><li>c</ul><ul><p>indented</ul>"),
            "- a\n  - b\n- c\n\nindented"
        );
        assert_eq!(markdown("<ul><li>a<ol start=2><li>b</ol></ul>"), "- a\n\n  2. b");
        assert_eq!(markdown("<ul><li>a<ol><li value=2>b</ol></ul>"), "- a\n\n  2. b");
    }

    #[test]
    fn code_is_kept_byte_for_byte() {
        assert_eq!(
            markdown(
                "<p>So:<pre class='lang-rust x'>    let <b>a</b> = \"*_`\";\n\n\tb &lt; c // ```\n</pre><ul><li>x<pre>y\n\n  z</pre></ul>"
            ),
            "So:\n\n````rust\n    let a = \"*_`\";\n\n\tb < c // ```\n````\n\n- x\n\n  ```\n  y\n\n    z\n  ```"
        );
        assert_eq!(markdown("<pre>a\n  b<br>  c<div>d</div></pre>"), "```\na\n  b\n  c\nd\n```");
    }

    #[test]
    fn data_tables_stay_tables_and_layout_tables_become_paragraphs() {
        assert_eq!(
            markdown(
                "<table><caption>Tides</caption><thead><tr><th>Day<th>High | low<tbody><tr><td>Monday<td>3:10<br>15:40\
                 <tr><td colspan=9>None on *Tuesday*</table>"
            ),
            "Tides\n\n| Day | High \\| low |\n| --- | --- |\n| Monday | 3:10 15:40 |\n| None on \\*Tuesday\\* | |"
        );
        // An empty cell keeps its column, also below a cell that spans rows.
        assert_eq!(
            markdown(
                "<table><tr><td>a<td><p>b<p>c<td>d<tr><td>e<td>f<td><tr><td rowspan=2>g<td>h<td>i<tr><td>j<td>k</table>"
            ),
            "| a | b c | d |\n| --- | --- | --- |\n| e | f | |\n| g | h | i |\n| | j | k |"
        );
        // A layout table is written as paragraphs.
        assert_eq!(markdown("<table><tr><td><h3>a</h3><p>b<td>c<tr><td>d<td>e</table>"), "### a\n\nb\n\nc\n\nd\n\ne");
        assert_eq!(
            markdown("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td>e<tr><td>f<td>g</table>"),
            "| a | b |\n| --- | --- |\n| c | d |\n\ne\n\nf\n\ng"
        );
    }

    #[test]
    fn lists_below_the_limit_of_nesting_are_left_out() {
        let deep = format!("{}a{}<p>b", "<ul><li>".repeat(200), "</ul>".repeat(200));
        assert_eq!(markdown(&deep), format!("{}a\n\nb", "- ".repeat(8)));
    }

    #[test]
    fn flattened_text_is_rendered_by_kinds() {
        let page = Cleaner::new().with_kept(Kind::Title).clean_text(
            "The old mill\n\nAfter forty years the old mill at the river is grinding flour once more, the village said on Friday.\n\n\
             What it took\n\nIt took the owners eleven years to find all that was missing in the building, they said:\n\
             • stones\n• a wheel\n\nIt took the village less than a day to drink what was left of the beer.\n\
             3. The mason\n4. The miller\n\nIt took everybody else a week to find out what it had been all about, they said.",
        ).unwrap();
        assert_eq!(
            page.markdown(),
            "# The old mill\n\n\
             After forty years the old mill at the river is grinding flour once more, the village said on Friday.\n\n\
             ## What it took\n\n\
             It took the owners eleven years to find all that was missing in the building, they said:\n\n\
             - stones\n- a wheel\n\n\
             It took the village less than a day to drink what was left of the beer.\n\n\
             3. The mason\n4. The miller\n\n\
             It took everybody else a week to find out what it had been all about, they said."
        );
    }
}
