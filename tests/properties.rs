//! Properties of cleaning any input.

mod common;
mod pages;

use common::harmless::assert_harmless;
use common::{assert_covered, keeping_all};
use dechaff::document::Document;
use dechaff::{Cleaned, Cleaner, Decision, Kind, Page, PageFormat, clean_bytes};
use proptest::prelude::*;

fn clean_text(text: &str) -> Cleaned {
    dechaff::clean_text(text).unwrap()
}

/// Pieces of plain-text pages: real and hostile ones.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "Home", "Accueil", "خانه", "Startseite", "Read more", "Lire aussi :", "بیشتر بخوانید", "Mehr zum Thema",
            "3 comments", "Martha says:", "Reply", "پاسخ", "Antworten", "12 May 2024 at 10:12", "۱۲ خرداد ۱۴۰۳",
            "Share on Facebook", "© 2024", "We use cookies to improve this site.", "Support us", "250 $",
            "casino-777.example.com", "https://example.org/?a=b",
            "The council decided on Monday to build a new bridge over the river, after the old one had been closed.",
            "La commune a voté hier soir la construction d'une nouvelle école, malgré les critiques des riverains.",
            "Der Verein hat im Frühjahr die alte Mühle gekauft und will sie bis zum Herbst wieder in Gang setzen.",
            "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود و رفت و آمد آسان\u{200C}تر خواهد شد.",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "\n", "\n\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\u{A0}", "    ", "\t", " | ", " • ", " / ", "\u{200C}",
            "\u{FEFF}", "\u{202B}", "\0", "\u{301}", "…", "[…]", "@", "://", ".", "»", "+++", "1:2:3", "٫",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// Text in four languages for HTML, with white space around it so that words are not joined.
fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        " Accueil ",
        " The council decided on Monday to build a new bridge. ",
        " Der Verein hat die alte Mühle gekauft. ",
        " شهردار گفت که پل تازه باز می\u{200C}شود. ",
        " La commune a voté la construction d'une école. ",
        " Reply ",
        " 漢字 ",
        " © 2024 ",
        "\n3 comments\n",
        " a ",
        "\t—\r\n",
    ])
    .prop_map(str::to_owned)
}

/// A start or end tag of an element whose text is shown.
fn tag() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "p",
        "div",
        "span",
        "a",
        "b",
        "i",
        "em",
        "font",
        "ul",
        "li",
        "dl",
        "dd",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "caption",
        "h1",
        "h3",
        "article",
        "section",
        "main",
        "nav",
        "aside",
        "header",
        "footer",
        "blockquote",
        "pre",
        "form",
        "label",
        "button",
        "select",
        "option",
        "optgroup",
        "noscript",
        "dialog",
        "details",
        "summary",
        "figure",
        "figcaption",
        "object",
        "svg",
        "g",
        "foreignObject",
        "math",
        "mi",
        "body",
        "html",
        "br",
        "hr",
        "img",
        "input",
        "wbr",
        "nobr",
        "center",
        "x-y",
        "P",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        "",
        "",
        "",
        " class=comment",
        " id='content'",
        " hidden",
        " style=\"display: none\"",
        " aria-hidden=true",
        " href=/a",
        " class=\"nav related\"",
        " title='<p>'",
        " a=\">\" b",
        " lang=fa",
        " role=navigation",
        " /",
        " itemprop=text",
    ]);
    (names, attributes, 0..5u8).prop_map(|(name, attributes, form)| match form {
        0 | 1 => format!("</{name}>"),
        _ => format!("<{name}{attributes}>"),
    })
}

/// Other parts of HTML: comments, scripts, broken tags. None is text that is shown as written.
fn oddity() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "<!-- a > b -->", "<!--", "-->", "<!DOCTYPE html>", "<?php echo '<p>' ?>", "<![CDATA[ a ]]>", "<script>a('<b>')</script>",
            "<style>p > a {}</style>", "<script>", "</script>", "<title>Titre</title>", "<textarea>", "</textarea>", "<plaintext>",
            "<xmp>", "<template>", "</template>", "<frameset>", "<head>", "</head>", "<iframe>", "<ruby>漢<rp>(</rp><rt>かん", "<q>", "</q>",
            "&amp;", "&nbsp;", "&zwnj;", "&shy;", "\u{AD}", "&", "&#x", "&#0;", "<", "</", "<a", "<p title=\"", "\"", ">", "=", "\0",
            "\u{FEFF}", "<meta charset=koi8-r>", "<base href=x>", "<svg><style>", "<math><annotation-xml encoding='text/html'>",
            "<script type=application/ld+json>{\"@type\": \"Article\", \"headline\": \"A\"}</script>",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// Tags in any order with text between them, each with whether it is text.
fn plain_soup() -> impl Strategy<Value = Vec<(bool, String)>> {
    let piece = prop_oneof![2 => words().prop_map(|text| (true, text)), 3 => tag().prop_map(|tag| (false, tag))];
    prop::collection::vec(piece, 0..60)
}

/// Tags, text and oddities in any order.
fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![3 => words(), 4 => tag(), 2 => oddity()], 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn sorted_words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words
}

/// Checks that elements contain the segments of their descendants, and that ancestors end.
fn assert_elements(document: &Document, length: usize) {
    for (index, segment) in document.segments().iter().enumerate() {
        let Some(element) = document.element_of(segment) else { continue };
        assert!(element.segments().contains(&index), "{element:?} without segment {index}");
        for around in element.ancestors().take(2_000) {
            assert!(around.segments().contains(&index), "{around:?} without segment {index}");
        }
        assert!(element.ancestors().count() < 2_000, "elements around one another");
        assert!(element.written().end <= length && element.written().start <= element.written().end);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_cover_any_string(text in any::<String>()) {
        let page = clean_text(&text);
        assert_covered(&page);
        assert_harmless(&page);
    }

    #[test]
    fn spans_cover_any_page(text in text()) {
        assert_covered(&clean_text(&text));
    }

    #[test]
    fn a_page_is_cleaned_alike_every_time(text in text()) {
        let (one, other) = (clean_text(&text), clean_text(&text));
        prop_assert_eq!(one.spans(), other.spans());
        prop_assert_eq!(one.text(), other.text());
    }

    #[test]
    fn the_body_is_made_of_kept_spans(text in text()) {
        let page = clean_text(&text);
        let body = page.text();
        prop_assert_eq!(page.is_empty(), !page.spans().iter().any(|span| span.is_kept()));
        // Control characters, and bidirectional ones without a partner, are left out.
        let is_left_out = |c: char| c.is_control() || matches!(c, '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        let squeeze = |text: &str| text.chars().filter(|&c| !c.is_whitespace() && !is_left_out(c)).collect::<String>();
        let kept: String = page.spans().iter().filter(|span| span.is_kept()).map(|span| &page.source()[span.range()]).collect();
        prop_assert_eq!(squeeze(&body), squeeze(&kept));
    }

    #[test]
    fn articles_contain_the_whole_body(text in text()) {
        let page = clean_text(&text);
        let kept = page.articles().iter().flat_map(|article| article.spans()).filter(|span| span.is_kept()).count();
        prop_assert_eq!(kept, page.spans().iter().filter(|span| span.is_kept()).count());
    }

    #[test]
    fn any_bytes_are_cleaned(bytes in prop::collection::vec(any::<u8>(), 0..400), soup in soup(), at in any::<prop::sample::Index>()) {
        let mut mixed = soup.into_bytes();
        let at = at.index(mixed.len() + 1);
        mixed.splice(at..at, bytes.iter().copied());
        for page in [&bytes, &mixed] {
            for page in [
                Page::new(page),
                Page::new(page).with_format(PageFormat::Html),
                Page::new(page).with_format(PageFormat::Text).with_charset("utf-16le"),
            ] {
                if let Ok(page) = clean_bytes(page) {
                    assert_covered(&page);
                }
            }
        }
    }

    #[test]
    fn spans_cover_any_soup_of_tags(soup in soup()) {
        let page = Cleaner::new().clean_html(&soup).unwrap();
        assert_covered(&page);
        assert_elements(page.document(), soup.len());
        let again = Cleaner::new().clean_html(&soup).unwrap();
        prop_assert_eq!(page.spans(), again.spans());
        let _ = (page.text(), page.title(), page.metadata(), page.articles().len());
    }

    #[test]
    fn no_word_between_tags_is_lost(pieces in plain_soup()) {
        let html: String = pieces.iter().map(|(_, piece)| piece.as_str()).collect();
        let text: String = pieces.iter().filter(|(is_text, _)| *is_text).map(|(_, text)| text.as_str()).collect();
        let page = Cleaner::new().clean_html(&html).unwrap();
        prop_assert_eq!(sorted_words(page.source()), sorted_words(&text));
    }

    #[test]
    fn keeping_every_kind_keeps_every_byte(text in text()) {
        let page = keeping_all().clean_text(text.as_str()).unwrap();
        prop_assert!(page.spans().iter().all(|span| span.is_kept()));
    }
}

#[test]
fn a_blank_text_has_no_spans() {
    for blank in ["", " ", "\n\n\r\n", "\u{A0}\u{2003}\u{3000}\n"] {
        let page = clean_text(blank);
        assert!(page.is_empty() && page.spans().is_empty() && page.text().is_empty() && page.articles().is_empty());
    }
}

#[test]
fn a_page_of_boilerplate_has_an_empty_body() {
    let page = clean_text("Home\nNews\nContact\n\n© 2024 All rights reserved.");
    assert!(page.is_empty() && page.text().is_empty());
    assert_eq!(page.spans().len(), 4);
}

#[test]
fn cleaning_the_body_again_removes_nothing() {
    for page in pages::pages("pages") {
        let clean = |text: &str| rules().clean_text(text).unwrap().text();
        let body = clean(&page.source);
        assert_eq!(squeezed(&body), squeezed(&clean(&body)), "{}", page.name);
        // The model also weighs the neighbours of a line, which are gone, so a few lines may change.
        let body = clean_text(&page.source).text();
        let again = clean_text(&body).text();
        assert!(again.len() * 100 >= body.len() * 90, "{}: {again}", page.name);
    }
}

#[test]
fn appended_boilerplate_removes_no_body() {
    let tails = [
        "\n\nRelated articles\nA new bridge for the village\nHow the old mill was saved\nWhat the council will decide on Monday\n",
        "\n\n© 2024 Nachrichten vom See. Alle Rechte vorbehalten.\nImpressum\nDatenschutz\n",
        "\n\nPartager sur Facebook\nPartager sur WhatsApp\n",
        "\n\nما از کوکی استفاده می\u{200C}کنیم.\nپذیرش همه\n",
        "\n\n2 comments\nMartha says:\n4 May 2024 at 10:12\nAbout time!\nReply\nOld Tom says:\n4 May 2024 at 11:40\nA shame.\nReply\n",
        "\nbest casino bonus\ncasino-777.example.com\nhttps://slots.example.com/\n",
    ];
    for page in pages::pages("pages") {
        let is_body = |range: &std::ops::Range<usize>| {
            let line = &page.source[range.clone()];
            page.labels.iter().any(|label| label.kind.is_body() && line.contains(&label.text))
        };
        for (cleaner, percent) in [(rules(), 100), (Cleaner::new(), 90)] {
            let mut before = kept(&cleaner, &page.source, page.source.len());
            // Only true body has to stay: more context may correct a mistake.
            before.retain(is_body);
            for tail in tails {
                let after = kept(&cleaner, &(page.source.clone() + tail), page.source.len());
                let (lost, left): (Vec<_>, Vec<_>) = before.iter().cloned().partition(|range| !after.contains(range));
                let bytes = |ranges: &[std::ops::Range<usize>]| ranges.iter().map(|range| range.len()).sum::<usize>();
                let lines: Vec<&str> = lost.iter().map(|range| &page.source[range.clone()]).collect();
                assert!(
                    bytes(&left) * 100 >= bytes(&before) * percent,
                    "{}: {lines:?} were body before {tail:?}",
                    page.name
                );
            }
        }
    }
}

#[test]
fn line_breaks_and_byte_order_marks_make_no_difference() {
    let view = |text: &str| -> Vec<(Kind, String)> {
        let page = clean_text(text);
        let bare = |span: &dechaff::Span| page.source()[span.range()].trim_start_matches('\u{FEFF}').to_owned();
        page.spans().iter().map(|span| (span.kind(), bare(span))).collect()
    };
    for page in pages::pages("pages") {
        let plain = view(&page.source);
        for line_break in ["\r\n", "\r", "\u{2028}"] {
            assert_eq!(view(&page.source.replace('\n', line_break)), plain, "{} with {line_break:?}", page.name);
        }
        assert_eq!(view(&format!("\u{FEFF}{}", page.source)), plain, "{} with a byte-order mark", page.name);
        assert_eq!(view(page.source.trim_end()), plain, "{} without a last line break", page.name);
    }
}

/// A cleaner without the learned model.
fn rules() -> Cleaner {
    Cleaner::new().with_decision(Decision::Rules)
}

fn kept(cleaner: &Cleaner, text: &str, until: usize) -> Vec<std::ops::Range<usize>> {
    let page = cleaner.clean_text(text).unwrap();
    page.spans().iter().filter(|span| span.is_kept() && span.start() < until).map(|span| span.range()).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_document_can_be_cleaned_more_than_once() {
    let document =
        Document::from_text("The old mill was built in 1790 and ground rye until the war, the village said.");
    let cleaner = Cleaner::new();
    assert_eq!(cleaner.clean(document.clone()).spans(), cleaner.clean(document).spans());
}
