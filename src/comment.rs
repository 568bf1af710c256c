//! Comments one by one: what a page's comment section is made of.

mod thread;
mod utterance;

use std::ops::Range;

use crate::cleaned::Cleaned;

/// One comment of a page: what a reader wrote, with the name, the date and the controls around it.
///
/// On pages of HTML a comment is one of the elements that repeat in the comment section, and a reply
/// inside of a comment is a comment of its own. In plain text a comment begins where a line looks as if
/// it did: with a date, or with somebody who says something.
///
/// # Example
///
/// ```
/// let page = dechaff::Cleaner::new().clean_html(
///     "<article><p>The ferry has taken up its service again after a winter in the dock, the harbour office said on
///      Monday. It will sail four times a day until the end of October.</article>
///      <section class=comments><h3>2 comments</h3><ol class=comment-list>
///      <li class=comment><b>Martha</b> <time>4 May 2024 at 10:12</time><p>About time! I had given up hope.<p>Really.</p>
///        <a href=?reply=1>Reply</a><ol class=children>
///        <li class=comment><b>Old Tom</b> <time>4 May 2024 at 11:40</time><p>The price is a shame, though.</ol></ol></section>",
/// );
/// let comments: Vec<String> = page.comments().iter().map(|comment| comment.text()).collect();
/// assert_eq!(comments, ["About time! I had given up hope.\n\nReally.", "The price is a shame, though."]);
/// ```
#[derive(Clone, Debug)]
pub struct Comment<'a> {
    page: &'a Cleaned,
    spans: Range<usize>,
}

impl<'a> Comment<'a> {
    /// What the reader wrote, paragraphs separated by an empty line: names, dates and controls
    /// ("Reply", "Report") are left out as far as they can be told.
    pub fn text(&self) -> String {
        utterance::text(self.page, self.spans.clone())
    }

    /// The places of its spans in [`Cleaned::spans`], name, date and controls included; replies stand
    /// behind them.
    pub fn spans(&self) -> Range<usize> {
        self.spans.clone()
    }
}

/// The comments of a page in order; those without a word are left out.
pub(crate) fn comments(page: &Cleaned) -> Vec<Comment<'_>> {
    let of_elements = if page.document().is_html() { thread::by_elements(page) } else { None };
    let all = of_elements.unwrap_or_else(|| utterance::by_lines(page)).into_iter().map(|spans| Comment { page, spans });
    all.filter(|comment| !comment.text().is_empty()).collect()
}
