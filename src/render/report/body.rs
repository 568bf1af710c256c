//! The text of a page to read: kept spans as headings, paragraphs, lists, quotations, code and tables, and each run of
//! removed spans between them folded.

use std::fmt::{self, Write};
use std::ops::Range;

use super::page::{Part, Report};
use super::spans::{SpanWriter, direction};
use crate::render::block::{Block, Content, Line, Row};
use crate::render::blocks::blocks_of_page;

/// Writes all spans of a page. Each is written once and in order by [`SpanWriter`], also if blocks leave one out.
pub(super) fn write(page: &Report<'_>, out: String, is_rtl: bool) -> Result<String, fmt::Error> {
    let mut shown_before = vec![0];
    for (index, span) in page.spans.iter().enumerate() {
        shown_before.push(shown_before[index] + usize::from(Part::of(span) != Part::Removed));
    }
    let mut writer = BodyWriter { spans: SpanWriter::new(page, out, is_rtl), shown_before };
    writer.blocks(&blocks_of_page(page.document, page.spans), Around::Blocks, is_rtl)?;
    writer.fold(page.document.source().len(), Around::Blocks)?;
    Ok(writer.spans.out)
}

struct BodyWriter<'a> {
    spans: SpanWriter<'a>,
    /// For each span, and for the end of the page, the number of spans before it that are not removed.
    shown_before: Vec<usize>,
}

/// What a fold is in.
#[derive(Clone, Copy)]
enum Around {
    Blocks,
    List,
    Table { columns: usize },
}

impl BodyWriter<'_> {
    /// Writes the blocks that show something. Removed ones wait until the next span that is shown, so that a run of
    /// them is one fold wherever blocks begin and end in it.
    fn blocks(&mut self, blocks: &[Block<'_>], around: Around, is_rtl: bool) -> fmt::Result {
        for block in blocks {
            if let Some(start) = extent(block).and_then(|bytes| self.first_shown(&bytes)) {
                self.fold(start, around)?;
                self.block(block, is_rtl)?;
            }
        }
        Ok(())
    }

    /// The offset of the first span in a range of the source that is not removed.
    fn first_shown(&self, bytes: &Range<usize>) -> Option<usize> {
        let spans = self.spans.spans_before(bytes.start)..self.spans.spans_before(bytes.end);
        let before = *self.shown_before.get(spans.start)?;
        let first = self.shown_before.partition_point(|&shown| shown <= before).checked_sub(1)?;
        spans.contains(&first).then(|| self.spans.page.spans[first].start())
    }

    fn fold(&mut self, end: usize, around: Around) -> fmt::Result {
        if self.spans.pending(end).is_none() {
            return Ok(());
        }
        match around {
            Around::Blocks => self.spans.fold(end),
            Around::List => {
                self.spans.out.push_str("<li class=\"gap\">");
                self.spans.fold(end)?;
                writeln!(self.spans.out, "</li>")
            }
            Around::Table { columns } => {
                write!(self.spans.out, "<tr><td colspan=\"{columns}\">")?;
                self.spans.fold(end)?;
                writeln!(self.spans.out, "</td></tr>")
            }
        }
    }

    fn block(&mut self, block: &Block<'_>, is_rtl: bool) -> fmt::Result {
        match &block.content {
            Content::Heading { level, lines } => {
                // The title of the report is the only heading of level 1.
                let name = ["h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(&1, &5) - 1)];
                self.leaf(name, "", lines, block, is_rtl)
            }
            Content::Paragraph(lines) => self.leaf("p", "", lines, block, is_rtl),
            Content::Caption(lines) => self.leaf("p", " class=\"caption\"", lines, block, is_rtl),
            Content::Code { lines, .. } => self.code(lines),
            Content::Table(rows) => self.table(rows, block, is_rtl),
            Content::List { list, items } => {
                let name = if list.is_ordered { "ol" } else { "ul" };
                let is_counted_on = list.is_ordered && list.start != 1;
                let start = if is_counted_on { format!(" start=\"{}\"", list.start) } else { String::new() };
                let reversed = if list.is_ordered && list.is_reversed { " reversed" } else { "" };
                self.start(name, &(start + reversed), block, is_rtl)?;
                self.spans.out.push('\n');
                self.blocks(items, Around::List, block.is_right_to_left)?;
                self.end(name)
            }
            Content::Item { marker, blocks, .. } => {
                // A bullet or number in the text is not written twice.
                self.start("li", if marker.is_some() { " class=\"marked\"" } else { "" }, block, is_rtl)?;
                match blocks.split_first() {
                    Some((Block { content: Content::Paragraph(lines), .. }, rest)) => {
                        self.lines(lines)?;
                        self.blocks(rest, Around::Blocks, block.is_right_to_left)?;
                    }
                    _ => self.blocks(blocks, Around::Blocks, block.is_right_to_left)?,
                }
                self.end("li")
            }
            // The report loads nothing.
            Content::Image { .. } => Ok(()),
            Content::Quote(blocks) => self.container("blockquote", "", blocks, block, is_rtl),
            Content::Callout(_, blocks) => self.container("div", " class=\"callout\"", blocks, block, is_rtl),
            Content::Title(blocks) | Content::Term(blocks) => {
                self.container("div", " class=\"term\"", blocks, block, is_rtl)
            }
            Content::Definition(blocks) => self.container("div", " class=\"definition\"", blocks, block, is_rtl),
            Content::Definitions(blocks) | Content::Details(blocks) | Content::Note(_, blocks) => {
                self.container("div", "", blocks, block, is_rtl)
            }
        }
    }

    fn container(
        &mut self,
        name: &str,
        attributes: &str,
        blocks: &[Block<'_>],
        block: &Block<'_>,
        is_rtl: bool,
    ) -> fmt::Result {
        self.start(name, attributes, block, is_rtl)?;
        self.spans.out.push('\n');
        self.blocks(blocks, Around::Blocks, block.is_right_to_left)?;
        self.end(name)
    }

    fn leaf(&mut self, name: &str, attributes: &str, lines: &[Line], block: &Block<'_>, is_rtl: bool) -> fmt::Result {
        self.start(name, attributes, block, is_rtl)?;
        self.lines(lines)?;
        self.end(name)
    }

    fn lines(&mut self, lines: &[Line]) -> fmt::Result {
        for (index, line) in lines.iter().enumerate() {
            if let Some(span) = self.spans.pending(line.range.end).filter(|_| index > 0) {
                // What is removed from a block, such as the link to a heading, needs no line of its own.
                let is_joined = line.is_wrapped || Part::of(span) == Part::Removed;
                self.spans.out.push_str(if is_joined { "\n" } else { "<br>\n" });
            }
            self.spans.line(line.range.end)?;
        }
        Ok(())
    }

    fn code(&mut self, lines: &[Line]) -> fmt::Result {
        self.spans.out.push_str("<pre dir=\"ltr\"><code>");
        let mut written = lines.first().map_or(0, |line| line.range.start);
        for line in lines {
            if let Some(start) = self.spans.pending(line.range.end).map(|span| span.start()) {
                self.spans.between(written, start);
            }
            self.spans.line(line.range.end)?;
            written = line.range.end;
        }
        writeln!(self.spans.out, "</code></pre>")
    }

    fn table(&mut self, rows: &[Row], block: &Block<'_>, is_rtl: bool) -> fmt::Result {
        self.spans.out.push_str("<div class=\"scroll\">");
        self.start("table", "", block, is_rtl)?;
        self.spans.out.push('\n');
        for row in rows {
            if let Some(line) = row.cells.iter().find_map(|cell| cell.lines.first()) {
                self.fold(line.range.start, Around::Table { columns: row.cells.len() })?;
            }
            self.spans.out.push_str("<tr>");
            let name = if row.is_head { "th" } else { "td" };
            // Places that another cell spans have none of their own.
            for cell in row.cells.iter().filter(|cell| cell.columns > 0) {
                write!(self.spans.out, "<{name}")?;
                for (attribute, places) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                    if places > 1 {
                        write!(self.spans.out, " {attribute}=\"{places}\"")?;
                    }
                }
                self.spans.out.push('>');
                self.lines(&cell.lines)?;
                write!(self.spans.out, "</{name}>")?;
            }
            self.spans.out.push_str("</tr>\n");
        }
        self.end("table")?;
        writeln!(self.spans.out, "</div>")
    }

    fn start(&mut self, name: &str, attributes: &str, block: &Block<'_>, is_rtl: bool) -> fmt::Result {
        write!(self.spans.out, "<{name}{attributes}{}>", direction(block.is_right_to_left, is_rtl))
    }

    fn end(&mut self, name: &str) -> fmt::Result {
        writeln!(self.spans.out, "</{name}>")
    }
}

/// The range of the source from the first line of a block to its last; none if it has no text. Blocks are nested only a
/// few levels deep (`MAX_NESTED_CONTAINERS`), so that recursion is safe.
fn extent(block: &Block<'_>) -> Option<Range<usize>> {
    match &block.content {
        Content::Heading { lines, .. }
        | Content::Paragraph(lines)
        | Content::Caption(lines)
        | Content::Code { lines, .. } => Some(lines.first()?.range.start..lines.last()?.range.end),
        Content::Table(rows) => {
            let mut lines = rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.lines);
            let first = lines.next()?;
            let last = lines.next_back().unwrap_or(first);
            Some(first.range.start..last.range.end)
        }
        Content::List { items: blocks, .. }
        | Content::Item { blocks, .. }
        | Content::Quote(blocks)
        | Content::Callout(_, blocks)
        | Content::Definitions(blocks)
        | Content::Term(blocks)
        | Content::Definition(blocks)
        | Content::Details(blocks)
        | Content::Title(blocks)
        | Content::Note(_, blocks) => {
            let first = blocks.iter().find_map(extent)?;
            let last = blocks.iter().rev().find_map(extent)?;
            Some(first.start..last.end)
        }
        Content::Image { caption, .. } => Some(caption.as_ref()?.range.clone()),
    }
}
