//! Properties of Markdown, HTML, reports and comments of any page.

mod common;

use common::harmless::assert_harmless;
use common::keeping_all;
use dechaff::document::Document;
use dechaff::filter::Pipeline;
use dechaff::{Cleaned, Cleaner, Decision};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Pieces of HTML pages: tags, text, anything.
fn piece() -> impl Strategy<Value = String> {
    const TAGS: &[&str] = &[
        "h1",
        "h2",
        "h6",
        "p",
        "div",
        "ul",
        "ol start=7",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code class=language-x",
        "table",
        "caption",
        "tr",
        "td",
        "td colspan=3",
        "th",
        "br",
        "hr",
        "b",
        "a href=#",
        "a href='/u_(v)*w* x'",
        "a href=javascript:x",
        "em",
        "strong",
        "code",
        "kbd",
        "del",
        "sub",
        "sup",
        "mark",
        "abbr title=*x*",
        "time datetime=2024",
        "img src=a_(b).png alt='*c* [d](e) <f>' title='\"g'",
        "figure",
        "figcaption",
        "span hidden",
        "dl",
        "dt",
        "dd",
        "article",
        "section class=comments",
        "li class=comment",
        "textarea",
        "svg",
        "template",
        "q",
        "details",
        "summary",
        "ol reversed",
        "li value=4",
        "input type=checkbox checked",
        "input type=checkbox",
        "td align=right",
        "td rowspan=2",
        "div class='admonition warning'",
        "p class=admonition-title",
        "div class='markdown-alert markdown-alert-note'",
        "math alttext=x^2",
        "mi",
        "script type=math/tex",
    ];
    prop_oneof![
        6 => prop::sample::select(TAGS).prop_map(|tag| format!("<{tag}>")),
        4 => prop::sample::select(TAGS).prop_map(|tag| format!("</{}>", tag.split(' ').next().unwrap_or(tag))),
        4 => words(),
        1 => any::<String>(),
    ]
}

/// Text that contains the markup of Markdown and HTML.
fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "The council decided on Monday to build a new bridge over the river, after the old one had been closed.",
        "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود.",
        "Reply",
        "4 May 2024 at 10:12",
        "Martha says:",
        "# a",
        "#",
        "- b",
        "+ c",
        "* d",
        "1. e",
        "23) f",
        "> g",
        "---",
        "***",
        "===",
        "| a | b |",
        "|-|-|",
        "```",
        "~~~",
        "*i*",
        "__b__",
        "snake_case",
        "`code`",
        "[l](u)",
        "![i](u)",
        "&lt;b>",
        "&amp;amp;",
        "&#0;",
        "\\",
        "a\\",
        "• x",
        "C #",
        "   ",
        "\n",
        "\n\n",
        "\t",
        "\u{A0}",
        "\u{2028}",
        "\u{FEFF}",
        "\u{AD}",
        "\u{202B}",
        "\u{0}",
        "\u{85}",
        "\u{1B}[2J",
        "\u{9B}",
        "&#27;",
        "\u{202E}",
        "\u{202C}",
        "\u{2067}",
        "\u{2069}",
    ])
    .prop_map(str::to_owned)
}

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![6 => words(), 1 => any::<String>()], 0..40).prop_map(|pieces| pieces.concat())
}

/// The words of a text, without bullets and digits, which may number a list, and without characters that HTML drops.
fn words_of(text: &str) -> Vec<String> {
    let is_marker = |word: &str| {
        let stem = word.trim_end_matches(['.', ')']);
        stem.is_empty()
            || matches!(word, "•" | "·" | "▪" | "●" | "◦" | "‣" | "■" | "►" | "➤" | "✓" | "-" | "–" | "—" | "*")
    };
    // A number may be a word of its own in one rendering only: links side by side are set apart when HTML is read.
    let kept = |c: &char| !matches!(c, '\u{FFFD}' | '\u{AD}' | '\u{FEFF}' | '0'..='9') && !is_left_out(*c);
    text.split(char::is_whitespace)
        .map(|word| word.chars().filter(kept).collect::<String>())
        .map(|word| word.trim_matches(['\u{200E}', '\u{200F}']).to_owned())
        .filter(|word| !word.is_empty() && !is_marker(word))
        .collect()
}

/// Whether a character may be left out of what is written of a page.
fn is_left_out(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text that a reader of Markdown sees, without that of images.
fn text_of_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut text = String::new();
    let mut images = 0;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(piece) | Event::Code(piece) if images == 0 => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::InlineHtml(html) => {
                assert!(["<sub>", "</sub>", "<sup>", "</sup>", "<mark>", "</mark>"].contains(&&*html))
            }
            Event::Html(html) => panic!("{html} is a block of HTML in {markdown}"),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::Start(_) | Event::End(_) => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn assert_rendered(page: &Cleaned) {
    let html = page.html();
    // A byte-order mark separates spans without white space, so words may be joined.
    if !page.source().contains('\u{FEFF}') {
        // Links side by side are set apart when HTML is read, and parts of a line are paragraphs of Markdown.
        assert_eq!(words_of(Document::from_html(&html).source()).concat(), words_of(&page.text()).concat(), "{html}");
        let markdown = page.markdown();
        assert_eq!(words_of(&text_of_markdown(&markdown)).concat(), words_of(&page.text()).concat(), "{markdown}");
        assert_eq!(page.markdown().is_empty(), page.text().is_empty());
        assert!(page.is_empty() <= page.text().is_empty());
    }
    assert_well_formed(&html);
    assert_harmless(page);
    assert_report(page);
    for comment in page.comments() {
        assert!(!comment.text().is_empty() && page.spans().get(comment.spans()).is_some());
    }
}

/// Checks that every span is in the report, once and in order, with its number, and that its tags are closed in order.
fn assert_report(page: &Cleaned) {
    let report = page.report();
    let (_, main) = report.split_once("<main").expect("the text begins");
    let (main, _) = main.split_once("</main>").expect("the text ends");
    let mut spans = main.split("<span class=\"w ").skip(1);
    for (index, span) in page.spans().iter().enumerate() {
        let written = spans.next().unwrap_or_else(|| panic!("span {index} is missing: {report}"));
        let (tag, rest) = written.split_once('>').expect("a tag ends");
        assert!(tag.contains(&format!(" id=\"s{index}\"")), "{tag}");
        let text =
            rest.strip_prefix("<span class=\"t\">").and_then(|rest| rest.split_once("</span>")).map(|(text, _)| text);
        let plain = |text: &str| text.replace(|c: char| is_left_out(c) || c.is_whitespace(), "");
        assert_eq!(text.map(|text| plain(&unescape(text))), Some(plain(&page.source()[span.range()])), "{report}");
    }
    assert_eq!(spans.next(), None);
    let mut open: Vec<&str> = Vec::new();
    for tag in main.split('<').skip(1) {
        let name = tag.split(['>', ' ']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{main}"),
            None if name != "br" => open.push(name),
            None => {}
        }
    }
    assert!(open.is_empty(), "{open:?} does not end: {main}");
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Checks that every start tag has its end tag in the right order, and that there are no unexpected attributes.
fn assert_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap_or_else(|| panic!("a tag does not end: {html}"));
        assert!(!text.contains('>'), "{html}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{html}"),
            None => {
                let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                while let Some((attribute, rest)) = attributes.split_once("=\"") {
                    let (value, rest) = rest.split_once('"').unwrap_or_else(|| panic!("a value does not end: {tag}"));
                    let is_known = match (name, attribute) {
                        (_, "dir") => value == "rtl",
                        (_, "lang") | ("img", "alt" | "title") | ("abbr", "title") | ("time", "datetime") => true,
                        ("ol", "start") | ("li", "value") | ("td" | "th", "colspan" | "rowspan") => {
                            value.parse::<u32>().is_ok()
                        }
                        ("td" | "th", "align") => ["left", "center", "right"].contains(&value),
                        ("aside", "class") => ["note", "tip", "important", "warning", "caution"].contains(&value),
                        ("input", "type") => value == "checkbox",
                        ("ol", "reversed") | ("input", "checked" | "disabled") => value.is_empty(),
                        ("li", "id") => value.starts_with("fn-"),
                        ("a", "href") | ("img", "src") => !value.to_ascii_lowercase().contains("script:"),
                        ("code", "class") => value.starts_with("language-"),
                        _ => false,
                    };
                    assert!(is_known, "{tag}");
                    attributes = rest.trim_start();
                }
                assert!(attributes.is_empty(), "{tag}");
                if !matches!(name, "br" | "img" | "input") {
                    open.push(name);
                }
            }
        }
    }
    assert!(open.is_empty(), "{open:?} does not end: {html}");
}

const CASES: u32 = 200;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_can_be_rendered(page in page()) {
        assert_rendered(&Cleaner::new().clean_html(&page).unwrap());
        assert_rendered(&keeping_all().clean_html(&page).unwrap());
        assert_rendered(&Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks).clean_html(&page).unwrap());
    }

    #[test]
    fn discarded_markup_changes_no_text(page in page()) {
        let page = keeping_all().clean_html(&page).unwrap();
        let discarded = page.clone().without_markup();
        assert_eq!(discarded.text(), page.text());
        assert_eq!(discarded.spans(), page.spans());
        let facts = |page: &Cleaned| {
            let metadata = format!("{:?}", page.metadata());
            (page.title().map(str::to_owned), page.language(), page.quality(), page.page_type(), metadata)
        };
        assert_eq!(facts(&discarded), facts(&page));
        let texts = |page: &Cleaned| page.articles().iter().map(|article| article.text()).collect::<Vec<_>>();
        assert_eq!(texts(&discarded), texts(&page));
        assert!(discarded.links().is_empty() && discarded.images().is_empty());
        assert_rendered(&discarded);
    }

    #[test]
    fn any_text_can_be_rendered(text in text()) {
        assert_rendered(&Cleaner::new().clean_text(text.as_str()).unwrap());
        assert_rendered(&keeping_all().clean_text(text.as_str()).unwrap());
    }

    #[test]
    fn words_keep_the_order_of_the_page(page in page()) {
        let page = keeping_all().clean_html(&page).unwrap();
        let markdown = text_of_markdown(&page.markdown());
        let mut rest = markdown.as_str();
        for word in page.source().split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3) {
            let at = rest.find(word);
            prop_assert!(at.is_some(), "{} is missing: {}", word, markdown);
            rest = &rest[at.unwrap_or_default() + word.len()..];
        }
    }
}

#[test]
fn deep_pages_are_rendered_with_limited_nesting() {
    for tag in ["<ul><li>", "<blockquote>", "<table><tr><td>", "<ol><li><blockquote>", "<ul>"] {
        let page = format!("{}a{}<p>b", tag.repeat(3_000), "</p>".repeat(10));
        assert_rendered(&keeping_all().clean_html(&page).unwrap());
    }
}

#[test]
fn long_attributes_are_not_written_for_each_line() {
    let long = "x".repeat(8_000);
    for tag in [format!("<a href=/{long}>"), format!("<abbr title={long}>"), format!("<time datetime={long}>")] {
        let page = keeping_all().clean_html(&format!("<p>{tag}{}", "a<br>".repeat(5_000))).unwrap();
        assert!(page.html().len() + page.markdown().len() < 400_000, "{}", page.html().len());
    }
}

/// Takes minutes if rendering is quadratic.
#[test]
fn long_pages_are_rendered_in_linear_time() {
    let article =
        "<p>The ferry has taken up its service again after a winter in the dock, the harbour office said on Monday.";
    for (piece, times) in [
        ("The council said so.<br>", 20_000),
        ("<table><tr><td colspan=1000>alpha<td>beta<tr><td>gamma<td>delta</table>", 3_000),
        ("<div class='comment x' id=comment-1><b>Tom</b> <i>4 May 2024 at 10:12</i><p>So it is.</p></div>", 3_000),
        ("<ul><li>a<ol><li>b</ol></ul>", 5_000),
        ("<pre><div>a\n  b</div></pre>", 5_000),
        ("<p>a <a href=/b><b>c<i>d</b>e</i></a><img src=f.png>", 3_000),
    ] {
        let page = keeping_all().clean_html(&format!("{article}{}", piece.repeat(times))).unwrap();
        for rendered in [page.markdown(), page.html(), page.report()] {
            assert!(rendered.len() > page.source().len() / 2);
        }
        assert!(page.comments().len() <= times);
    }
}
