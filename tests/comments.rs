//! Comments of the pages of `testdata/comments` against their `expected.txt`, and properties of comments of any page.
//!
//! Each folder is one system in one language: `source.html` or `source.txt`. In `expected.txt` each comment has a line
//! `level parent | author | date | ISO date`, and its text below it, indented.
//!
//! `DECHAFF_BLESS=1 cargo test --test comments` rewrites the files: read the diff before you commit it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use dechaff::{Cleaned, clean_html, clean_text};
use proptest::prelude::*;

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/comments");
    let entries = fs::read_dir(root).expect("the folder is there");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    folders.sort();
    folders
}

fn clean(folder: &Path) -> Cleaned {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    match (read("source.html"), read("source.txt")) {
        (Some(html), _) => clean_html(&html).expect("it is short"),
        (None, Some(text)) => clean_text(&text).expect("it is short"),
        (None, None) => panic!("{} has no source", folder.display()),
    }
}

fn written(page: &Cleaned) -> String {
    let mut out = String::new();
    for comment in page.comments() {
        let parent = comment.parent().map_or_else(|| "-".into(), |parent| parent.to_string());
        let [author, date] = [comment.author(), comment.written_date()].map(|value| value.unwrap_or("-").to_owned());
        let iso = comment.date().map_or_else(|| "-".to_owned(), |date| date.to_string());
        writeln!(out, "{} {parent} | {author} | {date} | {iso}", comment.level()).expect("a string grows");
        for line in comment.text().lines() {
            writeln!(out, "{}", format!("    {line}").trim_end()).expect("a string grows");
        }
    }
    out
}

#[test]
fn comments_of_known_systems_are_told_apart_in_four_languages() {
    let mut failed = Vec::new();
    for folder in folders() {
        let file = folder.join("expected.txt");
        let actual = written(&clean(&folder));
        if std::env::var_os("DECHAFF_BLESS").is_some() {
            fs::write(&file, actual).expect("the file can be written");
        } else if fs::read_to_string(&file).ok().as_ref() != Some(&actual) {
            failed.push(format!("{}\n{actual}", folder.display()));
        }
    }
    assert!(failed.is_empty(), "these differ from their expected.txt:\n{}", failed.join("\n"));
}

#[test]
fn nearly_all_comments_of_the_pages_have_author_date_and_text() {
    let mut counts = [0; 4];
    for folder in folders() {
        for comment in clean(&folder).comments() {
            counts[0] += 1;
            counts[1] += usize::from(comment.author().is_some());
            counts[2] += usize::from(comment.written_date().is_some());
            counts[3] += usize::from(comment.date().is_some());
        }
    }
    println!("comments, with author, date, ISO date: {counts:?}");
    let [all, author, date, _] = counts;
    assert!(all >= 4 * folders().len() - 8, "{counts:?}");
    assert!(author * 100 >= 97 * all && date * 100 >= 97 * all, "{counts:?}");
}

/// What must hold for the comments of any page.
fn check(page: &Cleaned) {
    let comments = page.comments();
    let mut end = 0;
    for (index, comment) in comments.iter().enumerate() {
        let text = comment.text();
        assert!(!text.trim().is_empty());
        let spans = comment.spans();
        let own = page.spans().get(spans.clone()).expect("spans of the page");
        assert!(spans.start >= end, "comments overlap");
        end = spans.end;
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            let source = &page.source()[first.start()..last.end()];
            for paragraph in text.split("\n\n") {
                assert!(source.contains(paragraph), "{paragraph:?} is not in {source:?}");
            }
        }
        for (value, range) in
            [(comment.author(), comment.author_range()), (comment.written_date(), comment.date_range())]
        {
            if let Some(range) = range {
                assert_eq!(page.source().get(range), value);
            }
            assert!(value.is_none_or(|value| !value.trim().is_empty()));
        }
        assert!(comment.date().is_none() || comment.written_date().is_some());
        let expected = comment.parent().map_or(0, |parent| {
            assert!(parent < index, "a reply comes before what it answers");
            comments[parent].level() + 1
        });
        assert_eq!(comment.level(), expected);
    }
}

const ARTICLE: &str = "The ferry between the islands has taken up its service again after a winter in the dock, the harbour office \
    said on Monday. It will sail four times a day until the end of October and twice a day in the winter.";

fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<div class=comments>",
        "<ol class=comment-list>",
        "<ol class=children>",
        "<li class='comment depth-2'>",
        "<li class=comment>",
        "<li itemscope itemtype=https://schema.org/Comment>",
        "<article class=comment>",
        "</li>",
        "</ol>",
        "</div>",
        "</article>",
        "<b class=fn>Martha</b>",
        "<cite>مریم</cite>",
        "<time datetime=2024-05-04>4 May</time>",
        "<time>vor 3 Stunden</time>",
        "<span itemprop=author>Kurt</span>",
        "<p>About time! I had given up hope.</p>",
        "<div class=comment-content>",
        "<div itemprop=text>",
        "<p>@Kurt: So ist es.",
        "<p>Dommage.",
        "<a href=#r>Reply</a>",
        "<button>Antworten</button>",
        "<span>23 likes</span>",
        "<h3>3 comments</h3>",
        "<div class=replies>",
        "<script type=application/ld+json>{\"@type\":\"Comment\",\"text\":\"Dommage.\",\"author\":\"Odile\"}</script>",
        "<div class='comment' hidden>",
        "<blockquote>",
        "</blockquote>",
        "4 May 2024 at 10:12",
        "\u{200f}۱۵ اردیبهشت ۱۴۰۳",
    ];
    prop::sample::select(pieces.to_vec()).prop_map(str::to_owned)
}

fn line() -> impl Strategy<Value = String> {
    let lines = [
        "3 comments",
        "Martha",
        "Martha says:",
        "Old Tom, 4 May 2024 at 10:12",
        "4. Mai 2024 um 10:12 Uhr",
        "il y a 2 jours",
        "مریم گفت:",
        "۱۲:۴۰ - ۱۴۰۴/۰۵/۱۵",
        "In reply to Martha",
        "Antwort auf Old Tom",
        "در پاسخ به مریم",
        "Reply",
        "پاسخ",
        "۰ ۱",
        "Antworten Melden 23 Zustimmungen",
        "About time! I had given up hope.",
        "@Martha no, it was not.",
        "Endlich!",
        "بالاخره! من دیگر امیدی نداشتم.",
        "So it is. Reply Report 5",
        "",
        "Leave a reply",
        "Home | About | Contact",
        "Your email address will not be published.",
    ];
    prop::sample::select(lines.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comments_of_any_html_hold_together(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&clean_html(&format!("<article><p>{ARTICLE}</article>{}", pieces.concat())).expect("it is short"));
    }

    #[test]
    fn comments_of_any_text_hold_together(lines in prop::collection::vec(line(), 0..40)) {
        check(&clean_text(format!("{ARTICLE}\n\n3 comments\n\n{}", lines.join("\n"))).expect("it is short"));
    }
}

#[test]
fn comments_of_the_test_pages_hold_together() {
    folders().iter().for_each(|folder| check(&clean(folder)));
}

#[test]
fn comments_of_hostile_pages_hold_together() {
    let nested = |count: usize| {
        let open: String = (0..count)
            .map(|index| {
                format!("<div class='comment author date text' itemscope itemtype=https://schema.org/Comment><b class=fn>A{index}</b><p>Yes, {index}.</p>")
            })
            .collect();
        format!("<p>{ARTICLE}</p>{open}")
    };
    let flat = |count: usize| {
        let comments: String = (0..count)
            .map(|index| format!("<li class=comment><b>Kim {index}</b> <i>4 May 2024</i><p>@Kim yes.</li>"))
            .collect();
        format!("<p>{ARTICLE}</p><ol class=comment-list>{comments}</ol>")
    };
    let named = |bytes: usize| {
        let name = "Martha ".repeat(bytes / 7);
        format!(
            "<p>{ARTICLE}</p><ol class=comment-list><li class=comment><b class=fn>{name}</b><time title='{name}'>4 May 2024</time><p>Yes.</li>\
             <li class=comment><b class=fn>{name}</b><time>4 May 2024</time><p>No.</li></ol>"
        )
    };
    let json = |depth: usize| {
        let open = r#"{"@type":"Comment","text":"Yes.","comment":["#.repeat(depth);
        let json = format!(
            "[{},{open}{}]",
            r#"{"@type":"Comment","text":"<<<<"},"#.repeat(2_000).trim_end_matches(','),
            "]}".repeat(depth)
        );
        format!("<p>{ARTICLE}</p><script type=application/ld+json>{json}</script>")
    };
    for (name, html) in [
        ("nested comments", nested(1_000)),
        ("comments", flat(2_000)),
        ("long names", named(1_000_000)),
        ("JSON-LD", json(50)),
    ] {
        println!("{name}");
        check(&clean_html(&html).expect("the page is read"));
    }
    let lines = |line: &str, count: usize| format!("{ARTICLE}\n\n3 comments\n\n{}", line.repeat(count));
    for (name, text) in [
        ("lines of dates", lines("Martha, 4 May 2024\nAbout time, I had given up hope.\n", 1_000)),
        ("lines of names", lines("Martha\n", 2_000)),
        ("a long line", lines("Reply 4 May 2024 ", 20_000)),
    ] {
        println!("{name}");
        check(&clean_text(&text).expect("the text is read"));
    }
}
