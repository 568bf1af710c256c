//! Serialized results can be read back.
#![cfg(feature = "serde")]

mod pages;

use dechaff::record::CleanedRecord;
use dechaff::{CharsetSource, Cleaned, InlineKind, Kind, Limits, Note, Span};
use serde_json::{Value, json};

/// Serializes a page, and checks that the same comes back and is serialized the same.
fn round_trip(page: &Cleaned) -> CleanedRecord {
    let json = serde_json::to_value(page).unwrap();
    let record: CleanedRecord = serde_json::from_value(json.clone()).unwrap();
    assert!(record == page.to_record(), "another record was read back from {json}");
    assert_eq!(serde_json::to_value(&record).unwrap(), json);
    record
}

#[test]
fn the_pages_of_testdata_can_be_read_back() {
    let mut comments = 0;
    for page in pages::pages("pages") {
        comments += round_trip(&dechaff::clean_text(&page.source).unwrap()).comments().len();
    }
    let mut authors = 0;
    for page in pages::html_pages() {
        let record = round_trip(&dechaff::clean_bytes(&page.source).unwrap());
        comments += record.comments().len();
        authors += record.metadata().authors().len();
    }
    assert!(comments > 10 && authors > 5, "{comments} comments and {authors} authors were compared");
}

#[test]
fn a_record_has_the_values_of_the_page() {
    let page = dechaff::clean_html(
        "<html lang=en><title>Ferry | Herald</title><meta name=author content='Anna Roth'>
         <article><h1>The ferry sails again</h1><p>The ferry has taken up its service again after a winter in the dock, the
         harbour office said on Monday. It will sail four times a day until the end of October.</article>
         <section class=comments><h3>1 comment</h3><div class=comment><b>Martha</b> <time>4 May 2024 at 10:12</time>
         <p>About time! I had given up hope.</div></section>",
    )
    .unwrap();
    let record = round_trip(&page);
    assert_eq!(record.source(), page.source());
    assert_eq!(record.text(), page.text());
    assert_eq!(record.title(), Some("The ferry sails again"));
    assert_eq!(record.language(), page.language());
    assert_eq!(record.quality(), page.quality());
    assert_eq!(record.encoding(), "UTF-8");
    assert_eq!(record.spans(), page.spans());
    assert_eq!(record.metadata(), page.metadata());
    assert_eq!(record.metadata().authors().first().map(|author| author.value()), Some("Anna Roth"));
    assert_eq!(record.comments()[0].text(), "About time! I had given up hope.");
    assert_eq!(record.comments()[0].spans(), page.comments()[0].spans());
}

#[test]
fn the_markup_of_lines_can_be_read_back() {
    let page = dechaff::clean_html(
        "<p>The <abbr title='Old Mill Trust'>OMT</abbr> opened <a href=/mill>the mill</a> on <time datetime=2024-05-04>4 May</time>.
         <p><img src=/a.png alt='A mill' width=640> It ground rye until the war.",
    )
    .unwrap();
    let record = round_trip(&page);
    let inlines: Vec<_> =
        record.inlines().iter().map(|inline| (inline.kind(), &record.source()[inline.range()])).collect();
    assert_eq!(
        inlines,
        [(InlineKind::Abbreviation, "OMT"), (InlineKind::Link, "the mill"), (InlineKind::Time, "4 May")]
    );
    assert_eq!(record.inlines()[0].expansion(), Some("Old Mill Trust"));
    assert_eq!(record.inlines()[2].time(), Some("2024-05-04"));
    let link = &record.links()[0];
    assert_eq!((link.href(), link.url(), link.span()), ("/mill", Some("/mill"), 0));
    let image = &record.images()[0];
    assert_eq!((image.url(), image.alt(), image.size()), (Some("/a.png"), Some("A mill"), (Some(640), None)));
    let mut json = serde_json::to_value(&page).unwrap();
    assert_eq!(json["links"][0], json!({ "href": "/mill", "url": "/mill", "start": 15, "end": 23, "span": 0 }));
    json["links"][0]["span"] = json!(99);
    assert!(serde_json::from_value::<CleanedRecord>(json.clone()).is_err());
    json.as_object_mut().unwrap().retain(|name, _| !matches!(name.as_str(), "links" | "images" | "inlines"));
    assert!(serde_json::from_value::<CleanedRecord>(json).unwrap().links().is_empty());
}

#[test]
fn field_names_are_stable() {
    let page = dechaff::clean_html("<title>A</title><p>© 2024 All rights reserved.").unwrap();
    let json = serde_json::to_value(&page).unwrap();
    let confidence = json["spans"][0]["confidence"].clone();
    let page_type = page.page_type().map(dechaff::PageType::name);
    let expected = json!({
        "source": "© 2024 All rights reserved.",
        "text": "",
        "title": null,
        "language": "en",
        "page_type": page_type,
        "quality": null,
        "encoding": "UTF-8",
        "spans": [
            { "start": 0, "end": 28, "kind": "legal", "lang": "en", "confidence": confidence, "keep": false, "filter": "legal" },
        ],
        "comments": [],
        "links": [], "images": [], "inlines": [],
        "metadata": {
            "title": { "value": "A", "source": "meta" },
            "authors": [], "published": null, "modified": null, "shown": null, "language": null, "site_name": null, "url": null,
            "description": null, "image": null, "section": null, "keywords": [], "license": null,
            "article_body": null, "comment_count": null,
        },
        "notes": [],
    });
    assert_eq!(json, expected);
}

#[test]
fn every_note_can_be_read_back() {
    let notes = [
        (Note::Malformed { sequences: 2 }, json!({ "malformed": { "sequences": 2 } })),
        (
            Note::WrongCharset { declared: "windows-1252", used: "UTF-16LE", source: CharsetSource::Transport },
            json!({ "wrong-charset": { "declared": "windows-1252", "used": "UTF-16LE", "source": "transport" } }),
        ),
        (
            Note::OverruledCharset { declared: "windows-1252", used: "UTF-32LE", source: CharsetSource::Page },
            json!({ "overruled-charset": { "declared": "windows-1252", "used": "UTF-32LE", "source": "page" } }),
        ),
        (
            Note::UnknownCharset { label: "klingon".into(), source: CharsetSource::Page },
            json!({ "unknown-charset": { "label": "klingon", "source": "page" } }),
        ),
        (Note::DoubtfulCharset { used: "IBM866" }, json!({ "doubtful-charset": { "used": "IBM866" } })),
        (
            Note::DoubleEncoding { runs: 2, at: 7, repaired: true },
            json!({ "double-encoding": { "runs": 2, "at": 7, "repaired": true } }),
        ),
        (Note::TooDeep { tags: 3 }, json!({ "too-deep": { "tags": 3 } })),
        (Note::TooManyNodes { at: 4 }, json!({ "too-many-nodes": { "at": 4 } })),
        (Note::TooManyAttributes { tags: 5 }, json!({ "too-many-attributes": { "tags": 5 } })),
        (Note::LongAttributes { values: 8 }, json!({ "long-attributes": { "values": 8 } })),
        (Note::TooManyNames { tags: 9 }, json!({ "too-many-names": { "tags": 9 } })),
        (Note::NeverClosed { elements: 6 }, json!({ "never-closed": { "elements": 6 } })),
    ];
    for (note, json) in notes {
        assert_eq!(serde_json::to_value(&note).unwrap(), json);
        assert_eq!(serde_json::from_value::<Note>(json).unwrap(), note);
    }
    let cleaner = dechaff::Cleaner::new().with_limits(Limits::new().with_depth(20));
    let record = round_trip(&cleaner.clean_html(&("<div>word ".repeat(100) + &"</div>".repeat(100))).unwrap());
    assert!(matches!(record.notes(), [Note::TooDeep { .. }]));
}

#[test]
fn every_kind_and_the_names_of_all_filters_can_be_read_back() {
    for &kind in Kind::ALL {
        let json = json!({
            "start": 1, "end": 2, "kind": kind.name(), "lang": null, "confidence": 0.5, "keep": true, "filter": "my-own-filter",
        });
        let span: Span = serde_json::from_value(json.clone()).unwrap();
        assert_eq!((span.kind(), span.filter()), (kind, "my-own-filter"));
        assert_eq!(serde_json::to_value(span).unwrap(), json);
    }
}

#[test]
fn wrong_values_are_refused_with_a_reason() {
    let page = dechaff::clean_text("Größe und Gewicht\n\n© 2024 Alle Rechte vorbehalten.").unwrap();
    let json = serde_json::to_value(&page).unwrap();
    let error = |path: &str, value: Value| {
        let mut json = json.clone();
        *json.pointer_mut(path).unwrap() = value;
        serde_json::from_value::<CleanedRecord>(json).unwrap_err().to_string()
    };
    for (path, value, reason) in [
        ("/spans/0/end", json!(0), "the span 0..0 is empty"),
        ("/spans/0/end", json!(3), "the span 0..3 is not a range of characters"),
        ("/spans/1/end", json!(1_000), "is not a range of characters of the source (53 bytes)"),
        ("/spans/1/start", json!(1), "overlaps the one before it"),
        ("/spans/0/confidence", json!(1.5), "the confidence 1.5 of span 0..19 is not between 0 and 1"),
        ("/spans/0/kind", json!("advert"), "unknown kind \"advert\", expected one of title, "),
        ("/spans/0/filter", json!("x".repeat(200)), "the name of a filter has 200 bytes"),
        ("/encoding", json!("UTF-9"), "no encoding \"UTF-9\""),
        (
            "/comments",
            json!([{ "text": "a", "spans": { "start": 1, "end": 3 } }]),
            "the comment 1..3 is not a range of the 2 spans",
        ),
    ] {
        let error = error(path, value);
        assert!(error.contains(reason), "{path}: {error}");
    }
}

#[test]
fn comments_keep_author_date_and_parent_and_are_checked() {
    let page = dechaff::clean_text(
        "The ferry between the islands has taken up its service again after a winter in the dock, the harbour office said on Monday. \
         It will sail four times a day until the end of October and twice a day in the winter, weather permitting.\n\n\
         2 comments\n\nMartha says:\n4 May 2024 at 10:12\nAbout time! I had given up hope.\nReply\n\n\
         Old Tom\n3 hours ago\nIn reply to Martha\nThe price is a shame, though.\nReply",
    )
    .unwrap();
    let record = page.to_record();
    let values: Vec<_> = record
        .comments()
        .iter()
        .map(|comment| (comment.author(), comment.date(), comment.written_date(), comment.level(), comment.parent()))
        .collect();
    let first = (Some("Martha"), "2024-05-04T10:12:00".parse().ok(), Some("4 May 2024 at 10:12"), 0, None);
    assert_eq!(values, [first, (Some("Old Tom"), None, Some("3 hours ago"), 1, Some(0))]);
    let json = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<CleanedRecord>(&json).unwrap(), record);
    // A reply to itself, and one at another level than its parent says.
    for (from, to) in [("\"parent\":0", "\"parent\":1"), ("\"level\":1", "\"level\":7")] {
        assert!(serde_json::from_str::<CleanedRecord>(&json.replace(from, to)).is_err(), "{to}");
    }
    // Records of earlier versions have text and spans only.
    let mut old: serde_json::Value = serde_json::from_str(&json).unwrap();
    for comment in old["comments"].as_array_mut().unwrap() {
        let comment = comment.as_object_mut().unwrap();
        comment.retain(|name, _| name == "text" || name == "spans");
    }
    let old: CleanedRecord = serde_json::from_value(old).unwrap();
    assert_eq!((old.comments().len(), old.comments()[0].author()), (2, None));
}
