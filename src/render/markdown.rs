//! The body as Markdown: CommonMark, with the tables of GitHub.

use super::block::{Block, Content, Line, Row};
use super::blocks::blocks;
use super::escape::MarkdownContext;
use super::markdown_inline::InlineWriter;
use crate::document::Document;
use crate::span::Span;

/// The kept spans as Markdown.
pub(crate) fn markdown(document: &Document, spans: &[Span]) -> String {
    let mut writer = Writer {
        document,
        source: document.source(),
        out: String::new(),
        next_line: String::new(),
        following_lines: String::new(),
    };
    writer.blocks(&blocks(document, spans), false);
    writer.out
}

struct Writer<'a> {
    document: &'a Document,
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

impl Writer<'_> {
    /// Writes blocks with an empty line between them; in an item, a list may follow a paragraph without one.
    fn blocks(&mut self, blocks: &[Block<'_>], is_item: bool) {
        let mut marks = ItemMarks::First;
        for (index, block) in blocks.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| &blocks[before].content);
            if let Some(before) = before {
                self.break_line();
                let is_tight =
                    is_item && matches!(before, Content::Paragraph(_)) && can_interrupt_paragraph(&block.content);
                if !is_tight {
                    self.line(|_| {});
                    self.break_line();
                }
            }
            if let Content::List { ordered, start, items } = &block.content {
                let follows = matches!(before, Some(Content::List { ordered: before, .. }) if before == ordered);
                marks = if follows && marks == ItemMarks::First { ItemMarks::Second } else { ItemMarks::First };
                self.list(*ordered, *start, items, marks);
            } else {
                self.block(block);
            }
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match &block.content {
            Content::Heading { level, lines } => self.heading(*level, lines),
            Content::Paragraph(lines) | Content::Caption(lines) => self.paragraph(lines),
            Content::Code { language, lines } => self.code(*language, lines),
            Content::Table(rows) => self.table(rows),
            Content::Quote(blocks) => self.inside("> ", "> ", |writer| writer.blocks(blocks, false)),
            Content::Item { blocks, .. } => self.blocks(blocks, true),
            Content::List { ordered, start, items } => self.list(*ordered, *start, items, ItemMarks::First),
            Content::Image { node, caption } => {
                let document = self.document;
                self.line(|out| InlineWriter { document, context: MarkdownContext::Inside }.image(out, *node));
                if let Some(caption) = caption {
                    self.break_line();
                    self.line(|_| {});
                    self.break_line();
                    self.paragraph(std::slice::from_ref(caption));
                }
            }
        }
    }

    fn list(&mut self, ordered: bool, start: u32, items: &[Block<'_>], marks: ItemMarks) {
        for (number, item) in (start..).zip(items) {
            if number > start {
                self.break_line();
            }
            let mark = match (ordered, marks) {
                (false, ItemMarks::First) => "- ".to_owned(),
                (false, ItemMarks::Second) => "* ".to_owned(),
                (true, ItemMarks::First) => format!("{number}. "),
                (true, ItemMarks::Second) => format!("{number}) "),
            };
            let indentation = " ".repeat(mark.len());
            self.inside(&mark, &indentation, |writer| writer.block(item));
        }
    }

    fn heading(&mut self, level: u8, lines: &[Line]) {
        let document = self.document;
        self.line(|out| {
            (0..level.clamp(1, 6)).for_each(|_| out.push('#'));
            for line in lines {
                out.push(' ');
                InlineWriter { document, context: MarkdownContext::Heading }.line(out, line);
            }
        });
    }

    fn paragraph(&mut self, lines: &[Line]) {
        let document = self.document;
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.push_str(if line.is_wrapped { "" } else { "\\" });
                self.break_line();
            }
            self.line(|out| InlineWriter { document, context: MarkdownContext::LineStart }.line(out, line));
        }
    }

    fn code(&mut self, language: Option<&str>, lines: &[Line]) {
        let source = self.source;
        let texts = lines.iter().map(|line| &source[line.range.clone()]);
        let longest_run = texts.clone().map(longest_run_of_backticks).max().unwrap_or_default();
        let fence = "`".repeat((longest_run + 1).max(3));
        self.line(|out| {
            out.push_str(&fence);
            out.push_str(language.unwrap_or_default());
        });
        for line in texts.flat_map(|text| text.split('\n')) {
            self.break_line();
            self.line(|out| out.push_str(line));
        }
        self.break_line();
        self.line(|out| out.push_str(&fence));
    }

    fn table(&mut self, rows: &[Row]) {
        let document = self.document;
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.break_line();
            }
            self.line(|out| {
                out.push('|');
                for cell in &row.cells {
                    out.push(' ');
                    for (index, line) in cell.iter().enumerate() {
                        out.push_str(if index > 0 { " " } else { "" });
                        InlineWriter { document, context: MarkdownContext::Cell }.line(out, line);
                    }
                    out.push_str(if cell.is_empty() { "|" } else { " |" });
                }
            });
            if index == 0 {
                self.break_line();
                self.line(|out| {
                    out.push('|');
                    row.cells.iter().for_each(|_| out.push_str(" --- |"));
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

    fn break_line(&mut self) {
        self.out.push('\n');
    }
}

/// Whether a block can follow a paragraph without an empty line (CommonMark 0.31, 5.3 Lists).
fn can_interrupt_paragraph(content: &Content<'_>) -> bool {
    matches!(content, Content::List { ordered: false, .. } | Content::List { start: 1, .. })
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
