//! Cleans many pages in several threads, in order.
//!
//! `parallel FILE…` writes one line for each page: its name, its title and the number of words of its body.
//!
//! [`map_in_order`] is an iterator adaptor for your own code. It needs nothing but the standard library; the crate itself
//! starts no threads.

use std::collections::VecDeque;
use std::iter::Fuse;
use std::num::NonZero;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::{env, fs};

use dechaff::Cleaner;

/// Inputs that are worked on or wait to be, for each thread: with one, a thread would wait for whoever takes the results.
const INPUTS_AHEAD: usize = 2;

/// Calls `work` for the inputs in several threads; the results come in the order of the inputs.
///
/// Inputs are asked for when results are: at most two for each thread are worked on, or wait for it or for being taken. Threads
/// end when the iterator is dropped.
fn map_in_order<I, O, W>(inputs: I, threads: NonZero<usize>, work: W) -> InOrder<I::IntoIter, O>
where
    I: IntoIterator<Item: Send + 'static>,
    O: Send + 'static,
    W: Fn(I::Item) -> O + Send + Sync + 'static,
{
    let (tasks, queue) = channel::<Task<I::Item, O>>();
    let (queue, work) = (Arc::new(Mutex::new(queue)), Arc::new(work));
    for _ in 0..threads.get() {
        let (queue, work) = (Arc::clone(&queue), Arc::clone(&work));
        thread::spawn(move || {
            // The lock is held in `next` only, not during the work.
            while let Some((input, result)) = next(&queue) {
                // Nobody takes the result if the iterator was dropped.
                let _ = result.send(work(input));
            }
        });
    }
    let ahead = threads.get() * INPUTS_AHEAD;
    InOrder { inputs: inputs.into_iter().fuse(), tasks, waiting: VecDeque::with_capacity(ahead), ahead }
}

/// An input, and where its result goes.
type Task<I, O> = (I, SyncSender<O>);

fn next<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().ok()?.recv().ok()
}

/// The iterator of [`map_in_order`].
struct InOrder<I: Iterator, O> {
    inputs: Fuse<I>,
    tasks: Sender<Task<I::Item, O>>,
    /// Where the results come from that were not taken yet, in order.
    waiting: VecDeque<Receiver<O>>,
    ahead: usize,
}

impl<I: Iterator, O> Iterator for InOrder<I, O> {
    type Item = O;

    /// # Panics
    ///
    /// If the work on the input has panicked.
    fn next(&mut self) -> Option<O> {
        while self.waiting.len() < self.ahead
            && let Some(input) = self.inputs.next()
        {
            let (sender, receiver) = sync_channel(1);
            self.tasks.send((input, sender)).expect("some thread waits for work");
            self.waiting.push_back(receiver);
        }
        Some(self.waiting.pop_front()?.recv().expect("the work does not panic"))
    }
}

fn main() -> ExitCode {
    let paths: Vec<String> = env::args().skip(1).collect();
    if paths.is_empty() {
        eprintln!("usage: parallel FILE…");
        return ExitCode::from(2);
    }
    let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    // One cleaner for all threads.
    let cleaner = Cleaner::new();
    let lines = map_in_order(paths, threads, move |path| {
        let page = fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
        let cleaned = cleaner.clean_bytes(&page).map_err(|error| format!("{path}: {error}"))?;
        let title = cleaned.title().unwrap_or_default();
        Ok::<_, String>(format!("{path}\t{title}\t{} words", cleaned.text().split_whitespace().count()))
    });
    let mut code = ExitCode::SUCCESS;
    for line in lines {
        match line {
            Ok(line) => println!("{line}"),
            Err(error) => {
                eprintln!("parallel: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    const THREADS: NonZero<usize> = NonZero::new(3).expect("it is not 0");

    #[test]
    fn results_are_in_the_order_of_the_inputs() {
        let slow_first = |number: u64| {
            thread::sleep(Duration::from_millis(20_u64.saturating_sub(number)));
            number * 2
        };
        let results: Vec<u64> = map_in_order(0..100, THREADS, slow_first).collect();
        assert_eq!(results, (0..100).map(|number| number * 2).collect::<Vec<_>>());
        assert_eq!(map_in_order(Vec::<u64>::new(), THREADS, slow_first).next(), None);
    }

    #[test]
    fn few_inputs_are_asked_for_ahead() {
        let asked = Arc::new(AtomicUsize::new(0));
        let inputs = {
            let asked = Arc::clone(&asked);
            (0..).inspect(move |_| {
                asked.fetch_add(1, Ordering::Relaxed);
            })
        };
        let mut results = map_in_order(inputs, THREADS, |number: u64| number);
        assert_eq!(asked.load(Ordering::Relaxed), 0);
        assert_eq!(results.next(), Some(0));
        assert_eq!(asked.load(Ordering::Relaxed), THREADS.get() * INPUTS_AHEAD);
    }

    #[test]
    fn threads_work_at_the_same_time() {
        // Each of the first three waits until all three are worked on.
        let barrier = Arc::new(Barrier::new(THREADS.get()));
        let results = map_in_order(0..THREADS.get(), THREADS, move |_| barrier.wait().is_leader());
        assert_eq!(results.filter(|is_leader| *is_leader).count(), 1);
    }
}
