//! Pages of pieces of markup in any order.

use dechaff::clean_html;

use super::checks::{assert_promises, assert_same};

/// Checks the page that the bytes choose.
pub fn check(input: &[u8]) {
    let html = soup(input);
    let page = clean_html(&html).expect("it is within the limits");
    assert_promises(&page);
    assert_same(&page, &clean_html(&html).expect("it is within the limits"));
    assert!(page.document().elements().all(|element| element.written().end <= html.len()));
}

/// A page of random markup: every byte chooses one of [`PIECES`].
pub fn soup(bytes: &[u8]) -> String {
    let mut html = String::with_capacity(bytes.len() * 8);
    let mut numbers = 0;
    for &byte in bytes {
        let piece = PIECES.get(usize::from(byte)).copied().unwrap_or("<p a=\"");
        html.push_str(piece);
        // Some code is only slow if all values differ.
        if piece.ends_with('=') {
            html.push_str(&format!("{numbers} "));
            numbers += 1;
        }
    }
    html
}

#[rustfmt::skip]
const PIECES: [&str; 204] = [
    // Text.
    "The council decided on Monday to build a new bridge. ", "La commune a voté la construction d'une école. ", "Reply",
    "Der Verein hat im Frühjahr die alte Mühle gekauft. ", "شهردار گفت که پل تازه باز می\u{200C}شود. ", "漢字", "Home | News",
    "a", "1", " ", "\n", "\t", "\r", "\u{A0}", "\u{200C}", "\u{FEFF}", "\u{AD}", "\0", "\u{301}", "©",
    // Parts of tags.
    "<", ">", "</", "/>", "=", "\"", "'", "-", "!", "?", "[", "]", "/", "<p ", "<div ", "</p ", "<a ", "</a ", "<b ", "<svg ",
    " x=", " class=", " id=", " hidden", " hidden>", " class=comment>", " class='nav related'>", " style='display:none'>",
    " aria-hidden=true>", " itemprop=text>", " role=navigation>", " href=/a>", " lang=fa>", " title='>'", " class=\"<b>\">",
    // Elements.
    "<p>", "</p>", "<div>", "</div>", "<span>", "</span>", "<a href=/>", "<a>", "</a>", "<b>", "</b>", "<i>", "</i>", "<em>",
    "</em>", "<font>", "</font>", "<nobr>", "</nobr>", "<ul>", "</ul>", "<li>", "</li>", "<dl>", "<dt>", "<dd>", "</dl>",
    "<table>", "</table>", "<caption>", "<colgroup>", "<col>", "<tbody>", "<thead>", "<tr>", "</tr>", "<td>", "</td>", "<th>",
    "<h1>", "</h1>", "<h2>", "<h6>", "</h3>", "<article>", "</article>", "<section>", "<main>", "<nav>", "</nav>", "<aside>",
    "<header>", "</header>", "<footer>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<form>", "</form>", "<label>",
    "<button>", "</button>", "<select>", "</select>", "<option>", "<optgroup>", "<input>", "<textarea>", "</textarea>", "<br>",
    "<hr>", "<img alt=x>", "<wbr>", "<q>", "</q>", "<ruby>", "</ruby>", "<rt>", "<rp>", "<rb>", "<rtc>", "<svg>", "</svg>", "<g>",
    "<foreignObject>", "<desc>", "<math>", "</math>", "<mi>", "<mtext>", "<annotation-xml encoding=text/html>", "<malignmark>",
    "<template>", "</template>", "<object>", "</object>", "<video>", "<dialog>", "<dialog open>", "<details>", "<summary>",
    "<noscript>", "</noscript>", "<iframe>", "</iframe>", "<noframes>", "<frameset>", "</frameset>", "<frame>", "<marquee>",
    "<html>", "</html>", "<head>", "</head>", "<body>", "</body>", "<title>", "</title>", "<base>", "<link rel=canonical href=/>",
    "<meta name=author content=A>", "<time datetime=2020>", "<script>", "</script>", "<style>", "</style>", "<xmp>", "</xmp>",
    "<plaintext>", "<x-y>", "</x-y>", "</br>", "<image>", "<isindex>",
    // Comments, declarations, character references.
    "<!--", "-->", "--!>", "<!DOCTYPE html>", "<!", "<?php ", "?>", "<![CDATA[", "]]>", "&amp;", "&lt;b&gt;", "&am", "&#x", "&#0;",
];
