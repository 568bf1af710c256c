//! Checks and generators shared by the fuzz targets.

use std::time::{Duration, Instant};

use dechaff::Cleaned;

/// Checks that spans are in order, do not overlap, lie on character boundaries and leave out nothing but white space,
/// and that the other results of a page can be computed.
pub fn assert_covered(page: &Cleaned) {
    let source = page.source();
    let mut at = 0;
    for span in page.spans() {
        assert!(span.start() >= at && span.end() > span.start());
        assert!(source[at..span.start()].chars().all(char::is_whitespace));
        assert!(source.get(span.range()).is_some());
        at = span.end();
    }
    assert!(source[at..].chars().all(char::is_whitespace));
    let _ = (page.text(), page.title(), page.language(), page.articles().len(), page.metadata());
}

/// The smaller of the two inputs that are timed (bytes).
const MIN_TIMED_BYTES: usize = 64 * 1024;
/// The larger input may take at most this many times as long per byte; hand-set, well above the noise of timing.
const MAX_SLOWDOWN: u32 = 4;

/// Checks that four times the input takes about four times as long; slowness is a bug.
pub fn assert_linear(piece: &str, clean: impl Fn(&str) -> Cleaned) {
    if piece.is_empty() {
        return;
    }
    let time = |text: &str| {
        let fastest = |_| {
            let start = Instant::now();
            let _ = clean(text);
            start.elapsed()
        };
        (0..3).map(fastest).min().unwrap_or_default()
    };
    let small = piece.repeat(MIN_TIMED_BYTES / piece.len() + 1);
    let large = small.repeat(4);
    let (fast, slow) = (time(&small), time(&large));
    assert!(
        slow < fast * 4 * MAX_SLOWDOWN + Duration::from_millis(20),
        "{fast:?} for {} bytes, {slow:?} for four times as many",
        small.len()
    );
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
