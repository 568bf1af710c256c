//! Limits end a page's work early and lose nothing: what is beyond them is kept, and a note says so.

mod common;

use common::assert_covered;
use dechaff::{Cleaned, Cleaner, Kind, Limits, Note};

const TEXT: &str = "The mill was built by the river and ground rye until the war came to the valley";

fn clean(limits: Limits, page: &str) -> Cleaned {
    let cleaned = Cleaner::new().with_limits(limits).clean_html(page).expect("it is short");
    assert_covered(&cleaned);
    cleaned
}

#[test]
fn segments_beyond_the_limit_are_one_paragraph() {
    let page: String = (0..100).map(|index| format!("<p>{TEXT}, {index}.<p>Share on Facebook")).collect();
    let all = clean(Limits::new(), &page);
    let cut = clean(Limits::new().with_segments(50), &page);
    assert_eq!((all.notes(), cut.spans().len()), (&[][..], 50));
    let rest = &cut.spans()[49];
    assert_eq!(cut.notes(), [Note::TooManySegments { at: rest.start() }]);
    assert_eq!((rest.kind(), rest.end()), (Kind::Paragraph, cut.source().len()));
    assert!(cut.text().ends_with("Share on Facebook"), "what nobody looked at is kept");
    assert_eq!(all.source(), cut.source());

    let text: String = (0..100).map(|index| format!("{TEXT}, {index}.\nHome | News | Sports | Weather\n")).collect();
    let cut =
        Cleaner::new().with_limits(Limits::new().with_segments(7)).clean_text(text.as_str()).expect("it is short");
    assert_covered(&cut);
    assert_eq!((cut.spans().len(), cut.spans()[6].kind()), (7, Kind::Paragraph));
    assert!(matches!(cut.notes(), [Note::TooManySegments { .. }]));
    let one = Cleaner::new().with_limits(Limits::new().with_segments(0)).clean_text(text).expect("it is short");
    assert_eq!(one.spans().len(), 1);
}

#[test]
fn structured_data_beyond_the_limit_is_not_read() {
    let script = |name: &str| {
        format!("<script type=application/ld+json>{{\"@type\":\"Article\",\"author\":\"{name}\"}}</script>")
    };
    let page = format!("{}{}<p>{TEXT}.", script("Ann Reed"), script("Tom Lee"));
    let authors =
        |page: &Cleaned| page.metadata().authors().iter().map(|author| author.value().to_owned()).collect::<Vec<_>>();
    let cut = clean(Limits::new().with_structured_data(60), &page);
    assert_eq!(authors(&cut), ["Ann Reed"]);
    assert_eq!(cut.notes(), [Note::TooMuchStructuredData { scripts: 1 }]);
    let none = clean(Limits::new().with_structured_data(10), &page);
    assert_eq!((authors(&none).len(), none.notes()), (0, &[Note::TooMuchStructuredData { scripts: 2 }][..]));
    assert_eq!(clean(Limits::new(), &page).notes(), []);
}

#[test]
fn steps_beyond_the_limit_leave_plain_paragraphs() {
    let texts: String = (0..50).map(|index| format!("<p>{TEXT}, as page {index} of the chronicle says.")).collect();
    let page = format!("<nav><a href=/>Home</a></nav><h1>Mill</h1>{texts}");
    let all = clean(Limits::new(), &page);
    assert_eq!(all.notes(), []);
    for steps in [0, 50, 1_000, 10_000, 40_000] {
        let cut = clean(Limits::new().with_steps(steps), &page);
        assert!(cut.notes().contains(&Note::TooMuchWork { steps }), "{steps}: {:?}", cut.notes());
        assert_eq!(cut.source().replace(char::is_whitespace, ""), all.source().replace(char::is_whitespace, ""));
        let kept = cut.spans().iter().filter(|span| span.kind() == Kind::Paragraph).count();
        assert!(kept >= 50, "{steps}: {kept} paragraphs");
        assert_eq!(cut.text(), clean(Limits::new().with_steps(steps), &page).text(), "results repeat");
    }
}

#[test]
fn addresses_and_texts_of_attributes_that_are_cut_are_noted() {
    let long = |bytes: usize| "x".repeat(bytes);
    for (attributes, values) in [
        (format!("<a href='/{}'>we wrote</a>", long(8_191)), 0),
        (format!("<a href='/{}'>we wrote</a>", long(8_192)), 1),
        (format!("<img src='/{}' alt='{}' title='{}'>", long(9_000), long(2_049), long(2_048)), 2),
        (format!("<time datetime='{}'>1790</time><abbr title='{}'>we wrote</abbr>", long(3_000), long(3_000)), 2),
        // What is not written of the page, or not read at all.
        (
            format!(
                "<a href='data:text/plain,{}'>we wrote</a><img src='data:image/png;base64,{}'>",
                long(9_000),
                long(9_000)
            ),
            0,
        ),
        (
            format!("<b class='{0}' id='{0}' style='color:{0}' data-state='{0}' value='{0}'>we wrote</b>", long(3_000)),
            0,
        ),
        (format!("<meta name=description content='{}'>", long(9_000)), 0),
    ] {
        let page = clean(Limits::new(), &format!("<p>{TEXT}, as {attributes}."));
        let notes: &[Note] = if values > 0 { &[Note::LongAttributes { values }] } else { &[] };
        assert_eq!(page.notes(), notes, "{}", &attributes[..40]);
        let of_links: Vec<_> = page.links().iter().filter_map(|link| link.url().map(str::len)).collect();
        // An address is whole or not written.
        assert!(of_links.iter().all(|&bytes| bytes == 8_192), "{of_links:?}");
        assert!(page.images().iter().all(|image| image.url().is_none()));
    }
    assert_eq!(
        clean(Limits::new(), &format!("<p>{TEXT} <a href='/{}'>x</a>.", long(8_191))).links()[0].url().map(str::len),
        Some(8_192)
    );
}

#[test]
fn names_of_elements_beyond_the_limit_are_noted() {
    let elements = |count: usize| {
        (0..count).map(|index| format!("<p>{TEXT}<x-number-{index}> {index}</x-number-{index}>.")).collect::<String>()
    };
    assert_eq!(clean(Limits::new(), &elements(1_999)).notes(), []);
    let page = clean(Limits::new(), &elements(2_100));
    let [Note::TooManyNames { tags }] = page.notes() else { panic!("{:?}", page.notes()) };
    assert!((100..=101).contains(tags), "{tags}");
    assert!(page.source().contains("2099"), "its text is read");
}

#[test]
fn json_that_is_nested_too_deep_is_noted() {
    let script = |levels: usize| {
        format!(
            "<script type=application/ld+json>{{\"@type\": \"Article\", \"author\": \"Ann Reed\", \"item\": {}1{}}}</script><p>{TEXT}.",
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    for (levels, notes) in [
        (31, &[][..]),
        (32, &[Note::TooMuchStructuredData { scripts: 1 }][..]),
        (2_000, &[Note::TooMuchStructuredData { scripts: 1 }]),
    ] {
        let page = clean(Limits::new(), &script(levels));
        assert_eq!(page.notes(), notes, "{levels}");
        assert_eq!(page.metadata().authors()[0].value(), "Ann Reed", "what is not too deep is read");
    }
}
