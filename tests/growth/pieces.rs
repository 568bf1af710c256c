//! Pieces of pages that repeat something, a number of times.

/// A piece of a page: its name and, for a number of repetitions, what it writes into the head and into the body.
pub struct Piece {
    pub name: &'static str,
    pub write: fn(usize) -> (String, String),
}

/// A page of some pieces, each with a number of repetitions.
pub fn page_of(pieces: &[&Piece], repetitions: usize) -> String {
    page_of_parts(pieces.iter().map(|piece| (piece.write)(repetitions)))
}

/// A page of what pieces have written into the head and into the body.
pub fn page_of_parts(written: impl Iterator<Item = (String, String)>) -> String {
    let (heads, bodies): (Vec<String>, Vec<String>) = written.unzip();
    // What stands before is also around, where it is not closed.
    format!("<title>Mill</title>{}<body><h1>Mill</h1>{}", heads.concat(), bodies.concat())
}

fn head(text: String) -> (String, String) {
    (text, String::new())
}

fn body(text: String) -> (String, String) {
    (String::new(), text)
}

fn each(n: usize, write: impl Fn(usize) -> String) -> String {
    (0..n).map(write).collect()
}

/// A word of letters for a number.
fn word(mut number: usize) -> String {
    let mut word = String::from("w");
    while number > 0 {
        word.push((b'a' + (number % 26) as u8) as char);
        number /= 26;
    }
    word
}

const SENTENCE: &str = "The mill was built by the river and ground rye until the war came to the valley";

macro_rules! pieces {
    ($($name:literal $kind:ident |$n:ident| $text:expr;)*) => {
        &[$(Piece { name: $name, write: |$n| $kind($text) },)*]
    };
}

/// Each repeats one thing, by the number of repetitions. What nests comes before what stands in it.
pub const PIECES: &[Piece] = pieces! {
    "long title" head |n| format!("<meta property=og:title content='{}'>", "ab ".repeat(n));
    "titles" head |n| each(n, |i| format!("<meta property=og:title content='Mill {}'>", word(i)));
    "metadata names" head |n| each(n, |i| format!("<meta name={} content={}>", word(i), word(i)));
    "authors in metadata" head |n| each(n, |i| format!("<meta name=author content='Ann {}'>", word(i)));
    "keywords" head |n| format!("<meta name=keywords content='{}'>", each(n, |i| format!("{},", word(i))));
    "nested JSON-LD" head |n| ld(format!("{}1{}", "{\"author\":".repeat(n.min(100)), "}".repeat(n.min(100))).repeat(1 + n / 100));
    "list in JSON-LD" head |n| ld(format!("[{}1]", each(n, |i| format!("{{\"@type\":\"Person\",\"name\":\"{}\"}},", word(i)))));
    "numbers in JSON-LD" head |n| ld(format!("[{}1]", "1,".repeat(n)));
    "references in JSON-LD" head |n| ld(format!("[{}1]", each(n, |i| format!("{{\"@id\":\"#{}\",\"author\":{{\"@id\":\"#{}\"}}}},", word(i), word(i + 1)))));
    "comments in JSON-LD" head |n| ld(format!("[{}1]", each(n, |i| format!("{{\"@type\":\"Comment\",\"text\":\"{SENTENCE} {}\"}},", word(i)))));
    "style rules" head |n| format!("<style>{}</style>", each(n, |i| format!(".{}{{display:none}}", word(i))));
    "long selectors" head |n| format!("<style>{}{{display:none}}</style>", each(n, |i| format!(".{} ", word(i))));
    "scripts" head |n| "<script>x</script>".repeat(n);
    "styles without place" head |n| format!("<frameset>{}</style>", "<style>".repeat(n));
    "titles without place" head |n| format!("<frameset>{}</title>", "<title><b>".repeat(n));
    "nested authors" body |n| "<div itemprop=author class='author byline'>".repeat(n);
    "nested blocks" body |n| "<div>".repeat(n);
    "nested blocks with text" body |n| each(n, |i| format!("<div>{}", word(i)));
    "nested lists" body |n| "<ul><li>".repeat(n);
    "nested tables" body |n| "<table><tr><td>".repeat(n);
    "nested quotations" body |n| format!("<blockquote>{SENTENCE}.").repeat(n);
    "nested classes" body |n| each(n, |i| format!("<div class='{} comment'>", word(i)));
    "long classes around" body |n| format!("<div class='{}'>", "mill ".repeat(n)).repeat(30);
    "nested long classes" body |n| "<div class='ox elm mill rye wheel river stone flour'>".repeat(n);
    "nested emphasis" body |n| "<em>x ".repeat(n);
    "nested comments" body |n| each(n, |i| format!("<div class=comment><b class=author>{}</b><p>I like it.", word(i)));
    "headings" body |n| "<h2>ab ab</h2>".repeat(n);
    "titles in the page" body |n| each(n, |i| format!("<h1>{}</h1>", word(i)));
    "other headings" body |n| each(n, |i| format!("<h3>Mill {}</h3>", word(i)));
    "headings and texts" body |n| each(n, |i| format!("<h2>Mill {}</h2><p>{SENTENCE}.", word(i)));
    "authors" body |n| each(n, |i| format!("<span class=author>By Ann {}</span>", word(i)));
    "dates" body |n| "<time datetime=2024-05-04>4 May 2024</time>".repeat(n);
    "formatting without end" body |n| each(n, |i| format!("<b><p>{}", word(i)));
    "fonts without end" body |n| "<font><center>x".repeat(n);
    "hidden blocks" body |n| "<div hidden>".repeat(n);
    "hidden texts" body |n| "<p style=display:none>x</p>".repeat(n);
    "long class" body |n| format!("<div class='{}'>x</div>", "x ".repeat(n));
    "classes" body |n| each(n, |i| format!("<p class={}>x</p>", word(i)));
    "unknown elements" body |n| each(n, |i| format!("<x-{}>x</x-{}>", word(i), word(i)));
    "attributes" body |n| format!("<p {}>x</p>", each(n, |i| format!("{}=x ", word(i))));
    "paragraphs" body |n| format!("<p>{SENTENCE}.").repeat(n);
    "other paragraphs" body |n| each(n, |i| format!("<p>{SENTENCE} {}.", word(i)));
    "long paragraph" body |n| format!("<p>{}", format!("{SENTENCE}. ").repeat(n));
    "words" body |n| each(n, |i| format!("<p>{}", word(i)));
    "same words" body |n| "<p>Home".repeat(n);
    "short paragraphs" body |n| "<p>x".repeat(n);
    "breaks" body |n| "x<br>".repeat(n);
    "cells" body |n| format!("<table><tr>{}</table>", "<td>1".repeat(n));
    "rows" body |n| format!("<table>{}</table>", "<tr><td>1<td>2".repeat(n));
    "spans of cells" body |n| format!("<table>{}</table>", "<tr><td rowspan=9 colspan=9>1<td>2".repeat(n));
    "links" body |n| each(n, |i| format!("<a href=/{}>Mill {}</a> ", word(i), word(i)));
    "links without end" body |n| each(n, |i| format!("<a href=/{}>x", word(i)));
    "links in a text" body |n| format!("<p>{}", each(n, |i| format!("{SENTENCE} <a href=/{}>mill</a>. ", word(i))));
    "images" body |n| each(n, |i| format!("<img src=/{}.png alt=mill>", word(i)));
    "figures" body |n| each(n, |i| format!("<figure><img src=/{}.png><figcaption>Mill</figcaption></figure>", word(i)));
    "notes" body |n| each(n, |i| format!("<p>Rye<sup><a href=#n{i}>{i}</a></sup>.")) + "<ol>" + &each(n, |i| format!("<li id=n{i}>Note <a href=#r{i}>b</a>")) + "</ol>";
    "numbers above the line" body |n| each(n, |i| format!("Rye<sup>{i}</sup> ")) + &each(n, |i| format!("<p><sup>{i}</sup> Note"));
    "terms" body |n| format!("<dl>{}</dl>", each(n, |i| format!("<dt>{}<dd>x", word(i))));
    "items" body |n| format!("<ol>{}</ol>", "<li>x".repeat(n));
    "emphasis" body |n| format!("<p>{}", "<em>x</em> <strong>y</strong> ".repeat(n));
    "code" body |n| format!("<pre>{}</pre>", "let x = 1;\n".repeat(n));
    "code in lines" body |n| "<p><code>x</code>".repeat(n);
    "formulas" body |n| "<math alttext=x><mi>x</mi></math>".repeat(n);
    "details" body |n| "<details><summary>x</summary>y</details>".repeat(n);
    "callouts" body |n| "<div class='admonition note'><p class=admonition-title>Note<p>x</div>".repeat(n);
    "tabs" body |n| each(n, |i| format!("<button aria-controls={}>x</button><div id={} hidden>{SENTENCE}.</div>", word(i), word(i)));
    "comments" body |n| each(n, |i| format!("<div class=comment id=c{i}><b class=author>{}</b> 4 May 2024<p>I like this mill, it is a good one.</div>", word(i)));
    "answers" body |n| format!("<section class=comments>{}</section>", each(n, |i| format!("<p>{}: @{} I do not think so!", word(i), word(i / 2))));
    "share lines" body |n| "<p>Share on Facebook".repeat(n);
    "related lines" body |n| "<p>Read also: The mill is sold".repeat(n);
    "cookie lines" body |n| "<p>We use cookies to improve your experience.".repeat(n);
    "copyright lines" body |n| "<p>© 2024 The Courier. All rights reserved.".repeat(n);
    "bylines" body |n| each(n, |i| format!("<p>By Ann {}, 4 May 2024", word(i)));
    "separators" body |n| format!("<p>{}", "Home | ".repeat(n));
    "colons" body |n| format!("<p>{}", "mill: ".repeat(n));
    "ticker" body |n| format!("<p>{}", "+++ The mill is sold ".repeat(n));
    "comments without end" body |n| "x<!-- y ".repeat(n);
    "entities" body |n| "&amp;&nosuch;&#x41;".repeat(n);
    "signs of Markdown" body |n| format!("<p>{}", "*_`[]()# ".repeat(n));
    "Farsi" body |n| "<p>آسیاب کنار رود می‌چرخد و آرد می‌دهد.".repeat(n);
};

/// A script with JSON-LD.
fn ld(json: String) -> String {
    format!("<script type=application/ld+json>{json}</script>")
}
