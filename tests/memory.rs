//! Memory grows with the length of a page and no faster, whatever is on it.

#[path = "growth/pieces.rs"]
mod pieces;
#[path = "pages/mod.rs"]
mod testdata;

use std::sync::{Mutex, PoisonError};

use dechaff::Cleaner;
use peak_alloc::PeakAlloc;
use pieces::{PIECES, page_of};

/// Counts the bytes of all threads. A block that grows counts twice for a moment, as if no block could grow in place.
#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The tests of this file take turns, because the allocator counts for all of them.
static TURN: Mutex<()> = Mutex::new(());

/// What [`Limits`](dechaff::Limits) promises of pages over 64 KiB.
const MAX_FACTOR: f64 = 17.0;
/// The length of the hostile pages.
const BYTES: usize = 70_000;

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Html,
    Text,
}

/// The most that cleaning a page takes at a time, over its length. The page itself is not counted.
fn factor(cleaner: &Cleaner, format: Format, page: &str) -> f64 {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let cleaned = if format == Format::Html { cleaner.clean_html(page) } else { cleaner.clean_text(page) };
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    assert!(cleaned.is_ok(), "it is within the limits");
    peak as f64 / page.len() as f64
}

/// A cleaner whose models and tables are read.
fn warm_cleaner() -> Cleaner {
    let cleaner = Cleaner::new();
    factor(&cleaner, Format::Html, "<p lang=fa>x <script type=application/ld+json>{}</script>");
    factor(&cleaner, Format::Text, "x");
    cleaner
}

fn repeated(piece: &str) -> String {
    piece.repeat(BYTES / piece.len())
}

/// Pieces with a number each.
fn numbered(write: impl Fn(usize) -> String) -> String {
    let mut page = String::new();
    (0..)
        .map(write)
        .take_while(|piece| {
            page.push_str(piece);
            page.len() < BYTES
        })
        .for_each(drop);
    page
}

fn json_ld(json: &str) -> String {
    format!("<script type=application/ld+json>{json}</script><p>x")
}

/// Hostile texts, each of one thing.
fn texts() -> Vec<String> {
    vec![
        repeated("x\n"),
        repeated("Home\n"),
        repeated("\n"),
        repeated("x | y | z\n"),
        repeated("word "),
        repeated("\u{640}\n"),
        numbered(|number| format!("{number}\n")),
        numbered(|number| format!("Ann {number}, Ben {number}\n")),
        numbered(|number| format!("http://x.example/{number}\n")),
        numbered(|number| format!("Share {number}\n")),
        numbered(|number| format!("Reply {number} days ago\n")),
    ]
}

/// Hostile pages of HTML, each of one thing.
fn pages() -> Vec<String> {
    let repetitions = |bytes: usize| BYTES / bytes;
    vec![
        repeated("<p>x"),
        repeated("<p>Home"),
        repeated("<h2>x</h2>"),
        repeated("x<br>"),
        repeated("<li><a href=x>x</a>"),
        repeated("<b>x</b>"),
        repeated("<a>x</a>"),
        repeated("<i>"),
        repeated("<b><p>x"),
        repeated("<img src=x>"),
        repeated("<div>"),
        repeated("<div>x"),
        repeated("<div></div>"),
        repeated("<p hidden>x"),
        repeated("<p a b c d e>x"),
        repeated("<div class=comment>x</div>"),
        repeated("<b itemprop=author>x</b>"),
        repeated("<time datetime=2024-05-04>4</time>"),
        repeated("<!--x-->"),
        repeated("<script></script>"),
        repeated("&amp;"),
        repeated("x &nbsp; "),
        format!("<table>{}", repeated("<td>x")),
        format!("<table>{}", repeated("<tr><td>x")),
        format!("<select>{}", repeated("<option>x")),
        format!("<svg>{}", repeated("<g/>")),
        format!("<pre>{}", repeated("x\n")),
        format!("<a href='{}'>x</a>", repeated("ab ")),
        format!("<p class='{}'>x", repeated("a ")),
        format!("<p {}>x", numbered(|number| format!("a{number} "))),
        numbered(|number| format!("<p>{number}")),
        numbered(|number| format!("<p id=a{number} class=b{number}>x")),
        numbered(|number| format!("<x-{number}>x</x-{number}>")),
        numbered(|number| format!("<meta name=a{number} content=b>")),
        numbered(|number| format!("<meta property=og:title content=b{number}>")),
        format!("<style>{}</style><p>x", numbered(|number| format!(".a{number}{{display:none}}"))),
        format!("<style>{}b{{display:none}}</style><p>x", numbered(|number| format!(".a{number},"))),
        json_ld(&format!("{}1{}", "[".repeat(repetitions(2)), "]".repeat(repetitions(2)))),
        json_ld(&format!(
            "[{}1]",
            format!("{}1{},", "{\"author\":".repeat(50), "}".repeat(50)).repeat(repetitions(602))
        )),
        json_ld(&format!("[{}1]", repeated("1,"))),
        json_ld(&format!("[{}1]", repeated("[],"))),
        json_ld(&format!("{{\"@type\":\"Article\",\"author\":[{}1]}}", repeated("\"a\","))),
        json_ld(&format!("[{}1]", numbered(|number| format!("{{\"@type\":\"Comment\",\"text\":\"x {number}\"}},")))),
        repeated("<script type=application/ld+json>{\"@type\":\"Article\"}</script>"),
    ]
}

#[track_caller]
fn assert_bounded(format: Format, pages: &[String], max: f64) {
    let cleaner = warm_cleaner();
    let factors = pages.iter().map(|page| (factor(&cleaner, format, page), page));
    let faults: Vec<String> = factors
        .filter(|(factor, _)| *factor > max)
        .map(|(factor, page)| format!("{factor:.1} × {:?}…", page.chars().take(60).collect::<String>()))
        .collect();
    assert!(faults.is_empty(), "more than {max} ×:\n{}", faults.join("\n"));
}

#[test]
fn hostile_pages_take_a_bounded_multiple_of_their_length() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    assert_bounded(Format::Html, &pages(), MAX_FACTOR);
    assert_bounded(Format::Text, &texts(), MAX_FACTOR);
}

#[test]
fn the_bound_can_be_exceeded() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let dense = Cleaner::new().with_limits(dechaff::Limits::new().with_dense_pages());
    warm_cleaner();
    assert!(factor(&dense, Format::Text, &repeated("x\n")) > MAX_FACTOR);
    assert!(factor(&dense, Format::Html, &repeated("<p>x")) > MAX_FACTOR);
}

/// What a line of a few bytes takes at most, all in all: its segment, its marks, its span, and what the decision about it
/// needs. Measured: 170 and 175 bytes.
const MAX_BYTES_PER_SEGMENT: f64 = 185.0;
/// Enough of them that what every page takes is little beside theirs.
const SEGMENTS: usize = 50_000;

#[test]
fn a_short_segment_takes_few_bytes() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    warm_cleaner();
    let dense = Cleaner::new().with_limits(dechaff::Limits::new().with_dense_pages());
    let lines: [fn(usize) -> String; 2] = [|_| "x\n".to_owned(), |number| format!("{number}\n")];
    for line in lines {
        let page: String = (0..SEGMENTS).map(line).collect();
        let bytes = factor(&dense, Format::Text, &page) * page.len() as f64 / SEGMENTS as f64;
        assert!(bytes <= MAX_BYTES_PER_SEGMENT, "{bytes:.0} bytes for a segment");
    }
}

/// What a page holds without its markup, as a share of what it holds with it. Measured over the pages of `testdata`: 0.47.
const MAX_SHARE_WITHOUT_MARKUP: f64 = 0.6;

#[test]
fn discarded_markup_is_freed() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let cleaner = warm_cleaner();
    let sources: Vec<Vec<u8>> = testdata::html_pages().into_iter().map(|page| page.source).collect();
    let before = ALLOCATOR.current_usage();
    let cleaned: Vec<_> = sources.iter().map(|source| cleaner.clean_bytes(source.as_slice())).collect();
    let with_markup = ALLOCATOR.current_usage() - before;
    let cleaned: Vec<_> = cleaned.into_iter().map(|page| page.map(dechaff::Cleaned::without_markup)).collect();
    let share = (ALLOCATOR.current_usage() - before) as f64 / with_markup as f64;
    assert!(cleaned.len() > 20 && share < MAX_SHARE_WITHOUT_MARKUP, "{share:.2} of {with_markup} bytes");
}

/// Peak memory of a byte of the longer page is at most this many times that of the shorter one.
const MAX_GROWTH: f64 = 1.5;
/// Repetitions of the shorter page, and how many times as many the longer one has.
const REPETITIONS: usize = 100;
const FACTOR: usize = 4;
/// Pages that take less for each byte are within what ordinary pages take.
const MIN_FACTOR: f64 = 12.0;

#[test]
fn memory_grows_no_faster_than_a_page_of_repeated_pieces() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let cleaner = warm_cleaner();
    let fault = |piece: &&pieces::Piece| {
        let [few, many] =
            [1, FACTOR].map(|times| factor(&cleaner, Format::Html, &page_of(&[piece], times * REPETITIONS)));
        (many > few * MAX_GROWTH && many > MIN_FACTOR).then(|| format!("{}: {few:.1} ×, then {many:.1} ×", piece.name))
    };
    let faults: Vec<String> = PIECES.iter().filter_map(|piece| fault(&piece)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
