//! Nothing that is written of a page commands a terminal, or shows the text around it in a wrong order, wherever the page
//! has the characters that would: raw or as references, in text, attributes, titles, metadata, JSON-LD, comments and code.

mod common;

use common::harmless::assert_harmless;
use common::{assert_covered, keeping_all};
use dechaff::{Cleaned, Cleaner, Page};

const TEXT: &str = "The mill was built in 1790 and ground rye until the war, when its wheel was taken away";

/// A page with a piece of HTML everywhere, and a piece of a string of JSON in JSON-LD.
fn page(html: &str, json: &str) -> String {
    let head = r#"<!DOCTYPE html><html lang="en@"><head><title>The mill @ is sold | The @ Courier</title>
        <link rel=canonical href="https://courier.example/@mill"><link rel=license href="https://license.example/@by">
        <meta name=author content="Ann @ Reed, Tom@ Lee"><meta name=description content="The @ mill">
        <meta property=og:site_name content="The @Courier"><meta property=og:image content="https://courier.example/@.png">
        <meta name=keywords content="mill@, @, @rye"><meta property=article:section content="Mills@">
        <meta property=article:published_time content="2024-05-04T10:12@">
        <script type=application/ld+json>{"@@type": "NewsArticle", "headline": "The # mill", "author": {"name": "Kim #Oak"},
          "articleBody": "The # mill\nis sold", "license": "CC # BY", "comment": [{"@@type": "Comment", "text": "About # time",
          "author": {"name": "Eve #"}, "dateCreated": "2024-05-04#"}]}</script></head>"#;
    let body = r##"<body><nav><a href="/@">Home @</a> <a href=/n>News</a></nav><article><h1>The mill @ is sold</h1>
        <p class=byline>By Ann @ Reed, <time datetime="2024-05-04@">4 May @ 2024</time></p>
        <p>TEXT, <a href="https://mill.example/@a" title="a@b">as @ we wrote</a> @ last <b>year @</b>, <code>x @ y</code> and
        <abbr title="corn @ mill">C@M</abbr> <time datetime="1790@">in @ 1790</time><sup><a href="#fn1">1@</a></sup>
        <img src="/@wheel.png" alt="The @ wheel" title="@wheel@"> @.</p><p>@TEXT.<br>@TEXT.<br>TEXT@.</p>
        <h2>@What it @ took@</h2><ul><li>@stones@<li>a @ wheel</ul><ol><li>TEXT @.</ol><blockquote><p>@TEXT.@</blockquote>
        <table><tr><th>Year@<th>@Flour<tr><td>1790 @<td>ten @ tons<tr><td>@1791<td>eleven tons</table>
        <pre><code class="language-c@">grind(@rye)
  wait(@)</code></pre><figure><img src=/m.png alt="@"><figcaption>The @ mill in 1926</figcaption></figure>
        <math alttext="x^2@"><mi>x^2@</mi></math><details><summary>More @</summary><p>TEXT @.</details>
        <dl><dt>rye @<dd>a @ corn</dl><div class="admonition note"><p class=admonition-title>Note@<p>@TEXT</div>
        <p>@</p><p>TEXT.</p><ol><li id=fn1>1@. TEXT @.</ol></article>
        <section class=comments><h3>2 comments</h3><ol class=comment-list>
        <li class=comment><b>Mar@tha</b> <time>4 May 2024@ at 10:12</time><p>About @ time! I had given up hope @.<p>@</p>
        <a href="?reply=@1">Reply</a><li class=comment><b>Old @ Tom</b> <time>3 hours @ ago</time><p>@The price is a shame.
        </ol></section><footer>© 2024 @ The Courier. All @ rights reserved.</footer>"##;
    let head = head.replace("@@", "\u{F8FF}").replace('@', html).replace('\u{F8FF}', "@").replace('#', json);
    head + &body.replace("TEXT", TEXT).replace('@', html)
}

fn assert_page(html: &str) -> [Cleaned; 2] {
    [Cleaner::new(), keeping_all()].map(|cleaner| {
        let page = cleaner.clean_html(html).expect("it is short");
        assert_covered(&page);
        assert_harmless(&page);
        assert!(page.text().contains("1790") && page.markdown().contains("1790") && page.html().contains("1790"));
        page
    })
}

/// C0, U+007F and C1.
fn controls() -> impl Iterator<Item = char> {
    ('\0'..='\u{9F}').filter(|c| c.is_control())
}

#[test]
fn the_template_is_read_everywhere() {
    let [page, _] = assert_page(&page("", ""));
    let metadata = page.metadata();
    let value = |value: Option<&dechaff::MetadataValue>| value.map(|value| value.value().to_owned());
    assert_eq!(value(metadata.url()).as_deref(), Some("https://courier.example/mill"));
    assert_eq!(value(metadata.license()).as_deref(), Some("CC BY"));
    assert_eq!(value(metadata.site_name()).as_deref(), Some("The Courier"));
    assert_eq!((metadata.authors().len(), metadata.keywords().len()), (1, 2));
    assert_eq!((page.comments().len(), page.comments()[0].author()), (2, Some("Martha")));
    assert!(page.images().len() == 2 && page.links().len() >= 4);
}

#[test]
fn control_characters_are_in_no_output() {
    let escape = |c: char| format!("\\u{:04x}", u32::from(c));
    for c in controls() {
        assert_page(&page(&c.to_string(), &escape(c)));
        assert_page(&page(&format!("&#{};", u32::from(c)), &c.to_string()));
        assert_page(&page(&format!("a&#x{:x};b{c}", u32::from(c)), ""));
    }
    // Colours, the title of a window, the clipboard, and the same by one character of C1.
    for sequence in [
        "\u{1b}[31m",
        "\u{1b}]0;x\u{7}",
        "\u{1b}]52;c;QQ==\u{1b}\\",
        "\u{9b}2J",
        "\u{9d}52;c;QQ==\u{9c}",
        "x\u{8}\u{7f}\0",
    ] {
        let [page, all] = assert_page(&page(sequence, &sequence.chars().map(escape).collect::<String>()));
        assert!(all.source().contains(&sequence.replace('\0', "")), "the source is as it is");
        assert!(page.text().len() < page.source().len());
    }
}

#[test]
fn markup_cannot_be_hidden_from_the_escapes() {
    for c in controls().chain("\u{202E}\u{2069}\u{2066}".chars()).filter(|c| !c.is_whitespace()) {
        let hidden = format!(
            "&lt;{c}script>alert(1)&lt;{c}/script> {c}[{c}x{c}]{c}(javascript{c}:alert(1)) &lt;{c}!-- &amp;{c}lt;b>"
        );
        let starts = format!(
            "<p>{c}#{c} no heading<p>1{c}. no item<p>{c} # no heading<p>{c}    no code<p>{c}-{c} no item<p>={c}=<p>`{c}`{c}`{c} no fence"
        );
        let [page, all] = assert_page(&format!("<article><p>{TEXT}: {hidden}.<p>{TEXT}.{starts}<p>{TEXT}.</article>"));
        for page in [page, all] {
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&page.markdown()));
            for live in ["<script", "<!--", "<b>", "<h1", "<li", "<pre", "<a "] {
                assert!(!html.contains(live), "{live} by {c:?}: {html}");
                assert!(!page.html().contains(live), "{live} by {c:?}: {}", page.html());
            }
        }
    }
}

#[test]
fn flattened_text_has_none_either() {
    let lines = |piece: &str| {
        format!(
            "The mill{piece} is sold\n\nBy Ann {piece}Reed, 4 May 2024{piece}\n\n{piece}{TEXT}.\n\n{TEXT}{piece},\n{piece}and more.\n\n\
             Home{piece} | {piece}News | Contact{piece}\n\n{piece}\n\n    if (a {piece}) {{ b(); }}\n    c();\n\n2 comments\n\n\
             Mar{piece}tha says:\n4 May 2024 at 10:12\nAbout time! I {piece}had given up hope.\nReply\n"
        )
    };
    for c in controls().chain('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}') {
        let text = lines(&c.to_string());
        for cleaner in [Cleaner::new(), keeping_all()] {
            let page = cleaner.clean_text(text.as_str()).expect("it is short");
            assert_covered(&page);
            assert_harmless(&page);
            assert_eq!(page.source(), text);
            assert!(page.text().contains("1790"), "{c:?}");
        }
        assert_harmless(&keeping_all().clean_text(c.to_string()).expect("it is short"));
    }
    for bytes in [b"The mill \x1b[31m was \x80\x81\x9b built in 1790".as_slice(), b"\xEF\xBB\xBFThe\x7f mill"] {
        for charset in ["utf-8", "iso-8859-1", "iso-8859-6"] {
            assert_harmless(&keeping_all().clean_bytes(Page::new(bytes).with_charset(charset)).expect("it is text"));
        }
    }
}

#[test]
fn bidirectional_controls_are_in_pairs() {
    let every = ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}');
    let mut pieces: Vec<String> = every.map(String::from).collect();
    pieces.extend(
        ["\u{202E}<i>x\u{2067}</i>", "\u{2067}<b>\u{202E}</b>\u{2069}", "x\u{202C}\u{202B}", "\u{2066}\n\u{2069}"]
            .map(String::from),
    );
    pieces.extend(["&#x202e;", "&#8295;<code>a</code>&#8297;"].map(String::from));
    for piece in &pieces {
        let in_attributes = piece.split(['<', '>']).next().unwrap_or_default();
        assert_page(&page(in_attributes, in_attributes));
        assert_page(&format!(
            "<article><p>{TEXT} {piece} {TEXT}.<p>{piece}{TEXT}.<ul><li>{piece}<li>{TEXT}</ul></article>"
        ));
    }
    // What Farsi needs, and what is closed, stays.
    let farsi = "پل تازه «\u{2067}Old Mill\u{2069}» تا \u{202B}پایان\u{202C} پاییز باز می\u{200C}شود\u{200F}، گفت او در روز دوشنبه به خبرنگاران شهر.";
    let [page, _] = assert_page(&format!("<p>{farsi}<p>1790 {farsi}"));
    assert!(page.text().contains(farsi) && page.markdown().contains(farsi) && page.html().contains(farsi));
    let [page, _] = assert_page(&format!("<p>1790 {TEXT} \u{2067}war <b>and \u{2069} peace</b>."));
    assert!(
        page.html().contains("\u{2067}war <strong>and \u{2069} peace"),
        "a pair may be in two elements: {}",
        page.html()
    );
}

/// A value of HTML as a string of JSON. A line break is left out there, which the value would have a space for.
fn in_json(html: &str) -> String {
    let references =
        [("&#10;", ""), ("&#1;", "\\u0001"), ("&#x202e;", "\\u202e"), ("&#x81;", "\\u0081"), ("&#58;", ":")];
    references.iter().fold(html.to_owned(), |json, (html, string)| json.replace(html, string))
}

#[test]
fn addresses_of_the_metadata_are_of_http_or_https() {
    let script = "{\"@type\": \"Article\", \"image\": \"ADDRESS\", \"license\": \"ADDRESS\", \"url\": \"ADDRESS\"}";
    let template = format!(
        "<link rel=canonical href='ADDRESS'><link rel=image_src href='ADDRESS'><link rel=license href='ADDRESS'>
         <meta property=og:url content='ADDRESS'><meta property=og:image content='ADDRESS'><meta name=license content='ADDRESS'>
         <p>{TEXT} <a rel=license href='ADDRESS'>in 1790</a> <img src='ADDRESS' data-src='ADDRESS' srcset='ADDRESS 1x'> in 1790."
    );
    for address in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "java&#x202e;script:alert(1)",
        "java&#x81;script&#58;alert(1)",
        "javascript: alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "MAILTO:a@b.example",
        "blob:https://a.example/x",
    ] {
        for page in [
            template.replace("ADDRESS", address),
            format!(
                "<script type=application/ld+json>{}</script><p>{TEXT}",
                script.replace("ADDRESS", &in_json(address))
            ),
        ] {
            for url in [None, Some("https://courier.example/")] {
                let mut of = Page::new(page.as_bytes());
                if let Some(url) = url {
                    of = of.with_url(url);
                }
                let cleaned = Cleaner::new().clean_bytes(of).expect("it is short");
                assert_harmless(&cleaned);
                let metadata = cleaned.metadata();
                assert_eq!((metadata.url(), metadata.image(), metadata.license()), (None, None, None), "{page}");
                assert!(cleaned.images().iter().all(|image| image.url().is_none()), "{page}");
            }
        }
    }
}
