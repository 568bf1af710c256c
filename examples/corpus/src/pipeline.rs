//! One thread reads, several clean, and one hands on the results in the order of the input.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use dechaff::Cleaner;

use crate::clean::{Columns, Outcome, clean};
use crate::input::{ReadSettings, read};
use crate::units::Unit;
use crate::window::Window;
use dechaff_archives::counts::InputCounts;
use dechaff_archives::page_reader::ReadError;
use dechaff_archives::raw_page::RawPage;

/// Pages that are read and not yet written, for each cleaner; hand-set.
const PAGES_AHEAD: usize = 16;

/// What happens, in the order of the input.
pub enum Event {
    /// The unit with this index begins.
    Begin(usize),
    Page(Outcome),
    /// The unit ends; what was counted while it was read, and why it was not read to its end.
    End {
        counts: Box<InputCounts>,
        error: Option<ReadError>,
    },
}

/// How pages are cleaned.
pub struct Work<'a> {
    pub cleaner: &'a Cleaner,
    pub read: &'a ReadSettings,
    pub columns: Columns,
    pub threads: usize,
}

struct Job {
    number: u64,
    bytes: usize,
    page: RawPage,
}

struct Numbered {
    number: u64,
    /// Bytes in the window; nothing but pages has any.
    bytes: Option<usize>,
    event: Event,
}

/// Reads and cleans the units, and calls `take` for each event. An error of `take` ends the work.
pub fn run<E>(units: &[&Unit], work: &Work<'_>, mut take: impl FnMut(Event) -> Result<(), E>) -> Result<(), E> {
    let threads = work.threads.max(1);
    let window = Window::new(threads * PAGES_AHEAD);
    // Both are bounded by the window.
    let (jobs, queue) = channel::<Job>();
    let (results, events) = channel::<Numbered>();
    let queue = Mutex::new(queue);
    let (window, queue) = (&window, &queue);
    thread::scope(|scope| {
        for _ in 0..threads {
            let results = results.clone();
            scope.spawn(move || clean_jobs(queue, &results, work));
        }
        scope.spawn(move || read_units(units, work.read, window, &jobs, &results));
        let result = in_order(events, window, &mut take);
        window.close();
        result
    })
}

fn clean_jobs(queue: &Mutex<Receiver<Job>>, results: &Sender<Numbered>, work: &Work<'_>) {
    // The lock is let go before the page is cleaned.
    while let Some(Job { number, bytes, page }) = next(queue) {
        let outcome = clean(page, work.cleaner, work.read.limit, work.columns);
        let event = Event::Page(outcome);
        if results.send(Numbered { number, bytes: Some(bytes), event }).is_err() {
            return;
        }
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().ok()?.recv().ok()
}

fn read_units(
    units: &[&Unit],
    settings: &ReadSettings,
    window: &Window,
    jobs: &Sender<Job>,
    results: &Sender<Numbered>,
) {
    let mut number = 0;
    let mut is_wanted = true;
    for (index, unit) in units.iter().enumerate() {
        if results.send(Numbered { number, bytes: None, event: Event::Begin(index) }).is_err() {
            return;
        }
        number += 1;
        let mut counts = Box::new(InputCounts::default());
        let mut take = |page: RawPage| {
            let bytes = page.content.bytes();
            is_wanted = window.enter(bytes) && jobs.send(Job { number, bytes, page }).is_ok();
            number += 1;
            is_wanted
        };
        // A panic of a decoder on damaged data must not end the work on other inputs.
        let read = catch_unwind(AssertUnwindSafe(|| read(unit, settings, &mut counts, &mut take)));
        let error = match read {
            Ok(result) => result.err(),
            Err(_) => {
                Some(ReadError::Content("the program failed on this file; what was read until then is kept".into()))
            }
        };
        if !is_wanted {
            return;
        }
        if results.send(Numbered { number, bytes: None, event: Event::End { counts, error } }).is_err() {
            return;
        }
        number += 1;
    }
}

/// Hands on events by their numbers.
fn in_order<E>(
    events: Receiver<Numbered>,
    window: &Window,
    take: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting: HashMap<u64, Numbered> = HashMap::new();
    let mut next = 0;
    for event in events {
        waiting.insert(event.number, event);
        while let Some(Numbered { bytes, event, .. }) = waiting.remove(&next) {
            next += 1;
            take(event)?;
            if let Some(bytes) = bytes {
                window.leave(bytes);
            }
        }
    }
    Ok(())
}
