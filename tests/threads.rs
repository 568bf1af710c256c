//! Cleaning needs little stack, and is the same in any thread.

mod common;
mod pages;

use std::thread;

use common::{assert_covered, keeping_all};
use dechaff::{Cleaned, Cleaner};

/// The stack that is enough for any page (bytes). Without optimisation a single function of html5ever takes 18 KiB, and
/// calls itself up to three times.
const STACK_BYTES: usize = if cfg!(debug_assertions) { 128 * 1024 } else { 64 * 1024 };
/// Nesting of the hostile pages, beyond the limit of 512.
const DEPTH: usize = 800;
const THREADS: usize = 3;

/// Everything that is written of a page.
fn written(page: &Cleaned) -> String {
    let articles: Vec<_> = page.articles().iter().map(|article| (article.title(), article.language())).collect();
    format!(
        "{:?}\n{:?}\n{articles:?}\n{:?}\n{:?}\n{}\n{}\n{}",
        page.spans(),
        page.notes(),
        page.metadata(),
        page.comments(),
        page.markdown(),
        page.html(),
        page.report(),
    )
}

#[test]
fn threads_that_share_a_cleaner_get_what_one_thread_gets() {
    let html = pages::html_pages();
    let cleaner = Cleaner::new();
    let clean = |page: &pages::HtmlPage| written(&cleaner.clean_bytes(&page.source).expect("it is a page"));
    let pages = &html[..html.len().min(8)];
    let alone: Vec<String> = pages.iter().map(clean).collect();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|number| {
                let clean = &clean;
                // Each begins elsewhere, so that different pages are cleaned at the same time.
                let order = (0..pages.len()).map(move |index| (index + number * 3) % pages.len());
                scope.spawn(move || order.map(|index| (index, clean(&pages[index]))).collect::<Vec<_>>())
            })
            .collect();
        for thread in threads {
            for (index, found) in thread.join().expect("nothing panics") {
                assert!(found == alone[index], "{} differs between threads", pages[index].name);
            }
        }
    });
}

fn nested(start: &str, end: &str) -> String {
    format!("<p>word{}word{}<p>word", start.repeat(DEPTH), end.repeat(DEPTH))
}

/// What nests without end: elements, lists, quotations, brackets of style sheets.
fn deep_pages() -> Vec<String> {
    vec![
        nested("<div>", "</div>"),
        nested("<div>word ", "</div>"),
        nested("<b>word ", "</b>"),
        nested("<ul><li>word ", "</ul>"),
        nested("<blockquote><p>word ", "</blockquote>"),
        nested("<table><tr><td>word ", "</table>"),
        nested("<details><summary>word</summary>", "</details>"),
        nested("<svg>", "</svg>"),
        nested("<a href=/x>word<div>", "</div></a>"),
        nested("<div itemprop=comment class=comment>word ", "</div>"),
        nested("<dl><dd>word ", "</dl>"),
        nested("<section><h2>word</h2>", "</section>"),
        format!("<style>{}</style><p>word", "@media screen{(".repeat(DEPTH)),
    ]
}

fn deep_json() -> Vec<String> {
    vec![
        nested("<script type=application/ld+json>[{\"@graph\":", "</script>"),
        format!("<script type=application/ld+json>{}1{}</script><p>word", "[".repeat(DEPTH), "]".repeat(DEPTH)),
        format!("<script type=application/ld+json>{}1{}</script><p>word", "{\"a\":".repeat(120), "}".repeat(120)),
        // As deep as JSON is read.
        format!("<script type=application/ld+json>{}1{}</script><p>word", "[".repeat(32), "]".repeat(32)),
        format!("<script type=application/ld+json>{}1{}</script><p>word", "{\"item\":".repeat(32), "}".repeat(32)),
        // Where html5ever calls itself most often.
        format!("<template><tr><script type=application/ld+json>{}</script></template>word", "{\"item\":[".repeat(400)),
        format!("<table><tr><td><script type=application/ld+json>{}</script>word<tr>", "{\"item\":[".repeat(400)),
        // Line breaks in strings are mended, and the script is read a second time.
        format!(
            "<script type=application/ld+json>{}\"a\nb\"{}</script><p>word",
            "{\"item\":[".repeat(400),
            "]}".repeat(400)
        ),
    ]
}

/// Cleans pages and writes everything of them, each on a small stack.
fn assert_cleaned_on_a_small_stack(pages: Vec<String>) {
    // What is built once per process may take more.
    let warm = "<h1>The mill</h1><p>The old mill is grinding again.<script type=application/ld+json>{}</script>";
    let _ = written(&keeping_all().clean_html(warm).expect("it is within the limits"));
    let _ = written(&keeping_all().clean_text("The old mill\n\nReply").expect("it is within the limits"));
    for html in pages {
        let cleaning = move || {
            for cleaner in [Cleaner::new(), keeping_all()] {
                let page = cleaner.clean_html(&html).expect("it is within the limits");
                assert_covered(&page);
                assert!(written(&page).contains("word"));
            }
        };
        let small = thread::Builder::new().stack_size(STACK_BYTES);
        small.spawn(cleaning).expect("a thread can be had").join().expect("nothing panics");
    }
}

#[test]
fn deep_pages_are_cleaned_on_a_small_stack() {
    assert_cleaned_on_a_small_stack(deep_pages());
}

#[test]
fn deep_json_is_read_on_a_small_stack() {
    assert_cleaned_on_a_small_stack(deep_json());
}
