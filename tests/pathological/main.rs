//! Hostile input: it is cleaned in full, without a panic and in time.
//!
//! Every case is a test of its own with a time limit of its own, so that a slow one is named.

#[path = "../common/mod.rs"]
mod common;

use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use common::assert_covered;
use dechaff::error::InputError;
use dechaff::{Cleaned, Cleaner, Limits, Note, Page, PageFormat, clean_bytes, clean_text};

/// Length of repeated text, in bytes.
const REPEATED_TEXT_BYTES: usize = 60_000;
/// The counts in the tables are those that an optimized build was measured with. Debug builds are slower, so counts are
/// divided by this.
const COUNT_DIVISOR: usize = 10;
/// The default limit of depth.
const MAX_DEPTH: usize = 512;
/// The time limit of a case (hand-set, enough for debug builds on a busy machine).
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Runs a case and fails if it takes longer than the limit.
#[track_caller]
fn within(limit: Duration, case: impl FnOnce() + Send + 'static) {
    let (done, is_done) = mpsc::channel();
    let running = thread::spawn(move || {
        // The other end is gone if the case is late.
        let _ = done.send(std::panic::catch_unwind(std::panic::AssertUnwindSafe(case)));
    });
    match is_done.recv_timeout(limit) {
        Ok(Ok(())) => running.join().expect("it has sent its result"),
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => panic!("the case takes more than {limit:?}"),
    }
}

/// A test for each line: its name, and the arguments of the function that checks it.
macro_rules! cases {
    ($check:path; $($name:ident: $($argument:expr),+;)*) => {
        $(#[test]
        fn $name() {
            within(TIME_LIMIT, || $check($($argument),+));
        })*
    };
}

mod attributes;

#[track_caller]
fn assert_cleaned(text: &str) {
    let page = clean_text(text).unwrap();
    let covered: usize = page.spans().iter().map(|span| span.range().len()).sum();
    let visible = text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum();
    assert!(covered >= visible, "{covered} bytes of {visible} are in a span");
}

fn repeated(piece: &str) {
    assert_cleaned(&piece.repeat(REPEATED_TEXT_BYTES / piece.len()));
}

mod one_piece_repeated {
    use super::*;

    cases! { repeated;
        letter: "x";
        nul: "\u{0}";
        bar: "|";
        bar_and_space: "| ";
        bar_between_spaces: " | ";
        tab: "\t";
        letter_and_tab: "a\t";
        spaces: "    ";
        letter_and_spaces: "a    ";
        zero_width_non_joiner: "\u{200C}";
        byte_order_mark: "\u{FEFF}";
        combining_mark: "\u{301}";
        right_to_left_override: "\u{202E}";
        full_stop: ".";
        ellipsis: "…";
        closing_quotation_mark: "»";
        digit_and_colon: "1:";
        digit_and_slash: "1/";
        persian_decimal: "٫۱";
        two_cases: "aB";
        at_sign: "@a ";
        scheme: "http://";
        host: "a.com ";
        han: "漢";
        arabic_letter: "ا";
        letter_and_line_break: "a\n";
        carriage_return: "\r";
        line_separator: "\u{2028}";
        control: "Reply\n";
        navigation: "Home\nHome News\nNews\n";
        read_more: "Read more\n";
        repeated_words: "the post the post ";
        number_sign: "# ";
        tilde: "~";
        by: "by ";
        comment_count: "12 comments\n";
        sentence_of_letters: "a b c d e f g h.\n";
        label: "A: ";
        quotation_marks: "« » ";
    }
}

#[test]
fn lines_that_end_with_one_another_are_covered() {
    within(TIME_LIMIT, || {
        let lines: Vec<String> = (0..700).map(|length| "a".repeat(700 - length)).collect();
        assert_cleaned(&lines.join("\n"));
    });
}

#[test]
fn a_long_word_between_short_ones_is_covered() {
    within(TIME_LIMIT, || {
        assert_cleaned(&format!("a {} b", "x".repeat(REPEATED_TEXT_BYTES)));
        assert_cleaned(&format!("پ {} ب", "ی".repeat(REPEATED_TEXT_BYTES / 2)));
    });
}

#[test]
fn a_long_line_without_spaces_after_a_lead_in_is_covered() {
    within(TIME_LIMIT, || {
        assert_cleaned(&format!("漢: {}", "漢".repeat(REPEATED_TEXT_BYTES / 3)));
        assert_cleaned(&format!("Nothing | {}", "字a".repeat(REPEATED_TEXT_BYTES / 4)));
    });
}

#[test]
fn every_character_is_covered() {
    within(TIME_LIMIT, || {
        let text: String = ('\0'..=char::MAX).step_by(7).collect();
        assert_cleaned(&text);
    });
}

/// A word that the text must contain as often as the HTML does.
const WORD: &str = "word";

/// Cleans a page of HTML on a small stack: nothing may recurse on the depth of a page.
#[track_caller]
fn cleaned(html: &str) -> Cleaned {
    // Data that is built once per process may take more stack.
    let _ = Cleaner::new()
        .clean_html("<p>Die alte Mühle mahlt wieder.<script type=application/ld+json>{}</script>")
        .unwrap();
    let page = thread::scope(|scope| {
        let small = thread::Builder::new().stack_size(256 * 1024);
        let cleaning =
            small.spawn_scoped(scope, || Cleaner::new().clean_html(html).unwrap()).expect("a thread can be had");
        cleaning.join().expect("nothing panics")
    });
    assert_covered(&page);
    page
}

/// Cleans a page and checks that it has at most `max_spans` spans, every [`WORD`], and notes with these names.
#[track_caller]
fn assert_html(html: &str, max_spans: usize, notes: &[&str]) -> Cleaned {
    let page = cleaned(html);
    assert_page(&page, html, max_spans, notes);
    page
}

#[track_caller]
fn assert_page(page: &Cleaned, html: &str, max_spans: usize, notes: &[&str]) {
    let start: String = html.chars().take(60).collect();
    assert!(page.spans().len() <= max_spans, "{} spans: {start}", page.spans().len());
    assert_eq!(page.source().matches(WORD).count(), html.matches(WORD).count(), "{start}");
    assert_eq!(page.notes().iter().map(name).collect::<Vec<_>>(), notes, "{start}");
}

fn name(note: &Note) -> &'static str {
    match note {
        Note::TooDeep { .. } => "TooDeep",
        Note::TooManyNodes { .. } => "TooManyNodes",
        Note::TooManyAttributes { .. } => "TooManyAttributes",
        _ => "of the encoding",
    }
}

/// The number of ancestors of the deepest element that holds text.
fn depth(page: &Cleaned) -> usize {
    page.document().elements().map(|element| element.ancestors().count()).max().unwrap_or(0)
}

fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

fn nested(piece: &str, count: usize, max_spans: usize) {
    let page = assert_html(&piece.repeat(count / COUNT_DIVISOR), max_spans, &["TooDeep"]);
    assert!(depth(&page) <= MAX_DEPTH);
}

mod elements_in_elements {
    use super::*;

    cases! { nested;
        empty_div: "<div>", 100_000, 0;
        div: "<div>word ", 64_000, MAX_DEPTH;
        list: "<ul><li>word ", 32_000, MAX_DEPTH;
        table: "<table><tr><td>word ", 10_000, MAX_DEPTH;
        svg: "<svg>word ", 20_000, 1;
        math: "<math>word ", 20_000, 1;
        template: "<body><template>word ", 20_000, MAX_DEPTH;
        span: "<span>word ", 100_000, 1;
        bold: "<b>word ", 100_000, 1;
        quotation: "<blockquote><pre>word\n", 20_000, MAX_DEPTH;
        ruby: "<ruby>word <rt>word ", 20_000, 1;
        hidden_span: "<span hidden>word ", 100_000, 1;
        noscript: "<noscript><dl><dd>word ", 20_000, MAX_DEPTH;
        quote: "<q>word ", 20_000, 1;
        button: "<button><object>word ", 20_000, 2 * MAX_DEPTH;
    }

    #[test]
    fn nested_framesets_are_limited() {
        within(TIME_LIMIT, || {
            assert_html(&("<frameset>".repeat(20_000 / COUNT_DIVISOR) + "<frame src=a>"), 0, &["TooDeep"]);
        });
    }
}

fn unclosed(piece: &str, count: usize, max_spans: usize) {
    assert_html(&piece.repeat(count / COUNT_DIVISOR), max_spans, &[]);
}

mod elements_that_are_never_closed {
    use super::*;

    cases! { unclosed;
        link: "<a href=x>word ", 100_000, 1;
        paragraph: "<p>word ", 100_000, 10_000;
        table: "<table>word ", 100_000, 10_000;
        select: "<select>word ", 20_000, 2_000;
        option_in_select: "<select><option>word ", 20_000, 2_000;
        item: "<li>word ", 20_000, 2_000;
        cell: "<tr><td>word ", 20_000, 2_000;
        nobr: "<nobr>word ", 20_000, 1;
        form: "<form>word ", 20_000, 1;
        option: "<option>word ", 20_000, 2_000;
        heading: "<h1>word", 30_000, 3_000;
        line_break: "<br>word", 200_000, 20_000;
        input: "<input value=a>word ", 20_000, 2_000;
        title: "<title>a</title><p>word ", 20_000, 2_000;
        empty_line_break: "<br>", 200_000, 0;
    }
}

/// Unclosed formatting elements are opened again in every block, and end tags move what they cross: the standard
/// asks for the product of both.
fn formatting(piece: &str, count: usize, notes: &[&str]) {
    let page = assert_html(&piece.repeat(count / COUNT_DIVISOR), 2 * count / COUNT_DIVISOR, notes);
    // Moved elements get a little deeper.
    assert!(depth(&page) <= MAX_DEPTH + 8, "{}", depth(&page));
}

fn font_elements(attribute: &str, notes: &[&str]) {
    let html = numbered(8_000 / COUNT_DIVISOR, |number| format!("<font {attribute}={number}><p>word "));
    assert_html(&html, 8_000 / COUNT_DIVISOR, notes);
}

mod formatting_across_blocks {
    use super::*;

    cases! { formatting;
        closed_bold: "<b><i><div></b>", 8_000, &["TooDeep"];
        bold_and_italic: "<b><i><div>word </b>word ", 8_000, &["TooDeep"];
        link: "<a href=x><div>word ", 8_000, &["TooDeep"];
        closed_link: "<a href=x><div>word </a>word ", 8_000, &["TooDeep"];
        five_elements: "<b><i><u><s><em><div>word </b></i></u>word ", 8_000, &["TooDeep"];
        table_in_bold: "<b><p><div><table><i></b>word ", 8_000, &[];
        rows_in_bold: "<table><b>word <tr>", 20_000, &[];
        paragraphs: "<p><b><a>word </p></b>word ", 8_000, &[];
    }

    cases! { font_elements;
        attribute_that_is_not_kept: "size", &[];
        attribute_that_is_kept: "class", &["TooManyNodes"];
    }
}

/// html5ever does not expose its depth, it is guessed from the nodes that it inserts. An end tag that closes nothing
/// was once counted as the end of an element, so that tags between such end tags could nest without limit.
#[test]
fn end_tags_that_close_nothing_do_not_lower_the_depth() {
    within(TIME_LIMIT, || {
        let open = "<span>".repeat(MAX_DEPTH - 10);
        let html = numbered(100, |number| format!("<span>word {}", "</x>".repeat(number + 2)));
        let page = assert_html(&(open.clone() + &html), 1, &["TooDeep"]);
        assert!(depth(&page) <= MAX_DEPTH);
        assert_html(&(open + &"</x>word ".repeat(5_000)), 1, &[]);
    });
}

/// Text that looks like a tag with many attributes.
fn many_words(before: &str, after: &str, max_spans: usize) {
    assert_html(&format!("{before}{}{after}", " word".repeat(5_000)), max_spans, &[]);
}

/// A comment that looks like a tag with many attributes.
fn many_words_in_a_comment(before: &str, after: &str) {
    let page = cleaned(&format!("<p>word{before}{}{after}", " word".repeat(5_000)));
    assert_eq!((page.source(), page.notes()), ("word\n\nword", &[][..]));
}

mod many_words_after_an_angle_bracket {
    use super::*;

    cases! { many_words;
        and_a_space: "<p>a < b", "", 1;
        alone: "<p>a <", "", 1;
        in_cdata: "<svg><![CDATA[ a <b", " ]]></svg>", 1;
        in_textarea: "<body><textarea>a <b", "</textarea>", 1;
        in_textarea_and_a_slash: "<body><textarea>a </b", "</textarea>", 1;
        in_plaintext: "<p>a<plaintext> </b <b", "", 2;
        in_xmp: "<body><xmp> </b <b", "</xmp>", 1;
    }

    cases! { many_words_in_a_comment;
        in_a_comment: "<!-- a <b", "--><p>word";
        in_a_declaration: "<!a <b", "><p>word";
        in_an_instruction: "<?php <b", "?><p>word";
    }
}

/// html5ever searches all names that share a slot of its table, and the table has 4,096 slots.
#[test]
fn names_of_many_elements_are_read_up_to_a_limit() {
    within(TIME_LIMIT, || {
        let element = |number: usize| format!("<element{number}><p>word </p></element{number}>");
        let page = assert_html(&(numbered(5_000, element) + &element(3)), 5_001, &[]);
        let count = |name| page.document().elements().filter(|element| element.name() == name).count();
        assert_eq!((count("p"), count("element3"), count("element4999")), (5_001, 2, 0));
    });
}

#[test]
fn many_hidden_elements_are_read() {
    within(TIME_LIMIT, || {
        let count = 100_000 / COUNT_DIVISOR;
        assert_html(&"<span hidden>word</span>".repeat(count), count, &[]);
        assert_html(&("<p>word".to_owned() + &"<span hidden>word</span>".repeat(count)), count + 1, &[]);
        assert_html(&("<p>word".to_owned() + &"word <i style='display:none'>word</i>".repeat(count)), count + 1, &[]);
        assert_html(&"<dialog>word</dialog><video>word</video>".repeat(count / 2), count, &[]);
    });
}

fn endless_without_text(start: &str) {
    let tags = "<b>x</b </i <!-- ".repeat(50_000 / COUNT_DIVISOR);
    assert_eq!(cleaned(&format!("<body><p>word{start}{tags}")).source(), "word");
}

fn endless_text(start: &str) {
    let tags = "<b>x</b </i <!-- ".repeat(50_000 / COUNT_DIVISOR);
    let page = cleaned(&format!("<body><p>word{start}{tags}word"));
    assert!(page.source().ends_with("word") && page.source().len() >= tags.trim_end().len());
}

fn endless(piece: &str) {
    let piece = piece.repeat(REPEATED_TEXT_BYTES / 4 / piece.len());
    for start in ["", "<p>word ", "<svg>", "<pre>word ", "<table>"] {
        cleaned(&format!("{start}{piece}"));
    }
}

fn long_token(start: &str, piece: &str) {
    cleaned(&format!("<p>word {start}{}", piece.repeat(REPEATED_TEXT_BYTES)));
}

mod what_never_ends {
    use super::*;

    cases! { endless_without_text;
        comment: "<!--";
        script: "<script>";
        script_in_script: "<script><!--<script>";
        style: "<style>";
        title: "<title>";
        iframe: "<iframe>";
        attribute: "<a href='";
    }

    cases! { endless_text;
        plaintext: "<plaintext>";
        textarea: "<textarea>";
        xmp: "<xmp>";
        cdata: "<svg><![CDATA[";
    }

    cases! { endless;
        angle_brackets: "<";
        end_tags: "</";
        start_tags: "<a";
        ampersands: "&";
        numeric_references: "&#";
        hexadecimal_references: "&#x";
        comment_ends: "-->";
        cdata_ends: "]]>";
        nuls: "\0";
        declarations: "<!";
        instructions: "<?";
        quoted_values: "=\"";
        apostrophes: "'";
        tag_ends: "/>";
        half_references: "&am";
        byte_order_marks: "\u{FEFF}";
    }

    cases! { long_token;
        reference: "&#", "1";
        end_tag: "</", "x";
    }
}

#[test]
fn pages_without_a_body_element_are_read() {
    within(TIME_LIMIT, || {
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
    });
}

#[test]
fn broken_characters_and_references_cost_no_text() {
    within(TIME_LIMIT, || {
        let page = cleaned(&"\0<\0p>w\0ord\0</p\0><p title='\0'>word \0</p><svg>\0</svg>".repeat(500));
        assert_eq!(page.source().matches(WORD).count(), 1_000);
        let page = cleaned("<p>word\rword\r\r<pre>word\rword</pre>\r<p>word");
        assert_eq!(page.source(), "word word\n\nword\nword\n\nword");
        let page =
            cleaned("<p>word &a; &#0; &#xD800; &#x110000; &#99999999999; &amp&lt;b&gt; &#; &#x; &notin &notit; &");
        let source = "word &a; \u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD} &<b> &#; &#x; \u{AC}in \u{AC}it; &";
        assert_eq!(page.source(), source);
        let page = cleaned("<p>word<![CDATA[ a > b ]]> word<?php echo '<p>'; ?> word<% a %> word");
        assert_eq!(page.source(), "word b ]]> word'; ?> word<% a %> word");
    });
}

#[test]
fn binary_data_is_refused() {
    within(TIME_LIMIT, || {
        let image =
            [b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01".as_slice(), &[0x1F, 0x8B, 0xD9, 0x02].repeat(500)].concat();
        let what = |page| clean_bytes(page).map(|_| ()).unwrap_err();
        assert_eq!(what(Page::new(&image).with_format(PageFormat::Html)), InputError::NotText { what: "a JPEG image" });
        assert_eq!(
            what(Page::new(&image[4..]).with_format(PageFormat::Html)),
            InputError::NotText { what: "binary data" }
        );
        assert_eq!(
            what(Page::new(&image[4..]).with_format(PageFormat::Text)),
            InputError::NotText { what: "binary data" }
        );
    });
}

#[test]
fn a_page_can_be_cut_anywhere() {
    within(TIME_LIMIT, || {
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
    });
}

#[test]
fn deep_and_long_json_is_read() {
    within(TIME_LIMIT, || {
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
    });
}

#[test]
fn a_page_over_the_limit_of_bytes_is_refused() {
    within(TIME_LIMIT, || {
        let html = format!("<p>{}", "word ".repeat(1_000));
        let cleaner = Cleaner::new().with_limits(Limits::new().with_bytes(html.len() - 1));
        let error = cleaner.clean_bytes(html.as_bytes()).map(|_| ()).unwrap_err();
        assert_eq!(error, InputError::TooLong { bytes: html.len(), limit: html.len() - 1 });
        assert!(Cleaner::new().with_limits(Limits::new().with_bytes(html.len())).clean_bytes(html.as_bytes()).is_ok());
    });
}

#[test]
fn tags_over_the_limit_of_nodes_are_skipped() {
    within(TIME_LIMIT, || {
        let html = "<p>one <b>two</b> three</p>".repeat(100) + "<p>last";
        let page = Cleaner::new().with_limits(Limits::new().with_nodes(200)).clean_html(&html).unwrap();
        let [Note::TooManyNodes { at }] = page.notes() else { panic!("{:?}", page.notes()) };
        assert!(html[*at..].starts_with('<') && (500..2_000).contains(at), "{at}");
        assert_covered(&page);
        assert!(page.source().ends_with("last") && page.source().matches("one two three").count() == 100);
        assert!(page.document().elements().len() < 200);
    });
}

#[test]
fn tags_below_the_limit_of_depth_are_skipped() {
    within(TIME_LIMIT, || {
        let html = "<div>word<p>more</p>".repeat(100) + "</div><p>last";
        let page = Cleaner::new().with_limits(Limits::new().with_depth(20)).clean_html(&html).unwrap();
        let [Note::TooDeep { tags }] = page.notes() else { panic!("{:?}", page.notes()) };
        assert!((100..200).contains(tags), "{tags}");
        assert_covered(&page);
        assert!(page.source().ends_with("last") && page.source().matches("word").count() == 100);
        assert!(depth(&page) <= 20);
    });
}
