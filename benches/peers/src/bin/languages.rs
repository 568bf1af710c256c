//! Compares the speed of language identifiers on the same segments in one run, on one thread.
//!
//! `cargo run --release --bin languages -- SEGMENTS.tsv.gz` (id, set, language, text) prints how many segments of 5 to
//! 12 words each identifier handles per second, and how many megabytes of long text.

use std::hint::black_box;
use std::io::Read;
use std::time::{Duration, Instant};

use flate2::read::MultiGzDecoder;

/// Identifies the language of a text, and drops the answer.
type Tool<'a> = &'a dyn Fn(&str);

/// Each identifier runs at least this long.
const MIN_TIME: Duration = Duration::from_secs(2);
/// The number of long texts that the segments are joined to.
const LONG_TEXTS: usize = 100;

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: languages SEGMENTS.tsv.gz");
        std::process::exit(2);
    };
    let mut table = String::new();
    let file = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    MultiGzDecoder::new(file).read_to_string(&mut table).unwrap_or_else(|error| panic!("{path}: {error}"));
    let texts: Vec<&str> = table.lines().filter_map(|line| line.splitn(4, '\t').nth(3)).collect();
    let segments: Vec<&str> =
        texts.iter().copied().filter(|text| (5..=12).contains(&text.split_whitespace().count())).collect();
    let long: Vec<String> = texts.chunks(texts.len() / LONG_TEXTS + 1).map(|texts| texts.join(" ")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();

    let start = Instant::now();
    black_box(dechaff::identify("Load the tables."));
    println!("first answer of dechaff: {:.3} ms", start.elapsed().as_secs_f64() * 1e3);
    println!("{:<10} {:>20} {:>20}", "", "segments a second", "MB/s of long text");
    let tools: [(&str, Tool); 3] = [
        ("dechaff", &|text| {
            black_box(dechaff::identify(text));
        }),
        ("whatlang", &|text| {
            black_box(whatlang::detect(text));
        }),
        ("whichlang", &|text| {
            black_box(whichlang::detect_language(text));
        }),
    ];
    for (name, tool) in tools {
        let (segments_a_second, _) = measure(&segments, tool);
        let (_, bytes_a_second) = measure(&long, tool);
        println!("{name:<10} {segments_a_second:>20.0} {:>20.1}", bytes_a_second / 1e6);
    }
}

/// Texts and bytes per second.
fn measure(texts: &[&str], tool: Tool) -> (f64, f64) {
    let start = Instant::now();
    let (mut count, mut bytes) = (0_usize, 0_usize);
    while start.elapsed() < MIN_TIME {
        for text in texts {
            tool(text);
            bytes += text.len();
        }
        count += texts.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    (count as f64 / seconds, bytes as f64 / seconds)
}
