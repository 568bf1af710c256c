//! Hostile input: it is cleaned in full, without a panic, on a small stack.
//!
//! How the work grows is the matter of `tests/growth`, which counts steps instead of seconds. A case that never ends is
//! named by the test runner, because each is a test of its own.

#[path = "../common/mod.rs"]
mod common;

use std::thread;

use common::assert_covered;
use dechaff::error::InputError;
use dechaff::{Cleaned, Cleaner, Limits, Note, Page, PageFormat, clean_bytes, clean_text};

/// Length of repeated text, in bytes.
const REPEATED_TEXT_BYTES: usize = 40_000;
/// The counts in the tables are those that an optimized build was measured with. Debug builds are slower, so counts are
/// divided by this.
const COUNT_DIVISOR: usize = 10;
/// The default limit of depth.
const MAX_DEPTH: usize = 512;

/// A test for each line: its name, and the arguments of the function that checks it.
macro_rules! cases {
    ($check:path; $($name:ident: $($argument:expr),+;)*) => {
        $(#[test]
        fn $name() {
            $check($($argument),+);
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
    let lines: Vec<String> = (0..700).map(|length| "a".repeat(700 - length)).collect();
    assert_cleaned(&lines.join("\n"));
}

#[test]
fn a_long_word_between_short_ones_is_covered() {
    assert_cleaned(&format!("a {} b", "x".repeat(REPEATED_TEXT_BYTES)));
    assert_cleaned(&format!("پ {} ب", "ی".repeat(REPEATED_TEXT_BYTES / 2)));
}

#[test]
fn a_long_line_without_spaces_after_a_lead_in_is_covered() {
    assert_cleaned(&format!("漢: {}", "漢".repeat(REPEATED_TEXT_BYTES / 3)));
    assert_cleaned(&format!("Nothing | {}", "字a".repeat(REPEATED_TEXT_BYTES / 4)));
}

#[test]
fn many_full_stops_between_letters_are_covered() {
    assert_cleaned(&format!("{}é", "a.".repeat(REPEATED_TEXT_BYTES / 2)));
}

#[test]
fn every_character_is_covered() {
    let text: String = ('\0'..=char::MAX).step_by(7).collect();
    assert_cleaned(&text);
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
    // With the limits for the length of a page, most of these pages would be cut before they do harm.
    let dense = Cleaner::new().with_limits(Limits::new().with_dense_pages());
    let page = thread::scope(|scope| {
        let small = thread::Builder::new().stack_size(256 * 1024);
        let cleaning = small.spawn_scoped(scope, || dense.clean_html(html).unwrap()).expect("a thread can be had");
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
        Note::LongAttributes { .. } => "LongAttributes",
        Note::TooManyNames { .. } => "TooManyNames",
        Note::TooMuchStructuredData { .. } => "TooMuchStructuredData",
        Note::NeverClosed { .. } => "NeverClosed",
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

/// The first part starts elements, the second ends them.
fn nested(start: &str, end: &str, count: usize, max_spans: usize) {
    let count = count / COUNT_DIVISOR;
    let page = assert_html(&(start.repeat(count) + &end.repeat(count)), max_spans.min(count), &["TooDeep"]);
    assert!(depth(&page) <= MAX_DEPTH);
}

mod elements_in_elements {
    use super::*;

    cases! { nested;
        empty_div: "<div>", "</div>", 100_000, 0;
        div: "<div>word ", "</div>", 64_000, usize::MAX;
        list: "<ul><li>word ", "</li></ul>", 32_000, usize::MAX;
        table: "<table><tr><td>word ", "</td></tr></table>", 10_000, usize::MAX;
        svg: "<svg>word ", "</svg>", 20_000, 1;
        math: "<math>word ", "</math>", 20_000, 1;
        template: "<body><template>word ", "</template>", 20_000, usize::MAX;
        span: "<span>word ", "</span>", 100_000, 1;
        bold: "<b>word ", "</b>", 100_000, 1;
        quotation: "<blockquote><pre>word\n", "</pre></blockquote>", 20_000, usize::MAX;
        ruby: "<ruby>word <rt>word ", "</rt></ruby>", 20_000, 1;
        hidden_span: "<span hidden>word ", "</span>", 100_000, 1;
        noscript: "<noscript><dl><dd>word ", "</dd></dl></noscript>", 20_000, usize::MAX;
        quote: "<q>word ", "</q>", 20_000, 1;
        button: "<button><object>word ", "</object></button>", 20_000, usize::MAX;
    }

    /// Blocks stay apart where their tags are dropped.
    fn deep_blocks(start: &str, end: &str) {
        let count = 2 * MAX_DEPTH;
        let html =
            "<div>".repeat(count) + &format!("{start}word{end}").repeat(200) + &"</div>".repeat(count) + "<p>tail";
        let page = assert_html(&html, 201, &["TooDeep"]);
        assert_eq!(page.spans().len(), 201);
        assert!(page.source().ends_with("word\n\ntail") && !page.source().contains("wordword"));
    }

    cases! { deep_blocks;
        deep_div: "<div>", "</div>";
        deep_paragraph: "<p>", "";
        deep_heading: "<h2>", "</h2>";
        deep_item: "<li>", "";
        deep_line_break: "<br>", "";
        deep_cell: "<table><tr><td>", "</td></tr></table>";
        deep_block_in_bold: "<b><div>", "</b></div>";
    }

    #[test]
    fn nested_framesets_are_limited() {
        assert_html(&("<frameset>".repeat(20_000 / COUNT_DIVISOR) + "<frame src=a>"), 0, &["TooDeep"]);
    }
}

fn unclosed(piece: &str, count: usize, max_spans: usize) {
    assert_html(&piece.repeat(count / COUNT_DIVISOR), max_spans, &[]);
}

fn unclosed_select(piece: &str) {
    assert_html(&piece.repeat(20_000 / COUNT_DIVISOR), 20_000 / COUNT_DIVISOR, &["NeverClosed"]);
}

/// Blocks that are never closed: the text of each is read once and stays apart.
fn unclosed_block(start: &str, notes: &[&str]) {
    let html = numbered(3_000, |number| format!("{start}word{number}!"));
    let page = assert_html(&html, 2 * 3_000, notes);
    let texts: Vec<_> = page.source().split_whitespace().filter(|text| *text != "heading").collect();
    assert_eq!(texts, (0..3_000).map(|number| format!("word{number}!")).collect::<Vec<_>>());
    assert!(depth(&page) < 60, "{}", depth(&page));
}

mod blocks_that_are_never_closed {
    use super::*;

    cases! { unclosed_block;
        div: "<div>", &["NeverClosed"];
        center_in_paragraph: "<p><center>", &["NeverClosed"];
        quotation_and_heading: "<blockquote><h4>heading</h4>", &["NeverClosed"];
        list: "<ul><li>", &["NeverClosed"];
        bold_paragraph: "<p><b>", &["NeverClosed"];
        font_and_div: "<font color=red><div>", &["NeverClosed"];
        bold_centred: "<center><b><p>", &["NeverClosed"];
        bold_in_italic: "<b><i><div>", &["NeverClosed"];
        section_and_span: "<section><span>", &["NeverClosed"];
        // Each end of a formatting element moved all blocks before it.
        paragraph_in_italic: "<div><b><i><p>", &["NeverClosed"];
    }
}

mod elements_that_are_never_closed {
    use super::*;

    cases! { unclosed_select;
        select: "<select>word ";
        option_in_select: "<select><option>word ";
    }

    cases! { unclosed;
        link: "<a href=x>word ", 100_000, 1;
        paragraph: "<p>word ", 100_000, 10_000;
        table: "<table>word ", 100_000, 10_000;
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
fn formatting(piece: &str, end: &str, count: usize, notes: &[&str]) {
    let count = count / COUNT_DIVISOR;
    let page = assert_html(&(piece.repeat(count) + &end.repeat(count)), 2 * count, notes);
    // Moved elements get a little deeper.
    assert!(depth(&page) <= MAX_DEPTH + 8, "{}", depth(&page));
}

fn font_elements(attribute: &str, notes: &[&str]) {
    let count = 8_000 / COUNT_DIVISOR;
    let html = numbered(count, |number| format!("<font {attribute}={number}><p>word "));
    assert_html(&(html + &"</font>".repeat(count)), count, notes);
}

mod formatting_across_blocks {
    use super::*;

    cases! { formatting;
        closed_bold: "<b><i><div></b>", "</div></i>", 8_000, &["TooDeep"];
        bold_and_italic: "<b><i><div>word </b>word ", "</div></i>", 8_000, &["TooDeep"];
        link: "<a href=x><div>word ", "</div>", 8_000, &["TooDeep"];
        closed_link: "<a href=x><div>word </a>word ", "</div>", 8_000, &["TooDeep"];
        five_elements: "<b><i><u><s><em><div>word </b></i></u>word ", "</div></em></s>", 8_000, &["TooDeep"];
        table_in_bold: "<b><p><div><table><i></b>word ", "</i></table></div>", 8_000, &[];
        rows_in_bold: "<table><b>word <tr>", "</b></table>", 20_000, &[];
        paragraphs: "<p><b><a>word </p></b>word ", "", 8_000, &[];
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
    let open = "<span>".repeat(MAX_DEPTH - 10);
    let html = numbered(100, |number| format!("<span>word {}", "</x>".repeat(number + 2)));
    let close = "</span>".repeat(2 * MAX_DEPTH);
    let page = assert_html(&(open.clone() + &html + &close), 1, &["TooDeep"]);
    assert!(depth(&page) <= MAX_DEPTH);
    assert_html(&(open + &"</x>word ".repeat(5_000) + &close), 1, &[]);
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
    let element = |number: usize| format!("<element{number}><p>word </p></element{number}>");
    let page = assert_html(&(numbered(5_000, element) + &element(3)), 5_001, &["TooManyNames"]);
    let count = |name| page.document().elements().filter(|element| element.name() == name).count();
    assert_eq!((count("p"), count("element3"), count("element4999")), (5_001, 2, 0));
}

#[test]
fn many_hidden_elements_are_read() {
    let count = 100_000 / COUNT_DIVISOR;
    assert_html(&"<span hidden>word</span>".repeat(count), count, &[]);
    assert_html(&("<p>word".to_owned() + &"<span hidden>word</span>".repeat(count)), count + 1, &[]);
    assert_html(&("<p>word".to_owned() + &"word <i style='display:none'>word</i>".repeat(count)), count + 1, &[]);
    assert_html(&"<dialog>word</dialog><video>word</video>".repeat(count / 2), count, &[]);
}

/// Every element could match many rules, and every hidden one could be a panel deep in the page.
#[test]
fn many_rules_on_many_elements_are_read() {
    let count = 20_000 / COUNT_DIVISOR;
    let classes = numbered(32, |class| format!("c{class} "));
    let elements = format!("<p class='{classes}'>word</p>").repeat(count);
    let pairs = numbered(1_024, |pair| format!(".c{}.c{}{{display:none}}", pair / 32, pair % 32));
    let page = assert_html(&format!("<p>word<style>{pairs}</style>{elements}"), count + 1, &[]);
    assert_eq!(page.document().segments().iter().filter(|segment| segment.is_hidden()).count(), count);
    let lists = (".c1,".repeat(count) + ".c2{display:none}").repeat(4);
    assert_html(&format!("<p>word<style>{lists}</style>{elements}"), count + 1, &[]);
    let panels = "<i class=fold hidden id=x>word</i>".repeat(count);
    let deep = "<div class='a b c'>".repeat(MAX_DEPTH / 2);
    let ends = "</div>".repeat(MAX_DEPTH / 2);
    assert_html(&format!("<p>word{deep}{panels}{ends}"), count + 1, &[]);
    let controls = "<button aria-controls='a b c d'></button>".repeat(count);
    assert_html(&format!("<p>word{controls}{panels}"), count + 1, &[]);
}

mod style_sheets {
    use super::*;

    fn style_sheet(piece: &str) {
        let style = piece.repeat(20 * REPEATED_TEXT_BYTES / piece.len());
        assert_html(&format!("<style>{style}</style><p class=a>word"), 1, &[]);
    }

    cases! { style_sheet;
        open_blocks: "@media screen{";
        closed_blocks: "}";
        at_rules: "@a";
        rules: ".a{display:none}";
        selectors: ".a,";
        compounds: ".a";
        combinators: ".a ";
        states: ".active .a{display:block}";
        nested_rules: "a{";
        comments: "/*/";
        strings: "'";
        brackets: "(";
        closing_brackets: "[)";
        escapes: "\\";
        declarations: "a{display:none;";
        marks: "<!--";
    }
}

fn endless_without_text(start: &str) {
    let tags = "<b>x</b </i <!-- ".repeat(50_000 / COUNT_DIVISOR);
    assert_eq!(cleaned(&format!("<body><p>word{start}{tags}")).source(), "word");
}

/// What is never closed ends, and what follows is read.
fn endless_but_read(start: &str) {
    for title in ["", "<title>a</title>"] {
        let html =
            format!("{title}<body><p>word{start}{}<p>word</b>word", "<b>x</b </i <!-- ".repeat(50_000 / COUNT_DIVISOR));
        let page = cleaned(&html);
        assert!(page.source().starts_with("word") && page.source().contains("wordword"), "{start}");
        assert_eq!(page.notes().iter().map(name).collect::<Vec<_>>(), ["NeverClosed"], "{start}");
    }
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
        attribute: "<a href='";
    }

    cases! { endless_but_read;
        comment: "<!--";
        script: "<script>";
        script_in_script: "<script><!--<script>";
        scripts: "<script>a;<script>a;<script src=x>\n<script>a;";
        style: "<style>";
        title: "<title>";
        iframe: "<iframe>";
        textarea: "<textarea>";
        select: "<select><option>a";
        template: "<template>";
        noscript: "<noscript>";
        video: "<video>";
        dialog: "<dialog>";
    }

    cases! { endless_text;
        plaintext: "<plaintext>";
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
fn broken_characters_and_references_cost_no_text() {
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
fn binary_data_is_refused() {
    let image = [b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01".as_slice(), &[0x1F, 0x8B, 0xD9, 0x02].repeat(500)].concat();
    let what = |page| clean_bytes(page).map(|_| ()).unwrap_err();
    assert_eq!(what(Page::new(&image).with_format(PageFormat::Html)), InputError::NotText { what: "a JPEG image" });
    assert_eq!(what(Page::new(&image[4..]).with_format(PageFormat::Html)), InputError::NotText { what: "binary data" });
    assert_eq!(what(Page::new(&image[4..]).with_format(PageFormat::Text)), InputError::NotText { what: "binary data" });
}

#[test]
fn a_page_can_be_cut_anywhere() {
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
fn deep_and_long_json_is_read() {
    let assert_json = |json: &str, times: usize, notes: &[&str]| {
        let html = format!("<script type=application/ld+json>{json}</script><p>word").repeat(times);
        let page = Cleaner::new().clean_html(&html).unwrap();
        assert_covered(&page);
        assert_page(&page, &html, times, notes);
    };
    let deep = ["TooMuchStructuredData"];
    assert_json(&"[".repeat(100_000), 1, &[]);
    assert_json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), 1, &deep);
    assert_json(&format!("{}1{}", "{\"@graph\":".repeat(120), "}".repeat(120)), 1, &deep);
    assert_json(&format!("{}1{}", "{\"@graph\":".repeat(20_000), "}".repeat(20_000)), 1, &deep);
    assert_json(&format!("[{}1]", "{\"@type\":\"Article\",\"headline\":\"a\"},".repeat(5_000)), 1, &[]);
    assert_json(&format!("{{\"@type\":\"Article\",\"articleBody\":\"{}\"}}", "a ".repeat(100_000)), 1, &[]);
    assert_json("{\"@type\":\"Article\"}", 1_000, &[]);
}

#[test]
fn a_page_over_the_limit_of_bytes_is_refused() {
    let html = format!("<p>{}", "word ".repeat(1_000));
    let cleaner = Cleaner::new().with_limits(Limits::new().with_bytes(html.len() - 1));
    let error = cleaner.clean_bytes(html.as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!(error, InputError::TooLong { bytes: html.len(), limit: html.len() - 1 });
    assert!(Cleaner::new().with_limits(Limits::new().with_bytes(html.len())).clean_bytes(html.as_bytes()).is_ok());
}

#[test]
fn tags_over_the_limit_of_nodes_are_skipped() {
    let html = "<p>one <b>two</b> three</p>".repeat(100) + "<p>last";
    let page = Cleaner::new().with_limits(Limits::new().with_nodes(200)).clean_html(&html).unwrap();
    let [Note::TooManyNodes { at }] = page.notes() else { panic!("{:?}", page.notes()) };
    assert!(html[*at..].starts_with('<') && (500..2_000).contains(at), "{at}");
    assert_covered(&page);
    assert!(page.source().ends_with("last") && page.source().matches("one two three").count() == 100);
    assert!(page.document().elements().len() < 200);
}

#[test]
fn tags_below_the_limit_of_depth_are_skipped() {
    let html = "<div>word<p>more</p>".repeat(100) + "</div><p>last";
    let page = Cleaner::new().with_limits(Limits::new().with_depth(20)).clean_html(&html).unwrap();
    let [Note::TooDeep { tags }] = page.notes() else { panic!("{:?}", page.notes()) };
    assert!((100..200).contains(tags), "{tags}");
    assert_covered(&page);
    assert!(page.source().ends_with("last") && page.source().matches("word").count() == 100);
    assert!(depth(&page) <= 20);
}
