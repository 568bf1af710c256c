//! The body as clean HTML.

use super::block::{Block, Content, Line, Row};
use super::blocks::blocks;
use super::escape;
use super::inline::{Part, Picture, parts};
use crate::document::Document;
use crate::inline_kind::InlineKind;
use crate::language::Language;
use crate::markup::NodeId;
use crate::span::Span;
use crate::text::characters::BYTE_ORDER_MARK;

/// The kept spans as a fragment of HTML. The only attributes are `lang`, if it differs from the page's, and
/// `dir="rtl"`.
pub(crate) fn html(document: &Document, spans: &[Span], language: Language) -> String {
    let mut writer = Writer { document, source: document.source(), out: String::new() };
    let inherited = Inherited { language, is_right_to_left: false };
    for block in blocks(document, spans) {
        writer.block(&block, inherited);
        writer.out.push('\n');
    }
    writer.out.truncate(writer.out.trim_end_matches('\n').len());
    writer.out
}

/// Longer values of attributes that are written again for each line of an element are left out (hand-set).
const MAX_REPEATED_BYTES: usize = 200;

struct Writer<'a> {
    document: &'a Document,
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
            Content::List { ordered, start, items } => {
                // The attribute `start` is not written: in a list that does not start at 1, the numbers are text.
                let is_counted = *ordered && (*start == 1 || items.iter().all(|item| own_marker(item).is_none()));
                let name = if is_counted { "ol" } else { "ul" };
                let inside = self.start(name, block, inherited);
                for item in items {
                    self.out.push('\n');
                    self.item(item, *ordered && !is_counted, inside);
                }
                self.out.push('\n');
                self.end(name);
            }
            Content::Item { .. } => self.item(block, false, inherited),
            Content::Image { node, caption } => {
                self.out.push_str("<figure>");
                self.image(*node);
                if let Some(caption) = caption {
                    self.out.push_str("<figcaption>");
                    self.lines(std::slice::from_ref(caption));
                    self.out.push_str("</figcaption>");
                }
                self.out.push_str("</figure>");
            }
            Content::Quote(blocks) => {
                let inside = self.start("blockquote", block, inherited);
                self.blocks(blocks, inside);
                self.end("blockquote");
            }
        }
    }

    /// An item; its text gets a `<p>` only if it has several blocks.
    fn item(&mut self, item: &Block<'_>, with_marker: bool, inherited: Inherited) {
        let Content::Item { marker, blocks } = &item.content else { return self.block(item, inherited) };
        let inside = self.start("li", item, inherited);
        if let Some(marker) = marker.clone().filter(|_| with_marker) {
            escape::html(&mut self.out, &self.source[marker]);
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
            let (start, end) = if row.is_head { ("<th>", "</th>") } else { ("<td>", "</td>") };
            for cell in &row.cells {
                self.out.push_str(start);
                self.lines(cell);
                self.out.push_str(end);
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
            escape::html(&mut self.out, &self.source[line.range.clone()]);
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
            self.parts(&parts(self.document, line.range.clone()));
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(range) => {
                    escape::html(&mut self.out, self.source[range.clone()].trim_start_matches(BYTE_ORDER_MARK));
                }
                Part::Image(node) => self.image(*node),
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
                        InlineKind::Quotation => {
                            self.parts(parts);
                            continue;
                        }
                    };
                    self.out.push('<');
                    self.out.push_str(name);
                    self.attribute("href", url.as_deref());
                    let written = |name| {
                        let value = self.document.tree().and_then(|tree| tree.attribute(*node, name));
                        value.filter(|value| value.len() <= MAX_REPEATED_BYTES)
                    };
                    match kind {
                        InlineKind::Abbreviation => self.attribute("title", written("title")),
                        InlineKind::Time => self.attribute("datetime", written("datetime")),
                        _ => {}
                    }
                    self.out.push('>');
                    self.parts(parts);
                    self.end(name);
                }
            }
        }
    }

    fn image(&mut self, node: NodeId) {
        let Some(picture) = Picture::of(self.document, node) else { return };
        self.out.push_str("<img");
        self.attribute("src", Some(&picture.url));
        self.attribute("alt", Some(picture.alt));
        self.attribute("title", picture.title);
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::html(&mut self.out, value);
        self.out.push('"');
    }

    fn start(&mut self, name: &str, block: &Block<'_>, inherited: Inherited) -> Inherited {
        let mut inside = inherited;
        self.out.push('<');
        self.out.push_str(name);
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
            "<ol>\n<li>Flour</li>\n<li>Water\n<ul>\n<li>warm</li>\n<li>soft</li>\n</ul>\n</li>\n\
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
