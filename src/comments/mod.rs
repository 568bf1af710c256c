//! Divides the comments of a page from each other.

mod elements;
mod lines;

use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::span::Span;

/// One comment of a page: what a reader wrote, with the name, date and controls that belong to it.
///
/// In HTML, comments are the elements that repeat in the comment section; a reply inside of a comment is
/// a comment of its own. In plain text, a comment begins at a line with a date or with somebody's name.
///
/// # Example
///
/// ```
/// let page = dechaff::clean_html(
///     "<article><p>The ferry has taken up its service again after a winter in the dock, the harbour office said on
///      Monday. It will sail four times a day until the end of October.</article>
///      <section class=comments><h3>2 comments</h3><ol class=comment-list>
///      <li class=comment><b>Martha</b> <time>4 May 2024 at 10:12</time><p>About time! I had given up hope.<p>Really.</p>
///        <a href=?reply=1>Reply</a><ol class=children>
///        <li class=comment><b>Old Tom</b> <time>4 May 2024 at 11:40</time><p>The price is a shame, though.</ol></ol></section>",
/// )?;
/// let comments: Vec<String> = page.comments().iter().map(|comment| comment.text()).collect();
/// assert_eq!(comments, ["About time! I had given up hope.\n\nReally.", "The price is a shame, though."]);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone)]
pub struct Comment<'a> {
    document: &'a Document,
    spans: &'a [Span],
    range: Range<usize>,
}

impl Comment<'_> {
    /// What the reader wrote, with an empty line between paragraphs.
    ///
    /// Names, dates and controls ("Reply", "Report") are left out as far as they are recognised.
    pub fn text(&self) -> String {
        lines::comment_text(self.document, self.spans, self.range.clone())
    }

    /// The comment's spans, name, date and controls included, as a range of indices into
    /// [`Cleaned::spans`](crate::Cleaned::spans).
    ///
    /// A reply's spans are not part of the comment that it answers.
    pub fn spans(&self) -> Range<usize> {
        self.range.clone()
    }
}

impl fmt::Debug for Comment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Comment").field("text", &self.text()).field("spans", &self.range).finish()
    }
}

/// The comments of a page in order, without those that have no text.
pub(crate) fn comments<'a>(document: &'a Document, spans: &'a [Span]) -> Vec<Comment<'a>> {
    let from_elements = if document.is_html() { elements::find(document, spans) } else { None };
    let ranges = from_elements.unwrap_or_else(|| lines::find(document, spans));
    let all = ranges.into_iter().map(|range| Comment { document, spans, range });
    all.filter(|comment| !comment.text().is_empty()).collect()
}
