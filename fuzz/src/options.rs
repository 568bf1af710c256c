//! Every setting with any input: what is promised holds for all of them.

use dechaff::error::InputError;
use dechaff::filter::Pipeline;
use dechaff::{Cleaned, Cleaner, Decision, Focus, Kind, Limits, Page};

use super::bytes::{FORMATS, LABELS};
use super::checks::{assert_promises, assert_same};
use super::choices::Choices;
use super::soup::soup;
use super::tree::page;

const URLS: [&str; 8] = [
    "",
    "https://mill.example/news/1?a=b#c",
    "http://[::1]:80/",
    "mailto:a@mill.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "no address",
    "https://mill.example/\u{202E}\0 <\"",
];
const CONTENT_TYPES: [&str; 7] = [
    "",
    "text/html",
    "text/html; charset=\"utf-8\"",
    "TEXT/HTML;charset=windows-1252;charset",
    "application/xhtml+xml; charset=",
    "text/plain; charset=utf-16le",
    ";;==;",
];

/// A cleaner, and the kinds that it keeps.
struct Settings {
    cleaner: Cleaner,
    limits: Limits,
    kept: Vec<Kind>,
}

pub fn check(input: &[u8]) {
    let mut choices = Choices::new(input);
    let settings = settings(&mut choices);
    let (first, second) = run(&settings, choices);
    match (first, second) {
        (Ok(first), Ok(second)) => {
            assert_promises(&first);
            assert_same(&first, &second);
            for span in first.spans() {
                assert_eq!(span.is_kept(), settings.kept.contains(&span.kind()), "{span:?}");
            }
            assert!(first.document().elements().len() <= settings.limits.nodes().saturating_add(MIN_ELEMENTS));
        }
        (Err(InputError::TooLong { bytes, limit }), Err(_)) => assert!(bytes > limit),
        (Err(first), Err(second)) => assert_eq!(first, second),
        (first, second) => panic!("{:?} and {:?}", first.err(), second.err()),
    }
}

/// Elements that a page has whatever its limit is, generously: the document's own, and what is open when it is reached.
const MIN_ELEMENTS: usize = 64;

fn settings(choices: &mut Choices<'_>) -> Settings {
    let mut limits = Limits::new();
    limits = match choices.below(4) {
        0 => limits,
        1 => limits.with_nodes(choices.below(64)),
        2 => limits.with_depth(choices.below(16)),
        _ => limits.with_nodes(choices.below(2_000)).with_depth(choices.below(64)).with_bytes(choices.below(10_000)),
    };
    let mut kept: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.is_body()).collect();
    let mut cleaner = Cleaner::new()
        .with_limits(limits)
        .with_pipeline(pipeline(choices))
        .with_focus(choices.pick(&[Focus::Balanced, Focus::Precise, Focus::Complete]))
        .with_decision(choices.pick(&[Decision::Model, Decision::Rules, Decision::Marks]));
    for _ in 0..choices.below(8) {
        let kind = choices.pick(Kind::ALL);
        kept.retain(|other| *other != kind);
        if choices.once_in(2) {
            cleaner = cleaner.with_removed(kind);
        } else {
            kept.push(kind);
            cleaner = cleaner.with_kept(kind);
        }
    }
    Settings { cleaner, limits, kept }
}

/// The default list, none, one filter, all but one, or some in any order.
fn pipeline(choices: &mut Choices<'_>) -> Pipeline {
    let all = Pipeline::default();
    let names = all.names();
    match choices.below(5) {
        0 => all,
        1 => Pipeline::empty(),
        2 => all.only(&[choices.pick(&names)]).expect("there is one of this name"),
        3 => all.without(choices.pick(&names)).expect("there is one of this name"),
        _ => {
            let mut some: Vec<&str> = Vec::new();
            for _ in 0..choices.below(names.len()) {
                let name = choices.pick(&names);
                if !some.contains(&name) {
                    some.push(name);
                }
            }
            all.only(&some).expect("there are filters of these names")
        }
    }
}

type Runs = (Result<Cleaned, InputError>, Result<Cleaned, InputError>);

/// Cleans the page that the choices make, twice.
fn run(settings: &Settings, mut choices: Choices<'_>) -> Runs {
    let cleaner = &settings.cleaner;
    match choices.below(4) {
        0 => {
            let (label, format) = (choices.pick(&LABELS), choices.pick(&FORMATS));
            let (url, content_type) = (choices.pick(&URLS), choices.pick(&CONTENT_TYPES));
            let mut page = Page::new(choices.rest()).with_content_type(content_type);
            if !label.is_empty() {
                page = page.with_charset(label);
            }
            if !url.is_empty() {
                page = page.with_url(url);
            }
            if let Some(format) = format {
                page = page.with_format(format);
            }
            (cleaner.clean_bytes(page), cleaner.clean_bytes(page))
        }
        1 => {
            let text = String::from_utf8_lossy(choices.rest()).into_owned();
            (cleaner.clean_text(text.as_str()), cleaner.clean_text(text))
        }
        2 => twice(cleaner, &soup(choices.rest())),
        _ => twice(cleaner, &page(&mut choices)),
    }
}

fn twice(cleaner: &Cleaner, html: &str) -> Runs {
    (cleaner.clean_html(html), cleaner.clean_html(html))
}
