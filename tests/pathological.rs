//! Hostile input: it is cleaned in full, without a panic, in passable time.

use std::thread;

use dechaff::error::InputError;
use dechaff::{Cleaned, Cleaner, Limits, Note, Page, PageFormat, clean_bytes, clean_text};

const SIZE: usize = 60_000;
/// Pages of HTML are so much smaller than they were when their time was measured, for the sake of
/// builds that are not optimized.
const SMALLER: usize = 10;
/// The default limit of depth, which is more than this many tags below.
const DEPTH: usize = 512;

#[track_caller]
fn assert_cleaned(text: &str) {
    let page = clean_text(text).unwrap();
    let covered: usize = page.spans().iter().map(|span| span.range().len()).sum();
    let visible = text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum();
    assert!(covered >= visible, "{covered} bytes of {visible} are in a span");
}

#[test]
fn one_piece_again_and_again() {
    for piece in [
        "x",
        "\u{0}",
        "|",
        "| ",
        " | ",
        "\t",
        "a\t",
        "    ",
        "a    ",
        "\u{200C}",
        "\u{FEFF}",
        "\u{301}",
        "\u{202E}",
        ".",
        "…",
        "»",
        "1:",
        "1/",
        "٫۱",
        "aB",
        "@a ",
        "http://",
        "a.com ",
        "漢",
        "ا",
        "a\n",
        "\r",
        "\u{2028}",
        "Reply\n",
        "Home\nHome News\nNews\n",
        "Read more\n",
        "the post the post ",
        "# ",
        "~",
        "by ",
        "12 comments\n",
        "a b c d e f g h.\n",
        "A: ",
        "« » ",
    ] {
        assert_cleaned(&piece.repeat(SIZE / piece.len()));
    }
}

#[test]
fn lines_that_end_with_one_another() {
    let lines: Vec<String> = (0..700).map(|length| "a".repeat(700 - length)).collect();
    assert_cleaned(&lines.join("\n"));
}

#[test]
fn a_long_word_between_short_ones() {
    assert_cleaned(&format!("a {} b", "x".repeat(SIZE)));
    assert_cleaned(&format!("پ {} ب", "ی".repeat(SIZE / 2)));
}

#[test]
fn an_endless_line_behind_a_colon() {
    assert_cleaned(&format!("漢: {}", "漢".repeat(SIZE / 3)));
    assert_cleaned(&format!("Nothing | {}", "字a".repeat(SIZE / 4)));
}

#[test]
fn every_character_there_is() {
    let text: String = ('\0'..=char::MAX).step_by(7).collect();
    assert_cleaned(&text);
}

/// Text in HTML that must come out: every page says it as often as it is counted.
const WORD: &str = "word";

/// A page of HTML, cleaned on a small stack: nothing may recurse with the depth of a page.
#[track_caller]
fn cleaned(html: &str) -> Cleaned {
    // What is made once for all pages is not what is tested here.
    let _ = Cleaner::new().clean_html("<p>Die alte Mühle mahlt wieder.<script type=application/ld+json>{}</script>");
    let page = thread::scope(|scope| {
        let small = thread::Builder::new().stack_size(256 * 1024);
        let cleaning =
            small.spawn_scoped(scope, || Cleaner::new().clean_html(html).unwrap()).expect("a thread can be had");
        cleaning.join().expect("nothing panics")
    });
    assert_covered(&page);
    page
}

#[track_caller]
fn assert_covered(page: &Cleaned) {
    let source = page.source();
    let mut at = 0;
    for span in page.spans() {
        assert!(span.start() >= at && span.end() > span.start(), "{span:?} after byte {at}");
        assert!(source[at..span.start()].chars().all(char::is_whitespace), "a gap before {span:?}");
        at = span.end();
    }
    assert!(source[at..].chars().all(char::is_whitespace), "a gap at the end");
}

/// Cleans a page that has so many spans at most, says every [`WORD`], and has notes of these names.
#[track_caller]
fn assert_html(html: &str, most_spans: usize, notes: &[&str]) -> Cleaned {
    let page = cleaned(html);
    assert_page(&page, html, most_spans, notes);
    page
}

#[track_caller]
fn assert_page(page: &Cleaned, html: &str, most_spans: usize, notes: &[&str]) {
    let beginning: String = html.chars().take(60).collect();
    assert!(page.spans().len() <= most_spans, "{} spans: {beginning}", page.spans().len());
    assert_eq!(page.source().matches(WORD).count(), html.matches(WORD).count(), "{beginning}");
    assert_eq!(page.notes().iter().map(name).collect::<Vec<_>>(), notes, "{beginning}");
}

fn name(note: &Note) -> &'static str {
    match note {
        Note::TooDeep { .. } => "TooDeep",
        Note::TooManyNodes { .. } => "TooManyNodes",
        Note::TooManyAttributes { .. } => "TooManyAttributes",
        _ => "of the encoding",
    }
}

/// How deep the deepest element stands that holds text.
fn depth(page: &Cleaned) -> usize {
    page.document().elements().map(|element| element.ancestors().count()).max().unwrap_or(0)
}

fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[test]
fn elements_in_elements() {
    const DEEP: &[&str] = &["TooDeep"];
    for (piece, count, spans) in [
        ("<div>", 100_000, 0),
        ("<div>word ", 64_000, DEPTH),
        ("<ul><li>word ", 32_000, DEPTH),
        ("<table><tr><td>word ", 10_000, DEPTH),
        ("<svg>word ", 20_000, 1),
        ("<math>word ", 20_000, 1),
        ("<body><template>word ", 20_000, DEPTH),
        ("<span>word ", 100_000, 1),
        ("<b>word ", 100_000, 1),
        ("<blockquote><pre>word\n", 20_000, DEPTH),
        ("<ruby>word <rt>word ", 20_000, 1),
        ("<span hidden>word ", 100_000, 1),
        ("<noscript><dl><dd>word ", 20_000, DEPTH),
        ("<q>word ", 20_000, 1),
        ("<button><object>word ", 20_000, 2 * DEPTH),
    ] {
        let page = assert_html(&piece.repeat(count / SMALLER), spans, DEEP);
        assert!(depth(&page) <= DEPTH, "{piece}");
    }
    assert_html(&("<frameset>".repeat(20_000 / SMALLER) + "<frame src=a>"), 0, DEEP);
}

#[test]
fn elements_that_are_never_closed() {
    for (piece, count, spans) in [
        ("<a href=x>word ", 100_000, 1),
        ("<p>word ", 100_000, 10_000),
        ("<table>word ", 100_000, 10_000),
        ("<select>word ", 20_000, 2_000),
        ("<select><option>word ", 20_000, 2_000),
        ("<li>word ", 20_000, 2_000),
        ("<tr><td>word ", 20_000, 2_000),
        ("<nobr>word ", 20_000, 1),
        ("<form>word ", 20_000, 1),
        ("<option>word ", 20_000, 2_000),
        ("<h1>word", 30_000, 3_000),
        ("<br>word", 200_000, 20_000),
        ("<input value=a>word ", 20_000, 2_000),
        ("<title>a</title><p>word ", 20_000, 2_000),
    ] {
        assert_html(&piece.repeat(count / SMALLER), spans, &[]);
    }
    assert_html(&"<br>".repeat(200_000 / SMALLER), 0, &[]);
}

/// Formatting elements that are not closed are opened again in every block, and end tags move what
/// they cross: the standard asks for a product of both.
#[test]
fn formatting_across_blocks() {
    for (piece, count, notes) in [
        ("<b><i><div></b>", 8_000, &["TooDeep"][..]),
        ("<b><i><div>word </b>word ", 8_000, &["TooDeep"]),
        ("<a href=x><div>word ", 8_000, &["TooDeep"]),
        ("<a href=x><div>word </a>word ", 8_000, &["TooDeep"]),
        ("<b><i><u><s><em><div>word </b></i></u>word ", 8_000, &["TooDeep"]),
        ("<b><p><div><table><i></b>word ", 8_000, &[]),
        ("<table><b>word <tr>", 20_000, &[]),
        ("<p><b><a>word </p></b>word ", 8_000, &[]),
    ] {
        let page = assert_html(&piece.repeat(count / SMALLER), 2 * count / SMALLER, notes);
        // What the end tags move gets a little deeper.
        assert!(depth(&page) <= DEPTH + 8, "{piece}: {}", depth(&page));
    }
    // Attributes that nobody asks for make no difference: `size` is not kept.
    for (piece, notes) in [("size", &[][..]), ("class", &["TooManyNodes"])] {
        let html = numbered(8_000 / SMALLER, |number| format!("<font {piece}={number}><p>word "));
        assert_html(&html, 8_000 / SMALLER, notes);
    }
}

/// The parser only tells how deep it is by what it puts into the tree. An end tag that ends nothing
/// once counted as the end of something, so that tags between many of them could nest without a limit.
#[test]
fn end_tags_of_nothing() {
    let open = "<span>".repeat(DEPTH - 10);
    let html = numbered(100, |number| format!("<span>word {}", "</x>".repeat(number + 2)));
    let page = assert_html(&(open.clone() + &html), 1, &["TooDeep"]);
    assert!(depth(&page) <= DEPTH);
    assert_html(&(open + &"</x>word ".repeat(5_000)), 1, &[]);
}

/// A tag that is opened again brings its attributes with it: 4 bytes of page once asked for 10 kB.
#[test]
fn long_attributes_that_come_again() {
    let long = "name ".repeat(400);
    let tag = format!("<b class='{long}' id='{long}' href='{long}' content='{long}' rel='{long}'>");
    assert_html(&format!("<p>{tag}{}", "<p>word ".repeat(500)), 500, &["TooManyAttributes"]);
    // Where it is closed nothing is missing.
    let page = assert_html(&(format!("<p>{tag}word</b>").repeat(30) + "<p id=last>word"), 31, &[]);
    let last = page.document().elements().last().expect("there is text");
    assert_eq!(last.id(), Some("last"));
    // Attributes of the second `<body>` go to the first.
    assert_html(&numbered(50_000 / SMALLER, |number| format!("<body a{number} class=c{number}>word ")), 1, &[]);
}

#[test]
fn long_attributes() {
    for name in ["class", "id", "href", "style", "title", "data-x", "itemprop", "datetime", "alt"] {
        let value = "none hidden ".repeat(1_000_000 / 12);
        assert_html(&format!("<p>word<div {name}=\"{value}\">word</div>"), 2, &[]);
    }
    assert_html(&format!("<meta name=author content='{}'><p>word", "name ".repeat(200_000)), 1, &[]);
    let classes = numbered(50_000, |number| format!(" c{number}"));
    assert_html(&format!("<p>word<div class='{classes}'>word</div>"), 2, &[]);
}

#[test]
fn many_attributes() {
    let count = 100_000 / SMALLER;
    for attributes in [
        numbered(count, |number| format!(" a{number}")),
        numbered(count, |number| format!(" a{number}='<b>'")),
        numbered(count, |number| format!(" a{number}=\"</p>\"")),
        numbered(count, |number| format!(" a{number} = '>'")),
        // The tokenizer reports what is wrong amid the tag; that does not end it.
        numbered(count, |number| format!(" {}a{number}", if number % 100 == 0 { "\"" } else { "" })),
        // What stands before a tag, or in it, can be mistaken for something else.
        format!(" x='<!--' {}", numbered(count, |number| format!(" a{number}"))),
        format!(" x='{}>\"' {}", "a".repeat(5_000), numbered(count, |number| format!(" a{number}"))),
    ] {
        let tag = format!("<div{attributes}>");
        assert_html(&format!("<p>word{tag}word</div>word"), 3, &["TooManyAttributes"]);
        assert_html(&format!("<p>word &am{tag}word</div>word"), 3, &["TooManyAttributes"]);
        assert_html(&format!("<p>word &#120{tag}word</div>word"), 3, &["TooManyAttributes"]);
        assert_html(&format!("<p>word</div{attributes}>word"), 2, &["TooManyAttributes"]);
        assert_html(&format!("<p>word<textarea>word &am</textarea{attributes}>word"), 3, &["TooManyAttributes"]);
    }
    // One below the limit, many times.
    let tag = format!("<p{}>word", numbered(900, |number| format!(" a{number}")));
    assert_html(&tag.repeat(20), 20, &[]);
}

/// Text that looks like a tag of many attributes is none.
#[test]
fn many_words_behind_an_angle_bracket() {
    let words = " word".repeat(5_000);
    for (html, spans) in [
        (format!("<p>a < b{words}"), 1),
        (format!("<p>a <{words}"), 1),
        (format!("<svg><![CDATA[ a <b{words} ]]></svg>"), 1),
        (format!("<body><textarea>a <b{words}</textarea>"), 1),
        (format!("<body><textarea>a </b{words}</textarea>"), 1),
        (format!("<p>a<plaintext> </b <b{words}"), 2),
        (format!("<body><xmp> </b <b{words}</xmp>"), 1),
    ] {
        assert_html(&html, spans, &[]);
    }
    for (before, after) in [("<!-- a <b", "--><p>word"), ("<!a <b", "><p>word"), ("<?php <b", "?><p>word")] {
        let page = cleaned(&format!("<p>word{before}{words}{after}"));
        assert_eq!((page.source(), page.notes()), ("word\n\nword", &[][..]), "{before}");
    }
}

/// The parser looks through all names that share a place in its table, and there are 4,096 places.
#[test]
fn many_names() {
    let element = |number: usize| format!("<element{number}><p>word </p></element{number}>");
    let page = assert_html(&(numbered(5_000, element) + &element(3)), 5_001, &[]);
    let count = |name| page.document().elements().filter(|element| element.name() == name).count();
    assert_eq!((count("p"), count("element3"), count("element4999")), (5_001, 2, 0));
}

#[test]
fn what_is_hidden() {
    let count = 100_000 / SMALLER;
    assert_html(&"<span hidden>word</span>".repeat(count), count, &[]);
    assert_html(&("<p>word".to_owned() + &"<span hidden>word</span>".repeat(count)), count + 1, &[]);
    assert_html(&("<p>word".to_owned() + &"word <i style='display:none'>word</i>".repeat(count)), count + 1, &[]);
    assert_html(&"<dialog>word</dialog><video>word</video>".repeat(count / 2), count, &[]);
}

#[test]
fn what_never_ends() {
    let tags = "<b>x</b </i <!-- ".repeat(50_000 / SMALLER);
    for start in ["<!--", "<script>", "<script><!--<script>", "<style>", "<title>", "<iframe>", "<a href='"] {
        let page = cleaned(&format!("<body><p>word{start}{tags}"));
        assert!(page.source() == "word", "{start}");
    }
    for start in ["<plaintext>", "<textarea>", "<xmp>", "<svg><![CDATA["] {
        let page = cleaned(&format!("<body><p>word{start}{tags}word"));
        assert!(page.source().ends_with("word") && page.source().len() >= tags.trim_end().len(), "{start}");
    }
    for text in ["<", "</", "<a", "&", "&#", "&#x", "-->", "]]>", "\0", "<!", "<?", "=\"", "'", "/>", "&am", "\u{FEFF}"]
    {
        let endless = text.repeat(SIZE / 4 / text.len());
        for start in ["", "<p>word ", "<svg>", "<pre>word ", "<table>"] {
            cleaned(&format!("{start}{endless}"));
        }
    }
    cleaned(&format!("<p>word &#{}", "1".repeat(SIZE)));
    cleaned(&format!("<p>word </{}", "x".repeat(SIZE)));
}

#[test]
fn pages_without_a_body() {
    for html in [
        "",
        "<html>",
        "<head>",
        "<title>a</title>",
        "<!DOCTYPE html>",
        "<script>a()</script><style>p {}</style><link rel=a><meta name=a content=b>",
        "<frameset><frame src=a><noframes>b</noframes></frameset>",
        "</html></body></p></br></table>",
        "<html></html><!-- a -->",
    ] {
        assert_eq!(cleaned(html).spans(), [], "{html}");
    }
    assert_html(&"<script>a(\"<b>\")</script>".repeat(5_000), 0, &[]);
    assert_html("word", 1, &[]);
    assert_html("<html><head></head>word</html>word", 1, &[]);
}

#[test]
fn characters_that_are_none() {
    let page = cleaned(&"\0<\0p>w\0ord\0</p\0><p title='\0'>word \0</p><svg>\0</svg>".repeat(500));
    assert_eq!(page.source().matches(WORD).count(), 1_000);
    let page = cleaned("<p>word\rword\r\r<pre>word\rword</pre>\r<p>word");
    assert_eq!(page.source(), "word word\n\nword\nword\n\nword");
    let page = cleaned("<p>word &a; &#0; &#xD800; &#x110000; &#99999999999; &amp&lt;b&gt; &#; &#x; &notin &notit; &");
    let source = "word &a; \u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD} &<b> &#; &#x; \u{AC}in \u{AC}it; &";
    assert_eq!(page.source(), source);
    let page = cleaned("<p>word<![CDATA[ a > b ]]> word<?php echo '<p>'; ?> word<% a %> word");
    assert_eq!(page.source(), "word b ]]> word'; ?> word<% a %> word");
}

#[test]
fn what_is_no_page() {
    let image = [b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01".as_slice(), &[0x1F, 0x8B, 0xD9, 0x02].repeat(500)].concat();
    let what = |page| clean_bytes(page).map(|_| ()).unwrap_err();
    assert_eq!(what(Page::new(&image).with_format(PageFormat::Html)), InputError::NotText { what: "a JPEG image" });
    assert_eq!(what(Page::new(&image[4..]).with_format(PageFormat::Html)), InputError::NotText { what: "binary data" });
    assert_eq!(what(Page::new(&image[4..]).with_format(PageFormat::Text)), InputError::NotText { what: "binary data" });
}

#[test]
fn a_page_cut_anywhere() {
    let html = "<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>Mühle &amp; Fluß</title>\
        <script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"Mühle\"}</script><style>p { }</style>\
        </head><body><!-- nav --><nav><ul><li><a href='/?a=b&c=\"d\"' class=x>Startseite</a><li>Sport</ul></nav>\
        <article><h1>Die alte Mühle</h1><p hidden>nichts</p><p>Sie <b>mahlt <i>wieder</b></i>, seit Montag.<br>Bis Mai.\
        <table><tr><th>Jahr<td>1790</tr></table><ruby>漢<rp>(</rp><rt>かん</rt></ruby><svg><![CDATA[x]]></svg></article>\
        <textarea>a</textarea><pre>\nb</pre><noscript><img alt=\"\"></noscript></body></html>";
    for end in (0..=html.len()).filter(|&end| html.is_char_boundary(end)) {
        assert_covered(&Cleaner::new().clean_html(&html[..end]).unwrap());
    }
    for end in 0..=html.len() {
        assert_covered(
            &clean_bytes(Page::new(&html.as_bytes()[..end]).with_format(PageFormat::Html)).expect("it is text"),
        );
    }
}

#[test]
fn json_in_scripts() {
    let assert_json = |json: &str, times: usize| {
        let html = format!("<script type=application/ld+json>{json}</script><p>word").repeat(times);
        // serde_json recurses, no deeper than 128 levels.
        let page = Cleaner::new().clean_html(&html).unwrap();
        assert_covered(&page);
        assert_page(&page, &html, times, &[]);
    };
    assert_json(&"[".repeat(100_000), 1);
    assert_json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), 1);
    assert_json(&format!("{}1{}", "{\"@graph\":".repeat(120), "}".repeat(120)), 1);
    assert_json(&format!("{}1{}", "{\"@graph\":".repeat(20_000), "}".repeat(20_000)), 1);
    assert_json(&format!("[{}1]", "{\"@type\":\"Article\",\"headline\":\"a\"},".repeat(5_000)), 1);
    assert_json(&format!("{{\"@type\":\"Article\",\"articleBody\":\"{}\"}}", "a ".repeat(100_000)), 1);
    assert_json("{\"@type\":\"Article\"}", 1_000);
}

#[test]
fn more_bytes_than_allowed() {
    let html = format!("<p>{}", "word ".repeat(1_000));
    let cleaner = Cleaner::new().with_limits(Limits::new().with_bytes(html.len() - 1));
    let error = cleaner.clean_bytes(html.as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!(error, InputError::TooLong { bytes: html.len(), limit: html.len() - 1 });
    assert!(Cleaner::new().with_limits(Limits::new().with_bytes(html.len())).clean_bytes(html.as_bytes()).is_ok());
}

#[test]
fn more_nodes_than_allowed() {
    let html = "<p>one <b>two</b> three</p>".repeat(100) + "<p>last";
    let page = Cleaner::new().with_limits(Limits::new().with_nodes(200)).clean_html(&html).unwrap();
    let [Note::TooManyNodes { at }] = page.notes() else { panic!("{:?}", page.notes()) };
    assert!(html[*at..].starts_with('<') && (500..2_000).contains(at), "{at}");
    assert_covered(&page);
    assert!(page.source().ends_with("last") && page.source().matches("one two three").count() == 100);
    assert!(page.document().elements().len() < 200);
}

#[test]
fn deeper_than_allowed() {
    let html = "<div>word<p>more</p>".repeat(100) + "</div><p>last";
    let page = Cleaner::new().with_limits(Limits::new().with_depth(20)).clean_html(&html).unwrap();
    let [Note::TooDeep { tags }] = page.notes() else { panic!("{:?}", page.notes()) };
    assert!((100..200).contains(tags), "{tags}");
    assert_covered(&page);
    assert!(page.source().ends_with("last") && page.source().matches("word").count() == 100);
    assert!(depth(&page) <= 20);
}
