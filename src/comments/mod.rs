//! Divides the comments of a page from each other, and says who wrote which of them, when, and in reply to what.

mod attribution;
mod class_names;
mod declared;
mod elements;
mod fields;
mod found;
mod lines;
mod parts;
mod threads;
mod when;
mod words;

use std::fmt;
use std::ops::Range;

use found::Found;
use parts::Markup;

use crate::analysis::Analysis;
use crate::date_time::DateTime;
use crate::document::Document;
use crate::span::Span;
use crate::text::{harmless, is_blank};

/// One comment of a page: what a reader wrote, with its author and date, and which comment it answers.
///
/// On a page with an article these are the readers' comments below it. On a page that is a thread of a forum they are
/// its posts, the first one included, although they are also the page's body.
///
/// **HTML.** Comments are the elements that schema.org calls comments (`itemtype`), or those that repeat in the comment
/// section; a reply inside of a comment is a comment of its own. Author and date are, in this order, those of
/// schema.org (`itemprop`), of `<time>`, of class names that the known systems use (`fn`, `comment-author`), and of the
/// lines above the text. What JSON-LD says of the same text fills gaps.
///
/// **Plain text.** A comment begins at a line with a date or with somebody's name. Author and date are in the lines
/// above the text: "Martha says:", "Old Tom, 4 May 2024 at 10:12", "Kim in reply to Martha". Such lines are read in
/// English, French, German and Persian.
///
/// Comments that only JSON-LD has, because scripts show them later, are listed if the page shows no comment at all.
/// Their [`spans`](Comment::spans) are empty.
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
///        <li class=comment><b>Old Tom</b> <time>3 hours ago</time><p>The price is a shame, though.</ol></ol></section>",
/// )?;
/// let comments = page.comments();
/// assert_eq!(comments[0].text(), "About time! I had given up hope.\n\nReally.");
/// assert_eq!(comments[0].author(), Some("Martha"));
/// assert_eq!(comments[0].written_date(), Some("4 May 2024 at 10:12"));
/// assert_eq!(comments[0].date().map(|date| date.to_string()).as_deref(), Some("2024-05-04T10:12:00"));
/// assert_eq!((comments[1].level(), comments[1].parent()), (1, Some(0)));
/// assert_eq!((comments[1].written_date(), comments[1].date()), (Some("3 hours ago"), None));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone)]
pub struct Comment<'a> {
    document: &'a Document,
    found: Found,
}

impl Comment<'_> {
    /// What the reader wrote, with an empty line between paragraphs; never empty.
    ///
    /// As in all that is written of a page, control characters are left out of it, and of the author and the date (see
    /// [`Cleaned::text`](crate::Cleaned::text)).
    ///
    /// Names, dates, buttons and counters ("Reply", "23 likes") are left out as far as they are recognised. "@Kurt" at
    /// the beginning stays: the reader wrote it.
    pub fn text(&self) -> String {
        if let Some(text) = &self.found.declared_text {
            return text.clone();
        }
        let source = self.document.source();
        let paragraphs = self.found.paragraphs.iter().map(|range| harmless(&source[range.clone()]));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    /// The name of who wrote it, as the page has it: a person, a nickname, "Guest".
    pub fn author(&self) -> Option<&str> {
        self.found.author.as_ref().map(|author| author.text.as_str())
    }

    /// When it was written, as far as the page says: the day, possibly with the time of day.
    ///
    /// An attribute (`datetime`) also has the offset from UTC. Days of the Jalali calendar are given in the Gregorian
    /// one. `None` if the year is not known: "4 May", "3 hours ago".
    pub fn date(&self) -> Option<DateTime> {
        DateTime::find(self.found.date.as_ref()?.iso.as_deref()?)
    }

    /// When it was written, as the page shows it: "4 May 2024 at 10:12", "vor 3 Stunden", "۱۵ اردیبهشت ۱۴۰۳".
    ///
    /// Where the page shows none, it is the value of the attribute that has the date.
    pub fn written_date(&self) -> Option<&str> {
        self.found.date.as_ref().map(|date| date.written.text.as_str())
    }

    /// How many comments it is nested in: 0 for a comment on the page itself, one more than that of its
    /// [`parent`](Comment::parent) for a reply.
    pub fn level(&self) -> usize {
        self.found.level
    }

    /// The comment that it answers, as an index into [`Cleaned::comments`](crate::Cleaned::comments); always lower than
    /// its own.
    ///
    /// Replies are known by the nesting of elements and by levels in class names (`depth-2`). Where nothing is nested,
    /// they are known by the name of the answered: "in reply to Martha", "@Martha" at the beginning of the text. The
    /// answered comment is then the last one before it by that author.
    pub fn parent(&self) -> Option<usize> {
        self.found.parent
    }

    /// The comment's spans, name, date and controls included, as a range of indices into
    /// [`Cleaned::spans`](crate::Cleaned::spans).
    ///
    /// A reply's spans are not part of the comment that it answers. The range is empty if only JSON-LD has the comment.
    pub fn spans(&self) -> Range<usize> {
        self.found.spans.clone()
    }

    /// The bytes of the author's name in [`Cleaned::source`](crate::Cleaned::source); `None` if only the markup has it.
    pub fn author_range(&self) -> Option<Range<usize>> {
        self.found.author.as_ref()?.range.clone()
    }

    /// The bytes of the date in [`Cleaned::source`](crate::Cleaned::source); `None` if only the markup has it.
    pub fn date_range(&self) -> Option<Range<usize>> {
        self.found.date.as_ref()?.written.range.clone()
    }
}

impl fmt::Debug for Comment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Comment")
            .field("author", &self.author())
            .field("date", &self.date())
            .field("level", &self.level())
            .field("text", &self.text())
            .field("spans", &self.spans())
            .finish()
    }
}

/// The comments of a page in order, without those that have no text.
pub(crate) fn comments<'a>(document: &'a Document, spans: &'a [Span]) -> Vec<Comment<'a>> {
    let declared = &document.metadata().declared_comments;
    let mut found = visible(document, spans);
    let is_unseen = |range: &Range<usize>| is_blank(&document.source()[range.clone()]);
    found.retain(|comment| !comment.paragraphs.iter().all(is_unseen));
    declared::complete(&mut found, declared, document.source());
    if found.is_empty() {
        found = declared::alone(declared, spans.len());
        found.iter_mut().for_each(Found::make_harmless);
        found.retain(|comment| comment.declared_text.as_ref().is_some_and(|text| !is_blank(text)));
    }
    threads::arrange(&mut found);
    found.iter_mut().for_each(Found::make_harmless);
    found.into_iter().map(|found| Comment { document, found }).collect()
}

/// The comments that the page shows.
fn visible(document: &Document, spans: &[Span]) -> Vec<Found> {
    let of_lines = || {
        let ranges = lines::find(document, spans).into_iter();
        ranges.map(|range| parts::take_apart(document, spans, range, None)).collect::<Vec<_>>()
    };
    if document.tree().is_none() {
        return of_lines();
    }
    let units = elements::find(document, spans).filter(|units| !units.is_empty());
    let units = units.or_else(|| {
        let is_thread = Analysis::of(document).is_thread();
        if is_thread { elements::posts(document, spans) } else { None }
    });
    let Some(units) = units else { return of_lines() };
    let data = document.element_data();
    let mut indexes: Vec<usize> = units.iter().map(|unit| unit.element).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let nodes: Vec<_> = indexes.iter().map(|&index| data[index].node).collect();
    let fields = fields::read(document, &nodes);
    let is_in_text = fields::are_in_texts(document, &fields);
    let depths = threads::depths(document, &indexes);
    let of_unit = |unit: elements::Unit| {
        let markup = fields.get(&data[unit.element].node).map(|fields| Markup { fields, is_in_text: &is_in_text });
        let mut comment = parts::take_apart(document, spans, unit.spans, markup);
        comment.depth = depths.get(&unit.element).copied();
        comment
    };
    units.into_iter().map(of_unit).collect()
}
