//! Steps and allocations grow with the length of a page and no faster, whatever is repeated in it together with what.
//!
//! Pages are built of one, two or three pieces, each of which repeats something; twice the repetitions must not take more
//! than about twice the steps and the allocations. Steps are counted by the crate, allocations by the allocator for each
//! thread, so that the results are the same on every machine. The model takes the same steps for each segment, so that it is
//! left out where there are many pages.

mod pieces;

use dechaff::bench_internals::steps_of;
use dechaff::{Cleaner, Decision, Limits};
use pieces::{PIECES, Piece, page_of};

/// Repetitions of the shorter page, above the limits to what is read of a title or an author, and how many times as many the
/// longer one has.
const REPETITIONS: usize = 100;
const FACTOR: usize = 4;
/// The steps of a byte of the longer page are at most this many times those of a byte of the shorter one.
const MAX_GROWTH: f64 = 1.5;
/// Pages that take fewer steps or allocations for each byte are within what ordinary pages take.
const MIN_STEPS_PER_BYTE: f64 = 8.0;
const MIN_ALLOCATIONS_PER_BYTE: f64 = 0.1;
/// Each piece is tried with this many pairs of others.
const TRIPLES_PER_PIECE: usize = 1;
const PAIRS_PER_PIECE: usize = 3;
/// Where this variable is set, all pairs are tried, with this many times as many repetitions in the longer page.
const ALL: &str = "DECHAFF_GROWTH";
const FACTOR_OF_ALL: usize = 16;

/// What a task on a page takes.
struct Costs {
    steps: u64,
    allocations: u64,
}

impl Costs {
    fn of(task: impl FnOnce()) -> Self {
        let mut steps = 0;
        let allocations = allocation_counter::measure(|| steps = steps_of(task)).count_total;
        Self { steps, allocations }
    }
}

/// What a task takes: its name, how much of it, and how much of it a byte of an ordinary page takes.
type Cost = (&'static str, fn(&Costs) -> u64, f64);

const STEPS: Cost = ("steps", |costs| costs.steps, MIN_STEPS_PER_BYTE);
const ALLOCATIONS: Cost = ("allocations", |costs| costs.allocations, MIN_ALLOCATIONS_PER_BYTE);

/// Reads, cleans and writes a page in all formats.
fn clean(cleaner: &Cleaner, page: &str) {
    let page = cleaner.clean_html(page).expect("it is short");
    let written = [page.text(), page.markdown(), page.html(), page.report()];
    assert!(written.iter().all(|text| text.len() < usize::MAX) && page.comments().len() < usize::MAX);
}

/// What is wrong with the growth of a task on a page of some pieces, if anything is.
fn fault(task: impl Fn(&str), costs: &[Cost], pieces: &[&Piece]) -> Option<String> {
    let factor = if std::env::var_os(ALL).is_some() { FACTOR_OF_ALL } else { FACTOR };
    let [short, long] = [1, factor].map(|factor| page_of(pieces, factor * REPETITIONS));
    let [few, many] = [&short, &long].map(|page| (Costs::of(|| task(page)), page.len() as f64));
    let names: Vec<&str> = pieces.iter().map(|piece| piece.name).collect();
    let faults = costs.iter().filter_map(|(cost, of, min)| {
        let [few, many] = [&few, &many].map(|(costs, bytes)| of(costs) as f64 / bytes);
        let is_fault = many > few * MAX_GROWTH && many > *min;
        is_fault.then(|| format!("{}: {few:.2} {cost} per byte, then {many:.2}", names.join(" × ")))
    });
    let faults: Vec<String> = faults.collect();
    (!faults.is_empty()).then(|| faults.join("\n"))
}

#[test]
fn more_allocations_for_each_byte_are_a_fault() {
    let pieces: Vec<&Piece> = PIECES.iter().filter(|piece| piece.name == "paragraphs").collect();
    let paragraphs = |page: &str| page.matches("<p>").count();
    let boxes = |count: usize| drop(std::hint::black_box((0..count).map(Box::new).collect::<Vec<_>>()));
    assert_eq!(fault(|page| boxes(100 * paragraphs(page)), &[STEPS, ALLOCATIONS], &pieces), None);
    let faults = fault(|page| boxes(paragraphs(page) * paragraphs(page)), &[STEPS, ALLOCATIONS], &pieces);
    assert!(faults.is_some_and(|faults| faults.contains("allocations per byte") && !faults.contains("steps")));
}

#[track_caller]
fn assert_linear<'a>(decision: Decision, families: impl Iterator<Item = Vec<&'a Piece>>) {
    // Beyond the number of segments for its length, the rest of a page is one segment, which takes more.
    let cleaner = Cleaner::new().with_decision(decision).with_limits(Limits::new().with_dense_pages());
    // Models and tables are read once.
    clean(&cleaner, "<p lang=fa>x <script type=application/ld+json>{}</script>");
    // The model may keep nothing of a short page and all of a longer one, which takes more to write.
    let costs = if decision == Decision::Model { &[STEPS][..] } else { &[STEPS, ALLOCATIONS] };
    let faults: Vec<String> =
        families.filter_map(|pieces| fault(|page| clean(&cleaner, page), costs, &pieces)).collect();
    assert!(faults.is_empty(), "{} families:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_piece_alone_grows_linearly() {
    for decision in [Decision::Model, Decision::Marks] {
        assert_linear(decision, PIECES.iter().map(|piece| vec![piece]));
    }
}

/// Pairs that once took time that grew with the square of the page: a name compared with each heading, all classes around
/// compared with each selector for each heading, all authors within an author, the rest of the page searched for the end of each
/// comment or title.
const FOUND_BEFORE: [[&str; 2]; 6] = [
    ["long title", "headings"],
    ["long classes around", "titles in the page"],
    ["nested authors", "titles in the page"],
    ["comments without end", "words"],
    ["styles without place", "titles without place"],
    ["titles without place", "words"],
];

#[test]
fn pairs_that_once_grew_faster_grow_linearly() {
    let piece = |name| PIECES.iter().find(|piece| piece.name == name).expect("there is such a piece");
    assert_linear(Decision::Marks, FOUND_BEFORE.iter().map(|names| names.map(piece).to_vec()));
}

/// Pairs whose first piece has an even or odd number, so that both halves run side by side: all of them, or a few of each.
fn pairs(parity: usize) -> impl Iterator<Item = Vec<&'static Piece>> {
    let step = if std::env::var_os(ALL).is_some() { 1 } else { PIECES.len() / PAIRS_PER_PIECE };
    let firsts = PIECES.iter().enumerate().filter(move |(index, _)| index % 2 == parity);
    firsts.flat_map(move |(index, first)| {
        PIECES[index + 1..].iter().skip(index % step).step_by(step).map(move |second| vec![first, second])
    })
}

#[test]
fn pairs_of_pieces_grow_linearly() {
    assert_linear(Decision::Marks, pairs(0));
}

#[test]
fn other_pairs_of_pieces_grow_linearly() {
    assert_linear(Decision::Marks, pairs(1));
}

#[test]
fn triples_of_pieces_grow_linearly() {
    let count = PIECES.len();
    // Steps of different sizes through the list meet every piece with ever other ones.
    let of_piece = |first: usize| {
        (1..=TRIPLES_PER_PIECE).map(move |step| [first, (first + 7 * step) % count, (first + 11 * step + 3) % count])
    };
    assert_linear(
        Decision::Marks,
        (0..count).flat_map(of_piece).map(|triple| triple.map(|index| &PIECES[index]).to_vec()),
    );
}
