//! Throughput over the pages of `testdata`, and of shapes that could be slow, at several sizes: the
//! time per byte has to stay the same.
//!
//! `cargo bench` (ratios within one run count: machines are noisy). Sizes in megabytes can be given:
//! `DECHAFF_BENCH_MEGABYTES=1,10,100 cargo bench`.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dechaff::clean_text;

/// Megabytes of text that are cleaned when nothing else is asked for.
const SIZES: &str = "0.1,1";

fn sizes() -> Vec<usize> {
    let sizes = std::env::var("DECHAFF_BENCH_MEGABYTES").unwrap_or_else(|_| SIZES.into());
    let bytes = |size: &str| (size.trim().parse::<f64>().expect("a size in megabytes") * 1e6) as usize;
    sizes.split(',').map(bytes).collect()
}

/// All source pages of `testdata/pages`, one after another.
fn pages() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pages");
    let mut folders: Vec<_> =
        fs::read_dir(root).expect("testdata is there").map(|entry| entry.expect("a folder").path()).collect();
    folders.sort();
    folders.iter().map(|folder| fs::read_to_string(folder.join("source.txt")).expect("a page") + "\n\n").collect()
}

fn grown(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len() + 1)
}

fn shapes() -> Vec<(&'static str, String)> {
    vec![
        ("pages", pages()),
        ("one-line", "The council decided on Monday to build a new bridge over the river. ".into()),
        ("one-word-lines", "bridge\ncouncil\nriver\n".into()),
        ("ticker", "Council decides on the new bridge    Rain expected at the coast    ".into()),
    ]
}

fn clean(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("clean_text");
    group.sample_size(10);
    for (name, piece) in shapes() {
        for size in sizes() {
            let text = grown(&piece, size);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, size), &text, |bencher, text| {
                bencher.iter(|| clean_text(black_box(text)).expect("it is within the limits"))
            });
        }
    }
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
