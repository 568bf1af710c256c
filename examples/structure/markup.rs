//! The markup of a page as another parser sees it, so that what the crate's own reading loses is counted as lost.

use scraper::{ElementRef, Html, Node, Selector};

/// Elements whose text is not that of their parent.
const SKIPPED: [&str; 4] = ["script", "style", "template", "noscript"];
/// Elements inside headings, cells and code that begin or end a line.
const BLOCKS: [&str; 12] = ["p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "blockquote", "pre"];

/// All elements that a selector of ours finds, in the order of the page.
pub fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&compiled(selector)).collect()
}

/// The same inside an element.
pub fn select_in<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element.select(&compiled(selector)).collect()
}

fn compiled(selector: &str) -> Selector {
    Selector::parse(selector).expect("the selector is valid")
}

/// The text of an element, lines of blocks apart, white space as it is written.
pub fn text(element: ElementRef) -> String {
    let mut out = String::new();
    // None ends a line.
    let mut waiting = vec![Some(*element)];
    while let Some(next) = waiting.pop() {
        let Some(node) = next else {
            end_line(&mut out);
            continue;
        };
        match node.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(inner) if inner.name() == "br" => out.push('\n'),
            Node::Element(inner) if SKIPPED.contains(&inner.name()) => {}
            Node::Element(inner) => {
                if BLOCKS.contains(&inner.name()) && node.id() != element.id() {
                    end_line(&mut out);
                    waiting.push(None);
                }
                waiting.extend(node.children().rev().map(Some));
            }
            _ => {}
        }
    }
    out
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_the_lines_of_blocks() {
        let page = Html::parse_document("<pre>a\n  <b>b</b><br>c<div>  d</div><div>e</div>f<script>g</script></pre>");
        assert_eq!(text(select(&page, "pre")[0]), "a\n  b\nc\n  d\ne\nf");
    }
}
