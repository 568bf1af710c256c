//! `clean_many`: any number of pages, in several threads, in order.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use dechaff::PageFormat;
use dechaff_arrow::{Finished, PageFacts, Settings};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};

use crate::error::{InputError, message, shown};
use crate::input::Content;
use crate::options::{Given, threads};
use crate::page::Page;
use crate::warc::WarcPage;

/// Pages for each thread that are read before they are asked for; hand-set. With one, a thread would wait for whoever
/// asks.
const PAGES_AHEAD: usize = 4;

/// A page that waits to be cleaned.
struct Task {
    item: Item,
    result: SyncSender<Cleaned>,
}

/// A page with what is known of it; what it does not say is said for all pages, or not at all.
struct Item {
    content: Content,
    url: Option<String>,
    content_type: Option<String>,
    format: Option<PageFormat>,
}

/// A page that was cleaned, or what is wrong with it. The content comes back because only a thread that holds the GIL
/// gives it back to Python at once.
struct Cleaned {
    #[expect(dead_code, reason = "it is only dropped")]
    content: Content,
    finished: Result<Finished, String>,
}

/// A result in the order of the pages.
enum Waiting {
    Cleaned(Receiver<Cleaned>),
    /// An item that is no page.
    Failed(String),
}

/// Threads that clean pages as long as there are tasks.
struct Pool {
    tasks: Sender<Task>,
    is_dropped: Arc<AtomicBool>,
}

impl Pool {
    fn start(threads: usize, settings: &Settings) -> io::Result<Self> {
        let (tasks, queue) = channel::<Task>();
        let queue = Arc::new(Mutex::new(queue));
        let is_dropped = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let (queue, settings, is_dropped) = (Arc::clone(&queue), settings.clone(), Arc::clone(&is_dropped));
            thread::Builder::new().name("dechaff".into()).spawn(move || {
                while let Some(task) = next(&queue).filter(|_| !is_dropped.load(Ordering::Relaxed)) {
                    let Task { item, result } = task;
                    let finished = clean(&item, &settings);
                    // Nobody waits for it if the iterator is gone.
                    let _ = result.send(Cleaned { content: item.content, finished });
                }
            })?;
        }
        Ok(Self { tasks, is_dropped })
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.is_dropped.store(true, Ordering::Relaxed);
    }
}

fn next(queue: &Mutex<Receiver<Task>>) -> Option<Task> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn clean(item: &Item, settings: &Settings) -> Result<Finished, String> {
    let (url, content_type) = (item.url.as_deref(), item.content_type.as_deref());
    let facts = PageFacts { url, content_type, format: item.format };
    let source = item.content.as_source();
    let finished = catch_unwind(AssertUnwindSafe(|| dechaff_arrow::clean(source, facts, settings)));
    match finished {
        Ok(finished) => finished.map_err(|error| message(&error)),
        Err(_) => Err("cleaning the page panicked, which is a fault of dechaff".into()),
    }
}

/// The pages of `clean_many`, in order.
#[pyclass(module = "dechaff")]
pub struct PageIterator {
    /// `None` when it has ended.
    pages: Option<Py<PyIterator>>,
    /// The exception of `pages`; it is raised behind the pages before it.
    exception: Option<PyErr>,
    waiting: Mutex<VecDeque<Waiting>>,
    /// Threads start when the first page is asked for.
    pool: Mutex<Option<Pool>>,
    threads: usize,
    settings: Settings,
}

impl PageIterator {
    /// Reads pages until enough are waiting.
    fn read_ahead(&mut self, py: Python<'_>) -> PyResult<()> {
        let pool = self.pool.get_mut().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner);
        while waiting.len() < self.threads * PAGES_AHEAD
            && let Some(pages) = &self.pages
        {
            match pages.bind(py).clone().next() {
                Some(Ok(item)) => match item_of(&item) {
                    Ok(item) => {
                        if pool.is_none() {
                            *pool = Some(Pool::start(self.threads, &self.settings)?);
                        }
                        let (result, receiver) = sync_channel(1);
                        if let Some(pool) = pool {
                            // Threads end only when the pool is dropped.
                            let _ = pool.tasks.send(Task { item, result });
                        }
                        waiting.push_back(Waiting::Cleaned(receiver));
                    }
                    Err(error) => waiting.push_back(Waiting::Failed(error.value(py).to_string())),
                },
                Some(Err(error)) => {
                    self.exception = Some(error);
                    self.pages = None;
                }
                None => self.pages = None,
            }
        }
        Ok(())
    }
}

#[pymethods]
impl PageIterator {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.pages)
    }

    fn __clear__(&mut self) {
        self.pages = None;
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Page>> {
        self.read_ahead(py)?;
        let waiting = self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(next) = waiting.pop_front() else {
            *self.pool.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
            return self.exception.take().map_or(Ok(None), Err);
        };
        let cleaned = match next {
            Waiting::Cleaned(receiver) => py.detach(move || receiver.recv()),
            Waiting::Failed(fault) => return Page::failed(fault).map(Some),
        };
        match cleaned {
            Ok(Cleaned { finished: Ok(finished), .. }) => Ok(Some(Page::new(finished))),
            Ok(Cleaned { finished: Err(fault), .. }) => Page::failed(fault).map(Some),
            Err(_) => Page::failed("the thread that cleaned the page is gone".into()).map(Some),
        }
    }
}

/// A page, alone, in a pair with its address, or of an archive.
fn item_of(item: &Bound<'_, PyAny>) -> PyResult<Item> {
    if let Ok(page) = item.cast::<WarcPage>() {
        let page = page.get();
        if let Some(fault) = page.error() {
            return Err(InputError::new_err(fault.to_owned()));
        }
        return Ok(Item {
            content: Content::extract(page.body.bind(item.py()))?,
            url: page.url().map(str::to_owned),
            content_type: page.content_type().map(str::to_owned),
            format: page.format(),
        });
    }
    let Ok(pair) = item.cast::<PyTuple>() else {
        return Ok(Item { content: Content::extract(item)?, url: None, content_type: None, format: None });
    };
    if pair.len() != 2 {
        let error = format!("an item is a page or a tuple (page, url), not a tuple of {}", pair.len());
        return Err(pyo3::exceptions::PyTypeError::new_err(error));
    }
    let url = pair.get_item(1)?;
    let address = url.extract::<Option<String>>().map_err(|_| {
        pyo3::exceptions::PyTypeError::new_err(format!("the url of a page is a str or None, not {}", shown(&url)))
    })?;
    Ok(Item { content: Content::extract(&pair.get_item(0)?)?, url: address, content_type: None, format: None })
}

/// Cleans any number of pages in several threads, and yields the results in the order of the pages.
///
/// An item is a page, bytes or str as for `clean`, a tuple `(page, url)`, or a page of `read_warc`. Pages are read only as
/// they are needed, at most four ahead for each thread, so that the memory does not grow with their number. A page that
/// cannot be cleaned, or an item that is no page, gives an empty `Page` with an `error`; an exception of the iterable
/// itself is raised behind the pages before it.
///
/// >>> pages = ["<p>The old mill grinds flour once more.", b"%PDF-1.7\n\x00", ("<p>It rained.", "https://sea.example/")]
/// >>> for page in dechaff.clean_many(pages, threads=2):
/// ...     print(page.error or page.text)
/// The old mill grinds flour once more.
/// the page is not text but a PDF document; HTML or plain text is expected
/// It rained.
///
/// Args:
///     pages: the pages.
///     threads: how many pages are cleaned at a time; by default as many as there are cores.
///
/// The other options are those of `clean`, for all pages.
#[pyfunction]
#[pyo3(
    signature = (pages, *, threads=None, content_type=None, format=None, focus=None, keep=None, drop=None, limits=None),
    text_signature = "(pages, *, threads=None, content_type=None, format=None, focus='balanced', keep=(), drop=(), limits=None)"
)]
#[allow(clippy::too_many_arguments, reason = "these are the keywords of the Python function")]
pub fn clean_many<'py>(
    pages: &Bound<'py, PyAny>,
    threads: Option<Bound<'py, PyAny>>,
    content_type: Option<String>,
    format: Option<Bound<'py, PyAny>>,
    focus: Option<Bound<'py, PyAny>>,
    keep: Option<Bound<'py, PyAny>>,
    drop: Option<Bound<'py, PyAny>>,
    limits: Option<Bound<'py, PyAny>>,
) -> PyResult<PageIterator> {
    let settings = Settings { content_type, ..Given { format, focus, keep, drop, limits }.read()? };
    Ok(PageIterator {
        pages: Some(pages.try_iter()?.unbind()),
        exception: None,
        waiting: Mutex::default(),
        pool: Mutex::default(),
        threads: self::threads(threads.as_ref())?,
        settings,
    })
}
