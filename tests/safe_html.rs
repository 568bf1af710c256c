//! The HTML of a body has only the elements, attributes and addresses that it promises: a sanitizer finds nothing to remove,
//! whatever the page.

mod common;
mod pages;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use ammonia::{Builder, UrlRelative};
use common::keeping_all;
use dechaff::Cleaned;

/// What `Cleaned::html` promises.
fn sanitizer() -> Builder<'static> {
    let attributes: [(&str, &[&str]); 10] = [
        ("a", &["href"]),
        ("img", &["src", "alt", "title"]),
        ("abbr", &["title"]),
        ("time", &["datetime"]),
        ("ol", &["start", "reversed"]),
        ("li", &["value", "id"]),
        ("td", &["colspan", "rowspan", "align"]),
        ("th", &["colspan", "rowspan", "align"]),
        ("input", &["type", "checked", "disabled"]),
        ("code", &["class"]),
    ];
    let mut attributes: HashMap<&str, HashSet<&str>> =
        attributes.into_iter().map(|(name, of_element)| (name, of_element.iter().copied().collect())).collect();
    attributes.insert("aside", HashSet::from(["class"]));
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "br",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "aside",
            "details",
            "summary",
            "pre",
            "code",
            "table",
            "tbody",
            "tr",
            "th",
            "td",
            "figure",
            "figcaption",
            "img",
            "a",
            "em",
            "strong",
            "sub",
            "sup",
            "s",
            "mark",
            "abbr",
            "time",
            "input",
        ]))
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
}

/// The same document, written by the sanitizer's serializer: `<tbody>` is implied, and quotation marks and `>` need no escape
/// everywhere.
fn plain(html: &str) -> String {
    html.replace("<tbody>", "")
        .replace("</tbody>", "")
        .replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace('\u{A0}', "&nbsp;")
}

fn assert_safe(page: &Cleaned) {
    let html = page.html();
    assert_eq!(plain(&sanitizer().clean(&html).to_string()), plain(&html));
    // Markdown must not have live markup either, once a reader of Markdown has made HTML of it.
    let mut of_markdown = String::new();
    let markdown = page.markdown();
    pulldown_cmark::html::push_html(&mut of_markdown, pulldown_cmark::Parser::new(&markdown));
    for bad in ["<script", "<iframe", "<style", "javascript:", "vbscript:", "data:text"] {
        let live = of_markdown.to_ascii_lowercase();
        let is_live = live.contains(&format!("\"{bad}")) || bad.starts_with('<') && live.contains(bad);
        assert!(!is_live, "{bad}: {markdown}");
    }
}

const TEXT: &str = "The mill was built in 1790 and ground rye until the war, when its wheel was taken away";

#[test]
fn a_sanitizer_finds_nothing_to_remove_from_any_page() {
    for page in pages::html_pages() {
        assert_safe(&dechaff::clean_bytes(&page.source).unwrap());
        assert_safe(&keeping_all().clean_html(&String::from_utf8_lossy(&page.source)).unwrap());
    }
}

#[test]
fn hostile_markup_is_harmless() {
    for hostile in [
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' \n\tjava\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript&colon;alert(1)'>x</a>",
        "<a href='\u{1}javascript:alert(1)'>x</a>",
        "<a href='jAvAsCrIpT:alert(1)'>x</a>",
        "<a href='vbscript:x'>x</a><a href='data:text/html,<script>x</script>'>y</a>",
        "<img src=javascript:x alt='<script>x</script>'><img src=data:text/html,x alt=y>",
        "<img src='/a.png\" onerror=\"x' alt='\"><script>x</script>'>",
        "<img src=/a.png alt=']( javascript:x)![' title='\") <script>x'>",
        "<a href='/x)](javascript:alert(1)'>x</a>",
        "<a href='/x\"><script>x</script>'>x</a>",
        "<p style='background:url(javascript:x)' onclick=x onload=x>x</p>",
        "<script>x()</script><style>p{}</style><iframe src=//x>x</iframe><object data=x>x</object><svg onload=x><text>x</text></svg>",
        "<code>`<script>x</script>`</code><pre class='language-\"><script>'>x</pre>",
        "<ol start='1\" onclick=\"x'><li value='2\" x=\"y'>x</ol>",
        "<table><tr><td colspan='2\" onclick=x' align='\"><script>'>x<td>y<tr><td>z<td>w</table>",
        "<div class='admonition \"><script>'>x</div>",
        "<math alttext='</code><script>x</script>'><mi>x</mi></math>",
        "<p>a<sup><a href='#fn\"><script>'>1</a></sup><ol><li id='fn\"><script>'>note</ol>",
        "<a href=/a>one<a href=/b>two<a href=/c>three",
        "<b>one<p>two<i>three</b>four<p>five</i>six",
        "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) <!-- --> `",
        "<time datetime='\"><script>x</script>'>today</time><abbr title='\"><script>'>y</abbr>",
    ] {
        let html = format!("<article><p>{TEXT} {hostile} {TEXT}.<p>{TEXT}.</article>");
        for page in [dechaff::clean_html(&html).unwrap(), keeping_all().clean_html(&html).unwrap()] {
            assert_safe(&page);
            assert!(page.markdown().contains("1790") && page.html().contains("1790"), "{html}");
        }
    }
}

/// Takes minutes if a page of this kind is quadratic.
#[test]
fn large_hostile_pages_take_linear_time() {
    let started = Instant::now();
    let many = |piece: &str, count: usize| format!("<article><p>{TEXT} {} {TEXT}.</article>", piece.repeat(count));
    for html in [
        many("<a href=/x>y</a>", 20_000),
        many("<a href=/x>y", 20_000),
        many("y<sup><a href=#fn1>1</a></sup>", 10_000) + "<ol><li id=fn1>Note.</ol>",
        (1..5_000).map(|i| format!("y<sup><a href=#fn{i}>{i}</a></sup>")).collect::<String>()
            + &(1..5_000).map(|i| format!("<li id=fn{i}>Note {i}. <a href=#r{i}>↩</a>")).collect::<String>(),
        format!("<p>{TEXT}.<img src=/a.png alt='{}'><p>{TEXT}.", "<b>*x* ".repeat(200_000)),
        many("<math alttext='x^2'><mi>x</mi></math>", 10_000),
        many("<details><summary>x</summary>", 3_000),
        many("<div class='admonition note'>", 3_000),
        many("<dl><dt>x<dd>y", 3_000),
        many("<i><b>x</b></i>", 10_000),
        many("<img src=/a.png>", 10_000),
        many("<td rowspan=9999 colspan=9999>x<tr>", 2_000),
    ] {
        let page = keeping_all().clean_html(&html).unwrap();
        let (markdown, html) = (page.markdown(), page.html());
        assert!(markdown.contains("1790") || markdown.contains("Note"), "{}", &markdown[..markdown.len().min(200)]);
        assert!(markdown.len() + html.len() < 40 * page.source().len() + 20_000_000);
    }
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}
