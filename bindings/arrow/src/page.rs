//! One page: what is known of it, and how it is cleaned.

use std::sync::{Arc, LazyLock};

use dechaff::error::InputError;
use dechaff::{Cleaned, Cleaner, Note, Page, PageFormat};

/// Building a cleaner allocates once for each filter.
static CLEANER: LazyLock<Arc<Cleaner>> = LazyLock::new(|| Arc::new(Cleaner::new()));

/// How pages are cleaned.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The filters, limits and so on.
    pub cleaner: Arc<Cleaner>,
    /// What all pages are whose column does not say it; `None` finds it out page by page.
    pub format: Option<PageFormat>,
    /// What the server said of the pages of which nothing else is known.
    pub content_type: Option<String>,
    /// How an error is worded in the column `error`.
    pub message: fn(&InputError) -> String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { cleaner: Arc::clone(&CLEANER), format: None, content_type: None, message: ToString::to_string }
    }
}

/// The content of a page.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// As it was fetched, in any encoding.
    Bytes(&'a [u8]),
    /// Decoded.
    Text(&'a str),
}

/// What is known of a page besides its content.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageFacts<'a> {
    /// Its address.
    pub url: Option<&'a str>,
    /// The header Content-Type that the server sent; that of the settings if there is none.
    pub content_type: Option<&'a str>,
    /// What it is; what the settings say if it is not known.
    pub format: Option<PageFormat>,
}

/// A cleaned page and its body.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The page.
    pub cleaned: Cleaned,
    /// Its body as plain text.
    pub text: String,
    /// Whether the page was given as text: what it says of its encoding means nothing.
    pub was_decoded: bool,
}

impl Finished {
    /// What was noted when the page was read, without notes on the encoding of a page that was decoded before.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.cleaned.notes().iter().filter(|note| !(self.was_decoded && is_of_charset(note)))
    }
}

/// Whether a note is about the encoding of the page.
fn is_of_charset(note: &Note) -> bool {
    use Note::{DoubtfulCharset, OverruledCharset, UnknownCharset, WrongCharset};
    matches!(note, WrongCharset { .. } | OverruledCharset { .. } | UnknownCharset { .. } | DoubtfulCharset { .. })
}

/// Cleans a page and renders its body.
///
/// # Errors
///
/// [`InputError`] if the page is too long or is not text.
pub fn clean(source: Source<'_>, facts: PageFacts<'_>, settings: &Settings) -> Result<Finished, InputError> {
    let cleaned = settings.cleaner.clean_bytes(input(source, facts, settings))?;
    let text = cleaned.text();
    Ok(Finished { cleaned, text, was_decoded: matches!(source, Source::Text(_)) })
}

fn input<'a>(source: Source<'a>, facts: PageFacts<'a>, settings: &'a Settings) -> Page<'a> {
    let mut input = match source {
        Source::Bytes(bytes) => Page::new(bytes),
        // As the library does with decoded pages: what was decoded wrongly is noted, not changed.
        Source::Text(text) => Page::new(text.as_bytes()).without_repair(),
    };
    if let Some(content_type) = facts.content_type.or(settings.content_type.as_deref()) {
        input = input.with_content_type(content_type);
    }
    if let Source::Text(_) = source {
        input = input.with_charset("utf-8");
    }
    if let Some(url) = facts.url {
        input = input.with_url(url);
    }
    match facts.format.or(settings.format) {
        Some(format) => input.with_format(format),
        None => input,
    }
}
