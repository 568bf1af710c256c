//! How often the marks of filters are right, by filter, how it knows, and kind.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::AddAssign;

use dechaff::document::Basis;
use dechaff::{Cleaned, Kind};
use evaluation::{KindLabel, Page, share};

/// Marks of one sort: filter, how it knows, kind, and whether the page is an article.
type Sort = (&'static str, &'static str, &'static str, bool);

/// Counts of marks.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    marks: usize,
    right: usize,
    /// On text that is content.
    on_content: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.marks += other.marks;
        self.right += other.right;
        self.on_content += other.on_content;
    }
}

/// Counts of the marks of pages whose segments are labelled.
#[derive(Clone, Debug, Default)]
pub struct MarkTable(BTreeMap<Sort, Count>);

impl MarkTable {
    /// The marks of a page.
    pub fn of(page: &Page, cleaned: &Cleaned) -> Self {
        let parts = page.labelled_parts(cleaned.source());
        let is_article = page.page_type.as_deref() == Some("article");
        let mut table = Self::default();
        for (index, span) in cleaned.spans().iter().enumerate() {
            let Some(label) = parts.label(span.range()).flatten() else { continue };
            for mark in cleaned.marks(index) {
                if mark.basis() == Basis::Decision || mark.kind() == Kind::Hidden {
                    continue;
                }
                let sort = (mark.filter(), mark.basis().name(), mark.kind().name(), is_article);
                *table.0.entry(sort).or_default() += Count {
                    marks: 1,
                    right: usize::from(is_right(mark.kind(), label)),
                    on_content: usize::from(label == KindLabel::Body),
                };
            }
        }
        table
    }

    /// Adds the counts of another table.
    pub fn add(&mut self, other: &Self) {
        for (sort, count) in &other.0 {
            *self.0.entry(*sort).or_default() += *count;
        }
    }

    /// Writes a line for each sort of marks.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.0.is_empty() {
            writeln!(out, "marks: filter, basis, kind, pages; marks, right, on content")?;
        }
        for ((filter, basis, kind, is_article), count) in &self.0 {
            let pages = if *is_article { "articles" } else { "others" };
            let (right, on_content) = (share(count.right, count.marks), share(count.on_content, count.marks));
            writeln!(out, "{filter:12} {basis:10} {kind:12} {pages:8} {:6} {right:.3} {on_content:.3}", count.marks)?;
        }
        Ok(())
    }
}

fn is_right(kind: Kind, label: KindLabel) -> bool {
    match label {
        KindLabel::Body => kind.is_body(),
        KindLabel::Title => kind == Kind::Title,
        KindLabel::Byline => kind == Kind::Byline,
        KindLabel::Author => matches!(kind, Kind::Author | Kind::Byline),
        KindLabel::Dateline => kind == Kind::Dateline,
        KindLabel::Caption => kind == Kind::Caption,
        KindLabel::Comment => kind == Kind::Comment,
        KindLabel::Related => kind == Kind::Related,
        KindLabel::Ticker => kind == Kind::Ticker,
        KindLabel::Navigation => kind == Kind::Navigation,
        KindLabel::Share => kind == Kind::Share,
        KindLabel::Support => kind == Kind::Support,
        KindLabel::Consent => kind == Kind::Consent,
        KindLabel::Legal => kind == Kind::Legal,
        KindLabel::Advertising => matches!(kind, Kind::Advertising | Kind::Spam),
        KindLabel::Chrome => kind == Kind::Chrome,
    }
}
