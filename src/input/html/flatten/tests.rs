//! Tests of flattening.

use super::*;
use crate::input::html::open_tables::MAX_SPANNED_COLUMNS;
use crate::input::html::parse;
use crate::limits::Limits;

fn flat(html: &str) -> (Tree, Flat) {
    let tree = parse::parse(html, Limits::new(), &mut Vec::new());
    let flat = flatten(&tree, 0);
    (tree, flat)
}

fn source(html: &str) -> String {
    flat(html).1.source
}

/// The text of each segment, the name of its element, and why it is hidden.
fn segments(html: &str) -> Vec<(String, String, Option<Hidden>)> {
    let (tree, flat) = flat(html);
    let of_segment = |segment: &FlatSegment| {
        let text = flat.source[segment.range.clone()].to_owned();
        (text, tree.name(segment.node).to_owned(), segment.hidden)
    };
    flat.segments.iter().map(of_segment).collect()
}

#[test]
fn blocks_are_separated_by_lines_and_paragraphs_by_empty_lines() {
    assert_eq!(source("<div>a</div><div>b</div>"), "a\nb");
    assert_eq!(source("<p>a</p><p>b</p><div>c"), "a\n\nb\n\nc");
    assert_eq!(source("a<br>b<br><br>c"), "a\nb\n\nc");
    assert_eq!(source("<ul><li>a<li>b</ul>"), "a\nb");
}

#[test]
fn white_space_is_collapsed_except_in_preformatted_text() {
    assert_eq!(source(" a \n\t b<b> c</b>\u{A0} d "), "a b c\u{A0} d");
    let (_, preformatted) = flat("<pre>\n\n a\n  b </pre> c");
    assert_eq!(preformatted.source, "\n a\n  b\n\nc");
    assert_eq!(&preformatted.source[preformatted.segments[0].range.clone()], " a\n  b");
    let (_, spaced) = flat("<pre>\n<i>\n  </i><b>if</b> x {\n  }</pre><pre>  alone </pre>");
    let texts: Vec<&str> = spaced.segments.iter().map(|segment| &spaced.source[segment.range.clone()]).collect();
    assert_eq!(texts, ["  if x {\n  }", "alone"]);
    assert_eq!(source("so\u{AD}ft"), "soft");
}

#[test]
fn cells_are_separated_by_tabs_unless_the_row_is_broken() {
    assert_eq!(source("<table><tr><td>a<td>b<tr><td>c<td>d</table>"), "a\tb\nc\td");
    assert_eq!(source("<table><tr><td><p>a</p><td>b</table>"), "a\n\nb");
}

#[test]
fn rows_of_data_are_lines_with_a_tab_for_each_column() {
    let table = |rows: &str| source(&format!("x<table><tr><th>a<th>b<th>c{rows}</table>y"));
    assert_eq!(table("<tr><td>d<td>e<td>f"), "x\na\tb\tc\nd\te\tf\ny");
    assert_eq!(table("<tr><td><p>d</p><p>e</p><td>f<br>g<td><ul><li>h<li>i</ul>"), "x\na\tb\tc\nd e\tf g\th i\ny");
    assert_eq!(table("<tr><td>d<td><td>f<tr><td><td>e<td>"), "x\na\tb\tc\nd\t\tf\n\te\ny");
    assert_eq!(table("<tr><td rowspan=2>d<td>e<td>f<tr><td>g<td>h"), "x\na\tb\tc\nd\te\tf\n\tg\th\ny");
    assert_eq!(table("<tr><td colspan=2>d<td>f<tr><td>g<td>h<td>i"), "x\na\tb\tc\nd\t\tf\ng\th\ti\ny");
    assert_eq!(table("<tr><td>d<td><i hidden>e</i><td>f"), "x\na\tb\tc\nd\t\tf\ne\ny", "hidden text is below");
    let spans = "<tr><td colspan=99999 rowspan=99999>d<tr><td>e<td>f";
    assert_eq!(table(spans), format!("x\na\tb\tc\nd\n{}e\tf\ny", "\t".repeat(MAX_SPANNED_COLUMNS)));
}

#[test]
fn code_keeps_its_lines_whatever_they_are_made_of() {
    for html in [
        "<pre>if a:\n    b\n\nc</pre>",
        "<pre>if a:<br>    b<br><br>c</pre>",
        "<pre><div>if a:</div><div>    b\n</div><div>\n</div><div>c</div></pre>",
        "<pre><code><span class=ln>1</span>if a:\n<span class=ln>2</span>    b\n\nc</code></pre>",
        "<table><tr> <td class=blob-num>1</td> <td class=blob-code>if a:\n</td> </tr>\n\
         <tr><td class=blob-num><td class=blob-code>    b<tr><td class=blob-code>\n<tr><td class=blob-code>c</table>",
    ] {
        let (_, flat) = flat(html);
        let (numbers, code): (Vec<&FlatSegment>, Vec<_>) =
            flat.segments.iter().partition(|segment| segment.hidden == Some(Hidden::Control));
        assert_eq!(code.len(), 1, "{html}");
        assert_eq!(&flat.source[code[0].range.clone()], "if a:\n    b\n\nc", "{html}");
        assert!(numbers.iter().all(|number| flat.source[number.range.clone()].parse::<u8>().is_ok()), "{html}");
    }
}

#[test]
fn a_segment_is_in_the_deepest_element_around_all_its_text() {
    let found = segments("<div><p><b>a</b></p><p>c <i>d</i></p></div>");
    let names: Vec<_> = found.iter().map(|(text, name, _)| (text.as_str(), name.as_str())).collect();
    assert_eq!(names, [("a", "b"), ("c d", "p")]);
}

#[test]
fn hidden_text_has_segments_of_its_own() {
    let found = segments("<p>a <span hidden>b</span> c<noscript>d</noscript><template>e</template>");
    let hidden: Vec<_> = found.iter().map(|(text, _, hidden)| (text.as_str(), *hidden)).collect();
    assert_eq!(
        hidden,
        [("a c", None), ("b", Some(Hidden::Attribute)), ("d", Some(Hidden::Noscript)), ("e", Some(Hidden::Fallback))]
    );
}

#[test]
fn text_for_screen_readers_leaves_headings_and_links() {
    let assistive = "<span class=sr-only>new window</span>";
    let texts = |page: &str| -> Vec<String> {
        let shown = segments(page).into_iter().filter(|(.., hidden)| hidden.is_none());
        shown.map(|(text, ..)| text).collect()
    };
    assert_eq!(texts(&format!("<h2>{assistive} Mill</h2>")), ["Mill"]);
    assert_eq!(texts(&format!("<h2>Mill {assistive}</h2>")), ["Mill"]);
    assert_eq!(texts(&format!("<p>see <a href=x>one {assistive}</a> two")), ["see one two"]);
    let (_, flat) = flat(&format!("<p><a href=x>{assistive} one</a>"));
    let one = flat.segments.last().expect("the link has text");
    assert_eq!((one.links, one.link_chars, one.hidden), (1, 3, None));
}

#[test]
fn links_and_their_characters_are_counted() {
    let (_, flat) = flat("<p>see <a href=x>one two</a><a href=y>b</a> <a href=z></a></p>");
    assert_eq!(flat.source, "see one two b");
    assert_eq!((flat.segments[0].links, flat.segments[0].link_chars), (2, 7));
}

#[test]
fn ruby_and_quotations_get_their_marks() {
    assert_eq!(source("<q>a</q>"), "“a”");
    assert_eq!(source("<ruby>b<rt>c</rt></ruby>"), "b(c)");
    assert_eq!(source("<ruby>b<rp>(</rp><rt>c</rt><rp>)</rp></ruby>"), "b(c)");
}
