//! Works on several inputs at a time and hands on the results in order.

use std::collections::VecDeque;
use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

/// Inputs that are worked on or wait to be, for each worker; hand-set. With one, a worker would wait for the writer.
const INPUTS_AHEAD: usize = 2;

/// Results of one input that wait for the writer; hand-set. A feed has one for each entry.
const RESULTS_AHEAD: usize = 8;

/// Calls `work` for each input, in `jobs` threads, and `take` for each of the results, in the order of the inputs.
///
/// `work` sends its results; it should end if nobody takes them any more. It must not panic. An error of `take` ends all
/// work. At most `jobs * INPUTS_AHEAD * RESULTS_AHEAD` results are in memory.
pub fn in_order<Input: Send, Output: Send>(
    jobs: usize,
    inputs: Vec<Input>,
    work: impl Fn(Input, &SyncSender<Output>) + Sync,
    mut take: impl FnMut(Output) -> io::Result<()>,
    mut done: impl FnMut(),
) -> io::Result<()> {
    let jobs = jobs.clamp(1, inputs.len().max(1));
    // The queue needs no bound of its own: at most as many tasks are in it as receivers in `waiting`.
    let (tasks, queue) = channel::<(Input, SyncSender<Output>)>();
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some((input, results)) = next(&queue) {
                    work(input, &results);
                }
            });
        }
        let mut waiting: VecDeque<Receiver<Output>> = VecDeque::new();
        let mut inputs = inputs.into_iter();
        loop {
            while waiting.len() < jobs * INPUTS_AHEAD
                && let Some(input) = inputs.next()
            {
                let (sender, receiver) = sync_channel(RESULTS_AHEAD);
                if tasks.send((input, sender)).is_ok() {
                    waiting.push_back(receiver);
                }
            }
            let Some(results) = waiting.pop_front() else { break };
            for result in results {
                if let Err(error) = take(result) {
                    // Workers that wait for a place for their results must see that nobody takes them.
                    drop((tasks, waiting));
                    return Err(error);
                }
            }
            done();
        }
        drop(tasks);
        Ok(())
    })
}

fn next<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().ok()?.recv().ok()
}
