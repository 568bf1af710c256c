//! Pages with the shape of real ones: elements in elements with attributes that mean something, metadata, repeated parts,
//! and now and then an end tag in the wrong place.

use dechaff::clean_html;

use super::checks::{assert_promises, assert_same};
use super::choices::Choices;

/// Checks the page that the bytes choose.
pub fn check(input: &[u8]) {
    let html = page(&mut Choices::new(input));
    let page = clean_html(&html).expect("it is within the limits");
    assert_promises(&page);
    assert_same(&page, &clean_html(&html).expect("it is within the limits"));
    assert!(page.document().elements().all(|element| element.written().end <= html.len()));
}

/// A page is not made longer than this, so that a few bytes that repeat parts of it cost no seconds.
const MAX_BYTES: usize = 20_000;
/// Most times that a part is repeated.
const MAX_REPEATS: usize = 12;
const MAX_ATTRIBUTES: usize = 4;
/// The deepest nesting of JSON.
const MAX_JSON_DEPTH: usize = 40;

/// Makes a page until the choices are used up.
pub fn page(choices: &mut Choices<'_>) -> String {
    let mut html = String::new();
    // Name and start of each open element.
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut last_part = 0..0;
    while !choices.is_empty() && html.len() < MAX_BYTES {
        match choices.below(16) {
            0..=4 => {
                let name = choices.pick(&ELEMENTS);
                open.push((name, html.len()));
                html.push('<');
                html.push_str(name);
                attributes(&mut html, choices);
                html.push('>');
            }
            5..=7 => text(&mut html, choices),
            8..=10 => {
                if let Some((name, start)) = open.pop() {
                    html.push_str(&format!("</{name}>"));
                    last_part = start..html.len();
                }
            }
            11 => {
                // Another part like the last one, as comments and teasers are.
                let part = html[last_part.clone()].to_owned();
                for _ in 0..choices.below(MAX_REPEATS) {
                    if html.len() < MAX_BYTES {
                        html.push_str(&part);
                    }
                }
            }
            12 => {
                // Across other elements.
                if !open.is_empty() {
                    let (name, _) = open.remove(choices.below(open.len()));
                    html.push_str(&format!("</{name}>"));
                }
            }
            13 => {
                html.push_str("<script type=application/ld+json>");
                json(&mut html, choices, 0);
                html.push_str("</script>");
            }
            14 => html.push_str(choices.pick(&METADATA)),
            _ => html.push_str(choices.pick(&VOID)),
        }
    }
    while choices.once_in(2)
        && let Some((name, _)) = open.pop()
    {
        html.push_str(&format!("</{name}>"));
    }
    html
}

fn attributes(html: &mut String, choices: &mut Choices<'_>) {
    // Most elements have none.
    for _ in 0..choices.below(2 * MAX_ATTRIBUTES).saturating_sub(MAX_ATTRIBUTES) {
        let (name, values) = choices.pick(&ATTRIBUTES);
        html.push_str(&format!(" {name}=\"{}", choices.pick(values)));
        if choices.once_in(3) {
            html.push(' ');
            html.push_str(choices.pick(values));
        }
        html.push('"');
    }
}

fn text(html: &mut String, choices: &mut Choices<'_>) {
    for _ in 0..=choices.below(4) {
        html.push_str(choices.pick(&TEXTS));
    }
}

/// A value of JSON.
fn json(out: &mut String, choices: &mut Choices<'_>, depth: usize) {
    let kind = if depth < MAX_JSON_DEPTH && !choices.is_empty() { choices.below(6) } else { 5 };
    match kind {
        0..=2 => {
            out.push('{');
            for index in 0..=choices.below(4) {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&format!("\"{}\":", choices.pick(&JSON_KEYS)));
                json(out, choices, depth + 1);
            }
            out.push('}');
        }
        3 => {
            out.push('[');
            for index in 0..choices.below(4) {
                if index > 0 {
                    out.push(',');
                }
                json(out, choices, depth + 1);
            }
            out.push(']');
        }
        _ => out.push_str(choices.pick(&JSON_VALUES)),
    }
}

#[rustfmt::skip]
const ELEMENTS: [&str; 80] = [
    "p", "div", "span", "a", "b", "i", "em", "strong", "code", "ul", "ol", "li", "h1", "h2", "h3", "article", "section", "main",
    "nav", "aside", "header", "footer", "blockquote", "pre", "table", "thead", "tbody", "tr", "td", "th", "caption", "dl", "dt",
    "dd", "figure", "figcaption", "form", "label", "button", "select", "option", "details", "summary", "dialog", "time", "sup",
    "sub", "q", "ruby", "rt", "rp", "mark", "abbr", "small", "cite", "address", "svg", "math", "annotation", "mi", "template",
    "noscript", "title", "textarea", "style", "object", "video", "iframe", "fieldset", "legend", "center", "font", "body", "html",
    "head", "script", "xmp", "frameset", "x-y", "del",
];

#[rustfmt::skip]
const VOID: [&str; 16] = [
    "<br>", "<hr>", "<img src=/a.png alt='An old mill' width=600 height=400>", "<img src='javascript:x' alt='x'>",
    "<img data-src=/b.png srcset='/c.png 2x' alt=''>", "<input type=checkbox checked>", "<wbr>", "<!-- -->", "<!--", "-->",
    "<br><br>", "</p>", "</br>", "<![CDATA[x]]>", "<?php x ?>", "<base href='https://mill.example/a/'>",
];

#[rustfmt::skip]
const METADATA: [&str; 18] = [
    "<meta property=og:title content='The old mill grinds again'>", "<meta property=og:site_name content='Mill News'>",
    "<meta name=author content='Anna Reed, Kurt Moser and Martha'>", "<meta property=article:published_time content=2024-05-12T10:00:00+02:00>",
    "<meta name=description content='After forty years the old mill is grinding flour once more.'>",
    "<meta property=og:url content='javascript:alert(1)'>", "<link rel=canonical href='https://mill.example/news/1'>",
    "<link rel=canonical href='javascript:alert(1)'>", "<title>The old mill | Mill News</title>", "<title>The old mill", "</title>",
    "<style>.a{display:none}.b .a{display:block}</style>", "<style>.comment{visibility:hidden!important}",
    "<meta http-equiv=content-type content='text/html; charset=koi8-r'>", "<html lang=de>", "<body class='single post-template'>",
    "<script>var a = '<p>';</script>", "<meta name=date content='12 May 2024'>",
];

#[rustfmt::skip]
const TEXTS: [&str; 36] = [
    "The council decided on Monday to build a new bridge over the river, after the old one had been closed. ",
    "After forty years the old mill is grinding flour once more, the village said on Friday. ",
    "La commune a voté hier soir la construction d'une nouvelle école, malgré les critiques des riverains. ",
    "Der Verein hat im Frühjahr die alte Mühle gekauft und will sie bis zum Herbst wieder in Gang setzen. ",
    "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود. ", "Home ", "News | Sport | Weather ", "Read more ",
    "3 comments ", "Martha says: ", "Reply ", "12 May 2024 at 10:12 ", "۱۲ خرداد ۱۴۰۳ ", "By Anna Reed ", "Share on Facebook ",
    "© 2024 Mill News. All rights reserved. ", "We use cookies to improve this site. ", "Photo: Kurt Moser ", "The old mill ",
    "1", "[1]", "#", "¶", "↩", "a", " ", "\n", "\u{A0}", "&amp;", "&lt;script&gt;", "```\n", "| --- |", "* _x_ ", "漢字", "\u{AD}", "\0",
];

type Attribute = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
const ATTRIBUTES: [Attribute; 26] = [
    ("class", &["comment", "comments", "author", "byline", "date", "content", "entry-content", "nav", "menu", "related", "share",
        "hidden", "sr-only", "tab-pane", "a", "b", "footnotes", "highlight", "language-rust", "headerlink", "admonition", "note",
        "post", "reply", "avatar", "caption", "d-none", "md:block", "badge", "me-2", "fold", "lineno", "katex", "children"]),
    ("id", &["content", "comments", "comment-1", "fn1", "fnref1", "sidebar", "x", "respond", "cookie-banner", "main"]),
    ("href", &["/", "/a", "#fn1", "#fnref1", "#x", "javascript:alert(1)", "data:text/html,x", "https://mill.example/?a=b&c", "mailto:a@b",
        "//", "http://[", " java\nscript:x", "\u{1}javascript:x", "a)](b", "/tag/x", "?page=2"]),
    ("itemprop", &["author", "name", "text", "comment", "datePublished", "headline", "articleBody", "description", "url", "image"]),
    ("itemtype", &["https://schema.org/Comment", "https://schema.org/Article", "http://schema.org/Person", "https://schema.org/QAPage"]),
    ("itemscope", &["", "x"]),
    ("rel", &["author", "nofollow", "bookmark", "tag", "next", "ugc"]),
    ("role", &["navigation", "main", "article", "listitem", "complementary", "presentation", "doc-backlink", "doc-endnotes", "note"]),
    ("style", &["display:none", "display : block", "visibility:hidden", "position:absolute;left:-9999px", "font-size:0", "color:red", ";:;"]),
    ("hidden", &["", "until-found"]),
    ("aria-hidden", &["true", "false"]),
    ("aria-controls", &["x", "main", "comments"]),
    ("aria-level", &["1", "2", "0"]),
    ("lang", &["de", "en", "fa", "fr", "zh-Hant", "x", ""]),
    ("dir", &["rtl", "ltr", "auto"]),
    ("datetime", &["2024-05-12", "2024-05-12T10:12:00Z", "2024-13-45", "10:12", "P1D", ""]),
    ("colspan", &["2", "0", "99999", "-1", "x"]),
    ("rowspan", &["2", "0", "99999", "x"]),
    ("start", &["5", "-3", "99999999999", "x"]),
    ("value", &["7", "-1", "x"]),
    ("reversed", &[""]),
    ("align", &["right", "center", "x"]),
    ("open", &[""]),
    ("alttext", &["x^2", "\\frac{1}{2}", "$`"]),
    ("title", &["A title", "\u{22}><script>x</script>", "<p>"]),
    ("data-level", &["0", "1", "17", "x"]),
];

#[rustfmt::skip]
const JSON_KEYS: [&str; 18] = [
    "@type", "@graph", "@id", "author", "name", "headline", "comment", "text", "datePublished", "dateModified", "mainEntity",
    "mainEntityOfPage", "articleBody", "publisher", "url", "sameAs", "suggestedAnswer", "itemListElement",
];
#[rustfmt::skip]
const JSON_VALUES: [&str; 18] = [
    "\"Article\"", "\"NewsArticle\"", "\"Comment\"", "\"Person\"", "\"Organization\"", "\"QAPage\"", "\"The old mill\"",
    "\"Anna Reed\"", "\"2024-05-12T10:12:00+02:00\"", "\"At last!\"", "\"javascript:alert(1)\"", "\"\\u0000\\ud83d\"", "\"<p>x</p>\"",
    "null", "1", "true", "\"\"", "x",
];
